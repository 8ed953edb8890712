"""The ladder on paper: which rung speaks to whom on which working day."""

from datetime import date

import pytest

from caicach.plans import ladder
from caicach.plans.ladder import LADDERS, ORDINARY, BadLadder, Rung, Told
from caicach.plans.rules import Assigner
from caicach.regulations import packs

R, H, S, K = Told.REPORTER, Told.HEAD, Told.SUPERIOR, Told.KEEPER


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (-8, {}),
        (-7, {R: -7}),
        (-4, {R: -7}),
        (-3, {R: -3}),
        (0, {R: 0}),
        (1, {R: 1, H: 1}),
        (2, {R: 1, H: 1}),
        (3, {R: 1, H: 3}),
        (7, {R: 1, H: 3, S: 7, K: 7}),
        (400, {R: 1, H: 3, S: 7, K: 7}),  # after a long sleep each hears one thing, the highest
    ],
)
def test_each_hears_of_the_highest_rung_reached(past, told):
    assert {who: rung.days for who, rung in ladder.reached(ORDINARY, past).items()} == told


@pytest.mark.parametrize("assigner", Assigner)
def test_every_ladder_on_file_is_a_ladder_and_comes_back_from_json(assigner):
    default = LADDERS[assigner]

    assert ladder.checked(reversed(default)) == default
    assert ladder.ladder_of(assigner, None) == default
    assert ladder.ladder_of(Assigner.OWN, ladder.as_json(default)) == default


def test_work_from_above_is_spoken_of_earlier_and_reaches_the_superior_sooner():
    def ends(assigner):
        rungs = LADDERS[assigner]
        return rungs[0].days, next(rung.days for rung in rungs if S in rung.to)

    assert [ends(one) for one in (Assigner.OWN, Assigner.PEOPLES_COMMITTEE, Assigner.GOVERNMENT)] == [
        (-7, 7),
        (-10, 3),
        (-15, 1),
    ]


@pytest.mark.parametrize(
    ("rungs", "says"),
    [
        ([], "cấp trên"),
        ([Rung(0, (S,))], "cấp trên"),
        ([Rung(3, (H,))], "cấp trên"),
        ([Rung(3, ()), Rung(5, (S,))], "người được nhắc"),
        ([Rung(5, (R,)), Rung(5, (S,))], "cùng một ngày"),
        ([Rung(61, (S,))], "60 ngày"),
        ([Rung(day, (S,)) for day in range(13)], "12 nấc"),
    ],
)
def test_a_ladder_that_would_leave_somebody_untold_is_refused(rungs, says):
    with pytest.raises(BadLadder, match=says):
        ladder.checked(rungs)


@pytest.mark.parametrize(
    ("last_day", "on", "past"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 17), -3),
        (date(2026, 11, 20), date(2026, 11, 21), 0),  # a Saturday: no working day has passed
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 22), date(2026, 11, 20), 0),  # due on a Sunday: told on the Friday before
        (date(2026, 11, 23), date(2026, 11, 25), 1),  # 24 November is a day off
        (date(2126, 3, 11), date(2126, 3, 15), 4),  # no calendar reaches there: ordinary weeks
        (date(2126, 3, 11), date(2126, 3, 7), -2),
    ],
)
def test_days_past_are_working_days(last_day, on, past):
    assert ladder.days_past(last_day, on, packs.calendar().known()) == past
    assert (last_day.year < 2100) or ladder.days_past(last_day, on, None) == past


def test_the_two_highest_rungs_may_ring_a_phone():
    assert [rung.days for rung in ORDINARY if ladder.is_urgent(rung, ORDINARY)] == [3, 7]
    assert not ladder.is_urgent(Rung(0, (R,)), (Rung(0, (R,)), Rung(1, (S,))))
