"""Units that help lead a task to its end say what they did."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.notifications.actions import notify
from caicach.orgs.models import Person
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import rules
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import Task, TaskUnit
from caicach.plans.permissions import require_helper


@transaction.atomic
def confirm_part(
    *, part: TaskUnit, said: str, actor: Person, at: datetime, seen_at: datetime | None = None
) -> TaskUnit:
    """A unit that helps says what it did and stands by it (xác nhận phần phối hợp).

    It may change its words until the task is done.

    `seen_at` is the moment of the confirmation its writer saw; a newer one raises ChangedMeanwhile.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "lead").get(pk=part.task_id)
    part = TaskUnit.objects.select_related("unit").get(pk=part.pk)
    require_helper(actor, part)
    rules.require_under_way(rules.TaskState(task.state))
    if not said.strip():
        raise NoWords("Hãy ghi phần việc đơn vị đã phối hợp.")
    if part.confirmed_at != seen_at:
        raise ChangedMeanwhile("Người khác trong đơn vị vừa sửa phần này. Nội dung anh/chị nhập vẫn còn bên dưới.")
    before, part.said = part.said, said.strip()
    part.confirmed_by, part.confirmed_at = actor, at
    part.save(update_fields=["said", "confirmed_by", "confirmed_at"])
    task.changed_at = at
    task.save(update_fields=["changed_at"])
    words = {"before": before, "after": part.said} if before else part.said
    record("plans.part_confirmed", task, actor=actor, at=at, unit=part.unit, unit_name=part.unit.name, said=words)
    notify(
        people=people_with(task.lead, Role.REPORTER),
        kind="plans.part_confirmed",
        text=f"{part.unit} xác nhận phần phối hợp trong nhiệm vụ {task}: {part.said}",
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"part:{part.pk}:{at.isoformat()}",
        actor=actor,
        at=at,
    )
    return part
