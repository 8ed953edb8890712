"""A clause that orders what is already tracked: its proposal becomes one more place of that task."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.models import Document, Proposal
from caicach.documents.rules import WrongState
from caicach.orgs.current import person_of
from caicach.plans import actions, alike, proposing
from caicach.plans.views.review import document_to_decide, onward


def same_task(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Choose the tracked task a proposal is about."""
    document, person = document_to_decide(request, pk), person_of(request)
    proposal = get_object_or_404(document.proposals.open().select_related("lead"), number=number)
    words = request.GET.get("q", "").replace("\x00", "")
    if request.method == "POST" and _join(request, document, proposal):
        return redirect(onward(document, number, number))
    context = {"document": document, "proposal": proposal, "words": words}
    found = alike.alike(person, proposal, words)
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/same.html", context | {"found": found}, status=status)


def _join(request: HttpRequest, document: Document, proposal: Proposal) -> bool:
    person, at = person_of(request), timezone.now()
    chosen = alike.tasks_to_join(person, proposal).filter(pk=proposing.whole(request.POST.get("task", ""))).first()
    if chosen is None:
        messages.error(request, _("Hãy chọn một nhiệm vụ trong danh sách."))
        return False
    try:
        with transaction.atomic():
            plan = actions.plan_of(document=document, actor=person, at=at)
            line = actions.place_task(
                task=chosen,
                plan=plan,
                field=proposal.field,
                wording=proposal.text,
                proposal=proposal,
                revision=proposing.whole(request.POST.get("revision", "")),
                actor=person,
                at=at,
            )
    except (actions.AlreadyThere, ChangedMeanwhile, WrongState) as trouble:
        messages.error(request, _(str(trouble)))
        return False
    said = _("Đề xuất %(number)d là nhiệm vụ %(task)s; nay nhiệm vụ có trong %(count)d kế hoạch.")
    messages.success(request, said % {"number": proposal.number, "task": line.task, "count": line.task.lines.count()})
    return True
