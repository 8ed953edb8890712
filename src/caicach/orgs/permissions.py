"""Who may do what: the one place that decides rights (phân quyền).

A right comes from a post held today: a role in a unit. Some roles reach over the units below.
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from caicach.orgs.models import Person, Post, Unit, UnitQuerySet
from caicach.orgs.rules import ROLES_OVER_THE_TREE, Role, is_under


class NotAllowed(PermissionError):
    """The person may not do this; pages answer as if the thing were not there."""


@dataclass(frozen=True)
class Scope:
    """What a person's posts reach on a day: for each role the units (id, path) it is held in."""

    held: frozenset[tuple[Role, int, str]] = field(default_factory=frozenset)

    def paths(self, *roles: Role) -> list[str]:
        """Paths of the units where one of these roles (any role, if none is named) is held."""
        return sorted({path for role, _, path in self.held if not roles or role in roles})

    def unit_ids(self, *roles: Role) -> set[int]:
        return {unit for role, unit, _ in self.held if not roles or role in roles}

    def has(self, *roles: Role) -> bool:
        return any(role in roles for role, _, _ in self.held)

    def holds_in(self, unit: Unit, *roles: Role) -> bool:
        """Whether one of these roles is held in this very unit."""
        return unit.pk in self.unit_ids(*roles)

    def reaches(self, unit: Unit, *roles: Role) -> bool:
        """Whether one of these roles is held in the unit or, where the role reaches down, above it."""
        for role, unit_id, path in self.held:
            if role in roles and (unit_id == unit.pk or (role in ROLES_OVER_THE_TREE and is_under(unit.path, path))):
                return True
        return False


def scope_of(person: Person, *, on: datetime.date | None = None) -> Scope:
    """What the person's posts reach; read once for a request and kept on the person."""
    kept: tuple[datetime.date, Scope] | None = getattr(person, "_scope", None)
    day = on or timezone.localdate()
    if kept is not None and kept[0] == day:
        return kept[1]
    if not person.is_authenticated or not person.is_active:
        return Scope()
    posts = Post.objects.held(on=day).filter(person=person, unit__is_open=True)
    rows = posts.values_list("role", "unit_id", "unit__path")
    scope = Scope(frozenset((Role(role), unit, path) for role, unit, path in rows))
    person._scope = (day, scope)  # type: ignore[attr-defined]
    return scope


def units_in_reach(person: Person) -> UnitQuerySet:
    """The units whose work the person may see: their own, and those below where the role reaches down."""
    scope = scope_of(person)
    over = scope.paths(*ROLES_OVER_THE_TREE)
    return Unit.objects.under(over) | Unit.objects.filter(pk__in=scope.unit_ids())


def main_post(person: Person) -> Post | None:
    """The post a page names beside the person (vị trí chính): the oldest one held today."""
    held = Post.objects.held(on=timezone.localdate()).filter(person=person)
    return held.select_related("unit").order_by("since", "pk").first()


def is_administrator(person: Person) -> bool:
    return scope_of(person).has(Role.ADMINISTRATOR)


def require_administrator(person: Person) -> None:
    """Only an administrator changes units, people and posts."""
    if not is_administrator(person):
        raise NotAllowed("Chỉ quản trị viên được thay đổi đơn vị và người dùng.")


def can_see_people(person: Person, unit: Unit) -> bool:
    """Whether the person sees who works in a unit: the unit itself, those above it, the administrator."""
    return is_administrator(person) or units_in_reach(person).filter(pk=unit.pk).exists()


def people_with(unit: Unit, *roles: Role) -> list[Person]:
    """Who holds one of these roles in the unit today."""
    posts = Post.objects.held(on=timezone.localdate()).filter(unit=unit, role__in=roles, person__is_active=True)
    return list(Person.objects.filter(pk__in=posts.values("person")).order_by("pk"))


def acting_in(role: Role) -> list[tuple[int, str]]:
    """Everybody who acts in a role today, with the path of the unit."""
    posts = Post.objects.held(on=timezone.localdate()).filter(role=role, unit__is_open=True, person__is_active=True)
    return list(posts.values_list("person", "unit__path"))


def can_name(person: Person, unit: Unit) -> bool:
    """Whether the person may teach the program another name of a unit: an administrator, or the office above it."""
    return is_administrator(person) or scope_of(person).reaches(unit, Role.OFFICE_SPECIALIST)


def require_name(person: Person, unit: Unit) -> None:
    """Only the administrator and the office above a unit add to its names."""
    if not can_name(person, unit):
        raise NotAllowed("Chỉ quản trị viên hoặc Văn phòng cấp trên được thêm tên gọi của đơn vị.")
