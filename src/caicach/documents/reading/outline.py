"""The tree of a document by its numbering (I. → 1. → a) → - → +); gaps and restarts are no error."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from caicach.documents.reading.labels import DEPTH, LISTED
from caicach.documents.reading.owners import opens_with_verb
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.sections import (
    BACKGROUND,
    NARRATIVE,
    OPERATIVE,
    PREAMBLE,
    Field,
    field_of,
    hands_over,
    heading_role,
    quotes_law,
)

HEADINGS = frozenset({"part", "chapter", "upper", "roman", "capitals", "article"})
PREAMBLE_KINDS = frozenset({"prose", "capitals", "dash", "plus", "bullet", "star", "bracket", "letter"})
NUMBERED = frozenset({"number", "number2", "number3", "letter", "bracket"})
SHORT = 60
HEADS_PROSE = 110  # letters of a dash that is only a name over paragraphs
PROSE_DEPTH, CAPITALS_DEPTH, UPPER_BELOW = 11.5, 2.5, 4.5


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled item or a paragraph of prose, with what stands under it."""

    index: int
    paragraph: Paragraph
    kind: str
    label: str
    start: int  # where the words behind the label begin
    parent: int
    children: tuple[int, ...]
    path: str
    role: str
    field: Field | None

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start :].strip()

    @property
    def low(self) -> str:
        return self.paragraph.low[self.start :].strip()

    @property
    def ends_open(self) -> bool:
        """Neither a full stop nor a semicolon: the shape of a heading."""
        return not self.paragraph.text.rstrip().endswith((".", ";", "!"))


