"""Inspections: the yearly plan of visits, a visit, its findings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.audit.models import Line
from caicach.documents.models import Document
from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, faces, permissions
from caicach.plans.gathering import inspecting
from caicach.plans.gathering.forms import CloseForm, DayForm, FindingsForm, FollowForm, PaperForm, kept_units
from caicach.plans.models import Finding, Inspection
from caicach.plans.rules import WrongState
from caicach.plans.views.meetings import take_paper
from caicach.ui.parts import GridRow

TROUBLES = (actions.VisitRefused, actions.NoWords, WrongState)
Forms = Mapping[str, forms.Form]


def inspection_list(request: HttpRequest) -> HttpResponse:
    """A year's visits, its rate of units, and every finding with what became of it."""
    person, now = person_of(request), timezone.now()
    today, asked = timezone.localdate(now), request.GET.get("year", "")
    visible = Inspection.objects.visible_to(person)
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    visits = inspecting.visit_rows(visible.filter(year=year), today)
    findings = Finding.objects.visible_to(person).filter(inspection__year=year)
    context = {
        "year": year,
        "years": inspecting.years(visible, today),
        "visits": visits,
        "figures": inspecting.figures(inspecting.office_of(person), visits, findings, year),
        "findings": inspecting.finding_rows(findings.order_by("inspection__planned_on", "number"), person, now),
        "may_plan": permissions.keeps_any(person),
    }
    return render(request, "plans/inspections.html", context)


def plan_visits(request: HttpRequest) -> HttpResponse:
    """Choose units to visit and days in a sheet; all are planned, or none."""
    person = person_of(request)
    office = kept_units(person).order_by("path").first()
    if office is None:
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được lập kế hoạch và ghi kết quả kiểm tra.")
    rows: list[GridRow] = []
    if request.method == "POST":
        rows, visits = inspecting.read(request.POST, office)
        if visits and (count := _plan(request, person, office, visits)):
            said = ngettext("Đã đưa %(count)d cuộc vào kế hoạch.", "Đã đưa %(count)d cuộc vào kế hoạch.", count)
            messages.success(request, said % {"count": count})
            return redirect(inspecting.page_of_year(visits[0][1].year))
    context = {
        "office": office,
        "grid": inspecting.grid(rows, office),
        "nothing": request.method == "POST" and not rows,
    }
    return render(request, "plans/inspection_plan.html", context, status=422 if request.method == "POST" else 200)


def _plan(request: HttpRequest, person: Person, office: Unit, visits: list[tuple[Unit, Any]]) -> int:
    try:
        return len(actions.plan_visits(office=office, visits=visits, actor=person, at=timezone.now()))
    except actions.VisitRefused as trouble:
        messages.error(request, _(str(trouble)))
        return 0


def _inspection(request: HttpRequest, pk: int) -> Inspection:
    found = Inspection.objects.visible_to(person_of(request))
    return get_object_or_404(found.select_related("office", "unit", "plan", "conclusion"), pk=pk)


