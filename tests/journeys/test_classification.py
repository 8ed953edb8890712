"""Cô Hạnh sorts the year's tasks, opens the late ones, issues the table, and sees later what differs: keys alone."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import localdate, now

from caicach.documents.models import FrozenIssue
from caicach.plans import actions
from caicach.plans.models import Plan
from caicach.plans.tests.factories import Department, a_department, a_plan, a_task
from tests.browser import PageOf
from tests.journeys.keyboard import key, press, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan() -> tuple[Department, Plan]:
    """Of three tasks one is late."""
    department = a_department()
    made = a_plan(department=department)
    today = localdate()
    Plan.objects.filter(pk=made.pk).update(starts_on=today.replace(month=1, day=1), ends_on=today + timedelta(days=90))
    for days in (-9, 20, 40):
        due_on = today + timedelta(days=days)
        a_task(plan=made, lead=department.hospital, by=department.hanh, due_on=due_on, at=now() - timedelta(days=20))
    return department, made


def issue(page: "Page") -> None:
    tab_to(page, page.locator(".head-action summary"))
    key(page, "Enter")
    press(page, page.locator(".head-action").get_by_role("button", name="Chốt và phát hành"))


def test_the_table_is_opened_issued_and_compared_by_keyboard_alone(
    plan: tuple[Department, Plan], page_of: PageOf
) -> None:
    department, made = plan
    page = page_of(department.hanh)
    page.goto(f"/plans/classification/SYT/?level=yearly&period={localdate().year}")

    press(page, page.locator("tfoot").get_by_title("Tổng số: chưa hoàn thành, quá hạn"))
    assert page.locator("#records .row-line").count() == 1
    issue(page)

    assert page.get_by_role("heading", name="Bản chốt số 1").is_visible()
    assert page.locator(".frozen-stamp .file").count() == 2
    task = made.tasks.order_by("number").last()
    assert task is not None
    actions.change_deadline(
        task=task,
        due_on=localdate() + timedelta(days=60),
        reason="Chờ thông tư",
        phrase="",
        actor=department.hanh,
        at=now(),
    )
    page.reload()
    assert "sửa hạn thành" in page.locator("#differences").inner_text()
    issue(page)
    assert FrozenIssue.objects.count() == 2
