"""Correcting a task, and giving the work of closed units to others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.current import person_of
from caicach.orgs.models import Unit
from caicach.plans import actions, faces, newer, permissions
from caicach.plans.life_forms import HandOverForm, TaskForm
from caicach.plans.models import Plan, Task
from caicach.plans.rules import WrongState
from caicach.plans.views.tasks import task_of


def edit_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a task; who is second keeps their words and sees what the first wrote."""
    task, person = task_of(request, pk), person_of(request)
    permissions.require_keeper(person, task.plan)
    form = TaskForm(request.POST, task=task) if request.method == "POST" else TaskForm.of(task)
    changed: object = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_task(task=task, actor=person, at=timezone.now(), **form.cleaned_data)
        except ChangedMeanwhile as trouble:
            task = task_of(request, pk)
            changed = newer.meet(form, task)
            form.add_error(None, _(str(trouble)))
        except (actions.NoWords, actions.NotHandedOver, WrongState) as trouble:
            form.add_error(None, _(str(trouble)))
        else:
            messages.success(request, _("Đã lưu nhiệm vụ."))
            return redirect("plans:task", pk)
    context = {"task": task, "form": form, "changed": changed, "units": Unit.objects.open_now().in_tree_order()}
    return render(request, "plans/edit_task.html", context, status=422 if form.errors else 200)


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasks of closed units that nobody has taken over: a unit for all of them, or for those ticked."""
    person, now = person_of(request), timezone.now()
    plan = get_object_or_404(Plan.objects.visible_to(person).select_related("unit"), pk=pk)
    permissions.require_keeper(person, plan)
    tasks = Task.objects.filter(plan=plan).orphaned().select_related("lead", "plan").order_by("number", "pk")
    form = HandOverForm(request.POST or None)
    ticked = {int(one) for one in request.POST.getlist("task") if one.isdecimal() and len(one) < 19}
    if request.method == "POST" and not ticked:
        form.add_error(None, _("Hãy chọn ít nhất một nhiệm vụ."))
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [task for task in tasks if task.pk in ticked]
            given = actions.hand_over(plan=plan, tasks=chosen, actor=person, at=now, **form.cleaned_data)
        except actions.NotHandedOver as trouble:
            form.add_error(None, _(str(trouble)))
        else:
            said = ngettext("Đã giao lại %(count)d nhiệm vụ.", "Đã giao lại %(count)d nhiệm vụ.", len(given))
            messages.success(request, said % {"count": len(given)})
            return redirect("plans:plan", pk)
    context = {
        "plan": plan,
        "form": form,
        "rows": faces.rows(tasks, now),
        "ticked": ticked,
        "all_ticked": request.method != "POST",
        "units": Unit.objects.open_now().in_tree_order(),
    }
    return render(request, "plans/hand_over.html", context, status=422 if form.errors else 200)
