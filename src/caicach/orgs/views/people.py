import secrets

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs import actions, faces, questions
from caicach.orgs.current import person_of
from caicach.orgs.forms import PersonForm
from caicach.orgs.models import Delegation, Person, Post
from caicach.orgs.permissions import can_delegate, require_administrator
from caicach.orgs.rules import PASSWORD_BITS, password_of
from caicach.orgs.views.asking import ask, by, done, in_address
from caicach.ui.paging import page_of

PAGE = 50


def people(request: HttpRequest) -> HttpResponse:
    """Everybody who signs in, searched without accents."""
    require_administrator(person_of(request))
    words, show = request.GET.get("q", "").replace("\x00", ""), request.GET.get("show", "")
    held = Post.objects.held(on=timezone.localdate()).select_related("unit").order_by("since", "pk")
    found = _shown(show, held).filter(pk__in=Person.objects.matching(words).values("pk"))
    rows = found.prefetch_related(Prefetch("posts", queryset=held, to_attr="held")).order_by("folded", "pk")
    page = page_of(request, rows, size=PAGE)
    context = {
        "page": page,
        "rows": [(person, *faces.state_of(person, person.held)) for person in page.rows],
        "words": words,
        "show": show,
        "figures": faces.people_figures({name: _shown(name, held).count() for name in ("", "without-post", "locked")}),
        "tabs": faces.people_tabs(show, words),
        "empty": faces.nobody_found(words),
    }
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"orgs/people.html{part}", context)


def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person: their sign-in, their posts, their trail."""
    person = person_to_change(request, username)
    today = timezone.localdate()
    posts = list(person.posts.select_related("unit").order_by("-since", "-pk"))
    involved = Delegation.objects.filter(Q(post__person=person) | Q(to=person))
    lent = involved.select_related("post__person", "post__unit", "to").order_by("-since", "-pk")
    held = [post for post in posts if post.since <= today and (post.until is None or post.until >= today)]
    context = {
        "person": person,
        "state": faces.state_of(person, held),
        "posts": [(post, *faces.post_state(post, today), can_delegate(person_of(request), post)) for post in posts],
        "lent": faces.delegations(lent[: faces.DELEGATIONS], today=today),
        "figures": faces.person_figures(person, held=len(held), posts=len(posts)),
        "trail": faces.trail(person),
    }
    return render(request, "orgs/person.html", context)


def add_person(request: HttpRequest) -> HttpResponse:
    """Give somebody a sign-in; the temporary password is shown once, on the answer."""
    require_administrator(person_of(request))
    form = PersonForm(request.POST or None)
    password = _temporary_password()
    made: list[Person] = []

    def deed() -> None:
        made.append(actions.add_person(**form.cleaned_data, password=password, **by(request)))

    if done(request, form, deed):
        return _show_once(request, made[0], password)
    return ask(request, form, questions.add_person(form))


def deactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Close a sign-in; open sessions end with their next request."""
    person, form = person_to_change(request, username), Form(request.POST or None)
    if done(request, form, lambda: actions.deactivate_person(person=person, **by(request))):
        messages.success(request, _("Đã khóa tài khoản."))
        return redirect("orgs:person", person.username)
    return ask(request, form, questions.deactivate(person))


def reactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Open a sign-in again, with a temporary password shown once."""
    person, form, password = person_to_change(request, username), Form(request.POST or None), _temporary_password()
    if done(request, form, lambda: actions.reactivate_person(person=person, password=password, **by(request))):
        return _show_once(request, person, password)
    return ask(request, form, questions.reactivate(person))


def reset_password(request: HttpRequest, username: str) -> HttpResponse:
    """Give a temporary password, shown once."""
    person, form, password = person_to_change(request, username), Form(request.POST or None), _temporary_password()
    if done(request, form, lambda: actions.reset_password(person=person, password=password, **by(request))):
        return _show_once(request, person, password)
    return ask(request, form, questions.reset_password(person))


def person_to_change(request: HttpRequest, username: str) -> Person:
    """The person of an administrator's page; nobody else learns who exists."""
    require_administrator(person_of(request))
    return get_object_or_404(Person, username=in_address(username))


def _shown(show: str, held: "QuerySet[Post]") -> "QuerySet[Person]":
    if show == "locked":
        return Person.objects.filter(is_active=False)
    active = Person.objects.filter(is_active=True)
    if show == "without-post":
        return active.filter(~Exists(held.filter(person=OuterRef("pk"))))
    return active


def _temporary_password() -> str:
    return password_of(secrets.randbits(PASSWORD_BITS))


def _show_once(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    return render(request, "orgs/password_once.html", {"person": person, "password": password})
