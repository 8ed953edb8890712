"""Where things stand in small drawings: the clock's bar and the line beside a figure, in per cent of the width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from caicach.ui.parts import Clock, Moment
from caicach.ui.wording import ENGLISH_MONTHS, hour, is_english, local, short_day

LABEL_WIDTH = 15.0  # per cent of the bar that a label needs, to keep two from touching
MANY_DAYS = 31


@dataclass(frozen=True)
class Mark:
    """A moment on the bar with its two words."""

    at: float
    kind: Literal["start", "pause", "first", "now", "due", "done"]
    says: str
    detail: str
    level: int = 0

    @property
    def anchor(self) -> str:
        if self.at > 92:
            return "end"
        return "start" if self.at < 8 or self.kind == "pause" else "middle"

    @property
    def x(self) -> str:
        return f"{self.at:.2f}%"


@dataclass(frozen=True)
class Span:
    """A stretch of the bar."""

    left: float
    right: float
    kind: Literal["ran", "ahead", "over", "off", "pause"]

    @property
    def x(self) -> str:
        return f"{self.left:.2f}%"

    @property
    def width(self) -> str:
        return f"{max(self.right - self.left, 0.2):.2f}%"


@dataclass(frozen=True)
class Tick:
    at: float
    says: str
    off: bool = False
    now: bool = False

    @property
    def x(self) -> str:
        return f"{self.at:.2f}%"


@dataclass(frozen=True)
class ClockDrawing:
    spans: list[Span]
    marks: list[Mark]
    ticks: list[Tick]
    levels: int


def instant(value: Moment, end: bool = False) -> datetime:
    """A day as a moment: its beginning, or its end where it closes a span."""
    at = local(value)
    if isinstance(at, datetime):
        return at.replace(tzinfo=None)
    return datetime.combine(at, time.max if end else time.min)


def used_percent(clock: Clock) -> int:
    """How much of the time from start to due has gone, 0 to 100."""
    if clock.due is None:
        return 0
    begin, due, now = instant(clock.start or clock.now), instant(clock.due, end=True), instant(clock.now)
    if now >= due or due <= begin:
        return 100
    return max(0, min(100, round(100 * ((now - begin) / (due - begin)))))


def clock_drawing(clock: Clock) -> ClockDrawing | None:
    """The whole bar of a deadline; nothing where start or due is not known."""
    if clock.start is None or clock.due is None:
        return None
    begin = instant(clock.start)
    first_day = datetime.combine(begin.date(), time.min)
    due, now = instant(clock.due, end=True), instant(clock.done_on or clock.now)
    last_day = datetime.combine(max(due, now).date() + timedelta(days=1), time.min)
    whole = last_day - first_day

    def at(value: datetime) -> float:
        return max(0.0, min(100.0, 100 * ((value - first_day) / whole)))

    spans = [Span(at(begin), at(due), "ahead"), Span(at(begin), at(min(now, due)), "ran")]
    if now > due:
        spans.append(Span(at(due), at(now), "over"))
    spans += [
        Span(at(datetime.combine(off, time.min)), at(datetime.combine(off, time.max)), "off")
        for off in clock.off
        if begin.date() < off <= max(due, now).date()
    ]
    spans += [Span(at(instant(p.begin)), at(instant(p.end or clock.now, end=True)), "pause") for p in clock.pauses]

    marks = [Mark(at(begin), "start", _("Bắt đầu"), stamp(clock.start))]
    marks += [
        Mark(
            at(instant(p.begin)),
            "pause",
            p.says or _("Tạm dừng"),
            f"{stamp(p.begin)} → {stamp(p.end)}" if p.end else stamp(p.begin),
        )
        for p in clock.pauses
    ]
    if clock.first_due and instant(clock.first_due).date() != due.date():
        marks.append(Mark(at(instant(clock.first_due, end=True)), "first", _("Hạn lần đầu"), stamp(clock.first_due)))
    marks.append(Mark(at(due), "due", _("Hạn"), stamp(clock.due)))
    if clock.done_on:
        marks.append(Mark(at(now), "done", _("Xong"), stamp(clock.done_on)))
    elif now >= begin:
        marks.append(Mark(at(now), "now", _("Hôm nay"), stamp(clock.now)))
    marks, levels = on_levels(marks)
    return ClockDrawing(spans, marks, ticks(first_day, last_day, set(clock.off), now, at), levels)


def stamp(value: Moment) -> str:
    return f"{hour(value)}, {short_day(value)}" if isinstance(value, datetime) else short_day(value)


def on_levels(marks: Sequence[Mark]) -> tuple[list[Mark], int]:
    """Labels that would touch their neighbour stand one line higher."""
    ends: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        left = {"start": mark.at, "middle": mark.at - LABEL_WIDTH / 2, "end": mark.at - LABEL_WIDTH}[mark.anchor]
        level = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        if level == len(ends):
            ends.append(0.0)
        ends[level] = left + LABEL_WIDTH
        placed.append(Mark(mark.at, mark.kind, mark.says, mark.detail, level))
    return placed, len(ends)


def ticks(
    first: datetime, last: datetime, off: set[date], now: datetime, at: Callable[[datetime], float]
) -> list[Tick]:
    """One day, one week or one month a tick, whichever stays readable."""
    days = (last - first).days
    if days > MANY_DAYS * 6:
        months = [first.replace(day=1) + timedelta(days=32 * n) for n in range(1, days // 30 + 2)]
        starts = [month.replace(day=1) for month in months if month.replace(day=1) < last]
        return [
            Tick(at(start), ENGLISH_MONTHS[start.month - 1] if is_english() else f"T{start.month}") for start in starts
        ]
    step = 1 if days <= MANY_DAYS else 7
    return [
        Tick(
            at(start + timedelta(hours=12)) if step == 1 else at(start),
            f"{start:%d}" if step == 1 else short_day(start),
            off=step == 1 and start.date() in off,
            now=start.date() == now.date(),
        )
        for start in (first + timedelta(days=n) for n in range(0, days, step))
    ]


def spark_points(series: Sequence[int | Decimal], width: int = 76, height: int = 24) -> list[tuple[float, float]]:
    """The points of a small line, the newest at the right."""
    low, high = min(series), max(series)
    spread = high - low or 1
    step = (width - 6) / max(len(series) - 1, 1)
    return [
        (round(3 + n * step, 1), round(height - 3 - float((value - low) / spread) * (height - 6), 1))
        for n, value in enumerate(series)
    ]
