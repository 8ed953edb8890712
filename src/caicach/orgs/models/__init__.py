"""The nouns of `orgs`: units as they stand and stood, people and their posts, what lets a machine act for them."""

from caicach.orgs.models.people import (
    ROLE_NAMES,
    Delegation,
    DelegationQuerySet,
    Draft,
    Person,
    PersonManager,
    Post,
    PostQuerySet,
)
from caicach.orgs.models.tokens import AccessToken
from caicach.orgs.models.units import (
    KIND_NAMES,
    Unit,
    UnitAlias,
    UnitQuerySet,
    UnitSuccession,
    UnitVersion,
    closed_without_heir,
    heir_of,
    heirs_on,
    names_on,
    tree_on,
    units_by_code,
)

__all__ = [
    "KIND_NAMES",
    "ROLE_NAMES",
    "AccessToken",
    "Delegation",
    "DelegationQuerySet",
    "Draft",
    "Person",
    "PersonManager",
    "Post",
    "PostQuerySet",
    "Unit",
    "UnitAlias",
    "UnitQuerySet",
    "UnitSuccession",
    "UnitVersion",
    "closed_without_heir",
    "heir_of",
    "heirs_on",
    "names_on",
    "tree_on",
    "units_by_code",
]
