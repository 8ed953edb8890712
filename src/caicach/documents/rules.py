"""What Decree 30/2020 says of administrative documents, as sums on paper (văn bản hành chính)."""

import re
from datetime import date
from enum import StrEnum

# Article 7 and annex III: 29 administrative types; công văn (CV) and thư công (TCg) have no printed abbreviation.
TYPES: dict[str, tuple[str, str]] = {
    "NQ": ("Nghị quyết", "Resolution"),
    "QĐ": ("Quyết định", "Decision"),
    "CT": ("Chỉ thị", "Directive"),
    "QC": ("Quy chế", "Internal rules"),
    "QyĐ": ("Quy định", "Provisions"),
    "TC": ("Thông cáo", "Communiqué"),
    "TB": ("Thông báo", "Notice"),
    "HD": ("Hướng dẫn", "Guidance"),
    "CTr": ("Chương trình", "Programme"),
    "KH": ("Kế hoạch", "Plan"),
    "PA": ("Phương án", "Scheme"),
    "ĐA": ("Đề án", "Project proposal"),
    "DA": ("Dự án", "Project"),
    "BC": ("Báo cáo", "Report"),
    "BB": ("Biên bản", "Minutes"),
    "TTr": ("Tờ trình", "Submission"),
    "HĐ": ("Hợp đồng", "Contract"),
    "CV": ("Công văn", "Official letter"),
    "CĐ": ("Công điện", "Dispatch"),
    "BGN": ("Bản ghi nhớ", "Memorandum"),
    "BTT": ("Bản thỏa thuận", "Agreement"),
    "GUQ": ("Giấy ủy quyền", "Authorisation"),
    "GM": ("Giấy mời", "Invitation"),
    "GGT": ("Giấy giới thiệu", "Letter of introduction"),
    "GNP": ("Giấy nghỉ phép", "Leave permit"),
    "PG": ("Phiếu gửi", "Sending slip"),
    "PC": ("Phiếu chuyển", "Transfer slip"),
    "PB": ("Phiếu báo", "Notification slip"),
    "TCg": ("Thư công", "Official note"),
}
# Documents of other kinds an office receives and cites; not among the 29.
OTHER_TYPES: dict[str, tuple[str, str]] = {
    "LUAT": ("Luật", "Law"),
    "NĐ": ("Nghị định", "Decree"),
    "TT": ("Thông tư", "Circular"),
    "KL": ("Kết luận", "Conclusion"),
    "KHAC": ("Văn bản khác", "Other document"),
}


class Direction(StrEnum):
    """Which register a document stands in (sổ văn bản đi, sổ văn bản đến)."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class LinkKind(StrEnum):
    """How one document stands to another (quan hệ giữa các văn bản)."""

    REPLACES = "replaces"
    AMENDS = "amends"
    BASED_ON = "based_on"
    IMPLEMENTS = "implements"


class ProposalState(StrEnum):
    """Where a proposed task stands (trạng thái đề xuất)."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


# verb → (states it may start from, state it leads to)
TRANSITIONS: dict[str, tuple[frozenset[ProposalState], ProposalState]] = {
    "correct": (frozenset({ProposalState.PROPOSED}), ProposalState.PROPOSED),
    "confirm": (frozenset({ProposalState.PROPOSED}), ProposalState.CONFIRMED),
    "drop": (frozenset({ProposalState.PROPOSED}), ProposalState.DROPPED),
    "restore": (frozenset({ProposalState.DROPPED}), ProposalState.PROPOSED),
}


class WrongState(ValueError):
    """The proposal has already been decided."""


def next_state(state: ProposalState, verb: str) -> ProposalState:
    """The state a verb leads to; raises WrongState where the verb does not fit."""
    allowed, leads_to = TRANSITIONS[verb]
    if state not in allowed:
        raise WrongState("Đề xuất này đã được xử lý. Hãy tải lại trang để xem ai đã xử lý và lúc nào.")
    return leads_to


def outgoing_number(*, running: int, type_code: str, unit_symbol: str, section: str = "") -> str:
    """The number and symbol an office gives (số, ký hiệu): below ten with a leading zero; Art. 15, annex I.

    A letter carries the section that drafted it instead of its type: `12/SYT-VP`, a plan `62/KH-SYT`.
    """
    number = f"{running:02d}"
    if type_code == "CV":
        return f"{number}/{unit_symbol}-{section}" if section else f"{number}/{unit_symbol}"
    return f"{number}/{type_code}-{unit_symbol}"


_NUMBER = re.compile(r"\d{1,5}\s*/\s*[^\s/]{1,30}")


def looks_like_number(text: str) -> bool:
    """Whether somebody typed the number of a document rather than words."""
    return bool(_NUMBER.search(text))


def missing_components(
    *, type_code: str, number: str, issued_on: date | None, place: str, subject: str, signer: str, recipients: list[str]
) -> list[str]:
    """Which of the components that can be read in text are absent (thể thức, NĐ 30/2020 Đ8); seals cannot be seen."""
    present = {
        "type": bool(type_code),
        "number": number[:1].isdigit(),
        "issued_on": issued_on is not None,
        "place": bool(place),
        "subject": bool(subject),
        "signer": bool(signer),
        "recipients": bool(recipients),
    }
    return [name for name, is_there in present.items() if not is_there]
