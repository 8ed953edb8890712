"""Taking back a confirmation: the task goes, its clause waits again."""

from datetime import datetime

from django.db import transaction
from django.db.models import ForeignObjectRel
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.models import Proposal
from caicach.notifications.actions import lead_elsewhere, notify
from caicach.orgs.models import Draft, Person
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans.models import DeadlineEntry, Task, TaskUnit
from caicach.plans.permissions import require_keeper
from caicach.plans.rules import TaskState, WrongState

OWN = (TaskUnit, DeadlineEntry)  # rows a task is made of


class TaskInUse(ValueError):
    """Somebody has gone on from the task, so it cannot be as if it had never been given."""


@transaction.atomic
def take_back_confirmation(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """Take the task of a confirmed proposal back (hoàn tác xác nhận); the proposal waits as it was corrected.

    The row goes, its trail and its number stay: the plan never gives the number again.
    """
    proposal = documents.take_back_proposal(proposal=proposal, revision=revision, actor=actor, at=at)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "lead").filter(source=proposal).first()
    if task is None:
        raise WrongState("Nhiệm vụ không còn ở trạng thái cho phép bước này. Hãy tải lại trang để xem.")
    require_keeper(actor, task.plan)
    _require_untouched(task)
    page, paper = reverse("plans:task", args=[task.pk]), reverse("plans:review", args=[proposal.document_id])
    record(
        "plans.task_taken_back", task, actor=actor, at=at, plan=task.plan, number=task.number, text=task.text,
        lead=task.lead, source=proposal,
    )  # fmt: skip
    lead_elsewhere(link=page, to=f"{paper}?n={proposal.number}", actor=actor, at=at)
    notify(
        people=people_with(task.lead, Role.REPORTER, Role.HEAD),
        kind="plans.task_taken_back",
        text=f"Văn phòng đã rút lại nhiệm vụ {task} giao {task.lead}: {task.title}",
        link=f"{paper}?n={proposal.number}",
        once_key=f"taken_back:{task.pk}",
        actor=actor,
        at=at,
    )
    task.delete()
    return proposal


def _require_untouched(task: Task) -> None:
    """Nothing but the giving itself: no report, no other line in the ledger, no record of any kind that names it."""
    named = {"task": str(task)}
    if task.reports.exists():
        raise TaskInUse(_("Nhiệm vụ %(task)s đã có báo cáo tiến độ nên không rút lại được nữa.") % named)
    if task.state != TaskState.ASSIGNED or task.changed_at != task.assigned_at or task.deadline_entries.count() != 1:
        raise TaskInUse(_("Nhiệm vụ %(task)s đã được sửa sau khi giao nên không rút lại được nữa.") % named)
    if Draft.objects.filter(place__startswith=f"task:{task.pk}:").exists():
        raise TaskInUse(_("Đơn vị đã bắt đầu ghi kết quả nhiệm vụ %(task)s nên không rút lại được nữa.") % named)
    others = [one for one in Task._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    for other in others:
        if other.related_model in OWN:
            continue
        if other.related_model._base_manager.filter(**{other.field.name: task}).exists():
            raise TaskInUse(_("Đã có việc khác gắn với nhiệm vụ %(task)s nên không rút lại được nữa.") % named)
