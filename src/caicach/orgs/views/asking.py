"""Asking once, in a sentence, before something is changed; nothing typed is lost on the way."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from caicach.orgs.actions import (
    LastAdministrator,
    NoHeir,
    NotDelegable,
    OutOfOrder,
    PersonAlready,
    PostAlready,
    UnitNotOpen,
    WrongDays,
)
from caicach.orgs.current import person_of
from caicach.orgs.forms import DelegationForm
from caicach.orgs.models import Unit
from caicach.orgs.questions import Question, ready
from caicach.orgs.rules import CircularTree

SUGGESTED = 300  # people offered while typing; others are found by their name all the same
REFUSALS = (
    CircularTree,
    LastAdministrator,
    NoHeir,
    NotDelegable,
    OutOfOrder,
    PersonAlready,
    PostAlready,
    UnitNotOpen,
    WrongDays,
)


def in_address(text: str) -> str:
    """A code or a name in an address; with the letter NUL, which PostgreSQL refuses, it names nothing."""
    if "\x00" in text:
        raise Http404
    return text


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when, as every action takes them."""
    return {"actor": person_of(request), "at": timezone.now()}


def done(request: HttpRequest, form: Form, deed: Callable[[], object]) -> bool:
    """Do the deed if the person has confirmed a valid form; a refusal goes on top of the form."""
    if request.method != "POST" or "confirmed" not in request.POST or not form.is_valid():
        return False
    try:
        deed()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def ask(request: HttpRequest, form: Form, question: Question) -> HttpResponse:
    """The form, or what it will do with one button to confirm; a form without fields asks at once."""
    asking = (ready(form) or not form.fields) and not form.errors and "again" not in request.POST
    lists = {field.field.widget.attrs.get("list") for field in form} if not asking else set()
    context = {
        "form": form,
        "question": question,
        "asking": asking,
        "suggested": Unit.objects.open_now().in_tree_order() if "units" in lists else [],
        "colleagues": form.colleagues.order_by("folded")[:SUGGESTED] if isinstance(form, DelegationForm) else [],
    }
    return render(request, "orgs/ask.html", context, status=422 if form.errors else 200)
