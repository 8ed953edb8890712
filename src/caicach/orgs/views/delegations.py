from django.contrib import messages
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs import actions, faces, questions
from caicach.orgs.current import person_of
from caicach.orgs.forms import DelegationForm
from caicach.orgs.models import Delegation, Person, Post
from caicach.orgs.permissions import can_delegate, may_stand_in
from caicach.orgs.views.asking import ask, by, done, in_address


def absence(request: HttpRequest) -> HttpResponse:
    """One's own posts, who acts in them while one is away, and for whom one acts."""
    person, today = person_of(request), timezone.localdate()
    lent = Delegation.objects.select_related("to").order_by("-since", "-pk")
    posts = person.posts.held_after(today).select_related("unit").prefetch_related(Prefetch("delegations", lent))
    mine = list(posts.order_by("since", "pk"))
    taken = person.delegated.select_related("post__person", "post__unit").order_by("-since", "-pk")
    context = {
        "posts": [(post, can_delegate(person, post)) for post in mine],
        "given": faces.delegations((one for post in mine for one in post.delegations.all()), today=today),
        "taken": faces.delegations(taken[: faces.DELEGATIONS], today=today),
    }
    return render(request, "orgs/absence.html", context)


def delegate(request: HttpRequest, username: str, pk: int) -> HttpResponse:
    """Let somebody act in a post while its holder is absent."""
    person, today = person_of(request), timezone.localdate()
    post = get_object_or_404(
        Post.objects.select_related("unit", "person"), pk=pk, person__username=in_address(username)
    )
    if not can_delegate(person, post):
        raise Http404
    colleagues = may_stand_in(person, post, on=today)
    form = DelegationForm(request.POST or None, colleagues=colleagues, initial={"since": today})
    if done(request, form, lambda: actions.delegate(post=post, **form.cleaned_data, **by(request))):
        messages.success(request, _("Đã ghi ủy quyền."))
        return _back(person, post)
    return ask(request, form, questions.delegate(form, post, own=person.pk == post.person_id))


def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post back before the last day."""
    person, form = person_of(request), Form(request.POST or None)
    found = Delegation.objects.select_related("post__person", "post__unit", "to")
    delegation = get_object_or_404(found, pk=pk)
    if not can_delegate(person, delegation.post):
        raise Http404
    if done(request, form, lambda: actions.end_delegation(delegation=delegation, **by(request))):
        messages.success(request, _("Đã chấm dứt ủy quyền."))
        return _back(person, delegation.post)
    own = person.pk == delegation.post.person_id
    return ask(request, form, questions.end_delegation(delegation, own=own))


def _back(person: Person, post: Post) -> HttpResponse:
    if person.pk == post.person_id:
        return redirect("orgs:absence")
    return redirect("orgs:person", post.person.username)
