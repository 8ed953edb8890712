"""The plans a task stands in, as its page shows them."""

from dataclasses import dataclass

from caicach.orgs.models import Person
from caicach.plans import permissions
from caicach.plans.models import Plan, PlanLine, Task
from caicach.plans.rules import Assigner


@dataclass(frozen=True)
class Place:
    """One plan a task stands in."""

    line: PlanLine
    level: str
    assigner: str
    may_edit: bool


@dataclass(frozen=True)
class Places:
    """All of them that the reader may see, and whether they may add one."""

    lines: list[Place]
    may_place: bool


def places(task: Task, person: Person) -> Places:
    """The plans a task stands in; a plan the reader may not see is not told."""
    lines = task.lines.filter(plan__in=Plan.objects.visible_to(person).values("pk")).select_related("plan__unit")
    found = [
        Place(
            line,
            str(line.plan.get_level_display()),
            "" if line.plan.assigned_by == Assigner.OWN else str(line.plan.get_assigned_by_display()),
            permissions.can_keep(person, line.plan),
        )
        for line in lines.order_by("placed_at", "pk")
    ]
    return Places(found, task.parent_id is None and permissions.keeps_any(person))
