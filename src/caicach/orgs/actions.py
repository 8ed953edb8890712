"""Opening, renaming, moving and closing units; people and their posts."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.orgs import rules
from caicach.orgs.models import Draft, Person, Post, Unit, UnitAlias, UnitSuccession, UnitVersion, tree_on
from caicach.orgs.permissions import require_administrator
from caicach.orgs.rules import Role, UnitKind


class UnitNotOpen(ValueError):
    """The unit is closed, or has work or units that keep it open."""


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
    unit = Unit.objects.create(
        code=code, name=name, short_name=short_name, kind=kind, parent=parent, path="", folded="", is_open=False
    )
    _write_version(unit, UnitVersion.OPENED, name, short_name, kind, parent, on, decision)
    for text in aliases:
        UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(text), defaults={"text": text})
    apply_due_changes(on=localdate(at), only=[unit.pk])
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
    unit = _locked_open(unit)
    UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(unit.name), defaults={"text": unit.name})
    _write_version(unit, UnitVersion.RENAMED, name, short_name, UnitKind(unit.kind), unit.parent, on, decision)
    record("orgs.unit_renamed", unit, actor=actor, at=at, before=unit.name, after=name, on=on, decision=decision)
    apply_due_changes(on=localdate(at), only=[unit.pk])
    unit.refresh_from_db()
    return unit


@transaction.atomic
def move_unit(
    *, unit: Unit, parent: Unit | None, on: datetime.date, decision: str, actor: Person, at: datetime.datetime
) -> Unit:
    """Put a unit under another one from a day on (chuyển đơn vị)."""
    require_administrator(actor)
    unit = _locked_open(unit)
    if parent is not None and rules.is_under(parent.path, unit.path):
        raise rules.CircularTree("Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị cấp dưới của nó.")
    _write_version(unit, UnitVersion.MOVED, unit.name, unit.short_name, UnitKind(unit.kind), parent, on, decision)
    record("orgs.unit_moved", unit, actor=actor, at=at, before=unit.parent, after=parent, on=on, decision=decision)
    apply_due_changes(on=localdate(at))
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
    """Close a unit on a day, naming who takes over (giải thể đơn vị); units below must have moved first."""
    require_administrator(actor)
    unit = _locked_open(unit)
    if unit.children.filter(is_open=True).exists():
        raise UnitNotOpen("Đơn vị còn đơn vị trực thuộc. Hãy chuyển hoặc giải thể các đơn vị đó trước.")
    _write_version(unit, UnitVersion.CLOSED, unit.name, unit.short_name, UnitKind(unit.kind), unit.parent, on, decision)
    heirs = list(successors)
    for heir in heirs:
        UnitSuccession.objects.create(predecessor=unit, successor=heir, effective_from=on, decision=decision)
    record("orgs.unit_closed", unit, actor=actor, at=at, on=on, decision=decision, successors=heirs)
    apply_due_changes(on=localdate(at), only=[unit.pk])
    unit.refresh_from_db()
    return unit


@transaction.atomic
def apply_due_changes(*, on: datetime.date, only: Iterable[int] | None = None) -> int:
    """Bring name, parent, path and openness of units to how they stand on a day; returns how many changed.

    Called by every action here for today, and by the daily job for decisions that take effect later.
    """
    standing = {row.unit_id: row for row in tree_on(on)}
    units = {unit.pk: unit for unit in Unit.objects.all()}
    parents = {pk: (standing[pk].parent_id if pk in standing else unit.parent_id) for pk, unit in units.items()}
    paths = rules.paths_of(parents)
    wanted = set(only) if only is not None else set(units)
    aliases: dict[int, list[str]] = {}
    for unit_id, folded in UnitAlias.objects.values_list("unit_id", "folded"):
        aliases.setdefault(unit_id, []).append(folded)
    changed = []
    for pk, unit in units.items():
        row = standing.get(pk)
        before = (unit.name, unit.short_name, unit.parent_id, unit.path, unit.is_open, unit.kind, unit.folded)
        if row is not None:
            unit.name, unit.short_name, unit.parent_id, unit.kind = row.name, row.short_name, row.parent_id, row.kind
        unit.path, unit.is_open = paths[pk], row is not None
        unit.folded = rules.fold(" ".join([unit.name, unit.short_name, unit.code]))[:300]
        after = (unit.name, unit.short_name, unit.parent_id, unit.path, unit.is_open, unit.kind, unit.folded)
        if before != after and (pk in wanted or before[3] != after[3]):
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["name", "short_name", "parent", "kind", "path", "is_open", "folded"])
    return len(changed)


@transaction.atomic
def add_alias(*, unit: Unit, text: str, actor: Person, at: datetime.datetime) -> UnitAlias:
    """Remember another way documents write a unit's name (tên gọi khác)."""
    alias, made = UnitAlias.objects.get_or_create(unit=unit, folded=rules.fold(text), defaults={"text": text})
    if made:
        record("orgs.alias_added", unit, actor=actor, at=at, text=text)
    return alias


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
    """Give somebody a sign-in (thêm người dùng); without a password they cannot sign in yet."""
    if actor is not None:
        require_administrator(actor)
    person = Person(username=username, full_name=full_name, called=called, email=email, date_joined=at)
    person.set_password(password)
    person.save()
    record("orgs.person_added", person, actor=actor, at=at, username=username, full_name=full_name)
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
    post = Post.objects.create(person=person, unit=unit, role=role, title=title, since=since)
    record("orgs.post_given", person, actor=actor, at=at, unit=unit, role=str(role), since=since)
    return post


@transaction.atomic
def end_post(*, post: Post, until: datetime.date, actor: Person, at: datetime.datetime) -> Post:
    """End a post with its last day (thôi giữ vị trí)."""
    require_administrator(actor)
    post = Post.objects.select_for_update().get(pk=post.pk)
    post.until = until
    post.save(update_fields=["until"])
    record("orgs.post_ended", post.person, actor=actor, at=at, unit=post.unit, role=post.role, until=until)
    return post


def _locked_open(unit: Unit) -> Unit:
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not unit.is_open:
        raise UnitNotOpen("Đơn vị đã giải thể, không thay đổi được nữa.")
    return unit


def _write_version(
    unit: Unit,
    change: str,
    name: str,
    short_name: str,
    kind: UnitKind,
    parent: Unit | None,
    on: datetime.date,
    decision: str,
) -> None:
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


@transaction.atomic
def save_draft(*, actor: Person, place: str, content: dict[str, object], at: datetime.datetime) -> Draft:
    """Keep what a person is typing at a place of the program until they send it (lưu nháp)."""
    draft, _ = Draft.objects.update_or_create(person=actor, place=place, defaults={"content": content, "saved_at": at})
    return draft


@transaction.atomic
def drop_draft(*, actor: Person, place: str, at: datetime.datetime) -> None:
    """The words have been sent, or are no longer wanted."""
    Draft.objects.filter(person=actor, place=place).delete()
