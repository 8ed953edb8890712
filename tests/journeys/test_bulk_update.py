"""A reporter fills in many tasks by keyboard alone, looks, applies, and takes it all back."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from caicach.config import checks
from caicach.plans.models import ProgressReport
from caicach.plans.tests.factories import a_department, a_plan, a_task
from tests.browser import PageOf, axe_faults
from tests.journeys.keyboard import press, tab_to, typed

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cell(page: "Page", name: str, words: str) -> None:
    tab_to(page, page.locator(f"[name={name}]"))
    typed(page, words)


def test_results_of_two_tasks_are_filled_in_applied_and_undone_by_keyboard(page_of: PageOf) -> None:
    department = a_department()
    plan = a_plan(department=department)
    for _n in range(2):
        a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 12, 1))

    page = page_of(department.phuc)
    page.goto(f"/plans/{plan.pk}/")
    press(page, page.get_by_role("link", name="Cập nhật hàng loạt"))
    assert not axe_faults(page)
    cell(page, "row-0-words", "Đã rà soát 12 thủ tục.")
    cell(page, "row-1-words", "Đang lấy ý kiến.")
    cell(page, "row-1-figure", "nhiều")
    press(page, page.get_by_role("button", name="Xem trước thay đổi"))
    assert "không phải số" in page.locator("main").inner_text()
    assert not axe_faults(page)
    tab_to(page, page.locator("[name=row-1-figure]"))
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    press(page, page.get_by_role("button", name="Xem trước thay đổi"))
    assert "Đã rà soát 12 thủ tục." in page.locator("main").inner_text()
    assert not axe_faults(page) and not ProgressReport.objects.exists()
    press(page, page.get_by_role("button", name="Áp dụng 2 dòng"))
    assert ProgressReport.objects.filter(state="with_head").count() == 2
    press(page, page.get_by_role("button", name="Hoàn tác tất cả"))
    assert "Mọi nhiệm vụ trở lại như trước" in page.locator("main").inner_text()
    assert not axe_faults(page) and not ProgressReport.objects.exists()
    assert not list(checks.faults())

    for address in ("/plans/feeds/", "/api/tokens/"):
        page.goto(address)
        press(page, page.locator("main form button").last)
        assert not axe_faults(page)
