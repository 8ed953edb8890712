"""Who may do what: the one place that decides rights (phân quyền).

A right comes from a post one acts in today, one's own or one delegated by its absent holder: a role in a unit.
Some roles reach over the units below; a role in a unit is also held over the closed units whose work it has.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from caicach.orgs.models import AccessToken, Delegation, Person, Post, Unit, UnitQuerySet, UnitSuccession
from caicach.orgs.rules import NOT_DELEGATED, ROLES_OVER_THE_TREE, Role, hashed, is_under, last_heirs


class NotAllowed(PermissionError):
    """The person may not do this; pages answer as if the thing were not there."""


@dataclass(frozen=True)
class Scope:
    """What a person's posts reach on a day: for each role the units (id, path) it is held in."""

    held: frozenset[tuple[Role, int, str]] = field(default_factory=frozenset)
    acts_for: tuple[str, ...] = ()  # names of the absent people whose posts are among these (thay mặt ai)

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
    posts = Post.objects.acted_in_by(person, on=day).filter(unit__is_open=True)
    rows = list(posts.values_list("role", "unit_id", "unit__path", "person_id", "person__full_name"))
    held = {(Role(role), unit, path) for role, unit, path, _holder, _name in rows}
    if held:
        held |= _over_closed_units(held, day)
    acts_for = sorted({name for _role, _unit, _path, holder, name in rows if holder != person.pk})
    scope = Scope(frozenset(held), tuple(acts_for))
    person._scope = (day, scope)  # type: ignore[attr-defined]
    return scope


def _over_closed_units(held: set[tuple[Role, int, str]], day: datetime.date) -> set[tuple[Role, int, str]]:
    """The same roles over the closed units whose open work these units have: history and rights follow (kế thừa)."""
    passed_on = UnitSuccession.objects.filter(inherits_work=True, effective_from__lte=day, predecessor__is_open=False)
    rows = list(passed_on.values_list("predecessor_id", "successor_id", "predecessor__path"))
    heirs = last_heirs({unit: heir for unit, heir, _path in rows})
    return {(role, unit, path) for unit, _heir, path in rows for role, own, _own in held if heirs.get(unit) == own}


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
    """Who acts in one of these roles in the unit today: its holders, and who stands in for those absent."""
    today = timezone.localdate()
    posts = Post.objects.held(on=today).filter(unit=unit, role__in=roles, person__is_active=True)
    standing_in = Delegation.objects.running(on=today).filter(post__in=posts.values("pk"), to__is_active=True)
    acting = Q(pk__in=posts.values("person")) | Q(pk__in=standing_in.values("to"))
    return list(Person.objects.filter(acting).order_by("pk"))


def acting_in(role: Role) -> list[tuple[int, str]]:
    """Everybody who acts in a role today, with the path of the unit: holders, and who stands in for those absent."""
    today = timezone.localdate()
    posts = Post.objects.held(on=today).filter(role=role, unit__is_open=True, person__is_active=True)
    standing_in = Delegation.objects.running(on=today).filter(post__in=posts.values("pk"), to__is_active=True)
    return [*posts.values_list("person", "unit__path"), *standing_in.values_list("to", "post__unit__path")]


def can_delegate(person: Person, post: Post) -> bool:
    """Whether the person may lend the post: its own holder, or the administrator; no post that gives rights."""
    return Role(post.role) not in NOT_DELEGATED and (person.pk == post.person_id or is_administrator(person))


def require_delegate(person: Person, post: Post) -> None:
    """Only the holder and the administrator lend a post, or take it back."""
    if person.pk != post.person_id and not is_administrator(person):
        raise NotAllowed("Chỉ người giữ vị trí hoặc quản trị viên được ủy quyền vị trí này.")


def may_stand_in(person: Person, post: Post, *, on: datetime.date) -> "QuerySet[Person]":
    """Whom the person may let act in the post: who works in the unit or below it; for the administrator, anybody."""
    others = Person.objects.filter(is_active=True).exclude(pk=post.person_id)
    if is_administrator(person):
        return others
    near = Post.objects.held(on=on).filter(unit__in=Unit.objects.open_now().under([post.unit.path]).values("pk"))
    return others.filter(pk__in=near.values("person"))


def can_name(person: Person, unit: Unit) -> bool:
    """Whether the person may teach the program another name of a unit: an administrator, or the office above it."""
    return is_administrator(person) or scope_of(person).reaches(unit, Role.OFFICE_SPECIALIST)


def require_name(person: Person, unit: Unit) -> None:
    """Only the administrator and the office above a unit add to its names."""
    if not can_name(person, unit):
        raise NotAllowed("Chỉ quản trị viên hoặc Văn phòng cấp trên được thêm tên gọi của đơn vị.")


def token_of(secret: str, kind: str, *, on: datetime.date) -> AccessToken | None:
    """The token a secret opens today; none for a wrong, ended or revoked one, or for who may not sign in to work."""
    found = AccessToken.objects.filter(hashed=hashed(secret), kind=kind, revoked_at__isnull=True)
    found = found.filter(person__is_active=True, person__password_is_temporary=False)
    return found.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on)).select_related("person", "unit").first()
