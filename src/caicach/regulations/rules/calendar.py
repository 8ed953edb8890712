"""The working calendar (lịch làm việc): which days are worked as known on a day, and tables that count on them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, Self

Certainty = Literal["seen", "library", "derived", "unverified"]
ORDINARY_WEEK = (True, True, True, True, True, False, False)  # Monday to Sunday
MINUTES_A_DAY = 24 * 60


class CalendarUnknown(ValueError):
    """No calendar of that year has been loaded (chưa có lịch làm việc của năm đó)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Chưa có lịch làm việc năm {year}: hãy nạp gói lịch của năm đó rồi tính lại.")
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day that differs from the ordinary week: off, or worked, by whose order (ngày nghỉ, ngày làm bù)."""

    day: date
    is_working: bool
    by: str
    name_vi: str = ""
    name_en: str = ""
    source: str = ""
    known_on: date | None = None
    status: Certainty = "seen"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """An office's hours on a working day (giờ làm việc): shifts in minutes from midnight, in order."""

    shifts: tuple[tuple[int, int], ...]

    @property
    def opens(self) -> int:
        return self.shifts[0][0]

    @property
    def closes(self) -> int:
        return self.shifts[-1][1]


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """Every day from `first` to `last`: the ordinary week, and the days that orders and holidays change."""

    code: str
    first: date
    last: date
    days: tuple[CalendarDay, ...]
    awaiting_order: frozenset[int] = frozenset()
    """Years whose official plan of days off is not out yet (chưa có phương án nghỉ chính thức)."""

    def known(self, on: date | None = None) -> "Days":
        """The calendar as an office knew it on a day; all that is known when no day is given."""
        orders = _orders(self)
        return _days(self, len(orders) if on is None else bisect_right(orders, on))

    def timetable(self, hours: OfficeHours, known_on: date | None = None) -> "Timetable":
        """The tables for counting days and minutes at an office with these hours."""
        return _timetable(self.known(known_on), hours)


@dataclass(frozen=True, eq=False, slots=True)
class Days:
    """Prefix tables of the calendar as known on a day; index 0 is the calendar's first day."""

    base: int
    before: list[int]
    """How many working days lie strictly before each day; one entry more than there are days."""
    dates: list[date]
    """The working days in order: `dates[before[i]]` is day i itself, or the next working day."""
    special: dict[int, CalendarDay]
    """The days whose kind differs from the ordinary week."""
    awaiting_order: frozenset[int] = frozenset()

    @classmethod
    def of(cls, first: date, last: date, days: list[CalendarDay], awaiting_order: frozenset[int]) -> Self:
        """Build the tables; of two entries for one day the later in the list holds."""
        base = first.toordinal()
        kinds = [ORDINARY_WEEK[date.fromordinal(n).weekday()] for n in range(base, last.toordinal() + 1)]
        special = {}
        for entry in days:
            index = entry.day.toordinal() - base
            special[index] = entry
        special = {i: entry for i, entry in special.items() if entry.is_working != kinds[i]}
        before, dates = [0], []
        for index, is_working in enumerate(kinds):
            if special[index].is_working if index in special else is_working:
                dates.append(date.fromordinal(base + index))
            before.append(len(dates))
        return cls(base, before, dates, special, awaiting_order)

    def index(self, day: date) -> int:
        """The day's place in the tables; refused outside the years that are known."""
        index = day.toordinal() - self.base
        if not 0 <= index < len(self.before) - 1:
            raise CalendarUnknown(day.year)
        return index

    def nth(self, number: int) -> date:
        """The working day with this number, counted from the calendar's first."""
        if number < 0:
            raise CalendarUnknown(date.fromordinal(self.base).year - 1)
        if number >= len(self.dates):
            raise CalendarUnknown(self.first_unknown_year)
        return self.dates[number]

    @property
    def first_unknown_year(self) -> int:
        return date.fromordinal(self.base + len(self.before) - 1).year

    def is_working(self, day: date) -> bool:
        """Whether the day is worked (ngày làm việc)."""
        index = self.index(day)
        return self.before[index + 1] > self.before[index]

    def roll_forward(self, day: date) -> date:
        """The day itself, or the next working day when it is a day off."""
        return self.nth(self.before[self.index(day)])

    def roll_back(self, day: date) -> date:
        """The day itself, or the last working day before it when it is a day off."""
        return self.nth(self.before[self.index(day) + 1] - 1)

    def add(self, day: date, count: int) -> date:
        """The day `count` working days later, or earlier when negative; the day itself is not counted."""
        index = self.index(day)
        if count == 0:
            return self.roll_forward(day)
        return self.nth((self.before[index + 1] - 1 if count > 0 else self.before[index]) + count)

    def between(self, start: date, end: date) -> int:
        """Working days from one day to another, the first not counted; negative when the end lies before."""
        return self.before[self.index(end) + 1] - self.before[self.index(start) + 1]

    def changed(self, start: date, end: date) -> Iterator[CalendarDay]:
        """The days of a span, both ends included, that differ from the ordinary week."""
        first, last = start.toordinal() - self.base, end.toordinal() - self.base
        return (entry for index, entry in self.special.items() if first <= index <= last)


