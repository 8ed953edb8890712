"""A classification in words and as it is frozen: its title, its remarks, its cells with the tasks behind each."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse

from caicach.documents.freezing import SHARE, Cell, Nothing, Payload, Record
from caicach.documents.layout import counted
from caicach.plans.rules import Progress
from caicach.plans.statement import periods
from caicach.plans.statement.classes import PROGRESS_NAMES
from caicach.plans.statement.classification import (
    APART,
    CLASS_NAMES,
    COUNTED,
    DUE,
    PROGRESS_OF,
    Class,
    Classification,
    Entry,
    Row,
)
from caicach.plans.statement.sentences import out_of, percent, standing_on
from caicach.plans.statement.tiers import TIER_NAMES

KIND = "plans.classification"
ALL_TIERS = "all"
DENOMINATOR = (
    "Tỷ lệ đúng hạn = hoàn thành đúng hạn / nhiệm vụ đã đến hạn (hoàn thành đúng hạn + hoàn thành quá hạn + chưa hoàn "
    "thành, quá hạn); không tính nhiệm vụ không hạn, nhiệm vụ còn hạn, nhiệm vụ tạm dừng hoặc đã hủy."
)
CLASSES_MEAN = (
    "Đang thực hiện: đã có báo cáo, còn hạn hoặc không hạn. Chưa hoàn thành: đã quá hạn, kể cả khi đang làm, hoặc chưa "
    "bắt đầu. Tạm dừng và đã hủy đứng riêng, không nằm trong tổng số."
)


def key(classification: Classification) -> str:
    """Which of a unit's classifications it is: the unit, the level, the period."""
    return f"{classification.unit_code}:{classification.tier or ALL_TIERS}:{classification.period.code}"


def tier_words(classification: Classification) -> str:
    """các cấp kế hoạch · kế hoạch giai đoạn 5 năm."""
    name = TIER_NAMES[classification.tier] if classification.tier else "Các cấp kế hoạch"
    return name[:1].lower() + name[1:]


def title(classification: Classification) -> str:
    """What is issued, in one line."""
    return f"Phân loại nhiệm vụ - {tier_words(classification)}, {periods.name(classification.period)}"


def remarks(classification: Classification) -> list[str]:
    """What a reader must know of how it was counted."""
    said = [f"{standing_on(classification)}.", DENOMINATOR, CLASSES_MEAN]
    if several := classification.in_several:
        said.append(
            f"{counted(several)} nhiệm vụ đứng ở nhiều kế hoạch: tính một lần ở mỗi cấp, theo dòng của kế hoạch đã "
            "giao nhiệm vụ, nếu không có thì của kế hoạch mở sớm nhất; dòng tổng số tính mỗi nhiệm vụ một lần."
        )
    if left_over := classification.left_over:
        said.append(f"Gồm {counted(left_over)} nhiệm vụ của kế hoạch đã hết thời gian mà đầu kỳ chưa xong.")
    if later := classification.given_later:
        said.append(f"Không tính {counted(later)} nhiệm vụ giao hoặc đưa vào kế hoạch sau ngày chốt.")
    if classification.partial:
        said.append("Chỉ gồm nhiệm vụ thuộc phạm vi người lập được xem.")
    return said


def general(row: Row) -> str:
    """One row in a sentence, every number with what it is out of."""
    total = len(row.counted)
    if not total:
        return "không có nhiệm vụ nào đang theo dõi."
    late, due = len(row.by_class[Class.LEFT_LATE]), row.share.of
    three = "; ".join(
        f"{PROGRESS_NAMES[one].lower()} {out_of(len(row.of(*PROGRESS_OF[one])), total)}" for one in Progress
    )
    timely = f"trong {counted(due)} nhiệm vụ đã đến hạn, hoàn thành đúng hạn {out_of(row.share.counted, due)}"
    said = f"{timely} ({percent(row.share)})" if due else "chưa có nhiệm vụ nào đến hạn"
    apart = len(row.of(*APART))
    still = f" Ngoài ra {counted(apart)} nhiệm vụ tạm dừng hoặc đã hủy." if apart else ""
    return f"{three}, trong đó {counted(late)} quá hạn; {said}.{still}"


def payload(classification: Classification) -> Payload:
    """What is frozen: the sum of all, each level, field and unit, by class; every task with why it stands so."""
    rows = [("", classification.total)]
    if classification.tier is None:
        rows += [("", row) for row in classification.by_tier]
    rows += [("Lĩnh vực: ", row) for row in classification.by_field]
    rows += [("Đơn vị: ", row) for row in classification.by_unit]
    return Payload(
        cells=tuple(cell for opening, row in rows for cell in _cells(row, f"{opening}{row.name}")),
        records=tuple(_record(entry) for entry in classification.once),
        head={
            "Đơn vị": classification.unit_name,
            "Cấp kế hoạch": tier_words(classification),
            "Kỳ": periods.name(classification.period),
            "Tính đến hết ngày": classification.day,
            "Kế hoạch": [plan.code for plan in classification.plans],
            **({"Dữ liệu": "số liệu minh họa, tỉnh Bình Minh là hư cấu"} if classification.synthetic else {}),
        },
    )


def _cells(row: Row, name: str) -> Iterable[Cell]:
    columns: list[tuple[str, str, tuple[Entry, ...]]] = [
        ("total", "Tổng số", row.counted),
        *((one, CLASS_NAMES[one], row.by_class[one]) for one in COUNTED),
        ("due", "Đã đến hạn", row.of(*DUE)),
    ]
    for code, column, entries in columns:
        yield _cell(f"{row.code}/{code}", name, column, len(entries), entries)
    share = row.share.value
    yield Cell(
        f"{row.code}/share",
        f"{name}: tỷ lệ đúng hạn trên nhiệm vụ đã đến hạn",
        Nothing.NOT_APPLICABLE if share is None else share.quantize(Decimal("0.0001")),
        SHARE,
        tuple(_id(entry) for entry in row.by_class[Class.DONE_ON_TIME]),
        name,
        "Tỷ lệ đúng hạn",
    )
    for one in APART:
        yield _cell(f"{row.code}/{one}", name, CLASS_NAMES[one], len(row.by_class[one]), row.by_class[one])


def _cell(code: str, row: str, column: str, value: int, entries: tuple[Entry, ...]) -> Cell:
    records = tuple(_id(entry) for entry in entries)
    return Cell(code, f"{row}: {column.lower()}", value, "nhiệm vụ", records, row, column)


def _id(entry: Entry) -> str:
    return f"plans.task:{entry.task_id}"


def _record(entry: Entry) -> Record:
    deadline = f"hạn {entry.due_on:%d/%m/%Y}" if entry.due_on else "không hạn"
    return Record(
        id=_id(entry),
        label=entry.label,
        of_class=CLASS_NAMES[entry.of_class],
        note=f"{entry.lead.name} · {deadline}" if entry.line else entry.lead.name,
        url=reverse("plans:task", args=[entry.task_id]),
        because=entry.because,
    )
