import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile, keep_file
from caicach.documents.forms import too_large
from caicach.documents.views import file_answer
from caicach.orgs import actions as orgs
from caicach.orgs.current import person_of
from caicach.orgs.models import Draft, Person
from caicach.plans import actions, faces, permissions
from caicach.plans import belonging as hanging
from caicach.plans.forms import DeadlineForm, ReportForm, ReturnForm
from caicach.plans.life import life_of
from caicach.plans.models import Evidence, ProgressReport, Task
from caicach.plans.places import places
from caicach.plans.proposing import whole
from caicach.plans.rules import STOPPED, ReportState, TaskState, WrongState
from caicach.plans.urging import urged

WITH = ("plan__unit", "lead", "source__document", "parent__lead", "person", "recurrence", "cancelled_by")
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
OVER = (TaskState.COMPLETED, *STOPPED)  # nothing is written about it


def task_of(request: HttpRequest, pk: int) -> Task:
    """A task the person may see, as its page tells it."""
    visible = Task.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related(*WITH), pk=pk)


def draft_place(task: Task) -> str:
    """Where the words of a task's report are kept while they are typed."""
    return f"task:{task.pk}:report"


def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task's whole story."""
    return show_task(request, task_of(request, pk))


def show_task(
    request: HttpRequest,
    task: Task,
    *,
    report_form: ReportForm | None = None,
    return_form: ReturnForm | None = None,
    deadline_form: DeadlineForm | None = None,
    typed: Mapping[str, forms.Form] | None = None,
    belonging: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    person, now, calendar = person_of(request), timezone.now(), faces.calendar_in_use()
    seen = ProgressReport.objects.visible_to(person).filter(task=task).select_related("task__plan__unit", "task__lead")
    reports = list(
        seen.select_related("unit", "written_by", "sent_by", "decided_by").prefetch_related("evidence__stored")
    )
    open_report = next(
        (one for one in reports if one.unit_id == task.lead_id and one.state != ReportState.ACCEPTED), None
    )
    recurs = hasattr(task, "recurrence")
    may_write = permissions.can_report(person, task) and task.state not in OVER and not recurs
    writing = may_write and (open_report is None or open_report.state in EDITABLE)
    parts = list(task.parts.select_related("unit", "confirmed_by").order_by("unit__path"))
    state, tone = faces.state_words(task, timezone.localdate(now))
    may_set_day = permissions.can_keep(person, task.plan) and task.state not in OVER
    context = {
        "task": task,
        "chain": hanging.chain(task, person),
        "clock": faces.clock(task, now, calendar),
        "because": faces.because(task, task.deadline_entries.select_related("by")),
        "state": state,
        "tone": tone,
        "field": faces.field_name(task.field),
        "targets": [faces.target_words(target) for target in task.targets],
        "life": life_of(task, person, parts, typed or {}),
        "places": places(task, person),
        "urged": urged(task, person, now),
        "reports": [faces.report_face(report, person) for report in reversed(reports)],
        "report_form": report_form or (_report_form(task, open_report, person) if writing else None),
        "draft_place": draft_place(task),
        "return_form": return_form or ReturnForm(),
        "deadline_form": (deadline_form or DeadlineForm.of(task)) if may_set_day and not recurs else None,
        "trail": faces.trail(_lines(task, reports)),
        **hanging.context(task, person, now, calendar, belonging or {}),
    }
    return render(request, "plans/task.html", context, status=status)


def _lines(task: Task, reports: Iterable[ProgressReport]) -> list[Line]:
    """The task's trail without the lines of reports the reader may not see."""
    numbers = {report.number for report in reports}
    lines = Line.objects.of(f"plans.task:{task.pk}")
    return [one for one in lines if not one.kind.startswith("plans.report_") or one.changes["report"] in numbers]


def _report_form(task: Task, report: ProgressReport | None, person: Person) -> ReportForm:
    draft = Draft.objects.filter(person=person, place=draft_place(task)).first()
    initial: dict[str, Any] = {"revision": report.revision if report else 0}
    if report is None and (said := hanging.words_of_parts(task)):
        initial["words"] = said
    if draft is not None:
        initial |= draft.content  # with the revision it was typed on, so that a change meanwhile is told
    return ReportForm(instance=report, initial=initial)


def _open_report(task: Task) -> ProgressReport | None:
    return task.reports.filter(unit=task.lead, state__in=EDITABLE).first()


@require_POST
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the unit reports; the button «trình» also lays it before the head."""
    task, person, at = task_of(request, pk), person_of(request), timezone.now()
    permissions.require_reporter(person, task)
    form = ReportForm(request.POST, request.FILES, instance=_open_report(task))
    if request.META.get("too_large"):
        form.add_error("evidence", too_large())
    if not form.is_valid():
        return show_task(request, task, report_form=form, status=422)
    try:
        with transaction.atomic():
            _write(request, task, form, at)
    except (actions.NothingSaid, WrongState, ChangedMeanwhile) as trouble:
        form.add_error(None, _(str(trouble)))
        if isinstance(trouble, ChangedMeanwhile):
            form.now_on(task.reports.filter(unit=task.lead).latest("number").revision)
        return show_task(request, task, report_form=form, status=422)
    submitted = "submit" in request.POST
    messages.success(request, _("Đã trình lãnh đạo đơn vị.") if submitted else _("Đã lưu. Báo cáo chưa được trình."))
    return redirect("plans:task", pk)


def _write(request: HttpRequest, task: Task, form: ReportForm, at: datetime.datetime) -> None:
    person, attached = person_of(request), form.cleaned_data["evidence"]
    files = [(keep_file(chunks=file.chunks(), actor=person, at=at), file.name) for file in attached]
    report = actions.write_report(task=task, evidence=files, actor=person, at=at, **form.said())
    if "submit" in request.POST:
        actions.submit_report(report=report, actor=person, at=at)
    orgs.drop_draft(actor=person, place=draft_place(task), at=at)


Verb = Callable[..., ProgressReport]
VERBS: dict[str, Verb] = {
    "submit": actions.submit_report,
    "take_back": actions.take_back_report,
    "send": actions.send_report,
    "accept": actions.accept_report,
}


@require_POST
def decide_report(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Submit, take back, send, accept or return a progress report, as the person saw it."""
    person, at = person_of(request), timezone.now()
    report = get_object_or_404(ProgressReport.objects.visible_to(person), pk=pk)
    seen = whole(request.POST.get("revision", ""))
    try:
        if verb == "return":
            form = ReturnForm(request.POST)
            if not form.is_valid():
                return show_task(request, task_of(request, report.task_id), return_form=form, status=422)
            reason = form.cleaned_data["reason"]
            actions.return_report(report=report, reason=reason, revision=seen, actor=person, at=at)
        elif verb in VERBS:
            VERBS[verb](report=report, revision=seen, actor=person, at=at)
        else:
            raise Http404
    except (actions.NothingSaid, WrongState, ChangedMeanwhile) as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(request, faces.done_words(verb))
    return redirect("plans:task", report.task_id)


@require_POST
def change_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another line in the ledger of the deadline."""
    task, person = task_of(request, pk), person_of(request)
    permissions.require_keeper(person, task.plan)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return show_task(request, task, deadline_form=form, status=422)
    typed = form.cleaned_data
    try:
        actions.change_deadline(
            task=task, due_on=typed["due_on"], reason=typed["reason"], actor=person, at=timezone.now()
        )
    except WrongState as trouble:
        messages.error(request, _(str(trouble)))
    return redirect("plans:task", pk)


def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file that shows what a report says."""
    visible = ProgressReport.objects.visible_to(person_of(request)).values("pk")
    evidence = get_object_or_404(Evidence.objects.select_related("stored"), pk=pk, report__in=visible)
    return file_answer(evidence.stored.sha256, evidence.name)
