"""One task in several plans: its place in each, in the plan's own words; its state is kept once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.models import Proposal
from caicach.orgs.models import Person
from caicach.orgs.permissions import NotAllowed
from caicach.plans.models import Plan, PlanLine, Task
from caicach.plans.permissions import require_keeper


class AlreadyThere(ValueError):
    """The task has a place in the plan, or the line is the one it cannot do without."""


@transaction.atomic
def place_task(
    *,
    task: Task,
    plan: Plan,
    field: str,
    actor: Person,
    at: datetime,
    wording: str = "",
    proposal: Proposal | None = None,
    revision: int | None = None,
) -> PlanLine:
    """Give a task a place in one more plan (đưa nhiệm vụ vào kế hoạch): same work, state and evidence, own words.

    A `proposal` of the plan's document is confirmed by it, at the `revision` the person saw.
    """
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "lead").get(pk=task.pk)
    if not Task.objects.visible_to(actor).filter(pk=task.pk).exists():
        raise NotAllowed("Nhiệm vụ không có trong phạm vi anh/chị theo dõi.")
    if task.parent_id is not None:
        raise AlreadyThere("Phần việc và việc theo kỳ đi cùng nhiệm vụ gốc. Hãy chọn nhiệm vụ gốc.")
    if task.lines.filter(plan=plan).exists():
        raise AlreadyThere(_("Nhiệm vụ đã có trong kế hoạch %(plan)s.") % {"plan": plan.code})
    if proposal is not None:
        seen = proposal.revision if revision is None else revision
        proposal = documents.confirm_proposal(proposal=proposal, revision=seen, actor=actor, at=at)
    plan.last_task_number += 1
    plan.save(update_fields=["last_task_number"])
    line = PlanLine.objects.create(
        plan=plan,
        task=task,
        number=plan.last_task_number,
        wording="" if wording.strip() == task.text else wording.strip(),
        field=field,
        source=proposal,
        placed_at=at,
    )
    record(
        "plans.task_placed",
        task,
        actor=actor,
        at=at,
        plan=plan,
        number=line.number,
        wording=line.wording,
        field=field,
        source=proposal,
    )
    return line


@transaction.atomic
def reword_line(*, line: PlanLine, wording: str, field: str, actor: Person, at: datetime) -> PlanLine:
    """Change how a plan words a task, or the field it counts it under (sửa cách ghi trong kế hoạch)."""
    require_keeper(actor, line.plan)
    line = PlanLine.objects.select_for_update(of=("self",)).select_related("plan", "task").get(pk=line.pk)
    before = {"wording": line.wording, "field": line.field}
    line.wording = "" if wording.strip() == line.task.text else wording.strip()
    line.field = field
    line.save(update_fields=["wording", "field"])
    after = {"wording": line.wording, "field": line.field}
    changed = {name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]}
    record("plans.line_reworded", line.task, actor=actor, at=at, plan=line.plan, number=line.number, **changed)
    return line


@transaction.atomic
def take_out_of_plan(*, line: PlanLine, reason: str, actor: Person, at: datetime) -> None:
    """Take a task out of a plan it was placed in (đưa ra khỏi kế hoạch); the plan it was given in keeps it.

    A proposal that put it there waits again for a person. The number is not used again.
    """
    require_keeper(actor, line.plan)
    line = PlanLine.objects.select_for_update(of=("self",)).select_related("plan", "task", "source").get(pk=line.pk)
    if line.plan_id == line.task.plan_id:
        raise AlreadyThere("Kế hoạch này đã giao nhiệm vụ, không đưa ra khỏi được. Nếu thôi làm, hãy hủy nhiệm vụ.")
    if line.source is not None:
        raise AlreadyThere("Dòng này từ một đề xuất đã xác nhận. Hãy hoàn tác việc xác nhận ở trang đọc văn bản.")
    record(
        "plans.task_taken_out", line.task, actor=actor, at=at, plan=line.plan, number=line.number, reason=reason.strip()
    )
    line.delete()