@dataclass(frozen=True, eq=False, slots=True)
class Timetable:
    """Prefix tables of days and minutes of one office: every question of the engine is a look-up."""

    days: Days
    hours: OfficeHours
    closing: list[datetime]
    """The end of office hours of each working day, in order."""
    midnight: list[datetime]
    """The start of each working day's date, in order."""
    worked: list[int]
    """Minutes worked on a working day when the clock shows each minute of the day."""
    clock: list[timedelta]
    """The time of day at which so many minutes are worked: the earliest such moment."""

    @property
    def day_minutes(self) -> int:
        return len(self.clock) - 1


def roll_forward(day: date, calendar: WorkingCalendar, known_on: date | None = None) -> date:
    """The day itself, or the next working day when it is a day off."""
    return calendar.known(known_on).roll_forward(day)


def add_working_days(day: date, count: int, calendar: WorkingCalendar, known_on: date | None = None) -> date:
    """The day `count` working days later, or earlier when negative; the day itself is not counted."""
    return calendar.known(known_on).add(day, count)


def working_days_between(start: date, end: date, calendar: WorkingCalendar, known_on: date | None = None) -> int:
    """Signed working days: from today to the due day, 2 reads "còn 2 ngày làm việc", −3 "quá hạn 3 ngày làm việc"."""
    return calendar.known(known_on).between(start, end)


@lru_cache(maxsize=64)
def _orders(calendar: WorkingCalendar) -> list[date]:
    """The days on which the calendar was changed by a later order."""
    return sorted({entry.known_on for entry in calendar.days if entry.known_on is not None})


@lru_cache(maxsize=256)
def _days(calendar: WorkingCalendar, orders_known: int) -> Days:
    orders = _orders(calendar)[:orders_known]
    known = [entry for entry in calendar.days if entry.known_on is None or entry.known_on in orders]
    known.sort(key=lambda entry: (entry.day, entry.known_on or date.min))
    return Days.of(calendar.first, calendar.last, known, calendar.awaiting_order)


@lru_cache(maxsize=256)
def _timetable(days: Days, hours: OfficeHours) -> Timetable:
    worked = [0] * (MINUTES_A_DAY + 1)
    clock = [timedelta(minutes=hours.opens)]
    for start, end in hours.shifts:
        for minute in range(start + 1, end + 1):
            clock.append(timedelta(minutes=minute))
    done = 0
    ends = {int(moment.total_seconds()) // 60 for moment in clock[1:]}
    for minute in range(1, MINUTES_A_DAY + 1):
        done += minute in ends
        worked[minute] = done
    midnight = [datetime.combine(day, time()) for day in days.dates]
    closing = [start + timedelta(minutes=hours.closes) for start in midnight]
    return Timetable(days, hours, closing, midnight, worked, clock)
