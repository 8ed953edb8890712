"""Units that end or hand on a part: closing, merging, splitting, and who has their work afterwards."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import Deed, record_many
from caicach.orgs import rules
from caicach.orgs.actions import standing
from caicach.orgs.actions.people import require_another_administrator
from caicach.orgs.actions.units import open_unit
from caicach.orgs.models import Person, Post, Unit, UnitAlias, UnitSuccession, UnitVersion, tree_on
from caicach.orgs.permissions import require_administrator
from caicach.orgs.rules import PostsGo, Role, UnitKind


class NoHeir(ValueError):
    """It is not said who has the open work, or who is named cannot have it."""


@dataclass(frozen=True)
class NewUnit:
    """A unit that a merger or a split makes (đơn vị mới)."""

    code: str
    name: str
    kind: UnitKind
    parent: Unit | None
    short_name: str = ""


@dataclass(frozen=True)
class _Decision:
    """One decision: what every line it leaves says of it."""

    on: datetime.date
    text: str
    actor: Person
    at: datetime.datetime

    @property
    def last_day(self) -> datetime.date:
        return self.on - datetime.timedelta(days=1)

    @property
    def said(self) -> dict[str, object]:
        return {"on": self.on, "decision": self.text}


@transaction.atomic
def close_unit(
    *,
    unit: Unit,
    on: datetime.date,
    decision: str,
    actor: Person,
    at: datetime.datetime,
    successors: Iterable[Unit] = (),
    without_heir: bool = False,
) -> Unit:
    """Close a unit on a day (giải thể đơn vị): the first named has its open work; units below must have moved first.

    Nobody is named only where the decision says so. Posts end the day before; who takes over gives posts anew.
    """
    require_administrator(actor)
    heirs = list(successors)
    if bool(heirs) == without_heir:
        raise NoHeir(_("Hãy ghi đơn vị kế thừa, hoặc đánh dấu rằng quyết định không giao việc cho đơn vị nào."))
    unit, by = _locked([unit])[0], _Decision(on, decision, actor, at)
    standing.require_no_children(unit, on)
    deeds = _end(unit, heirs, heirs[0] if heirs else None, UnitSuccession.TAKEN_OVER, PostsGo.NONE, by)
    record_many(deeds, actor=actor, at=at)
    standing.apply_due_changes(on=localdate(at), only=[unit.pk])
    unit.refresh_from_db()
    return unit


@transaction.atomic
def merge_units(
    *,
    units: Iterable[Unit],
    into: Unit | NewUnit,
    on: datetime.date,
    decision: str,
    actor: Person,
    at: datetime.datetime,
    posts: PostsGo = PostsGo.ALL,
) -> Unit:
    """Units end on a day and one that is there, or a new one, has their work, names and units below (sáp nhập).

    All or nothing. Posts move along as said, ended at the old unit the day before.
    """
    require_administrator(actor)
    by = _Decision(on, decision, actor, at)
    merged = _locked(units)
    if not merged:
        raise NoHeir(_("Hãy ghi ít nhất một đơn vị được sáp nhập."))
    if isinstance(into, Unit) and into in merged:
        raise NoHeir(_("“%(unit)s” không thể sáp nhập vào chính nó.") % {"unit": into})
    successor = _opened(into, by)
    closing = {unit.pk for unit in merged}
    deeds: list[Deed] = []
    for unit in merged:
        deeds += _carry_children(unit, successor, closing, by)
        deeds += _end(unit, [successor], successor, UnitSuccession.MERGED, posts, by)
    deeds.append(Deed("orgs.work_taken_over", successor, by.said | {"predecessors": merged}))
    _take_effect(deeds, closing, by)
    successor.refresh_from_db()
    return successor


@transaction.atomic
def split_unit(
    *,
    unit: Unit,
    into: Sequence[Unit | NewUnit],
    keeps_open: bool,
    default_heir: Unit | NewUnit | None,
    on: datetime.date,
    decision: str,
    actor: Person,
    at: datetime.datetime,
    posts: PostsGo = PostsGo.ALL,
) -> list[Unit]:
    """A unit hands its work to several on a day (chia), or a part of it and stays open itself (tách).

    A unit that stays keeps its open work; one that ends names who has it: names, posts, units below go there too.
    """
    require_administrator(actor)
    by = _Decision(on, decision, actor, at)
    unit = _locked([unit])[0]
    if unit in into or len(set(into)) < (1 if keeps_open else 2):
        raise NoHeir(_("Hãy ghi các đơn vị nhận việc, khác với đơn vị bị chia tách; chia hết thì cần từ hai đơn vị."))
    if keeps_open and default_heir is not None:
        raise NoHeir(_("Đơn vị còn hoạt động giữ việc đang làm của mình, không giao cho đơn vị khác."))
    if not keeps_open and default_heir not in into:
        raise NoHeir(_("Hãy ghi đơn vị nhận việc đang làm, là một trong các đơn vị nhận."))
    named = [(one, _opened(one, by)) for one in into]
    successors = [made for _one, made in named]
    closing: set[int] = set() if keeps_open else {unit.pk}
    if keeps_open:
        standing.require_standing(unit, on)
        _write_successions(unit, successors, None, UnitSuccession.SPLIT, by)
        deeds = [Deed("orgs.unit_split", unit, by.said | {"successors": successors})]
    else:
        heir = next(made for one, made in named if one == default_heir)
        deeds = _carry_children(unit, heir, closing, by)
        deeds += _end(unit, successors, heir, UnitSuccession.SPLIT, posts, by)
    deeds += [Deed("orgs.work_taken_over", one, by.said | {"predecessors": [unit]}) for one in successors]
    _take_effect(deeds, closing, by)
    return list(Unit.objects.filter(pk__in=[one.pk for one in successors]).order_by("pk"))


def _locked(units: Iterable[Unit]) -> list[Unit]:
    """The units, each once, held until the deed is done; the lowest in the tree first."""
    found = Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("pk")
    return sorted(found, key=lambda unit: -len(unit.path))


def _opened(one: Unit | NewUnit, by: _Decision) -> Unit:
    if isinstance(one, Unit):
        standing.require_standing(one, by.on)
        return one
    return open_unit(
        code=one.code,
        name=one.name,
        short_name=one.short_name,
        kind=one.kind,
        parent=one.parent,
        on=by.on,
        decision=by.text,
        actor=by.actor,
        at=by.at,
    )


def _take_effect(deeds: list[Deed], closing: set[int], by: _Decision) -> None:
    """The tree is sound from that day on, or nothing is done; the trail tells it; today's tree follows."""
    standing.require_sound(by.on, closing=closing)
    record_many(deeds, actor=by.actor, at=by.at)
    standing.apply_due_changes(on=localdate(by.at))


