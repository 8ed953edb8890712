"""Telling people: notices are written with the deed and shown on the office's pages."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from caicach.notifications.models import Notice
from caicach.notifications.rules import Channel
from caicach.orgs.models import Person


@transaction.atomic
def notify(
    *,
    people: Iterable[Person],
    kind: str,
    text: str,
    link: str,
    once_key: str,
    actor: Person | None,
    at: datetime,
) -> None:
    """Tell each person once; `once_key` names the deed, so that a repeat tells nobody twice. The actor is not told."""
    notices = [
        Notice(
            to=person,
            channel=Channel.IN_APP,
            kind=kind,
            text=text[:500],
            link=link,
            at=at,
            once_key=f"{once_key}:{person.pk}",
        )
        for person in people
        if actor is None or person.pk != actor.pk
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


@transaction.atomic
def lead_elsewhere(*, link: str, to: str, actor: Person | None, at: datetime) -> int:
    """What notices led to is gone: from now on they lead to another page; returns how many did."""
    return Notice.objects.filter(link=link).update(link=to)


@transaction.atomic
def mark_read(*, actor: Person, at: datetime, notice: Notice | None = None) -> int:
    """The receiver has seen one notice, or all of them; returns how many were new."""
    mine = Notice.objects.visible_to(actor).unread()
    if notice is not None:
        mine = mine.filter(pk=notice.pk)
    return mine.update(read_at=at)
