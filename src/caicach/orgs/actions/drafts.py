"""Words a person is typing and has not sent."""

import datetime

from django.db import transaction

from caicach.orgs.models import Draft, Person

PLACES = 200


@transaction.atomic
def save_draft(*, actor: Person, place: str, content: dict[str, object], at: datetime.datetime) -> Draft:
    """Keep what a person is typing at a place of the program until they send it (lưu nháp).

    A person has drafts at `PLACES` places at most; beyond, the oldest goes.
    """
    draft, _ = Draft.objects.update_or_create(person=actor, place=place, defaults={"content": content, "saved_at": at})
    oldest_last = Draft.objects.filter(person=actor).exclude(pk=draft.pk).order_by("-saved_at", "-pk")
    Draft.objects.filter(pk__in=list(oldest_last.values_list("pk", flat=True)[PLACES - 1 :])).delete()
    return draft


@transaction.atomic
def drop_draft(*, actor: Person, place: str, at: datetime.datetime) -> None:
    """The words have been sent, or are no longer wanted."""
    Draft.objects.filter(person=actor, place=place).delete()
