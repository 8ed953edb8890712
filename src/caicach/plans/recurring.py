"""Duties that come round, on paper: the periods of a calendar, their cut-off and due days (việc định kỳ).

Neither Django nor models. A period has a code that says all of it: 2026-09, 2026-Q3, 2026-H1, 2026-9M, 2026, 2026-W36.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class Every(StrEnum):
    """How often a duty comes round (chu kỳ)."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.NINE_MONTHS: 9, Every.YEAR: 12}
ROMAN = ("I", "II", "III", "IV")
MARKS = {Every.QUARTER: "Q{}", Every.HALF_YEAR: "H{}", Every.MONTH: "{:02d}"}
_CODE = re.compile(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])|(9M)|W(\d\d)))?")


@dataclass(frozen=True)
class Period:
    """One turn of a duty (kỳ): the days it covers, the day figures stop, and the day it is due."""

    code: str
    first_day: date
    last_day: date
    cutoff_on: date | None
    due_on: date


def occurrences(
    every: Every,
    due_day: int,
    due_months_after: int,
    cutoff_day: int | None,
    starts_on: date,
    ends_on: date,
) -> list[Period]:
    """The periods that touch the time a duty runs, first to last; none that was due before it began.

    Days are counted in the period's last month, `due_months_after` it (before it, when negative); day 31 is the last
    day of a shorter month. For weeks they are days of the week, Monday 1, and weeks after.
    """
    found = []
    for code in _codes(every, starts_on, ends_on):
        period = period_of(code, due_day, due_months_after, cutoff_day)
        if period.last_day >= starts_on and period.due_on >= starts_on:
            found.append(period)
    return found


def _codes(every: Every, starts_on: date, ends_on: date) -> Iterator[str]:
    if every is Every.WEEK:
        monday = starts_on - timedelta(days=starts_on.weekday())
        while monday <= ends_on:
            year, week, _ = monday.isocalendar()
            yield f"{year}-W{week:02d}"
            monday += timedelta(days=7)
        return
    length = MONTHS[every]
    for year in range(starts_on.year, ends_on.year + 1):
        for number in range(1, 12 // length + 1):
            if date(year, (number - 1) * length + 1, 1) <= ends_on:
                yield _code(every, year, number)


def _code(every: Every, year: int, number: int) -> str:
    if every is Every.YEAR:
        return str(year)
    return f"{year}-{MARKS[every].format(number)}" if every in MARKS else f"{year}-9M"


def period_of(code: str, due_day: int, due_months_after: int = 0, cutoff_day: int | None = None) -> Period:
    """A period from its code and the days of the duty; raises ValueError where the code names none."""
    first, last = span(code)
    if "-W" in code:
        due = first + timedelta(days=min(due_day, 7) - 1 + 7 * due_months_after)
        cutoff = None if cutoff_day is None else first + timedelta(days=min(cutoff_day, 7) - 1)
    else:
        due = day_in(last, due_day, due_months_after)
        cutoff = None if cutoff_day is None else day_in(last, cutoff_day)
    return Period(code, first, last, cutoff, due)


def span(code: str) -> tuple[date, date]:
    """The first and last day of a period."""
    read = _CODE.fullmatch(code)
    if read is None:
        raise ValueError(f"{code} is no period")
    year, month, quarter, half, nine, week = read.groups()
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return monday, monday + timedelta(days=6)
    read_as = ((month, 1), (quarter, 3), (half, 6), (nine and 1, 9), (1, 12))
    number, length = next((int(found), length) for found, length in read_as if found)
    first = date(int(year), (number - 1) * length + 1, 1)
    return first, day_in(first, 31, length - 1)


def day_in(month_of: date, day: int, months_after: int = 0) -> date:
    """A day of the month, so many months after that of a day; the last one where the month is shorter."""
    months = month_of.year * 12 + month_of.month - 1 + months_after
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def period_name(code: str) -> str:
    """A period as an office writes it: tháng 9/2026, quý III/2026, 6 tháng đầu năm 2026."""
    year, _, part = code.partition("-")
    match part[:1], part[1:]:
        case "", _:
            return f"năm {year}"
        case "Q", number:
            return f"quý {ROMAN[int(number) - 1]}/{year}"
        case "H", number:
            return f"6 tháng {'đầu' if number == '1' else 'cuối'} năm {year}"
        case "9", "M":
            return f"9 tháng năm {year}"
        case "W", number:
            return f"tuần {int(number)}/{year}"
        case _:
            return f"tháng {int(part)}/{year}"


def period_name_en(code: str) -> str:
    """The same in English."""
    year, _, part = code.partition("-")
    match part[:1], part[1:]:
        case "", _:
            return year
        case "Q", number:
            return f"quarter {ROMAN[int(number) - 1]}/{year}"
        case "H", number:
            return f"{'first' if number == '1' else 'second'} half of {year}"
        case "9", "M":
            return f"nine months of {year}"
        case "W", number:
            return f"week {int(number)}/{year}"
        case _:
            return f"{int(part)}/{year}"


Reasoned = tuple[date, tuple[str, ...], tuple[str, ...]]


def last_day_of_period(deadline: Mapping[str, Any]) -> Reasoned:
    """The last day of one turn of a duty, from its typed deadline `{"kind": "occurrence", "period": …, "day": …}`."""
    code = deadline["period"]
    due = period_of(code, deadline["day"], deadline.get("months_after", 0)).due_on
    return (
        due,
        (f"Việc định kỳ, kỳ {period_name(code)}: hạn ngày {due:%d/%m/%Y}.",),
        (f"A recurring duty, {period_name_en(code)}: due on {due:%d/%m/%Y}.",),
    )


@dataclass(frozen=True)
class Proposed:
    """What the words of a document say of how a duty comes round; None is for the keeper to say."""

    every: Every | None
    due_day: int
    due_months_after: int = 0


OF = {"last_month_of_period": 0, "next_month": 1, "first_month_of_next_period": 1}
TIMES = {("year", 2): Every.HALF_YEAR, ("year", 4): Every.QUARTER, ("year", 12): Every.MONTH}


def proposed(deadline: Mapping[str, Any] | None) -> Proposed | None:
    """The recurrence a typed deadline names, as far as it names one (kỳ đề xuất từ văn bản).

    «Trước ngày D» ends the day before D. Of several frequencies the shortest is proposed.
    """
    if deadline is None:
        return None
    if deadline["kind"] == "multi":
        found = [one for one in map(proposed, deadline["items"]) if one is not None and one.every is not None]
        return min(found, key=lambda one: list(Every).index(one.every or Every.YEAR), default=None)
    if deadline["kind"] != "recurring":
        return None
    named = TIMES.get((deadline["every"], deadline.get("times", 1)), deadline["every"])
    every = Every(named) if named in set(Every) and "interval" not in deadline else None
    if every is Every.WEEK:
        return Proposed(every, deadline.get("weekday", 5))
    after = OF.get(deadline.get("of", ""), 0)
    if deadline.get("of") == "first_month_of_period" and every is not None:
        after = 1 - MONTHS[every]
    month = deadline.get("month") or 3 * deadline.get("quarter", 0)
    if every is Every.YEAR and month:
        after = month - 12
    day = deadline.get("day", 31)
    if deadline.get("comparator") == "before" and "day" in deadline:
        day, after = (day - 1, after) if day > 1 else (31, after - 1)
    return Proposed(every, day, after)
