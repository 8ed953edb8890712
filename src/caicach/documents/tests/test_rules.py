"""Decree 30/2020 on paper: types, numbers, components; the steps of a proposal."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.documents import rules
from caicach.documents.rules import ProposalState

pytestmark = pytest.mark.once

STEPS = {
    ("proposed", "correct"): "proposed",
    ("proposed", "confirm"): "confirmed",
    ("proposed", "drop"): "dropped",
    ("dropped", "restore"): "proposed",
}


@pytest.mark.parametrize(("state", "verb"), list(product(ProposalState, rules.TRANSITIONS)))
def test_a_proposal_takes_only_the_steps_of_its_state(state, verb):
    wanted = STEPS.get((state, verb))

    if wanted is None:
        with pytest.raises(rules.WrongState, match="đã được xử lý"):
            rules.next_state(state, verb)
    else:
        assert rules.next_state(state, verb) == wanted


def test_the_decree_knows_29_types():
    assert len(rules.TYPES) == 29
    assert not rules.TYPES.keys() & rules.OTHER_TYPES.keys()


@pytest.mark.parametrize(
    ("running", "type_code", "section", "number"),
    [
        (7, "KH", "", "07/KH-SYT"),
        (62, "KH", "", "62/KH-SYT"),
        (1234, "QĐ", "", "1234/QĐ-SYT"),
        (3, "CV", "VP", "03/SYT-VP"),
        (3, "CV", "", "03/SYT"),
        (62, "KH", "VP", "62/KH-SYT"),
    ],
)
def test_the_number_an_office_gives(running, type_code, section, number):
    given = rules.outgoing_number(running=running, type_code=type_code, unit_symbol="SYT", section=section)

    assert given == number
    assert rules.looks_like_number(given)


@given(st.integers(1, 99999), st.sampled_from(sorted(rules.TYPES)))
def test_every_number_given_looks_like_one(running, type_code):
    assert rules.looks_like_number(rules.outgoing_number(running=running, type_code=type_code, unit_symbol="SYT"))


@pytest.mark.parametrize(
    ("typed", "is_number"),
    [("7883/SYT-VP", True), ("số 62 / KH-SYT", True), ("cải cách", False), ("2026", False), ("và/hoặc", False)],
)
def test_what_looks_like_a_number(typed, is_number):
    assert rules.looks_like_number(typed) is is_number


COMPLETE = {
    "type_code": "KH",
    "number": "62/KH-SYT",
    "issued_on": date(2025, 12, 31),
    "place": "Bình Minh",
    "subject": "Cải cách hành chính năm 2026",
    "signer": "Trần Thị Hoa",
    "recipients": ["Lưu: VT"],
}


def test_a_complete_paper_lacks_nothing():
    assert rules.missing_components(**COMPLETE) == []


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        ({"number": ""}, "number"),
        ({"number": "/KH-SYT"}, "number"),  # the number is written in by hand when it is signed
        ({"issued_on": None}, "issued_on"),
        ({"place": ""}, "place"),
        ({"subject": ""}, "subject"),
        ({"signer": ""}, "signer"),
        ({"recipients": []}, "recipients"),
        ({"type_code": ""}, "type"),
    ],
)
def test_each_component_that_lacks_is_named(lacking, name):
    assert rules.missing_components(**(COMPLETE | lacking)) == [name]


def test_a_bare_paper_lacks_all_that_can_be_read():
    bare = {name: type(value)() if value and name != "issued_on" else None for name, value in COMPLETE.items()}

    assert len(rules.missing_components(**bare)) == 7
