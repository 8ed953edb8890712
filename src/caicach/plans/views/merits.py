"""Results beside names: lists that propose, with the tasks behind each; the head decides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, overview, permissions, rules
from caicach.plans.gathering import merit_files, merits
from caicach.plans.gathering.forms import LimitsForm
from caicach.plans.gathering.naming import attachment
from caicach.plans.meriting import MeritLimits
from caicach.plans.rules import Period
from caicach.ui.parts import Tab


def _who_sees(request: HttpRequest) -> tuple[Person, Unit]:
    person = person_of(request)
    office = merits.office_of(person)
    if office is None or not permissions.sees_merits(person):
        raise NotAllowed("Chỉ Văn phòng và lãnh đạo đơn vị được xem kết quả theo đơn vị, cá nhân.")
    return person, office


def merit_page(request: HttpRequest) -> HttpResponse:
    """Who results propose for commendation or to answer, and the tasks behind every line; sets the limits."""
    person, office = _who_sees(request)
    rule = merits.rule_of(office)
    own = rule if rule and rule.unit_id == office.pk else None
    limits = rule.limits if rule else MeritLimits()
    form = LimitsForm.of(limits, own.revision if own else 0)
    if request.method == "POST":
        permissions.require_merits(person, office)
        form = LimitsForm(request.POST)
        if form.is_valid() and _set(request, person, office, form):
            return redirect(request.get_full_path())
    return _show(request, person, office, form, asked=own is not None)


def _set(request: HttpRequest, person: Person, office: Unit, form: LimitsForm) -> bool:
    try:
        actions.set_merit_limits(
            unit=office,
            limits=form.limits(),
            revision=form.cleaned_data["revision"],
            actor=person,
            at=timezone.now(),
        )
    except ChangedMeanwhile as trouble:
        form.add_error(None, _(str(trouble)))
        return False
    messages.success(request, _("Đã lưu tiêu chí; các danh sách đã tính lại."))
    return True


def _show(request: HttpRequest, person: Person, office: Unit, form: LimitsForm, *, asked: bool) -> HttpResponse:
    today = timezone.localdate()
    try:
        period = merits.parse(request.GET.get("period", str(today.year)))
    except ValueError as trouble:
        raise Http404 from trouble
    found = merits.merits(person, period, today)
    wanted = {f"{by}={request.GET.get(by, '')}" for by in ("unit", "person")}
    chosen = next((row for row in [*found.units, *found.people] if row.key in wanted), None)
    words = merits.class_words()
    behind = merits.behind(found, chosen) if chosen else []
    context: dict[str, Any] = {
        "found": found,
        "office": office,
        "period_name": _period_name(period),
        "tabs": _tabs(period, today.year),
        "groups": [(words_, tone, found.of(what)) for what, (words_, tone) in merits.proposed_words().items()],
        "people": [(row, *merits.proposed_words()[row.proposed]) for row in found.people],
        "chosen": chosen,
        "behind": [(task, *words[merits.class_of(task, found.day)]) for task in behind],
        "limits": merits.limits_words(found.limits),
        "is_own": asked,
        "form": form if permissions.can_open_plan(person, office) else None,
    }
    return render(request, "plans/merits.html", context, status=422 if form.errors else 200)


def _period_name(period: Period) -> str:
    if "-Q" in period.code:
        return overview.quarter_name(period)
    return _("Năm %(year)s") % {"year": period.code}


def _tabs(period: Period, year: int) -> list[Tab]:
    shown = period.first_day.year
    codes = [str(year - 1), str(year)] if shown in (year - 1, year) else [str(shown)]
    periods = [merits.parse(code) for code in codes] + [rules.quarter(shown, number) for number in (1, 2, 3, 4)]
    page = reverse("plans:merits")
    return [Tab(_period_name(one), f"{page}?period={one.code}", current=one == period) for one in periods]


def merit_file(request: HttpRequest, period: str, form: str) -> HttpResponse:
    """The lists as Word or Excel."""
    person, office = _who_sees(request)
    try:
        found = merits.merits(person, merits.parse(period), timezone.localdate())
    except ValueError as trouble:
        raise Http404 from trouble
    match form:
        case "docx":
            content = merit_files.word(found, office, timezone.now())
        case "xlsx":
            content = merit_files.excel(found)
        case _:
            raise Http404
    return attachment(content, f"Đề xuất khen thưởng, xem xét trách nhiệm {period}", form)
