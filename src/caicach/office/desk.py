"""A person's desk (việc của tôi): what is late, due today, this week and later, and what waits for others."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.documents.models import Document
from caicach.documents.permissions import registering_units
from caicach.office.items import LIMIT, WRITERS, Item
from caicach.office.letters import letters
from caicach.orgs.models import Person
from caicach.orgs.permissions import Scope, scope_of, units_in_reach
from caicach.orgs.rules import Role
from caicach.plans import faces, permissions
from caicach.plans.models import ExtensionRequest, ProgressReport, Task, TaskUnit
from caicach.plans.rules import STOPPED, ReportState, TaskBond, TaskState
from caicach.regulations.rules.calendar import WorkingCalendar
from caicach.ui import wording
from caicach.ui.parts import Action, Figure, Tone

LISTED = 14  # lines of what waits for others


@dataclass(frozen=True)
class Section:
    """A part of the desk."""

    name: str
    icon: str
    tone: Tone
    items: Sequence[Item]


@dataclass(frozen=True)
class Desk:
    """Everything on a person's desk."""

    sections: list[Section]
    waiting: list[Item]
    waits: int  # how many wait in all, also beyond those listed
    figures: list[Figure]
    first: Item | None = field(default=None)  # the page's one red button


def desk_of(person: Person, now: datetime.datetime) -> Desk:
    """Lay a person's desk; the number of queries does not grow with the work on it."""
    scope, today, calendar = scope_of(person), timezone.localdate(now), faces.calendar_in_use()
    items = [
        *_own_tasks(person, scope, now, calendar),
        *_to_send(person, scope),
        *_to_decide(person, scope, now, calendar),
        *_more_time(person, scope, now, calendar),
        *_own_parts(scope, now, calendar),
        *_without_unit(person, scope),
        *_to_confirm(person, scope),
        *letters(scope, now),
    ]
    items.sort(key=lambda item: item.due_on or datetime.date.max)
    week_end = today + datetime.timedelta(days=6 - today.weekday())
    late = [item for item in items if item.due_on is not None and item.due_on < today]
    due_today = [item for item in items if item.due_on == today or (item.due_on is None and item.tone == "waiting")]
    week = [item for item in items if item.due_on is not None and today < item.due_on <= week_end]
    later = [item for item in items if item not in late and item not in due_today and item not in week]
    waiting, waits, waits_late = _waiting(person, scope, now, calendar)
    sections = [
        Section(_("Quá hạn"), "alert-triangle", "late", late),
        Section(_("Hôm nay"), "clock", "none", due_today),
        Section(_("Tuần này"), "calendar-event", "none", week),
        Section(_("Sắp tới"), "calendar", "none", later),
    ]
    return Desk(
        sections=[section for section in sections if section.items],
        waiting=waiting,
        waits=waits,
        figures=[*_figures(late, due_today, week, now), _waiting_figure(waits, waits_late, now)],
        first=next(iter([*late, *due_today, *week, *later]), None),
    )


def asks_of(person: Person, now: datetime.datetime) -> list[Item]:
    """What waits for this very person's word (chờ anh/chị): reports to send or decide on, more time asked for."""
    scope, calendar = scope_of(person), faces.calendar_in_use()
    decisions = [*_to_decide(person, scope, now, calendar), *_more_time(person, scope, now, calendar)]
    return [*_to_send(person, scope), *decisions]


