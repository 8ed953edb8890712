"""From the database to a statement: every task of a plan as it stood on one day, in a constant number of queries."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate

from caicach.documents.rules import OTHER_TYPES, TYPES
from caicach.orgs.models import Post, Unit
from caicach.orgs.rules import Role, UnitKind
from caicach.plans import rules
from caicach.plans.models import DeadlineEntry, Evidence, Plan, PlanLine, ProgressReport, Task, TaskQuerySet, TaskUnit
from caicach.plans.models.tasks import short
from caicach.plans.rollup import Turn, duty_follows, late_turns
from caicach.plans.rules import Period, ReportState, TaskBond, TaskState, Timeliness
from caicach.plans.statement.values import Lead, Line, Office, Source, Statement, Stopped
from caicach.regulations.packs import calendar
from caicach.regulations.rules.calendar import CalendarUnknown, working_days_between

# How the head of a unit signs; the clerk corrects it where a statute says otherwise.
SIGNS: dict[UnitKind, str] = {
    UnitKind.MINISTRY: "Bộ trưởng",
    UnitKind.DEPARTMENT: "Giám đốc",
    UnitKind.DIVISION: "Trưởng phòng",
    UnitKind.AGENCY: "Chi cục trưởng",
    UnitKind.HOSPITAL: "Giám đốc",
    UnitKind.CENTRE: "Giám đốc",
    UnitKind.STATION: "Trưởng trạm",
    UnitKind.OTHER: "Thủ trưởng đơn vị",
}
_OF_PROVINCE = re.compile(r"^(Sở .+?)\s+(tỉnh|thành phố)\s+(\S.*)$", re.IGNORECASE)
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố)\s+(\S.*)$", re.IGNORECASE)


def statement(plan: Plan, period: Period, *, as_of: datetime, tasks: TaskQuerySet | None = None) -> Statement:
    """How a plan's tasks stood at the end of a period, or on the day of `as_of` where that is earlier.

    A past period stays as it was: the deadline then in force, a report only from the day it was sent. A completion
    counts on the day it names, however late the office confirmed it, provided it had done so by `as_of`.
    """
    day = min(period.last_day, localdate(as_of))
    chosen = (Task.objects.all() if tasks is None else tasks).in_plan(plan)
    found = with_all_they_need(chosen.in_line_order())
    stopped = [task for task in found.values() if task.stopped_on and task.stopped_on <= day]
    lines = tuple(line(task, _place(task), day, as_of) for task in found.values() if task not in stopped)
    return Statement(
        plan_code=plan.code,
        plan_title=plan.title,
        synthetic=plan.synthetic,
        source=_source(plan),
        office=office_of(plan.unit, localdate(as_of)),
        period=period,
        as_of=as_of,
        day=day,
        partial=plan.lines.count() > len(found),
        lines=lines,
        stopped=tuple(stopped_line(task, _place(task)) for task in stopped),
    )


def with_all_they_need(tasks: TaskQuerySet) -> dict[int, Any]:
    """Tasks with what their lines say: helpers, deadlines, reports, evidence."""
    helpers = TaskUnit.objects.filter(part=TaskUnit.COOP).select_related("unit").order_by("unit__path")
    reports = ProgressReport.objects.order_by("number").prefetch_related(
        Prefetch("evidence", queryset=Evidence.objects.order_by("pk"))
    )
    turns = Task.objects.filter(bond=TaskBond.OCCURRENCE).order_by("number")
    rows = tasks.select_related("plan", "lead", "cancelled_by", "recurrence").prefetch_related(
        Prefetch("parts", queryset=helpers),
        Prefetch("deadline_entries", queryset=DeadlineEntry.objects.order_by("number")),
        Prefetch("reports", queryset=reports),
        Prefetch("children", queryset=turns, to_attr="turns"),
    )
    return {task.pk: task for task in rows}


def _place(task: Any) -> PlanLine:
    """The place of a task asked for through `in_plan`."""
    return PlanLine(number=task.line_number, field=task.line_field, wording=task.line_wording)


def stopped_line(task: Any, place: PlanLine) -> Stopped:
    """A task whose clock does not run, as a plan names it."""
    return Stopped(
        number=place.number,
        title=short(place.wording or task.text),
        lead=task.lead.name,
        is_cancelled=task.state == TaskState.CANCELLED,
        since=task.stopped_on,
        because=task.stopped_because,
        ordered_by=task.cancelled_by.title if task.cancelled_by else "",
    )


def line(task: Any, place: PlanLine, day: date, as_of: datetime) -> Line:
    """A task as it stood at the end of a day, in the words of its place in a plan."""

    def known(at: datetime | None) -> bool:
        return at is not None and at <= as_of and localdate(at) <= day

    reports = list(task.reports.all())
    ledger = list(task.deadline_entries.all())
    in_force = [entry for entry in ledger if known(entry.at)] or ledger[:1]
    due_on = in_force[-1].due_on if in_force else task.due_on
    done_on = task.done_on if task.done_on and task.done_on <= day and _is_confirmed(reports, as_of) else None
    begun = any(known(report.first_sent_at) or known(report.decided_at) for report in reports)
    turns = _turns(task, day, known)
    if turns is not None:
        found = duty_follows(turns, _ahead(task, known), begun=begun)
        due_on, done_on, begun = found.due_on, found.done_on, found.state is not TaskState.ASSIGNED
    state = TaskState.COMPLETED if done_on else TaskState.IN_PROGRESS if begun else TaskState.ASSIGNED
    standing = rules.standing(state=state, done_on=done_on, due_on=due_on, on=day)
    since = due_on if standing.timeliness is Timeliness.LATE else None
    sent = [report for report in reports if known(report.first_sent_at) or (done_on and _confirms(report))]
    public = [report for report in sent if _is_public(report)]
    last = public[-1] if public else None
    return Line(
        task_id=task.pk,
        number=place.number,
        text=place.wording or task.text,
        title=short(place.wording or task.text),
        field=place.field,
        lead=Lead(task.lead.pk, task.lead.name, task.lead.path),
        coop=tuple(part.unit.name for part in task.parts.all()),
        due_on=due_on,
        first_due_on=ledger[0].due_on if ledger else task.first_due_on,
        deadline_changes=sum(entry.kind in (DeadlineEntry.CHANGED, DeadlineEntry.EXTENDED) for entry in in_force),
        deadline_phrase=in_force[-1].phrase if in_force else task.deadline_phrase,
        standing=standing,
        begun=done_on is not None or begun,
        awaiting=done_on is None and any(report.says_done and report.state == ReportState.SENT for report in public),
        given_later=not known(task.assigned_at),
        done_on=done_on,
        days_late=((done_on or day) - since).days if since else 0,
        working_days_late=_working_days(since, done_on or day) if since else 0,
        result=turns_late(turns, day) if turns else last.words if last else "",
        reason=last.reason if last and last.state == ReportState.RETURNED and known(last.decided_at) else "",
        evidence=_evidence(public),
    )


def _turns(task: Any, day: date, known: Callable[[datetime], bool]) -> list[Turn] | None:
    """The turns of a recurring duty opened by the day, each as it stood then; None for every other task."""
    if not hasattr(task, "recurrence"):
        return None
    found = []
    for turn in (turn for turn in task.turns if known(turn.assigned_at)):
        done_on = turn.done_on if turn.done_on and turn.done_on <= day else None
        ahead_of_day = turn.state == TaskState.COMPLETED and done_on is None
        state = TaskState.IN_PROGRESS if ahead_of_day else TaskState(turn.state)
        found.append(Turn(state, turn.due_on, done_on))
    return found


def _ahead(task: Any, known: Callable[[datetime], bool]) -> list[date]:
    there = {turn.period for turn in task.turns if known(turn.assigned_at)}
    return [period.due_on for period in task.recurrence.periods() if period.code not in there]


def turns_late(turns: Sequence[Turn], day: date) -> str:
    """How a recurring duty stands in a remark: 2/12 kỳ trễ hạn."""
    return f"{late_turns(turns, on=day)}/{len(turns)} kỳ trễ hạn"


def _confirms(report: ProgressReport) -> bool:
    """Whether the office accepted this report, and with it the task, as done."""
    return report.says_done and report.state == ReportState.ACCEPTED


def _is_confirmed(reports: Iterable[ProgressReport], as_of: datetime) -> bool:
    """Whether the office had confirmed the task's completion by then."""
    confirmed_at = confirmation(reports)
    return confirmed_at is None or confirmed_at <= as_of


