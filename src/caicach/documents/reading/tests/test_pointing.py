"""Words a person points at are read by the parsers that read the whole paper."""

import pytest

from caicach.documents.reading.pointing import targets_in, time_in, units_in, words_between
from caicach.documents.reading.units import UnitIndex

LINES = ["", "1. Giao Phòng Nghiệp vụ", "Y (chủ trì), xong trước", "ngày 30/6/2026."]
NAMES = UnitIndex({"Phòng Nghiệp vụ Y": "NVY", "TTYT": ["TTYT-A", "TTYT-B"], "Văn phòng Sở": "VP"})


def test_words_are_taken_over_the_end_of_a_line():
    found = words_between(LINES, (2, 8), (3, 1))

    assert (found.words, found.places) == ("Phòng Nghiệp vụ Y", ((2, 8, 23), (3, 0, 1)))


@pytest.mark.parametrize(
    ("first", "last"), [((0, 0), (1, 1)), ((2, 5), (1, 0)), ((2, -1), (2, 3)), ((2, 0), (5, 1)), ((2, 5), (2, 5))]
)
def test_what_is_no_place_of_the_paper_says_nothing(first, last):
    assert words_between(LINES, first, last) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Phòng Nghiệp vụ Y,", [("Phòng Nghiệp vụ Y", ("NVY",))]),
        ("phong nghiep vu y", [("phong nghiep vu y", ("NVY",))]),
        ("Phòng Nghiệp vụ Y chủ trì", [("Phòng Nghiệp vụ Y", ("NVY",))]),
        ("Phòng Nghiệp vụ Y, Văn phòng Sở", [("Phòng Nghiệp vụ Y", ("NVY",)), ("Văn phòng Sở", ("VP",))]),
        ("TTYT", [("TTYT", ("TTYT-A", "TTYT-B"))]),
        ("Ban Quản lý chợ", [("Ban Quản lý chợ", ())]),
    ],
)
def test_units_are_named_with_every_code_they_may_mean(words, found):
    assert units_in(words, NAMES) == found


def test_a_day_without_a_year_takes_that_of_the_paper_and_says_so():
    value, because = time_in("trước ngày 30/6", 2026)

    assert value == {"kind": "date", "date": "2026-06-30", "comparator": "before"}
    assert [reason.code for reason in because] == ["pointed_time", "year_of_plan"]


def test_words_that_name_no_day_have_no_value():
    assert time_in("bệnh án điện tử", 2026)[0] is None


def test_a_figure_is_a_target():
    (target,) = targets_in("tối thiểu 90% hồ sơ")

    assert (target["comparator"], target["value"], target["unit"]) == ("gte", 90, "%")