def _own_tasks(person: Person, scope: Scope, now: datetime.datetime, calendar: WorkingCalendar) -> list[Item]:
    """Open tasks the person's own units lead, or are the person's by name, and not yet reported as done.

    A duty lies here through its turns; a part that names somebody lies on that person's desk alone.
    """
    mine = Q(person=person, lead__in=scope.unit_ids())
    ours = Q(lead__in=scope.unit_ids(*WRITERS)) & ~Q(bond=TaskBond.PART, person__isnull=False)
    tasks = Task.objects.to_do().filter(mine | ours, state__in=[TaskState.ASSIGNED, TaskState.IN_PROGRESS])
    tasks = tasks.exclude(reports__state__in=[ReportState.WITH_HEAD, ReportState.SENT])
    shown = list(tasks.select_related("plan", "lead").order_by(F("due_on").asc(nulls_last=True), "pk")[:LIMIT])
    returned = ProgressReport.objects.filter(
        task__in=[task.pk for task in shown], state=ReportState.RETURNED, unit=F("task__lead")
    )
    reasons = dict(returned.values_list("task", "reason"))
    items = []
    for task in shown:
        reason = reasons.get(task.pk)
        verb = _("Nhập kết quả") if reason is None else _("Sửa báo cáo")
        note = task.lead.name if reason is None else _("bị trả lại: %(reason)s") % {"reason": reason}
        items.append(
            Item(
                task.title,
                f"{task} · {note}",
                reverse("plans:task", args=[task.pk]),
                verb,
                "clipboard-list",
                task.due_on,
                faces.clock(task, now, calendar),
                tone="none" if reason is None else "late",
            )
        )
    return items


def _to_send(person: Person, scope: Scope) -> list[Item]:
    """Reports laid before this head."""
    if not scope.has(Role.HEAD):
        return []
    below = units_in_reach(person).values("pk")
    waiting = ProgressReport.objects.filter(state=ReportState.WITH_HEAD, unit__in=below).exclude(
        task__state__in=STOPPED
    )
    rows = waiting.select_related("task__plan", "task__parent", "unit", "written_by").order_by("written_at")
    return [
        Item(
            report.task.title,
            _("%(unit)s trình, %(who)s viết") % _who(report),
            reverse("plans:task", args=[report.task_id]),
            _("Xem và gửi"),
            "send",
            due_on=report.task.due_on,
            says=_("chờ anh/chị gửi"),
            tone="waiting",
        )
        for report in rows[:LIMIT]
        if permissions.can_send(person, report)
    ]


def _who(report: ProgressReport) -> dict[str, Any]:
    return {"unit": report.unit.name, "who": report.written_by.get_short_name()}


def _waited(since: datetime.datetime | None, now: datetime.datetime, calendar: WorkingCalendar) -> str:
    """đã chờ 2 ngày làm việc, or that it came today."""
    if since is None:
        return _("chờ xác nhận")
    days = faces.working_days(timezone.localdate(since), timezone.localdate(now), calendar) or 0
    return wording.days_waited(days) if days > 0 else _("mới gửi")


def _to_decide(person: Person, scope: Scope, now: datetime.datetime, calendar: WorkingCalendar) -> list[Item]:
    """Reports sent to the office of this specialist; for a head, those no specialist is there to decide on.

    Reports on parts are for the unit that handed them down.
    """
    sent = ProgressReport.objects.filter(state=ReportState.SENT).exclude(sent_by=person).exclude(written_by=person)
    sent = sent.exclude(task__state__in=STOPPED)
    sent = sent.select_related("task__plan__unit", "unit", "written_by").order_by("sent_at")
    handed = sent.filter(task__bond=TaskBond.PART, task__parent__lead__in=scope.unit_ids(*WRITERS))
    rows: list[ProgressReport] = list(handed.exclude(task__person=person)[:LIMIT])
    sent = sent.exclude(task__bond=TaskBond.PART)
    if scope.has(Role.OFFICE_SPECIALIST):
        rows += sent.filter(task__plan__unit__in=units_in_reach(person).values("pk"))[:LIMIT]
    if scope.has(Role.HEAD):
        listed = {report.pk for report in rows}
        headed = sent.filter(task__plan__unit__in=scope.unit_ids(Role.HEAD)).exclude(pk__in=listed)
        rows += permissions.without_keeper(headed)
    return [
        Item(
            report.task.title,
            _("%(unit)s gửi, %(who)s viết") % _who(report),
            reverse("plans:task", args=[report.task_id]),
            _("Xem và xác nhận"),
            "clipboard-check",
            says=_waited(report.sent_at, now, calendar),
            tone="waiting",
        )
        for report in rows[:LIMIT]
    ]


