from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs import actions, questions
from caicach.orgs.forms import EndPostForm, PostForm
from caicach.orgs.rules import Role
from caicach.orgs.views.asking import ask, by, done
from caicach.orgs.views.people import person_to_change


def give_post(request: HttpRequest, username: str) -> HttpResponse:
    """Put a person in a unit with a role."""
    person = person_to_change(request, username)
    form = PostForm(request.POST or None, initial={"since": timezone.localdate()})

    def deed() -> None:
        typed = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        actions.give_post(person=person, **typed, **by(request))

    if done(request, form, deed):
        messages.success(request, _("Đã giao vị trí."))
        return redirect("orgs:person", person.username)
    return ask(request, form, questions.give_post(form, person))


def end_post(request: HttpRequest, username: str, pk: int) -> HttpResponse:
    """End a post with its last day."""
    person = person_to_change(request, username)
    post = get_object_or_404(person.posts.select_related("unit", "person"), pk=pk)
    form = EndPostForm(request.POST or None, post=post, initial={"until": timezone.localdate()})

    def deed() -> None:
        actions.end_post(post=post, until=form.cleaned_data["until"], **by(request))

    if done(request, form, deed):
        messages.success(request, _("Đã ghi ngày kết thúc."))
        return redirect("orgs:person", person.username)
    return ask(request, form, questions.end_post(form))
