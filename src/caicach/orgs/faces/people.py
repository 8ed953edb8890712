"""How people and their posts look on a page."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.orgs.models import Delegation, Person, Post
from caicach.ui.parts import EmptyState, Figure, Tab, Tone
from caicach.ui.wording import day

DELEGATIONS = 50  # shown at most, newest first


def state_of(person: Person, posts: Sequence[Post]) -> tuple[str, Tone]:
    """How a person's sign-in stands, in a word."""
    if not person.is_active:
        return _("Đã khóa"), "none"
    if not posts:
        return _("Chưa có vị trí"), "soon"
    if person.last_login is None:
        return _("Chưa đăng nhập"), "waiting"
    return _("Đang dùng"), "ok"


def people_figures(counts: Mapping[str, int]) -> list[Figure]:
    """How the sign-ins stand."""
    without = counts["without-post"]

    def people(number: int) -> str:
        return ngettext("người", "người", number)

    return [
        Figure(_("Tài khoản đang dùng"), counts[""], people(counts[""]), url="?"),
        Figure(
            _("Chưa có vị trí"),
            without,
            people(without),
            tone="soon" if without else "none",
            note=_("chưa làm được việc gì") if without else "",
            url="?show=without-post",
        ),
        Figure(_("Đã khóa"), counts["locked"], people(counts["locked"]), url="?show=locked"),
    ]


def nobody_found(words: str) -> EmptyState:
    """What an empty list of people says."""
    if words:
        return EmptyState(
            _("Không có ai khớp “%(words)s”.") % {"words": words},
            _("Tìm theo họ tên, cách gọi hoặc tên đăng nhập, gõ không dấu cũng được."),
            icon="search",
        )
    return EmptyState(_("Không có ai ở mục này."), icon="users")


def post_state(post: Post, today: datetime.date) -> tuple[str, Tone]:
    """How a post stands, in a word."""
    if post.since > today:
        return _("Sắp bắt đầu"), "waiting"
    if post.until is not None and post.until < today:
        return _("Đã kết thúc"), "none"
    return _("Đang giữ"), "ok"


def person_figures(person: Person, *, held: int, posts: int) -> list[Figure]:
    """How a person stands: posts held, posts in all, last sign-in."""
    last = day(person.last_login) if person.last_login else _("chưa có")
    return [
        Figure(
            _("Vị trí đang giữ"),
            held,
            ngettext("vị trí", "vị trí", held),
            tone="none" if held else "soon",
            url="#posts",
        ),
        Figure(_("Vị trí từ trước đến nay"), posts, ngettext("vị trí", "vị trí", posts), url="#posts"),
        Figure(_("Đăng nhập gần nhất"), last),
    ]


def people_tabs(chosen: str, words: str) -> list[Tab]:
    names = [("", _("Đang dùng")), ("without-post", _("Chưa có vị trí")), ("locked", _("Đã khóa"))]
    return [Tab(name, "?" + urlencode({"q": words, "show": value}), current=value == chosen) for value, name in names]


@dataclass(frozen=True)
class Lent:
    """One delegation on a page, with how it stands."""

    delegation: Delegation
    says: str
    tone: Tone
    open: bool  # it may still be taken back


def delegations(found: Iterable[Delegation], *, today: datetime.date) -> list[Lent]:
    """Delegations with their state: running, coming, over, taken back."""
    lent = []
    for one in found:
        if one.ended_at is not None:
            says, tone = _("Đã chấm dứt"), "none"
        elif one.until < today:
            says, tone = _("Đã hết hạn"), "none"
        elif one.since > today:
            says, tone = _("Sắp bắt đầu"), "waiting"
        else:
            says, tone = _("Đang làm thay"), "ok"
        lent.append(Lent(one, says, cast(Tone, tone), open=one.ended_at is None and one.until >= today))
    return lent[:DELEGATIONS]
