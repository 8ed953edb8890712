"""Tables whose widths hold in Word and LibreOffice alike (bảng)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from caicach.documents.layout.pages import TABLE, element, write

SHORT = 14  # rows up to which a table is not parted by a page's end


class Align(Enum):
    """Where text stands in its column."""

    LEFT = WD_ALIGN_PARAGRAPH.LEFT
    CENTRE = WD_ALIGN_PARAGRAPH.CENTER
    RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
    JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in mm, where its text stands."""

    title: str
    width: float
    align: Align = Align.LEFT


def table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] | None = None,
    size: float = TABLE,
    middle: bool = False,
) -> Table:
    """A ruled table: its head repeats on each page, no row is cut by a page's end, the total stands last in bold.

    A short table stays on one page, and with the remark below it. `middle` sets figures in the middle of their row.
    """
    grid: Table = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    _fix(grid, [column.width for column in columns], margin=1.2)
    head = grid.rows[0]
    row_property(head, "w:cantSplit")
    row_property(head, "w:tblHeader")
    filled = [head]
    for column, cell in zip(columns, head.cells, strict=True):
        _fill(cell, column.title, Align.CENTRE, size, bold=True, middle=True)
    for texts in rows:
        filled.append(_add_row(grid, columns, texts, size, bold=False, middle=middle))
    if total is not None:
        filled.append(_add_row(grid, columns, total, size, bold=True, middle=middle))
    _keep_together(filled if len(filled) <= SHORT else [*filled[:2], filled[-1]])
    return grid


def bare_table(paper: Paper, rows: int, widths: Sequence[float]) -> Table:
    grid: Table = paper.add_table(rows=rows, cols=len(widths))
    _fix(grid, widths, margin=0)
    for row in grid.rows:
        _set_widths(row, widths)
    return grid


def _fix(grid: Table, widths: Sequence[float], *, margin: float) -> None:
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    _set_widths(grid.rows[0], widths)
    margins = element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(element(side, w=str(Mm(margin).twips), type="dxa"))
    grid._tbl.tblPr.append(margins)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:  # the schema wants it last
        grid._tbl.tblPr.append(look)


def _set_widths(row: _Row, widths: Sequence[float]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)


def _add_row(
    grid: Table, columns: Sequence[Column], texts: Sequence[str], size: float, *, bold: bool, middle: bool
) -> _Row:
    row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
    row_property(row, "w:cantSplit")
    for column, cell, text in zip(columns, row.cells, texts, strict=True):
        cell.width = Mm(column.width)
        _fill(cell, text, column.align, size, bold=bold, middle=middle)
    return row


def _fill(cell: _Cell, text: str, align: Align, size: float, *, bold: bool, middle: bool) -> None:
    if middle:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = cell.paragraphs[0]
    line.alignment = align.value
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(2)
    write(line, text, size, bold=bold)


def _keep_together(rows: Iterable[_Row]) -> None:
    for row in rows:
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def row_property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(name))
