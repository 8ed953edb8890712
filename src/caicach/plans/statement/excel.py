"""A statement as an Excel workbook: typed numbers and dates, filters, and text that never becomes a formula."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from caicach.plans.rules import Progress, Timeliness
from caicach.plans.statement import sentences
from caicach.plans.statement.classes import PRINTED_NAMES, PROGRESS_NAMES, TIMELINESS_NAMES, Classes, Printed
from caicach.plans.statement.sheets import Forms, Value, caption, new_sheet, set_widths, titles, workbook, write_row
from caicach.plans.statement.values import Group, Line, Statement

GROUP_HEADS = [
    "Tổng số",
    *(PRINTED_NAMES[one] for one in Printed),
    "Mẫu số: đã hoàn thành hoặc quá hạn",
    "Tỷ lệ đúng hạn",
    *(PROGRESS_NAMES[one] for one in Progress),
]
GROUP_WIDTHS = [42.0, *[14.0] * len(GROUP_HEADS)]
# What is printed stands first; what follows is there to filter and to count by.
TASK_HEADS: list[tuple[str, float]] = [
    ("STT", 6),
    ("Nội dung", 44),
    ("Đơn vị chủ trì", 19),
    ("Đơn vị phối hợp", 19),
    ("Hạn đang áp dụng", 12),
    ("Tình trạng", 20),
    ("Ngày hoàn thành", 12),
    ("Số ngày quá hạn", 8),
    ("Kết quả báo cáo", 32),
    ("Minh chứng", 22),
    ("Lĩnh vực", 24),
    ("Phân loại", 18),
    ("Tiến độ", 15),
    ("Số ngày làm việc quá hạn", 10),
    ("Hạn ghi trong văn bản", 18),
    ("Hạn ban đầu", 12),
    ("Số lần sửa hạn", 8),
    ("Lý do trả lại", 28),
]
PRINTED_COLUMNS = 10


def render(statement: Statement) -> bytes:
    """The workbook: summary, by unit, and every task."""
    return workbook(
        title=sentences.subject(statement).replace("\n", " "),
        author=statement.office.agency,
        at=statement.as_of,
        write=partial(_write, statement),
    )


def _write(statement: Statement, book: Any, forms: Forms) -> None:
    for name, fill in (("Tổng hợp", _summary), ("Theo đơn vị", _units), ("Nhiệm vụ", _tasks)):
        fill(new_sheet(book, name, statement.plan_code), statement, forms)


def _summary(sheet: Any, statement: Statement, forms: Forms) -> None:
    set_widths(sheet, GROUP_WIDTHS)
    row = _titles(sheet, statement, forms)
    sheet.freeze_panes(row, 1)
    classes = statement.classes
    row = caption(sheet, row, "Theo tiến độ và thời hạn", forms)
    write_row(
        sheet,
        row,
        ["Tiến độ", "Tổng số", *(TIMELINESS_NAMES[one] for one in Timeliness)],
        forms,
        "!head",
        widths=GROUP_WIDTHS,
    )
    for one in Progress:
        row += 1
        cells = [classes.cells[one, against] for against in Timeliness]
        write_row(sheet, row, [PROGRESS_NAMES[one], classes.progress(one), *cells], forms, widths=GROUP_WIDTHS)
    total: list[Value] = ["Tổng số", classes.total, *(classes.timeliness(one) for one in Timeliness)]
    write_row(sheet, row + 1, total, forms, "!total", widths=GROUP_WIDTHS)
    row = caption(sheet, row + 3, "Theo nội dung cải cách", forms)
    row = _groups(sheet, row, "Nội dung cải cách", statement.by_field, classes, forms)
    sheet.write_string(row + 1, 0, sentences.DENOMINATOR, forms.made["note"])
    row = caption(sheet, row + 3, "Nhiệm vụ có hạn rơi vào kỳ", forms)
    _groups(sheet, row, _period(statement), [], statement.due_in_period, forms)


def _period(statement: Statement) -> str:
    name = sentences.period_name(statement.period)
    return name[:1].upper() + name[1:]


def _units(sheet: Any, statement: Statement, forms: Forms) -> None:
    set_widths(sheet, GROUP_WIDTHS)
    row = _titles(sheet, statement, forms)
    end = _groups(sheet, row, "Đơn vị chủ trì", statement.by_lead, statement.classes, forms)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    if statement.by_lead:
        sheet.autofilter(row, 0, row + len(statement.by_lead), len(GROUP_HEADS))
    sheet.write_string(end + 1, 0, sentences.DENOMINATOR, forms.made["note"])


def _tasks(sheet: Any, statement: Statement, forms: Forms) -> None:
    widths = [width for _, width in TASK_HEADS]
    set_widths(sheet, widths)
    row = _titles(sheet, statement, forms, "Bản in gồm các cột từ STT đến Minh chứng; các cột sau để lọc và tính.")
    write_row(sheet, row, [head for head, _ in TASK_HEADS], forms, "!head", widths=widths)
    for number, line in enumerate(statement.lines, start=row + 1):
        write_row(sheet, number, _task_cells(line), forms, widths=widths)
    sheet.print_area(0, 0, row + len(statement.lines), PRINTED_COLUMNS - 1)
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    if statement.lines:
        sheet.autofilter(row, 0, row + len(statement.lines), len(TASK_HEADS) - 1)


def _task_cells(line: Line) -> list[Value]:
    return [
        line.number,
        line.text,
        line.lead.name,
        "; ".join(line.coop),
        line.due_on,
        sentences.status(line),
        line.done_on,
        line.days_late or None,
        line.result,
        "; ".join(line.evidence),
        line.field_name,
        PRINTED_NAMES[line.printed],
        PROGRESS_NAMES[line.standing.progress],
        line.working_days_late if line.days_late else None,
        line.deadline_phrase,
        line.first_due_on,
        line.deadline_changes,
        line.reason,
    ]


def _titles(sheet: Any, statement: Statement, forms: Forms, *more: str) -> int:
    """Title, day and remarks above a table; returns the row after them."""
    remarks = [f"{sentences.standing_on(statement)}; {sentences.taken_at(statement)}.", *more]
    if statement.partial:
        remarks.append(f"Bảng này {sentences.PARTIAL}.")
    if statement.synthetic:
        remarks.append(f"{sentences.SYNTHETIC}.")
    return titles(sheet, sentences.subject(statement).replace("\n", " "), remarks, forms)


def _groups(sheet: Any, row: int, name: str, groups: Iterable[Group], total: Classes, forms: Forms) -> int:
    """A table of classes with its total as values; returns the row after it."""
    write_row(sheet, row, [name, *GROUP_HEADS], forms, "!head", widths=GROUP_WIDTHS)
    for group in groups:
        row += 1
        write_row(sheet, row, [group.name, *_numbers(group.classes)], forms, widths=GROUP_WIDTHS)
    write_row(sheet, row + 1, ["Tổng số", *_numbers(total)], forms, "!total", widths=GROUP_WIDTHS)
    return row + 2


def _numbers(classes: Classes) -> list[Value]:
    return [
        classes.total,
        *(classes.printed[one] for one in Printed),
        classes.due,
        classes.share(Printed.DONE_ON_TIME).value,
        *(classes.progress(one) for one in Progress),
    ]
