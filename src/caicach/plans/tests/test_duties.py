"""Duties that come round: the calendar on paper, turns opened in time, the duty that follows them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.audit.models import Line
from caicach.notifications.models import Notice
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.tests.factories import fresh
from caicach.plans import actions, checks, jobs, recurring
from caicach.plans.actions import NoTurn, Rhythm
from caicach.plans.models import Task
from caicach.plans.recurring import Every, Proposed, occurrences, period_of, proposed
from caicach.plans.rules import TaskState, WrongState, quarter
from caicach.plans.statement.figures import statement
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment, nothing_happens

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(
    every=st.sampled_from(Every),
    due_day=st.integers(1, 31),
    after=st.integers(-2, 2),
    cutoff=st.none() | st.integers(1, 31),
    starts=days,
    length=st.integers(0, 1500),
)
def test_periods_follow_each_other_without_gap_or_overlap(every, due_day, after, cutoff, starts, length):
    ends = starts + timedelta(days=length)
    found = occurrences(every, due_day, after, cutoff, starts, ends)

    for before, period in pairwise(found):
        gap = (period.first_day - before.last_day).days
        assert gap == 1 if every is not Every.NINE_MONTHS else period.first_day.year == before.first_day.year + 1
        assert period.due_on > before.due_on
    for period in found:
        assert period.first_day <= ends
        assert period.last_day >= starts
        assert period.due_on >= starts
        assert recurring.span(period.code) == (period.first_day, period.last_day)
        assert period_of(period.code, due_day, after, cutoff) == period
        if after == 0:
            assert period.first_day <= period.due_on <= period.last_day
        if period.cutoff_on is not None:
            assert period.first_day <= period.cutoff_on <= period.last_day


def test_every_kind_of_period_has_its_code_and_name():
    codes = {every: occurrences(every, 31, 0, None, date(2026, 9, 1), date(2026, 9, 30))[0].code for every in Every}
    assert codes == {
        Every.WEEK: "2026-W36",
        Every.MONTH: "2026-09",
        Every.QUARTER: "2026-Q3",
        Every.HALF_YEAR: "2026-H2",
        Every.NINE_MONTHS: "2026-9M",
        Every.YEAR: "2026",
    }
    assert recurring.period_name("2026-Q3") == "quý III/2026"
    assert recurring.period_name("2026-H1") == "6 tháng đầu năm 2026"
    assert recurring.period_name_en("2026-W36") == "week 36/2026"


def test_day_31_is_the_last_day_of_a_short_month():
    february = occurrences(Every.MONTH, 31, 0, None, date(2026, 2, 1), date(2026, 2, 28))
    assert [period.due_on for period in february] == [date(2026, 2, 28)]


def test_cut_off_due_day_and_estimate_are_apart():
    """HCMC, seed 004: units report by the 05th of the quarter's last month, nine days before figures are cut off."""
    third = occurrences(Every.QUARTER, 5, 0, 14, date(2026, 7, 1), date(2026, 9, 30))[0]
    assert (third.due_on, third.cutoff_on) == (date(2026, 9, 5), date(2026, 9, 14))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"kind": "recurring", "every": "month", "day": 20, "comparator": "before"}, Proposed(Every.MONTH, 19)),
        ({"kind": "recurring", "every": "month", "day": 20, "comparator": "by"}, Proposed(Every.MONTH, 20)),
        (
            {"kind": "recurring", "every": "quarter", "day": 5, "of": "last_month_of_period", "comparator": "by"},
            Proposed(Every.QUARTER, 5),
        ),
        (
            {"kind": "recurring", "every": "month", "day": 1, "of": "next_month", "comparator": "before"},
            Proposed(Every.MONTH, 31, 0),
        ),
        (
            {"kind": "recurring", "every": "quarter", "day": 10, "of": "first_month_of_period", "comparator": "by"},
            Proposed(Every.QUARTER, 10, -2),
        ),
        (
            {"kind": "recurring", "every": "year", "month": 11, "day": 30, "comparator": "before"},
            Proposed(Every.YEAR, 29, -1),
        ),
        ({"kind": "recurring", "every": "year", "quarter": 2}, Proposed(Every.YEAR, 31, -6)),
        ({"kind": "recurring", "every": "week", "weekday": 5, "comparator": "on"}, Proposed(Every.WEEK, 5)),
        ({"kind": "recurring", "every": "year", "times": 2}, Proposed(Every.HALF_YEAR, 31)),
        ({"kind": "recurring", "every": "period", "day": 5, "of": "last_month_of_period"}, Proposed(None, 5)),
        ({"kind": "recurring", "every": "month", "interval": 2}, Proposed(None, 31)),
        (
            {
                "kind": "multi",
                "items": [{"kind": "recurring", "every": every} for every in ("year", "quarter")],
            },
            Proposed(Every.QUARTER, 31),
        ),
        ({"kind": "continuous"}, None),
        (None, None),
    ],
)
def test_what_the_paper_says_of_a_rhythm_is_proposed(typed, found):
    assert proposed(typed) == found


