"""What one asks of the list of tasks: each condition finds what it says, in the database as on paper."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.documents.tests.factories import entered
from caicach.orgs.tests.factories import fresh
from caicach.plans import actions, rules
from caicach.plans.asking import GROUPS, Wanted, at_risk, span_of, was_at_risk
from caicach.plans.models import Task
from caicach.plans.rules import LATE_SOON_DAYS, Risk, TaskState
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 9)


@pytest.mark.parametrize(
    ("state", "days", "returned", "why"),
    [
        (TaskState.ASSIGNED, 14, False, Risk.NOT_BEGUN),
        (TaskState.ASSIGNED, 15, False, None),
        (TaskState.ASSIGNED, 0, False, Risk.NOT_BEGUN),
        (TaskState.ASSIGNED, -1, False, None),  # that is late already
        (TaskState.IN_PROGRESS, 14, True, Risk.RETURNED),
        (TaskState.IN_PROGRESS, 3, False, None),
        (TaskState.IN_PROGRESS, 2, False, Risk.LAST_DAYS),
        (TaskState.REPORTED_DONE, 0, False, None),
        (TaskState.COMPLETED, 1, False, None),
        (TaskState.SUSPENDED, 1, False, None),
    ],
)
def test_what_will_probably_be_late(state, days, returned, why):
    due_on = TODAY + timedelta(days=days)

    assert rules.risk(state=state, due_on=due_on, returned=returned, on=TODAY) == why


def test_a_task_without_a_day_is_never_at_risk():
    assert rules.risk(state=TaskState.ASSIGNED, due_on=None, returned=True, on=TODAY) is None


@pytest.fixture
def tasks(house):
    """Tasks of the hospital and of the centre, from late to far away, one reported, one returned."""
    plan, today = a_plan(department=department_of(house)), localdate()

    def given(unit, days, text):
        due_on = None if days is None else today + timedelta(days=days)
        return a_task(plan=plan, lead=unit, by=house.hanh, text=text, due_on=due_on, at=now() - timedelta(days=30))

    made = {
        "late": given(house.unit.bvdk, -3, "Việc trễ"),
        "begun": given(house.unit.bvdk, 10, "Việc đã bắt đầu"),
        "returned": given(house.unit.bvdk, 9, "Việc bị trả lại"),
        "waiting": given(house.unit.bvdk, 1, "Việc chờ xác nhận"),
        "fresh": given(house.unit.ttyt, 13, "Việc chưa làm"),
        "far": given(house.unit.ttyt, 60, "Việc còn xa"),
        "endless": given(house.unit.khth, None, "Việc thường xuyên"),
    }
    when = now() - timedelta(days=2)
    a_report(task=made["begun"], by=house.phuc, at=when, sent_by=house.de, accepted_by=house.hanh)
    a_report(task=made["returned"], by=house.phuc, at=when, sent_by=house.de, returned_by=house.hanh)
    a_report(task=made["waiting"], by=house.phuc, at=when, done_on=today - timedelta(days=2), sent_by=house.de)
    return {name: Task.objects.get(pk=task.pk) for name, task in made.items()}


def found(tasks, person, **asked):
    """The names of the tasks an address finds for somebody."""
    query = Wanted.read({("class" if name == "of_class" else name): value for name, value in asked.items()})
    pks = set(query.tasks(fresh(person), localdate()).values_list("pk", flat=True))
    return {name for name, task in tasks.items() if task.pk in pks}


def test_risk_in_the_database_is_risk_on_paper(tasks, house):
    today = localdate()
    on_paper = {
        name
        for name, task in tasks.items()
        if rules.risk(state=TaskState(task.state), due_on=task.due_on, returned=name == "returned", on=today)
    }

    in_database = Task.objects.filter(at_risk(today)).values_list("pk", flat=True)

    assert {name for name, task in tasks.items() if task.pk in set(in_database)} == on_paper == {"returned", "fresh"}
    assert set(Task.objects.filter(was_at_risk(today))) == set(Task.objects.filter(at_risk(today)))
    assert LATE_SOON_DAYS == 14


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"late", "begun", "returned", "waiting", "fresh", "far", "endless"}),
        ({"q": "viec tre"}, {"late"}),
        ({"of_class": "overdue"}, {"late"}),
        ({"of_class": "open", "due": "14"}, {"begun", "returned", "waiting", "fresh"}),
        ({"due": "7"}, {"waiting"}),
        ({"due": "none"}, {"endless"}),
        ({"due": "risk"}, {"returned", "fresh"}),
        ({"unit": "TTYT-LK"}, {"fresh", "far"}),
        ({"unit": "BVDK-BM"}, {"late", "begun", "returned", "waiting"}),
        ({"unit": "BVDK-BM", "below": "1"}, {"late", "begun", "returned", "waiting", "endless"}),
        ({"unit": "KHONG-CO", "below": "1"}, set()),
        ({"level": "yearly"}, {"late", "begun", "returned", "waiting", "fresh", "far", "endless"}),
        ({"level": "ten_year"}, set()),
        ({"assigner": "ministry"}, set()),
        ({"field": "the_che"}, set()),
        ({"changed": "fell"}, {"late"}),
        ({"changed": "given"}, set()),
        ({"changed": "any"}, {"late", "begun", "returned", "waiting"}),
        ({"report": "waiting"}, {"waiting"}),
        ({"report": "returned"}, {"returned"}),
        ({"of_class": "không có", "due": "2026-13", "sort": "x", "plan": "9" * 40}, None),
    ],
)
def test_each_condition_finds_what_it_says(tasks, house, asked, names):
    assert found(tasks, house.hanh, **asked) == (set(tasks) if names is None else names)


def test_one_finds_only_what_one_may_see(tasks, house):
    assert found(tasks, house.phuc) == {"late", "begun", "returned", "waiting"}
    assert found(tasks, house.son, unit="BVDK-BM", below="1") == set()
    assert found(tasks, house.thu) == set()


def test_a_report_laid_before_a_head_is_told_to_nobody_above_but_heads(tasks, house):
    report = a_report(task=tasks["late"], by=house.phuc, at=now())
    actions.submit_report(report=report, actor=house.phuc, at=now())

    assert found(tasks, house.hanh, report="with_head") == set()
    assert found(tasks, house.hoa, report="with_head") == {"late"}


def test_a_report_on_what_is_stopped_waits_for_nobody(tasks, house):
    report = a_report(task=tasks["late"], by=house.phuc, at=now())
    report = actions.submit_report(report=report, actor=house.phuc, at=now())
    assert found(tasks, house.hoa, report="with_head") == {"late"}
    actions.suspend_task(task=tasks["late"], reason="Chờ nghị định.", actor=house.hanh, at=now())
    assert found(tasks, house.hoa, report="with_head") == set()
    assert found(tasks, house.hoa, report="waiting") == {"waiting"}

    actions.cancel_task(
        task=tasks["waiting"], document=entered(house, number="12/QĐ-SYT"), reason="Trùng.", actor=house.hanh, at=now()
    )

    for asked in ("waiting", "with_head", "sent"):
        assert found(tasks, house.hoa, report=asked) == set()


def test_parts_are_asked_for_apart(tasks, house):
    whole = tasks["far"]
    part = Task.objects.create(
        plan=whole.plan,
        number=1,
        label="6.1",
        parent=whole,
        bond="part",
        text="Phần việc",
        field="tthc",
        lead=house.unit.ttyt,
        assigned_at=now(),
        changed_at=now(),
        folded="phan viec",
    )
    tasks["part"] = part

    assert "part" not in found(tasks, house.hanh)
    assert found(tasks, house.hanh, items="work", q="phan viec", plan=str(whole.plan_id)) == {"part"}


@pytest.mark.parametrize(
    ("code", "span"),
    [
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-Q3", (date(2026, 7, 1), date(2026, 9, 30))),
        ("2026-09-05", (date(2026, 9, 5), date(2026, 9, 5))),
        ("2026-02-30", None),
        ("2026-13", None),
        ("nay", None),
    ],
)
def test_days_months_and_quarters_are_read(code, span):
    assert span_of(code) == span


def test_an_address_says_a_question_whole_and_only_once():
    wanted = Wanted.read({"q": "rà soát", "class": "late", "due": "2026-09", "sort": "-due", "page": "3"})

    assert wanted.query == "q=r%C3%A0+so%C3%A1t&class=late&due=2026-09&sort=-due"
    assert wanted.narrows
    assert not Wanted.read({"sort": "due", "items": "work"}).narrows
    assert set(GROUPS["late"]) == {"done_late", "overdue"}
