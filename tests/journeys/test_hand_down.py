"""A unit's head breaks a task into parts by keyboard alone; the one named does theirs; the whole shows it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import localdate

from caicach.config import checks
from caicach.orgs.rules import Role
from caicach.plans.models import Task
from caicach.plans.rules import TaskState
from caicach.plans.tests.factories import a_department, a_person, a_plan, a_task
from tests.browser import PageOf, axe_faults
from tests.journeys.keyboard import press, tab_to, typed, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cell(page: "Page", name: str, words: str) -> None:
    tab_to(page, page.locator(f"[name={name}]"))
    typed(page, words)


def test_a_part_is_handed_down_done_and_accepted_by_keyboard(page_of: PageOf) -> None:
    department = a_department()
    head = a_person(name="Nguyễn Văn Đệ", unit=department.hospital, role=Role.HEAD)
    plan = a_plan(department=department)
    due_on = max(localdate(), date(2026, 1, 6)) + timedelta(days=30)
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=due_on)

    page = page_of(head)
    page.goto(f"/plans/tasks/{task.pk}/")
    press(page, page.get_by_role("link", name="Chia phần việc"))
    cell(page, "row-0-text", "Tổng hợp số liệu các khoa.")
    cell(page, "row-0-to", "Phạm Văn Phúc")
    assert not axe_faults(page)
    press(page, page.get_by_role("button", name="Giao các phần việc này"))
    assert "Đã giao 1 phần việc." in page.locator("main").inner_text()
    assert not axe_faults(page)
    part = Task.objects.get(parent=task)

    phuc = page_of(department.phuc)
    press(phuc, phuc.get_by_role("link", name=part.title).first)
    write(phuc, phuc.get_by_label("Kết quả thực hiện"), "Đã tổng hợp đủ.")
    tab_to(phuc, phuc.get_by_label("Nhiệm vụ đã hoàn thành"))
    phuc.keyboard.press("Space")
    write(phuc, phuc.get_by_label("Ngày hoàn thành"), f"{localdate():%d/%m/%Y}")
    press(phuc, phuc.get_by_role("button", name="Lưu và gửi"))

    page.goto(f"/plans/tasks/{part.pk}/")
    press(page, page.get_by_role("button", name="Xác nhận", exact=True))
    part.refresh_from_db()
    assert part.state == TaskState.COMPLETED
    page.goto(f"/plans/tasks/{task.pk}/")
    assert "1/1 phần đã xong" in page.locator("#phan-viec").inner_text()
    assert "Đã tổng hợp đủ." in page.get_by_label("Kết quả thực hiện").input_value()
    assert not list(checks.faults())
