"""Plans by level and assigner, and the plans around a plan; the page asks no more for many tasks than for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caicach.plans import actions
from caicach.plans.models import Plan, PlanLine
from caicach.plans.rules import Assigner, PlanLevel, TaskState
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_task, department_of
from caicach.plans.tests.test_classification import another_plan
from caicach.plans.tests.test_queries import many

OF_EVERY_PAGE = 6  # session, person, rights and what ended units left, post named in the frame, unread notices


@pytest.fixture
def plan(house) -> Plan:
    return a_plan(department=department_of(house))


def test_plans_stand_under_their_levels_and_are_filtered_by_level_and_assigner(house, as_, plan):
    five = another_plan(house, "KH-5N", PlanLevel.FIVE_YEAR, assigned_by=Assigner.PEOPLES_COMMITTEE)
    given = another_plan(house, "CP-2026", PlanLevel.THEMATIC, assigned_by=Assigner.GOVERNMENT)

    def shown(query: str = "") -> dict[str, list[Plan]]:
        groups = as_(house.hanh).get(f"/plans/{query}").context["groups"]
        return {group.name: [row.plan for row in group.rows] for group in groups}

    assert shown() == {"Kế hoạch 5 năm": [five], "Kế hoạch năm": [plan], "Kế hoạch chuyên đề": [given]}
    assert shown("?level=five_year") == {"Kế hoạch 5 năm": [five]}
    assert shown("?by=government") == {"Kế hoạch chuyên đề": [given]}
    assert shown("?level=unit") == {}
    tabs = as_(house.hanh).get("/plans/?by=government").context["level_tabs"]
    assert [(tab.name, tab.count) for tab in tabs] == [("Mọi cấp", 1), ("Kế hoạch chuyên đề", 1)]


def test_a_plan_shows_the_one_above_those_below_and_those_with_the_same_tasks(house, as_, plan):
    above = another_plan(house, "KH-5N", PlanLevel.FIVE_YEAR)
    below = another_plan(house, "BVDK-2026", PlanLevel.UNIT, unit=house.unit.bvdk)
    beside = another_plan(house, "CP-2026", PlanLevel.THEMATIC)
    another_plan(house, "KHAC", PlanLevel.THEMATIC)
    Plan.objects.filter(pk=plan.pk).update(above=above)
    Plan.objects.filter(pk=below.pk).update(above=plan)
    task, alone = (a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh) for _ in range(2))
    for other in (above, beside):
        actions.place_task(task=task, plan=other, field="tthc", actor=house.hanh, at=GIVEN_AT)

    page = as_(house.hanh).get(f"/plans/{plan.pk}/")

    found = [(one.row.plan.code, one.says, one.shared, one.row.total) for one in page.context["relatives"]]
    assert found == [
        ("KH-5N", "kế hoạch cấp trên", 1, 1),
        ("BVDK-2026", "thực hiện kế hoạch này", 0, 0),
        ("CP-2026", "có cùng nhiệm vụ", 1, 1),
    ]
    common = as_(house.hanh).get(page.context["relatives"][0].shared_url)
    assert [row.task.pk for row in common.context["rows"]] == [task.pk]
    assert alone.title in page.content.decode()


def test_a_plan_out_of_reach_is_no_relative(house, as_, plan):
    task = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh)
    own = another_plan(house, "TTYT-2026", PlanLevel.UNIT, unit=house.unit.ttyt)
    actions.place_task(task=task, plan=own, field="tthc", actor=house.hanh, at=GIVEN_AT)
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    assert as_(house.phuc).get(f"/plans/{plan.pk}/").context["relatives"] == []


def test_the_page_of_a_plan_asks_as_much_for_300_tasks_as_for_20_and_at_most_eight_things(house, as_, plan):
    client = as_(house.hanh)
    five = another_plan(house, "KH-5N", PlanLevel.FIVE_YEAR)

    def fill(first: int, last: int) -> None:
        values = [(TaskState.IN_PROGRESS, None, date(2026, 12, 1))] * (last - first)
        tasks = many(plan, house.unit.bvdk, values, first)
        for one in (plan, five):
            PlanLine.objects.bulk_create(
                PlanLine(plan=one, task=task, number=number, field="tthc", placed_at=GIVEN_AT)
                for number, task in enumerate(tasks, first)
                if not (one is plan and task.lines.exists())
            )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/plans/{plan.pk}/")
        assert page.context["relatives"][0].shared == PlanLine.objects.filter(plan=five).count()
        return len(queries)

    fill(1, 21)
    client.get(f"/plans/{plan.pk}/")
    few = asked()
    fill(21, 301)

    assert asked() == few
    assert few - OF_EVERY_PAGE <= 8
