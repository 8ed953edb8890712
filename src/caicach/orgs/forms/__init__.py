"""What an administrator types about units and people, and everybody about their own absence."""

from caicach.orgs.forms.ending import CloseForm, MergeForm, SplitForm
from caicach.orgs.forms.fields import Day, Words
from caicach.orgs.forms.people import DelegationForm, EndPostForm, PersonForm, PostForm
from caicach.orgs.forms.units import AliasForm, DecisionForm, MoveForm, OpenUnitForm, RenameForm, TreeForm

__all__ = [
    "AliasForm",
    "CloseForm",
    "Day",
    "DecisionForm",
    "DelegationForm",
    "EndPostForm",
    "MergeForm",
    "MoveForm",
    "OpenUnitForm",
    "PersonForm",
    "PostForm",
    "RenameForm",
    "SplitForm",
    "TreeForm",
    "Words",
]
