"""The ladder of reminders of a plan, changed by its keeper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.current import person_of
from caicach.plans import actions, ladder, ladder_words, permissions
from caicach.plans.chasing_forms import RungSet, rungs_as_typed
from caicach.plans.models import Plan
from caicach.plans.rules import Assigner


def edit_ladder(request: HttpRequest, pk: int) -> HttpResponse:
    """Days before and after a deadline, and who is told; or the usual ladder again."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person).select_related("unit"), pk=pk)
    permissions.require_keeper(person, plan)
    now = ladder.ladder_of(Assigner(plan.assigned_by), plan.ladder)
    rungs, trouble = RungSet(request.POST or None, initial=rungs_as_typed(now)), ""
    if request.method == "POST":
        try:
            if "usual" in request.POST or rungs.is_valid():
                typed = None if "usual" in request.POST else tuple(filter(None, (form.rung() for form in rungs)))
                actions.set_ladder(plan=plan, rungs=typed, actor=person, at=timezone.now())
                messages.success(request, _("Đã lưu thang đôn đốc."))
                return redirect("plans:plan", pk)
        except ladder.BadLadder as bad:
            trouble = _(str(bad))
        trouble = trouble or _("Số ngày là số nguyên từ 0 đến 60.")
    context = {
        "plan": plan,
        "rungs": rungs,
        "trouble": trouble,
        "usual": ladder_words.words(ladder.LADDERS[Assigner(plan.assigned_by)]),
    }
    return render(request, "plans/ladder.html", context, status=422 if trouble else 200)
