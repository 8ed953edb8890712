"""What was sent stays sent (bản đã chốt): how figures and the records behind them are written down, and compared later.

A caller builds a `Payload` from its own records and hands it to `actions.freeze`. Nothing in it is looked up again: the
words, classes and reasons are those of the moment. It is written one way only (sorted keys, NFC, no blanks, numbers as
text), so that equal contents have equal SHA-256 and the hash can be recomputed from the text alone.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias

SCHEMA = "caicach-frozen/1"
SHARE = "share"
"""The unit of a value between 0 and 1 that is shown in per cent (tỷ lệ)."""


class CannotFreeze(ValueError):
    """The content does not fit the vocabulary; the sentence names the place."""


class Nothing(StrEnum):
    """Why a cell has no number; zero is a number (bốn loại không có số)."""

    NOT_APPLICABLE = "not_applicable"
    NOT_SCORED = "not_scored"
    NOT_SENT = "not_sent"


Value: TypeAlias = int | Decimal | Nothing
HeadValue: TypeAlias = str | int | bool | Decimal | date | datetime | Sequence[str] | None


@dataclass(frozen=True)
class Record:
    """A record as it was when counted (bản ghi): one stable id, what a reader calls it, the class it stood in.

    `id` is the record's identity for ever, e.g. `plans.task:12`; `of_class` the words of its class as printed; `note`
    one line of further facts (unit, deadline); `url` its page here; `because` why it stands as it does, one short
    phrase each ("gia hạn đến 30/09/2026"): what is new in them explains a later difference.
    """

    id: str
    label: str
    of_class: str = ""
    note: str = ""
    url: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One figure (ô số liệu): its code, its name, its value, its unit in words, the ids of the records it counts.

    With `row` and `column` it stands at that crossing of a table, both in words for the reader; without, in a list.
    """

    code: str
    title: str
    value: Value
    unit: str = ""
    records: tuple[str, ...] = ()
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Payload:
    """All that is frozen: `head` is shown in its own order above the figures, its names being words for the reader.

    Put no moment of making and no running number in `head`: the issue keeps both, and every content would be new.
    """

    cells: tuple[Cell, ...]
    records: tuple[Record, ...] = ()
    head: Mapping[str, HeadValue] | None = None


