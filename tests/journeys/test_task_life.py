"""A task after it is given, by keyboard alone: more time asked, decided and kept; two people correcting it at once."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import localdate, now

from caicach.config import checks
from caicach.orgs.rules import Role
from caicach.plans.models import DeadlineEntry, ExtensionRequest, Task
from caicach.plans.tests.factories import Department, a_department, a_person, a_plan, a_task
from tests.browser import PageOf, axe_faults
from tests.journeys.keyboard import key, press, tab_to, write

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def department() -> Department:
    return a_department()


@pytest.fixture
def task(department: Department) -> Task:
    """Due in twenty days; the centre helps."""
    return a_task(
        plan=a_plan(department=department),
        lead=department.hospital,
        coop=[department.centre],
        by=department.hanh,
        due_on=localdate() + timedelta(days=20),
        at=now(),
    )


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def unfold(page: "Page", summary: "Locator") -> None:
    tab_to(page, summary)
    key(page, "Enter")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_more_time_is_asked_for_decided_and_kept(
    department: Department, task: Task, page_of: PageOf, width: str
) -> None:
    first, wanted, given = (localdate() + timedelta(days=days) for days in (20, 50, 40))
    phuc = page_of(department.phuc, path=f"/plans/tasks/{task.pk}/", width=width)
    unfold(phuc, phuc.locator("#gia-han summary"))
    write(phuc, phuc.get_by_label("Đề nghị đến ngày"), written(first))
    write(phuc, phuc.get_by_label("Lý do", exact=True), "Chờ Bộ Y tế hướng dẫn.")
    press(phuc, phuc.get_by_role("button", name="Gửi đề nghị"))
    assert phuc.locator("#gia-han .field-error").inner_text().strip().startswith("Ngày gia hạn phải sau hạn hiện nay")
    assert phuc.get_by_label("Lý do", exact=True).input_value() == "Chờ Bộ Y tế hướng dẫn."
    write(phuc, phuc.get_by_label("Đề nghị đến ngày"), written(wanted))
    press(phuc, phuc.get_by_role("button", name="Gửi đề nghị"))
    assert phuc.get_by_role("button", name="Rút lại đề nghị").count() == 1
    assert axe_faults(phuc) == []

    hanh = page_of(department.hanh, width=width)
    press(hanh, hanh.get_by_role("link", name="Xem và trả lời"))
    write(hanh, hanh.get_by_label("Cho gia hạn đến ngày"), written(given))
    write(hanh, hanh.get_by_label("Ý kiến"), "Gửi dự thảo trước.")
    assert axe_faults(hanh) == []
    press(hanh, hanh.get_by_role("button", name="Đồng ý gia hạn"))
    assert "đã gia hạn 1 lần" in hanh.locator("#gia-han").inner_text()

    phuc.reload()
    told = phuc.locator("#gia-han").inner_text()
    assert all(words in told for words in (written(first), written(given), "Gửi dự thảo trước."))
    task.refresh_from_db()
    assert (task.first_due_on, task.due_on) == (first, given)
    assert task.deadline_entries.last().kind == DeadlineEntry.EXTENDED
    assert ExtensionRequest.objects.get().granted_until == given
    assert list(checks.faults()) == []


def test_two_people_correct_a_task_and_no_words_are_lost(department: Department, task: Task, page_of: PageOf) -> None:
    lan = a_person(name="Đỗ Thị Lan", unit=department.unit, role=Role.OFFICE_SPECIALIST)
    address = f"/plans/tasks/{task.pk}/edit/"
    first, second = page_of(department.hanh, path=address), page_of(lan, path=address)
    write(first, first.get_by_label("Nội dung"), "Rà soát mười thủ tục.")
    write(first, first.get_by_label("Sản phẩm"), "Quyết định công bố")
    press(first, first.get_by_role("button", name="Lưu"))
    assert first.locator("h1").inner_text() == "Rà soát mười thủ tục."

    write(second, second.get_by_label("Nội dung"), "Rà soát hai mươi thủ tục.")
    press(second, second.get_by_role("button", name="Lưu"))

    table = second.locator(".newer").inner_text()
    assert all(words in table for words in ("Rà soát mười thủ tục.", "Quyết định công bố", "Nguyễn Thị Hạnh"))
    assert second.get_by_label("Nội dung").input_value() == "Rà soát hai mươi thủ tục."
    assert second.get_by_label("Sản phẩm").input_value() == "Quyết định công bố"
    assert axe_faults(second) == []
    press(second, second.get_by_role("button", name="Lưu"))
    task.refresh_from_db()
    assert (task.text, task.product, task.revision) == ("Rà soát hai mươi thủ tục.", "Quyết định công bố", 2)
    assert list(checks.faults()) == []


def test_a_task_is_given_to_another_unit_which_finds_it_on_its_desk(
    department: Department, task: Task, page_of: PageOf
) -> None:
    hanh = page_of(department.hanh, path=f"/plans/tasks/{task.pk}/")
    press(hanh, hanh.get_by_role("link", name="Sửa nhiệm vụ"))
    write(hanh, hanh.get_by_label("Chủ trì", exact=True), "CDC")
    write(hanh, hanh.get_by_label("Lý do đổi đơn vị chủ trì"), "Đúng chức năng của Trung tâm.")
    write(hanh, hanh.get_by_label("Phối hợp"), "BVDK")
    press(hanh, hanh.get_by_role("button", name="Lưu"))

    son, phuc = page_of(department.son), page_of(department.phuc)
    assert son.get_by_role("link", name="Nhập kết quả").count() == 1
    press(phuc, phuc.locator(".row-act a").first)
    write(phuc, phuc.get_by_label("Phần việc đơn vị đã làm"), "Đã gửi số liệu quý.")
    press(phuc, phuc.get_by_role("button", name="Xác nhận phần phối hợp"))
    son.goto(f"/plans/tasks/{task.pk}/")
    assert "Đã gửi số liệu quý." in son.locator("#phoi-hop").inner_text()
    assert axe_faults(son) == []
    assert list(checks.faults()) == []
