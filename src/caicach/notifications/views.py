from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from caicach.notifications import actions
from caicach.notifications.models import Notice
from caicach.orgs.current import person_of
from caicach.ui.paging import page_of

PAGE = 50


def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's own notices: the unread ones, then the others, newest first."""
    page = page_of(request, Notice.objects.visible_to(person_of(request)).unread_first(), size=PAGE)
    return render(request, "notifications/list.html", {"notices": page.rows, "pages": page.pages})


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