def confirmation(reports: Iterable[ProgressReport]) -> datetime | None:
    """When the office first confirmed that the task is done."""
    return min((report.decided_at for report in reports if _confirms(report) and report.decided_at), default=None)


def _is_public(report: ProgressReport) -> bool:
    """Whether the report's present words were sent; what a unit rewrites, or its own head returned, are its own."""
    if report.state == ReportState.RETURNED:
        return report.decided_at is not None and report.written_at <= report.decided_at
    return report.state in {ReportState.SENT, ReportState.ACCEPTED}


def _evidence(public: Iterable[ProgressReport]) -> tuple[str, ...]:
    kept = (report for report in public if report.state != ReportState.RETURNED)
    return tuple({piece.name: None for report in kept for piece in report.evidence.all()})


def _working_days(due_on: date, until: date) -> int | None:
    try:
        return working_days_between(due_on, until, calendar())
    except CalendarUnknown:
        return None


def _source(plan: Plan) -> Source | None:
    document = plan.document
    if document is None:
        return None
    return Source(
        type_name=(TYPES | OTHER_TYPES)[document.type_code][0],
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        subject=document.subject,
    )


def office_of(unit: Unit, on: date) -> Office:
    """Letterhead and signature of a unit: a provincial department stands under its province's people's committee."""
    agency, parent = unit.name, unit.parent.name if unit.parent else ""
    named = _OF_PROVINCE.match(unit.name)
    if named and unit.kind == UnitKind.DEPARTMENT:
        agency, parent = named[1], parent or f"UBND {named[2].lower()} {named[3]}"
    place = _PROVINCE.search(unit.name) or _PROVINCE.search(parent)
    symbol = unit.short_name if unit.short_name and " " not in unit.short_name else unit.code
    posts = Post.objects.held(on=on).filter(unit=unit, role=Role.HEAD, person__is_active=True).select_related("person")
    chiefs = [post for post in posts.order_by("pk") if not post.title.lower().startswith("phó")]
    only = chiefs[0] if len(chiefs) == 1 else None
    return Office(
        agency=agency,
        parent=parent,
        symbol=symbol,
        place=place[1] if place else "",
        signs=(only.title if only and only.title else SIGNS[UnitKind(unit.kind)]),
        head=only.person.full_name if only else "",
    )
