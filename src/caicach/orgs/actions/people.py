"""People who sign in, and their posts."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.orgs.actions.standing import require_standing
from caicach.orgs.models import Person, Post, Unit
from caicach.orgs.permissions import require_administrator
from caicach.orgs.rules import Role


class LastAdministrator(ValueError):
    """Nobody would be left who can give rights."""


class PersonAlready(ValueError):
    """The person is in that state already, or the sign-in is taken."""


class PostAlready(ValueError):
    """The person holds this role in this unit at that time."""


class WrongDays(ValueError):
    """A post cannot end before it begins, or end twice."""


@transaction.atomic
def add_person(
    *,
    username: str,
    full_name: str,
    password: str | None,
    actor: Person | None,
    at: datetime.datetime,
    called: str = "",
    email: str = "",
) -> Person:
    """Give somebody a sign-in (thêm người dùng); without a password they cannot sign in yet.

    A password given by an administrator is temporary until its owner changes it.
    """
    if actor is not None:
        require_administrator(actor)
    if Person.objects.filter(username__iexact=username).exists():
        raise PersonAlready(_("Tên đăng nhập “%(name)s” đã có người dùng.") % {"name": username})
    person = Person(username=username, full_name=full_name, called=called, email=email, date_joined=at)
    person.set_password(password)
    person.password_is_temporary = actor is not None and password is not None
    person.save()
    record("orgs.person_added", person, actor=actor, at=at, username=username, full_name=full_name)
    return person


@transaction.atomic
def deactivate_person(*, person: Person, actor: Person, at: datetime.datetime) -> Person:
    """Close a person's sign-in; open sessions end with their next request (khóa tài khoản).

    The password goes too, so that no old session wakes up when the person comes back.
    """
    require_administrator(actor)
    person = _locked(person)
    if not person.is_active:
        raise PersonAlready(_("Tài khoản này đã khóa."))
    require_another_administrator(person, on=localdate(at))
    person.set_unusable_password()
    person.is_active, person.password_is_temporary = False, False
    person.save(update_fields=["password", "is_active", "password_is_temporary"])
    record("orgs.person_deactivated", person, actor=actor, at=at)
    return person


@transaction.atomic
def reactivate_person(*, person: Person, password: str, actor: Person, at: datetime.datetime) -> Person:
    """Open a person's sign-in again with a temporary password (mở khóa tài khoản)."""
    require_administrator(actor)
    person = _locked(person)
    if person.is_active:
        raise PersonAlready(_("Tài khoản này đang dùng được."))
    person.is_active = True
    _give_temporary_password(person, password)
    record("orgs.person_reactivated", person, actor=actor, at=at)
    return person


@transaction.atomic
def reset_password(*, person: Person, password: str, actor: Person, at: datetime.datetime) -> Person:
    """Give a temporary password to who forgot theirs; open sessions end, the second step stays (cấp lại mật khẩu)."""
    require_administrator(actor)
    person = _locked(person)
    if not person.is_active:
        raise PersonAlready(_("Tài khoản đang khóa. Hãy mở khóa, mật khẩu tạm mới được cấp cùng lúc."))
    _give_temporary_password(person, password)
    record("orgs.password_reset", person, actor=actor, at=at)
    return person


@transaction.atomic
def give_post(
    *,
    person: Person,
    unit: Unit,
    role: Role,
    since: datetime.date,
    actor: Person | None,
    at: datetime.datetime,
    title: str = "",
) -> Post:
    """Put a person in a unit with a role from a day on (bổ nhiệm, phân công)."""
    if actor is not None:
        require_administrator(actor)
    require_standing(unit, since)
    if Post.objects.held_after(since - datetime.timedelta(days=1)).filter(person=person, unit=unit, role=role).exists():
        raise PostAlready(_("Người này đã giữ vai trò đó ở đơn vị này."))
    post = Post.objects.create(person=person, unit=unit, role=role, title=title, since=since)
    record("orgs.post_given", person, actor=actor, at=at, unit=unit, role=str(role), since=since)
    return post


@transaction.atomic
def end_post(*, post: Post, until: datetime.date, actor: Person, at: datetime.datetime) -> Post:
    """End a post with its last day (thôi giữ vị trí)."""
    require_administrator(actor)
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=post.pk)
    if until < post.since:
        raise WrongDays(_("Ngày cuối không được trước ngày bắt đầu %(day)s.") % {"day": f"{post.since:%d/%m/%Y}"})
    if post.until is not None and post.until < localdate(at):
        raise WrongDays(_("Vị trí này đã kết thúc ngày %(day)s.") % {"day": f"{post.until:%d/%m/%Y}"})
    if post.role == Role.ADMINISTRATOR:
        require_another_administrator(post.person, on=localdate(at), besides=post)
    post.until = until
    post.save(update_fields=["until"])
    record("orgs.post_ended", post.person, actor=actor, at=at, unit=post.unit, role=post.role, until=until)
    return post


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _give_temporary_password(person: Person, password: str) -> None:
    person.set_password(password)
    person.password_is_temporary = True
    person.save(update_fields=["password", "is_active", "password_is_temporary"])


def require_another_administrator(person: Person, *, on: datetime.date, besides: Post | None = None) -> None:
    """Somebody who can give rights must remain, with no last day written."""
    lasting = Post.objects.held(on=on).filter(role=Role.ADMINISTRATOR, unit__is_open=True, person__is_active=True)
    holders = lasting.filter(until__isnull=True)
    if not lasting.filter(person=person).exists():
        return
    others = holders.exclude(pk=besides.pk) if besides is not None else holders.exclude(person=person)
    if not others.exists():
        raise LastAdministrator(_("Đây là quản trị viên cuối cùng. Hãy giao quyền quản trị cho người khác trước."))
