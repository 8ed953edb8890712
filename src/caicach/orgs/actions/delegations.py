"""Posts lent while their holders are absent."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import Deed, record_many
from caicach.orgs.actions.people import PostAlready, WrongDays
from caicach.orgs.models import Delegation, Person, Post
from caicach.orgs.permissions import may_stand_in, require_delegate
from caicach.orgs.rules import NOT_DELEGATED, Role


class NotDelegable(ValueError):
    """This post is not lent, or not to this person."""


@transaction.atomic
def delegate(
    *,
    post: Post,
    to: Person,
    since: datetime.date,
    until: datetime.date,
    words: str,
    actor: Person,
    at: datetime.datetime,
) -> Delegation:
    """Let somebody act in a post from a day to a day while its holder is absent (ủy quyền khi vắng mặt)."""
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=post.pk)
    require_delegate(actor, post)
    if Role(post.role) in NOT_DELEGATED:
        raise NotDelegable(
            _(
                "Vai trò quản trị không ủy quyền được, vì người giữ vai trò này giao quyền cho mọi người khác. "
                "Hãy giao một vị trí quản trị có ngày kết thúc."
            )
        )
    if not may_stand_in(actor, post, on=since).filter(pk=to.pk).exists():
        raise NotDelegable(_("Hãy chọn người khác đang giữ vị trí ở đơn vị này hoặc đơn vị cấp dưới."))
    _require_days(post, since, until, localdate(at))
    for other in Delegation.objects.not_over(on=since).filter(post=post, since__lte=until).select_related("to"):
        raise PostAlready(
            _("Vị trí này đã ủy quyền cho %(name)s từ %(since)s đến %(until)s. Hãy kết thúc ủy quyền đó trước.")
            % {"name": other.to, "since": f"{other.since:%d/%m/%Y}", "until": f"{other.until:%d/%m/%Y}"}
        )
    delegation = Delegation.objects.create(
        post=post, to=to, since=since, until=until, words=words, created_by=actor, at=at
    )
    said = {"unit": post.unit, "role": post.role, "since": since, "until": until, "words": words}
    given = Deed("orgs.post_delegated", post.person, said | {"to": to})
    taken = Deed("orgs.stands_in", to, said | {"holder": post.person})
    record_many([given, taken], actor=actor, at=at)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, actor: Person, at: datetime.datetime) -> Delegation:
    """Take a post back before the last day, from this moment on (chấm dứt ủy quyền)."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("post__person", "post__unit", "to")
        .get(pk=delegation.pk)
    )
    require_delegate(actor, delegation.post)
    if delegation.ended_at is not None or delegation.until < localdate(at):
        raise WrongDays(_("Ủy quyền này đã kết thúc."))
    delegation.ended_at = at
    delegation.save(update_fields=["ended_at"])
    said = {"unit": delegation.post.unit, "role": delegation.post.role}
    back = Deed("orgs.delegation_ended", delegation.post.person, said | {"to": delegation.to})
    over = Deed("orgs.stands_in_no_more", delegation.to, said | {"holder": delegation.post.person})
    record_many([back, over], actor=actor, at=at)
    return delegation


def _require_days(post: Post, since: datetime.date, until: datetime.date, today: datetime.date) -> None:
    if since < today:
        raise WrongDays(_("Ủy quyền không ghi lùi ngày. Hãy chọn từ hôm nay trở đi."))
    if until < since:
        raise WrongDays(_("Ngày cuối không được trước ngày bắt đầu %(day)s.") % {"day": f"{since:%d/%m/%Y}"})
    if until < post.since or (post.until is not None and post.until < until):
        raise WrongDays(_("Vị trí này không được giữ suốt thời gian ủy quyền. Hãy sửa ngày."))
