"""The label a line opens with ("II.", "1.1.", "đ)", "-") and how deep it stands (đánh số đề mục)."""

import re
from dataclasses import dataclass

from caicach.documents.reading.normalise import UPPER

# Kind, depth and form, tried in this order. Depth decides what stands under what.
KINDS: tuple[tuple[str, int, str], ...] = (
    ("part", 0, r"(?:PHẦN|Phần)\s+(?:(?:THỨ|thứ)\s+\w{2,6}|[IVX]{1,5}|\d{1,2})\b\s?[.:]?"),
    ("chapter", 1, r"(?:CHƯƠNG|Chương)\s+(?:[IVX]{1,6}|\d{1,2})\b\s?[.:]?"),
    ("article", 5, r"(?:ĐIỀU|Điều)\s+\d{1,3}[a-zđ]?\s?[.:]"),
    ("roman", 4, r"[IVX]{1,6}(?:\s?[.)]|\s?-(?=\s)|\s?/(?=\s))(?!\w\.)"),
    ("upper", 3, r"[A-HK-UWYĐ]\s?[.)](?=\s+\S)(?!\s\w\.)"),
    ("number3", 8, r"\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\.?(?=\s|$|[^\W\d])"),
    ("number2", 7, rf"\d{{1,2}}\.\d{{1,2}}(?:\.(?!\d)|(?=\s+[{UPPER}]))"),
    ("number", 6, r"\d{1,2}(?:\s?\.|\)|\s?/(?=\s))(?!\d)"),
    ("letter", 9, r"[a-zđ]\s?(?:\)|\.(?=\s)|/(?=\s))"),
    ("bracket", 10, r"\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\)"),
    ("star", 11, r"\*\s*(?=[^\W\d])"),
    ("dash", 12, r"-(?:\s+|(?=[^\W\d]))"),
    ("bullet", 13, r"[•●▪◦·○■□➢✓]\s*"),
    ("plus", 14, r"\+\s*(?=\D)"),
)
DEPTH = {kind: depth for kind, depth, _ in KINDS}
LISTED = frozenset({"star", "dash", "bullet", "plus"})
LABEL = re.compile(r"\s*(?:" + "|".join(f"(?P<{kind}>{form})" for kind, _, form in KINDS) + r")\s*")
# A word that asks for the number behind it: the "label" that follows is no label.
QUARTER = re.compile(r"(?<!\w)quý$", re.IGNORECASE)  # "trong Quý" / "I."
ASKS_NUMBER = re.compile(
    r"(?:ngày|tháng|năm|số|khoản|điều|điểm|quý|mục|từ|đến|và|lần|khóa|đoạn|cấp|mức|nhóm|trên|dưới|đạt|thứ)\s*$", re.I
)
YEAR_END = re.compile(r"(?:19|20)\d\d\s*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as written, its kind, and where the words behind it begin."""

    kind: str
    text: str
    end: int


def label_of(folded: str) -> Label | None:
    """The label the line opens with, if it opens with one."""
    found = LABEL.match(folded)
    if found is None or found.lastgroup is None:
        return None
    kind = found.lastgroup
    return Label(kind, found[kind].strip(), found.end())


def continues(previous: str, folded: str, label: Label) -> bool:
    """Is what looks like a label the rest of a broken sentence ("giai đoạn 2026" / "- 2030")?"""
    before = previous.rstrip()
    if not before or before[-1] in ".;:!?":
        return False
    behind = folded[label.end : label.end + 1]
    if label.kind == "dash":
        return (YEAR_END.search(before) is not None and behind.isdigit()) or (
            behind.islower() and before[-1] != "," and label_of(before) is None and len(before) > 25
        )
    if label.kind == "letter":
        return before.endswith(" điểm")
    if label.kind == "roman":
        return QUARTER.search(before) is not None
    return label.kind.startswith("number") and ASKS_NUMBER.search(before[-12:]) is not None
