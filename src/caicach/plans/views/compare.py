from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caicach.documents.models import Document
from caicach.orgs.current import person_of
from caicach.plans import comparing, proposing
from caicach.plans.views.review import document_to_review


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What a document changes against an older version, `?with=` its number here; without one, which it may be."""
    document = document_to_review(request, pk)
    other = proposing.whole(request.GET.get("with", ""))
    if other < 0 or other == pk:
        return _choose(request, document)
    before = document_to_review(request, other)
    rows = comparing.changes(before, document)
    context = {"before": before, "after": document, "rows": rows, "figures": comparing.figures(rows) if rows else []}
    return render(request, "plans/compare.html", context)


def _choose(request: HttpRequest, document: Document) -> HttpResponse:
    read = Document.objects.visible_to(person_of(request)).filter(reading__isnull=False).exclude(pk=document.pk)
    words = request.GET.get("q", "").replace("\x00", "")
    found = (read.matching(words) if words else read.filter(type_code=document.type_code)).newest_first()[:30]
    context = {"document": document, "found": found, "words": words}
    return render(request, "plans/compare_choose.html", context)
