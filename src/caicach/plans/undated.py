"""Tasks of a plan that nobody has dated: what a page asks, and what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caicach.plans import recurring, sheet
from caicach.plans.actions import Answer
from caicach.plans.models import Plan, Task, TaskQuerySet

LIMIT = 100  # rows of one page; the rest follow once these are answered


@dataclass(frozen=True)
class Row:
    """One task without a date, with what was typed for it."""

    task: Task
    typed: str = ""
    always: bool = False
    error: str = ""
    answer: Answer | None = None

    @property
    def recurs(self) -> bool:
        """Whether the words name a rhythm, so that a rhythm answers better than a day."""
        return any(recurring.proposed(entry.typed) for entry in self.task.deadline_entries.all())


def of_plan(plan: Plan) -> TaskQuerySet:
    """Tasks the plan's keeper must still name a day for."""
    return Task.objects.filter(plan=plan).whole().without_day()


def rows(plan: Plan, content: Mapping[str, Any]) -> list[Row]:
    """A row for each undated task; cells are `due-<task>` and `always-<task>`."""
    tasks = of_plan(plan).select_related("plan", "lead").prefetch_related("deadline_entries").order_by("number")
    return [_row(task, content) for task in tasks[:LIMIT]]


def _row(task: Task, content: Mapping[str, Any]) -> Row:
    text = str(content.get(f"due-{task.pk}", "")).replace("\x00", "").strip()
    always = bool(content.get(f"always-{task.pk}"))
    if always:
        return Row(task, text, always=True, answer=Answer(task, is_continuous=True))
    errors: dict[str, str] = {}
    day = sheet.day_in(text, errors)
    return Row(task, text, error=errors.get("due_on", ""), answer=Answer(task, day) if day else None)


def answers(found: Sequence[Row]) -> list[Answer]:
    """What was answered; nothing while a cell is wrong."""
    if any(row.error for row in found):
        return []
    return [row.answer for row in found if row.answer is not None]
