"""How what was frozen looks on a page: the stamp, the table of figures, the differences (bản đã chốt).

A page of another package shows the stamp of its own issue and what would differ if it were issued again:

    context = {"stamp": stamp(issue), "differences": difference_table(differences(issue.content, payload_now))}
    {% include "documents/frozen.html#stamp" %} {% include "documents/frozen.html#differences" %}

with `{% static 'documents/documents.css' %}` in its block `styles`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.documents.freezing import (
    SHARE,
    Cell,
    Change,
    Difference,
    HeadLine,
    Nothing,
    Record,
    Value,
    differences,
)
from caicach.documents.models import FrozenIssue
from caicach.ui import wording
from caicach.ui.parts import Figure, FileChip, Pages

SHOWN = 100  # changed records on a page before the reader asks for all
NAMED = 3  # records named beside a changed figure


@dataclass(frozen=True)
class Stamp:
    """What says that a thing was sent and is as it was sent (dấu bản chốt)."""

    number: int
    title: str
    url: str
    issued_at: datetime
    issued_by: str
    unit: str
    because: str
    sha256: str
    files: Sequence[FileChip]

    @property
    def short_hash(self) -> str:
        return f"{self.sha256[:8]}…{self.sha256[-4:]}"


def stamp(issue: FrozenIssue) -> Stamp:
    """The stamp of an issue; one query for its files, more where `unit` and `issued_by` were not read with it."""
    files = issue.files.select_related("stored").order_by("pk")
    return Stamp(
        number=issue.number,
        title=issue.title,
        url=reverse("documents:frozen", args=[issue.pk]),
        issued_at=issue.issued_at,
        issued_by=issue.issued_by.get_full_name(),
        unit=issue.unit.name,
        because=issue.because,
        sha256=issue.sha256,
        files=[FileChip(one.name, reverse("documents:frozen_file", args=[one.pk]), one.stored.size) for one in files],
    )


@dataclass(frozen=True)
class CellFace:
    """One figure of the table: as text, its nothing, what it was in the issue before, how many records open."""

    cell: Cell
    shown: str
    nothing: str
    was: str
    chosen: bool

    @property
    def opens(self) -> bool:
        return bool(self.cell.records)


@dataclass(frozen=True)
class Table:
    """The figures of an issue as a reader sees them: the head, crossings as one table, the rest as a list."""

    head: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[CellFace | None]]]
    listed: Sequence[CellFace]
    chosen: Cell | None
    records: Sequence[Record]
    """The records of the chosen cell; all of them where none is chosen."""


def table_of(issue: FrozenIssue, *, chosen: str) -> Table:
    """The table of an issue, with the cell a reader opened."""
    content, before = issue.content, {}
    if issue.previous is not None:
        before = {cell.code: cell for cell in issue.previous.content.cells}
    faces = [_cell_face(cell, before.get(cell.code), chosen) for cell in content.cells]
    crossing = {(face.cell.row, face.cell.column): face for face in faces if face.cell.row}
    columns = list(dict.fromkeys(column for _row, column in crossing))
    names = dict.fromkeys(row for row, _column in crossing)
    opened = next((cell for cell in content.cells if cell.code == chosen), None)
    counted = set(opened.records) if opened else set()
    return Table(
        head=[(name, shown(value)) for name, value in (content.head or {}).items()],
        columns=columns,
        rows=[(name, [crossing.get((name, column)) for column in columns]) for name in names],
        listed=[face for face in faces if not face.cell.row],
        chosen=opened,
        records=[one for one in content.records if opened is None or one.id in counted],
    )


def _cell_face(cell: Cell, before: Cell | None, chosen: str) -> CellFace:
    changed = before is not None and before.value != cell.value
    return CellFace(
        cell=cell,
        shown=_value(cell.value, cell.unit),
        nothing=cell.value.value if isinstance(cell.value, Nothing) else "",
        was=_value(before.value, before.unit) if before is not None and changed else "",
        chosen=cell.code == chosen,
    )


def figures_of(issue: FrozenIssue, table: "DifferenceTable | None") -> list[Figure]:
    """How much an issue holds, and how much of it the issue before said otherwise."""
    if table is None:
        return []
    cells, records = issue.content.cells, issue.content.records
    changed = sum(1 for row in table.figures if row.is_cell)
    since = _("so với bản số %(number)d") % {"number": table.since or 0}
    here = "#differences"
    return [
        Figure(_("Bản ghi đã chốt"), len(records), _("bản ghi"), url="?#records"),
        Figure(_("Số liệu thay đổi"), changed, _("trên %(n)s ô") % {"n": len(cells)}, note=since, url=here),
        Figure(_("Bản ghi thay đổi"), table.record_count, _("bản ghi"), note=since, url=here),
    ]


def kept_in_place(pages: Pages) -> Pages:
    """The ways to further records, which lead back to the list of records and not to the top of the page."""
    return replace(
        pages,
        previous_url=pages.previous_url and f"{pages.previous_url}#records",
        next_url=pages.next_url and f"{pages.next_url}#records",
    )


ICONS = {Change.ADDED: "plus", Change.GONE: "minus", Change.CHANGED: "pencil"}


@dataclass(frozen=True)
class Named:
    """Some records named, and how many more there are: `sign` says whether they came, went or moved."""

    sign: str
    says: str
    records: Sequence[Record]
    more: int


@dataclass(frozen=True)
class DifferenceRow:
    """One difference: what of, before, after, and why."""

    title: str
    url: str
    about: str
    is_cell: bool
    kind: str
    icon: str
    before: str
    after: str
    named: Sequence[Named]
    reasons: Sequence[str]


@dataclass(frozen=True)
class DifferenceTable:
    """Differences in words: of the figures and the head, then of records; `more` records are not shown."""

    figures: Sequence[DifferenceRow]
    records: Sequence[DifferenceRow]
    more: int = 0
    since: int | None = None
    """The number of the issue it is compared with, where there is one."""

    @property
    def record_count(self) -> int:
        return len(self.records) + self.more

    @property
    def is_empty(self) -> bool:
        return not self.figures and not self.records


def differences_of(issue: FrozenIssue, *, whole: bool) -> DifferenceTable | None:
    """What an issue changes against the one before; None for the first."""
    if issue.previous is None:
        return None
    found = differences(issue.previous.content, issue.content)
    return difference_table(found, since=issue.previous.number, whole=whole)


def difference_table(found: Iterable[Difference], *, since: int | None = None, whole: bool = True) -> DifferenceTable:
    """Differences as a page shows them."""
    figures: list[Difference] = []
    records: list[Difference] = []
    for one in found:
        (records if isinstance(one.thing, Record) else figures).append(one)
    kept = records if whole else records[:SHOWN]
    return DifferenceTable([_row(one) for one in figures], [_row(one) for one in kept], len(records) - len(kept), since)


def _row(one: Difference) -> DifferenceRow:
    thing = one.thing
    names = {Change.ADDED: _("thêm"), Change.GONE: _("không còn"), Change.CHANGED: _("thay đổi")}
    before, after = _state(one.before, one.after), _state(one.after, one.before)
    return DifferenceRow(
        title=thing.name if isinstance(thing, HeadLine) else thing.label if isinstance(thing, Record) else thing.title,
        url=thing.url if isinstance(thing, Record) else "",
        about=thing.note if isinstance(thing, Record) else "",
        is_cell=isinstance(thing, Cell),
        kind=names[one.change],
        icon=ICONS[one.change],
        before=before,
        after=after,
        named=[
            *_named("+", _("vào"), one.came),
            *_named("−", _("ra"), one.went),
            *_named("↻", _("đổi loại"), one.moved),
        ],
        reasons=one.reasons,
    )


def _named(sign: str, says: str, records: Sequence[Record]) -> list[Named]:
    return [Named(sign, says, records[:NAMED], max(0, len(records) - NAMED))] if records else []


def _state(one: Any, other: Any) -> str:
    """How a thing stood: of a record its class, or where that is the same the first words that differ."""
    match one:
        case Cell():
            return _value(one.value, one.unit)
        case HeadLine():
            return shown(one.value)
        case Record():
            if other is None:
                return one.of_class
            pairs = [(one.of_class, other.of_class), (one.note, other.note), (one.label, other.label)]
            return next((mine for mine, its in pairs if mine != its), "")
        case _:
            return ""


def _value(value: Value, unit: str) -> str:
    """A figure as it is read; a nothing by its own mark."""
    if isinstance(value, Nothing):
        marks = {Nothing.NOT_APPLICABLE: "—", Nothing.NOT_SCORED: _("chưa chấm"), Nothing.NOT_SENT: _("chưa gửi")}
        return marks[value]
    return wording.percent(Decimal(value)) if unit == SHARE else wording.count(value)


def shown(value: Any) -> str:
    """A value of the head as it is read: days and moments in the office's own form."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if value in (None, ""):
        return "—"
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return wording.day(date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", text):
        return wording.moment(datetime.fromisoformat(text))
    return text
