"""Deadlines that count from an event, on paper (hạn tính từ một sự kiện): recomputed from what was written down.

Neither Django nor models. The typed deadline carries the day the event `happened`, its `time` where hours count, and
the days `off` that were stepped over: so a line of the ledger can be recomputed whatever the calendar becomes.
"""

from collections.abc import Mapping, Set
from datetime import date, datetime, time, timedelta
from typing import Any

from caicach.plans.recurring import Reasoned, day_in

LENGTHS: dict[str, tuple[str, str]] = {
    "hours": ("giờ", "hours"),
    "working_days": ("ngày làm việc", "working days"),
    "days": ("ngày", "days"),
    "weeks": ("tuần", "weeks"),
    "months": ("tháng", "months"),
    "years": ("năm", "years"),
}


def amount_of(deadline: Mapping[str, Any]) -> tuple[str, int] | None:
    """How long a relative deadline is, in its own unit; of a range the longer end."""
    for unit in LENGTHS:
        if unit in deadline:
            value = deadline[unit]
            return unit, max(value) if isinstance(value, list) else value
    return None


def landing(unit: str, amount: int, happened: date, at_time: time) -> date:
    """Where a limit ends on the plain calendar, before days off are stepped over; working days count apart."""
    match unit:
        case "hours":
            return (datetime.combine(happened, at_time) + timedelta(hours=amount)).date()
        case "days" | "weeks":
            return happened + timedelta(days=amount * (7 if unit == "weeks" else 1))
        case _:
            return day_in(happened, happened.day, amount * (12 if unit == "years" else 1))


def last_day_after(deadline: Mapping[str, Any]) -> Reasoned:
    """The last day of a relative deadline whose event has been recorded.

    The day of the event is not counted; a last day that is off moves on to the next working day (Civil Code 2015,
    articles 147, 148), back to the one before where the words say so long *before* the event. Hours run on the clock.
    """
    found = amount_of(deadline)
    assert found is not None
    unit, amount = found
    happened = date.fromisoformat(deadline["happened"])
    off = {date.fromisoformat(day) for day in deadline.get("off", [])}
    if unit == "working_days":
        due = _step(happened, amount, off)
    else:
        due = landing(unit, amount, happened, time.fromisoformat(deadline.get("time", "00:00")))
        while due in off:
            due += timedelta(days=1 if amount >= 0 else -1)
    return due, *_words(deadline, unit, amount, happened, due)


def _step(day: date, count: int, off: Set[date]) -> date:
    way = 1 if count >= 0 else -1
    for _ in range(abs(count)):
        day += timedelta(days=way)
        while day in off:
            day += timedelta(days=way)
    return day


def _words(
    deadline: Mapping[str, Any], unit: str, amount: int, happened: date, due: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    vi, en = LENGTHS[unit]
    clock, off = deadline.get("time"), len(deadline.get("off", []))
    when = f"{clock} ngày {happened:%d/%m/%Y}" if clock else f"ngày {happened:%d/%m/%Y}"
    said = [f"Sự kiện xảy ra {when}.", f"{abs(amount)} {vi} {'sau' if amount >= 0 else 'trước'} đó là {due:%d/%m/%Y}."]
    english = [
        f"The event happened on {happened:%d/%m/%Y}{f' at {clock}' if clock else ''}.",
        f"{abs(amount)} {en} {'after' if amount >= 0 else 'before'} it is {due:%d/%m/%Y}.",
    ]
    if off:
        said.append(f"Đã bỏ qua {off} ngày nghỉ theo lịch làm việc.")
        english.append(f"{off} days off were stepped over.")
    return tuple(said), tuple(english)
