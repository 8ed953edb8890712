"""Which kind of block each line is (quốc hiệu, trích yếu, đề mục …), for the page that draws the paper."""

from collections.abc import Sequence

from caicach.documents.reading.annex import Parts
from caicach.documents.reading.header import Foot, Head
from caicach.documents.reading.labels import LISTED
from caicach.documents.reading.outline import Node

Block = tuple[int, int, str]
HEADING1 = frozenset({"part", "chapter", "upper", "roman", "capitals", "article"})


def blocks_of(
    lines: Sequence[str], head: Head, foot: Foot | None, nodes: Sequence[Node], parts: Parts
) -> tuple[Block, ...]:
    """Every line of the paper in one block (lines 1-based, the last included)."""
    kinds: dict[int, tuple[int, str]] = {}
    for first, last_line, kind in (*head.kinds, *(foot.kinds if foot else ())):
        for number in range(first, last_line + 1):
            kinds[number] = (first, kind)
    for node in nodes:
        for number in range(node.paragraph.line, node.paragraph.line_end + 1):
            kinds.setdefault(number, (node.paragraph.line, _kind(node)))
    for part in parts.attached:
        for number in range(part.start + 1, part.end + 1):
            if lines[number - 1].strip() and number not in kinds:
                kinds[number] = (number, "heading1" if number == part.start + 1 else "para")
    found: list[Block] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            begin, kind = number, "blank"
        elif line.lstrip().startswith("|"):
            begin, kind = number, "table"
        else:
            begin, kind = kinds.get(number, (number, "para"))
        last = found[-1] if found else None
        if (
            last is not None
            and last[2] == kind
            and last[1] == number - 1
            and (begin < number or kind in {"blank", "table"})
        ):
            found[-1] = (last[0], number, kind)
        else:
            found.append((number, number, kind))
    return tuple(found)


def _kind(node: Node) -> str:
    if node.paragraph.is_row:
        return "table"
    if node.kind in HEADING1:
        return "heading1"
    if node.kind in LISTED:
        return "dash"
    if node.kind == "prose":
        return "para"
    if node.children and node.ends_open:
        return "heading2" if node.kind == "number" else "heading3"
    return "item"
