"""The main job, in a browser and by keyboard alone: a plan becomes tracked work, and the quarter's statement."""

import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document as WordFile

from caicach.config import checks
from caicach.orgs.models import Person
from caicach.orgs.rules import Role, UnitKind
from caicach.plans.models import Plan, ProgressReport, Task
from caicach.plans.rules import ReportState, TaskState
from caicach.plans.tests.factories import Department, a_department, a_person, a_unit
from tests.browser import PageOf, axe_faults
from tests.journeys.invented import PLAN
from tests.journeys.keyboard import key, keys_pressed, press, tab_to, typed, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "mot-mat-khau-rat-dai"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def department() -> Department:
    """The department with its office as a unit of its own, everybody able to sign in."""
    made = a_department()
    office = a_unit(name="Văn phòng Sở", code="VP", kind=UnitKind.DIVISION, parent=made.unit)
    a_unit(name="Phòng Kế hoạch - Tài chính", code="KHTC", kind=UnitKind.DIVISION, parent=made.unit)
    a_person(name="Đỗ Văn Lâm", unit=office, role=Role.REPORTER)
    for person in (made.hanh, made.phuc, made.hoa):
        person.set_password(PASSWORD)
        person.save()
    return made


def sign_in(page: "Page", person: Person, first: str = "Việc của tôi") -> None:
    """Through the sign-in page, as everybody does; to the first page of their kind."""
    page.goto("/")
    write(page, page.get_by_label("Tên đăng nhập"), person.username)
    write(page, page.locator("input[type=password]"), PASSWORD)
    with page.expect_navigation():
        key(page, "Enter")
    assert page.locator("h1").inner_text().startswith(first)


def upload(page: "Page", file: Path) -> None:
    """From the first page to the paper with its proposals."""
    press(page, page.get_by_role("link", name="Văn bản", exact=True))
    press(page, page.get_by_role("link", name="Tải văn bản lên"))
    tab_to(page, page.locator("#id_file"))
    page.locator("#id_file").set_input_files(file)
    press(page, page.get_by_role("button", name="Tải lên và đọc"))


def counted(page: "Page") -> tuple[int, int]:
    """How many proposals are confirmed, of how many."""
    done, total = page.locator(".review-progress b").inner_text().split("/")
    return int(done), int(total)


def confirm_all(page: "Page", *, otherwise: str) -> int:
    """Confirm all; a clause without a unit goes to `otherwise`, with its heading. Returns the keys it took."""
    before = keys_pressed(page)
    for _ in range(400):
        done, total = counted(page)
        if done == total:
            return keys_pressed(page) - before
        if page.locator("[data-assign]").count():
            tab_to(page, page.locator("[data-assign]"))
            typed(page, otherwise)
            whole = page.get_by_role("button", name=re.compile("Giao cả"))
            press(page, whole if whole.count() else page.get_by_role("button", name="Giao đề xuất này"))
        else:
            press(page, page.locator("[data-confirm]"))
    raise AssertionError(f"only {counted(page)} were confirmed")


def report(page: "Page", task: Task, *, words: str, done_on: str, evidence: Path) -> None:
    """Say what was done, with evidence, and lay it before the head."""
    page.goto(f"/plans/tasks/{task.pk}/")
    write(page, page.get_by_label("Kết quả thực hiện"), words)
    tab_to(page, page.get_by_label("Nhiệm vụ đã hoàn thành"))
    if not page.get_by_label("Nhiệm vụ đã hoàn thành").is_checked():
        key(page, "Space")
    write(page, page.get_by_label("Ngày hoàn thành"), done_on)
    tab_to(page, page.locator("input[type=file]"))
    page.locator("input[type=file]").set_input_files(evidence)
    press(page, page.get_by_role("button", name="Lưu và trình lãnh đạo"))


def press_on_task(page: "Page", task: Task, button: str) -> None:
    page.goto(f"/plans/tasks/{task.pk}/")
    press(page, page.get_by_role("button", name=button, exact=True))


def send_back(page: "Page", task: Task, reason: str) -> None:
    """Return a report with its reason."""
    page.goto(f"/plans/tasks/{task.pk}/")
    tab_to(page, page.locator("details.return > summary"))
    key(page, "Enter")
    write(page, page.get_by_label("Lý do trả lại"), reason)
    press(page, page.get_by_role("button", name="Trả lại đơn vị"))


