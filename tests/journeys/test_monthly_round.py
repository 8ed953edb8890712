"""The office's monthly round by keyboard alone: who is late, a letter to each, the classification, issued."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.config import checks
from caicach.documents.models import FrozenIssue
from caicach.plans.models import Plan, UrgingLetter
from caicach.plans.tests.factories import a_department, a_plan, a_task
from tests.browser import PageOf
from tests.journeys.keyboard import key, keys_pressed, press, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_KEYS = 120


def test_the_monthly_round_takes_at_most_120_keys(page_of: PageOf) -> None:
    department = a_department()
    plan = a_plan(department=department)
    Plan.objects.filter(pk=plan.pk).update(starts_on=localdate().replace(month=1, day=1))
    given_at = now() - timedelta(days=40)
    for lead in (department.hospital, department.centre):
        for days in (3, 30, -20):
            due_on = localdate() - timedelta(days=days)
            a_task(plan=plan, lead=lead, by=department.hanh, due_on=due_on, at=given_at)
    page = page_of(department.hanh)
    rail = page.get_by_role("navigation", name="Nơi làm việc")

    press(page, rail.get_by_role("link", name="Kế hoạch", exact=True))
    press(page, page.get_by_role("link", name="Đôn đốc", exact=True))
    assert "2" in page.locator("main").inner_text()
    press(page, page.get_by_role("button", name="Lập công văn cho đơn vị đã chọn"))
    press(page, rail.get_by_role("link", name="Kế hoạch", exact=True))
    press(page, page.get_by_role("link", name="Phân loại nhiệm vụ"))
    tab_to(page, page.locator(".head-action summary"))
    key(page, "Enter")
    press(page, page.locator(".head-action").get_by_role("button", name="Chốt và phát hành"))

    assert keys_pressed(page) <= MOST_KEYS
    assert UrgingLetter.objects.count() == 2
    assert page.get_by_role("heading", name="Bản chốt số 1").is_visible()
    assert FrozenIssue.objects.get().files.count() == 2
    assert list(checks.faults()) == []
