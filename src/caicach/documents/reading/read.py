"""A document's lines become a reading: head, body, annex, foot, then numbered tasks with reasons and places."""

import re
from collections.abc import Sequence

from caicach.documents.reading.annex import read_attached, split_parts, table_drafts
from caicach.documents.reading.assemble import assemble
from caicach.documents.reading.clauses import Context, Draft, Stated
from caicach.documents.reading.goals import Goal
from caicach.documents.reading.header import Head, read_foot, read_head
from caicach.documents.reading.normalise import clean, fold, lower
from caicach.documents.reading.outline import Node, build, operative
from caicach.documents.reading.owners import find_owner, split_units
from caicach.documents.reading.page import blocks_of
from caicach.documents.reading.paper import paper_of
from caicach.documents.reading.paragraphs import Paragraph, paragraphs_of
from caicach.documents.reading.phrasebook import PhraseBook
from caicach.documents.reading.prose import prose_drafts
from caicach.documents.reading.reform import field_of_heading
from caicach.documents.reading.result import Reading
from caicach.documents.reading.sections import NARRATIVE, OPERATIVE, hands_over
from caicach.documents.reading.titles import groups_of, without_titles
from caicach.documents.reading.units import UnitIndex
from caicach.documents.reading.walk import known_names, walk
from caicach.documents.reading.words import phrases

COMMENT = re.compile(r"#\s")
YEAR = re.compile(r"(?:năm|giai đoạn)\s+(20\d\d)(?!\s*[-–—])")
END = re.compile(r"\./\.?\s*$|/\.\s*$|\./\s*$")
MAX_LINES = 60_000


def read_lines(lines: Sequence[str], *, file: str = "", units: UnitIndex | None = None) -> Reading:
    """Read a document from its lines as they stand on paper."""
    shown = tuple(clean(line) for line in lines[:MAX_LINES])
    working = ["" if COMMENT.match(line) and number < 6 else line for number, line in enumerate(shown)]
    paper = paper_of(working)
    head = read_head(paper)
    foot = read_foot(paper, head.body)
    parts = split_parts(paper, head.body, foot)
    year = year_of(head.document.subject, head.document.date)
    body = _up_to_the_end(paragraphs_of(paper, head.body, parts.body_end))
    nodes = build([paragraph for paragraph in body if not paragraph.is_row], _default_role(head))
    known = _known(nodes, units)
    context = Context(
        year=year, known=known, lead=_addressee(head, body, nodes), lead_from="addressee", field=_field(head)
    )
    drafts: list[Draft] = []
    goals: list[Goal] = []
    if _has_structure(nodes):
        found = walk(operative(nodes), context, "body")
        drafts, goals = found.drafts, found.goals
    elif head.document.type != "BC":
        drafts = prose_drafts(body, context)
    drafts += table_drafts(working, head.body, parts.body_end, context, "body")
    attached = read_attached(paper, parts.attached, context, head.document.type)
    drafts = without_titles(drafts, groups_of(attached.groups))
    return assemble(
        file=file,
        lines=shown,
        head=head,
        foot=foot,
        paragraphs=[*body, *attached.paragraphs],
        nodes=nodes,
        drafts=[*drafts, *attached.drafts],
        goals=[*goals, *attached.goals],
        blocks=blocks_of(working, head, foot, nodes, parts),
        units=units,
        year=year,
    )


def year_of(subject: str | None, date: str | None) -> int | None:
    """The year a plan is for, else the year it was signed."""
    years = YEAR.findall(lower(subject or ""))
    if years:
        return int(years[-1])
    return int(date[:4]) if date else None


def _up_to_the_end(body: list[Paragraph]) -> list[Paragraph]:
    """ "./." ends the text; what a web page puts behind it is not read."""
    ends = [number for number, paragraph in enumerate(body) if number > 2 and END.search(paragraph.text[-8:])]
    return body[: ends[-1] + 1] if ends else body


def _default_role(head: Head) -> str:
    return NARRATIVE if head.document.type == "BC" else OPERATIVE


def _has_structure(nodes: tuple[Node, ...]) -> bool:
    """Numbered at all: three labels, or a heading with an item, and no article with a few capital lines."""
    labelled = sum(node.kind not in {"prose", "capitals"} for node in nodes)
    heading = any(node.kind in {"roman", "upper", "part", "chapter"} for node in nodes)
    return labelled >= (2 if heading else 3) and labelled >= 0.05 * len(nodes)


def _addressee(head: Head, body: list[Paragraph], nodes: tuple[Node, ...]) -> Stated | None:
    """In letters and directives: the units the opening sentence puts its orders on."""
    if head.document.type not in {"CV", "CT", "CĐ", "TB", None}:
        return None
    for paragraph in body[:25]:
        if not hands_over(paragraph.low):
            continue
        for match in re.finditer(r"(?:đề nghị|yêu cầu|giao(?!\s+ban\b))\s+(?=\w)", paragraph.low):
            owner = find_owner(paragraph.folded, paragraph.low, match.start(), len(paragraph.low))
            if owner is not None and owner.addressed:
                names = split_units(paragraph.text[owner.start : owner.end], paragraph.low[owner.start : owner.end])
                return Stated(tuple(names), ((paragraph, owner.start, owner.end),)) if names else None
    return None


def _known(nodes: tuple[Node, ...], units: UnitIndex | None) -> PhraseBook:
    names = known_names(nodes)
    if units is not None:
        names.extend(name for name in units.names if 2 < len(name.split()) < 12)
    return PhraseBook([phrase for name in names for phrase in phrases(name.replace(",", " "))])


def _field(head: Head) -> str | None:
    """An inspection plan is direction throughout."""
    subject = lower(fold(head.document.subject or ""))
    return (
        field_of_heading(subject)
        if subject.startswith(("kiểm tra", "tuyên truyền", "thông tin, tuyên truyền"))
        else None
    )
