"""Open work goes where the decision on units sends it; history stays where it was made."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit, heirs_on
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans.actions.editing import NotHandedOver, give_to, hand_out
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import Plan, Task, TaskUnit
from caicach.plans.models.tasks import TaskQuerySet
from caicach.plans.permissions import KEEPER, require_keeper


@transaction.atomic
def follow_heirs(*, at: datetime, actor: Person | None = None) -> int:
    """What closed units still had to do goes to the units that have their work (nhiệm vụ theo đơn vị kế thừa).

    Tasks they led, parts in which they helped, plans they kept; returns how many tasks. Done once, whenever repeated.
    """
    heirs = heirs_on(localdate(at))
    working = Q(task__in=Task.objects.open().values("pk"))
    busy = set(TaskUnit.objects.filter(working, unit__in=heirs).values_list("unit", flat=True))
    busy |= set(Plan.objects.filter(unit__in=heirs).filter(_going_on(at)).values_list("unit", flat=True))
    units = Unit.objects.in_bulk({*busy, *(heirs[pk] for pk in busy)})
    return sum(_follow(units[pk], units[heirs[pk]], actor, at) for pk in sorted(busy) if not units[pk].is_open)


@transaction.atomic
def hand_over(*, plan: Plan, tasks: Iterable[Task], lead: Unit, reason: str, actor: Person, at: datetime) -> list[Task]:
    """Tasks of closed units that nobody had taken over go to a unit the keeper names (giao lại), all or none."""
    require_keeper(actor, plan)
    said = reason.strip()
    if not said:
        raise NoWords("Hãy ghi lý do giao lại.")
    if not lead.is_open:
        raise NotHandedOver("Đơn vị này đã giải thể, không nhận nhiệm vụ được.")
    held = _held(Task.objects.filter(plan=plan, pk__in=[task.pk for task in tasks]).orphaned())
    given = [give_to(task=task, lead=lead, reason=said, actor=actor, at=at) for task in held]
    if not given:
        raise NotHandedOver("Các nhiệm vụ này đã có đơn vị nhận. Hãy tải lại trang để xem.")
    for task in given:
        hand_out(task=task, units=[lead], actor=actor, at=at)
    notify(
        people=people_with(lead, Role.REPORTER, Role.HEAD),
        kind="plans.tasks_followed",
        text=f"{lead} nhận {len(given)} nhiệm vụ của kế hoạch {plan.code}: {said}",
        link=reverse("plans:plan", args=[plan.pk]),
        once_key=f"handed:{plan.pk}:{lead.pk}:{at.isoformat()}",
        actor=actor,
        at=at,
    )
    return given


def _follow(closed: Unit, heir: Unit, actor: Person | None, at: datetime) -> int:
    """All the open work of one closed unit, with one notice for the heir and one for each office concerned."""
    why = f"{closed} kết thúc hoạt động, {heir} nhận việc."
    plans = list(Plan.objects.select_for_update().filter(unit=closed).filter(_going_on(at)).order_by("pk"))
    for plan in plans:
        plan.unit = heir
        plan.save(update_fields=["unit"])
        moved = {"before": closed.name, "after": heir.name}
        record("plans.plan_followed", plan, actor=actor, at=at, keeper=moved, reason=why)
    tasks = list(_held(Task.objects.filter(lead=closed).open()))
    for task in tasks:
        give_to(task=task, lead=heir, reason=why, actor=actor, at=at)
    helping = _held(Task.objects.filter(parts__unit=closed, parts__part=TaskUnit.COOP).open())
    helped = [_help_instead(task, closed, heir, why, actor, at) for task in helping]
    offices = {task.plan.unit_id: task.plan.unit for task in [*tasks, *helped]}
    people = [*people_with(heir, Role.REPORTER, Role.HEAD)]
    people += [one for office in offices.values() for one in people_with(office, KEEPER)]
    notify(
        people={one.pk: one for one in people}.values(),
        kind="plans.tasks_followed",
        text=f"{heir} nhận việc của {closed}: chủ trì {len(tasks)} nhiệm vụ, phối hợp {len(helped)} nhiệm vụ, "
        f"giữ {len(plans)} kế hoạch.",
        link=reverse("plans:list"),
        once_key=f"followed:{closed.pk}:{at.isoformat()}",
        actor=actor,
        at=at,
    )
    return len(tasks)


def _help_instead(task: Task, closed: Unit, heir: Unit, why: str, actor: Person | None, at: datetime) -> Task:
    """The heir helps where the closed unit did, with the words it had confirmed; who is there already stays."""
    there = task.parts.filter(unit=heir).exists()
    parts = task.parts.filter(unit=closed, part=TaskUnit.COOP)
    said = parts.values_list("said", flat=True).first() or ""
    if there:
        parts.delete()
    else:
        parts.update(unit=heir)
    moved = {"before": closed.name, "after": heir.name}
    record("plans.part_followed", task, actor=actor, at=at, helped_by=moved, said=said, reason=why)
    return task


def _held(tasks: TaskQuerySet) -> TaskQuerySet:
    """The tasks with their rows held, one order for everybody."""
    return tasks.select_for_update(of=("self",)).select_related("plan__unit", "lead", "person").order_by("pk")


def _going_on(at: datetime) -> Q:
    """Plans not over yet, or with work not done."""
    open_tasks = Task.objects.open().values("plan")
    return Q(ends_on__gte=localdate(at)) | Q(pk__in=open_tasks)