def build(paragraphs: Sequence[Paragraph], default_role: str, prefix: str = "") -> tuple[Node, ...]:
    """Order paragraphs under one another by the depth of their labels."""
    parents: list[int] = []
    kinds: list[str] = []
    stack: list[tuple[float, int]] = []
    heads: set[int] = set()
    children: list[list[int]] = [[] for _ in paragraphs]
    below_roman = _upper_below_roman(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        kind, depth = _kind_and_depth(paragraph)
        if kind == "upper" and below_roman:
            depth = UPPER_BELOW
        if kind == "prose":
            while stack and (_is_listed(kinds[stack[-1][1]]) or stack[-1][0] >= PROSE_DEPTH):
                if stack[-1][1] in heads:
                    break
                stack.pop()
        else:
            while stack and stack[-1][0] >= depth:
                stack.pop()
        parent = stack[-1][1] if stack else -1
        parents.append(parent)
        kinds.append(kind)
        if parent >= 0:
            children[parent].append(index)
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if kind != "prose" or _opens_list(paragraph, following):
            stack.append((depth, index))
        if kind in LISTED and _heads_prose(paragraph, following):
            heads.add(index)
    return _freeze(paragraphs, parents, kinds, children, default_role, prefix)


def _upper_below_roman(paragraphs: Sequence[Paragraph]) -> bool:
    """ "II." over "A." over "1.": papers put either above the other; the one that comes first is above."""
    kinds = (paragraph.label.kind for paragraph in paragraphs if paragraph.label is not None)
    return next((kind for kind in kinds if kind in {"roman", "upper"}), "upper") == "roman"


def _is_listed(kind: str) -> bool:
    return kind in LISTED


def _kind_and_depth(paragraph: Paragraph) -> tuple[str, float]:
    if paragraph.label is not None:
        return paragraph.label.kind, DEPTH[paragraph.label.kind]
    text = paragraph.text
    if (
        6 < len(text) < 200
        and text == text.upper()
        and any(letter.isalpha() for letter in text)
        and not paragraph.is_row
    ):
        return "capitals", CAPITALS_DEPTH
    return "prose", PROSE_DEPTH


def _heads_prose(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """ "+ Nội dung theo dõi", "- Sở Y tế:" over paragraphs without a label: they stand under it."""
    text = paragraph.text.rstrip()
    if following is None or following.label is not None or following.is_row or len(text) > HEADS_PROSE:
        return False
    start = paragraph.label.end if paragraph.label else 0
    return text[-1:] not in ".;,!?" and opens_with_verb(paragraph.low, start, len(paragraph.low)) is None


def _opens_list(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Prose that the next dashes belong to."""
    end = paragraph.text.rstrip()[-1:]
    if field_of(paragraph.low, 0) is not None and end != ":":
        return False
    listed = following is not None and following.label is not None and following.label.kind in LISTED
    return listed and (end == ":" or (end not in ".;" and len(paragraph.text) < 160))


def _freeze(
    paragraphs: Sequence[Paragraph],
    parents: list[int],
    kinds: list[str],
    children: list[list[int]],
    default_role: str,
    prefix: str,
) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for index, paragraph in enumerate(paragraphs):
        parent = nodes[parents[index]] if parents[index] >= 0 else None
        label = paragraph.label.text if paragraph.label else ""
        start = paragraph.label.end if paragraph.label else 0
        found = None if kinds[index] in HEADINGS else field_of(paragraph.low, start)
        if found is not None and _heads_items(found, paragraph, [kinds[child] for child in children[index]]):
            found = None
        role = parent.role if parent else default_role
        if found is None:
            role = _role(paragraph, kinds[index], bool(children[index]), start, parent, default_role)
        nodes.append(
            Node(
                index=index,
                paragraph=paragraph,
                kind=kinds[index],
                label=label,
                start=start,
                parent=parents[index],
                children=tuple(children[index]),
                path=_path(parent, label, kinds[index], prefix),
                role=role,
                field=found,
            )
        )
    return tuple(nodes)


def _heads_items(field: Field, paragraph: Paragraph, below: list[str]) -> bool:
    """ "2. Phân công thực hiện:" over numbered items is a heading, no field without a value."""
    empty = field.name in {"lead", "coop"} and not paragraph.text[field.value :].strip()
    return empty and any(kind in NUMBERED for kind in below)


def operative(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """What stands before the first "… như sau:" (or the first heading) is preamble."""
    first_label = next((node.index for node in nodes if node.kind not in PREAMBLE_KINDS), len(nodes))
    if first_label == len(nodes):
        first_label = next((node.index for node in nodes if node.kind not in {"prose", "capitals"}), len(nodes))
    handovers = [node.index for node in nodes[:first_label] if node.kind == "prose" and hands_over(node.paragraph.low)]
    begin = max(handovers, default=-1) + 1
    if begin == 0 and first_label < len(nodes):
        begin = first_label
    return tuple(node if node.index >= begin else replace(node, role=PREAMBLE) for node in nodes)


def _path(parent: Node | None, label: str, kind: str, prefix: str) -> str:
    above = parent.path if parent else prefix
    own = label.strip(" .)(/:-+") or label.strip() if kind not in LISTED else label.strip()[:1]
    if not own or kind in {"prose", "capitals"}:
        return above
    if kind in {"number2", "number3"} and parent is not None and parent.kind in {"number", "number2"}:
        above = above.rpartition(".")[0] if parent.kind == "number" else _without_last(above, parent)
    return f"{above}.{own}" if above else own


def _without_last(path: str, parent: Node) -> str:
    own = parent.label.strip(" .)")
    return path[: -len(own)].rstrip(".") if path.endswith(own) else path


def _role(
    paragraph: Paragraph, kind: str, has_children: bool, start: int, parent: Node | None, default_role: str
) -> str:
    inherited = parent.role if parent else default_role
    if has_children and quotes_law(paragraph.low[start:]):
        return BACKGROUND
    if kind == "prose" and not has_children:
        return inherited
    text = paragraph.text.rstrip()
    if kind == "prose" and len(text) > SHORT:
        return inherited
    is_heading = has_children or kind in HEADINGS or not text.endswith((".", ";"))
    low = paragraph.low[start:]
    found = heading_role(low) if is_heading else _inline_role(low)
    if found is None or (
        found == OPERATIVE and inherited != default_role and kind not in HEADINGS | {"number"} and not has_children
    ):
        return inherited
    if default_role == NARRATIVE and found == OPERATIVE and parent is not None:
        return inherited
    return found


def _inline_role(low: str) -> str | None:
    """ "1. Mục đích Xác định phạm vi …": the heading stands in front of its sentence."""
    return "purpose" if low.startswith(("mục đích", "yêu cầu:", "mục đích:")) else None
