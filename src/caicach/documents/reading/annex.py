"""What follows the signature: annexes (phụ lục) with tables of tasks, and plans a decision issues."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from caicach.documents.reading.blocks import with_lead
from caicach.documents.reading.clauses import Context, Draft, Stated, time_of_field, whole_draft
from caicach.documents.reading.goals import Goal
from caicach.documents.reading.header import RECIPIENTS, TYPE_LINE, Foot
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.outline import build, operative
from caicach.documents.reading.owners import split_units
from caicach.documents.reading.paper import Paper
from caicach.documents.reading.paragraphs import Paragraph, paragraphs_of
from caicach.documents.reading.reform import field_of_heading
from caicach.documents.reading.sections import OPERATIVE
from caicach.documents.reading.tables import Row, tables_of
from caicach.documents.reading.walk import walk

ANNEX = re.compile(r"\s*(?:phụ lục|biểu mẫu|danh mục nhiệm vụ)(?:\s+(?:số\s+)?(?:[ivx\d]{1,4}[a-z]?))?(?=\W|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of lines (0-based, behind the last) after the body: an annex or an issued plan."""

    start: int
    end: int
    kind: str  # annex | plan | rest


@dataclass(frozen=True, slots=True)
class Parts:
    body_end: int
    attached: tuple[Part, ...]


def split_parts(paper: Paper, body: int, foot: Foot | None) -> Parts:
    """Where the body ends and what is attached behind the signature."""
    lines, low = paper.lines, paper.low
    marks = [at for at in range(body, len(lines)) if _is_annex_title(lines, low, at)]
    if foot is not None and (not marks or foot.start < marks[0]):
        body_end, begin = foot.start, foot.end
    else:
        body_end = begin = marks[0] if marks else len(lines)
    titles = frozenset(marks)
    cuts = [at for at in range(begin, len(lines)) if at in titles or _is_plan_title(lines[at], low[at])]
    attached = [Part(begin, cuts[0], "rest")] if cuts and cuts[0] > begin else []
    for number, at in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else len(lines)
        attached.append(Part(at, end, "annex" if at in titles else "plan"))
    if not cuts and begin < len(lines):
        attached.append(Part(begin, len(lines), "rest"))
    return Parts(body_end, tuple(attached))


def _is_annex_title(lines: Sequence[str], low: Sequence[str], at: int) -> bool:
    line = lines[at].strip()
    return (
        bool(ANNEX.match(low[at]))
        and (line.split("(")[0].strip().isupper() or len(line) < 16)
        and not line.endswith((".", ";", ")."))
    )


def _is_plan_title(line: str, low: str) -> bool:
    match = TYPE_LINE.match(low)
    return match is not None and line.strip().isupper() and len(line.strip()) < 30


@dataclass(frozen=True, slots=True)
class Attached:
    """What the attached parts hold: tasks, goals, and every paragraph (for citations)."""

    drafts: list[Draft]
    goals: list[Goal]
    paragraphs: list[Paragraph]
    groups: list[tuple[str, ...]]


def read_attached(paper: Paper, attached: Sequence[Part], context: Context, document_type: str | None) -> Attached:
    """Tasks and goals of the attached parts."""
    drafts: list[Draft] = []
    goals: list[Goal] = []
    paragraphs: list[Paragraph] = []
    groups: list[tuple[str, ...]] = []
    for part in attached:
        if part.kind == "plan":
            inside = range(part.start + 1, part.end)
            end = next((at for at in inside if RECIPIENTS.match(paper.low[at])), part.end)
            body = paragraphs_of(paper, part.start + 1, end)
            paragraphs += body
            if document_type != "BC":
                nodes = build([paragraph for paragraph in body if not paragraph.is_row], OPERATIVE)
                found = walk(operative(nodes), replace(context, lead=None), "body")
                drafts += found.drafts
                goals += found.goals
                drafts += table_drafts(paper.lines, part.start, part.end, context, "body")
            continue
        paragraphs += paragraphs_of(paper, part.start, part.end)
        drafts += table_drafts(paper.lines, part.start, part.end, context, "annex")
        groups += [row.group for table in tables_of(paper.lines, part.start, part.end) for row in table.rows]
    return Attached(drafts, goals, paragraphs, groups)


def table_drafts(lines: Sequence[str], start: int, end: int, context: Context, where: str) -> list[Draft]:
    """One task for each row of each table of tasks."""
    found = []
    for table in tables_of(lines, start, end):
        for row in table.rows:
            found.append(_row_draft(row, context, where))
    return found


def _row_draft(row: Row, context: Context, where: str) -> Draft:
    main = row.cells.get("task") or row.cells["subject"]
    field = context.field or (field_of_heading(lower(fold(row.group[1]))) if row.group else None)
    own = replace(context, field=field, lead=None, lead_from="", time=None, time_from="")
    for name in ("lead", "coop"):
        cell = row.cells.get(name)
        if cell is not None and name == "lead":
            own = replace(with_lead(cell, own), lead_from="cell")
        elif cell is not None:
            own = replace(own, coop=_units(cell))
    cell = row.cells.get("time")
    if cell is not None:
        time = time_of_field(cell, cell.low, 0, len(cell.low), context.year)
        own = replace(own, time=time, time_from="block" if time else "")
    if "product" in row.cells:
        own = replace(own, product=row.cells["product"].text)
    label = row.label.strip()
    group = row.group[0] if row.group and not label.startswith(f"{row.group[0]}.") else ""
    path = ".".join(part for part in ["PL" if where == "annex" else "", group, label.rstrip(".) ")] if part)
    draft = whole_draft(main, 0, own, subject=row.scheduled)
    return replace(
        draft,
        label=label,
        path=path,
        where=where,
        role=OPERATIVE,
        notes=tuple(f"inferred {name}" for name in row.inferred),
    )


def _units(cell: Paragraph) -> Stated:
    return Stated(tuple(split_units(cell.text, cell.low)), ((cell, 0, len(cell.text)),))
