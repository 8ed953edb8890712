"""The ledger of a task's deadline: one way to write a line, the first stays; what was asked of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.orgs.models import Person
from caicach.plans import rules
from caicach.plans.models import DeadlineEntry, ExtensionRequest, Task


@transaction.atomic
def write_entry(
    *,
    task: Task,
    kind: str,
    due_on: date | None,
    because: Sequence[str],
    because_en: Sequence[str],
    actor: Person | None,
    at: datetime,
    reason: str = "",
    phrase: str = "",
    typed: Mapping[str, Any] | None = None,
) -> DeadlineEntry:
    """Write another line in the ledger of a task whose row is held (ghi sổ hạn); the task carries its day.

    Without a `typed` deadline the day itself is the deadline, that day included.
    """
    if typed is None and due_on is not None:
        typed = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"}
    entry = DeadlineEntry.objects.create(
        task=task,
        number=task.deadline_entries.count() + 1,
        kind=kind,
        phrase=phrase,
        typed=dict(typed) if typed is not None else None,
        due_on=due_on,
        because=list(because),
        because_en=list(because_en),
        reason=reason[:300],
        by=actor,
        at=at,
    )
    task.due_on = due_on
    task.first_due_on = task.first_due_on or due_on
    task.changed_at = at
    task.save(update_fields=["due_on", "first_due_on", "changed_at"])
    return entry


@transaction.atomic
def drop_extension(*, task: Task, because: str, actor: Person | None, at: datetime) -> None:
    """What was asked for a task whose row is held no longer waits: it is done, stopped or given to another unit."""
    for request in task.extensions.filter(state=ExtensionRequest.ASKED):
        request.state, request.answer = ExtensionRequest.TAKEN_BACK, because
        request.decided_by, request.decided_at = actor, at
        request.save()
        record("plans.extension_taken_back", task, actor=actor, at=at, until=request.until, answer=because)


def require_within_whole(task: Task, day: date | None) -> None:
    """A part is not due after the task it belongs to; raises WrongState."""
    whole = task.parent
    if task.bond == rules.TaskBond.PART and whole is not None and day and whole.due_on and day > whole.due_on:
        says = _("Hạn của phần việc không thể sau hạn của nhiệm vụ (%(day)s).")
        raise rules.WrongState(says % {"day": f"{whole.due_on:%d/%m/%Y}"})
