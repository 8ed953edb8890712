from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.documents import actions as documents
from caicach.documents.models import Document, Proposal
from caicach.documents.rules import ProposalState
from caicach.orgs.current import person_of
from caicach.plans import actions, proposing
from caicach.plans.views.review import TROUBLES, document_to_decide, here

UNDO: dict[str, Callable[..., Proposal]] = {
    ProposalState.CONFIRMED: actions.take_back_confirmation,
    ProposalState.DROPPED: documents.restore_proposal,
    ProposalState.PROPOSED: documents.take_back_correction,
}


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last decision or correction of the proposals named, as the person saw them; of all, or of none."""
    document = document_to_decide(request, pk)
    seen = request.POST.get("seen", "")
    number = max(proposing.whole(seen.partition(".")[0]), 1)
    try:
        _undo(request, document, seen)
    except documents.ChangedMeanwhile:
        messages.error(request, _("Người khác vừa xử lý đề xuất này, chưa hoàn tác gì. Hãy xem lại rồi hoàn tác."))
    except TROUBLES as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(request, _("Đã hoàn tác."))
    return redirect(here(document, number))


@transaction.atomic
def _undo(request: HttpRequest, document: Document, seen: str) -> None:
    person, at = person_of(request), timezone.now()
    for proposal, revision in proposing.as_drawn(seen, document.proposals.all()):
        UNDO[proposal.state](proposal=proposal, revision=revision, actor=person, at=at)
