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
from caicach.plans.models import DeadlineEntry, PlanLine, Task, TaskUnit
from caicach.plans.permissions import require_keeper
from caicach.plans.rules import TaskState, WrongState

OWN = (TaskUnit, DeadlineEntry, PlanLine)  # rows a task is made of


class TaskInUse(ValueError):
    """Somebody has gone on from the task, so it cannot be as if it had never been given."""


@transaction.atomic
def take_back_confirmation(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """Take back what confirming a proposal made (hoàn tác xác nhận); the proposal waits as it was corrected.

    A task given by it goes, a place it gave a task in one more plan goes; trail and number stay: the plan never gives
    the number again.
    """
    proposal = documents.take_back_proposal(proposal=proposal, revision=revision, actor=actor, at=at)
    line = PlanLine.objects.select_for_update(of=("self",)).select_related("plan").filter(source=proposal).first()
    if line is None:
        raise WrongState("Nhiệm vụ không còn ở trạng thái cho phép bước này. Hãy tải lại trang để xem.")
    require_keeper(actor, line.plan)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "lead").get(pk=line.task_id)
    said = {"plan": line.plan, "number": line.number, "source": proposal}
    if task.source_id != proposal.pk:
        record("plans.task_taken_out", task, actor=actor, at=at, **said)
        line.delete()
        return proposal
    _require_untouched(task)
    record("plans.task_taken_back", task, actor=actor, at=at, text=task.text, lead=task.lead, **said)
    _tell(task, proposal, actor, at)
    task.delete()
    return proposal


def _tell(task: Task, proposal: Proposal, actor: Person, at: datetime) -> None:
    """The unit hears of it, and no notice leads to a page that is gone."""
    clause = f"{reverse('plans:review', args=[proposal.document_id])}?n={proposal.number}"
    lead_elsewhere(link=reverse("plans:task", args=[task.pk]), to=clause, actor=actor, at=at)
    notify(
        people=people_with(task.lead, Role.REPORTER, Role.HEAD),
        kind="plans.task_taken_back",
        text=f"Văn phòng đã rút lại nhiệm vụ {task} giao {task.lead}: {task.title}",
        link=clause,
        once_key=f"taken_back:{task.pk}",
        actor=actor,
        at=at,
    )


def _require_untouched(task: Task) -> None:
    """Nothing but the giving itself: no report, no other line in the ledger, no record of any kind that names it."""
    named = {"task": str(task)}
    if task.reports.exists():
        raise TaskInUse(_("Nhiệm vụ %(task)s đã có báo cáo tiến độ nên không rút lại được nữa.") % named)
    as_given = task.state == TaskState.ASSIGNED and task.changed_at == task.assigned_at and not task.revision
    if not as_given or task.deadline_entries.count() != 1:
        raise TaskInUse(_("Nhiệm vụ %(task)s đã được sửa sau khi giao nên không rút lại được nữa.") % named)
    if Draft.objects.filter(place__startswith=f"task:{task.pk}:").exists():
        raise TaskInUse(_("Đơn vị đã bắt đầu ghi kết quả nhiệm vụ %(task)s nên không rút lại được nữa.") % named)
    if task.lines.count() != 1:
        raise TaskInUse(_("Nhiệm vụ %(task)s còn đứng trong kế hoạch khác nên không rút lại được nữa.") % named)
    others = [one for one in Task._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    for other in others:
        if other.related_model in OWN:
            continue
        if other.related_model._base_manager.filter(**{other.field.name: task}).exists():
            raise TaskInUse(_("Đã có việc khác gắn với nhiệm vụ %(task)s nên không rút lại được nữa.") % named)
