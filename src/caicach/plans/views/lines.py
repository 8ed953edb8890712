"""A task's places in plans: put it into one more, word it there, take it out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.orgs.current import person_of
from caicach.orgs.models import Person
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, permissions
from caicach.plans.forms import LineForm, PlaceForm
from caicach.plans.models import Plan, PlanLine, Task


def _line(request: HttpRequest, pk: int) -> PlanLine:
    person = person_of(request)
    lines = PlanLine.objects.filter(plan__in=Plan.objects.visible_to(person).values("pk"))
    line = get_object_or_404(lines.select_related("plan__unit", "task__plan", "task__lead"), pk=pk)
    permissions.require_keeper(person, line.plan)
    return line


def place_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a task into one more plan the person keeps."""
    person = person_of(request)
    task = get_object_or_404(Task.objects.visible_to(person).whole().select_related("plan", "lead"), pk=pk)
    plans = permissions.kept_by(person).exclude(lines__task=task)
    if not permissions.keeps_any(person):
        raise NotAllowed("Chỉ chuyên viên Văn phòng giữ kế hoạch được làm việc này.")
    form = PlaceForm(request.POST or None, plans=plans, initial={"field": task.field, "wording": task.text})
    if request.method == "POST" and form.is_valid() and _place(request, person, task, form):
        return redirect("plans:task", pk)
    status = 422 if form.errors else 200
    return render(request, "plans/place.html", {"task": task, "form": form, "plans": plans}, status=status)


def _place(request: HttpRequest, person: Person, task: Task, form: PlaceForm) -> bool:
    typed = form.cleaned_data
    try:
        line = actions.place_task(task=task, actor=person, at=timezone.now(), **typed)
    except actions.AlreadyThere as trouble:
        form.add_error(None, _(str(trouble)))
        return False
    messages.success(request, _("Đã đưa vào kế hoạch %(plan)s, số %(number)d.") % _named(line))
    return True


def _named(line: PlanLine) -> dict[str, object]:
    return {"plan": line.plan.code, "number": line.number}


def edit_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a task as a plan words it, or count it under another field there."""
    line, person = _line(request, pk), person_of(request)
    initial = {"field": line.field, "wording": line.wording or line.task.text}
    form = LineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.reword_line(line=line, actor=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Đã lưu cách ghi trong kế hoạch %(plan)s.") % _named(line))
        return redirect("plans:task", line.task_id)
    context = {"line": line, "form": form, "is_home": line.plan_id == line.task.plan_id}
    return render(request, "plans/line.html", context, status=422 if form.errors else 200)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task out of a plan it was placed in."""
    line, person = _line(request, pk), person_of(request)
    try:
        reason = request.POST.get("reason", "").replace("\x00", "")
        actions.take_out_of_plan(line=line, reason=reason, actor=person, at=timezone.now())
    except actions.AlreadyThere as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(
            request, _("Đã đưa ra khỏi kế hoạch %(plan)s. Nhiệm vụ vẫn còn ở kế hoạch khác.") % _named(line)
        )
    return redirect("plans:task", line.task_id)
