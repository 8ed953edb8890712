"""Filters of the task list kept under a name (bộ lọc đã lưu)."""

from datetime import datetime

from django.db import transaction

from caicach.audit.actions import record
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed, scope_of
from caicach.plans.models import SavedView

MOST = 30


class TooManyViews(ValueError):
    """A person keeps as many views as a page can show."""


class NothingAsked(ValueError):
    """A view without a name or without any condition says nothing."""


@transaction.atomic
def keep_view(*, name: str, query: str, actor: Person, at: datetime, shared_with: Unit | None = None) -> SavedView:
    """Keep a question under a name (lưu bộ lọc), for oneself or a unit of one's own; the same name replaces."""
    Person.objects.select_for_update().get(pk=actor.pk)
    name = " ".join(name.split())
    if not name or not query:
        raise NothingAsked("Hãy chọn ít nhất một điều kiện và đặt tên cho bộ lọc.")
    if shared_with is not None and shared_with.pk not in scope_of(actor).unit_ids():
        raise NotAllowed("Chỉ chia sẻ bộ lọc với đơn vị của mình.")
    kept = SavedView.objects.filter(person=actor)
    if kept.exclude(name=name).count() >= MOST:
        raise TooManyViews("Anh/chị đã lưu 30 bộ lọc. Hãy xóa bộ lọc không dùng nữa rồi lưu lại.")
    view, _new = kept.update_or_create(
        person=actor, name=name, defaults={"query": query, "shared_with": shared_with, "saved_at": at}
    )
    record("plans.view_kept", view, actor=actor, at=at, name=name, query=query, shared_with=shared_with)
    return view


@transaction.atomic
def drop_view(*, view: SavedView, actor: Person, at: datetime) -> None:
    """Delete one's own kept view (xóa bộ lọc)."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if view.person_id != actor.pk:
        raise NotAllowed("Chỉ người lưu bộ lọc được xóa.")
    record("plans.view_dropped", view, actor=actor, at=at, name=view.name)
    view.delete()