def statement(page: "Page", plan: Plan, period: str) -> str:
    """The statement of a quarter as Word, read back: all its words, tables too."""
    answer = page.request.get(f"/plans/{plan.pk}/statement/{period}.docx")
    assert answer.status == 200
    assert answer.headers["content-type"] == WORD
    word = WordFile(io.BytesIO(answer.body()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_a_plan_becomes_tracked_work_by_keyboard_alone(department: Department, page_of: PageOf, tmp_path: Path) -> None:
    plan_file, evidence = tmp_path / "ke-hoach.txt", tmp_path / "bien-ban.txt"
    plan_file.write_text(PLAN, encoding="utf-8")
    evidence.write_text("Biên bản nghiệm thu bảng chỉ dẫn.", encoding="utf-8")

    hanh = page_of(None)
    sign_in(hanh, department.hanh)
    upload(hanh, plan_file)
    assert counted(hanh) == (0, 6)
    assert axe_faults(hanh) == []
    confirm_all(hanh, otherwise="Văn phòng Sở")
    assert counted(hanh) == (6, 6)
    plan = Plan.objects.get()
    assert (plan.code, plan.starts_on, plan.ends_on) == ("77/KH-SYT", date(2026, 1, 1), date(2026, 12, 31))
    tasks = list(Task.objects.order_by("number"))
    assert [task.lead.code for task in tasks] == ["BVDK", "BVDK", "CDC", "CDC", "VP", "VP"]
    assert [task.due_on for task in tasks] == [
        date(2026, 3, 30),
        date(2026, 6, 30),
        date(2026, 6, 29),
        None,
        date(2026, 12, 14),
        date(2026, 11, 30),
    ]

    review, signs = tasks[0], tasks[1]
    phuc = page_of(None)
    sign_in(phuc, department.phuc)
    assert phuc.get_by_text("Rà soát quy trình khám bệnh ngoại trú").count()
    report(phuc, review, words="Đã bỏ 02 bước.", done_on="20/03/2026", evidence=evidence)
    report(phuc, signs, words="Đã lắp bảng.", done_on="10/07/2026", evidence=evidence)
    assert axe_faults(phuc) == []

    hoa = page_of(None)
    sign_in(hoa, department.hoa, first="Toàn cảnh")
    press(hoa, hoa.locator(".asks a"))  # two wait for her: the strip over the whole leads to her desk
    press(hoa, hoa.locator(".row-act a").first)
    press(hoa, hoa.get_by_role("button", name="Gửi Văn phòng"))
    press_on_task(hoa, signs, "Gửi Văn phòng")
    assert axe_faults(hoa) == []

    press_on_task(hanh, review, "Xác nhận")
    send_back(hanh, signs, "Thiếu ảnh bảng chỉ dẫn tại cổng B.")
    phuc.goto("/")
    assert phuc.get_by_text("Thiếu ảnh bảng chỉ dẫn tại cổng B.").count()
    report(phuc, signs, words="Đã lắp bảng, bổ sung ảnh cổng B.", done_on="12/07/2026", evidence=evidence)
    press_on_task(hoa, signs, "Gửi Văn phòng")
    press_on_task(hanh, signs, "Xác nhận")

    review.refresh_from_db()
    signs.refresh_from_db()
    assert (review.state, review.done_on) == (TaskState.COMPLETED, date(2026, 3, 20))
    assert (signs.state, signs.done_on) == (TaskState.COMPLETED, date(2026, 7, 12))
    words = statement(hanh, plan, "2026-Q3")
    assert "77/KH-SYT" in words
    assert "quý III năm 2026" in words
    assert ProgressReport.objects.filter(state=ReportState.ACCEPTED).count() == 2
    assert list(checks.faults()) == []


@pytest.mark.shared
def test_the_sample_plan_is_confirmed_and_reported(
    department: Department, page_of: PageOf, tmp_path: Path, shared: Path
) -> None:
    evidence = tmp_path / "bao-cao.txt"
    evidence.write_text("Số liệu quý.", encoding="utf-8")
    hanh, phuc, hoa = page_of(department.hanh), page_of(department.phuc), page_of(department.hoa)

    upload(hanh, shared / "samples/documents/d2-brvt-plan-2024.txt")
    total = counted(hanh)[1]
    assert total >= 40
    keys = confirm_all(hanh, otherwise="bvdk")
    assert keys <= 150, f"{keys} keys for {total} tasks"
    plan = Plan.objects.get()
    assert plan.tasks.count() == total
    assert (plan.starts_on.year, plan.ends_on.year) == (2024, 2024)

    first, second = Task.objects.filter(lead=department.hospital).order_by("number")[:2]
    for task in (first, second):
        report(phuc, task, words="Đã triển khai.", done_on="15/06/2024", evidence=evidence)
        press_on_task(hoa, task, "Gửi Văn phòng")
    send_back(hanh, first, "Thiếu số liệu tháng 6.")
    press_on_task(hanh, second, "Xác nhận")

    second.refresh_from_db()
    assert second.done_on == date(2024, 6, 15)
    words = statement(hanh, plan, "2024-Q2")
    assert str(total) in words
    assert list(checks.faults()) == []
