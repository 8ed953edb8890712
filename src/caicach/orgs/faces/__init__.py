"""How units and people look on a page: plain values for the parts of `ui`."""

from caicach.orgs.faces.people import (
    DELEGATIONS,
    delegations,
    nobody_found,
    people_figures,
    people_tabs,
    person_figures,
    post_state,
    state_of,
)
from caicach.orgs.faces.trail import acting_for, trail
from caicach.orgs.faces.tree import KIND_ICONS, View, decisions, kind_tabs, marks, no_units, tree, tree_figures
from caicach.orgs.faces.units import WITH_LIFE, history, unit_figures

__all__ = [
    "DELEGATIONS",
    "KIND_ICONS",
    "WITH_LIFE",
    "View",
    "acting_for",
    "decisions",
    "delegations",
    "history",
    "kind_tabs",
    "marks",
    "no_units",
    "nobody_found",
    "people_figures",
    "people_tabs",
    "person_figures",
    "post_state",
    "state_of",
    "trail",
    "tree",
    "tree_figures",
    "unit_figures",
]
