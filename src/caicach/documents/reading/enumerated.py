"""Items written one behind the other in a sentence: "…, cụ thể: (i) Kết nối …; (ii) Xử lý …" (liệt kê trong câu)."""

import re
from dataclasses import dataclass, replace

from caicach.documents.reading.clauses import Context, Draft, Time, drafts_of, owner_in, partners_in, sentences, stated
from caicach.documents.reading.deadlines import chosen, find_deadlines
from caicach.documents.reading.owners import opens_with_verb
from caicach.documents.reading.paragraphs import Paragraph

MARK = re.compile(r"(?:(?<=[:;.,])|(?<=và))\s{0,3}(?P<mark>\((?:i{1,3}|iv|v|vi{1,3}|\d{1,2}|[a-zđ])\))\s*")
FIRST = frozenset({"(i)", "(1)", "(a)"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the list: its mark, where it begins and ends."""

    mark: str
    start: int
    end: int


def listed_in(paragraph: Paragraph, start: int) -> list[Listed]:
    """The items, if every one of them orders something and the words before the first only lead to them."""
    if "(" not in paragraph.low:
        return []
    marks = list(MARK.finditer(paragraph.low, start))
    if len(marks) < 2 or marks[0]["mark"] not in FIRST or not paragraph.low[: marks[0].start()].rstrip().endswith(":"):
        return []
    if (
        len({match["mark"] for match in marks}) < len(marks)
        or len(sentences(_cut(paragraph, marks[0].start()), start)) != 1
    ):
        return []
    ends = [*(match.start() for match in marks[1:]), len(paragraph.low)]
    items = [Listed(match["mark"], match.end(), end) for match, end in zip(marks, ends, strict=True)]
    return items if all(opens_with_verb(paragraph.low, item.start, item.end) for item in items) else []


def listed_drafts(
    paragraph: Paragraph, start: int, items: list[Listed], *, path: str, where: str, role: str, context: Context
) -> list[Draft]:
    """A task for each item; lead, partners and time of the words before the list hold for all of them."""
    begin = items[0].start
    owner = owner_in(paragraph, start, context, begin)
    if owner is not None and owner.predicate and context.lead_from != "block":
        context = replace(context, lead=stated(paragraph, owner.start, owner.end), lead_from="heading")
        context = replace(context, coop=partners_in(paragraph, owner.action, context, begin) or context.coop)
    found = chosen(find_deadlines(paragraph.text, paragraph.low, start, begin, year=context.year))
    if found and context.time_from != "block":
        phrase = "; ".join(paragraph.text[part.start : part.end] for part in found)
        context = replace(context, time=Time(paragraph, tuple(found), phrase), time_from="heading")
    drafts: list[Draft] = []
    for item in items:
        own = f"{path}.{item.mark.strip('()')}" if path else item.mark.strip("()")
        drafts += drafts_of(
            _cut(paragraph, item.end), item.start, label=item.mark, path=own, where=where, role=role, context=context
        )
    return drafts


def _cut(paragraph: Paragraph, end: int) -> Paragraph:
    """The paragraph up to a place; what stands before keeps its place."""
    return replace(paragraph, text=paragraph.text[:end], folded=paragraph.folded[:end], low=paragraph.low[:end])
