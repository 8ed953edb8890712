"""Tasks that wait, go on, or are no longer to be done: each with its reason, the last by a document."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents.models import Document
from caicach.notifications.actions import notify
from caicach.orgs.models import Person
from caicach.orgs.permissions import NotAllowed, people_with
from caicach.orgs.rules import Role
from caicach.plans import rules
from caicach.plans.actions.duties import after_change, follow_duty
from caicach.plans.actions.ledger import drop_extension, write_entry
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import DeadlineEntry, Recurrence, Task
from caicach.plans.permissions import require_keeper
from caicach.plans.rules import TaskState


@transaction.atomic
def suspend_task(*, task: Task, reason: str, actor: Person, at: datetime) -> Task:
    """A task waits, with the reason (tạm dừng nhiệm vụ): its clock stands, nothing is asked of the unit meanwhile.

    What belongs to it and is under way waits with it.
    """
    task = _locked(task)
    require_keeper(actor, task.plan)
    said = reason.strip()
    if not said:
        raise NoWords("Hãy ghi lý do tạm dừng.")
    _stop(task, "suspend", said, actor, at)
    for child in _under(task, TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        _stop(child, "suspend", said, actor, at)
    after_change(task, actor=actor, at=at)
    return task


@transaction.atomic
def resume_task(*, task: Task, due_on: date | None, reason: str, actor: Person, at: datetime) -> Task:
    """A task that waited goes on (tiếp tục nhiệm vụ), with its old last day or another one, told in the ledger.

    What waited with it goes on too, each with its own day.
    """
    task = _locked(task)
    require_keeper(actor, task.plan)
    said = reason.strip()
    if not said:
        raise NoWords("Hãy ghi lý do cho tiếp tục.")
    _go_on(task, said, actor, at)
    recurs = Recurrence.objects.filter(task=task).exists()
    if due_on != task.due_on and not recurs:  # a duty's day is that of its turns
        write_entry(
            task=task,
            kind=DeadlineEntry.CHANGED,
            due_on=due_on,
            because=[f"Nhiệm vụ tiếp tục sau khi tạm dừng: {said}"],
            because_en=[f"The task goes on after a suspension: {said}"],
            reason=said,
            actor=actor,
            at=at,
        )
    for child in _under(task, TaskState.SUSPENDED):
        _go_on(child, said, actor, at)
    if recurs:
        follow_duty(duty=task, actor=actor, at=at)
    after_change(task, actor=actor, at=at)
    return task


@transaction.atomic
def cancel_task(*, task: Task, document: Document, reason: str, actor: Person, at: datetime) -> Task:
    """A task is no longer to be done, by the document that orders so (hủy nhiệm vụ); nothing is deleted.

    What was written stays to be read and cannot be sent any more; parts and occurrences still open go with it.
    """
    task = _locked(task)
    require_keeper(actor, task.plan)
    if not Document.objects.visible_to(actor).filter(pk=document.pk).exists():
        raise NotAllowed("Văn bản không có trong phạm vi anh/chị theo dõi.")
    said = reason.strip()
    if not said:
        raise NoWords("Hãy ghi lý do hủy.")
    _stop(task, "cancel", said, actor, at, document)
    open_states = [state for state in TaskState if state not in (TaskState.COMPLETED, TaskState.CANCELLED)]
    for child in _under(task, *open_states):
        _stop(child, "cancel", said, actor, at, document)
    after_change(task, actor=actor, at=at)
    return task


def _stop(task: Task, verb: str, reason: str, actor: Person, at: datetime, document: Document | None = None) -> None:
    before = task.state
    task.state = rules.next_task_state(TaskState(task.state), verb)
    task.stopped_on, task.stopped_because, task.cancelled_by = localdate(at), reason[:300], document
    task.changed_at = at
    task.save(update_fields=["state", "stopped_on", "stopped_because", "cancelled_by", "changed_at"])
    cancelled = task.state == TaskState.CANCELLED
    kind = "plans.task_cancelled" if cancelled else "plans.task_suspended"
    moved = {"before": before, "after": task.state}
    by = {"document": document.title, "by": document} if document is not None else {}
    record(kind, task, actor=actor, at=at, state=moved, reason=reason, **by)
    drop_extension(task=task, because="Nhiệm vụ đã hủy." if cancelled else "Nhiệm vụ đã tạm dừng.", actor=actor, at=at)
    _tell(task, kind, f"{'đã hủy' if cancelled else 'tạm dừng'}: {reason}", actor, at)


def _go_on(task: Task, reason: str, actor: Person, at: datetime) -> None:
    begun = task.reports.filter(sent_at__isnull=False).exists()
    task.state = rules.next_task_state(TaskState(task.state), "resume_begun" if begun else "resume")
    task.stopped_on, task.stopped_because = None, ""
    task.changed_at = at
    task.save(update_fields=["state", "stopped_on", "stopped_because", "changed_at"])
    moved = {"before": TaskState.SUSPENDED, "after": task.state}
    record("plans.task_resumed", task, actor=actor, at=at, state=moved, reason=reason)
    _tell(task, "plans.task_resumed", f"tiếp tục thực hiện: {reason}", actor, at)


def _under(task: Task, *states: TaskState) -> Iterator[Task]:
    """Parts and occurrences below a task that stand in one of these states, their rows held."""
    children = Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead").filter(parent=task)
    for child in children.order_by("pk"):
        if child.state in states:
            yield child
        yield from _under(child, *states)


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead", "parent").get(pk=task.pk)


def _tell(task: Task, kind: str, says: str, actor: Person, at: datetime) -> None:
    units = [part.unit for part in task.parts.select_related("unit")]
    people = {one.pk: one for unit in units for one in people_with(unit, Role.REPORTER, Role.HEAD)}
    notify(
        people=people.values(),
        kind=kind,
        text=f"Nhiệm vụ {task} {says}",
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"{kind}:{task.pk}:{at.isoformat()}",
        actor=actor,
        at=at,
    )
