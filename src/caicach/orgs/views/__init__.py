"""Pages of units and people."""

from caicach.orgs.views.changes import add_alias, close, move, open_unit, rename
from caicach.orgs.views.people import add_person, deactivate, people, person, reactivate, reset_password
from caicach.orgs.views.posts import end_post, give_post
from caicach.orgs.views.units import unit, units

__all__ = [
    "add_alias",
    "add_person",
    "close",
    "deactivate",
    "end_post",
    "give_post",
    "move",
    "open_unit",
    "people",
    "person",
    "reactivate",
    "rename",
    "reset_password",
    "unit",
    "units",
]
