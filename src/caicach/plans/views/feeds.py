from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caicach.orgs import actions
from caicach.orgs.current import person_of
from caicach.orgs.models import AccessToken, Unit
from caicach.orgs.permissions import scope_of, token_of, units_in_reach
from caicach.plans import feed as calendar


def feeds(request: HttpRequest) -> HttpResponse:
    """The addresses of one's calendars: made, renewed, revoked; an address is shown once, when it is made."""
    person, at, address, unit = person_of(request), timezone.now(), "", None
    mine = Unit.objects.filter(pk__in=scope_of(person).unit_ids()).in_tree_order()
    if request.method == "POST":
        code = request.POST.get("unit", "")
        unit = get_object_or_404(mine, code=code) if code else None
        if "revoke" in request.POST:
            for token in _held(request).filter(unit=unit):
                actions.revoke_token(token=token, actor=person, at=at)
            messages.success(request, _("Địa chỉ lịch không còn dùng được."))
            return redirect("plans:feeds")
        _token, secret = actions.make_token(kind=AccessToken.FEED, unit=unit, actor=person, at=at)
        address = f"{settings.ADDRESS}{reverse('plans:feed', args=[secret])}"
    held = {token.unit_id: token for token in _held(request)}
    context = {
        "calendars": [(None, held.get(None)), *[(unit, held.get(unit.pk)) for unit in mine]],
        "address": address,
        "of": unit,
    }
    return render(request, "plans/feeds.html", context)


def _held(request: HttpRequest) -> "QuerySet[AccessToken]":
    return AccessToken.objects.filter(person=person_of(request), kind=AccessToken.FEED, revoked_at__isnull=True)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A calendar for whoever holds its address; a wrong one answers as absent."""
    at = timezone.now()
    token = token_of(secret, AccessToken.FEED, on=timezone.localdate(at))
    if token is None or (token.unit and not units_in_reach(token.person).filter(pk=token.unit.pk).exists()):
        raise Http404
    if token.used_on != timezone.localdate(at):
        actions.note_use(token=token, actor=token.person, at=at)
    tasks = calendar.tasks_of(token.person, token.unit).select_related("plan", "lead")[: calendar.MOST]
    content = calendar.render(tasks, f"Hạn của {token.unit or token.person}")
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["Content-Disposition"] = 'inline; filename="cai-cach.ics"'
    return answer