def canonical(payload: Payload) -> str:
    """The one way to write a content; CannotFreeze names what does not fit."""
    place = _places(payload.records)
    codes: set[str] = set()
    for cell in payload.cells:
        if not cell.code or cell.code in codes:
            raise CannotFreeze(f"Mã ô “{cell.code}” trống hoặc trùng: mỗi ô số liệu cần một mã riêng.")
        codes.add(cell.code)
    if not codes:
        raise CannotFreeze("Bản chốt cần ít nhất một ô số liệu.")
    said = {
        "schema": SCHEMA,
        "head": [[name, _plain(value)] for name, value in (payload.head or {}).items()],
        "cells": [_cell(cell, place) for cell in payload.cells],
        "records": [_record(record) for record in payload.records],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if "\\u0000" in text:
        raise CannotFreeze("Nội dung có ký tự rỗng. Hãy bỏ ký tự đó rồi chốt lại.")
    return unicodedata.normalize("NFC", text)


def sha256_of(text: str) -> str:
    """SHA-256 of a content as it is written, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Payload:
    """A written content, read back."""
    said = json.loads(text)
    return Payload(
        cells=tuple(
            Cell(
                code=cell["code"],
                title=cell["title"],
                value=Nothing(cell["value"]) if cell["value"] in set(Nothing) else Decimal(cell["value"]),
                unit=cell["unit"],
                records=tuple(cell["records"]),
                row=cell.get("row", ""),
                column=cell.get("column", ""),
            )
            for cell in said["cells"]
        ),
        records=tuple(
            Record(
                id=record["id"],
                label=record["label"],
                of_class=record["class"],
                note=record.get("note", ""),
                url=record.get("url", ""),
                because=tuple(record.get("because", ())),
            )
            for record in said["records"]
        ),
        head={name: value if not isinstance(value, list) else tuple(value) for name, value in said["head"]},
    )


def _places(records: Iterable[Record]) -> dict[str, int]:
    place: dict[str, int] = {}
    for record in records:
        if not record.id or record.id in place:
            raise CannotFreeze(f"Bản ghi “{record.id}” trống mã hoặc có hai lần: mỗi bản ghi chỉ được nêu một lần.")
        if record.url and not re.match(r"/(?![/\\])", record.url):
            raise CannotFreeze(f"Bản ghi “{record.id}”: địa chỉ phải là trang trong hệ thống này, bắt đầu bằng “/”.")
        place[record.id] = len(place)
    return place


def _cell(cell: Cell, place: Mapping[str, int]) -> dict[str, Any]:
    for one in cell.records:
        if one not in place:
            raise CannotFreeze(f"Ô “{cell.title}” đếm bản ghi “{one}” không có trong danh sách bản ghi.")
    if bool(cell.row) != bool(cell.column):
        raise CannotFreeze(f"Ô “{cell.title}” cần cả tên dòng và tên cột, hoặc không có tên nào.")
    said = {
        "code": cell.code,
        "title": cell.title,
        "value": _number(cell),
        "unit": cell.unit,
        "records": sorted(set(cell.records), key=lambda one: place[one]),
    }
    return said | ({"row": cell.row, "column": cell.column} if cell.row else {})


def _number(cell: Cell) -> str:
    """A number in plain digits without needless zeros, so that 4, 4.0 and 4E+0 are the same; or its nothing."""
    if isinstance(cell.value, Nothing):
        return str(cell.value)
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | Decimal):
        raise CannotFreeze(
            f"Ô “{cell.title}”: giá trị phải là số nguyên, số thập phân chính xác hoặc một lý do không có."
        )
    try:
        number = Decimal(cell.value)
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation as wrong:
        raise CannotFreeze(f"Ô “{cell.title}”: giá trị không phải là một số.") from wrong
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _record(record: Record) -> dict[str, Any]:
    more = {"note": record.note, "url": record.url, "because": list(record.because)}
    said = {"id": record.id, "label": record.label, "class": record.of_class}
    return said | {name: value for name, value in more.items() if value}


def _plain(value: Any) -> Any:
    """A value of the head as text, whole number, truth, nothing or a list of these; days and moments in ISO."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() if value.is_finite():
            return str(value)
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat()
        case datetime():
            raise CannotFreeze("Thời điểm trong phần đầu cần có múi giờ.")
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise CannotFreeze(f"Phần đầu không giữ được giá trị kiểu {type(value).__name__}.")


class Change(StrEnum):
    """How a thing differs between two contents (loại thay đổi)."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class HeadLine:
    """One line of the head (phần đầu): its name and its value."""

    name: str
    value: Any


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was (sai khác): `before` is None where it was added, `after` where it is gone.

    Of a cell: the records that `came` into it, `went` out of it, or stayed and changed class (`moved`), as the later
    content has them (those gone altogether as the earlier had them). Of a record: `reasons`, why. `came`, `went` and
    `moved` are empty for a record and a line of the head.
    """

    change: Change
    before: Cell | Record | HeadLine | None
    after: Cell | Record | HeadLine | None
    came: tuple[Record, ...] = ()
    went: tuple[Record, ...] = ()
    moved: tuple[Record, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def thing(self) -> Cell | Record | HeadLine:
        """What it is about, as it last stood."""
        thing = self.after or self.before
        assert thing is not None
        return thing


Reasons: TypeAlias = Mapping[str, Sequence[str]]


def differences(before: Payload, after: Payload, reasons: Reasons | None = None) -> list[Difference]:
    """What differs between two contents, in order: the head, the cells, the records; in each what still stands first,
    as the later content orders it, then what is gone.

    A cell differs by its value, its words, or the records it counts, even where the number is the same. `reasons` maps
    a record's id to short phrases that say why ("hoàn thành ngày 12/09/2026"); a record it does not name is explained
    by the phrases of its `because` that are new.
    """
    old, new = {one.id: one for one in before.records}, {one.id: one for one in after.records}
    heads = [
        {name: HeadLine(name, _plain(value)) for name, value in (one.head or {}).items()} for one in (before, after)
    ]
    cells = [{cell.code: cell for cell in one.cells} for one in (before, after)]
    return [
        *(Difference(change, first, last) for change, first, last in _pairs(*heads) if first != last),
        *(_of_cell(change, first, last, old, new) for change, first, last in _pairs(*cells) if _differ(first, last)),
        *(
            Difference(change, first, last, reasons=_why(first, last, reasons or {}))
            for change, first, last in _pairs(old, new)
            if _face(first) != _face(last)
        ),
    ]


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[tuple[Change, Any, Any]]:
    for name, last in after.items():
        yield (Change.CHANGED if name in before else Change.ADDED), before.get(name), last
    for name, first in before.items():
        if name not in after:
            yield Change.GONE, first, None


def _differ(first: Cell | None, last: Cell | None) -> bool:
    def said(cell: Cell | None) -> Any:
        return cell and (cell.value, cell.title, cell.unit, cell.row, cell.column, set(cell.records))

    return bool(said(first) != said(last))


def _of_cell(
    change: Change, first: Cell | None, last: Cell | None, old: Mapping[str, Record], new: Mapping[str, Record]
) -> Difference:
    were, are = (dict.fromkeys(cell.records if cell else ()) for cell in (first, last))
    return Difference(
        change,
        first,
        last,
        came=tuple(new[one] for one in are if one not in were),
        went=tuple(new.get(one) or old[one] for one in were if one not in are),
        moved=tuple(new[one] for one in are if one in were and old[one].of_class != new[one].of_class),
    )


def _face(record: Record | None) -> Any:
    """What of a record a reader sees; its address may change with the program and says nothing."""
    return record and (record.label, record.of_class, record.note)


def _why(first: Record | None, last: Record | None, reasons: Reasons) -> tuple[str, ...]:
    one = last or first
    assert one is not None
    if one.id in reasons:
        return tuple(reasons[one.id])
    said = first.because if first and last else ()
    return tuple(phrase for phrase in one.because if phrase not in said)
