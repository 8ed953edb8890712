from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.documents import actions as documents
from caicach.documents.models import Document
from caicach.documents.rules import WrongState
from caicach.orgs import actions as orgs
from caicach.orgs.current import person_of
from caicach.orgs.models import Draft
from caicach.plans import proposal_sheet
from caicach.plans.statement import proposals as workbook
from caicach.plans.views.review import document_to_decide, document_to_review
from caicach.ui.parts import GridRow


def proposal_grid(request: HttpRequest, pk: int) -> HttpResponse:
    """Every open proposal of a document in one sheet; all rows are saved, or none."""
    document = document_to_decide(request, pk)
    shown, place = _rows(document), proposal_sheet.draft_place(pk)
    if request.method == "POST":
        typed = proposal_sheet.read(request.POST, {row.key: row for row in shown})
        if not typed.wrong and _save(request, document, typed.corrections):
            return redirect("plans:review", pk)
        if typed.gone:
            _tell_gone(request, typed.gone)
        shown = typed.rows
    else:
        draft = Draft.objects.filter(person=person_of(request), place=place).first()
        shown = proposal_sheet.reopened(draft.content, shown) if draft else shown
    context = {"document": document, "grid": proposal_sheet.grid(shown, place), "empty": not shown}
    return render(request, "plans/proposal_grid.html", context, status=422 if request.method == "POST" else 200)


def proposal_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals of a document as Excel, in the columns the sheet takes back."""
    document = document_to_review(request, pk)
    answer = HttpResponse(workbook.render(document, _rows(document)), content_type=workbook.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="de-xuat-{document.pk}.xlsx"'
    return answer


def _rows(document: Document) -> list[GridRow]:
    waiting = document.proposals.open().select_related("lead").prefetch_related("coop").in_paper_order()
    return [proposal_sheet.row_of(proposal) for proposal in waiting]


def _tell_gone(request: HttpRequest, count: int) -> None:
    said = ngettext(
        "%(count)d đề xuất vừa được người khác xử lý nên không còn trong bảng. Chưa dòng nào được lưu, hãy lưu lại.",
        "%(count)d đề xuất vừa được người khác xử lý nên không còn trong bảng. Chưa dòng nào được lưu, hãy lưu lại.",
        count,
    )
    messages.error(request, said % {"count": count})


def _save(request: HttpRequest, document: Document, corrections: list[proposal_sheet.Correction]) -> bool:
    proposals = {proposal.number: proposal for proposal in document.proposals.select_related("lead")}
    person, at = person_of(request), timezone.now()
    try:
        with transaction.atomic():
            for one in corrections:
                documents.correct_proposal(
                    proposal=proposals[one.number],
                    revision=one.revision,
                    actor=person,
                    at=at,
                    **one.values,
                )
            orgs.drop_draft(actor=person, place=proposal_sheet.draft_place(document.pk), at=at)
    except (documents.ChangedMeanwhile, WrongState) as trouble:
        messages.error(request, _(str(trouble)))
        return False
    said = ngettext("Đã sửa %(count)d đề xuất.", "Đã sửa %(count)d đề xuất.", len(corrections))
    messages.success(request, said % {"count": len(corrections)})
    return True
