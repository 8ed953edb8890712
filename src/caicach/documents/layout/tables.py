"""Tables whose widths hold in Word and LibreOffice alike (bảng)."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from caicach.documents.layout.pages import TABLE, element, write
from caicach.documents.layout.words import printable

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
    for column, cell in zip(columns, head.cells, strict=True):
        _fill(cell, column.title, Align.CENTRE, size, bold=True, middle=True)
    pattern = _pattern(grid, columns, size, bold=False, middle=middle)
    for texts in rows:
        _add_row(grid, pattern, texts)
    if total is not None:
        _add_row(grid, _pattern(grid, columns, size, bold=True, middle=middle), total)
    _keep_together(grid)
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


def _pattern(grid: Table, columns: Sequence[Column], size: float, *, bold: bool, middle: bool) -> CT_Row:
    """An empty row in the form of its columns; copying it is many times faster than making each cell anew."""
    row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
    row_property(row, "w:cantSplit")
    for column, cell in zip(columns, row.cells, strict=True):
        cell.width = Mm(column.width)
        _fill(cell, "", column.align, size, bold=bold, middle=middle)
    grid._tbl.remove(row._tr)
    return row._tr


def _add_row(grid: Table, pattern: CT_Row, texts: Sequence[str]) -> None:
    row = deepcopy(pattern)
    for cell, text in zip(row.tc_lst, texts, strict=True):
        run: Any = cell.p_lst[0].r_lst[0]
        run.text = printable(text)
    grid._tbl.append(row)


def _fill(cell: _Cell, text: str, align: Align, size: float, *, bold: bool, middle: bool) -> None:
    if middle:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = cell.paragraphs[0]
    line.alignment = align.value
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(2)
    write(line, text, size, bold=bold)


def _keep_together(grid: Table) -> None:
    rows = grid._tbl.tr_lst
    for row in rows if len(rows) <= SHORT else [*rows[:2], rows[-1]]:
        form: Any = row.tc_lst[0].p_lst[0].get_or_add_pPr()
        form.keepNext_val = True


def row_property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(name))
