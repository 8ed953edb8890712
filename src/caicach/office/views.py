from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from caicach.office.desk import desk_of, new_task_action
from caicach.office.search import search
from caicach.orgs import actions
from caicach.orgs.current import person_of
from caicach.orgs.permissions import main_post

DRAFT_FIELDS = 4000
DRAFT_SIZE = 200_000


def my_work(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in: what is mine to do."""
    person, now = person_of(request), timezone.now()
    context = {"desk": desk_of(person, now), "post": main_post(person), "now": now, "begin": new_task_action(person)}
    return render(request, "office/my_work.html", context)


def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words, accents or not."""
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    return render(request, "office/search.html", {"words": words, "groups": search(person_of(request), words)})


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what a person is typing; files cannot be kept this way."""
    place = request.GET.get("place", "").replace("\x00", "")[:120]
    typed = ((name.replace("\x00", ""), str(value).replace("\x00", "")) for name, value in request.POST.items())
    content = {name: value for name, value in typed if name != "csrfmiddlewaretoken"}
    if not place or len(content) > DRAFT_FIELDS or sum(map(len, content.values())) > DRAFT_SIZE:
        return HttpResponseBadRequest()
    actions.save_draft(actor=person_of(request), place=place, content=dict(content), at=timezone.now())
    return HttpResponse(status=204)
