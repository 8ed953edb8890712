"""When things happen in the demo, all counted from the day it is made for (mốc thời gian của dữ liệu trình diễn)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from django.utils.timezone import get_default_timezone, localdate

from caicach.regulations import packs
from caicach.regulations.rules.calendar import CalendarUnknown
from caicach.regulations.rules.calendar import Days as WorkingDays

TASKS = {"prev": 100, "year": 100, "inspection": 40, "digital": 150, "thematic": 10}
COMPLETED = 264  # of the 400 tasks: 66 %
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class PlanDays:
    """A plan's first day on paper, and the days it runs from and to."""

    issued_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Days:
    """The days of the demo's story."""

    at: datetime
    today: date
    installed_at: datetime
    plans: dict[str, PlanDays]
    completed: dict[str, int]


def days_of(at: datetime) -> Days:
    """The story's days for a moment: two years of plans, with as much of each done as the time of year allows.

    The plans of the calendar year progress with the year; the digital plan began so long ago that two thirds of all
    tasks are done on any day one looks.
    """
    today = localdate(at)
    year = today.year
    elapsed = (today - date(year, 1, 1)).days / 365
    inspected = year if elapsed > 0.3 else year - 1
    inspection = PlanDays(workday(date(inspected, 2, 25)), date(inspected, 3, 1), date(inspected, 12, 31))
    of_inspection = min(1.0, (today - inspection.starts_on).days / 306)
    completed = {"prev": 97, "year": round(76 * elapsed), "inspection": round(38 * of_inspection), "thematic": 0}
    completed["digital"] = COMPLETED - sum(completed.values())
    months_ago = round(16 * completed["digital"] / TASKS["digital"])
    starts = _month(today, -months_ago)
    issued = workday(today - timedelta(days=9))
    plans = {
        "prev": PlanDays(workday(date(year - 2, 12, 27)), date(year - 1, 1, 1), date(year - 1, 12, 31)),
        "year": PlanDays(workday(date(year - 1, 12, 29)), date(year, 1, 1), date(year, 12, 31)),
        "inspection": inspection,
        "digital": PlanDays(workday(starts - timedelta(days=6)), starts, _month(starts, 18) - timedelta(days=1)),
        "thematic": PlanDays(issued, issued, _month(issued, 5) - timedelta(days=1)),
    }
    return Days(at, today, at_work(date(year - 2, 12, 2), 8), plans, completed)


def workday(day: date) -> date:
    """The day itself, or the last working day before it."""
    try:
        return _calendar().roll_back(day)
    except CalendarUnknown:
        return day - timedelta(days=max(0, day.weekday() - 4))


def next_workday(day: date) -> date:
    """The day itself, or the first working day after it."""
    try:
        return _calendar().roll_forward(day)
    except CalendarUnknown:
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def workdays_after(day: date, count: int) -> date:
    """The day so many working days later, or earlier when negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day = next_workday(day + step) if count > 0 else workday(day + step)
    return day


def at_work(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in the office's time zone."""
    return datetime.combine(day, time(hour, minute), tzinfo=get_default_timezone())


def office_moment(day: date, random: Random) -> datetime:
    """Some minute of the office hours of a day."""
    return at_work(day, random.choice((7, 8, 8, 9, 9, 10, 13, 14, 14, 15)), random.randrange(31, 60))


def quarter_of(day: date) -> tuple[int, int]:
    """The year and number of the quarter a day stands in."""
    return day.year, (day.month + 2) // 3


@cache
def _calendar() -> WorkingDays:
    """The days off and made-up days on file; beyond its years the demo takes the ordinary week."""
    return packs.calendar().known()


def _month(day: date, months: int) -> date:
    """The first day of the month so many months away."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
