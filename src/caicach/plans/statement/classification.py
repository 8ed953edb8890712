"""The classification of tasks (bảng phân loại nhiệm vụ), as frozen values: every task in one class, each row a sum."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from caicach.plans.rules import FIELDS, Period, Progress, Standing, Timeliness
from caicach.plans.statement.classes import Share
from caicach.plans.statement.tiers import TIER_NAMES, Tier
from caicach.plans.statement.values import Lead, Line, Office

Key = TypeVar("Key")


class Class(StrEnum):
    """Done, in progress, not done by the deadline in force; what stands still is in none of them but apart."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    DOING_IN_TIME = "doing_in_time"
    DOING_NO_DEADLINE = "doing_no_deadline"
    LEFT_IN_TIME = "left_in_time"
    LEFT_LATE = "left_late"
    LEFT_NO_DEADLINE = "left_no_deadline"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


APART = (Class.SUSPENDED, Class.CANCELLED)
COUNTED = tuple(one for one in Class if one not in APART)
DUE = (Class.DONE_ON_TIME, Class.DONE_LATE, Class.LEFT_LATE)
PROGRESS_OF: dict[Progress, tuple[Class, ...]] = {
    Progress.COMPLETED: (Class.DONE_ON_TIME, Class.DONE_LATE, Class.DONE_NO_DEADLINE),
    Progress.IN_PROGRESS: (Class.DOING_IN_TIME, Class.DOING_NO_DEADLINE),
    Progress.NOT_COMPLETED: (Class.LEFT_IN_TIME, Class.LEFT_LATE, Class.LEFT_NO_DEADLINE),
}
CLASS_NAMES: dict[Class, str] = {
    Class.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Class.DONE_LATE: "Hoàn thành quá hạn",
    Class.DONE_NO_DEADLINE: "Hoàn thành, không hạn",
    Class.DOING_IN_TIME: "Đang thực hiện, trong hạn",
    Class.DOING_NO_DEADLINE: "Đang thực hiện, không hạn",
    Class.LEFT_IN_TIME: "Chưa bắt đầu, trong hạn",
    Class.LEFT_LATE: "Chưa hoàn thành, quá hạn",
    Class.LEFT_NO_DEADLINE: "Chưa bắt đầu, không hạn",
    Class.SUSPENDED: "Tạm dừng",
    Class.CANCELLED: "Đã hủy",
}
_OF_STANDING: dict[tuple[Progress, Timeliness], Class] = {
    (Progress.COMPLETED, Timeliness.ON_TIME): Class.DONE_ON_TIME,
    (Progress.COMPLETED, Timeliness.LATE): Class.DONE_LATE,
    (Progress.COMPLETED, Timeliness.NO_DEADLINE): Class.DONE_NO_DEADLINE,
    (Progress.IN_PROGRESS, Timeliness.ON_TIME): Class.DOING_IN_TIME,
    (Progress.IN_PROGRESS, Timeliness.NO_DEADLINE): Class.DOING_NO_DEADLINE,
    (Progress.NOT_COMPLETED, Timeliness.ON_TIME): Class.LEFT_IN_TIME,
    (Progress.NOT_COMPLETED, Timeliness.LATE): Class.LEFT_LATE,
    (Progress.NOT_COMPLETED, Timeliness.NO_DEADLINE): Class.LEFT_NO_DEADLINE,
}


def class_of(standing: Standing) -> Class:
    """The class of a standing; work in hand that is overdue counts as not done (rules.standing)."""
    return _OF_STANDING[standing.progress, standing.timeliness]


@dataclass(frozen=True)
class Entry:
    """A task at one level, counted once there however many plans of the level it stands in."""

    task_id: int
    tier: Tier
    plan_code: str
    number: int
    title: str
    field: str
    lead: Lead
    of_class: Class
    because: tuple[str, ...]
    """What put it in its class, one phrase each: «hoàn thành ngày …», «gia hạn đến …»."""
    also_in: tuple[str, ...] = ()
    """Codes of the other plans of the level that name it."""
    is_left_over: bool = False
    """Of a plan whose time had ended before the period began."""
    line: Line | None = None
    """None for what stands still."""

    @property
    def label(self) -> str:
        return f"{self.plan_code} #{self.number} {self.title}"

    @property
    def due_on(self) -> date | None:
        return self.line.due_on if self.line else None


