"""What a statement says, as frozen values: every task as it stood on the day; the files are made of nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from caicach.plans.rules import FIELDS, Period, Progress, Standing, Timeliness
from caicach.plans.statement.classes import Classes, Printed, printed

Key = TypeVar("Key")


@dataclass(frozen=True)
class Office:
    """Whose statement it is (cơ quan báo cáo), as its letterhead and signature name it."""

    agency: str
    parent: str
    symbol: str
    place: str
    signs: str
    """GIÁM ĐỐC: in whose capacity it is signed."""
    head: str
    """Who signs, where one person heads the unit; else the clerk writes the name."""


@dataclass(frozen=True)
class Source:
    """The document a plan stands in (văn bản ban hành kế hoạch)."""

    type_name: str
    number: str
    issued_on: date | None
    issuer: str
    subject: str


@dataclass(frozen=True)
class Lead:
    """A unit that leads tasks (đơn vị chủ trì), and its place in the unit tree."""

    unit_id: int
    name: str
    path: str


@dataclass(frozen=True)
class Line:
    """One task as it stood on the statement's day."""

    task_id: int
    number: int
    text: str
    title: str
    field: str
    lead: Lead
    coop: tuple[str, ...]
    due_on: date | None
    first_due_on: date | None
    deadline_changes: int
    deadline_phrase: str
    standing: Standing
    begun: bool
    awaiting: bool
    """The unit has reported it done and the office has not yet confirmed."""
    given_later: bool
    """Given after the statement's day, so its first deadline stands for it."""
    done_on: date | None
    days_late: int
    working_days_late: int | None
    """None in a year whose working calendar is not known."""
    result: str
    """What the unit last reported, as sent; a draft is nobody else's business."""
    reason: str
    """Why the last report was returned by the office."""
    evidence: tuple[str, ...]

    @property
    def field_name(self) -> str:
        return FIELDS[self.field][0]

    @property
    def printed(self) -> Printed:
        return printed(self.standing)

    @property
    def is_done(self) -> bool:
        return self.standing.progress is Progress.COMPLETED

    @property
    def is_overdue(self) -> bool:
        return self.printed is Printed.OPEN_OVERDUE


@dataclass(frozen=True)
class Stopped:
    """A task whose clock did not run on the day: suspended, or cancelled by a document."""

    number: int
    title: str
    lead: str
    is_cancelled: bool
    since: date
    because: str
    ordered_by: str


@dataclass(frozen=True)
class Group:
    """The tasks of one field, or of one lead unit, counted."""

    name: str
    classes: Classes


@dataclass(frozen=True)
class Statement:
    """The progress of a plan in a period (báo cáo tiến độ), as known at a moment."""

    plan_code: str
    plan_title: str
    synthetic: bool
    source: Source | None
    office: Office
    period: Period
    as_of: datetime
    day: date
    """The last day of the period or the day of `as_of`, whichever is earlier."""
    partial: bool
    """Only some of the plan's tasks: those the reader may see, or has chosen."""
    lines: tuple[Line, ...]
    stopped: tuple[Stopped, ...] = ()
    """Suspended and cancelled tasks: told apart, in no class."""

    @cached_property
    def classes(self) -> Classes:
        return Classes.of(line.standing for line in self.lines)

    @cached_property
    def by_field(self) -> tuple[Group, ...]:
        """A group for each field that has tasks, in the order of the fields."""
        groups = self._groups(lambda line: line.field)
        return tuple(Group(FIELDS[code][0], groups[code]) for code in FIELDS if code in groups)

    @cached_property
    def by_lead(self) -> tuple[Group, ...]:
        """A group for each lead unit, in the order of the unit tree."""
        groups = self._groups(lambda line: line.lead)
        return tuple(Group(lead.name, groups[lead]) for lead in sorted(groups, key=lambda lead: lead.path))

    @cached_property
    def due_in_period(self) -> Classes:
        """The tasks whose deadline lies in the period; those still open in time have not fallen due yet."""
        return Classes.of(line.standing for line in self.lines if self._holds(line.due_on))

    @cached_property
    def completed_in_period(self) -> tuple[Line, ...]:
        """Tasks completed from the first day of the period, in order of that day."""
        found = [line for line in self.lines if self._holds(line.done_on)]
        return tuple(sorted(found, key=lambda line: (line.done_on or date.min, line.number)))

    @cached_property
    def overdue(self) -> tuple[Line, ...]:
        """Tasks that are late and not completed, the longest first."""
        found = [line for line in self.lines if line.is_overdue]
        return tuple(sorted(found, key=lambda line: (-line.days_late, line.number)))

    @cached_property
    def completed_late_in_period(self) -> tuple[Line, ...]:
        return tuple(line for line in self.completed_in_period if line.standing.timeliness is Timeliness.LATE)

    @cached_property
    def in_progress(self) -> tuple[Line, ...]:
        """Tasks begun and not completed, late ones included."""
        return tuple(line for line in self.lines if line.begun and not line.is_done)

    @cached_property
    def not_begun(self) -> tuple[Line, ...]:
        """Tasks on which no report has been sent."""
        return tuple(line for line in self.lines if not line.begun and not line.is_done)

    def _holds(self, day: date | None) -> bool:
        return day is not None and self.period.first_day <= day <= self.period.last_day

    def _groups(self, key: Callable[[Line], Key]) -> dict[Key, Classes]:
        standings: dict[Key, list[Standing]] = {}
        for line in self.lines:
            standings.setdefault(key(line), []).append(line.standing)
        return {name: Classes.of(some) for name, some in standings.items()}