def _more_time(person: Person, scope: Scope, now: datetime.datetime, calendar: WorkingCalendar) -> list[Item]:
    """Requests for more time: for who keeps the plan; for its head, where nobody else could decide."""
    asked = ExtensionRequest.objects.filter(state=ExtensionRequest.ASKED).exclude(asked_by=person)
    asked = asked.select_related("task__plan__unit", "task__lead", "asked_by")
    rows: list[ExtensionRequest] = []
    if scope.has(Role.OFFICE_SPECIALIST):
        rows += asked.filter(task__plan__unit__in=units_in_reach(person).values("pk"))[:LIMIT]
    if scope.has(Role.HEAD):
        listed = {one.pk for one in rows}
        headed = asked.filter(task__plan__unit__in=scope.unit_ids(Role.HEAD)).exclude(pk__in=listed)
        rows += permissions.extensions_without_keeper(headed)
    return [
        Item(
            one.task.title,
            _("%(unit)s đề nghị gia hạn đến %(day)s") % {"unit": one.task.lead.name, "day": wording.day(one.until)},
            f"{reverse('plans:task', args=[one.task_id])}#gia-han",
            _("Xem và trả lời"),
            "calendar-event",
            says=_waited(one.asked_at, now, calendar),
            tone="waiting",
        )
        for one in rows[:LIMIT]
        if permissions.can_decide_extension(person, one)
    ]


def _own_parts(scope: Scope, now: datetime.datetime, calendar: WorkingCalendar) -> list[Item]:
    """Running tasks in which the person's own units help and have not yet said what they did."""
    units = scope.unit_ids(*WRITERS)
    running = Task.objects.running().to_do().values("pk")
    parts = TaskUnit.objects.filter(unit__in=units, part=TaskUnit.COOP, confirmed_at__isnull=True, task__in=running)
    shown = parts.select_related("task__plan", "task__lead", "unit")
    return [
        Item(
            part.task.title,
            _("%(unit)s phối hợp, %(lead)s chủ trì") % {"unit": part.unit.name, "lead": part.task.lead.name},
            f"{reverse('plans:task', args=[part.task_id])}#phoi-hop",
            _("Xác nhận"),
            "users",
            part.task.due_on,
            faces.clock(part.task, now, calendar),
        )
        for part in shown.order_by(F("task__due_on").asc(nulls_last=True), "pk")[:LIMIT]
    ]


def _without_unit(person: Person, scope: Scope) -> list[Item]:
    """Plans this specialist keeps with tasks of closed units that nobody has taken over."""
    if not scope.has(Role.OFFICE_SPECIALIST):
        return []
    orphans = Task.objects.orphaned().filter(plan__unit__in=units_in_reach(person).values("pk")).order_by()
    plans = orphans.values("plan", "plan__code", "plan__title").annotate(count=Count("pk")).order_by("plan__code")
    return [
        Item(
            _("Việc của đơn vị đã giải thể chưa có đơn vị nhận"),
            f"{plan['plan__code']} {plan['plan__title']}",
            reverse("plans:hand_over", args=[plan["plan"]]),
            _("Chọn đơn vị"),
            "building-community",
            says=ngettext("%(n)d nhiệm vụ", "%(n)d nhiệm vụ", plan["count"]) % {"n": plan["count"]},
            tone="waiting",
        )
        for plan in plans[:LIMIT]
    ]


def _to_confirm(person: Person, scope: Scope) -> list[Item]:
    """Documents whose proposals wait for this specialist."""
    if not scope.has(Role.OFFICE_SPECIALIST):
        return []
    kept = registering_units(person).values("pk")
    waiting = Document.objects.filter(unit__in=kept).newest_first().with_proposal_counts().filter(waiting__gt=0)
    return [
        Item(
            _("Xác nhận nhiệm vụ tách từ %(document)s") % {"document": document.title},
            _("%(done)d/%(total)d đã xác nhận") % {"done": document.confirmed, "total": document.listed},
            reverse("plans:review", args=[document.pk]),
            _("Xác nhận tiếp"),
            "file-text",
            says=ngettext("%(n)d đề xuất chờ", "%(n)d đề xuất chờ", document.waiting) % {"n": document.waiting},
            tone="waiting",
        )
        for document in waiting[:LIMIT]
    ]


