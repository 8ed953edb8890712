"""A workbook of the office (bảng tính): typed numbers and dates, filters, text that never becomes a formula."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from caicach.documents.layout import printable

Value = str | int | Decimal | date | None

LONGEST = 32_767  # characters that a cell may hold
RISKY = ("=", "+", "-", "@", "\t", "\n", "'")  # openings that Excel reads as a formula, or hides, when a cell is edited
A4 = 9
LINE, HIGHEST = 15, 409  # points of a line of text, and of the highest row
TIGHT = 1.1  # letters of this font in the width Excel calls one letter


@dataclass(frozen=True)
class Forms:
    """The looks of cells."""

    made: Mapping[str, Any]

    def of(self, value: Value, look: str = "") -> Any:
        """The look that fits a value: its alignment, its format of numbers, quoted where it might be taken amiss."""
        match value:
            case str():
                kind = "quoted" if value.startswith(RISKY) else "text"
            case Decimal():
                kind = "share"
            case date():
                kind = "day"
            case _:
                kind = "number"
        return self.made[f"{kind}{look}"]


def workbook(*, title: str, author: str, at: datetime, write: Callable[[Any, Forms], None]) -> bytes:
    """A workbook as bytes; `write` adds its sheets."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"title": printable(title)[:250], "author": printable(author)[:250], "created": at.replace(tzinfo=None)}
        )
        write(book, _forms(book))
    return file.getvalue()


def _forms(book: Any) -> Forms:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "border": 1}
    kinds: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "quoted": {"text_wrap": True, "quote_prefix": True},
        "number": {"num_format": "#,##0", "align": "center"},
        "share": {"num_format": "0.0%", "align": "center"},
        "day": {"num_format": "dd/mm/yyyy", "align": "center"},
    }
    looks: dict[str, dict[str, Any]] = {
        "": {},
        "!total": {"bold": True, "bg_color": "#F2F2F2"},
        "!head": {"bold": True, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter", "text_wrap": True},
    }
    made = {f"{kind}{look}": book.add_format(base | kinds[kind] | looks[look]) for kind in kinds for look in looks}
    bare = {"font_name": "Times New Roman"}
    made["title"] = book.add_format(bare | {"font_size": 14, "bold": True})
    made["caption"] = book.add_format(bare | {"font_size": 12, "bold": True})
    made["note"] = book.add_format(bare | {"font_size": 11, "italic": True})
    return Forms(made)


def new_sheet(book: Any, name: str, footer: str) -> Any:
    """A sheet that prints on landscape A4, one page wide."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{printable(footer).replace('&', '&&')[:60]}, {name}&RTrang &P/&N")
    return sheet


def titles(sheet: Any, title: str, remarks: Sequence[str], forms: Forms) -> int:
    """Title and remarks above a table; returns the row after them."""
    sheet.write_string(0, 0, printable(title), forms.made["title"])
    for row, remark in enumerate(remarks, start=1):
        sheet.write_string(row, 0, printable(remark), forms.made["note"])
    return len(remarks) + 2


def caption(sheet: Any, row: int, text: str, forms: Forms) -> int:
    """The name of a table; returns the row after it."""
    sheet.write_string(row, 0, text, forms.made["caption"])
    return row + 1


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """How wide the columns are."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def write_row(
    sheet: Any,
    row: int,
    values: Sequence[Value],
    forms: Forms,
    look: str = "",
    *,
    widths: Sequence[float],
) -> None:
    """One row of a table, as high as its longest cell: not every program finds the height of wrapped text itself."""
    height = 1
    for column, value in enumerate(values):
        value = printable(value)[:LONGEST] if isinstance(value, str) else value
        form = forms.of(value, look)
        match value:
            case None:
                sheet.write_blank(row, column, None, form)
            case str():
                sheet.write_string(row, column, value, form)
                height = max(height, sum(1 + int(len(line) / widths[column] / TIGHT) for line in value.split("\n")))
            case date():
                sheet.write_datetime(row, column, value, form)
            case _:
                sheet.write_number(row, column, value, form)
    sheet.set_row(row, min(HIGHEST, LINE * height + 4))
