"""Another day for a task, with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from caicach.audit.actions import record
from caicach.notifications.actions import notify
from caicach.orgs.models import Person
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import rules
from caicach.plans.actions.duties import after_change, require_own_turns
from caicach.plans.actions.ledger import drop_extension, require_within_whole, write_entry
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import DeadlineEntry, Task
from caicach.plans.permissions import require_keeper


@transaction.atomic
def change_deadline(
    *, task: Task, due_on: date | None, reason: str, actor: Person, at: datetime, phrase: str = ""
) -> Task:
    """Write another line in the ledger of a task's deadline, with its reason (sửa hạn); the first line stays."""
    require_keeper(actor, task.plan)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "lead", "parent").get(pk=task.pk)
    if task.state in (rules.TaskState.COMPLETED, rules.TaskState.CANCELLED):
        raise rules.WrongState("Nhiệm vụ đã hoàn thành hoặc đã hủy, hạn không sửa được nữa.")
    said = reason.strip()
    if not said:
        raise NoWords("Hãy ghi lý do sửa hạn.")
    require_own_turns(task)
    require_within_whole(task, due_on)
    before = task.due_on
    entry = write_entry(
        task=task,
        kind=DeadlineEntry.CHANGED,
        due_on=due_on,
        because=[f"Sửa hạn với lý do: {said}"],
        because_en=[f"Changed because: {said}"],
        reason=said,
        phrase=phrase,
        actor=actor,
        at=at,
    )
    moved = {"before": before, "after": due_on}
    record("plans.deadline_changed", task, actor=actor, at=at, due_on=moved, reason=reason)
    notify(
        people=people_with(task.lead, Role.REPORTER, Role.HEAD),
        kind="plans.deadline_changed",
        text=f"Hạn của nhiệm vụ {task} đổi thành {due_on:%d/%m/%Y}." if due_on else f"Nhiệm vụ {task} không còn hạn.",
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"deadline:{task.pk}:{entry.number}",
        actor=actor,
        at=at,
    )
    if due_on is None:
        drop_extension(task=task, because="Nhiệm vụ không còn hạn.", actor=actor, at=at)
    after_change(task, actor=actor, at=at)
    return task
