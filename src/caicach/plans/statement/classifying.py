"""From the database to a classification: the tasks of a unit at a level of plans as they stood on one day."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from caicach.orgs.models import Person, Unit
from caicach.plans.models import DeadlineEntry, Plan, PlanLine, Task
from caicach.plans.rules import Period, TaskState
from caicach.plans.statement.classification import Class, Classification, Entry, PlanSaid, class_of
from caicach.plans.statement.figures import confirmation, line, office_of, stopped_line, with_all_they_need
from caicach.plans.statement.tiers import Tier, tiers_of
from caicach.plans.statement.values import Lead, Line

_DEADLINE_WORDS = {
    DeadlineEntry.CHANGED: "sửa hạn thành",
    DeadlineEntry.EXTENDED: "gia hạn đến",
    DeadlineEntry.STARTED: "sự kiện đã xảy ra, hạn",
    DeadlineEntry.PERIOD: "sang kỳ mới, hạn",
}


def classification(
    unit: Unit, tier: Tier | None, period: Period, *, as_of: datetime, person: Person | None = None
) -> Classification:
    """The tasks of the plans a unit or one below it keeps, and those such a unit leads, sorted as on the day.

    The day is the last of the period, or that of `as_of` where it is earlier. Counted are the plans whose time meets
    the period; of plans that ended before, what was then still to do. What came into a plan after the day is only told.
    With `person`, no more than what the person may see.
    """
    day = min(period.last_day, localdate(as_of))
    plans = _plans(unit, day)
    tiers = {plan.pk: tiers_of(plan.level, plan.assigned_by) for plan in plans}
    wanted = {pk: plan for pk, plan in ((one.pk, one) for one in plans) if tier is None or tier in tiers[pk]}
    lines = PlanLine.objects.filter(_of_unit(unit, "plan__unit", "task__lead"), plan__in=list(wanted))
    seen = lines if person is None else lines.filter(task__in=Task.objects.visible_to(person).values("pk"))
    tasks = with_all_they_need(Task.objects.filter(pk__in=seen.values("task")))
    entries: dict[tuple[Tier, int], Entry] = {}
    later: set[int] = set()
    used: set[int] = set()
    for place in sorted(seen, key=lambda one: _precedence(one, tasks[one.task_id], wanted[one.plan_id])):
        task, plan = tasks[place.task_id], wanted[place.plan_id]
        if localdate(place.placed_at) > day:
            later.add(task.pk)
            continue
        entry = _entry(task, place, plan, day, as_of)
        is_left_over = plan.ends_on < period.first_day
        if is_left_over and _was_settled(task, entry, period.first_day):
            continue
        used.add(plan.pk)
        for one in tiers[plan.pk] if tier is None else [tier]:
            first = entries.get((one, task.pk))
            entries[one, task.pk] = (
                replace(first, also_in=(*first.also_in, plan.code))
                if first
                else replace(entry, tier=one, is_left_over=is_left_over)
            )
    counted = [plan for plan in wanted.values() if plan.pk in used]
    return Classification(
        unit_code=unit.code,
        unit_name=unit.name,
        office=office_of(unit, localdate(as_of)),
        tier=tier,
        period=period,
        as_of=as_of,
        day=day,
        synthetic=any(plan.synthetic for plan in counted),
        partial=person is not None and lines.values("task").distinct().count() > len(tasks),
        plans=tuple(PlanSaid(plan.code, plan.title, tuple(tiers[plan.pk])) for plan in counted),
        entries=tuple(sorted(entries.values(), key=_in_order)),
        given_later=len(later - {entry.task_id for entry in entries.values()}),
    )


def _in_order(entry: Entry) -> tuple[int, str, int]:
    return list(Tier).index(entry.tier), entry.plan_code, entry.number


def _of_unit(unit: Unit, *paths: str) -> Q:
    under = Unit.objects.under([unit.path]).values("pk")
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__in": under})
    return found


def _plans(unit: Unit, day: date) -> "QuerySet[Plan]":
    with_task = PlanLine.objects.filter(_of_unit(unit, "task__lead")).values("plan")
    mine = Plan.objects.filter(_of_unit(unit, "unit") | Q(pk__in=with_task))
    return mine.filter(starts_on__lte=day).order_by("starts_on", "pk")


def _precedence(place: PlanLine, task: Any, plan: Plan) -> tuple[bool, datetime, int]:
    """Which of several plans names a task: the one that gave it, else the one opened first."""
    return plan.pk != task.plan_id, plan.opened_at, plan.pk


def _entry(task: Any, place: PlanLine, plan: Plan, day: date, as_of: datetime) -> Entry:
    lead = Lead(task.lead.pk, task.lead.name, task.lead.path)
    if task.stopped_on and task.stopped_on <= day:
        still = stopped_line(task, place)
        of_class, counted = (Class.CANCELLED if still.is_cancelled else Class.SUSPENDED), None
        title = still.title
    else:
        counted = line(task, place, day, as_of)
        of_class, title = class_of(counted.standing), counted.title
    return Entry(
        task_id=task.pk,
        tier=tiers_of(plan.level, plan.assigned_by)[0],
        plan_code=plan.code,
        number=place.number,
        title=title,
        field=place.field,
        lead=lead,
        of_class=of_class,
        because=tuple(_because(task, place, counted, day, as_of)),
        line=counted,
    )


def _was_settled(task: Any, entry: Entry, first_day: date) -> bool:
    """Whether the work of an ended plan was over before the period began."""
    if entry.line is None:
        return bool(task.stopped_on < first_day)
    return entry.line.done_on is not None and entry.line.done_on < first_day


def _because(task: Any, place: PlanLine, counted: Line | None, day: date, as_of: datetime) -> list[str]:
    """Why a task stands where it does, one phrase each, so that a later difference explains itself."""
    given = "giao" if place.plan_id == task.plan_id else "đưa vào kế hoạch"
    said = [f"{given} ngày {localdate(place.placed_at):%d/%m/%Y}"]
    for entry in task.deadline_entries.all():
        if entry.kind in _DEADLINE_WORDS and entry.at <= as_of and localdate(entry.at) <= day:
            until = f"{_DEADLINE_WORDS[entry.kind]} {entry.due_on:%d/%m/%Y}" if entry.due_on else "bỏ hạn"
            said.append(f"{until} (ngày {localdate(entry.at):%d/%m/%Y})")
    sent = [report.first_sent_at for report in task.reports.all() if report.first_sent_at]
    if sent and min(sent) <= as_of and localdate(min(sent)) <= day:
        said.append(f"có báo cáo từ ngày {localdate(min(sent)):%d/%m/%Y}")
    if counted is None:
        verb = "hủy" if task.state == TaskState.CANCELLED else "tạm dừng"
        by = f" theo {task.cancelled_by.title}" if task.cancelled_by else ""
        why = f": {task.stopped_because}" if task.stopped_because else ""
        return [*said, f"{verb} từ ngày {task.stopped_on:%d/%m/%Y}{by}{why}"]
    if counted.done_on:
        confirmed_at = confirmation(task.reports.all())
        confirmed = f", xác nhận ngày {localdate(confirmed_at):%d/%m/%Y}" if confirmed_at else ""
        said.append(f"hoàn thành ngày {counted.done_on:%d/%m/%Y}{confirmed}")
    elif counted.awaiting:
        said.append("đã báo cáo hoàn thành, chờ xác nhận")
    if hasattr(task, "recurrence") and counted.result:
        said.append(counted.result)
    if counted.is_overdue and counted.due_on:
        said.append(f"đã qua hạn {counted.due_on:%d/%m/%Y}")
    return said