@dataclass(frozen=True)
class Row:
    """Some tasks counted: of a field, a unit, a level, or all of them."""

    code: str
    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def by_class(self) -> dict[Class, tuple[Entry, ...]]:
        found: dict[Class, list[Entry]] = {one: [] for one in Class}
        for entry in self.entries:
            found[entry.of_class].append(entry)
        return {one: tuple(some) for one, some in found.items()}

    def of(self, *classes: Class) -> tuple[Entry, ...]:
        """The tasks of these classes."""
        return tuple(entry for one in classes for entry in self.by_class[one])

    @property
    def counted(self) -> tuple[Entry, ...]:
        """All but what stands still: the total of the row."""
        return self.of(*COUNTED)

    @property
    def share(self) -> Share:
        """Done in time out of the tasks due, never out of all (plans-and-reports 5.1)."""
        return Share(len(self.by_class[Class.DONE_ON_TIME]), len(self.of(*DUE)))


@dataclass(frozen=True)
class PlanSaid:
    """A plan whose tasks are counted."""

    code: str
    title: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Classification:
    """How the tasks of a unit stood at the end of a period, at one level of plans or at all of them."""

    unit_code: str
    unit_name: str
    office: Office
    tier: Tier | None
    period: Period
    as_of: datetime
    day: date
    synthetic: bool
    partial: bool
    plans: tuple[PlanSaid, ...]
    entries: tuple[Entry, ...]
    given_later: int = 0
    """Tasks that came into these plans only after the day; not counted."""

    @cached_property
    def once(self) -> tuple[Entry, ...]:
        """Each task once, at the first level that has it."""
        return tuple({entry.task_id: entry for entry in reversed(self.entries)}.values())[::-1]

    @cached_property
    def total(self) -> Row:
        return Row("total", "Tổng số", self.once)

    @cached_property
    def by_tier(self) -> tuple[Row, ...]:
        """A row for each level; a task that stands at several levels counts in each of them."""
        grouped = _grouped(self.entries, lambda entry: entry.tier)
        wanted = [self.tier] if self.tier else list(Tier)
        return tuple(Row(f"tier:{tier}", TIER_NAMES[tier], grouped.get(tier, ())) for tier in wanted)

    @cached_property
    def by_field(self) -> tuple[Row, ...]:
        """A row for each field that has tasks, in the order of the fields."""
        grouped = _grouped(self.once, lambda entry: entry.field)
        return tuple(Row(f"field:{code}", FIELDS[code][0], grouped[code]) for code in FIELDS if code in grouped)

    @cached_property
    def by_unit(self) -> tuple[Row, ...]:
        """A row for each lead unit, in the order of the unit tree."""
        grouped = _grouped(self.once, lambda entry: entry.lead)
        leads = sorted(grouped, key=lambda lead: lead.path)
        return tuple(Row(f"unit:{lead.unit_id}", lead.name, grouped[lead]) for lead in leads)

    def rows(self, by: str) -> tuple[Row, ...]:
        return {"tier": self.by_tier, "field": self.by_field, "unit": self.by_unit}[by]

    def row(self, code: str) -> Row | None:
        """The row of a code, wherever it stands."""
        rows = (self.total, *self.by_tier, *self.by_field, *self.by_unit)
        return next((row for row in rows if row.code == code), None)

    @property
    def left_over(self) -> int:
        return sum(entry.is_left_over for entry in self.once)

    @property
    def in_several(self) -> int:
        """How many tasks stand in several of the plans counted, at one level or at different ones."""
        levels = Counter(entry.task_id for entry in self.entries)
        several = {entry.task_id for entry in self.entries if entry.also_in or levels[entry.task_id] > 1}
        return len(several)


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], Key]) -> dict[Key, tuple[Entry, ...]]:
    found: dict[Key, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return {name: tuple(some) for name, some in found.items()}
