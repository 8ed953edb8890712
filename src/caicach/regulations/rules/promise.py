"""What follows from a deadline: promises kept through changes, apologies, lateness, hand-over, days before a day."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from caicach.regulations.rules.calendar import Days, Timetable
from caicach.regulations.rules.deadline import Due, due
from caicach.regulations.rules.request import Cutoff, Request
from caicach.regulations.rules.words import Language, Record, say


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A promise looked at again after a change of the calendar (tính lại ngày hẹn)."""

    promised_at: datetime | None
    moved: bool
    computed: Due
    record: Record | None = None

    def because(self, language: Language = "vi") -> list[str]:
        """Why the promise stands or moves."""
        return [] if self.record is None else [say(self.record, language)]


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """The law's deadline and that of index 766, side by side (hai cách tính)."""

    law: Due
    index: Due


@dataclass(frozen=True, slots=True)
class Lateness:
    """Working days late against the promise and against the law (số ngày quá hạn); negative is early."""

    promise_days: int | None
    law_days: int | None


def recompute(
    request: Request, timetable: Timetable, *, promised: datetime | None = None, explain: bool = True
) -> Recomputed:
    """Look at a promise again: never shortened, moved on only if the promised day became a day off."""
    computed = due(request, timetable, explain=explain)
    if promised is None:
        return Recomputed(computed.due_at, moved=False, computed=computed)
    days = timetable.days
    if request.unit == "clock_hour" or days.is_working(promised.date()):
        record = _record("promise_kept", promised=promised) if explain else None
        return Recomputed(promised, moved=False, computed=computed, record=record)
    moved = timetable.closing[days.before[days.index(promised.date())]]
    record = _record("promise_moved", promised=promised, moved=moved) if explain else None
    return Recomputed(moved, moved=True, computed=computed, record=record)


def two_clocks(request: Request, timetable: Timetable) -> TwoClocks:
    """The law restarts after a supplement, index 766 leaves the applicant's time out (law-confirmed C3)."""
    return TwoClocks(
        law=due(replace(request, clock="law"), timetable), index=due(replace(request, clock="index"), timetable)
    )


def lateness(found: Due, done_on: date, days: Days) -> Lateness:
    """How late a result of `done_on` is, in working days; a new date after an apology changes neither."""
    return Lateness(
        promise_days=None if found.due_on is None else days.between(found.due_on, done_on),
        law_days=None if found.statutory_on is None else days.between(found.statutory_on, done_on),
    )


def apology_by(due_on: date, days: Days) -> date:
    """The last working day for the letter of apology: a day before the limit, NĐ 61/2018 Đ19 k9."""
    return days.add(due_on, -1)


def last_day_before(event: date, amount: int, unit: Literal["working_day", "calendar_day"], days: Days) -> date:
    """The last working day on which an act is still `amount` days before an event, the event's day not counted.

    A publication decision is due 20 days (ministry) or 5 days (province) before the law takes effect: calendar days
    by NĐ 63/2010 Đ15, working days in the vendor's reading of index 766.
    """
    if unit == "working_day":
        return days.add(event, -amount)
    return days.roll_back(date.fromordinal(event.toordinal() - amount))


def handed_over_by(received: datetime, timetable: Timetable, cutoff: Cutoff) -> datetime:
    """When a paper dossier must have been passed on (chuyển hồ sơ): the same day, or when the next one opens.

    After the cut-off (15:00 in NĐ 61/2018 Đ18) the next working day's opening; online dossiers are passed on at once.
    """
    days = timetable.days
    index = days.index(received.date())
    in_time = received.hour * 60 + received.minute <= cutoff.latest(timetable.hours)
    if days.is_working(received.date()) and in_time:
        return timetable.closing[days.before[index]]
    return timetable.midnight[days.before[index + 1]] + timetable.clock[0]


def _record(code: str, **values: datetime) -> Record:
    return Record(code, {name: value.isoformat(timespec="minutes") for name, value in values.items()})
