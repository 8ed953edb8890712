"""Opening, renaming, moving and closing units."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import Deed, record, record_many
from caicach.orgs import rules
from caicach.orgs.actions import standing
from caicach.orgs.actions.people import require_another_administrator
from caicach.orgs.models import Person, Post, Unit, UnitAlias, UnitSuccession, UnitVersion
from caicach.orgs.permissions import require_administrator, require_name
from caicach.orgs.rules import Role, UnitKind


@transaction.atomic
def open_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    on: datetime.date,
    decision: str,
    actor: Person | None,
    at: datetime.datetime,
    short_name: str = "",
    aliases: Iterable[str] = (),
) -> Unit:
    """Open a unit on a day by a decision (thành lập đơn vị); `actor` is None only for the installation itself."""
    if actor is not None:
        require_administrator(actor)
    if parent is not None:
        standing.require_standing(parent, on)
    unit = Unit.objects.create(
        code=code, name=name, short_name=short_name, kind=kind, parent=parent, path="", folded="", is_open=False
    )
    _write_version(unit, UnitVersion.OPENED, on, decision, name=name, short_name=short_name, kind=kind, parent=parent)
    for text in aliases:
        UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(text), defaults={"text": text})
    standing.apply_due_changes(on=localdate(at), only=[unit.pk])
    record("orgs.unit_opened", unit, actor=actor, at=at, code=code, name=name, parent=parent, on=on, decision=decision)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def rename_unit(
    *,
    unit: Unit,
    name: str,
    on: datetime.date,
    decision: str,
    actor: Person,
    at: datetime.datetime,
    short_name: str = "",
) -> Unit:
    """Give a unit another name from a day on; the old one stays an alias (đổi tên đơn vị)."""
    require_administrator(actor)
    unit = _locked(unit)
    last = standing.require_in_order(unit, on)
    UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(last.name), defaults={"text": last.name})
    _write_version(
        unit,
        UnitVersion.RENAMED,
        on,
        decision,
        name=name,
        short_name=short_name,
        kind=last.kind,
        parent=last.parent,
    )
    change = {"before": last.name, "after": name}
    record("orgs.unit_renamed", unit, actor=actor, at=at, name=change, on=on, decision=decision)
    standing.apply_due_changes(on=localdate(at), only=[unit.pk])
    unit.refresh_from_db()
    return unit


@transaction.atomic
def move_unit(
    *, unit: Unit, parent: Unit | None, on: datetime.date, decision: str, actor: Person, at: datetime.datetime
) -> Unit:
    """Put a unit under another one from a day on (chuyển đơn vị)."""
    require_administrator(actor)
    unit = _locked(unit)
    last = standing.require_in_order(unit, on)
    if parent is not None:
        standing.require_standing(parent, on)
    standing.require_no_circle(unit, parent, on)
    _write_version(
        unit,
        UnitVersion.MOVED,
        on,
        decision,
        name=last.name,
        short_name=last.short_name,
        kind=last.kind,
        parent=parent,
    )
    change = {"before": last.parent, "after": parent}
    record("orgs.unit_moved", unit, actor=actor, at=at, parent=change, on=on, decision=decision)
    standing.apply_due_changes(on=localdate(at))
    unit.refresh_from_db()
    return unit


@transaction.atomic
def close_unit(
    *,
    unit: Unit,
    on: datetime.date,
    decision: str,
    actor: Person,
    at: datetime.datetime,
    successors: Iterable[Unit] = (),
) -> Unit:
    """Close a unit on a day, naming who takes over (giải thể đơn vị); units below must have moved first.

    Posts in it end the day before; who takes over gives posts anew.
    """
    require_administrator(actor)
    unit = _locked(unit)
    last = standing.require_in_order(unit, on)
    standing.require_no_children(unit, on)
    heirs = list(successors)
    for heir in heirs:
        standing.require_standing(heir, on)
        UnitSuccession.objects.create(predecessor=unit, successor=heir, effective_from=on, decision=decision)
    _write_version(
        unit,
        UnitVersion.CLOSED,
        on,
        decision,
        name=last.name,
        short_name=last.short_name,
        kind=last.kind,
        parent=last.parent,
    )
    ended = _end_posts(unit, last_day=on - datetime.timedelta(days=1))
    closed = Deed("orgs.unit_closed", unit, {"on": on, "decision": decision, "successors": heirs})
    record_many([closed, *ended], actor=actor, at=at)
    standing.apply_due_changes(on=localdate(at), only=[unit.pk])
    unit.refresh_from_db()
    return unit


@transaction.atomic
def add_alias(*, unit: Unit, text: str, actor: Person, at: datetime.datetime) -> UnitAlias:
    """Remember another way documents write a unit's name (tên gọi khác)."""
    require_name(actor, unit)
    alias, made = UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(text), defaults={"text": text})
    if made:
        record("orgs.alias_added", unit, actor=actor, at=at, text=text)
    return alias


def _locked(unit: Unit) -> Unit:
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _end_posts(unit: Unit, *, last_day: datetime.date) -> list[Deed]:
    posts = Post.objects.select_for_update(of=("self",)).held_after(last_day).filter(unit=unit)
    deeds = []
    for post in posts.select_related("person", "unit"):
        if post.role == Role.ADMINISTRATOR:
            require_another_administrator(post.person, on=last_day, besides=post)
        post.until = max(post.since, last_day)
        post.save(update_fields=["until"])
        deeds.append(Deed("orgs.post_ended", post.person, {"unit": unit, "role": str(post.role), "until": post.until}))
    return deeds


def _write_version(
    unit: Unit,
    change: str,
    on: datetime.date,
    decision: str,
    *,
    name: str,
    short_name: str,
    kind: str,
    parent: Unit | None,
) -> None:
    # A second decision of the same day completes the first.
    same_day = UnitVersion.objects.filter(unit=unit, effective_from=on).first()
    if same_day is not None and decision not in same_day.decision:
        decision = f"{same_day.decision}; {decision}"[:300]
    if same_day is not None and same_day.change == UnitVersion.OPENED and change != UnitVersion.CLOSED:
        change = UnitVersion.OPENED
    UnitVersion.objects.update_or_create(
        unit=unit,
        effective_from=on,
        defaults={
            "change": change,
            "name": name,
            "short_name": short_name,
            "kind": kind,
            "parent": parent,
            "decision": decision,
        },
    )
