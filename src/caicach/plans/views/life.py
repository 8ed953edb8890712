"""More time, stops and parts: what is done to a task on its own page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.current import person_of
from caicach.plans import actions, permissions
from caicach.plans.life_forms import AskForm, CancelForm, DecideForm, PartForm, ResumeForm, SuspendForm, seen_mark
from caicach.plans.models import ExtensionRequest, Task, TaskUnit
from caicach.plans.rules import WrongState
from caicach.plans.views.tasks import show_task, task_of

TROUBLES = (actions.NotExtended, actions.NoWords, WrongState)


def _do(form: forms.Form, deed: Callable[[], object], field: str | None = None) -> bool:
    """Do it if the form is valid; a refusal stands beside the field it is about, else on top."""
    if not form.is_valid():
        return False
    try:
        deed()
    except TROUBLES as trouble:
        form.add_error("until" if isinstance(trouble, actions.WrongDay) else field, _(str(trouble)))
        return False
    return True


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": person_of(request), "at": timezone.now()}


@require_POST
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead unit asks for more time."""
    task, form = task_of(request, pk), AskForm(request.POST)
    permissions.require_asker(person_of(request), task)
    if not _do(form, lambda: actions.ask_extension(task=task, **form.cleaned_data, **_by(request))):
        return show_task(request, task, typed={"ask": form}, status=422)
    messages.success(request, _("Đã gửi đề nghị gia hạn tới đơn vị giữ kế hoạch."))
    return redirect("plans:task", pk)


@require_POST
def decide_extension(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take back, grant or refuse what was asked."""
    person = person_of(request)
    asked = ExtensionRequest.objects.filter(task__in=Task.objects.visible_to(person).values("pk"))
    one = get_object_or_404(asked.select_related("task__plan__unit", "task__lead"), pk=pk)
    if verb == "take_back":
        return _take_back(request, one)
    if verb not in ("grant", "refuse"):
        raise Http404
    permissions.require_extension_decider(person, one)
    form = DecideForm(request.POST)
    if verb == "refuse":
        form.fields["until"].required = False
    granted = verb == "grant"

    def decide() -> None:
        typed = form.cleaned_data
        said = {"until": typed["until"] if granted else None, "words": typed["words"]}
        actions.decide_extension(request=one, granted=granted, **said, **_by(request))

    if not _do(form, decide, "words"):
        return show_task(request, task_of(request, one.task_id), typed={"decide": form}, status=422)
    messages.success(request, _("Đã đồng ý gia hạn.") if granted else _("Đã trả lời không đồng ý gia hạn."))
    return redirect("plans:task", one.task_id)


def _take_back(request: HttpRequest, one: ExtensionRequest) -> HttpResponse:
    try:
        actions.take_back_extension(request=one, **_by(request))
    except WrongState as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(request, _("Đã rút lại đề nghị gia hạn."))
    return redirect("plans:task", one.task_id)


@require_POST
def stop_task(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Suspend, resume or cancel a task."""
    task, person = task_of(request, pk), person_of(request)
    permissions.require_keeper(person, task.plan)
    form: forms.Form
    deed: Callable[..., Task]
    match verb:
        case "suspend":
            form, deed, says = SuspendForm(request.POST), actions.suspend_task, _("Đã tạm dừng nhiệm vụ.")
        case "resume":
            form, deed, says = ResumeForm(request.POST), actions.resume_task, _("Nhiệm vụ được tiếp tục.")
        case "cancel":
            form = CancelForm(request.POST, person=person)
            deed, says = actions.cancel_task, _("Đã hủy nhiệm vụ.")
        case _:
            raise Http404
    if not _do(form, lambda: deed(task=task, **form.cleaned_data, **_by(request))):
        return show_task(request, task_of(request, pk), typed={verb: form}, status=422)
    messages.success(request, says)
    return redirect("plans:task", pk)


@require_POST
def confirm_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit that helps says what it did."""
    person = person_of(request)
    parts = TaskUnit.objects.filter(task__in=Task.objects.visible_to(person).values("pk"))
    part = get_object_or_404(parts.select_related("unit", "task"), pk=pk)
    permissions.require_helper(person, part)
    form = PartForm(request.POST)
    try:
        done = _do(form, lambda: _confirm(request, part, form), "said")
    except ChangedMeanwhile as trouble:
        form.add_error(None, _(str(trouble)))
        data: Any = request.POST.copy()
        data[form.add_prefix("seen_at")] = seen_mark(TaskUnit.objects.get(pk=pk))
        form.data, done = data, False
    if not done:
        return show_task(request, task_of(request, part.task_id), typed={f"part-{pk}": form}, status=422)
    messages.success(request, _("Đã xác nhận phần phối hợp."))
    return redirect("plans:task", part.task_id)


def _confirm(request: HttpRequest, part: TaskUnit, form: PartForm) -> None:
    typed = form.cleaned_data
    try:
        seen_at = parse_datetime(typed["seen_at"])
    except ValueError:
        seen_at = None
    actions.confirm_part(part=part, said=typed["said"], seen_at=seen_at, **_by(request))
