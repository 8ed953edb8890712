"""Opening a plan by hand and correcting what is said of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.current import person_of
from caicach.orgs.models import Person
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, permissions
from caicach.plans.forms import PlanForm
from caicach.plans.models import Plan
from caicach.plans.rules import PlanLevel


def open_plan(request: HttpRequest) -> HttpResponse:
    """A plan that came without a document to read, or whose tasks come from elsewhere."""
    person, today = person_of(request), timezone.localdate()
    if not permissions.keeps_any(person):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được mở kế hoạch.")
    own = person.posts.held(on=today).filter(role=permissions.KEEPER).select_related("unit").first()
    initial = {"level": PlanLevel.YEARLY, "starts_on": today.replace(month=1, day=1), "unit": own.unit if own else None}
    form = PlanForm(request.POST or None, person=person, initial=initial | {"ends_on": today.replace(month=12, day=31)})
    if request.method == "POST" and form.is_valid() and (plan := _open(person, form)):
        messages.success(request, _("Đã mở kế hoạch. Giao nhiệm vụ từ bảng, hoặc đưa nhiệm vụ đã có vào."))
        return redirect("plans:plan", plan.pk)
    return render(request, "plans/edit.html", {"form": form}, status=422 if form.errors else 200)


def _open(person: Person, form: PlanForm) -> Plan | None:
    try:
        return actions.open_plan(actor=person, at=timezone.now(), **form.cleaned_data)
    except NotAllowed:
        form.add_error("unit", _("Anh/chị chỉ mở được kế hoạch cho đơn vị mình giữ kế hoạch."))
        return None


def edit_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of a plan: its name, level, who gave it, the plan above, its days."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person).select_related("unit"), pk=pk)
    permissions.require_keeper(person, plan)
    form = PlanForm(request.POST or None, person=person, instance=Plan.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_plan(plan=plan, actor=person, at=timezone.now(), **form.cleaned_data)
        except actions.CircularPlans as trouble:
            form.add_error("above", _(str(trouble)))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("plans:plan", pk)
    return render(request, "plans/edit.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)
