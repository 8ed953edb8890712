"""A second deadline engine, written only to disagree with the first: it walks day by day and minute by minute.

No tables, and no shared code but the names of units and reasons: sets of dates, a counter, and the rules as a clerk
would follow them with a calendar on the wall. Hundreds of times slower than `rules/deadline.py`, and meant to be.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import get_args

from caicach.regulations.rules.request import Reason, Unit

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
Shifts = list[tuple[time, time]]


@dataclass
class Wall:
    """The calendar on the wall: days off, and weekend days worked."""

    off: set[date] = field(default_factory=set)
    worked: set[date] = field(default_factory=set)

    def working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


@dataclass
class Case:
    """One question, told in the plainest terms."""

    received: datetime
    unit: Unit
    amount: int
    shifts: Shifts
    latest: time
    restart: bool
    pauses: list[tuple[datetime, datetime, Reason]]


def slow_due(case: Case, wall: Wall) -> datetime:
    """When the limit ends."""
    if case.unit == "clock_hour":
        return _clock_hours(case)
    if case.unit == "working_hour":
        return _working_hours(case, wall)
    return _days(case, wall)


def day_received(moment: datetime, latest: time, wall: Wall) -> date:
    """The day a receipt counts as."""
    day = moment.date()
    if wall.working(day) and moment.time().replace(second=0) <= latest:
        return day
    day += ONE_DAY
    while not wall.working(day):
        day += ONE_DAY
    return day


def _days(case: Case, wall: Wall) -> datetime:
    """Walk day by day with a counter: the day something is asked for is used up, the day of its return is day zero."""
    wanted = 0 if case.unit == "same_day" else case.amount
    day, counted = day_received(case.received, case.latest, wall), 0
    waiting = list(case.pauses)
    while True:
        close = None
        if counted >= wanted:
            close = _close_of_first_worked(day, case, wall)
        if waiting and (waiting[0][0].date() <= day if close is None else waiting[0][0] < close):
            _, ends, reason = waiting.pop(0)
            day = day_received(ends, case.latest, wall)
            if reason == "supplement" and case.restart:
                counted = 0
        elif close is not None:
            return close
        else:
            day += ONE_DAY
            if case.unit == "calendar_day" or wall.working(day):
                counted += 1


def _close_of_first_worked(day: date, case: Case, wall: Wall) -> datetime:
    while not wall.working(day):
        day += ONE_DAY
    return datetime.combine(day, case.shifts[-1][1])


def _working_hours(case: Case, wall: Wall) -> datetime:
    """Walk minute by minute; only minutes inside a shift of a working day are counted."""
    moment = _first_minute(case.received, case, wall)
    wanted, counted = case.amount, 0
    waiting = list(case.pauses)
    while True:
        if waiting and waiting[0][0] <= moment:
            _, ends, reason = waiting.pop(0)
            moment = _first_minute(ends, case, wall)
            if reason == "supplement" and case.restart:
                counted = 0
            continue
        if not wall.working(moment.date()):
            moment = datetime.combine(moment.date() + ONE_DAY, time())
            continue
        at = moment.time()
        if any(start <= at < end for start, end in case.shifts):
            counted += 1
            if counted == wanted:
                return moment + ONE_MINUTE
        moment += ONE_MINUTE


def _first_minute(moment: datetime, case: Case, wall: Wall) -> datetime:
    day = day_received(moment, case.latest, wall)
    return moment if day == moment.date() else datetime.combine(day, case.shifts[0][0])


def _clock_hours(case: Case) -> datetime:
    moment, left = case.received, case.amount
    for begins, ends, reason in case.pauses:
        if moment + left * ONE_MINUTE <= begins:
            break
        left -= (begins - moment) // ONE_MINUTE
        if reason == "supplement" and case.restart:
            left = case.amount
        moment = ends
    return moment + left * ONE_MINUTE


SHIFTS: list[Shifts] = [
    [(time(7, 30), time(12)), (time(13), time(16, 30))],
    [(time(7), time(11, 30)), (time(13, 30), time(17))],
    [(time(8), time(17))],
]
OFTEN: dict[Unit, int] = {"working_day": 5, "calendar_day": 3, "same_day": 1, "clock_hour": 1, "working_hour": 1}
UNITS = [unit for unit, times in OFTEN.items() for _ in range(times)]
REASONS: list[Reason] = ["supplement", *get_args(Reason)]


def random_case(chance: random.Random) -> Case:
    """One case as offices have them: mostly days, some hours, now and then a pause or two."""
    unit = chance.choice(UNITS)
    first = date(2020, 1, 1) + ONE_DAY * chance.randrange(2700)
    moment = datetime.combine(first, time()) + ONE_MINUTE * chance.randrange(6 * 60, 21 * 60)
    shifts = chance.choice(SHIFTS)
    latest = chance.choice([shifts[-1][1], time(15), time(15, 30)])
    # Hours are asked in twentieths: whole minutes that an exact decimal can say.
    most = {"working_hour": 12 * 20, "clock_hour": 72 * 20}
    amount = 3 * chance.randint(1, most[unit]) if unit in most else chance.randint(1, 20)
    pauses = []
    begins = moment
    for _ in range(chance.choice([0, 0, 0, 0, 1, 1, 2])):
        begins += ONE_MINUTE * chance.randrange(1, 4 * 24 * 60)
        ends = begins + ONE_MINUTE * chance.randrange(0, 12 * 24 * 60)
        pauses.append((begins, ends, chance.choice(REASONS)))
        begins = ends
    return Case(moment, unit, amount, shifts, latest, chance.random() < 0.5, pauses)
