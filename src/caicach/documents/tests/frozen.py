"""Invented tasks of Bình Minh counted by level of plan and class, as a quarter's statement would freeze them."""

import datetime
from decimal import Decimal
from typing import Any

from caicach.documents import actions
from caicach.documents.freezing import SHARE, Cell, Nothing, Payload, Record
from caicach.documents.models import FrozenIssue
from caicach.documents.tests.factories import AT
from caicach.orgs.tests.factories import House

KIND, KEY = "plans.classification", "SYT:2026-Q3"
TITLE = "Phân loại nhiệm vụ cải cách hành chính quý III năm 2026"
LEVELS = ("Trung ương giao", "UBND tỉnh giao", "Sở Y tế giao", "Kế hoạch của đơn vị")
CLASSES = (
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Đang thực hiện trong hạn",
    "Đang thực hiện quá hạn",
    "Chưa thực hiện trong hạn",
    "Chưa thực hiện quá hạn",
)
HOW_MANY = ((6, 1, 3, 1, 2, 0), (11, 2, 5, 1, 1, 1), (18, 0, 7, 2, 3, 0), (9, 1, 4, 0, 2, 1))
WORK = (
    "Rà soát, đơn giản hóa quy trình khám bệnh",
    "Công khai thủ tục hành chính tại nơi tiếp nhận",
    "Triển khai bệnh án điện tử",
    "Tập huấn kỹ năng số cho viên chức",
    "Cập nhật vị trí việc làm",
    "Khảo sát sự hài lòng của người bệnh",
    "Ban hành quy chế làm việc",
    "Kết nối dữ liệu khám sức khỏe định kỳ",
)
UNITS = ("Bệnh viện Đa khoa Bình Minh", "Trung tâm Y tế Long Khê", "Phòng Nghiệp vụ Y", "Trạm Y tế xã Đông An")
LATER = AT + datetime.timedelta(days=12)


def tasks() -> list[tuple[str, Record]]:
    """Each task with the level of its plan."""
    made: list[tuple[str, Record]] = []
    for level, counts in zip(LEVELS, HOW_MANY, strict=True):
        for of_class, count in zip(CLASSES, counts, strict=True):
            for _ in range(count):
                n = len(made) + 1
                note = f"{UNITS[n % 4]} · hạn {n % 27 + 1:02}/09/2026"
                label = f"{n}. {WORK[n % 8]}"
                made.append((level, Record(f"plans.task:{n}", label, of_class, note)))
    return made


def corrected(rows: list[tuple[str, Record]]) -> list[tuple[str, Record]]:
    """The same tasks after a correction: two were done in time, one got another deadline, one came, one went."""
    done = {12, 32}
    rows = [(level, _corrected(n, record, done)) for n, (level, record) in enumerate(rows, 1) if n != 60]
    new = Record(
        "plans.task:140",
        "85. Ban hành quy chế làm việc",
        CLASSES[2],
        f"{UNITS[1]} · hạn 15/12/2026",
        "",
        ("giao bổ sung",),
    )
    return [*rows, ("Sở Y tế giao", new)]


def _corrected(n: int, record: Record, done: set[int]) -> Record:
    if n in done:
        why = ("hoàn thành ngày 28/09/2026, báo cáo xác nhận ngày 06/10/2026",)
        return Record(record.id, record.label, CLASSES[0], record.note, "", why)
    if n == 11:
        why = ("gia hạn đến 30/10/2026 theo Công văn 912/SYT-VP",)
        return Record(record.id, record.label, CLASSES[2], f"{UNITS[3]} · hạn 30/10/2026", "", why)
    return record


def statement(rows: list[tuple[str, Record]], **head: Any) -> Payload:
    """What a quarter's statement freezes: levels by classes, the whole, a share, and something not sent."""
    cells = [
        Cell(
            code=f"{line}/{place}",
            title=f"{level}: {of_class.lower()}",
            value=len(ids := tuple(one.id for its, one in rows if (its, one.of_class) == (level, of_class))),
            unit="nhiệm vụ",
            records=ids,
            row=level,
            column=of_class,
        )
        for line, level in enumerate(LEVELS, 1)
        for place, of_class in enumerate(CLASSES, 1)
    ]
    on_time = tuple(one.id for _, one in rows if one.of_class == CLASSES[0])
    every = tuple(one.id for _, one in rows)
    share = (Decimal(len(on_time)) / len(every)).quantize(Decimal("0.0001"))
    cells += [
        Cell("total", "Tổng số nhiệm vụ", len(every), "nhiệm vụ", every),
        Cell("on_time_share", "Tỷ lệ hoàn thành đúng hạn trên tổng số", share, SHARE, on_time),
        Cell("satisfaction", "Mức độ hài lòng của người bệnh", Nothing.NOT_SENT, SHARE),
    ]
    return Payload(
        tuple(cells),
        tuple(one for _, one in rows),
        {"Kỳ": "Quý III năm 2026", "Tính đến ngày": datetime.date(2026, 9, 30), "Ghi chú": "Số liệu minh họa"} | head,
    )


def frozen(house: House, rows: Any = None, **where: Any) -> FrozenIssue:
    """The department's statement as cô Hạnh freezes it."""
    given: dict[str, Any] = {
        "kind": KIND,
        "key": KEY,
        "unit": house.unit.syt,
        "title": TITLE,
        "payload": statement(rows or tasks()),
        "files": {"phan-loai-quy-III.docx": b"word 1", "phan-loai-quy-III.xlsx": b"excel 1"},
        "actor": house.hanh,
        "at": AT,
    }
    return actions.freeze(**(given | where))


def frozen_twice(house: House) -> tuple[FrozenIssue, FrozenIssue]:
    """The statement, and the one that corrects it."""
    again = {"at": LATER, "reason": "Đính chính theo xác nhận của Bệnh viện Đa khoa Bình Minh và Công văn 912/SYT-VP."}
    return frozen(house), frozen(house, corrected(tasks()), **again)
