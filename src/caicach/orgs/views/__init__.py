"""Pages of units and people."""

from caicach.orgs.views.changes import add_alias, close, merge, move, open_unit, rename, split
from caicach.orgs.views.delegations import absence, delegate, end_delegation
from caicach.orgs.views.people import add_person, deactivate, people, person, reactivate, reset_password
from caicach.orgs.views.posts import end_post, give_post
from caicach.orgs.views.units import unit, units

__all__ = [
    "absence",
    "add_alias",
    "add_person",
    "close",
    "deactivate",
    "delegate",
    "end_delegation",
    "end_post",
    "give_post",
    "merge",
    "move",
    "open_unit",
    "people",
    "person",
    "reactivate",
    "rename",
    "reset_password",
    "split",
    "unit",
    "units",
]
