"""Drafts become numbered tasks: repeats of the annex joined, reasons and confidence given, places marked."""

from collections.abc import Sequence

from caicach.documents.reading.citations import Citation, Mention, find_citations, resolve, unique
from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.deadlines import settle
from caicach.documents.reading.doubts import is_self, warnings_of
from caicach.documents.reading.goals import Goal
from caicach.documents.reading.header import Foot, Head
from caicach.documents.reading.laws import laws_named
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.outline import Node
from caicach.documents.reading.owners import find_owner
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.reasons import reasons
from caicach.documents.reading.reform import field_of_clause, is_reform
from caicach.documents.reading.repeats import join_repeats
from caicach.documents.reading.result import Document, Objective, Reading, Span, Task
from caicach.documents.reading.sections import hands_over
from caicach.documents.reading.units import UnitIndex

Resolved = dict[tuple[str | None, str, str | None], Citation]


def assemble(
    *,
    file: str,
    lines: tuple[str, ...],
    head: Head,
    foot: Foot | None,
    paragraphs: Sequence[Paragraph],
    nodes: Sequence[Node],
    drafts: Sequence[Draft],
    goals: Sequence[Goal],
    blocks: tuple[tuple[int, int, str], ...],
    units: UnitIndex | None,
    year: int | None,
) -> Reading:
    """The whole reading."""
    document = _document(head, foot, paragraphs)
    mentions = _mentions(lines, head, paragraphs)
    acts = [mention for _, mention in mentions if not is_self(mention, document)]
    resolved = resolve(acts)
    reform = is_reform(lower(document.subject or ""), paragraphs)
    joined = join_repeats(sorted(drafts, key=lambda draft: (draft.where == "annex", draft.paragraph.line, draft.start)))
    tasks = tuple(_task(number, draft, year, resolved, reform, units) for number, draft in enumerate(joined, 1))
    return Reading(
        file=file,
        document=document,
        lines=lines,
        tasks=tasks,
        objectives=tuple(
            Objective(goal.node.paragraph.line, " ".join(goal.node.text.split()), goal.targets) for goal in goals
        ),
        citations=unique([resolved[mention.citation.key] for mention in acts]),
        laws=laws_named(paragraphs),
        warnings=tuple(warnings_of(head, document, tasks, joined, mentions)),
        spans=tuple(_spans(joined, mentions)),
        blocks=blocks,
    )


def _document(head: Head, foot: Foot | None, paragraphs: Sequence[Paragraph]) -> Document:
    above = head.document
    return Document(
        type=above.type,
        number=above.number,
        date=above.date,
        issuer=above.issuer or _issuer_in_text(above, paragraphs),
        parent=above.parent,
        place=above.place,
        subject=above.subject,
        signer=foot.signer if foot else None,
        signer_authority=foot.authority if foot else None,
        recipients=foot.recipients if foot else (),
    )


def _issuer_in_text(document: Document, paragraphs: Sequence[Paragraph]) -> str | None:
    """ "Sở Y tế xây dựng Kế hoạch … như sau:" names the issuer of a paper without a head."""
    if document.type is None:
        return None
    for paragraph in paragraphs[:25]:
        if hands_over(paragraph.low):
            owner = find_owner(paragraph.folded, paragraph.low, 0, len(paragraph.low))
            if owner is not None and owner.predicate in {"xây dựng", "ban hành", "triển khai"}:
                return paragraph.text[owner.start : owner.end]
    return None


def _mentions(lines: tuple[str, ...], head: Head, paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, Mention]]:
    """Every act named on the paper, the subject of the paper included."""
    found: list[tuple[Paragraph, Mention]] = []
    subject = [(line, last) for line, last, kind in head.kinds if kind == "subject"]
    for line, last in subject:
        text = " ".join(lines[number - 1].strip() for number in range(line, last + 1))
        pieces, offset = [], 0
        for number in range(line, last + 1):
            column = len(lines[number - 1]) - len(lines[number - 1].lstrip())
            pieces.append((offset, number, column))
            offset += len(lines[number - 1].strip()) + 1
        paragraph = Paragraph(text, fold(text), lower(fold(text)), None, tuple(pieces))
        found += [(paragraph, mention) for mention in find_citations(paragraph.text, paragraph.folded, paragraph.low)]
    for paragraph in paragraphs:
        found += [(paragraph, mention) for mention in find_citations(paragraph.text, paragraph.folded, paragraph.low)]
    return found


def _task(
    number: int, draft: Draft, year: int | None, resolved: Resolved, reform: bool, units: UnitIndex | None
) -> Task:
    text = " ".join(draft.paragraph.text[draft.start : draft.end].split())
    lead = draft.lead.names if draft.lead else ()
    deadline = settle(list(draft.time.every)) if draft.time else None
    low = draft.paragraph.low[draft.start : draft.end]
    acts = [resolved[mention.citation.key] for mention in draft.mentions if mention.citation.key in resolved]
    confidence, because = reasons(draft, deadline, year)
    coop = draft.coop.names if draft.coop else ()
    return Task(
        n=number,
        label=draft.label,
        path=draft.path,
        where=draft.where,
        line=draft.paragraph.line_at(draft.start),
        line_end=draft.paragraph.line_at(max(draft.start, draft.end - 1)),
        text=text,
        field=draft.field or field_of_clause(low, reform, draft.organising),
        lead=lead,
        coop=coop,
        deadline_phrase=draft.time.phrase if draft.time else None,
        deadline=deadline,
        targets=draft.targets,
        citations=unique(acts),
        product=draft.product,
        confidence=confidence,
        because=tuple(reason.vi for reason in because),
        because_en=tuple(reason.en for reason in because),
        because_codes=tuple(reason.code for reason in because),
        lead_units=tuple(units.codes(name) if units else () for name in lead),
        coop_units=tuple(units.codes(name) if units else () for name in coop),
    )


def _spans(drafts: Sequence[Draft], mentions: Sequence[tuple[Paragraph, Mention]]) -> list[Span]:
    spans: set[Span] = set()
    owned: set[tuple[int, int, int]] = set()
    for number, draft in enumerate(drafts, 1):
        for kind, stated in (("lead", draft.lead), ("coop", draft.coop)):
            for paragraph, start, end in stated.places if stated else ():
                spans |= {Span(*place, kind, number) for place in paragraph.places(start, end)}
        if draft.time is not None:
            for time in (draft.time, *draft.time.more):
                for part in time.deadlines:
                    places = time.paragraph.places(part.start, part.end)
                    spans |= {Span(*place, "deadline", number) for place in places}
        for target in draft.targets:
            spans |= {Span(*place, "target", number) for place in draft.paragraph.places(target.start, target.end)}
        for mention in draft.mentions:
            marked = draft.paragraph.places(mention.start, mention.end)
            spans |= {Span(*place, "citation", number) for place in marked}
            owned |= set(marked)
    for paragraph, mention in mentions:
        spans |= {
            Span(*place, "citation", None)
            for place in paragraph.places(mention.start, mention.end)
            if place not in owned
        }
    return sorted(spans, key=lambda span: (span.line, span.start, span.end, span.kind, span.task or 0))
