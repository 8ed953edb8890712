from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.documents import actions as documents
from caicach.documents.models import Proposal
from caicach.orgs.choosing import find_unit
from caicach.orgs.current import person_of
from caicach.orgs.models import Unit
from caicach.orgs.permissions import can_name
from caicach.plans import proposing
from caicach.plans.views.review import TROUBLES, document_to_decide, here, show


@require_POST
def point(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Words of the paper are the lead, a helper, the deadline or a target; asks where they are unclear."""
    document = document_to_decide(request, pk)
    proposal = get_object_or_404(document.proposals.all(), number=number)
    try:
        _point(request, proposal)
    except documents.Unclear as unclear:
        if unclear.choices or unclear.name:
            return show(request, document, unclear=_asked(unclear, request.POST), number=str(number), status=422)
        messages.error(request, str(unclear))
        return redirect(here(document, number))
    except TROUBLES as trouble:
        messages.error(request, _(str(trouble)))
        return redirect(here(document, number))
    return redirect(here(document, number, number))


def _point(request: HttpRequest, proposal: Proposal) -> None:
    posted, person, at = request.POST, person_of(request), timezone.now()
    unit = _unit(posted)
    with transaction.atomic():
        pointed = documents.point_at(
            proposal=proposal,
            revision=proposing.whole(posted.get("revision", "")),
            kind=posted.get("as", ""),
            first=_place(posted.get("first", "")),
            last=_place(posted.get("last", "")),
            unit=unit,
            actor=person,
            at=at,
        )
        if unit is not None and "remember" in posted and posted["as"] == "lead" and can_name(person, unit):
            documents.remember_name(proposal=pointed, lead=unit, actor=person, at=at)


def _place(text: str) -> tuple[int, int]:
    """«12.5» as a line and a column; places that are none are no places of any paper."""
    line, _dot, column = text.partition(".")
    return proposing.whole(line), proposing.whole(column)


def _unit(posted: QueryDict) -> Unit | None:
    """The unit chosen in answer to a question: typed, or one of those offered."""
    typed = posted.get("typed", "").replace("\x00", "").strip()
    if typed:
        return find_unit(typed)
    return Unit.objects.open_now().filter(code=posted.get("unit", "").replace("\x00", "")).first()


def _asked(unclear: documents.Unclear, posted: QueryDict) -> proposing.Unclear:
    return proposing.Unclear(
        says=str(unclear),
        choices=unclear.choices,
        name=unclear.name,
        kind=posted.get("as", ""),
        first=posted.get("first", ""),
        last=posted.get("last", ""),
        typed=posted.get("typed", ""),
    )
