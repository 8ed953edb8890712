"""Deadlines that wait for an event, and tasks without a date."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.orgs.permissions import NotAllowed
from caicach.orgs.tests.factories import fresh
from caicach.plans import actions, checks, rules
from caicach.plans.actions import Answer, Assignment, NotDated
from caicach.plans.models import Task
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_task, department_of, moment, nothing_happens
from caicach.regulations import packs

AT = moment(date(2026, 9, 8))


def a_waiting_task(house, deadline, phrase="trong 05 ngày làm việc kể từ ngày Nghị định được ban hành"):
    plan = a_plan(department=department_of(house))
    assignment = Assignment(
        text="Trình kế hoạch.", field="tthc", lead=house.unit.bvdk, deadline=deadline, deadline_phrase=phrase
    )
    return actions.add_task(plan=plan, assignment=assignment, actor=house.hanh, at=GIVEN_AT)


def recorded(task, by, happened_on=date(2026, 9, 7), **said):
    words = "Nghị định số 5/2026/NĐ-CP được ban hành"
    return actions.record_event(task=task, happened_on=happened_on, words=words, actor=by, at=AT, **said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "happened_on", "due_on"),
    [
        ({"working_days": 5}, date(2026, 9, 7), date(2026, 9, 14)),
        ({"working_days": [3, 5]}, date(2026, 9, 7), date(2026, 9, 14)),
        ({"working_days": 1}, date(2026, 9, 5), date(2026, 9, 7)),
        ({"working_days": -3}, date(2026, 9, 18), date(2026, 9, 15)),
        ({"days": 5}, date(2026, 9, 7), date(2026, 9, 14)),
        ({"days": 2}, date(2026, 9, 7), date(2026, 9, 9)),
        ({"days": -2}, date(2026, 9, 7), date(2026, 9, 4)),
        ({"weeks": 2}, date(2026, 9, 7), date(2026, 9, 21)),
        ({"months": 1}, date(2026, 8, 31), date(2026, 9, 30)),
        ({"years": 1}, date(2025, 9, 8), date(2026, 9, 8)),
    ],
)
def test_the_day_is_computed_on_the_working_calendar(house, amount, happened_on, due_on):
    task = a_waiting_task(house, {"kind": "relative", **amount, "after": "Nghị định được ban hành"})
    task = recorded(task, house.hanh, happened_on)
    entry = task.deadline_entries.get(kind="started")
    assert (task.due_on, entry.due_on, task.first_due_on) == (due_on, due_on, due_on)
    assert "Nghị định số 5/2026" in entry.because[0]
    assert len(entry.because) == len(entry.because_en) >= 3
    assert not list(checks.faults())


@pytest.mark.django_db
def test_hours_need_the_hour_of_the_event(house):
    task = a_waiting_task(house, {"kind": "relative", "hours": [24, 48], "after": "phát hiện ca bệnh"})
    with nothing_happens(), pytest.raises(NotDated, match="giờ sự kiện"):
        recorded(task, house.hanh)
    assert recorded(task, house.hanh, happened_at=time(14, 30)).due_on == date(2026, 9, 9)
    assert not list(checks.faults())


@pytest.mark.django_db
def test_an_event_without_an_amount_takes_the_keepers_day_or_none(house):
    task = a_waiting_task(house, {"kind": "event", "event": "khi Nghị định ban hành"})
    assert recorded(task, house.hanh).due_on is None
    assert recorded(task, house.hanh, due_on=date(2026, 10, 1)).due_on == date(2026, 10, 1)
    with nothing_happens(), pytest.raises(NotDated, match="trước ngày sự kiện"):
        recorded(task, house.hanh, due_on=date(2026, 9, 1))
    assert not list(checks.faults())


@pytest.mark.django_db
def test_an_event_recorded_wrongly_is_recorded_again(house):
    task = a_waiting_task(house, {"kind": "relative", "days": 10, "after": "…"})
    recorded(task, house.hanh, date(2026, 9, 1))
    assert recorded(task, house.hanh, date(2026, 9, 7)).due_on == date(2026, 9, 17)
    assert [entry.kind for entry in task.deadline_entries.all()] == ["set", "started", "started"]
    assert not list(checks.faults())


@pytest.mark.django_db
def test_a_deadline_that_names_its_day_waits_for_nothing(house):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)
    with nothing_happens(), pytest.raises(NotDated, match="không tính từ sự kiện"):
        recorded(task, house.hanh)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["phuc", "de", "hoa", "son", "mai"])
def test_only_the_keeper_records_an_event_and_gives_days(house, name):
    task = a_waiting_task(house, {"kind": "relative", "days": 10, "after": "…"})
    with nothing_happens(), pytest.raises(NotAllowed):
        recorded(task, fresh(getattr(house, name)))
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.date_tasks(
            plan=task.plan, answers=[Answer(task, date(2026, 9, 30))], actor=fresh(getattr(house, name)), at=AT
        )


@given(
    happened=st.dates(date(2026, 1, 1), date(2026, 10, 31)),
    amount=st.integers(-20, 40).filter(bool),
)
def test_a_recorded_event_is_recomputed_without_the_calendar(happened, amount):
    """What is written down is enough: the paper rule and the working calendar name the same day."""
    typed = {"kind": "relative", "working_days": amount, "happened": happened.isoformat()}
    days = packs.calendar().known()
    due = days.add(happened, amount)
    first, last = sorted([happened, due])
    between = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    off = [day.isoformat() for day in between if not days.is_working(day)]
    assert rules.last_day({**typed, "off": off}).due_on == due


def an_undated_task(house, plan, deadline=None, text="Xây dựng quy chế."):
    assignment = Assignment(text=text, field="tthc", lead=house.unit.bvdk, deadline=deadline)
    return actions.add_task(plan=plan, assignment=assignment, actor=house.hanh, at=GIVEN_AT)


@pytest.mark.django_db
def test_tasks_without_a_date_are_asked_for_once_and_never_late(house):
    plan = a_plan(department=department_of(house))
    none, roadmap = an_undated_task(house, plan), an_undated_task(house, plan, {"kind": "roadmap"})
    an_undated_task(house, plan, {"kind": "continuous"})
    an_undated_task(house, plan, {"kind": "relative", "days": 5, "after": "…"})
    recurring = an_undated_task(house, plan, {"kind": "recurring", "every": "month"})
    assert set(Task.objects.without_day()) == {none, roadmap, recurring}
    assert not Task.objects.overdue(on=date(2030, 1, 1)).exists()

    answers = [Answer(none, date(2026, 9, 30)), Answer(roadmap, is_continuous=True)]
    actions.date_tasks(plan=plan, answers=answers, actor=house.hanh, at=AT)

    assert list(Task.objects.without_day()) == [recurring]
    none.refresh_from_db()
    assert (none.due_on, none.first_due_on) == (date(2026, 9, 30), date(2026, 9, 30))
    assert roadmap.deadline_entries.last().typed == {"kind": "continuous"}
    assert not list(checks.faults())


@pytest.mark.django_db
def test_days_are_given_all_or_none(house):
    plan = a_plan(department=department_of(house))
    one = an_undated_task(house, plan)
    dated = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 5, 1))
    with nothing_happens(), pytest.raises(NotDated, match="người khác ghi hạn"):
        answers = [Answer(one, date(2026, 9, 30)), Answer(dated, date(2026, 9, 30))]
        actions.date_tasks(plan=plan, answers=answers, actor=house.hanh, at=AT)
