"""Giving tasks and setting their deadlines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.models import Document, Proposal
from caicach.documents.permissions import can_register
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role, fold
from caicach.plans import rules
from caicach.plans.models import DeadlineEntry, Plan, PlanLine, Task, TaskUnit
from caicach.plans.permissions import require_keeper


class NoLead(ValueError):
    """A task lies on nobody's desk."""


class NoWords(ValueError):
    """A task says nothing."""


@dataclass(frozen=True)
class Assignment:
    """What a task is made of, before it is one."""

    text: str
    field: str
    lead: Unit
    coop: Sequence[Unit] = ()
    product: str = ""
    targets: Sequence[Mapping[str, Any]] = ()
    citations: Sequence[Mapping[str, Any]] = ()
    deadline_phrase: str = ""
    deadline: Mapping[str, Any] | None = None
    source: Proposal | None = None


@transaction.atomic
def add_task(*, plan: Plan, assignment: Assignment, actor: Person, at: datetime) -> Task:
    """Give a task typed by hand (giao nhiệm vụ)."""
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document__unit").get(pk=plan.pk)
    task = _give(plan, assignment, actor, at)
    _hand_out(plan, [task], actor, at)
    return task


@transaction.atomic
def add_tasks(
    *, plan: Plan, assignments: Iterable[Assignment], actor: Person, at: datetime, after: int | None = None
) -> list[Task]:
    """Give the tasks of a sheet: all of them, or none.

    `after` is the number of the last task its writer saw: the same sheet sent twice gives its tasks once.
    """
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if after is not None and plan.last_task_number != after:
        raise documents.ChangedMeanwhile(
            "Kế hoạch vừa có thêm nhiệm vụ, có thể do bấm hai lần. Hãy xem lại danh sách của kế hoạch rồi hãy giao."
        )
    return [add_task(plan=plan, assignment=assignment, actor=actor, at=at) for assignment in assignments]


@transaction.atomic
def confirm_proposals(
    *, plan: Plan, proposals: Iterable[tuple[Proposal, int]], actor: Person, at: datetime
) -> list[Task]:
    """Make tasks of proposals a person has read (xác nhận nhiệm vụ): all of them, or none.

    Each proposal comes with the revision the person saw. Raises NoLead where one has no unit yet.
    """
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    tasks = []
    for seen, revision in proposals:
        proposal = documents.confirm_proposal(proposal=seen, revision=revision, actor=actor, at=at)
        if proposal.lead is None:
            says = _("Đề xuất %(number)d chưa có đơn vị chủ trì. Hãy chọn đơn vị rồi xác nhận.")
            raise NoLead(says % {"number": proposal.number})
        assignment = Assignment(
            text=proposal.text,
            field=proposal.field,
            lead=proposal.lead,
            coop=list(proposal.coop.all()),
            product=proposal.product,
            targets=proposal.targets,
            citations=proposal.citations,
            deadline_phrase=proposal.deadline_phrase,
            deadline=proposal.deadline,
            source=proposal,
        )
        tasks.append(_give(plan, assignment, actor, at))
    _hand_out(plan, tasks, actor, at)
    return tasks


def _hand_out(plan: Plan, tasks: Iterable[Task], actor: Person, at: datetime) -> None:
    """Whoever got a task may read the document it stands in, back to the clause."""
    units: dict[Document, dict[int, Unit]] = {}
    for task in tasks:
        document = task.source.document if task.source is not None else plan.document
        if document is not None:
            units.setdefault(document, {}).update({part.unit_id: part.unit for part in task.parts.all()})
    for document, parts in units.items():
        if can_register(actor, document.unit):
            documents.hand_out(document=document, units=parts.values(), actor=actor, at=at)


def _next_number(plan: Plan) -> int:
    """The next number in a plan whose row is locked; numbers are never used again."""
    plan.last_task_number += 1
    plan.save(update_fields=["last_task_number"])
    return plan.last_task_number


def _give(plan: Plan, assignment: Assignment, actor: Person, at: datetime) -> Task:
    text = assignment.text.strip()
    if not text:
        raise NoWords("Hãy ghi nội dung nhiệm vụ.")
    deadline = dict(assignment.deadline) if assignment.deadline else None
    found = rules.last_day(deadline)
    number = _next_number(plan)
    task = Task.objects.create(
        plan=plan,
        number=number,
        label=str(number),
        text=text,
        field=assignment.field,
        lead=assignment.lead,
        product=assignment.product,
        targets=list(assignment.targets),
        citations=list(assignment.citations),
        source=assignment.source,
        deadline_phrase=assignment.deadline_phrase,
        due_on=found.due_on,
        first_due_on=found.due_on,
        assigned_at=at,
        changed_at=at,
        folded=fold(f"{plan.code} {text} {assignment.lead.name}"),
    )
    PlanLine.objects.create(
        plan=plan, task=task, number=number, field=assignment.field, source=assignment.source, placed_at=at
    )
    parts = [TaskUnit(task=task, unit=assignment.lead, part=TaskUnit.LEAD)]
    helpers = {unit.pk: unit for unit in assignment.coop if unit.pk != assignment.lead.pk}
    parts += [TaskUnit(task=task, unit=unit, part=TaskUnit.COOP) for unit in helpers.values()]
    TaskUnit.objects.bulk_create(parts)
    DeadlineEntry.objects.create(
        task=task,
        number=1,
        kind=DeadlineEntry.SET,
        phrase=assignment.deadline_phrase,
        typed=deadline,
        due_on=found.due_on,
        because=list(found.because),
        because_en=list(found.because_en),
        by=actor,
        at=at,
    )
    record(
        "plans.task_given",
        task,
        actor=actor,
        at=at,
        plan=plan,
        number=task.number,
        text=text,
        lead=assignment.lead,
        coop=list(helpers.values()),
        due_on=found.due_on,
        phrase=assignment.deadline_phrase,
        source=assignment.source,
    )
    notify(
        people=people_with(assignment.lead, Role.REPORTER, Role.HEAD),
        kind="plans.task_given",
        text=f"{assignment.lead} được giao nhiệm vụ {task}: {task.title}",
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"given:{task.pk}",
        actor=actor,
        at=at,
    )
    return task
