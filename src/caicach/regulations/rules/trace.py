"""What is written down while a deadline is computed: steps as coded records, and the calendar days that mattered."""

from datetime import date, datetime
from typing import Any

from caicach.regulations.rules.calendar import CalendarDay, Timetable
from caicach.regulations.rules.request import Reason, Request
from caicach.regulations.rules.words import Record

WALKED = ("working_day", "working_hour", "same_day")
"""The units that look at every day on the way; calendar days look only at both ends, clock hours at none."""


class Trace:
    """The notes of one computation, in the order they are told."""

    def __init__(self, request: Request, timetable: Timetable) -> None:
        self.request, self.timetable = request, timetable
        self.records: list[Record] = []
        self.spans: list[tuple[date, date]] = []
        self.last_place = 0

    def aside(self) -> "Trace":
        """A trace for a side computation (a part, the law's own limit): its days count, its steps are not told."""
        other = Trace(self.request, self.timetable)
        other.spans = self.spans
        return other

    def note(self, code: str, **values: Any) -> None:
        """Write a step down as plain JSON values."""
        plain = {
            name: value.isoformat(timespec="minutes")
            if isinstance(value, datetime)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for name, value in values.items()
        }
        self.records.append(Record(code, plain))

    def begun(self, counted: date) -> None:
        """How the receipt counts and what is counted."""
        request = self.request
        if request.unit != "clock_hour":
            self.spans.append((request.received.date(), counted))
            self._receipt(counted)
        amount = request.amount if request.committed_amount is None else request.committed_amount
        self.note(f"count_{request.unit}", amount=str(amount))
        if request.unit == "same_day" and request.amount is not None:
            self.note("amount_unused", amount=str(amount))
        if request.clock == "index":
            self.note("index_clock")

    def _receipt(self, counted: date) -> None:
        received, latest = self.request.received, self.request.latest
        if not self.timetable.days.is_working(received.date()):
            self.note("received_on_day_off", received=received, counted=counted)
        elif counted == received.date():
            self.note("received", received=received, counted=counted)
        elif latest == self.request.hours.closes:
            self.note("received_after_hours", received=received, counted=counted)
        else:
            self.note("received_after_cutoff", received=received, counted=counted, latest=latest)

    def ran(self, start: date, end: date, place: int) -> None:
        """The clock ran over these days towards a place on the unit's scale."""
        self.last_place = place
        if self.request.unit in WALKED:
            self.spans.append((start, end))
        elif self.request.unit == "calendar_day":
            raw = date.fromordinal(self.timetable.days.base + place)
            if raw <= end:
                self.spans.append((raw, end))

    def paused(self, code: str, begins: datetime, ends: datetime, reason: Reason, left: int, counted: date) -> None:
        """The clock stood still, and what is left of the limit afterwards."""
        if self.request.unit != "clock_hour":
            self.spans.append((ends.date(), counted))
        said = f"{left // 60}:{left % 60:02}" if self.request.unit.endswith("_hour") else str(left)
        self.note(code, begins=begins, ends=ends, reason=reason, left=said, unit=self.request.unit, counted=counted)

    def ended(
        self, due_at: datetime | None, statutory_at: datetime | None, steps: tuple[datetime, ...] | None
    ) -> tuple[CalendarDay, ...]:
        """Tell the calendar's part and the end; returns the calendar days that mattered."""
        request, days = self.request, self.timetable.days
        if due_at is not None and request.unit == "calendar_day":
            raw = date.fromordinal(days.base + self.last_place)
            if raw != due_at.date():
                self.note("rolled", raw=raw, rolled=due_at.date())
        if request.extension is not None and due_at is not None:
            self.spans += [(request.extension.to, request.extension.to), (days.add(due_at.date(), -1), due_at.date())]
        used = self._used()
        self._calendar(used)
        for number, (amount, step) in enumerate(zip(request.phases, steps or (), strict=False), start=1):
            self.note("step", number=number, amount=str(amount), unit=request.unit, due=step)
        if request.committed_amount is not None and statutory_at is not None:
            committed, law = str(request.committed_amount), str(request.amount)
            self.note("committed", committed=committed, amount=law, unit=request.unit, statutory=statutory_at)
        if due_at is not None:
            self.note("due", due=due_at)
            self._extension(due_at.date())
        return used

    def _used(self) -> tuple[CalendarDay, ...]:
        found = {entry.day: entry for span in self.spans for entry in self.timetable.days.changed(*span)}
        return tuple(found[day] for day in sorted(found))

    def _calendar(self, used: tuple[CalendarDay, ...]) -> None:
        for code, is_working in (("days_off", False), ("days_worked", True)):
            told = [
                {
                    "day": entry.day.isoformat(),
                    "name_vi": entry.name_vi,
                    "name_en": entry.name_en,
                    "known_on": None if entry.known_on is None else entry.known_on.isoformat(),
                    "status": entry.status,
                }
                for entry in used
                if entry.is_working == is_working
            ]
            if told:
                self.note(code, days=told)
        years = {year for start, end in self.spans for year in range(start.year, end.year + 1)}
        for year in sorted(years & self.timetable.days.awaiting_order):
            self.note("awaiting_order", year=year)
        if self.request.known_on is not None:
            self.note("known_on", day=self.request.known_on)

    def _extension(self, due_on: date) -> None:
        extension = self.request.extension
        if extension is None:
            return
        self.note("extended", to=extension.to, asked=extension.asked_on, due=due_on)
        latest = self.timetable.days.add(due_on, -1)  # NĐ 61/2018 Đ19 k9: a day before the limit
        if extension.asked_on > latest:
            self.note("apology_late", latest=latest)
