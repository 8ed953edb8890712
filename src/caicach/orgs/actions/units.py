"""Opening, renaming and moving units."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.orgs import rules
from caicach.orgs.actions import standing
from caicach.orgs.models import Person, Unit, UnitAlias, UnitVersion
from caicach.orgs.permissions import require_administrator, require_name
from caicach.orgs.rules import UnitKind


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
    standing.version_of(
        unit, UnitVersion.OPENED, on, decision, name=name, short_name=short_name, kind=kind, parent=parent
    ).save()
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
    standing.version_of(
        unit,
        UnitVersion.RENAMED,
        on,
        decision,
        name=name,
        short_name=short_name,
        kind=last.kind,
        parent=last.parent,
    ).save()
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
    standing.version_of(
        unit,
        UnitVersion.MOVED,
        on,
        decision,
        name=last.name,
        short_name=last.short_name,
        kind=last.kind,
        parent=parent,
    ).save()
    change = {"before": last.parent, "after": parent}
    record("orgs.unit_moved", unit, actor=actor, at=at, parent=change, on=on, decision=decision)
    standing.apply_due_changes(on=localdate(at))
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
