"""A unit breaks its task into parts for units below it or for its own people, and takes them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Post, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role, is_under
from caicach.plans import rules
from caicach.plans.actions.children import add_child, locked
from caicach.plans.actions.ledger import drop_extension
from caicach.plans.models import Recurrence, Task
from caicach.plans.permissions import require_hand_down
from caicach.plans.rules import TaskBond, TaskState


class NoPart(ValueError):
    """A part cannot be handed down like that."""


@dataclass(frozen=True)
class PartGiven:
    """A part before it is one: its words, for whom, until when; the parent's last day where none is named."""

    text: str
    lead: Unit
    person: Person | None = None
    due_on: date | None = None


@transaction.atomic
def hand_down(
    *, task: Task, parts: Sequence[PartGiven], actor: Person, at: datetime, after: int | None = None
) -> list[Task]:
    """Break a task into parts (chia phần việc): all of them, or none.

    For units below its lead, or for people of the lead unit; never later than the task itself. `after` is how many
    parts the writer saw, so that the same sheet sent twice gives its parts once.
    """
    require_hand_down(actor, task)
    task = locked(task)
    if task.state not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        raise rules.WrongState("Nhiệm vụ đã báo cáo xong, tạm dừng hoặc hủy, không chia phần việc được nữa.")
    if Recurrence.objects.filter(task=task).exists():
        raise NoPart("Việc định kỳ được làm theo từng kỳ. Hãy chia phần việc ở kỳ đang mở.")
    if after is not None and task.children.count() != after:
        raise ChangedMeanwhile("Nhiệm vụ vừa có thêm phần việc, có thể do bấm hai lần. Hãy xem lại rồi hãy giao.")
    given = []
    for part in parts:
        _check(task, part, localdate(at))
        due_on = part.due_on or task.due_on
        typed = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"} if due_on else None
        given.append(
            add_child(
                parent=task,
                bond=TaskBond.PART,
                label="",
                text=part.text.strip(),
                lead=part.lead,
                person=part.person,
                typed=typed,
                actor=actor,
                at=at,
            )
        )
    record("plans.parts_given", task, actor=actor, at=at, parts=[part.label for part in given])
    return given


def _check(task: Task, part: PartGiven, today: date) -> None:
    if not part.text.strip():
        raise NoPart("Hãy ghi nội dung phần việc.")
    if part.lead.pk != task.lead_id and not is_under(part.lead.path, task.lead.path):
        raise NoPart("Chỉ giao phần việc cho đơn vị trực thuộc hoặc người của đơn vị chủ trì.")
    if part.person is None and part.lead.pk == task.lead_id:
        raise NoPart("Phần việc trong đơn vị phải có người làm. Hãy chọn người, hoặc chọn đơn vị trực thuộc.")
    if part.person is not None:
        held = Post.objects.held(on=today).filter(person=part.person, unit=part.lead, person__is_active=True)
        if not held.exists():
            raise NoPart("Người được chọn không công tác tại đơn vị đó.")
    if part.due_on is not None and task.due_on is not None and part.due_on > task.due_on:
        says = _("Hạn của phần việc không thể sau hạn của nhiệm vụ (%(day)s).")
        raise NoPart(says % {"day": f"{task.due_on:%d/%m/%Y}"})


@transaction.atomic
def take_back_part(*, part: Task, reason: str, actor: Person, at: datetime) -> Task:
    """Take a part back (thu hồi phần việc); what hangs on it goes with it, its story stays."""
    parent = part.parent
    if parent is None or part.bond != TaskBond.PART:
        raise NoPart("Đây không phải phần việc được chia.")
    require_hand_down(actor, parent)
    if not reason.strip():
        raise NoPart("Hãy ghi lý do thu hồi.")
    return _cancel(part, reason, actor, at)


def _cancel(part: Task, reason: str, actor: Person, at: datetime) -> Task:
    """A part and whatever was handed down from it, by whoever may take back the highest of them."""
    part = locked(part)
    before = part.state
    part.state = rules.next_task_state(TaskState(part.state), "cancel")
    part.stopped_on, part.stopped_because, part.changed_at = localdate(at), reason.strip()[:300], at
    part.save(update_fields=["state", "stopped_on", "stopped_because", "changed_at"])
    moved = {"before": before, "after": part.state}
    record("plans.part_taken_back", part, actor=actor, at=at, state=moved, reason=reason.strip())
    drop_extension(task=part, because="Phần việc đã được thu hồi.", actor=actor, at=at)
    notify(
        people=[part.person] if part.person else people_with(part.lead, Role.REPORTER, Role.HEAD),
        kind="plans.part_taken_back",
        text=f"Phần việc {part} được thu hồi: {reason.strip()}",
        link=reverse("plans:task", args=[part.pk]),
        once_key=f"taken-back:{part.pk}:{part.state}",
        actor=actor,
        at=at,
    )
    for child in part.children.filter(bond=TaskBond.PART).exclude(state__in=[TaskState.COMPLETED, TaskState.CANCELLED]):
        _cancel(child, reason, actor, at)
    return part


def open_parts(task: Task) -> int:
    """How many parts of a task are still to be done."""
    closed = [TaskState.COMPLETED, TaskState.CANCELLED]
    return task.children.filter(bond=TaskBond.PART).exclude(state__in=closed).count()
