"""A briefing by keyboard: called, its minutes read, their tasks confirmed into its plan, asked for at the next."""

from pathlib import Path

import pytest
from django.utils.timezone import localdate

from caicach.config import checks
from caicach.plans.models import Meeting, Task
from caicach.plans.tests.factories import Department, a_department
from tests.browser import PageOf, axe_faults
from tests.journeys.invented import PLAN
from tests.journeys.keyboard import press, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def department() -> Department:
    return a_department()


def test_minutes_become_tasks_and_come_back_at_the_next_meeting(
    department: Department, page_of: PageOf, tmp_path: Path
) -> None:
    minutes = tmp_path / "thong-bao-ket-luan.txt"
    minutes.write_text(PLAN)
    page = page_of(department.hanh, path="/plans/meetings/")

    press(page, page.get_by_role("link", name="Triệu tập họp"))
    write(page, page.locator("#id_title"), "Giao ban tuần")
    press(page, page.get_by_role("button", name="Triệu tập và lập nội dung"))
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.items.count()) == ("Giao ban tuần", 0)

    page.locator("#id_file").set_input_files(minutes)
    press(page, page.get_by_role("button", name="Tải lên và đọc"))
    meeting.refresh_from_db()
    assert meeting.minutes is not None
    clear = meeting.minutes.proposals.open().exclude(lead=None).first()
    assert clear is not None
    page.goto(f"/plans/review/{meeting.minutes.pk}/?n={clear.number}")
    press(page, page.locator("[data-confirm]"))
    task = Task.objects.get()
    assert task.plan_id == meeting.plan_id

    page.goto(f"/plans/meetings/{meeting.pk}/")
    assert page.get_by_role("link", name=task.title).count() == 1
    assert axe_faults(page) == []

    Meeting.objects.filter(pk=meeting.pk).update(on=localdate().replace(year=localdate().year - 1))
    page.goto("/plans/meetings/call/")
    press(page, page.get_by_role("button", name="Triệu tập và lập nội dung"))
    [second] = Meeting.objects.exclude(pk=meeting.pk)
    assert {item.why for item in second.items.all()} == {"before"}
    assert list(checks.faults()) == []