def _end(unit: Unit, heirs: Sequence[Unit], heir: Unit | None, how: str, posts: PostsGo, by: _Decision) -> list[Deed]:
    """Write that a unit ends, who takes over, and what becomes of its posts and names."""
    last = standing.require_in_order(unit, by.on)
    standing.require_nothing_to_inherit(unit, by.on)
    for one in heirs:
        standing.require_standing(one, by.on)
    _write_successions(unit, heirs, heir, how, by)
    standing.version_of(
        unit,
        UnitVersion.CLOSED,
        by.on,
        by.text,
        name=last.name,
        short_name=last.short_name,
        kind=last.kind,
        parent=last.parent,
    ).save()
    if heir is not None:
        _hand_on_names(unit, last, heir, by)
    said = by.said | {"successors": list(heirs), "heir": heir}
    kinds = {UnitSuccession.MERGED: "orgs.unit_merged", UnitSuccession.SPLIT: "orgs.unit_divided"}
    return [Deed(kinds.get(how, "orgs.unit_closed"), unit, said), *_end_posts(unit, heir, posts, by)]


def _write_successions(unit: Unit, heirs: Sequence[Unit], heir: Unit | None, how: str, by: _Decision) -> None:
    for one in heirs:
        UnitSuccession.objects.update_or_create(
            predecessor=unit,
            successor=one,
            effective_from=by.on,
            defaults={"decision": by.text, "how": how, "inherits_work": one == heir},
        )


def _carry_children(unit: Unit, heir: Unit, closing: set[int], by: _Decision) -> list[Deed]:
    """The units below move under the heir; decisions on them still to come that leave them there do so too."""
    below = [row for row in tree_on(by.on) if row.parent_id == unit.pk and row.unit_id not in closing]
    children = {child.pk: child for child in Unit.objects.filter(pk__in=[row.unit_id for row in below])}
    deeds = []
    for row in below:
        child = children[row.unit_id]
        standing.version_of(
            child,
            UnitVersion.MOVED,
            by.on,
            by.text,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            parent=heir,
        ).save()
        deeds.append(Deed("orgs.unit_moved", child, by.said | {"parent": {"before": unit, "after": heir}}))
    staying = UnitVersion.objects.filter(unit__in=children, effective_from__gt=by.on, parent=unit)
    staying.filter(change__in=[UnitVersion.RENAMED, UnitVersion.CLOSED]).update(parent=heir)
    return deeds


def _hand_on_names(unit: Unit, last: UnitVersion, heir: Unit, by: _Decision) -> None:
    """From that day on documents that write the old names mean the heir."""
    texts = [last.name, last.short_name, *unit.aliases.values_list("text", flat=True)]
    for text in filter(None, texts):
        UnitAlias.objects.get_or_create(
            unit=heir, folded=rules.fold(text), defaults={"text": text, "effective_from": by.on}
        )


def _end_posts(unit: Unit, heir: Unit | None, go: PostsGo, by: _Decision) -> list[Deed]:
    posts = Post.objects.select_for_update(of=("self",)).held_after(by.last_day).filter(unit=unit)
    deeds = []
    for post in posts.select_related("person", "unit").order_by("pk"):
        moves = heir is not None and (go == PostsGo.ALL or (go == PostsGo.BUT_HEADS and post.role != Role.HEAD))
        if heir is not None and moves:
            deeds += _move_post(post, heir, by)
        elif post.role == Role.ADMINISTRATOR:
            require_another_administrator(post.person, on=max(post.since, by.last_day), besides=post)
        post.until = max(post.since, by.last_day)
        post.save(update_fields=["until"])
        deeds.append(Deed("orgs.post_ended", post.person, {"unit": unit, "role": str(post.role), "until": post.until}))
    return deeds


def _move_post(post: Post, heir: Unit, by: _Decision) -> list[Deed]:
    """The person goes on with the same role at the heir, unless they hold it there already."""
    since = max(by.on, post.since)
    held = Post.objects.held_after(since - datetime.timedelta(days=1)).filter(
        person=post.person, unit=heir, role=post.role
    )
    if held.exists():
        return []
    Post.objects.create(person=post.person, unit=heir, role=post.role, title=post.title, since=since, until=post.until)
    return [Deed("orgs.post_given", post.person, {"unit": heir, "role": str(post.role), "since": since})]
