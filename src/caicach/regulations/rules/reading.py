"""Reading a request from JSON (đọc yêu cầu): every field checked, each fault one sentence that names the field."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from caicach.regulations.rules.calendar import OfficeHours
from caicach.regulations.rules.request import (
    CLOCK_KINDS,
    LARGEST_AMOUNT,
    REASONS,
    SUPPLEMENT_MODES,
    UNITS,
    Amount,
    BadRequest,
    Cutoff,
    Extension,
    Pause,
    Request,
)

VIETNAM = timezone(timedelta(hours=7))
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
MOST_SHIFTS = 6


def request_from_json(data: object, *, hours: OfficeHours) -> Request:
    """A request as the command line and the database hold it; `hours` when it names none."""
    fields = _object(data, "", FIELDS)
    read = {name: FIELDS[name](value, name) for name, value in fields.items() if value is not None}
    for name, example in (("received", '"2026-01-08T15:20"'), ("unit", '"working_day"')):
        if name not in read:
            raise BadRequest(name, f"thiếu; ví dụ {example}.", f"is missing; for example {example}.")
    if read["unit"] == "clock_hour" and len(str(fields["received"])) == len("2026-01-08"):
        raise BadRequest("received", "cần cả giờ phút khi đếm giờ.", "needs a time of day when hours are counted.")
    if "pauses" in read:
        read["pauses"] = tuple(_after_receipt(pause, read["received"]) for pause in read["pauses"])
    return Request(**{"hours": hours, **read})


def _after_receipt(pause: Pause, received: datetime) -> Pause:
    """A pause told by its day alone, on the day of receipt, began after the receipt."""
    on_that_day = pause.begins.date() == received.date() and pause.begins.hour == pause.begins.minute == 0
    return replace(pause, begins=received) if on_that_day else pause


def _object(data: object, field: str, names: Mapping[str, object]) -> dict[str, Any]:
    where = field or "yêu cầu"
    if not isinstance(data, dict):
        raise BadRequest(where, "phải là một đối tượng {…}.", "must be an object {…}.")
    for name in data:
        if name not in names:
            known = ", ".join(names)
            shown = f"{field}.{name}" if field else str(name)
            raise BadRequest(shown[:60], f"không có trường này; có: {known}.", f"is no field; there are: {known}.")
    return data


def _moment(value: object, field: str) -> datetime:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise BadRequest(field, 'phải viết như "2026-01-08T15:20".', 'must be written like "2026-01-08T15:20".')
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            moment = moment.astimezone(VIETNAM).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise BadRequest(field, f"không có thời điểm {value}.", f"there is no moment {value}.") from None
    return moment.replace(second=0, microsecond=0)


def _day(value: object, field: str) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise BadRequest(field, 'phải viết như "2026-01-08".', 'must be written like "2026-01-08".')
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadRequest(field, f"không có ngày {value}.", f"there is no day {value}.") from None


def _amount(value: object, field: str) -> Amount:
    number: Amount | None = None
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value, re.ASCII):
        number = Decimal(value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = value
    if number is None or (isinstance(number, Decimal) and not number.is_finite()):
        raise BadRequest(field, "phải là số, ví dụ 5.", "must be a number, for example 5.")
    if not 0 <= number <= LARGEST_AMOUNT:
        raise BadRequest(field, f"phải từ 1 đến {LARGEST_AMOUNT}.", f"must lie between 1 and {LARGEST_AMOUNT}.")
    return int(number) if number == int(number) else number


def _minutes(value: object, field: str) -> int:
    found = CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadRequest(field, 'phải là giờ phút, ví dụ "15:00".', 'must be a time of day such as "15:00".')
    return int(found[1]) * 60 + int(found[2])


def cutoff(value: object, field: str) -> Cutoff:
    """When a receipt counts as of the next working day (giờ chốt): a time of day, or minutes before closing."""
    if not isinstance(value, dict):
        return Cutoff(_minutes(value, field))
    minutes = _object(value, field, {"minutes_before_closing": int}).get("minutes_before_closing")
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 <= minutes <= 24 * 60:
        raise BadRequest(f"{field}.minutes_before_closing", "phải là số phút, ví dụ 60.", "must be minutes such as 60.")
    return Cutoff(minutes, before_closing=True)


def office_hours(value: object, field: str = "hours") -> OfficeHours:
    """Shifts written as [["07:30", "12:00"], ["13:00", "16:30"]]."""
    shifts: list[tuple[int, int]] = []
    for number, shift in enumerate(_list(value, field, MOST_SHIFTS)):
        where = f"{field}[{number}]"
        if not isinstance(shift, Sequence) or isinstance(shift, str) or len(shift) != 2:
            raise BadRequest(where, 'phải là cặp giờ ["07:30", "12:00"].', 'must be a pair ["07:30", "12:00"].')
        start, end = _minutes(shift[0], where), _minutes(shift[1], where)
        if start >= end or (shifts and start < shifts[-1][1]):
            raise BadRequest(where, "giờ phải tăng dần, không chồng nhau.", "must run forward without overlap.")
        shifts.append((start, end))
    if not shifts:
        raise BadRequest(field, "phải có ít nhất một ca.", "needs at least one shift.")
    return OfficeHours(tuple(shifts))


def _code(value: object, field: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9_-]{1,40}", value):
        raise BadRequest(field, 'phải là mã lịch, ví dụ "vn".', 'must be the code of a calendar such as "vn".')
    return value


def _list(value: object, field: str, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise BadRequest(field, f"phải là danh sách, nhiều nhất {most} mục.", f"must be a list of {most} at most.")
    return value


def _one_of(names: Sequence[str]) -> Callable[[object, str], str]:
    def read(value: object, field: str) -> str:
        if not isinstance(value, str) or value not in names:
            said = ", ".join(names)
            raise BadRequest(field, f"phải là một trong: {said}.", f"must be one of: {said}.")
        return value

    return read


def _pauses(value: object, field: str) -> tuple[Pause, ...]:
    pauses = []
    for number, item in enumerate(_list(value, field, 1000)):
        where = f"{field}[{number}]"
        pause = _object(item, where, {"from": 0, "to": 0, "reason": 0})
        begins = _moment(pause.get("from"), f"{where}.from")
        ends = None if pause.get("to") is None else _moment(pause["to"], f"{where}.to")
        reason: Any = _one_of(REASONS)(pause.get("reason", "supplement"), f"{where}.reason")
        pauses.append(Pause(begins, ends, reason))
    return tuple(pauses)


def _phases(value: object, field: str) -> tuple[Amount, ...]:
    return tuple(_amount(item, f"{field}[{number}]") for number, item in enumerate(_list(value, field, 1000)))


def _extension(value: object, field: str) -> Extension:
    if isinstance(value, list):
        raise BadRequest(field, "chỉ được hẹn lại một lần.", "a new date may be given only once.")
    fields = _object(value, field, {"to": 0, "asked_on": 0})
    return Extension(_day(fields.get("to"), f"{field}.to"), _day(fields.get("asked_on"), f"{field}.asked_on"))


FIELDS: dict[str, Callable[[Any, str], Any]] = {
    "received": _moment,
    "amount": _amount,
    "unit": _one_of(UNITS),
    "cutoff": cutoff,
    "hours": office_hours,
    "supplement_mode": _one_of(SUPPLEMENT_MODES),
    "pauses": _pauses,
    "phases": _phases,
    "known_on": _day,
    "calendar": _code,
    "committed_amount": _amount,
    "clock": _one_of(CLOCK_KINDS),
    "extension": _extension,
}
