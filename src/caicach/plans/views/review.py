from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.documents import actions as documents
from caicach.documents.faces import outdated_acts
from caicach.documents.models import Document, Proposal
from caicach.documents.permissions import can_review
from caicach.documents.rules import WrongState
from caicach.orgs.choosing import find_unit
from caicach.orgs.current import person_of
from caicach.orgs.models import Unit
from caicach.orgs.permissions import can_name
from caicach.plans import actions, proposing
from caicach.plans.forms import ProposalForm
from caicach.plans.paper import paper_of


def document_to_review(request: HttpRequest, pk: int) -> Document:
    """A document that has been read and that the person may see."""
    visible = Document.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related("unit", "reading"), pk=pk, reading__isnull=False)


def document_to_decide(request: HttpRequest, pk: int) -> Document:
    """A document that has been read and whose proposals the person decides on."""
    document = document_to_review(request, pk)
    if not can_review(person_of(request), document):
        raise Http404
    return document


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A document as paper, its proposals beside it."""
    return show(request, document_to_review(request, pk))


def show(
    request: HttpRequest,
    document: Document,
    *,
    form: ProposalForm | None = None,
    unclear: proposing.Unclear | None = None,
    number: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, with a correction that cannot be, or with a question about words pointed at."""
    person = person_of(request)
    proposals = list(
        document.proposals.select_related("lead", "decided_by", "plan_line__task")
        .prefetch_related("coop")
        .in_paper_order()
    )
    chosen = proposing.chosen(proposals, number or request.GET.get("n", ""))
    may_review = can_review(person, document)
    editing = form is not None or (may_review and "edit" in request.GET)
    if chosen is not None and editing and form is None:
        form = proposing.form_of(chosen)
    page = document.reading.page
    context = {
        "document": document,
        "paper": paper_of(page, proposing.clauses(proposals)),
        "rows": [proposing.row(proposal) for proposal in proposals],
        "states": {proposal.number: proposal.state for proposal in proposals},
        "counts": proposing.counts(proposals),
        "clear": proposing.drawn(proposals),
        "chosen": proposing.face(chosen, proposals, page) if chosen else None,
        "form": form if editing else None,
        "unclear": unclear,
        "undo": proposing.undo(request.GET.get("after", ""), proposals) if may_review else None,
        "doubts": proposing.of_the_paper(page),
        "units": Unit.objects.open_now().in_tree_order() if may_review else [],
        "may_review": may_review,
        "outdated": outdated_acts(document, timezone.localdate()),
        "doubtful": proposing.next_doubtful(proposals, chosen),
        "others": proposing.others_at_work(document, person, timezone.now()) if may_review else [],
        "plan": getattr(document, "plan", None),
    }
    return render(request, "plans/review.html", context, status=status)


def onward(document: Document, number: int, *done: int) -> str:
    """The page about the next proposal that waits, offering to take back what was `done`."""
    return here(document, proposing.next_open(document.proposals.in_paper_order(), number) or number, *done)


def here(document: Document, number: int, *done: int) -> str:
    after = f"&after={'.'.join(str(one) for one in done)}" if done else ""
    return f"{reverse('plans:review', args=[document.pk])}?n={number}{after}"


def _confirm(request: HttpRequest, document: Document, proposals: list[tuple[Proposal, int]]) -> list[int]:
    person, at = person_of(request), timezone.now()
    with transaction.atomic():
        plan = actions.plan_of(document=document, actor=person, at=at)
        actions.confirm_proposals(plan=plan, proposals=proposals, actor=person, at=at)
    return [proposal.number for proposal, _revision in proposals]


Deed = Callable[..., Proposal]
DEEDS: dict[str, Deed] = {"drop": documents.drop_proposal, "restore": documents.restore_proposal}
TROUBLES = (
    actions.NoLead,
    actions.TaskInUse,
    WrongState,
    documents.ChangedMeanwhile,
    documents.NothingToSplit,
    documents.NothingToTakeBack,
)


