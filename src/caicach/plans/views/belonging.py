"""What hangs on a task: set how it comes round, record its event, hand parts down, give days to the undated."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs import actions as orgs
from caicach.orgs.current import person_of
from caicach.orgs.models import Draft
from caicach.plans import actions, part_sheet, permissions, proposing, undated
from caicach.plans.actions.events import waiting_deadline
from caicach.plans.duty_forms import EventForm, RecurrenceForm, StopForm, TakeBackForm
from caicach.plans.models import Plan, Task
from caicach.plans.rules import WrongState
from caicach.plans.views.tasks import show_task, task_of

TROUBLES = (actions.NoTurn, actions.NotDated, actions.NoPart, WrongState)


def _do(request: HttpRequest, task: Task, name: str, form: Any, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do what a form of the task's page asks for; in trouble the page comes again with the words typed."""
    if form.is_valid():
        try:
            deed()
        except TROUBLES as trouble:
            form.add_error(None, _(str(trouble)))
        else:
            messages.success(request, said)
            return redirect("plans:task", task.pk)
    return show_task(request, task, belonging={name: form}, status=422)


@require_POST
def set_recurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a duty comes round."""
    task, person, at = task_of(request, pk), person_of(request), timezone.now()
    permissions.require_keeper(person, task.plan)
    form = RecurrenceForm(request.POST)

    def deed() -> None:
        actions.set_recurrence(task=task, rhythm=form.rhythm(), actor=person, at=at)

    return _do(request, task, "recurrence", form, deed, _("Đã đặt định kỳ. Kỳ đã bắt đầu được mở ngay."))


@require_POST
def stop_recurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """No turn begins after a day."""
    task, person, at = task_of(request, pk), person_of(request), timezone.now()
    permissions.require_keeper(person, task.plan)
    form = StopForm(request.POST)

    def deed() -> None:
        actions.stop_recurrence(task=task, actor=person, at=at, **form.cleaned_data)

    return _do(request, task, "stop", form, deed, _("Đã dừng định kỳ. Các kỳ đã mở vẫn phải làm."))


@require_POST
def record_event(request: HttpRequest, pk: int) -> HttpResponse:
    """The event a deadline counts from has happened."""
    task, person, at = task_of(request, pk), person_of(request), timezone.now()
    permissions.require_keeper(person, task.plan)
    form = EventForm(waiting_deadline(task) or {}, request.POST)

    def deed() -> None:
        actions.record_event(task=task, actor=person, at=at, **form.cleaned_data)

    return _do(request, task, "event", form, deed, _("Đã ghi nhận sự kiện."))


@require_POST
def take_back_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part back; the page of the whole says so."""
    part, person, at = task_of(request, pk), person_of(request), timezone.now()
    parent = part.parent or part
    permissions.require_hand_down(person, parent)
    form = TakeBackForm(request.POST)

    def deed() -> None:
        actions.take_back_part(part=part, reason=form.cleaned_data["reason"], actor=person, at=at)

    return _do(request, parent, "take_back", form, deed, _("Đã thu hồi phần việc."))


def hand_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Break a task into parts on a sheet; all of them are handed down, or none."""
    task, person = task_of(request, pk), person_of(request)
    permissions.require_hand_down(person, task)
    known, typed, trouble = part_sheet.receivers(task), None, ""
    if request.method == "POST":
        typed = part_sheet.read(task, request.POST, known)
        if typed.parts:
            try:
                count = _give(request, task, typed)
            except (*TROUBLES, ChangedMeanwhile) as wrong:
                trouble = _(str(wrong))
            else:
                said = ngettext("Đã giao %(count)d phần việc.", "Đã giao %(count)d phần việc.", count)
                messages.success(request, said % {"count": count})
                return redirect("plans:task", pk)
        rows = typed.rows
    else:
        draft = Draft.objects.filter(person=person, place=part_sheet.draft_place(task)).first()
        rows = part_sheet.rows_of(draft.content) if draft else []
    context = {
        "task": task,
        "grid": part_sheet.grid(task, rows, known, task.children.count()),
        "trouble": trouble,
        "nothing": bool(typed and not typed.rows),
    }
    return render(request, "plans/hand_down.html", context, status=422 if typed else 200)


def _give(request: HttpRequest, task: Task, typed: part_sheet.Typed) -> int:
    person, at, seen = person_of(request), timezone.now(), request.GET.get("after", "")
    with transaction.atomic():
        after = proposing.whole(seen) if seen else None
        given = actions.hand_down(task=task, parts=typed.parts, after=after, actor=person, at=at)
        orgs.drop_draft(actor=person, place=part_sheet.draft_place(task), at=at)
    return len(given)


def undated_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasks of a plan without a date: one field a row, or "thường xuyên, không cần hạn"."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person), pk=pk)
    permissions.require_keeper(person, plan)
    rows, status = undated.rows(plan, request.POST), 200
    if request.method == "POST":
        answers, status = undated.answers(rows), 422
        if answers:
            try:
                dated = actions.date_tasks(plan=plan, answers=answers, actor=person, at=timezone.now())
            except TROUBLES as trouble:
                messages.error(request, _(str(trouble)))
            else:
                said = ngettext("Đã ghi %(count)d nhiệm vụ.", "Đã ghi %(count)d nhiệm vụ.", len(dated))
                messages.success(request, said % {"count": len(dated)})
                return redirect("plans:undated", pk)
    wrong = [row for row in rows if row.error]
    context = {"plan": plan, "rows": rows, "wrong": wrong, "nothing": status == 422 and not wrong}
    return render(request, "plans/undated.html", context, status=status)
