"""One task in three plans, on a simulated clock: handed down, late, chased up the ladder, extended once, done."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from django.utils.timezone import make_aware
from docx import Document as WordFile

from caicach.config import checks
from caicach.config.jobs import JOBS
from caicach.orgs.models import Person
from caicach.orgs.rules import Role
from caicach.plans.models import Plan, Reminder, Task
from caicach.plans.rules import TaskState
from caicach.plans.tests.factories import Department, a_department, a_person, a_plan, a_task
from caicach.regulations.actions import load_packs
from tests.browser import PageOf, axe_faults
from tests.journeys.keyboard import key, press, tab_to, typed, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GIVEN, DUE, EXTENDED = date(2026, 3, 2), date(2026, 6, 15), date(2026, 7, 20)
OWN_WORDS = "Quét và ký số kết quả các khoa còn lại"
GOVERNMENT_WORDS = "Hoàn thành số hóa 100% kết quả giải quyết thủ tục hành chính"
Clock = Callable[[date], None]


@pytest.fixture
def turn_to(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set everybody's clock to nine in the morning of a day; the jobs of the days between have run."""
    shown = {"day": GIVEN}
    monkeypatch.setattr(timezone, "now", lambda: make_aware(datetime.combine(shown["day"], time(9))))

    def turn(day: date) -> None:
        while shown["day"] < day:
            shown["day"] += timedelta(days=1)
            for _name, job, _seconds in JOBS:
                job(at=timezone.now())

    return turn


def open_plan(page: "Page", code: str, title: str, level: str, assigner: str) -> Plan:
    """Open a plan of the year by hand."""
    page.goto("/plans/")
    press(page, page.get_by_role("link", name="Mở kế hoạch"))
    write(page, page.get_by_label("Số, ký hiệu hoặc mã"), code)
    page.get_by_label("Cấp kế hoạch").select_option(level)
    write(page, page.get_by_label("Tên kế hoạch"), title)
    page.get_by_label("Cơ quan giao").select_option(assigner)
    press(page, page.get_by_role("button", name="Mở kế hoạch"))
    return Plan.objects.get(code=code)


def place(page: "Page", task: Task, plan: Plan, wording: str) -> None:
    """Put the task into one more plan, in that plan's words."""
    page.goto(f"/plans/tasks/{task.pk}/")
    press(page, page.get_by_role("link", name="Đưa vào kế hoạch khác"))
    page.get_by_label("Kế hoạch", exact=True).select_option(str(plan.pk))
    write(page, page.get_by_label("Cách ghi trong kế hoạch đó"), wording)
    press(page, page.get_by_role("button", name="Đưa vào"))


def report_done(page: "Page", task: Task, words: str, done_on: date, button: str, evidence: Path | None = None) -> None:
    page.goto(f"/plans/tasks/{task.pk}/")
    write(page, page.get_by_label("Kết quả thực hiện"), words)
    tab_to(page, page.get_by_label("Nhiệm vụ đã hoàn thành"))
    key(page, "Space")
    write(page, page.get_by_label("Ngày hoàn thành"), f"{done_on:%d/%m/%Y}")
    if evidence is not None:
        page.locator("input[type=file]").set_input_files(evidence)
    press(page, page.get_by_role("button", name=button))


def statement(page: "Page", plan: Plan, period: str) -> str:
    """The plan's progress statement of a quarter as Word, read back."""
    answer = page.request.get(f"/plans/{plan.pk}/statement/{period}.docx")
    assert answer.status == 200
    word = WordFile(io.BytesIO(answer.body()))
    rows = [" | ".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + rows)


def heard(page_of: PageOf, person: Person) -> str:
    """The newest digest on somebody's page of notices."""
    page = page_of(person, path="/notices/")
    press(page, page.get_by_role("button", name=re.compile("việc cần xem")).first)
    return page.locator("main").inner_text()


