"""What Decree 30/2020 says of administrative documents, as sums on paper (văn bản hành chính)."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

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
    "take_back": (frozenset({ProposalState.CONFIRMED}), ProposalState.PROPOSED),
}


class FileState(StrEnum):
    """How far a file of a batch has come (trạng thái của tệp trong đợt)."""

    WAITING = "waiting"
    READING = "reading"
    ENTERED = "entered"
    KNOWN = "known"
    REFUSED = "refused"


UNREAD = frozenset({FileState.WAITING, FileState.READING})
MOST_TRIES = 3  # a file during whose reading the program ended so often is not tried again
LEFTOVERS = frozenset({"thumbs.db", "desktop.ini"})


def is_leftover(name: str) -> bool:
    """Whether a file of a folder is the system's own and no document: hidden, or what Word keeps while it is open."""
    return name.startswith((".", "~$")) or name.lower() in LEFTOVERS


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


def free_number(*, running: int, taken: Collection[str], type_code: str, unit_symbol: str) -> str:
    """The first number from `running` on that no paper of the book bears yet (số chưa dùng); spaces, case and leading
    zeros make no other number."""
    used = {_bare(number) for number in taken}
    while True:
        number = outgoing_number(running=running, type_code=type_code, unit_symbol=unit_symbol)
        if _bare(number) not in used:
            return number
        running += 1


def _bare(number: str) -> str:
    return "".join(number.split()).casefold().lstrip("0")


# What the register says of a document, as its page of correction shows it.
COMPONENTS = (
    "type_code",
    "number",
    "issued_on",
    "issuer",
    "place",
    "subject",
    "signer",
    "signer_authority",
    "recipients",
)


def seen_mark(components: Mapping[str, Any]) -> str:
    """A short mark of what an entry said when it was shown; another mark later means that somebody changed it."""
    return hashlib.sha256(json.dumps(components, sort_keys=True, default=str).encode()).hexdigest()


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