def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit: its day, its conclusion, its findings and what became of them."""
    return _show(request, _inspection(request, pk), {})


def _show(request: HttpRequest, inspection: Inspection, bound: Forms) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    today, may_keep = timezone.localdate(now), permissions.can_open_plan(person, inspection.office)
    state, tone = inspecting.visit_words(inspection, today)
    conclusion = Document.objects.visible_to(person).filter(inspections=inspection).first()
    rows = inspecting.finding_rows(inspection.findings.all(), person, now)
    context = {
        "inspection": inspection,
        "state": state,
        "tone": tone,
        "may_keep": may_keep,
        "conclusion": conclusion,
        "waiting": conclusion.proposals.open().count() if conclusion else 0,
        "findings": [(row, *_forms_of(row.finding, bound)) for row in rows],
        "handled": sum(row.finding.is_handled for row in rows),
        "made_form": bound.get("made") or DayForm(initial={"day": inspection.made_on or today}, prefix="made"),
        "move_form": bound.get("move") or DayForm(initial={"day": inspection.planned_on}, prefix="move"),
        "paper_form": bound.get("conclusion") or PaperForm(),
        "findings_form": bound.get("findings") or FindingsForm(),
        "trail": faces.trail(Line.objects.of(f"plans.inspection:{inspection.pk}")),
    }
    return render(request, "plans/inspection.html", context, status=422 if bound else 200)


def _forms_of(finding: Finding, bound: Forms) -> tuple[forms.Form, forms.Form]:
    follow, close = f"follow-{finding.pk}", f"close-{finding.pk}"
    initial = {"text": finding.text, "field": "khac"}
    return (
        bound.get(follow) or FollowForm(prefix=follow, initial=initial),
        bound.get(close) or CloseForm(prefix=close),
    )


@require_POST
def do_inspection(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Move, make or drop a visit; keep its conclusion; write its findings down."""
    inspection, person, at = _inspection(request, pk), person_of(request), timezone.now()
    permissions.require_inspect(person, inspection.office)
    if verb == "drop":
        return _drop(request, inspection, person, at)
    form = _form(request, verb)
    if form.is_valid() and _do(inspection, verb, form, person, at):
        if verb == "conclusion":
            return redirect("plans:review", Inspection.objects.values_list("conclusion", flat=True).get(pk=pk))
        return redirect("plans:inspection", pk)
    inspection.refresh_from_db()
    return _show(request, inspection, {verb: form})


def _form(request: HttpRequest, verb: str) -> forms.Form:
    match verb:
        case "made" | "move":
            return DayForm(request.POST, prefix=verb)
        case "findings":
            return FindingsForm(request.POST)
        case "conclusion":
            form = PaperForm(request.POST, request.FILES)
            form.arrived(request.META)
            return form
    raise Http404


def _do(inspection: Inspection, verb: str, form: forms.Form, person: Person, at: datetime) -> bool:
    typed = form.cleaned_data
    try:
        match verb:
            case "made":
                actions.make_visit(inspection=inspection, made_on=typed["day"], actor=person, at=at)
            case "move":
                actions.move_visit(inspection=inspection, planned_on=typed["day"], actor=person, at=at)
            case "findings":
                actions.add_findings(inspection=inspection, texts=typed["texts"].splitlines(), actor=person, at=at)
            case "conclusion":
                assert isinstance(form, PaperForm)
                return take_paper(form, inspection.office, person, at, _attaching(inspection, person, at))
    except TROUBLES as trouble:
        form.add_error(None, _(str(trouble)))
    return not form.errors


def _attaching(inspection: Inspection, person: Person, at: datetime) -> Any:
    def attach(document: Document) -> None:
        actions.attach_conclusion(inspection=inspection, document=document, actor=person, at=at)

    return attach


def _drop(request: HttpRequest, inspection: Inspection, person: Person, at: datetime) -> HttpResponse:
    try:
        actions.drop_visit(inspection=inspection, actor=person, at=at)
    except WrongState as trouble:
        messages.error(request, _(str(trouble)))
        return redirect("plans:inspection", inspection.pk)
    messages.success(request, _("Đã bỏ %(unit)s khỏi kế hoạch kiểm tra.") % {"unit": inspection.unit.name})
    return redirect(inspecting.page_of_year(inspection.year))


@require_POST
def do_finding(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Give a finding its task, or close it with a reason."""
    person, at = person_of(request), timezone.now()
    findings = Finding.objects.visible_to(person).select_related("inspection__office")
    finding = get_object_or_404(findings, pk=pk)
    permissions.require_inspect(person, finding.inspection.office)
    kind = {"follow": FollowForm, "close": CloseForm}.get(verb)
    if kind is None:
        raise Http404
    form: forms.Form = kind(request.POST, prefix=f"{verb}-{pk}")
    deed: Any = actions.follow_finding if verb == "follow" else actions.close_finding
    if form.is_valid():
        try:
            deed(finding=finding, actor=person, at=at, **form.cleaned_data)
        except TROUBLES as trouble:
            form.add_error(None, _(str(trouble)))
        else:
            return redirect("plans:inspection", finding.inspection_id)
    return _show(request, _inspection(request, finding.inspection_id), {f"{verb}-{pk}": form})
