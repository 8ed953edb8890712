import re

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from caicach.office.desk import asks_of, desk_of, new_task_action
from caicach.office.overview import head_tabs, headed_unit, overview_of
from caicach.office.search import search
from caicach.orgs import actions
from caicach.orgs.current import person_of
from caicach.orgs.permissions import main_post

DRAFT_PLACE = re.compile(r"(?:task|plan|review):[\w:.-]{1,100}")  # where the program has something to type
DRAFT_FIELDS = 4000  # a sheet of 300 rows and 7 columns, and some more
DRAFT_SIZE = 1_000_000  # letters, 300 rows of the longest tasks


def my_work(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in: a head sees the whole, everybody else what is theirs to do."""
    person, now = person_of(request), timezone.now()
    unit = headed_unit(person)
    if unit is None:
        return desk(request)
    asks = asks_of(person, now)
    context = {
        "whole": overview_of(person, unit, now, request.GET.get("order", "")),
        "asks": asks,
        "head_tabs": head_tabs(person, asks, here="overview"),
        "now": now,
    }
    return render(request, "office/overview.html", context)


def desk(request: HttpRequest) -> HttpResponse:
    """What is mine to do."""
    person, now = person_of(request), timezone.now()
    laid = desk_of(person, now)
    context = {
        "desk": laid,
        "post": main_post(person),
        "now": now,
        "begin": new_task_action(person),
        "head_tabs": head_tabs(person, [], here="desk"),
    }
    return render(request, "office/my_work.html", context)


def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words, accents or not."""
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    return render(request, "office/search.html", {"words": words, "groups": search(person_of(request), words)})


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what a person is typing; files cannot be kept this way."""
    place = request.GET.get("place", "").replace("\x00", "")
    fields = {_plain(name): [_plain(value) for value in values] for name, values in request.POST.lists()}
    fields.pop("csrfmiddlewaretoken", None)
    unticked = fields.pop("unticked", [])
    fields = {name: [""] for name in unticked} | fields
    size = sum(len(name) + len(value) for name, values in fields.items() for value in values)
    if not DRAFT_PLACE.fullmatch(place) or len(fields) > DRAFT_FIELDS or size > DRAFT_SIZE:
        return HttpResponseBadRequest()
    # One value stands as it is, several of one name as a list: forms and sheets read both.
    content = {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
    actions.save_draft(actor=person_of(request), place=place, content=dict(content), at=timezone.now())
    return HttpResponse(status=204)


def _plain(text: object) -> str:
    return str(text).replace("\x00", "")
