from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.notifications.models import Notice
from caicach.orgs.models import Person, Post
from caicach.orgs.permissions import is_administrator, main_post, scope_of
from caicach.ui.parts import Frame, Place


def office_frame(request: HttpRequest) -> dict[str, Any]:
    """What stands around every office page: places, the person, unread notices."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {}
    return {"frame": _frame(request, person)}


def _frame(request: HttpRequest, person: Person) -> Frame:
    post = main_post(person)
    return Frame(
        places=_places(request, person),
        person_name=person.get_short_name(),
        person_initial=person.initial,
        person_role=_role(person, post),
        unit_name=post.unit.name if post else "",
        unread=Notice.objects.visible_to(person).unread().count(),
        home_url=reverse("office:my_work"),
        search_url=reverse("office:search"),
        search_hint=_("Tìm nhiệm vụ, văn bản, đơn vị (gõ không dấu được)"),
        search_text=request.GET.get("q", "") if request.path == reverse("office:search") else "",
        notices_url=reverse("notifications:list"),
        absence_url=reverse("orgs:absence"),
        menu=[
            Place(_("Lịch trên điện thoại"), reverse("plans:feeds"), "calendar-event"),
            Place(_("Mã truy cập API"), reverse("api_tokens"), "link"),
        ],
    )


def _role(person: Person, post: Post | None) -> str:
    """What the person does here, and for which absent people they act."""
    own = post.title or post.get_role_display() if post else ""
    acts_for = ", ".join(scope_of(person).acts_for)
    return " · ".join(filter(None, [own, _("làm thay %(names)s") % {"names": acts_for} if acts_for else ""]))


def _places(request: HttpRequest, person: Person) -> list[Place]:
    administration = _("Quản trị") if is_administrator(person) else _("Đơn vị")
    known = [
        (_("Việc của tôi"), reverse("office:my_work"), "home", False),
        (_("Kế hoạch"), reverse("plans:list"), "clipboard-list", False),
        (_("Văn bản"), reverse("documents:list"), "file-text", False),
        (administration, reverse("orgs:units"), "settings" if is_administrator(person) else "building-community", True),
    ]
    home = known[0][1]
    return [
        Place(name, url, icon, current=_is_here(request.path, url, home), apart=apart)
        for name, url, icon, apart in known
    ]


def _is_here(path: str, url: str, home: str) -> bool:
    if path.startswith(("/plans/review/", "/plans/compare/")):  # the paper of a document, although plans make its tasks
        return url == reverse("documents:list")
    return path in (url, reverse("office:desk")) if url == home else path.startswith(url)
