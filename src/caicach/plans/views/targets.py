"""Targets of a plan: set them with milestones by year, say what was reached."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.plans import actions, permissions
from caicach.plans.actions import Reached
from caicach.plans.forms import TargetForm
from caicach.plans.models import Plan, PlanTarget

YEARS = 15


def add_target(request: HttpRequest, pk: int) -> HttpResponse:
    """A new target of a plan."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person).select_related("unit"), pk=pk)
    permissions.require_keeper(person, plan)
    form = TargetForm(request.POST or None, years=_years(plan))
    if request.method == "POST" and form.is_valid() and _save(person, plan, None, form):
        messages.success(request, _("Đã lưu chỉ tiêu."))
        return redirect("plans:plan", plan.pk)
    return _page(request, plan, None, form)


def edit_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a target and say what its years reached; who only reports for it says that."""
    person = person_of(request)
    targets = PlanTarget.objects.filter(plan__in=Plan.objects.visible_to(person).values("pk"))
    target = get_object_or_404(targets.select_related("plan__unit", "unit"), pk=pk)
    permissions.require_target_teller(person, target)
    keeps = permissions.can_keep(person, target.plan)
    years = _years(target.plan) if keeps else list(target.milestones.values_list("year", flat=True))
    form = TargetForm(request.POST or None, years=years, words_only=not keeps, initial=_initial(target))
    if request.method == "POST" and form.is_valid() and _save(person, target.plan, target, form):
        messages.success(request, _("Đã lưu chỉ tiêu."))
        return redirect("plans:plan", target.plan_id)
    return _page(request, target.plan, target, form)


def _page(request: HttpRequest, plan: Plan, target: PlanTarget | None, form: TargetForm) -> HttpResponse:
    units = Unit.objects.open_now().order_by("path")[:200] if "unit" in form.fields else []
    context = {"plan": plan, "target": target, "form": form, "units": units}
    return render(request, "plans/target.html", context, status=422 if form.errors else 200)


def _years(plan: Plan) -> list[int]:
    return list(range(plan.starts_on.year, plan.ends_on.year + 1))[:YEARS]


def _initial(target: PlanTarget) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: getattr(target, name) for name in ("text", "comparator", "unit_of_measure", "unit")
    } | {"seen": actions.face_of(target)}
    for one in target.milestones.all():
        said |= {f"value_{one.year}": one.value, f"reached_{one.year}": one.reached, f"words_{one.year}": one.words}
    return said


def _save(person: Person, plan: Plan, target: PlanTarget | None, form: TargetForm) -> bool:
    typed, at, seen = form.cleaned_data, timezone.now(), form.cleaned_data["seen"]
    try:
        with transaction.atomic():
            if "text" in form.fields:
                values = {year: typed[f"value_{year}"] for year in form.years}
                target = actions.set_target(
                    plan=plan,
                    target=target,
                    **{name: typed[name] for name in ("text", "comparator", "unit_of_measure", "unit")},
                    milestones={year: value for year, value in values.items() if value is not None},
                    seen=seen,
                    actor=person,
                    at=at,
                )
                seen = ""
            assert target is not None
            years = {year: Reached(typed[f"reached_{year}"], typed[f"words_{year}"]) for year in form.years}
            actions.say_reached(target=target, years=years, seen=seen, actor=person, at=at)
    except (ChangedMeanwhile, actions.ReachedStays) as trouble:
        form.add_error(None, _(str(trouble)))
        if isinstance(trouble, ChangedMeanwhile) and target is not None:
            again: Any = form.data
            again = again.copy()  # told once: saving again is their decision
            again["seen"] = actions.face_of(target)
            form.data = again
        return False
    return True
