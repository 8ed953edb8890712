"""The Head's page: every number is right and opens its records."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.plans import actions
from caicach.plans.models import ProgressReport, Task
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(house):
    """Tasks late, at risk, done in time and done late, and a report laid before ông Đệ."""
    plan, today = a_plan(department=department_of(house)), localdate()

    def given(unit, days):
        due_on = today + timedelta(days=days)
        return a_task(plan=plan, lead=unit, by=house.hanh, due_on=due_on, at=now() - timedelta(days=90))

    given(house.unit.bvdk, -2)
    given(house.unit.ttyt, -20)
    given(house.unit.ttyt, 4)
    done = given(house.unit.bvdk, 0)
    a_report(task=done, by=house.phuc, at=now(), done_on=today, sent_by=house.de, accepted_by=house.hanh)
    waiting = given(house.unit.bvdk, 30)
    report = a_report(task=waiting, by=house.phuc, at=now(), words="Đang làm.")
    actions.submit_report(report=report, actor=house.phuc, at=now())
    return plan


def figures(client):
    return client.get("/").context["whole"].figures


def opened(client, figure):
    """How many tasks the address of a figure lists."""
    context = client.get(figure.url).context
    return len(context["risks"]) if "risks" in context else len(context["rows"])


def test_a_head_sees_the_whole_first_and_everybody_else_the_desk(house, as_, plan):
    assert "Toàn cảnh Sở Y tế Bình Minh" in as_(house.hoa).get("/").content.decode()
    assert "Toàn cảnh Bệnh viện Đa khoa Bình Minh" in as_(house.de).get("/").content.decode()
    for person in (house.hanh, house.phuc, house.mai):
        shown = as_(person).get("/").content.decode()
        assert "<h1>Việc của tôi</h1>" in shown
        assert "Toàn cảnh" not in shown


def test_a_head_reaches_what_to_send_at_once(house, as_, plan):
    shown = as_(house.de).get("/").content.decode()

    assert "1 việc chờ anh/chị." in shown
    assert shown.count("btn-primary") == 1
    assert "Toàn cảnh" in as_(house.de).get("/desk/").content.decode()


def test_the_figures_count_and_open_their_records(house, as_, plan):
    client = as_(house.hoa)

    late, risk, on_time, waiting = figures(client)

    assert (late.value, risk.value, waiting.value) == (2, 1, 1)
    assert late.unit == "trên 5"
    assert [opened(client, one) for one in (late, risk, waiting)] == [2, 1, 1]
    assert late.series[-1] == 2
    assert late.tendency.says == "1"  # the other one was late a week ago
    part = on_time.note.partition(" ")[0]
    assert part.partition("/")[0] == "1"
    assert opened(client, on_time) == int(part.partition("/")[2])


def test_reports_on_what_is_stopped_wait_for_nobody_but_waited_before(house, as_, plan):
    task = ProgressReport.objects.get(state="with_head").task
    ProgressReport.objects.filter(task=task).update(written_at=now() - timedelta(days=20))
    actions.suspend_task(task=task, reason="Chờ nghị định.", actor=house.hanh, at=now())
    Task.objects.filter(pk=task.pk).update(stopped_on=localdate() - timedelta(days=10))
    client = as_(house.hoa)

    waiting = figures(client)[-1]

    assert (waiting.value, waiting.note, opened(client, waiting)) == (0, "0 chờ gửi, 0 chờ duyệt", 0)
    assert waiting.series[-3:] == [1, 0, 0]


def test_a_head_of_a_unit_sees_its_own_numbers_only(house, as_, plan):
    late, risk, _on_time, waiting = figures(as_(house.de))

    assert (late.value, late.unit, risk.value, waiting.value) == (1, "trên 3", 0, 1)
    assert "Long Khê" not in as_(house.de).get("/").content.decode()


def test_the_week_and_the_loads_add_up(house, as_, plan):
    whole = as_(house.hoa).get("/").context["whole"]

    assert {one.says: one.count for one in whole.week} == {
        "hoàn thành": 1,
        "mới quá hạn, chưa xong": 1,
        "mới giao": 0,
        "đổi hạn": 0,
        "tạm dừng hoặc hủy": 0,
    }
    assert [(load.name, load.open, load.overdue) for load in whole.loads] == [
        ("Bệnh viện Đa khoa Bình Minh", 2, 1),
        ("Trung tâm Y tế Long Khê", 2, 1),
    ]


def test_an_empty_house_says_what_will_stand_here(house, as_):
    assert "Chưa có nhiệm vụ nào để nhìn toàn cảnh." in as_(house.hoa).get("/").content.decode()


@pytest.mark.parametrize("order", ["2026-09", "-2026-09", "x", "-"])
def test_the_heat_is_sorted_by_any_month_and_survives_nonsense(house, as_, plan, order):
    assert as_(house.hoa).get(f"/?order={order}").status_code == 200