def _waiting(
    person: Person, scope: Scope, now: datetime.datetime, calendar: WorkingCalendar
) -> tuple[list[Item], int, int]:
    """What others owe this person: late tasks of units for the office, decisions on sent reports for a unit.

    With how many there are in all, and how many of them are late.
    """
    items, late_count = [], 0
    writing = scope.unit_ids(*WRITERS)
    if writing or scope.has(Role.OFFICE_SPECIALIST, Role.HEAD):
        others = ~Q(lead__in=writing) | (Q(person__isnull=False) & ~Q(person=person))
        owed = Q(bond=TaskBond.PART, parent__lead__in=writing) & others
        if scope.has(Role.OFFICE_SPECIALIST, Role.HEAD):
            owed |= Q(plan__unit__in=units_in_reach(person).values("pk"), parent__isnull=True) & ~Q(lead__in=writing)
        late = Task.objects.filter(owed).overdue(on=timezone.localdate(now)).exclude(state=TaskState.REPORTED_DONE)
        late_count = late.count()
        for task in late.select_related("plan", "lead", "person").order_by("due_on", "pk")[:LISTED]:
            items.append(
                Item(
                    task.person.full_name if task.person else task.lead.name,
                    task.title,
                    reverse("plans:task", args=[task.pk]),
                    _("Xem"),
                    "clipboard-list",
                    task.due_on,
                    faces.clock(task, now, calendar),
                    tone="late",
                )
            )
    units = scope.unit_ids(*WRITERS)
    sent = ProgressReport.objects.filter(unit__in=units, state__in=[ReportState.WITH_HEAD, ReportState.SENT])
    sent = sent.exclude(task__state__in=STOPPED)
    if scope.has(Role.HEAD):  # what is laid before the head is on the desk itself
        sent = sent.exclude(state=ReportState.WITH_HEAD)
    count = late_count + sent.count()
    for report in sent.select_related("task__plan", "unit").order_by("written_at")[: max(0, LISTED - len(items))]:
        items.append(
            Item(
                report.task.title,
                faces.report_words(report.state, of_part=report.task.bond == TaskBond.PART),
                reverse("plans:task", args=[report.task_id]),
                _("Xem"),
                "send",
                tone="waiting",
                says=faces.report_words(report.state, of_part=report.task.bond == TaskBond.PART),
            )
        )
    return items, count, late_count


def _figures(
    late: Sequence[Item], due_today: Sequence[Item], week: Sequence[Item], now: datetime.datetime
) -> list[Figure]:
    unit = _("việc")
    return [
        Figure(
            _("Cần xong hôm nay"),
            len(due_today),
            unit,
            as_of=now,
            url="#hom-nay" if due_today else "",
            note=_("%(count)d việc nữa trong tuần này") % {"count": len(week)},
        ),
        Figure(
            _("Quá hạn"),
            len(late),
            unit,
            tone="late" if late else "none",
            as_of=now,
            url="#qua-han" if late else "",
            note=_("lâu nhất: %(says)s") % {"says": _longest(late)} if late else _("không có việc nào"),
        ),
    ]


def _waiting_figure(waits: int, late: int, now: datetime.datetime) -> Figure:
    return Figure(
        _("Chờ đơn vị khác"),
        waits,
        _("việc"),
        tone="waiting" if waits else "none",
        as_of=now,
        url="#cho-don-vi-khac" if waits else "",
        note=_("%(count)d đã quá hạn") % {"count": late},
    )


def _longest(late: Iterable[Item]) -> str:
    return next((item.clock.says for item in late if item.clock is not None), "")


def new_task_action(person: Person) -> Action | None:
    """The page's quiet way to begin: take in a document."""
    if not scope_of(person).has(Role.OFFICE_SPECIALIST):
        return None
    return Action(_("Tải văn bản lên"), reverse("documents:upload"), "upload")
