"""Secrets by which a calendar or a program acts for a person."""

import datetime
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.orgs.models import AccessToken, Person, Unit
from caicach.orgs.permissions import NotAllowed, units_in_reach
from caicach.orgs.rules import hashed

MOST = 20  # secrets a person holds at once
LONGEST_DAYS = 366


class NoToken(ValueError):
    """A secret cannot be made as asked."""


@transaction.atomic
def make_token(
    *,
    kind: str,
    actor: Person,
    at: datetime.datetime,
    unit: Unit | None = None,
    name: str = "",
    scopes: Sequence[str] = (),
    expires_on: datetime.date | None = None,
) -> tuple[AccessToken, str]:
    """Make a secret and give it out this once (cấp mã truy cập); a calendar's earlier address ends with it."""
    Person.objects.select_for_update().get(pk=actor.pk)
    if unit is not None and not units_in_reach(actor).filter(pk=unit.pk).exists():
        raise NotAllowed("Chỉ người xem được việc của đơn vị mới lấy được lịch của đơn vị.")
    own = AccessToken.objects.filter(person=actor, revoked_at__isnull=True)
    if kind == AccessToken.FEED:
        for earlier in own.filter(kind=kind, unit=unit):
            revoke_token(token=earlier, actor=actor, at=at)
    else:
        _require_days(expires_on, localdate(at))
    if own.count() >= MOST:
        raise NoToken(_("Anh/chị đang có %(most)d mã. Hãy thu hồi mã không dùng rồi tạo mã mới.") % {"most": MOST})
    secret = secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        person=actor,
        kind=kind,
        unit=unit,
        name=name.strip()[:80],
        hashed=hashed(secret),
        scopes=sorted(scopes),
        made_at=at,
        expires_on=expires_on,
    )
    said = {"token": token.pk, "kind": kind, "unit": unit, "name": token.name, "scopes": token.scopes}
    record("orgs.token_made", actor, actor=actor, at=at, until=expires_on, **said)
    return token, secret


@transaction.atomic
def revoke_token(*, token: AccessToken, actor: Person, at: datetime.datetime) -> None:
    """Make a secret worthless (thu hồi)."""
    token = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.person_id != actor.pk:
        raise NotAllowed("Chỉ người được cấp mã mới thu hồi được.")
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record("orgs.token_revoked", actor, actor=actor, at=at, token=token.pk, kind=token.kind, name=token.name)


@transaction.atomic
def note_use(*, token: AccessToken, actor: Person, at: datetime.datetime) -> None:
    """Remember the last day a secret was used; asked for once a day, so that reading stays reading."""
    AccessToken.objects.filter(pk=token.pk, person=actor).update(used_on=localdate(at))


def _require_days(expires_on: datetime.date | None, today: datetime.date) -> None:
    if expires_on is None or not today < expires_on <= today + datetime.timedelta(days=LONGEST_DAYS):
        raise NoToken(_("Mã phải hết hạn sau hôm nay và trong vòng một năm."))
