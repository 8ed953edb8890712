"""Correcting what a task says and who does it; a task that changes hands keeps its history."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.permissions import can_register
from caicach.notifications.actions import notify
from caicach.orgs.choosing import suggestion
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role, fold
from caicach.plans import rules
from caicach.plans.actions.ledger import drop_extension
from caicach.plans.actions.progress import OPEN
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import PlanLine, ProgressReport, Task, TaskUnit
from caicach.plans.permissions import may_work_in, require_keeper
from caicach.plans.rules import ReportState, TaskBond, TaskState


class NotHandedOver(ValueError):
    """A task cannot go to that unit, or not now."""


@transaction.atomic
def edit_task(
    *,
    task: Task,
    revision: int,
    text: str,
    field: str,
    lead: Unit,
    actor: Person,
    at: datetime,
    product: str = "",
    coop: Iterable[Unit] = (),
    person: Person | None = None,
    reason: str = "",
) -> Task:
    """Correct a task (sửa nhiệm vụ): its words, field, product, units and who does it.

    `revision` is the one the writer saw; an older one raises ChangedMeanwhile and nothing is lost. Another lead is a
    hand-over, with its reason; whoever did it in the old unit does so no longer.
    """
    task = _locked(task)
    require_keeper(actor, task.plan)
    if task.revision != revision:
        raise documents.ChangedMeanwhile(
            "Người khác vừa sửa nhiệm vụ này. Nội dung anh/chị nhập vẫn còn; hãy xem chỗ khác nhau rồi lưu lại."
        )
    _require_open(task)
    if not text.strip():
        raise NoWords("Hãy ghi nội dung nhiệm vụ.")
    if person is not None and person == task.person and lead.pk != task.lead_id and not may_work_in(person, lead):
        person = None
    if person is not None and not may_work_in(person, lead):
        raise NotHandedOver(_("%(person)s không giữ vị trí nào ở %(unit)s.") % {"person": person, "unit": lead})
    moves = lead.pk != task.lead_id
    before = task_says(task)
    if moves:
        task = change_lead(task=task, lead=lead, reason=reason, actor=actor, at=at)
        before["led_by"] = task_says(task)["led_by"]  # told by the hand-over
        before["done_by"] = task_says(task)["done_by"]
    _set_field(task, field)
    task.text, task.field, task.product, task.person = text.strip(), field, product.strip(), person
    came = _set_coop(task, coop)
    after = task_says(task)
    changed = {name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]}
    if changed:
        _keep(task, at)
        record("plans.task_edited", task, actor=actor, at=at, revision=task.revision, **changed)
        _tell_new(task, came, person if "done_by" in changed else None, actor, at)
        hand_out(task=task, units=came, actor=actor, at=at)
    return task


@transaction.atomic
def change_lead(*, task: Task, lead: Unit, reason: str, actor: Person, at: datetime) -> Task:
    """Another unit leads the task from now on (đổi đơn vị chủ trì), with the reason; both units are told.

    What the old unit sent stays its history; what it had not sent stays its own to read and is not sent any more.
    """
    task = _locked(task)
    require_keeper(actor, task.plan)
    _require_open(task)
    if not reason.strip():
        raise NoWords("Hãy ghi lý do đổi đơn vị chủ trì.")
    if lead.pk == task.lead_id:
        raise NotHandedOver("Đơn vị này đang chủ trì nhiệm vụ.")
    if not lead.is_open:
        raise NotHandedOver("Đơn vị này đã giải thể, không nhận nhiệm vụ được.")
    turns = task.children.filter(bond=TaskBond.OCCURRENCE).values("pk")
    sent = ProgressReport.objects.filter(Q(task=task) | Q(task__in=turns), unit=task.lead, state=ReportState.SENT)
    if task.lead.is_open and sent.exists():
        raise NotHandedOver("Báo cáo của đơn vị chủ trì đang chờ xác nhận. Hãy xác nhận hoặc trả lại rồi đổi đơn vị.")
    old = task.lead
    held = Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead", "person")
    occurrences = held.filter(parent=task, bond=TaskBond.OCCURRENCE, lead=old).open().order_by("pk")
    for one in [task, *occurrences]:
        drop_extension(task=one, because="Nhiệm vụ đã chuyển đơn vị chủ trì.", actor=actor, at=at)
        for report in one.reports.filter(unit=old, state=ReportState.WITH_HEAD):
            _back_to_draft(one, report, actor, at)
        give_to(task=one, lead=lead, reason=reason.strip(), actor=actor, at=at)
    hand_out(task=task, units=[lead], actor=actor, at=at)
    for unit, text in (
        (old, f"Nhiệm vụ {task} chuyển từ {old} sang {lead} chủ trì: {reason.strip()}"),
        (lead, f"{lead} được giao nhiệm vụ {task}, trước do {old} chủ trì: {task.title}"),
    ):
        notify(
            people=people_with(unit, Role.REPORTER, Role.HEAD),
            kind="plans.lead_changed",
            text=text,
            link=_page(task),
            once_key=f"lead:{task.pk}:{task.revision}:{unit.pk}",
            actor=actor,
            at=at,
        )
    return task


@transaction.atomic
def give_to(*, task: Task, lead: Unit, reason: str, actor: Person | None, at: datetime) -> Task:
    """Write that a unit leads a task whose row is held (ghi đơn vị chủ trì mới); its part follows, history stays.

    Where the old unit is closed, the words it had not sent go along: nobody there could send them any more.
    """
    before = task_says(task)
    TaskUnit.objects.filter(task=task, unit=lead).delete()  # who helped leads now
    TaskUnit.objects.filter(task=task, part=TaskUnit.LEAD).update(unit=lead)
    followed = _unsent_follow(task, lead) if not task.lead.is_open else []
    task.lead = lead
    if task.person is not None and not may_work_in(task.person, lead):
        task.person = None
    _keep(task, at)
    after = task_says(task)
    changed = {name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]}
    said = {"reason": reason, "revision": task.revision, "followed": followed}
    record("plans.lead_changed", task, actor=actor, at=at, **said, **changed)
    return task


@transaction.atomic
def hand_out(*, task: Task, units: Iterable[Unit], actor: Person, at: datetime) -> None:
    """Whoever got a task may read the document it stands in, back to the clause."""
    document = task.source.document if task.source is not None else task.plan.document
    if document is not None and can_register(actor, document.unit):
        documents.hand_out(document=document, units=list(units), actor=actor, at=at)


def task_says(task: Task) -> dict[str, str]:
    """What can be corrected in a task, each as the text its trail and its form write."""
    coop = task.parts.filter(part=TaskUnit.COOP).select_related("unit").order_by("unit__path")
    return {
        "text": task.text,
        "field": task.field,
        "product": task.product,
        "led_by": suggestion(task.lead),
        "helped_by": "; ".join(suggestion(part.unit) for part in coop),
        "done_by": task.person.full_name if task.person is not None else "",
    }


def _locked(task: Task) -> Task:
    held = Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead", "person")
    return held.get(pk=task.pk)


def _require_open(task: Task) -> None:
    if task.state in (TaskState.COMPLETED, TaskState.CANCELLED):
        raise rules.WrongState("Nhiệm vụ đã hoàn thành hoặc đã hủy, không sửa được nữa.")


def _keep(task: Task, at: datetime) -> None:
    task.folded = fold(f"{task.plan.code} {task.text} {task.lead.name}")
    task.revision += 1
    task.changed_at = at
    task.save()


def _set_field(task: Task, field: str) -> None:
    """The plan that gave the task counts it under its field."""
    PlanLine.objects.filter(task=task, plan=task.plan, field=task.field).update(field=field)


def _set_coop(task: Task, coop: Iterable[Unit]) -> list[Unit]:
    """The units that help; a part already confirmed stays with its words. Returns who is new."""
    wanted = {unit.pk: unit for unit in coop if unit.pk != task.lead_id}
    there = task.parts.filter(part=TaskUnit.COOP)
    there.exclude(unit__in=wanted).delete()
    came = [unit for pk, unit in wanted.items() if pk not in set(there.values_list("unit", flat=True))]
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit, part=TaskUnit.COOP) for unit in came)
    return came


def _unsent_follow(task: Task, lead: Unit) -> list[int]:
    if task.reports.filter(unit=lead, state__in=OPEN).exists():
        return []
    unsent = task.reports.filter(unit=task.lead, state__in=OPEN).exclude(state=ReportState.SENT)
    numbers = list(unsent.values_list("number", flat=True))
    unsent.update(unit=lead)
    return numbers


def _back_to_draft(task: Task, report: ProgressReport, actor: Person, at: datetime) -> None:
    report.state = rules.next_report_state(ReportState(report.state), "take_back")
    report.revision += 1
    report.save()
    record("plans.report_draft", task, actor=actor, at=at, report=report.number)


def _tell_new(task: Task, came: Iterable[Unit], person: Person | None, actor: Person, at: datetime) -> None:
    told: list[tuple[str, list[Person], str]] = [
        (f"coop:{unit.pk}", people_with(unit, Role.REPORTER, Role.HEAD), f"{unit} được giao phối hợp nhiệm vụ {task}")
        for unit in came
    ]
    if person is not None:
        told.append(("person", [person], f"Anh/chị được giao làm nhiệm vụ {task}"))
    for key, people, says in told:
        notify(
            people=people,
            kind="plans.task_given",
            text=f"{says}: {task.title}",
            link=_page(task),
            once_key=f"edited:{task.pk}:{task.revision}:{key}",
            actor=actor,
            at=at,
        )


def _page(task: Task) -> str:
    return reverse("plans:task", args=[task.pk])
