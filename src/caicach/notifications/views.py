from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.notifications import actions, faces
from caicach.notifications.forms import ContactForm
from caicach.notifications.models import Digest, Message, MessageQuerySet, Notice, contact_of
from caicach.notifications.quiet import hours_in_words
from caicach.notifications.rules import State
from caicach.orgs.current import person_of
from caicach.orgs.permissions import is_administrator, require_administrator
from caicach.ui.paging import page_of
from caicach.ui.wording import count

PAGE = 50


def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's own notices: the unread ones, then the others, newest first."""
    person = person_of(request)
    page = page_of(request, Notice.objects.visible_to(person).unread_first(), size=PAGE)
    context = {"notices": page.rows, "pages": page.pages, "keeps_outbox": is_administrator(person)}
    return render(request, "notifications/list.html", context)


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    person = person_of(request)
    notice = get_object_or_404(Notice.objects.visible_to(person), pk=pk)
    actions.mark_read(actor=person, at=timezone.now(), notice=notice)
    return redirect(notice.link)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.mark_read(actor=person_of(request), at=timezone.now())
    return redirect("notifications:list")


def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person was told on one day."""
    found = get_object_or_404(Digest.objects.visible_to(person_of(request)), pk=pk)
    context = {
        "digest": found,
        "figures": faces.digest_figures(found),
        "urgent": [line for line in found.lines if line["urgent"]],
        "others": [line for line in found.lines if not line["urgent"]],
    }
    return render(request, "notifications/digest.html", context)


def contact(request: HttpRequest) -> HttpResponse:
    """How the person wants to be told."""
    person = person_of(request)
    form = ContactForm(request.POST or None, contact=contact_of(person))
    if request.method == "POST" and form.is_valid():
        actions.choose_contact(**form.cleaned_data, actor=person, at=timezone.now())
        messages.success(request, _("Đã lưu cách nhận tin."))
        return redirect("notifications:settings")
    status = 422 if form.errors else 200
    hours = hours_in_words(timezone.localdate())
    return render(request, "notifications/settings.html", {"form": form, "hours": hours}, status=status)


def outbox(request: HttpRequest) -> HttpResponse:
    """What leaves the program: waiting, sent, broken; an administrator sees how it fares, not what it says."""
    person, at = person_of(request), timezone.now()
    require_administrator(person)
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    everything = Message.objects.visible_to(person)
    rows = everything.order_by("state", "channel").values_list("state", "channel")
    counts = {(one, way): n for one, way, n in rows.annotate(n=Count("pk"))}
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    page = page_of(request, everything.shown(state=state, channel=channel).select_related("to"), size=PAGE)
    context = {
        "rows": [faces.row(message, at=at) for message in page.rows],
        "pages": page.pages,
        "figures": faces.figures(counts, sent_today=everything.sent_since(midnight).count(), at=at),
        "tabs": faces.tabs(counts, state=state, channel=channel),
        "channels": faces.channel_choices(channel),
        "state": state,
        "ways": faces.ways(counts),
        "retry_all": faces.retry_all(sum(n for (one, _way), n in counts.items() if one == State.GIVEN_UP)),
        "empty": faces.nothing_here(bool(state or channel)),
        "hours": hours_in_words(timezone.localdate(at)),
    }
    return render(request, "notifications/outbox.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one message again."""
    message = get_object_or_404(Message.objects.visible_to(person_of(request)), pk=pk)
    return _retry(request, Message.objects.filter(pk=message.pk))


@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Try all broken messages again."""
    require_administrator(person_of(request))
    return _retry(request, Message.objects.given_up())


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not try a message any more."""
    person = person_of(request)
    message = get_object_or_404(Message.objects.visible_to(person), pk=pk)
    try:
        actions.stop(message=message, actor=person, at=timezone.now())
        messages.success(request, _("Đã thôi gửi tin này."))
    except actions.NotWaiting as trouble:
        messages.error(request, str(trouble))
    return redirect("notifications:outbox")


def _retry(request: HttpRequest, chosen: MessageQuerySet) -> HttpResponse:
    try:
        n = actions.retry(messages=chosen, actor=person_of(request), at=timezone.now())
        said = ngettext("%(n)s tin sẽ được gửi lại.", "%(n)s tin sẽ được gửi lại.", n)
        messages.success(request, said % {"n": count(n)})
    except actions.NotWaiting as trouble:
        messages.error(request, str(trouble))
    return redirect("notifications:outbox")
