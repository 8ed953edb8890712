"""States, classes of progress, the last day of a deadline: on paper."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.plans import rules
from caicach.plans.rules import Progress, ReportState, Standing, TaskState, Timeliness, last_day, standing

pytestmark = pytest.mark.once

DAY = date(2026, 6, 30)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)

REPORT_STEPS = {
    ("draft", "write"): "draft",
    ("returned", "write"): "draft",
    ("draft", "submit"): "with_head",
    ("with_head", "take_back"): "draft",
    ("with_head", "send"): "sent",
    ("with_head", "return"): "returned",
    ("sent", "accept"): "accepted",
    ("sent", "return"): "returned",
}
TASK_STEPS = {
    ("assigned", "begin"): "in_progress",
    ("in_progress", "begin"): "in_progress",
    ("assigned", "report_done"): "reported_done",
    ("in_progress", "report_done"): "reported_done",
    ("assigned", "accept_progress"): "in_progress",
    ("in_progress", "accept_progress"): "in_progress",
    ("reported_done", "complete"): "completed",
    ("reported_done", "return"): "in_progress",
    ("in_progress", "return"): "in_progress",
    ("assigned", "return"): "in_progress",
    ("assigned", "suspend"): "suspended",
    ("in_progress", "suspend"): "suspended",
    ("suspended", "resume"): "assigned",
    ("suspended", "resume_begun"): "in_progress",
    ("assigned", "cancel"): "cancelled",
    ("in_progress", "cancel"): "cancelled",
    ("reported_done", "cancel"): "cancelled",
    ("suspended", "cancel"): "cancelled",
}


@pytest.mark.parametrize(("state", "verb"), list(product(ReportState, rules.REPORT_TRANSITIONS)))
def test_a_report_takes_only_the_steps_of_its_state(state, verb):
    wanted = REPORT_STEPS.get((state, verb))

    if wanted is None:
        with pytest.raises(rules.WrongState):
            rules.next_report_state(state, verb)
    else:
        assert rules.next_report_state(state, verb) == wanted


@pytest.mark.parametrize(("state", "verb"), list(product(TaskState, rules.TASK_TRANSITIONS)))
def test_a_task_takes_only_the_steps_of_its_state(state, verb):
    wanted = TASK_STEPS.get((state, verb))

    if wanted is None:
        with pytest.raises(rules.WrongState):
            rules.next_task_state(state, verb)
    else:
        assert rules.next_task_state(state, verb) == wanted


def test_nothing_leads_out_of_an_accepted_report_or_a_completed_task():
    assert all(ReportState.ACCEPTED not in starts for starts, _ in rules.REPORT_TRANSITIONS.values())
    assert all(TaskState.COMPLETED not in starts for starts, _ in rules.TASK_TRANSITIONS.values())


@pytest.mark.parametrize(
    ("accepted_done", "sent_done", "ever_sent", "found"),
    [
        (False, False, False, "assigned"),
        (False, False, True, "in_progress"),
        (False, True, True, "reported_done"),
        (True, False, True, "completed"),
    ],
)
def test_a_task_stands_where_its_reports_put_it(accepted_done, sent_done, ever_sent, found):
    assert rules.state_by_reports(accepted_done=accepted_done, sent_done=sent_done, ever_sent=ever_sent) == found


@pytest.mark.parametrize(
    ("state", "done_on", "due_on", "on", "progress", "timeliness"),
    [
        ("completed", DAY, DAY, DAY, "completed", "on_time"),
        ("completed", NEXT, DAY, NEXT, "completed", "late"),
        ("completed", DAY, None, DAY, "completed", "no_deadline"),
        ("completed", NEXT, NEXT, DAY, "in_progress", "on_time"),  # as the day before saw it
        ("completed", NEXT, BEFORE, DAY, "not_completed", "late"),
        ("in_progress", None, DAY, DAY, "in_progress", "on_time"),
        ("in_progress", None, DAY, NEXT, "not_completed", "late"),
        ("reported_done", None, DAY, DAY, "in_progress", "on_time"),
        ("reported_done", None, DAY, NEXT, "not_completed", "late"),  # said, but nobody has accepted it
        ("in_progress", None, None, NEXT, "in_progress", "no_deadline"),
        ("assigned", None, DAY, DAY, "not_completed", "on_time"),
        ("assigned", None, DAY, NEXT, "not_completed", "late"),
        ("assigned", None, None, NEXT, "not_completed", "no_deadline"),
    ],
)
def test_how_a_task_counts_on_a_day(state, done_on, due_on, on, progress, timeliness):
    found = standing(state=TaskState(state), done_on=done_on, due_on=due_on, on=on)

    assert found == Standing(Progress(progress), Timeliness(timeliness))


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
tasks = st.one_of(
    st.tuples(st.just(TaskState.COMPLETED), days, st.none() | days),
    st.tuples(st.sampled_from([TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.REPORTED_DONE]), st.none(), days),
    st.tuples(st.just(TaskState.IN_PROGRESS), st.none(), st.none()),
)


@given(st.lists(tasks, max_size=30), days)
def test_the_classes_add_up_to_every_task(listed, on):
    standings = [standing(state=state, done_on=done, due_on=due, on=on) for state, done, due in listed]
    counts = rules.tally(standings)

    assert len(counts) == 9
    assert sum(counts.values()) == len(listed)
    no_deadline = sum(counts[progress, Timeliness.NO_DEADLINE] for progress in Progress)
    assert no_deadline == sum(due is None for _, _, due in listed)


@given(tasks, days)
def test_a_task_without_a_deadline_is_never_late_and_an_accepted_one_keeps_its_class(task, on):
    state, done, due = task
    found = standing(state=state, done_on=done, due_on=due, on=on)
    later = standing(state=state, done_on=done, due_on=due, on=on + timedelta(days=400))

    assert due is not None or found.timeliness is Timeliness.NO_DEADLINE
    assert found.progress is not Progress.COMPLETED or later == found


@pytest.mark.parametrize(
    ("deadline", "due_on"),
    [
        (None, None),
        ({"kind": "date", "date": "2026-06-30", "comparator": "before"}, date(2026, 6, 29)),
        ({"kind": "date", "date": "2026-01-01", "comparator": "before"}, date(2025, 12, 31)),
        ({"kind": "date", "date": "2026-06-30", "comparator": "by"}, DAY),
        ({"kind": "date", "date": "2026-06-30", "comparator": "on"}, DAY),
        ({"kind": "datetime", "date": "2026-06-30", "time": "16:00", "comparator": "before"}, DAY),
        ({"kind": "datetime", "date": "2026-06-30", "time": "16:00", "comparator": "by"}, DAY),
        ({"kind": "period", "unit": "quarter", "from": "2026-04-01", "to": "2026-06-30"}, DAY),
        ({"kind": "week", "week_of_month": 2, "month": "2027-06"}, date(2027, 6, 11)),
        ({"kind": "week", "week_of_month": 1, "month": "2026-08"}, date(2026, 8, 7)),  # the 1st is a Saturday
        ({"kind": "week", "week_of_month": 1, "month": "2026-05"}, date(2026, 5, 1)),  # the 1st is a Friday
        ({"kind": "recurring", "every": "month", "day": 20}, None),
        ({"kind": "relative", "hours": [24, 48], "after": "khi có dịch"}, None),
        ({"kind": "event", "after": "khi Nghị định được ban hành"}, None),
        ({"kind": "roadmap"}, None),
        ({"kind": "continuous"}, None),
        ({"kind": "open", "from": "2026-01-01", "to": None}, None),
        ({"kind": "multi", "items": [{"kind": "continuous"}, {"kind": "roadmap"}]}, None),
        (
            {
                "kind": "multi",
                "items": [
                    {"kind": "date", "date": "2026-06-30", "comparator": "by"},
                    {"kind": "continuous"},
                    {"kind": "date", "date": "2026-03-31", "comparator": "by"},
                ],
            },
            DAY,
        ),
    ],
)
def test_the_last_day_follows_from_the_words_and_says_why(deadline, due_on):
    found = last_day(deadline)

    assert found.due_on == due_on
    assert found.because and found.because_en and all(found.because) and all(found.because_en)
    if due_on is not None:
        assert f"{due_on:%d/%m/%Y}" in " ".join(found.because)
        assert f"{due_on:%d/%m/%Y}" in " ".join(found.because_en)


@given(days, st.sampled_from(["before", "by", "on"]))
def test_before_a_day_is_one_day_less_than_by_it(day, comparator):
    found = last_day({"kind": "date", "date": day.isoformat(), "comparator": comparator}).due_on

    assert found == (day - timedelta(days=1) if comparator == "before" else day)


@given(st.integers(2020, 2030), st.integers(1, 12), st.integers(1, 4))
def test_a_week_of_a_month_ends_on_a_friday_of_that_month(year, month, week):
    found = last_day({"kind": "week", "week_of_month": week, "month": f"{year}-{month:02d}"}).due_on

    assert found is not None and found.weekday() == 4
    assert (found.year, found.month) == (year, month)


@given(st.integers(1990, 2200), st.integers(1, 4))
def test_the_quarters_of_a_year_cover_it_without_a_gap(year, number):
    period = rules.quarter(year, number)
    after = rules.quarter(year + number // 4, number % 4 + 1)

    assert after.first_day - period.last_day == timedelta(days=1)
    assert rules.quarter_of(period.first_day) == rules.quarter_of(period.last_day) == period
    assert rules.parse_period(period.code) == period


def test_the_third_quarter_of_2026():
    assert rules.quarter(2026, 3) == rules.Period("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize("code", ["", "2026", "2026-Q5", "2026-Q0", "Q3-2026", "26-Q3", "2026-Q33", "0001-Q1", "x-Q1"])
def test_a_period_that_is_none_is_refused_with_a_sentence(code):
    with pytest.raises(ValueError, match="2026-Q3"):
        rules.parse_period(code)


@pytest.mark.parametrize(
    ("subject", "years"),
    [
        ("Cải cách hành chính năm 2026", (2026, 2026)),
        ("Chuyển đổi số giai đoạn 2026 - 2030", (2026, 2030)),
        ("Chuyển đổi số Giai đoạn 2026–2030", (2026, 2030)),
        ("giai đoạn 2030-2026", (2030, 2030)),
        ("Đôn đốc thực hiện nhiệm vụ", (2025, 2025)),
        ("Kế hoạch năm 20", (2025, 2025)),
    ],
)
def test_the_years_a_subject_names(subject, years):
    assert rules.years_named(subject, 2025) == years


def test_every_field_of_reform_has_both_names():
    assert len(rules.FIELDS) == 8
    assert all(vietnamese and english for vietnamese, english in rules.FIELDS.values())


@pytest.mark.parametrize(
    ("subject", "issued_in", "years"),
    [
        ("thực hiện Nghị quyết 76/NQ-CP năm 2021 của Chính phủ trong năm 2026", 2026, (2026, 2026)),
        ("Báo cáo kết quả năm 2025, phương hướng năm 2026", 2025, (2026, 2026)),
        ("Cải cách hành chính năm 2024", 2026, (2024, 2024)),  # taken in long after
    ],
)
def test_the_year_ahead_is_the_plan_s_own(subject, issued_in, years):
    assert rules.years_named(subject, issued_in) == years
