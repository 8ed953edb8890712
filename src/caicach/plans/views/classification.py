"""The classification of a unit's tasks: as it stands, as it was issued, and what differs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.documents import frozen_faces
from caicach.documents.actions import NothingChanged
from caicach.documents.freezing import differences
from caicach.documents.frozen_faces import DifferenceTable
from caicach.documents.models import FrozenIssue
from caicach.orgs.current import person_of
from caicach.orgs.models import Unit
from caicach.orgs.permissions import main_post, units_in_reach
from caicach.orgs.rules import Role
from caicach.plans import actions, permissions
from caicach.plans import classification_page as faces
from caicach.plans.statement import classified
from caicach.plans.statement.classification import Classification
from caicach.plans.statement.classifying import classification as classify
from caicach.ui.paging import page_of

PAGE = 40
ISSUES = 12


def own_classification(request: HttpRequest) -> HttpResponse:
    """The classification of the unit the person answers for: one they head or keep, else their own."""
    person = person_of(request)
    today = timezone.localdate()
    posts = person.posts.held(on=today).filter(unit__is_open=True).select_related("unit").order_by("unit__path")
    over = posts.filter(role__in=[Role.HEAD, permissions.KEEPER]).first() or main_post(person)
    if over is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("plans:classification", args=[over.unit.code]) + query)


def classification(request: HttpRequest, code: str) -> HttpResponse:
    """A unit's tasks sorted as done, in progress and not done, at a level of plans, at the end of a period."""
    person, now = person_of(request), timezone.now()
    reach = units_in_reach(person)
    unit = get_object_or_404(reach.select_related("parent"), code=code)
    asked = faces.Asked.read(request, timezone.localdate(now))
    found = classify(unit, asked.tier, asked.period, as_of=now, person=person)
    leads = reach.filter(pk__in={entry.lead.unit_id for entry in found.entries}) if asked.by == "unit" else []
    name, entries = faces.opened(found, asked)
    page = page_of(request, entries, size=PAGE)
    issues = FrozenIssue.objects.filter(kind=classified.KIND, unit=unit).without_payload().select_related("issued_by")
    last = FrozenIssue.objects.of(classified.KIND, classified.key(found)).select_related("unit", "issued_by").first()
    context = {
        "unit": unit,
        "found": found,
        "asked": asked,
        "period": faces.period_name(asked.period),
        "period_choices": faces.period_choices(timezone.localdate(now)),
        "tier_tabs": faces.tier_tabs(asked),
        "by_tabs": faces.by_tabs(asked),
        "figures": faces.figures(found, asked),
        "rows": faces.matrix(found, asked, faces.unit_codes(found, unit, leads)),
        "total": faces.row_face(found.total, asked),
        "remarks": faces.remarks(found),
        "opened": name,
        "opened_count": len(entries),
        "entries": faces.entry_faces(page.rows),
        "pages": frozen_faces.kept_in_place(page.pages),
        "may_issue": permissions.can_issue(person, unit),
        "issues": issues.order_by("-issued_at", "-pk")[:ISSUES],
        "last": last,
        "stamp": frozen_faces.stamp(last) if last else None,
        "differences": _since(last, found, whole="changes" in request.GET),
    }
    return render(request, "plans/classification.html", context, status=422 if asked.form.errors else 200)


def _since(last: FrozenIssue | None, found: Classification, *, whole: bool) -> DifferenceTable | None:
    """What differs now from the last issue; nothing to say to who sees only a part of the tasks."""
    if last is None or found.partial:
        return None
    now = classified.payload(found)
    gone = {one.id for one in last.content.records} - {one.id for one in now.records}
    reasons = dict.fromkeys(gone, ("không còn trong phạm vi tính của đơn vị ở cấp này",))
    return frozen_faces.difference_table(differences(last.content, now, reasons), since=last.number, whole=whole)


@require_POST
def issue_classification(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the classification and give it out as Word and Excel."""
    person = person_of(request)
    unit = get_object_or_404(Unit.objects.filter(pk__in=units_in_reach(person).values("pk")), code=code)
    permissions.require_issuer(person, unit)
    asked = faces.Asked.read(request, timezone.localdate())
    if asked.form.errors:
        raise Http404
    said: dict[str, Any] = {
        "unit": unit,
        "tier": asked.tier,
        "period": asked.period,
        "reason": request.POST.get("reason", "").replace("\x00", "")[:500],
    }
    try:
        issue = actions.issue_classification(**said, actor=person, at=timezone.now())
    except NothingChanged as same:
        messages.info(request, _(str(same)))
    else:
        messages.success(request, _("Đã chốt và phát hành bản số %(number)d.") % {"number": issue.number})
    return redirect(reverse("plans:classification", args=[code]) + asked.url())
