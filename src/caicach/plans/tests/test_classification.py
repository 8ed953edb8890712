"""The classification of tasks by level of plan: every task in one class, every row a sum, nothing counted twice."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caicach.plans import actions, rules
from caicach.plans.models import Plan, Task
from caicach.plans.rules import Assigner, PlanLevel
from caicach.plans.statement import classified, periods
from caicach.plans.statement.classification import APART, COUNTED, DUE, Class, Classification
from caicach.plans.statement.classifying import classification
from caicach.plans.statement.tiers import Tier
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment

Q3 = rules.quarter(2026, 3)
OCTOBER = moment(date(2026, 10, 5))


def another_plan(house, code: str, level: PlanLevel, *, unit=None, assigned_by=Assigner.OWN, year=2026) -> Plan:
    return actions.open_plan(
        code=code,
        title=f"Kế hoạch {code}",
        level=level,
        unit=unit or house.unit.syt,
        starts_on=date(year, 1, 1),
        ends_on=date(year + 4 if level is PlanLevel.FIVE_YEAR else year, 12, 31),
        assigned_by=assigned_by,
        actor=house.hanh,
        at=moment(date(2026, 1, 5)),
    )


@pytest.fixture
def plan(house) -> Plan:
    return a_plan(department=department_of(house))


def done(house, task: Task, on: date, confirmed: datetime | None = None) -> None:
    """The hospital says it is done on a day, its head sends it, cô Hạnh confirms."""
    a_report(
        task=task,
        by=house.phuc,
        at=moment(on),
        done_on=on,
        sent_by=house.de,
        accepted_by=house.hanh,
        decided_at=confirmed or moment(on, 15),
    )


def one_of_each(house, plan: Plan) -> dict[Class, Task]:
    """A task of the hospital in each class on 30/09/2026."""

    def given(due_on: date | None, field: str = "tthc") -> Task:
        return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=due_on, field=field)

    september, december = date(2026, 9, 20), date(2026, 12, 15)
    tasks = {
        Class.DONE_ON_TIME: given(september),
        Class.DONE_LATE: given(date(2026, 8, 1)),
        Class.DONE_NO_DEADLINE: given(None),
        Class.DOING_IN_TIME: given(december, "the_che"),
        Class.DOING_NO_DEADLINE: given(None, "the_che"),
        Class.LEFT_IN_TIME: given(december),
        Class.LEFT_LATE: given(september),
        Class.LEFT_NO_DEADLINE: given(None),
    }
    for one in (Class.DONE_ON_TIME, Class.DONE_LATE, Class.DONE_NO_DEADLINE):
        done(house, tasks[one], date(2026, 9, 15))
    for one in (Class.DOING_IN_TIME, Class.DOING_NO_DEADLINE):
        a_report(task=tasks[one], by=house.phuc, at=moment(date(2026, 7, 1)), sent_by=house.de)
    return tasks


def classes(found: Classification) -> dict[int, Class]:
    return {entry.task_id: entry.of_class for entry in found.once}


def test_every_task_stands_in_its_class_and_every_row_adds_up(house, plan):
    tasks = one_of_each(house, plan)

    found = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER)

    assert classes(found) == {task.pk: one for one, task in tasks.items()}
    for row in (found.total, *found.by_field, *found.by_unit, *found.by_tier):
        assert len(row.counted) == sum(len(row.by_class[one]) for one in COUNTED)
        assert len(row.entries) == len(row.counted) + sum(len(row.by_class[one]) for one in APART)
    assert [len(row.entries) for row in found.by_field] == [2, 6]
    assert [(row.name, len(row.entries)) for row in found.by_unit] == [("Bệnh viện Đa khoa Bình Minh", 8)]


def test_the_share_is_of_the_tasks_due(house, plan):
    one_of_each(house, plan)

    row = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER).total

    assert (row.share.counted, row.share.of) == (1, 3)
    assert len(row.of(*DUE)) == 3


def test_what_is_cancelled_stands_apart_from_the_total(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 8, 1))
    Task.objects.filter(pk=task.pk).update(
        state="cancelled", stopped_on=date(2026, 8, 10), stopped_because="Đã gộp vào nhiệm vụ 4"
    )

    found = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER)

    assert found.total.counted == ()
    (entry,) = found.total.by_class[Class.CANCELLED]
    assert entry.because[-1] == "hủy từ ngày 10/08/2026: Đã gộp vào nhiệm vụ 4"
    before = classification(house.unit.syt, Tier.YEARLY, rules.quarter(2026, 2), as_of=OCTOBER)
    assert classes(before) == {task.pk: Class.LEFT_IN_TIME}


def test_a_task_in_two_plans_of_a_level_counts_once_there_and_in_each_level_it_stands_in(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, field="tthc")
    second = another_plan(house, "KH-TINH", PlanLevel.YEARLY)
    five = another_plan(house, "KH-5N", PlanLevel.FIVE_YEAR)
    given = another_plan(house, "CP-2026", PlanLevel.THEMATIC, assigned_by=Assigner.GOVERNMENT)
    for one, wording in ((second, ""), (five, "Theo cách ghi 5 năm"), (given, "")):
        at = moment(date(2026, 2, 1))
        actions.place_task(task=task, plan=one, field="the_che", wording=wording, actor=house.hanh, at=at)

    found = classification(house.unit.syt, None, Q3, as_of=OCTOBER)

    assert {row.code: len(row.entries) for row in found.by_tier if row.entries} == {
        "tier:five_year": 1,
        "tier:yearly": 1,
        "tier:assigned": 1,
    }
    assert len(found.total.entries) == 1
    yearly = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER).once[0]
    assert (yearly.plan_code, yearly.field, yearly.also_in) == ("62/KH-SYT", "tthc", ("KH-TINH",))
    in_five = classification(house.unit.syt, Tier.FIVE_YEAR, Q3, as_of=OCTOBER).once[0]
    assert (in_five.title, in_five.field) == ("Theo cách ghi 5 năm", "the_che")


def test_a_plan_assigned_by_the_committee_counts_at_its_level_and_in_its_own_group(house):
    plan = another_plan(house, "KH-UBND", PlanLevel.YEARLY, assigned_by=Assigner.PEOPLES_COMMITTEE)
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    found = classification(house.unit.syt, None, Q3, as_of=OCTOBER)

    assert [row.code for row in found.by_tier if row.entries] == ["tier:yearly", "tier:assigned"]


def test_a_unit_counts_what_it_leads_and_what_stands_in_its_own_plan(house, plan):
    led = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, coop=[house.unit.bvdk])
    own_plan = another_plan(house, "BVDK-2026", PlanLevel.UNIT, unit=house.unit.bvdk)
    own = a_task(plan=own_plan, lead=house.unit.khth, by=house.hanh)

    found = classification(house.unit.bvdk, None, Q3, as_of=OCTOBER)

    assert {entry.tier: entry.task_id for entry in found.entries} == {Tier.YEARLY: led.pk, Tier.UNIT: own.pk}


def test_a_past_period_stays_as_it_was(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 9, 20))
    october = date(2026, 10, 2)
    done(house, task, october)
    actions.change_deadline(
        task=a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 9, 1)),
        due_on=date(2026, 12, 1),
        reason="Chờ thông tư",
        phrase="",
        actor=house.hanh,
        at=moment(october),
    )
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, at=moment(october))

    found = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER)

    assert list(classes(found).values()) == [Class.LEFT_LATE, Class.LEFT_LATE]
    assert found.given_later == 1


def test_of_a_plan_that_ended_only_what_was_left_is_counted(house):
    old = another_plan(house, "CCHC-2025", PlanLevel.YEARLY, year=2025)
    settled, left = (a_task(plan=old, lead=house.unit.bvdk, by=house.hanh, due_on=date(2025, 12, 15)) for _ in range(2))
    done(house, settled, date(2026, 2, 1))

    found = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER)

    assert classes(found) == {left.pk: Class.LEFT_LATE}
    assert found.left_over == 1


def test_the_reader_of_one_unit_is_told_it_is_a_part(house, plan):
    a_task(plan=plan, lead=house.unit.khth, by=house.hanh)
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    seen = classification(house.unit.bvdk, None, Q3, as_of=OCTOBER, person=house.phuc)
    whole = classification(house.unit.bvdk, None, Q3, as_of=OCTOBER, person=house.de)

    assert (len(seen.once), seen.partial) == (1, True)
    assert (len(whole.once), whole.partial) == (2, False)


def test_because_names_what_put_a_task_where_it_stands(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 8, 1))
    done(house, task, date(2026, 7, 30), confirmed=moment(date(2026, 8, 3)))

    (entry,) = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER).once

    assert entry.because == (
        "giao ngày 05/01/2026",
        "có báo cáo từ ngày 30/07/2026",
        "hoàn thành ngày 30/07/2026, xác nhận ngày 03/08/2026",
    )


def test_what_is_frozen_names_every_cell_once_with_its_tasks(house, plan):
    one_of_each(house, plan)
    found = classification(house.unit.syt, Tier.YEARLY, Q3, as_of=OCTOBER)

    payload = classified.payload(found)

    cells = {cell.code: cell for cell in payload.cells}
    assert len(cells) == len(payload.cells)
    assert cells["total/total"].value == 8 == len(cells["total/total"].records)
    assert cells["total/share"].value == Decimal("0.3333")
    assert sum(int(cells[f"total/{one}"].value) for one in COUNTED) == 8
    assert classified.key(found) == "SYT:yearly:2026-Q3"


@pytest.mark.parametrize("tier", [None, Tier.YEARLY])
def test_the_number_of_queries_does_not_grow_with_the_tasks(house, plan, tier):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            classification(house.unit.syt, tier, Q3, as_of=OCTOBER, person=house.hanh)
        return len(queries)

    for task in [a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh) for _ in range(2)]:
        done(house, task, date(2026, 9, 1))
    few = asked()
    for task in [a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh) for _ in range(10)]:
        actions.place_task(
            task=task,
            plan=another_plan(house, f"P{task.pk}", PlanLevel.FIVE_YEAR),
            field="tthc",
            actor=house.hanh,
            at=OCTOBER,
        )

    assert asked() == few


PERIODS = [
    ("2026-M07", date(2026, 7, 1), date(2026, 7, 31)),
    ("2026-M01@15-14", date(2025, 12, 15), date(2026, 1, 14)),
    ("2026-Q1@15-14", date(2025, 12, 15), date(2026, 3, 14)),
    ("2026-Q4@15-14", date(2026, 9, 15), date(2026, 12, 14)),
    ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ("2026-6M@15-14", date(2025, 12, 15), date(2026, 6, 14)),
    ("2026-9M@15-14", date(2025, 12, 15), date(2026, 9, 14)),
    ("2026-9M", date(2026, 1, 1), date(2026, 9, 30)),
    ("2026@15-14", date(2025, 12, 15), date(2026, 12, 14)),
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("2026-02-01..2026-03-15", date(2026, 2, 1), date(2026, 3, 15)),
]


@pytest.mark.parametrize(("code", "first", "last"), PERIODS)
def test_a_period_has_its_two_days(code, first, last):
    period = periods.parse(code)

    assert (period.code, period.first_day, period.last_day) == (code, first, last)


@pytest.mark.parametrize(
    "code", ["", "2026-Q5", "2026-M13", "2026-7M", "2026-03-01..2026-02-01", "2026-02-30..2026-03-01"]
)
def test_what_names_no_period_is_refused_in_a_sentence(code):
    with pytest.raises(periods.NoSuchPeriod, match="Hãy"):
        periods.parse(code)


def test_periods_are_named_as_an_office_says_them():
    said = [periods.name(periods.parse(code)) for code in ("2026-Q3", "2026-6M", "2026-M07", "2026-Q1@15-14")]

    assert said == [
        "quý III năm 2026",
        "6 tháng đầu năm 2026",
        "tháng 7 năm 2026",
        "quý I năm 2026 (chốt 15/12/2025 - 14/03/2026)",
    ]