SET_ON = date(2026, 1, 5)
MONTHLY = Rhythm(Every.MONTH, due_day=25, starts_on=SET_ON, ends_on=date(2026, 12, 31), cutoff_day=14)


def the_duty(house, rhythm=MONTHLY):
    """A monthly duty of the hospital, given and set on 5 January."""
    plan = a_plan(department=department_of(house))
    duty = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, coop=[house.unit.ttyt], phrase="hằng tháng")
    actions.set_recurrence(task=duty, rhythm=rhythm, actor=house.hanh, at=moment(SET_ON))
    return fresh_task(duty)


def fresh_task(task):
    return Task.objects.get(pk=task.pk)


def turns(duty):
    return list(duty.children.order_by("number"))


def done(house, turn, on):
    """The turn is reported done on a day and accepted the same day."""
    at = moment(on)
    return a_report(task=turn, by=house.phuc, at=at, done_on=on, sent_by=house.de, accepted_by=house.hanh)


@pytest.mark.django_db
def test_a_turn_opens_when_its_period_begins_and_only_once(house):
    duty = the_duty(house)
    assert [turn.period for turn in turns(duty)] == ["2026-01"]

    jobs.open_turns(at=moment(date(2026, 1, 31)))
    jobs.open_turns(at=moment(date(2026, 2, 1)))
    jobs.open_turns(at=moment(date(2026, 2, 1)))

    january, february = turns(duty)
    assert (february.label, february.period, february.due_on) == ("1.2026-02", "2026-02", date(2026, 2, 25))
    assert (february.cutoff_on, february.lead, february.text) == (date(2026, 2, 14), house.unit.bvdk, duty.text)
    assert [part.unit for part in february.parts.filter(part="coop")] == [house.unit.ttyt]
    assert Notice.objects.filter(to=house.phuc, once_key__startswith=f"given:{february.pk}:").count() == 1
    assert not list(checks.faults())


@pytest.mark.django_db
def test_turns_missed_while_the_program_stood_still_are_opened_together(house):
    duty = the_duty(house)
    jobs.open_turns(at=moment(date(2026, 4, 2)))
    assert [turn.period for turn in turns(duty)] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert not list(checks.faults())


@pytest.mark.django_db
def test_the_duty_is_late_exactly_while_a_turn_is(house):
    duty = the_duty(house)
    jobs.open_turns(at=moment(date(2026, 2, 2)))
    january, _february = turns(duty)
    assert fresh_task(duty).due_on == date(2026, 1, 25)
    assert Task.objects.whole().overdue(on=date(2026, 2, 2)).get() == duty

    done(house, january, date(2026, 2, 2))

    duty = fresh_task(duty)
    assert (duty.due_on, duty.state) == (date(2026, 2, 25), TaskState.IN_PROGRESS)
    assert not Task.objects.whole().overdue(on=date(2026, 2, 3)).exists()
    assert [entry.kind for entry in duty.deadline_entries.all()] == ["set", "period", "period"]
    assert not list(checks.faults())


@pytest.mark.django_db
def test_a_duty_between_two_turns_waits_for_the_next_one(house):
    duty = the_duty(house)
    done(house, turns(duty)[0], date(2026, 1, 20))
    assert fresh_task(duty).due_on == date(2026, 2, 25)


@pytest.mark.django_db
def test_a_duty_is_completed_with_the_last_turn_of_a_finished_rhythm(house):
    duty = the_duty(house, Rhythm(Every.MONTH, 25, SET_ON, date(2026, 2, 28)))
    done(house, turns(duty)[0], date(2026, 1, 20))
    jobs.open_turns(at=moment(date(2026, 2, 1)))
    assert fresh_task(duty).state == TaskState.IN_PROGRESS

    done(house, turns(duty)[1], date(2026, 2, 24))

    duty = fresh_task(duty)
    assert (duty.state, duty.done_on, duty.due_on) == (TaskState.COMPLETED, date(2026, 2, 24), date(2026, 2, 25))
    assert Line.objects.of(f"plans.task:{duty.pk}").filter(kind="plans.task_moved").count() == 2
    assert not list(checks.faults())


@pytest.mark.django_db
def test_a_report_on_the_duty_points_to_the_open_turn(house):
    duty = the_duty(house)
    with nothing_happens(), pytest.raises(WrongState, match=r"1\.2026-01"):
        actions.write_report(task=duty, words="Đã làm.", actor=house.phuc, at=moment(SET_ON))
    with nothing_happens(), pytest.raises(WrongState, match=r"1\.2026-01"):
        actions.change_deadline(task=duty, due_on=date(2026, 3, 1), reason="Chờ.", actor=house.hanh, at=moment(SET_ON))