@require_POST
def decide(request: HttpRequest, pk: int, number: int, verb: str) -> HttpResponse:
    """Confirm, correct, drop or take back one proposal, as the person saw it."""
    document = document_to_decide(request, pk)
    proposal = get_object_or_404(document.proposals.select_related("lead"), number=number)
    if verb == "correct":
        return _correct(request, document, proposal)
    seen = proposing.whole(request.POST.get("revision", ""))
    try:
        if verb == "confirm":
            _confirm(request, document, [(proposal, seen)])
        elif verb == "join":
            _join(request, document, proposal, seen)
        elif verb in DEEDS:
            DEEDS[verb](proposal=proposal, revision=seen, actor=person_of(request), at=timezone.now())
        else:
            raise Http404
    except TROUBLES as trouble:
        messages.error(request, _(str(trouble)))
        return redirect(here(document, number))
    if verb == "restore":
        return redirect(here(document, number))
    return redirect((here if verb == "join" else onward)(document, number, number))


def _join(request: HttpRequest, document: Document, proposal: Proposal, seen: int) -> None:
    other = document.proposals.filter(number=proposing.whole(request.POST.get("other", ""))).first()
    if other is None:
        raise documents.NothingToSplit("Không có đề xuất nào đứng sau để gộp.")
    documents.join_proposals(proposal=proposal, revision=seen, other=other, actor=person_of(request), at=timezone.now())


def _split(request: HttpRequest, proposal: Proposal) -> None:
    pieces = proposing.pieces(proposal.text)
    documents.split_proposal(
        proposal=proposal, revision=proposal.revision, texts=pieces, actor=person_of(request), at=timezone.now()
    )


def _correct(request: HttpRequest, document: Document, proposal: Proposal) -> HttpResponse:
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                corrected = documents.correct_proposal(
                    proposal=proposal,
                    revision=form.cleaned_data["revision"],
                    actor=person_of(request),
                    at=timezone.now(),
                    **proposing.corrections(form, proposal),
                )
                if "split" in request.POST:
                    _split(request, corrected)
                if "confirm" in request.POST:
                    _confirm(request, document, [(corrected, corrected.revision)])
        except TROUBLES as trouble:
            form.add_error(None, _(str(trouble)))
            if isinstance(trouble, documents.ChangedMeanwhile):
                proposal.refresh_from_db(fields=["revision"])
                form.now_on(proposal.revision)
        else:
            after = onward if "confirm" in request.POST else here
            return redirect(after(document, proposal.number, proposal.number))
    return show(request, document, form=form, number=str(proposal.number), status=422)


@require_POST
def confirm_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the clear proposals the page showed, as it showed them; all of them, or none."""
    document = document_to_decide(request, pk)
    proposals = document.proposals.select_related("lead").in_paper_order()
    done: list[int] = []
    try:
        done = _confirm(request, document, proposing.as_drawn(request.POST.get("seen", ""), proposals))
    except documents.ChangedMeanwhile:
        messages.error(request, _("Các đề xuất vừa thay đổi, chưa xác nhận việc nào. Hãy xem lại rồi xác nhận."))
    except TROUBLES as trouble:
        messages.error(request, _(str(trouble)))
    return redirect(onward(document, 0, *done))


@require_POST
def assign_heading(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one unit every open proposal without a unit under a heading."""
    document = document_to_decide(request, pk)
    number, typed = request.POST.get("n", ""), request.POST.get("lead", "").replace("\x00", "")
    lead = find_unit(typed) if typed.strip() else None
    if lead is None:
        messages.error(request, _("Hãy chọn một đơn vị trong danh sách gợi ý."))
    else:
        count = _assign(request, document, lead)
        said = ngettext(
            "Đã giao %(lead)s chủ trì %(count)d đề xuất.", "Đã giao %(lead)s chủ trì %(count)d đề xuất.", count
        )
        messages.success(request, said % {"count": count, "lead": lead.name})
    return redirect(here(document, max(proposing.whole(number), 1)))


def _assign(request: HttpRequest, document: Document, lead: Unit) -> int:
    person, at = person_of(request), timezone.now()
    with transaction.atomic():
        count = documents.assign_lead(
            document=document, under=request.POST.get("under", ""), lead=lead, actor=person, at=at
        )
        proposal = document.proposals.filter(number=proposing.whole(request.POST.get("n", ""))).first()
        if proposal is not None and "remember" in request.POST and can_name(person, lead):
            count += documents.remember_name(proposal=proposal, lead=lead, actor=person, at=at)
    return count
