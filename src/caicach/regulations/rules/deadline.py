"""The deadline engine (máy tính hạn): when a limit ends, and why.

Every unit is a scale: a receipt, a pause and an end are places on a table of whole numbers (working days, days, or
minutes), so a limit is an addition and each pause a subtraction. The scales are the only place where units differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from caicach.regulations.rules.calendar import (
    MINUTES_A_DAY,
    CalendarDay,
    CalendarUnknown,
    Timetable,
    WorkingCalendar,
)
from caicach.regulations.rules.request import BadRequest, Extension, Request, Unit
from caicach.regulations.rules.trace import Trace
from caicach.regulations.rules.words import Language, Record, say


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends (hạn): the promise, the law's own end, and every step that made them.

    `due_at` is None when there is no limit, and while the clock stands still.
    """

    due_at: datetime | None
    counted_from: date | None
    steps: tuple[datetime, ...] | None = None
    statutory_at: datetime | None = None
    extended_at: datetime | None = None
    records: tuple[Record, ...] = ()
    used: tuple[CalendarDay, ...] = ()

    @property
    def due_on(self) -> date | None:
        """The day the result is promised (ngày hẹn trả)."""
        return None if self.due_at is None else self.due_at.date()

    @property
    def statutory_on(self) -> date | None:
        """The day the law's limit ends, which a commitment may precede (hạn luật định)."""
        return None if self.statutory_at is None else self.statutory_at.date()

    def because(self, language: Language = "vi") -> list[str]:
        """Why this date (vì sao ngày này), one sentence a step."""
        return [say(record, language) for record in self.records]


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit as places on a table of whole numbers."""

    start: Callable[[Timetable, datetime, int], int]
    """The place of a receipt, given the last minute of a day that still counts."""
    reached: Callable[[Timetable, datetime], int]
    """The last place wholly used at a moment."""
    end: Callable[[Timetable, int], datetime]
    """The moment at which a place ends."""


def due(request: Request, timetable: Timetable, *, explain: bool = True) -> Due:
    """When the limit ends; with `explain` also every step and the calendar days that mattered."""
    if request.unit == "none":
        return _without_limit(request)
    trace = Trace(request, timetable) if explain else None
    try:
        return _computed(request, timetable, trace)
    except IndexError:
        raise CalendarUnknown(timetable.days.first_unknown_year) from None


def answer(request: Request, calendar: WorkingCalendar) -> Due:
    """When the limit ends by a calendar, as it was known on the day the request names."""
    return due(request, calendar.timetable(request.hours, request.known_on))


def due_many(request: Request, received: Iterable[datetime], timetable: Timetable) -> list[datetime]:
    """The ends of one and the same limit for many receipts, without pauses and without words."""
    scale, size, latest = SCALES[request.unit], request.promised_size, request.latest
    start, end = scale.start, scale.end
    try:
        return [end(timetable, start(timetable, moment, latest) + size) for moment in received]
    except IndexError:
        raise CalendarUnknown(timetable.days.first_unknown_year) from None


def _computed(request: Request, timetable: Timetable, trace: Trace | None) -> Due:
    received_on = _counted_day(request.unit, timetable, request.received, request.latest)
    if trace is not None:
        trace.begun(received_on)
    due_at, counted_from = _after_pauses(request, timetable, request.promised_size, received_on, trace)
    statutory_at, steps, extended_at = due_at, None, None
    aside = None if trace is None else trace.aside()
    if request.committed_amount is not None:
        statutory_at, _ = _after_pauses(request, timetable, request.statutory_size, received_on, aside)
    if request.phases and due_at is not None:
        sizes = accumulate(request.size(phase) for phase in request.phases)
        steps = tuple(_step(request, timetable, size, received_on, aside) for size in sizes)
    if request.extension is not None:
        extended_at = _extended(request.extension, timetable, due_at)
    if trace is None:
        return Due(due_at, counted_from, steps, statutory_at, extended_at)
    used = trace.ended(due_at, statutory_at, steps)
    return Due(due_at, counted_from, steps, statutory_at, extended_at, tuple(trace.records), used)


def _after_pauses(
    request: Request, timetable: Timetable, full: int, counted_from: date, trace: Trace | None
) -> tuple[datetime | None, date]:
    """The end of a limit of `full` places with every pause taken out, and the day the count starts from."""
    scale, latest = SCALES[request.unit], request.latest
    start, left = scale.start(timetable, request.received, latest), full
    running_from = counted_from
    end = scale.end(timetable, start + left)
    for pause in request.pauses:
        if pause.begins >= end:  # the limit was over: a late request does not give new time
            if trace is not None:
                trace.note("pause_too_late", begins=pause.begins, reason=pause.reason, due=end)
            continue
        if trace is not None:
            trace.ran(running_from, pause.begins.date(), start + left)
        if pause.ends is None:
            if trace is not None:
                trace.note("waiting", begins=pause.begins, reason=pause.reason)
            return None, counted_from
        restarts = request.restarts(pause)
        used = max(0, scale.reached(timetable, pause.begins) - start)
        left = full if restarts else max(0, left - used)
        start = scale.start(timetable, pause.ends, latest)
        running_from = _counted_day(request.unit, timetable, pause.ends, latest)
        counted_from = running_from if restarts else counted_from
        end = scale.end(timetable, start + left)
        if trace is not None:
            code = "restarted" if restarts else "suspended"
            trace.paused(code, pause.begins, pause.ends, pause.reason, left, running_from)
    if trace is not None:
        trace.ran(running_from, end.date(), start + left)
    return end, counted_from


def _step(request: Request, timetable: Timetable, size: int, received_on: date, trace: Trace | None) -> datetime:
    """The end of the first parts together, which has passed or runs whenever the whole limit does."""
    end, _ = _after_pauses(request, timetable, size, received_on, trace)
    assert end is not None
    return end


def _counted_day(unit: Unit, timetable: Timetable, moment: datetime, latest: int) -> date:
    """The day a receipt counts as: the day itself, or the next working day."""
    if unit == "clock_hour":
        return moment.date()
    return timetable.days.dates[_working_day_received(timetable, moment, latest)]


def _extended(extension: Extension, timetable: Timetable, due_at: datetime | None) -> datetime:
    if due_at is None or extension.to <= due_at.date():
        raise BadRequest(
            "extension.to", "phải sau ngày hẹn đang có hiệu lực.", "must lie after a promised date that is running."
        )
    index = timetable.days.index(extension.to)
    if not timetable.days.is_working(extension.to):
        raise BadRequest("extension.to", "là ngày nghỉ; hãy chọn ngày làm việc.", "is a day off; choose a working day.")
    return timetable.closing[timetable.days.before[index]]


def _without_limit(request: Request) -> Due:
    if request.extension is not None:
        raise BadRequest("extension", "không có hạn để gia hạn.", "there is no limit to extend.")
    records = [Record("no_limit")]
    if request.amount is not None:
        records.append(Record("amount_unused", {"amount": str(request.amount)}))
    return Due(None, None, records=tuple(records))


# The scales.


def _index(timetable: Timetable, moment: datetime) -> int:
    index = moment.toordinal() - timetable.days.base
    if index < 0:
        raise CalendarUnknown(moment.year)
    return index


def _working_day_received(timetable: Timetable, moment: datetime, latest: int) -> int:
    index = _index(timetable, moment)
    return timetable.days.before[index + 1 if moment.hour * 60 + moment.minute > latest else index]


def _working_day_reached(timetable: Timetable, moment: datetime) -> int:
    return timetable.days.before[_index(timetable, moment) + 1] - 1


def _working_day_end(timetable: Timetable, place: int) -> datetime:
    return timetable.closing[place]


def _calendar_day_received(timetable: Timetable, moment: datetime, latest: int) -> int:
    day = timetable.days.dates[_working_day_received(timetable, moment, latest)]
    return day.toordinal() - timetable.days.base


def _calendar_day_end(timetable: Timetable, place: int) -> datetime:
    # A last day that is off moves on to the next working day: BLDS 2015 Đ148.
    return timetable.closing[timetable.days.before[place]]


def _working_minute_received(timetable: Timetable, moment: datetime, latest: int) -> int:
    before = timetable.days.before
    index = _index(timetable, moment)
    minute = moment.hour * 60 + moment.minute
    day_minutes = len(timetable.clock) - 1
    if minute > latest:
        return before[index + 1] * day_minutes
    whole = before[index]
    return whole * day_minutes + (timetable.worked[minute] if before[index + 1] > whole else 0)


def _working_minute_reached(timetable: Timetable, moment: datetime) -> int:
    return _working_minute_received(timetable, moment, MINUTES_A_DAY)


def _working_minute_end(timetable: Timetable, place: int) -> datetime:
    clock = timetable.clock
    day, minutes = divmod(place - 1, len(clock) - 1)
    return timetable.midnight[day] + clock[minutes + 1]


def _clock_minute_received(timetable: Timetable, moment: datetime, latest: int) -> int:
    return _index(timetable, moment) * MINUTES_A_DAY + moment.hour * 60 + moment.minute


def _clock_minute_reached(timetable: Timetable, moment: datetime) -> int:
    return _clock_minute_received(timetable, moment, MINUTES_A_DAY)


def _clock_minute_end(timetable: Timetable, place: int) -> datetime:
    day, minutes = divmod(place, MINUTES_A_DAY)
    return datetime.fromordinal(timetable.days.base + day) + timedelta(minutes=minutes)


_WORKING_DAYS = Scale(_working_day_received, _working_day_reached, _working_day_end)
SCALES: dict[Unit, Scale] = {
    "working_day": _WORKING_DAYS,
    "same_day": _WORKING_DAYS,
    "calendar_day": Scale(_calendar_day_received, _index, _calendar_day_end),
    "working_hour": Scale(_working_minute_received, _working_minute_reached, _working_minute_end),
    "clock_hour": Scale(_clock_minute_received, _clock_minute_reached, _clock_minute_end),
}
