"""The ladder of reminders on paper (thang đôn đốc): on which working days around a deadline who is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from caicach.plans.rules import Assigner
from caicach.regulations.rules.calendar import ORDINARY_WEEK, CalendarUnknown, Days

FARTHEST = 60  # working days before or after a deadline that a rung may stand at
MOST_RUNGS = 12
REPORTS_FROM = 1000  # rungs of a report that waits for a decision are numbered from here on


class Told(StrEnum):
    """Whom a rung speaks to (người được nhắc)."""

    REPORTER = "reporter"
    HEAD = "head"
    SUPERIOR = "superior"
    KEEPER = "keeper"


@dataclass(frozen=True, order=True)
class Rung:
    """One step of a ladder (nấc): so many working days before (below zero) or after the last day, these are told."""

    days: int
    to: tuple[Told, ...]


Ladder = tuple[Rung, ...]


class BadLadder(ValueError):
    """A ladder that would leave somebody untold, or tell them twice."""


# The office's own defaults, which each plan may change: no decree names these days. What the Government, the Prime
# Minister and the People's Committee give is spoken of earlier and reaches the superior sooner.
ORDINARY: Ladder = (
    Rung(-7, (Told.REPORTER,)),
    Rung(-3, (Told.REPORTER,)),
    Rung(0, (Told.REPORTER,)),
    Rung(1, (Told.REPORTER, Told.HEAD)),
    Rung(3, (Told.HEAD,)),
    Rung(7, (Told.SUPERIOR, Told.KEEPER)),
)
FROM_ABOVE: Ladder = (
    Rung(-10, (Told.REPORTER,)),
    Rung(-5, (Told.REPORTER,)),
    Rung(-2, (Told.REPORTER, Told.HEAD)),
    Rung(0, (Told.REPORTER, Told.HEAD)),
    Rung(1, (Told.REPORTER, Told.HEAD, Told.KEEPER)),
    Rung(3, (Told.HEAD, Told.SUPERIOR, Told.KEEPER)),
)
FROM_THE_TOP: Ladder = (
    Rung(-15, (Told.REPORTER,)),
    Rung(-7, (Told.REPORTER,)),
    Rung(-3, (Told.REPORTER, Told.HEAD)),
    Rung(-1, (Told.REPORTER, Told.HEAD)),
    Rung(0, (Told.REPORTER, Told.HEAD, Told.KEEPER)),
    Rung(1, (Told.HEAD, Told.SUPERIOR, Told.KEEPER)),
)
LADDERS: dict[Assigner, Ladder] = {
    Assigner.OWN: ORDINARY,
    Assigner.MINISTRY: FROM_ABOVE,
    Assigner.PEOPLES_COMMITTEE: FROM_ABOVE,
    Assigner.GOVERNMENT: FROM_THE_TOP,
    Assigner.PRIME_MINISTER: FROM_THE_TOP,
}
# A report that says done waits for the office that keeps the plan: working days since it was sent; its own head.
OF_REPORTS: Ladder = (Rung(3, (Told.KEEPER,)), Rung(7, (Told.KEEPER, Told.HEAD)))


def ladder_of(assigner: Assigner, own: Sequence[Mapping[str, Any]] | None) -> Ladder:
    """The ladder a plan is chased by: its own, or the one of who gave the work (thang đôn đốc của kế hoạch)."""
    if own is None:
        return LADDERS[assigner]
    return tuple(Rung(int(one["days"]), tuple(Told(who) for who in one["to"])) for one in own)


def as_json(ladder: Ladder) -> list[dict[str, Any]]:
    """The ladder as a plan keeps it."""
    return [{"days": rung.days, "to": [str(who) for who in rung.to]} for rung in ladder]


def checked(rungs: Iterable[Rung]) -> Ladder:
    """The rungs in the order of their days, if they make a ladder; raises BadLadder."""
    ladder = tuple(sorted(rungs))
    if len(ladder) > MOST_RUNGS:
        raise BadLadder("Thang đôn đốc có nhiều nhất 12 nấc. Hãy bỏ bớt.")
    if any(abs(rung.days) > FARTHEST for rung in ladder):
        raise BadLadder("Mỗi nấc cách hạn nhiều nhất 60 ngày làm việc.")
    if any(not rung.to for rung in ladder):
        raise BadLadder("Mỗi nấc phải có người được nhắc. Hãy chọn ít nhất một người, hoặc xóa nấc đó.")
    if len({rung.days for rung in ladder}) < len(ladder):
        raise BadLadder("Hai nấc rơi vào cùng một ngày. Hãy gộp thành một nấc.")
    if not any(rung.days > 0 and Told.SUPERIOR in rung.to for rung in ladder):
        raise BadLadder("Thang phải có ít nhất một nấc sau hạn nhắc lãnh đạo cấp trên, để việc quá hạn không nằm im.")
    return ladder


def days_past(last_day: date, on: date, calendar: Days | None) -> int:
    """Working days from the last day to `on`, below zero before it; a year without a calendar is of ordinary weeks."""
    if calendar is not None:
        try:
            return calendar.between(last_day, on)
        except CalendarUnknown:
            pass
    return _ordinary_days(on) - _ordinary_days(last_day)


def reached(ladder: Ladder, past: int) -> dict[Told, Rung]:
    """For each of those told, the highest rung reached `past` working days after the last day.

    Rungs passed over, while the program was down or before the task was given, are not made up for.
    """
    return {who: rung for rung in sorted(ladder) if rung.days <= past for who in rung.to}


def is_urgent(rung: Rung, ladder: Ladder) -> bool:
    """Whether a rung may ring a phone (gấp): the two highest, once the day has passed."""
    return rung.days > 0 and rung in sorted(ladder)[-2:]


def _ordinary_days(day: date) -> int:
    """Days of ordinary weeks up to and with a day, from a Monday long ago."""
    weeks, rest = divmod((day - date(1900, 1, 1)) // timedelta(days=1) + 1, 7)
    return weeks * sum(ORDINARY_WEEK) + sum(ORDINARY_WEEK[:rest])
