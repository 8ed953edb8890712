"""A classification as an Excel workbook: the matrix by level, field and unit, and every task with its class."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from caicach.plans.rules import FIELDS
from caicach.plans.statement import classified, sentences
from caicach.plans.statement.classification import APART, CLASS_NAMES, COUNTED, DUE, Classification, Entry, Row
from caicach.plans.statement.sheets import Forms, Value, caption, new_sheet, set_widths, titles, workbook, write_row
from caicach.plans.statement.tiers import TIER_NAMES

HEADS = [
    "Tổng số",
    *(CLASS_NAMES[one] for one in COUNTED),
    "Mẫu số: đã đến hạn",
    "Tỷ lệ đúng hạn",
    *(CLASS_NAMES[one] for one in APART),
]
WIDTHS = [44.0, *[12.0] * len(HEADS)]
TASK_HEADS: list[tuple[str, float]] = [
    ("Cấp kế hoạch", 24),
    ("Kế hoạch", 18),
    ("STT", 6),
    ("Nội dung", 50),
    ("Đơn vị chủ trì", 26),
    ("Lĩnh vực", 24),
    ("Hạn đang áp dụng", 12),
    ("Ngày hoàn thành", 12),
    ("Phân loại", 22),
    ("Vì sao", 44),
    ("Cũng đứng ở kế hoạch", 22),
]


def render(classification: Classification) -> bytes:
    """The workbook: the matrix, and the tasks behind it."""
    return workbook(
        title=classified.title(classification),
        author=classification.office.agency,
        at=classification.as_of,
        write=partial(_write, classification),
    )


def _write(classification: Classification, book: Any, forms: Forms) -> None:
    for name, fill in (("Phân loại", _matrix), ("Nhiệm vụ", _tasks)):
        fill(new_sheet(book, name, f"{classification.unit_code}"), classification, forms)


def _titles(sheet: Any, classification: Classification, forms: Forms) -> int:
    note = [f"{sentences.SYNTHETIC}."] if classification.synthetic else []
    taken_at = f"{classification.office.agency}, {sentences.taken_at(classification)}."
    return titles(
        sheet, classified.title(classification), [taken_at, *classified.remarks(classification), *note], forms
    )


def _matrix(sheet: Any, classification: Classification, forms: Forms) -> None:
    set_widths(sheet, WIDTHS)
    row = _titles(sheet, classification, forms)
    parts = [("Theo nội dung cải cách", classification.by_field), ("Theo đơn vị chủ trì", classification.by_unit)]
    if classification.tier is None:
        parts.insert(0, ("Theo cấp kế hoạch", classification.by_tier))
    for name, rows in parts:
        row = _table(sheet, caption(sheet, row, name, forms), rows, classification.total, forms) + 1


def _table(sheet: Any, row: int, rows: Iterable[Row], total: Row, forms: Forms) -> int:
    write_row(sheet, row, ["", *HEADS], forms, "!head", widths=WIDTHS)
    for one in rows:
        row += 1
        write_row(sheet, row, [one.name, *_numbers(one)], forms, widths=WIDTHS)
    write_row(sheet, row + 1, ["Tổng số (mỗi nhiệm vụ một lần)", *_numbers(total)], forms, "!total", widths=WIDTHS)
    return row + 2


def _numbers(row: Row) -> list[Value]:
    counts: list[Value] = [len(row.counted), *(len(row.by_class[one]) for one in COUNTED)]
    return [*counts, len(row.of(*DUE)), row.share.value, *(len(row.by_class[one]) for one in APART)]


def _tasks(sheet: Any, classification: Classification, forms: Forms) -> None:
    widths = [width for _, width in TASK_HEADS]
    set_widths(sheet, widths)
    row = _titles(sheet, classification, forms)
    write_row(sheet, row, [head for head, _ in TASK_HEADS], forms, "!head", widths=widths)
    for number, entry in enumerate(classification.entries, start=row + 1):
        write_row(sheet, number, _cells(entry), forms, widths=widths)
    sheet.freeze_panes(row + 1, 4)
    sheet.repeat_rows(row)
    if classification.entries:
        sheet.autofilter(row, 0, row + len(classification.entries), len(TASK_HEADS) - 1)


def _cells(entry: Entry) -> list[Value]:
    return [
        TIER_NAMES[entry.tier],
        entry.plan_code,
        entry.number,
        entry.line.text if entry.line else entry.title,
        entry.lead.name,
        FIELDS[entry.field][0],
        entry.due_on,
        entry.line.done_on if entry.line else None,
        CLASS_NAMES[entry.of_class],
        "; ".join(entry.because),
        "; ".join(entry.also_in),
    ]