def test_one_task_of_three_plans_from_order_to_acceptance(page_of: PageOf, turn_to: Clock, tmp_path: Path) -> None:
    load_packs(at=timezone.now())
    department: Department = a_department()
    de = a_person(name="Nguyễn Văn Đệ", unit=department.hospital, role=Role.HEAD)
    khoa = a_person(name="Bùi Văn Khoa", unit=department.hospital, role=Role.OFFICE_SPECIALIST)
    yearly = a_plan(department=department)
    task = a_task(
        plan=yearly, lead=department.hospital, by=department.hanh, due_on=DUE, at=timezone.now(),
        text="Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực.",
    )  # fmt: skip

    # One task, three plans: the Government's, the year's, the hospital's own.
    hanh = page_of(department.hanh)
    government = open_plan(hanh, "CP-2026", "Nhiệm vụ Chính phủ giao năm 2026", "thematic", "government")
    place(hanh, task, government, GOVERNMENT_WORDS)
    page_khoa = page_of(khoa)
    own = open_plan(page_khoa, "KH-BV-2026", "Kế hoạch của Bệnh viện năm 2026", "unit", "own")
    place(page_khoa, task, own, OWN_WORDS)
    assert set(task.lines.values_list("plan__code", flat=True)) == {"62/KH-SYT", "CP-2026", "KH-BV-2026"}
    assert axe_faults(hanh) == [] and axe_faults(page_khoa) == []

    # Handed down inside the hospital.
    head = page_of(de, path=f"/plans/tasks/{task.pk}/")
    press(head, head.get_by_role("link", name="Chia phần việc"))
    tab_to(head, head.locator("[name=row-0-text]"))
    typed(head, "Quét kết quả của khoa Khám bệnh.")
    tab_to(head, head.locator("[name=row-0-to]"))
    typed(head, "Phạm Văn Phúc")
    press(head, head.get_by_role("button", name="Giao các phần việc này"))
    part = Task.objects.get(parent=task)

    # It goes late and is chased up the ladder.
    turn_to(date(2026, 7, 1))
    told = {
        name: Reminder.objects.filter(task=task, to=who).count()
        for name, who in {
            "khoa": khoa,
            "phuc": department.phuc,
            "de": de,
            "hoa": department.hoa,
            "hanh": department.hanh,
        }.items()
    }
    assert all(told[name] for name in ("phuc", "de", "hoa", "hanh")), told
    for person in (department.phuc, de, department.hoa):
        assert "Quá hạn" in heard(page_of, person)
    before = {
        plan: statement(page_of(keeper), plan, "2026-Q2")
        for plan, keeper in ((government, department.hanh), (yearly, department.hanh), (own, khoa))
    }
    for plan, words in ((government, GOVERNMENT_WORDS), (yearly, "Số hóa kết quả"), (own, OWN_WORDS)):
        assert words in before[plan]
        assert "quá hạn" in before[plan].lower() and "Đã hoàn thành | 0" in before[plan]

    # Extended once: the unit asks, the office grants, the first day stays.
    phuc = page_of(department.phuc, path=f"/plans/tasks/{task.pk}/")
    tab_to(phuc, phuc.locator("#gia-han summary"))
    key(phuc, "Enter")
    write(phuc, phuc.get_by_label("Đề nghị đến ngày"), f"{EXTENDED:%d/%m/%Y}")
    write(phuc, phuc.get_by_label("Lý do", exact=True), "Chờ máy quét.")
    press(phuc, phuc.get_by_role("button", name="Gửi đề nghị"))
    hanh = page_of(department.hanh, path=f"/plans/tasks/{task.pk}/")
    press(hanh, hanh.get_by_role("button", name="Đồng ý gia hạn"))
    task.refresh_from_db()
    assert (task.first_due_on, task.due_on) == (DUE, EXTENDED)

    # Done with evidence: the part, then the whole; sent by the head, accepted by the office.
    turn_to(date(2026, 7, 10))
    phuc = page_of(department.phuc)
    report_done(phuc, part, "Đã quét xong.", date(2026, 7, 9), "Lưu và gửi")
    head = page_of(de, path=f"/plans/tasks/{part.pk}/")
    press(head, head.get_by_role("button", name="Xác nhận", exact=True))
    evidence = tmp_path / "bien-ban.txt"
    evidence.write_text("Biên bản bàn giao kết quả đã số hóa.", encoding="utf-8")
    report_done(phuc, task, "Đã số hóa toàn bộ.", date(2026, 7, 10), "Lưu và trình lãnh đạo", evidence)
    head.goto(f"/plans/tasks/{task.pk}/")
    press(head, head.get_by_role("button", name="Gửi Văn phòng"))
    hanh = page_of(department.hanh, path=f"/plans/tasks/{task.pk}/")
    press(hanh, hanh.get_by_role("button", name="Xác nhận", exact=True))
    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.COMPLETED, date(2026, 7, 10))

    # Each plan's statement shows it done in time, in its own words; what was sent before stays as it was.
    turn_to(date(2026, 9, 30))
    for plan, keeper, words in (
        (government, department.hanh, GOVERNMENT_WORDS),
        (yearly, department.hanh, "Số hóa kết quả"),
        (own, khoa, OWN_WORDS),
    ):
        now = statement(page_of(keeper), plan, "2026-Q3")
        assert words in now and "Đã hoàn thành | 1" in now and "bien-ban.txt" in now
        past = statement(page_of(keeper), plan, "2026-Q2")
        assert "Đã hoàn thành | 0" in past
    assert list(checks.faults()) == []
