"""What is true of names, paths and passwords, without a database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.orgs import rules

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " 0123456789", max_size=60)


@given(words)
def test_a_name_is_found_however_its_accents_are_stored(name):
    assert rules.fold(unicodedata.normalize("NFD", name)) == rules.fold(unicodedata.normalize("NFC", name))


@given(words)
def test_folding_leaves_plain_lower_case_letters_and_single_blanks(name):
    folded = rules.fold(name)

    assert folded.isascii()
    assert folded == folded.lower() == folded.strip()
    assert "  " not in folded
    assert rules.fold(folded) == folded


@given(words)
def test_capitals_make_no_difference(name):
    assert rules.fold(name.upper()) == rules.fold(name.lower())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("nguyen van de", "Nguyễn Văn Đệ"), ("hoa binh", "Hòa Bình"), ("hoa binh", "Hoà  Bình"), ("7/kh", "7 / KH")],
)
def test_what_a_clerk_types_is_what_a_name_folds_to(typed, kept):
    assert rules.fold(kept) == typed


@given(st.integers(0, 36**4 - 1), st.integers(0, 36**4 - 1))
def test_paths_of_children_are_as_long_and_in_the_order_of_their_numbers(one, other):
    first, second = rules.child_path("0001", one), rules.child_path("0001", other)

    assert len(first) == len(second) == 8
    assert (first < second) == (one < other)


@st.composite
def trees(draw):
    """A forest: each unit hangs below one of those before it, or below none."""
    size = draw(st.integers(1, 40))
    return {n: draw(st.one_of(st.none(), st.integers(1, n - 1))) if n > 1 else None for n in range(1, size + 1)}


@given(trees())
def test_a_path_begins_with_exactly_the_paths_of_the_units_above(parents):
    paths = rules.paths_of(parents)

    for unit in parents:
        above, at = set(), unit
        while at is not None:
            above.add(at)
            at = parents[at]
        assert {other for other in parents if rules.is_under(paths[unit], paths[other])} == above


@given(trees(), st.data())
def test_a_tree_with_a_circle_is_refused(parents, data):
    unit = data.draw(st.sampled_from(sorted(parents)))
    paths = rules.paths_of(parents)
    below = [other for other in parents if rules.is_under(paths[other], paths[unit])]
    parents[unit] = data.draw(st.sampled_from(below))

    with pytest.raises(rules.CircularTree):
        rules.paths_of(parents)


@given(st.integers(0, 2**rules.PASSWORD_BITS - 1))
def test_a_temporary_password_is_long_and_has_no_letter_that_is_misread(number):
    password = rules.password_of(number)

    assert len(password) == 19
    assert not set(password) & set("01loiOIL")


@given(st.integers(0, 2**rules.PASSWORD_BITS - 1), st.integers(0, 2**rules.PASSWORD_BITS - 1))
def test_two_numbers_never_make_the_same_password(one, other):
    assert (rules.password_of(one) == rules.password_of(other)) == (one == other)


def test_the_letter_of_a_person_is_that_of_the_given_name():
    assert rules.initials(["Nguyễn", "Văn", "Đệ"]) == "Đ"
    assert rules.initials([]) == "?"
