"""Everything that changes units, people, posts and drafts (mọi thao tác trên đơn vị, người dùng)."""

from caicach.orgs.actions.delegations import NotDelegable, delegate, end_delegation
from caicach.orgs.actions.drafts import drop_draft, save_draft
from caicach.orgs.actions.ending import NewUnit, NoHeir, close_unit, merge_units, split_unit
from caicach.orgs.actions.people import (
    LastAdministrator,
    PersonAlready,
    PostAlready,
    WrongDays,
    add_person,
    deactivate_person,
    end_post,
    give_post,
    reactivate_person,
    reset_password,
)
from caicach.orgs.actions.standing import OutOfOrder, UnitNotOpen, apply_due_changes
from caicach.orgs.actions.tokens import NoToken, make_token, note_use, revoke_token
from caicach.orgs.actions.units import add_alias, move_unit, open_unit, rename_unit

__all__ = [
    "LastAdministrator",
    "NewUnit",
    "NoHeir",
    "NoToken",
    "NotDelegable",
    "OutOfOrder",
    "PersonAlready",
    "PostAlready",
    "UnitNotOpen",
    "WrongDays",
    "add_alias",
    "add_person",
    "apply_due_changes",
    "close_unit",
    "deactivate_person",
    "delegate",
    "drop_draft",
    "end_delegation",
    "end_post",
    "give_post",
    "make_token",
    "merge_units",
    "move_unit",
    "note_use",
    "open_unit",
    "reactivate_person",
    "rename_unit",
    "reset_password",
    "revoke_token",
    "save_draft",
    "split_unit",
]
