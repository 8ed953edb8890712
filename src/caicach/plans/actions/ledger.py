"""The ledger of a task's deadline: one way to write a line, the first stays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from caicach.orgs.models import Person
from caicach.plans.models import DeadlineEntry, Task


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
