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
    ("confirmed", "take_back"): "proposed",
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


@given(st.lists(st.sampled_from([*sorted(rules.TYPES)[:3], "CV"]), max_size=30), st.sets(st.integers(1, 30)))
def test_a_book_never_gives_a_number_twice(types, typed):
    taken = [f"{number}/KH-SYT" for number in typed]

    for running, type_code in enumerate(types, 1):
        taken.append(rules.free_number(running=running, taken=taken, type_code=type_code, unit_symbol="SYT"))

    bare = [number.lstrip("0") for number in taken]
    assert len(set(bare)) == len(bare)


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "02/KH-SYT"),
        (["1/KH-SYT", "02/QĐ-SYT"], "02/KH-SYT"),
        (["2 / kh-syt"], "03/KH-SYT"),
        (["02/KH-SYT", "003/KH-SYT", "05/KH-SYT"], "04/KH-SYT"),
    ],
)
def test_a_number_some_paper_bears_is_passed_over(taken, number):
    assert rules.free_number(running=2, taken=taken, type_code="KH", unit_symbol="SYT") == number


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
