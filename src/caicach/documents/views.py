from copy import copy
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.audit.models import Line
from caicach.documents import actions, faces, frozen_faces, storage
from caicach.documents.forms import EntryForm, LinkForm, UploadForm, limits
from caicach.documents.models import Batch, Document, DocumentFile, FrozenFile, FrozenIssue
from caicach.documents.permissions import can_register, can_review, registering_units
from caicach.documents.reading import CannotRead
from caicach.documents.rules import Direction, LinkKind
from caicach.orgs.current import person_of
from caicach.orgs.permissions import NotAllowed
from caicach.ui.paging import page_of

PAGE = 40


def document_list(request: HttpRequest) -> HttpResponse:
    """The registers the person may see, searched without accents."""
    person = person_of(request)
    documents = Document.objects.visible_to(person).select_related("unit")
    words, direction = request.GET.get("q", "").replace("\x00", ""), request.GET.get("book", "")
    shown = documents.matching(words)
    if direction in {str(kind) for kind in Direction}:
        shown = shown.filter(book__direction=direction)
    page = page_of(request, shown.newest_first(), size=PAGE)
    context = {
        "page": page,
        "words": words,
        "figures": faces.register_figures(documents, timezone.localdate()),
        "tabs": faces.book_tabs(request, direction),
        "may_register": registering_units(person).exists(),
        "empty": faces.nothing_found(words),
    }
    return render(request, "documents/list.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    """Take a document's file, enter it in the register with what its header says, and read it."""
    person, began = person_of(request), timezone.now()
    units = registering_units(person).open_now()
    if not units.exists():
        raise NotAllowed("documents.upload")
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None, units=units)
    if sent:
        form.refuse_what_did_not_arrive(request.META)
        if form.is_valid() and form.is_batch(request.META):
            return redirect("documents:batch", _take_all(request, form, began).pk)
        if form.is_valid():
            try:
                document = _take(request, form.cleaned_data, began)
            except CannotRead as trouble:
                form.add_error("file", faces.sentence(trouble))
            else:
                if document.registered_at < began:
                    faces.say(request, _("Tệp này đã có trong sổ từ trước: %(title)s.") % {"title": document.title})
                return redirect("plans:review", document.pk)
    context = {"form": form, "limits": limits(), "batches": faces.recent_batches(units)}
    return render(request, "documents/upload.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, typed: dict[str, Any], at: datetime) -> Document:
    [file], person = typed["file"], person_of(request)
    return actions.receive(
        chunks=file.chunks(),
        name=file.name or "van-ban",
        unit=typed["unit"],
        direction=Direction(typed["direction"]),
        actor=person,
        at=at,
    )


def _take_all(request: HttpRequest, form: UploadForm, at: datetime) -> Batch:
    typed = form.cleaned_data
    return actions.open_batch(
        unit=typed["unit"],
        direction=Direction(typed["direction"]),
        files=form.sent(request.META),
        actor=person_of(request),
        at=at,
    )


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a batch has been read, with a line for each file; that part is asked for again meanwhile."""
    found = get_object_or_404(Batch.objects.select_related("unit", "sent_by"), pk=pk)
    if not can_register(person_of(request), found.unit):
        raise Http404
    context = {"batch": found, "progress": faces.batch_progress(found)}
    part = "#progress" if request.headers.get("HX-Request") else ""
    return render(request, f"documents/batch.html{part}", context)


def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: components, files, links, what was made of it, and its trail."""
    person = person_of(request)
    document = get_object_or_404(Document.objects.visible_to(person).select_related("unit", "book"), pk=pk)
    return _show(request, document)


def _show(request: HttpRequest, document: Document, *, link_form: LinkForm | None = None) -> HttpResponse:
    person = person_of(request)
    visible = Document.objects.visible_to(person)
    links = list(document.links.order_by("pk"))
    context = {
        "document": document,
        "missing": faces.missing(document),
        "outdated": faces.outdated_acts(document, timezone.localdate()),
        "files": faces.file_chips(document),
        "links": links,
        "opens": set(
            visible.filter(pk__in=[link.other_id for link in links if link.other_id]).values_list("pk", flat=True)
        ),
        "linked_from": document.linked_from.filter(document__in=visible.values("pk"))
        .select_related("document")
        .order_by("pk"),
        "counts": faces.proposal_counts(document),
        "may_register": can_register(person, document.unit),
        "may_review": can_review(person, document),
        "link_form": link_form or LinkForm(),
        "trail": faces.trail(Line.objects.of(f"documents.document:{document.pk}")),
    }
    return render(request, "documents/detail.html", context, status=422 if link_form else 200)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the components of an entry by hand."""
    person = person_of(request)
    document = get_object_or_404(Document.objects.visible_to(person), pk=pk)
    if not can_register(person, document.unit):
        raise Http404
    form, newer = EntryForm(request.POST or None, instance=copy(document)), []
    seen = request.POST.get("seen", "") if request.method == "POST" else document.seen_mark
    if request.method == "POST" and form.is_valid():
        typed = form.components()
        try:
            actions.correct_entry(document=document, seen=seen, actor=person, at=timezone.now(), **typed)
        except actions.ChangedMeanwhile as trouble:
            form.add_error(None, _(str(trouble)))
            document.refresh_from_db()
            seen, newer = document.seen_mark, faces.newer_values(document, form, typed)
        else:
            return redirect("documents:detail", pk)
    context = {"form": form, "document": document, "seen": seen, "newer": newer}
    return render(request, "documents/correct.html", context, status=422 if form.errors else 200)


@require_POST
def add_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the entry stands to another document."""
    person = person_of(request)
    document = get_object_or_404(Document.objects.visible_to(person), pk=pk)
    if not can_register(person, document.unit):
        raise Http404
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _show(request, document, link_form=form)
    cited = form.cleaned_data["cited"].strip()
    other = Document.objects.visible_to(person).filter(number=cited).exclude(pk=pk).first()
    kind = LinkKind(form.cleaned_data["kind"])
    try:
        with transaction.atomic():
            actions.link(document=document, kind=kind, cited=cited, other=other, actor=person, at=timezone.now())
    except IntegrityError:
        faces.say(request, _("Liên kết này đã có."))
    return redirect("documents:detail", pk)


def download(request: HttpRequest, pk: int) -> FileResponse:
    """A document's file, as it came."""
    visible = Document.objects.visible_to(person_of(request)).values("pk")
    file = get_object_or_404(DocumentFile.objects.select_related("stored"), pk=pk, document__in=visible)
    return file_answer(file.stored.sha256, file.name)


def frozen_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A report or sheet as it was sent: its figures, the records behind them, files, what the issue before said."""
    visible = FrozenIssue.objects.visible_to(person_of(request))
    issue = get_object_or_404(visible.select_related("unit", "issued_by", "previous"), pk=pk)
    series = visible.of(issue.kind, issue.key).without_payload().select_related("issued_by")
    table = frozen_faces.table_of(issue, chosen=request.GET.get("cell", ""))
    page = page_of(request, table.records, size=PAGE // 2)
    differences = frozen_faces.differences_of(issue, whole="changes" in request.GET)
    context = {
        "issue": issue,
        "stamp": frozen_faces.stamp(issue),
        "table": table,
        "page": page,
        "pages": frozen_faces.kept_in_place(page.pages),
        "series": series,
        "newest": series.first(),
        "differences": differences,
        "figures": frozen_faces.figures_of(issue, differences),
    }
    return render(request, "documents/frozen.html", context)


def frozen_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file as it was issued with a frozen content."""
    visible = FrozenIssue.objects.visible_to(person_of(request)).values("pk")
    file = get_object_or_404(FrozenFile.objects.select_related("stored"), pk=pk, issue__in=visible)
    return file_answer(file.stored.sha256, file.name)


def file_answer(sha256: str, name: str) -> FileResponse:
    """The bytes of a kept file, always as a download and never as a page."""
    try:
        content = storage.path_of(sha256).open("rb")
    except FileNotFoundError as lost:  # `verify` names it
        raise Http404 from lost
    answer = FileResponse(content, as_attachment=True, filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
