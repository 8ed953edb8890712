"""The sheet of results as an Excel file: written with its instructions, read back within the limits of an upload."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import load_workbook

from caicach.documents import unpacking
from caicach.plans.models import Plan
from caicach.plans.update_sheet import FILLED, LIMIT, REPORT, Line, columns, shown, titles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST, ROOM, PARTS = 5 * 2**20, 30 * 2**20, 200  # a file, unpacked, its parts: a thousand rows need far less
HEAD = 2  # the row the titles stand in, counted from 0
WIDTHS = {"key": 14, "task": 60, "lead": 26, "words": 50, "reason": 30, "now": 13, "state": 15, "number": 7}


class NotOurSheet(ValueError):
    """A file is not an Excel sheet that was filled in."""


@override("vi")  # what an office sends around and back, whatever the language of the page
def render(plan: Plan, lines: Sequence[Line]) -> bytes:
    """The sheet to fill in, what is not to be filled in locked; every cell as text, so nothing becomes a formula."""
    said, names = titles(), ["key", *columns(lines)]
    paper = io.BytesIO()
    with xlsxwriter.Workbook(
        paper, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D5DD"}
        head = book.add_format({**plain, "bold": True, "bg_color": "#F2F4F7"})
        fixed = book.add_format({**plain, "num_format": "@", "font_color": "#475467", "bg_color": "#F9FAFB"})
        free = book.add_format({**plain, "num_format": "@", "locked": False})
        page = book.add_worksheet(_("Cập nhật"))
        page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.freeze_panes(HEAD + 1, 3)
        page.write_string(0, 0, f"{plan.code} · {plan.title}"[:250], book.add_format({"bold": True}))
        page.write_string(1, 0, _("Điền các ô trắng, để trống dòng không thay đổi, rồi tải tệp lên lại."))
        for column, name in enumerate(names):
            page.set_column(column, column, WIDTHS.get(name, 16), None, {"hidden": name == "key"})
            page.write_string(HEAD, column, said[name], head)
            for at, line in enumerate(lines, HEAD + 1):
                page.write_string(at, column, shown(line).get(name, ""), free if _may(name, line) else fixed)
        last = HEAD + max(1, len(lines))
        if "says_done" in names:
            at = names.index("says_done")
            page.data_validation(HEAD + 1, at, last, at, {"validate": "list", "source": ["x"]})
        page.autofilter(HEAD, 0, last, len(names) - 1)
        _instructions(book, names)
    return paper.getvalue()


def _may(name: str, line: Line) -> bool:
    if name not in FILLED:
        return False
    return line.may_report and not line.waiting if name in REPORT else line.may_keep


def _instructions(book: Any, names: Sequence[str]) -> None:
    page, bold = book.add_worksheet(_("Hướng dẫn")), book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    said = titles()
    told = {
        "words": _("Đơn vị đã làm được gì. Khi áp dụng, mỗi dòng thành một báo cáo tiến độ và được trình lãnh đạo."),
        "says_done": _("Ghi x nếu nhiệm vụ đã xong; để trống nếu còn làm."),
        "done_on": _("dd/mm/yyyy, không sau hôm nay; chỉ ghi khi đã đánh dấu x."),
        "figure": _("Một con số, nếu có: 1.250 hoặc 98,5."),
        "figure_unit": _("Số liệu tính bằng gì: hồ sơ, %, lượt."),
        "due_on": _("dd/mm/yyyy. Hạn cũ vẫn giữ trong sổ hạn."),
        "reason": _("Bắt buộc khi có hạn mới."),
    }
    for row, name in enumerate([name for name in names if name in told]):
        page.write_string(row, 0, said[name], bold)
        page.write_string(row, 1, told[name], wrap)


def read(file: IO[bytes], size: int) -> list[dict[str, str]]:
    """The rows of a filled sheet by the names of their columns; raises NotOurSheet with a sentence."""
    if size > LARGEST:
        raise NotOurSheet(_("Tệp lớn hơn %(limit)d MB. Hãy xóa hình và trang thừa trong tệp.") % {"limit": 5})
    not_ours = _("Không đọc được tệp này. Hãy dùng tệp .xlsx tải về từ trang này, điền rồi tải lên lại.")
    try:
        unpacking.members(file, most=PARTS, room=ROOM)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        cells = [list(row) for row in _cells(book)]
    except Exception as trouble:  # the reader of a hostile file may stumble over anything
        raise NotOurSheet(not_ours) from trouble
    return _named(cells)


def _cells(book: Any) -> Any:
    page = book.worksheets[0]
    page.reset_dimensions()  # what the file says of its size is not believed
    return page.iter_rows(max_row=LIMIT + HEAD + 20, max_col=30, values_only=True)


def _named(cells: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    with override("vi"):
        by_title = {title.casefold(): name for name, title in titles().items()}
    named = [[by_title.get(_text(value).casefold(), "") for value in row] for row in cells[:10]]
    head = next((at for at, names in enumerate(named) if "key" in names), None)
    if head is None:
        raise NotOurSheet(_("Tệp thiếu cột mã dòng. Hãy dùng tệp tải về từ trang này, điền rồi tải lên lại."))
    found = []
    for number, row in enumerate(cells[head + 1 :], head + 2):
        values = {name: _text(value) for name, value in zip(named[head], row, strict=False) if name}
        if any(values.values()):
            found.append(values | {"row": str(number)})
    if len(found) > LIMIT:
        raise NotOurSheet(_("Tệp có hơn %(limit)d dòng. Hãy chia thành nhiều tệp.") % {"limit": LIMIT})
    return found


def _text(value: Any) -> str:
    """A cell as an office would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else ""
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case int():
            return str(value)
        case float():
            return f"{Decimal(repr(value)):f}".removesuffix(".0").replace(".", ",")
        case _:
            return str(value).replace("\x00", "").strip()
