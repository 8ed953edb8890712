"""The lists of merit as Word and Excel, with the rule they were made by and the tasks behind each name."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from caicach.documents import layout
from caicach.documents.layout import Align, Column, printable
from caicach.orgs.models import Unit
from caicach.plans.gathering import merits
from caicach.plans.gathering.merits import Merits, Row
from caicach.plans.statement import sentences
from caicach.plans.statement.figures import office_of
from caicach.ui import wording

DECIDES = "Đây là đề xuất lập từ kết quả thực hiện nhiệm vụ; người quyết định là lãnh đạo cơ quan."
HEADS = [
    ("Đơn vị, cá nhân", 44, Align.LEFT),
    ("Xong đúng hạn", 16, Align.CENTRE),
    ("Xong quá hạn", 15, Align.CENTRE),
    ("Quá hạn, chưa xong", 17, Align.CENTRE),
    ("Tỷ lệ đúng hạn", 18, Align.CENTRE),
    ("Báo cáo bị trả lại", 16, Align.CENTRE),
    ("Lý do", 39, Align.LEFT),
]
ROW_HEADS: list[tuple[str, float]] = [
    ("Đề xuất", 24),
    ("Đơn vị, cá nhân", 44),
    ("Thuộc đơn vị", 30),
    ("Xong đúng hạn", 10),
    ("Trong đó xong sớm", 10),
    ("Xong quá hạn", 10),
    ("Quá hạn, chưa xong", 10),
    ("Xong, không hạn", 10),
    ("Tỷ lệ đúng hạn", 10),
    ("Nhiệm vụ có sửa hạn", 10),
    ("Báo cáo bị trả lại", 10),
    ("Lý do", 50),
]
TASK_HEADS: list[tuple[str, float]] = [
    ("Đơn vị", 34),
    ("Người làm", 22),
    ("Nhiệm vụ", 16),
    ("Nội dung", 60),
    ("Hạn", 12),
    ("Ngày xong", 12),
    ("Phân loại", 20),
    ("Số lần sửa hạn", 10),
    ("Báo cáo bị trả lại", 10),
]


def title(found: Merits) -> str:
    """What both files are about."""
    return f"Tổng hợp kết quả, đề xuất khen thưởng và xem xét trách nhiệm {sentences.period_name(found.period)}"


def word(found: Merits, office: Unit, at: datetime) -> bytes:
    """The lists as a report of Decree 30/2020, ready for the clerk to number and date."""
    with override("vi"):
        return _word(found, office, at)


def _word(found: Merits, unit: Unit, at: datetime) -> bytes:
    office = office_of(unit, localdate(at))
    paper = layout.new_paper(title=title(found), at=at, author=office.agency)
    head = layout.Letterhead(
        agency=office.agency,
        parent=office.parent,
        symbol=f"BC-{office.symbol}",
        place_and_date=layout.place_and_date(office.place, localdate(at)),
    )
    layout.letterhead(paper, head)
    layout.type_and_subject(paper, "Báo cáo", title(found), sentences.SYNTHETIC if found.synthetic else "")
    now = localtime(at)
    layout.paragraph(paper, f"{DECIDES} Số liệu tính đến {layout.day_in_words(found.day)}, lập lúc {now:%H:%M}.")
    for sentence in merits.limits_words(found.limits):
        layout.paragraph(paper, sentence)
    columns = [Column(head, width, align) for head, width, align in HEADS]
    for number, (what, (name, _tone)) in enumerate(merits.proposed_words().items(), 1):
        rows = found.of(what)
        layout.heading(paper, f"{number}. {name}: {layout.counted(len(rows))} đơn vị")
        if rows:
            layout.table(paper, columns, [_cells(row) for row in rows])
    if found.people:
        layout.heading(paper, "4. Cá nhân được giao đích danh")
        layout.table(paper, columns, [_cells(row) for row in found.people])
    layout.signing(paper, recipients=["Lãnh đạo cơ quan", "Lưu: VT"], authority=[office.signs], name=office.head)
    return layout.to_bytes(paper)


def _cells(row: Row) -> list[str]:
    results = row.results
    share = wording.percent(results.share).replace(wording.HARD_SPACE, "") if results.share is not None else "–"
    name = f"{row.name} ({row.about})" if row.about else row.name
    numbers = [results.on_time, results.late, results.overdue]
    return [name, *map(str, numbers), share, str(results.returned), row.reason]


def excel(found: Merits) -> bytes:
    """Three sheets: units, persons, and every task counted."""
    with override("vi"):
        return _excel(found)


def _excel(found: Merits) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "border": 1, "text_wrap": True}
        forms = {
            "title": book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True}),
            "note": book.add_format({"font_name": "Times New Roman", "font_size": 11, "italic": True}),
            "head": book.add_format(base | {"bold": True, "bg_color": "#DCE6F1", "align": "center"}),
            "text": book.add_format(base | {"quote_prefix": True}),
            "number": book.add_format(base | {"align": "center"}),
            "share": book.add_format(base | {"num_format": "0.0%", "align": "center"}),
            "day": book.add_format(base | {"num_format": "dd/mm/yyyy", "align": "center"}),
        }
        for name, rows in (("Đơn vị", found.units), ("Cá nhân", found.people)):
            _sheet(book, name, found, ROW_HEADS, [_values(row) for row in rows], forms)
        words = merits.class_words()
        lines = [_task_values(task, words[merits.class_of(task, found.day)][0]) for task in found.tasks]
        _sheet(book, "Nhiệm vụ", found, TASK_HEADS, lines, forms)
    return file.getvalue()


def _values(row: Row) -> list[Any]:
    results = row.results
    return [
        merits.proposed_words()[row.proposed][0],
        row.name,
        row.about,
        results.on_time,
        results.early,
        results.late,
        results.overdue,
        results.undated,
        results.share,
        results.extended,
        results.returned,
        row.reason,
    ]


def _task_values(task: Any, word: str) -> list[Any]:
    name = task.person.get_full_name() if task.person else ""
    return [task.lead.name, name, str(task), task.text, task.due_on, task.done_on, word, task.extended, task.returned]


def _sheet(
    book: Any, name: str, found: Merits, heads: Sequence[tuple[str, float]], rows: Sequence[Sequence[Any]], forms: Any
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, printable(title(found)), forms["title"])
    notes = [DECIDES, *merits.limits_words(found.limits), *([sentences.SYNTHETIC] if found.synthetic else [])]
    for line, note in enumerate(notes, 1):
        sheet.write_string(line, 0, note, forms["note"])
    top = len(notes) + 2
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, head, forms["head"])
    for line, row in enumerate(rows, top + 1):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, forms)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    if rows:
        sheet.autofilter(top, 0, top + len(rows), len(heads) - 1)


def _write(sheet: Any, line: int, column: int, value: Any, forms: Any) -> None:
    match value:
        case None:
            sheet.write_blank(line, column, None, forms["text"])
        case str():
            sheet.write_string(line, column, printable(value), forms["text"])
        case int():
            sheet.write_number(line, column, value, forms["number"])
        case _ if hasattr(value, "year"):
            sheet.write_datetime(line, column, value, forms["day"])
        case _:
            sheet.write_number(line, column, value, forms["share"])
