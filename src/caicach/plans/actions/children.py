"""What hangs on a task: parts handed down, turns of a duty; and lines of a ledger, written one way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from caicach.audit.actions import record
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role, fold
from caicach.plans import rules
from caicach.plans.actions.ledger import write_entry
from caicach.plans.models import DeadlineEntry, Task, TaskUnit
from caicach.plans.rules import TaskBond


def locked(task: Task) -> Task:
    """The task with its row held, so that whoever works on it comes one after the other."""
    return Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead").get(pk=task.pk)


@transaction.atomic
def write_line(
    *,
    task: Task,
    kind: str,
    typed: Mapping[str, Any] | None,
    actor: Person | None,
    at: datetime,
    phrase: str = "",
    reason: str = "",
    because: Iterable[str] = (),
    because_en: Iterable[str] = (),
) -> DeadlineEntry:
    """Write the next line of a task's ledger and put the task on its day (ghi sổ hạn).

    What is told in `because` comes before what follows from the typed deadline itself.
    """
    found = rules.last_day(typed)
    return write_entry(
        task=task,
        kind=kind,
        typed=typed,
        due_on=found.due_on,
        because=[*because, *found.because],
        because_en=[*because_en, *found.because_en],
        reason=reason,
        phrase=phrase,
        actor=actor,
        at=at,
    )


@transaction.atomic
def add_child(
    *,
    parent: Task,
    bond: TaskBond,
    label: str,
    text: str,
    lead: Unit,
    typed: Mapping[str, Any] | None,
    actor: Person | None,
    at: datetime,
    person: Person | None = None,
    coop: Iterable[Unit] = (),
    period: str = "",
    cutoff_on: date | None = None,
    is_estimate: bool = False,
) -> Task:
    """Give what belongs to another task; the parent's row is held by the caller, so numbers follow each other."""
    number = parent.children.count() + 1
    occurs = bond is TaskBond.OCCURRENCE
    task = Task.objects.create(
        plan=parent.plan,
        parent=parent,
        bond=bond,
        number=number,
        label=f"{parent.label}.{label or number}"[:40],
        period=period,
        cutoff_on=cutoff_on,
        is_estimate=is_estimate,
        text=text,
        field=parent.field,
        lead=lead,
        person=person,
        product=parent.product if occurs else "",
        targets=parent.targets if occurs else [],
        citations=parent.citations if occurs else [],
        assigned_at=at,
        changed_at=at,
        folded=fold(f"{parent.plan.code} {text} {lead.name} {person.full_name if person else ''} {period}".strip()),
    )
    TaskUnit.objects.create(task=task, unit=lead, part=TaskUnit.LEAD)
    helpers = [TaskUnit(task=task, unit=unit, part=TaskUnit.COOP) for unit in coop if unit.pk != lead.pk]
    TaskUnit.objects.bulk_create(helpers)
    write_line(task=task, kind=DeadlineEntry.SET, typed=typed, actor=actor, at=at)
    record(
        "plans.task_given",
        task,
        actor=actor,
        at=at,
        plan=parent.plan,
        parent=parent,
        number=number,
        text=text,
        lead=lead,
        coop=[part.unit for part in helpers],
        person=person,
        period=period,
        due_on=task.due_on,
    )
    notify(
        people=[person] if person else people_with(lead, Role.REPORTER, Role.HEAD),
        kind="plans.task_given",
        text=f"{person or lead} được giao {task}: {task.title}",
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"given:{task.pk}",
        actor=actor,
        at=at,
    )
    return task