@pytest.mark.django_db
def test_a_later_day_of_a_turn_moves_the_duty_too(house):
    duty = the_duty(house)
    turn = turns(duty)[0]
    actions.change_deadline(task=turn, due_on=date(2026, 1, 30), reason="Tết.", actor=house.hanh, at=moment(SET_ON))
    assert fresh_task(duty).due_on == date(2026, 1, 30)
    assert not list(checks.faults())


@pytest.mark.django_db
def test_a_stopped_rhythm_opens_nothing_more_and_ends_with_its_open_turns(house):
    duty = the_duty(house)
    on = date(2026, 1, 12)
    actions.stop_recurrence(task=duty, last_on=on, reason="Đã có hệ thống.", actor=house.hanh, at=moment(on))
    jobs.open_turns(at=moment(date(2026, 6, 1)))
    assert len(turns(duty)) == 1

    done(house, turns(duty)[0], date(2026, 1, 20))

    assert fresh_task(duty).state == TaskState.COMPLETED
    assert not list(checks.faults())


@pytest.mark.django_db
def test_a_rhythm_that_never_began_is_taken_away_whole(house):
    duty = the_duty(house, Rhythm(Every.QUARTER, 5, date(2026, 7, 1), date(2026, 12, 31)))
    on = date(2026, 2, 2)
    actions.stop_recurrence(task=duty, last_on=on, reason="Nhầm.", actor=house.hanh, at=moment(on))
    duty = fresh_task(duty)
    assert duty.due_on is None
    assert Task.objects.to_do().filter(pk=duty.pk).exists()
    assert not list(checks.faults())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rhythm", "says"),
    [
        (Rhythm(Every.MONTH, 25, date(2025, 12, 1), date(2026, 12, 31)), "ngày giao"),
        (Rhythm(Every.MONTH, 25, date(2026, 5, 1), date(2026, 4, 1)), "Ngày kết thúc"),
        (Rhythm(Every.MONTH, 5, date(2026, 5, 20), date(2026, 5, 25)), "Không kỳ nào"),
    ],
)
def test_a_rhythm_that_cannot_be_is_told_in_one_sentence(house, rhythm, says):
    plan = a_plan(department=department_of(house))
    duty = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    with nothing_happens(), pytest.raises(NoTurn, match=says):
        actions.set_recurrence(task=duty, rhythm=rhythm, actor=house.hanh, at=moment(SET_ON))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["phuc", "de", "hoa", "son", "mai"])
def test_only_the_keeper_sets_and_stops_a_rhythm(house, name):
    duty = the_duty(house)
    other = a_task(plan=duty.plan, lead=house.unit.bvdk, by=house.hanh)
    actor, at = fresh(getattr(house, name)), moment(SET_ON)
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.set_recurrence(task=other, rhythm=MONTHLY, actor=actor, at=at)
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.stop_recurrence(task=duty, last_on=SET_ON, reason="Thôi.", actor=actor, at=at)


@pytest.mark.django_db
def test_turns_are_counted_through_their_duty(house):
    duty = the_duty(house)
    jobs.open_turns(at=moment(date(2026, 3, 2)))
    assert Task.objects.in_plan(duty.plan).count() == 1
    assert Task.objects.whole().counted(on=date(2026, 3, 2))["total"] == 1
    assert duty not in Task.objects.to_do()


@pytest.mark.django_db
def test_verify_tells_of_a_duty_that_does_not_follow_its_turns(house):
    duty = the_duty(house)
    jobs.open_turns(at=moment(date(2026, 3, 2)))
    assert not list(checks.faults())
    Task.objects.filter(pk=duty.pk).update(state="in_progress")
    assert any("không theo các kỳ" in fault for fault in checks.faults())
    Task.objects.filter(pk=duty.pk).update(state="assigned")
    turns(duty)[1].deadline_entries.all().delete()
    Task.objects.filter(parent=duty, period="2026-02").update(period="2027-02")
    assert any("thiếu kỳ 2026-02" in fault for fault in checks.faults())


@pytest.mark.django_db
def test_a_statement_says_how_many_turns_were_late(house):
    duty = the_duty(house)
    jobs.open_turns(at=moment(date(2026, 2, 2)))
    done(house, turns(duty)[0], date(2026, 2, 2))
    jobs.open_turns(at=moment(date(2026, 3, 2)))

    said = statement(duty.plan, quarter(2026, 1), as_of=moment(date(2026, 3, 20)))

    (line,) = said.lines
    assert line.result == "2/3 kỳ trễ hạn"
    assert (line.due_on, line.is_overdue) == (date(2026, 2, 25), True)
    assert said.classes.total == 1
