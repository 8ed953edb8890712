"""One task in several plans: one state, each plan's own words."""

from datetime import date

import pytest

from caicach.audit.models import Line
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.models import Plan, PlanLine, Task
from caicach.plans.rules import quarter
from caicach.plans.statement import figures
from caicach.plans.tests.factories import GIVEN_AT, a_department, a_plan, a_task, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return a_department()


def test_a_task_stands_in_two_plans_and_each_statement_says_it_in_its_own_words(department):
    yearly = a_plan(department=department)
    task = a_task(plan=yearly, lead=department.hospital, by=department.hanh)
    government = a_plan(department=department, code="CP-2026", title="Nhiệm vụ Chính phủ giao năm 2026")

    line = actions.place_task(
        task=task,
        plan=government,
        field="chinh_quyen_so",
        wording="Hoàn thành số hóa toàn bộ hồ sơ",
        actor=department.hanh,
        at=GIVEN_AT,
    )

    assert (line.number, line.plan, line.task) == (1, government, task)
    said = {
        plan.code: figures.statement(plan, quarter(2026, 1), as_of=moment(date(2026, 3, 1))).lines
        for plan in (yearly, government)
    }
    assert [one.text for one in said[yearly.code]] == [task.text]
    assert [(one.text, one.field) for one in said["CP-2026"]] == [("Hoàn thành số hóa toàn bộ hồ sơ", "chinh_quyen_so")]
    assert said[yearly.code][0].standing == said["CP-2026"][0].standing
    assert Line.objects.filter(kind="plans.task_placed", stream=f"plans.task:{task.pk}").count() == 1
    assert list(checks.faults()) == []


def test_a_task_has_one_place_in_a_plan(department):
    task = a_task(plan=a_plan(department=department), lead=department.hospital, by=department.hanh)

    with pytest.raises(actions.AlreadyThere, match="đã có trong kế hoạch"):
        actions.place_task(task=task, plan=task.plan, field=task.field, actor=department.hanh, at=GIVEN_AT)

    assert PlanLine.objects.filter(task=task).count() == 1


def test_only_the_keeper_of_a_plan_puts_a_task_into_it(department):
    task = a_task(plan=a_plan(department=department), lead=department.hospital, by=department.hanh)
    other = a_plan(department=department, code="CP-2026")

    with pytest.raises(NotAllowed):
        actions.place_task(task=task, plan=other, field=task.field, actor=department.phuc, at=GIVEN_AT)

    assert not PlanLine.objects.filter(plan=other).exists()
    assert Plan.objects.get(pk=other.pk).last_task_number == 0


def test_a_task_leaves_a_plan_it_was_placed_in_but_not_the_one_that_gave_it(department):
    task = a_task(plan=a_plan(department=department), lead=department.hospital, by=department.hanh)
    other = a_plan(department=department, code="CP-2026")
    placed = actions.place_task(task=task, plan=other, field=task.field, actor=department.hanh, at=GIVEN_AT)
    home = task.lines.get(plan=task.plan)

    actions.take_out_of_plan(line=placed, reason="Trùng", actor=department.hanh, at=GIVEN_AT)
    with pytest.raises(actions.AlreadyThere, match="hãy hủy nhiệm vụ"):
        actions.take_out_of_plan(line=home, reason="Trùng", actor=department.hanh, at=GIVEN_AT)

    assert list(Task.objects.get(pk=task.pk).lines.values_list("plan__code", flat=True)) == [task.plan.code]
    assert list(checks.faults()) == []


def test_the_keeper_puts_a_task_into_a_plan_he_opens_on_its_page(department, client):
    client.force_login(department.hanh)
    task = a_task(plan=a_plan(department=department), lead=department.hospital, by=department.hanh)

    opened = client.post(
        "/plans/open/",
        {
            "code": "CP-2026",
            "title": "Nhiệm vụ Chính phủ giao năm 2026",
            "level": "thematic",
            "assigned_by": "government",
            "above": "",
            "starts_on": "01/01/2026",
            "ends_on": "31/12/2026",
            "unit": "SYT",
        },
    )
    plan = Plan.objects.get(code="CP-2026")
    placed = client.post(f"/plans/tasks/{task.pk}/plans/", {"plan": plan.pk, "field": "tthc", "wording": "Số hóa"})
    page = client.get(f"/plans/{plan.pk}/").content.decode()

    assert opened.url == f"/plans/{plan.pk}/"
    assert placed.url == f"/plans/tasks/{task.pk}/"
    assert "Chính phủ giao" in page and "Số hóa" in page


def test_a_plan_cannot_carry_out_itself(department, client):
    client.force_login(department.hanh)
    upper = a_plan(department=department)
    lower = a_plan(department=department, code="CP-2026")
    said = {"level": "yearly", "assigned_by": "own", "starts_on": "01/01/2026", "ends_on": "31/12/2026"}
    client.post(f"/plans/{lower.pk}/edit/", said | {"code": lower.code, "title": "Dưới", "above": upper.pk})

    answer = client.post(f"/plans/{upper.pk}/edit/", said | {"code": upper.code, "title": "Trên", "above": lower.pk})

    assert answer.status_code == 422
    assert "không thể là chính kế hoạch này" in answer.content.decode()
    upper.refresh_from_db()
    assert upper.above is None and upper.title != "Trên"
    lower.refresh_from_db()
    assert lower.above == upper
