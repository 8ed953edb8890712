"""A careful clerk at the paper, by keyboard: words pointed at, and what was done taken back."""

from typing import TYPE_CHECKING

import pytest

from caicach.config import checks
from caicach.documents.actions import keep_file, take_in
from caicach.documents.models import Document
from caicach.documents.rules import Direction
from caicach.orgs.rules import UnitKind
from caicach.plans.models import Task
from caicach.plans.tests.factories import GIVEN_AT, Department, a_department, a_unit
from tests.browser import PageOf, axe_faults
from tests.journeys.invented import PLAN
from tests.journeys.keyboard import key, keys_pressed, press, tab_to, typed

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SURVEY = 6  # «2. Khảo sát ý kiến người bệnh …»: no unit is named; the day stands in it


@pytest.fixture
def paper() -> tuple[Department, Document]:
    """The department with its office as a unit, and its plan read."""
    department = a_department()
    a_unit(name="Văn phòng Sở", code="VP", kind=UnitKind.DIVISION, parent=department.unit)
    hanh = department.hanh
    stored = keep_file(chunks=[PLAN.encode()], actor=hanh, at=GIVEN_AT)
    where = {"unit": department.unit, "direction": Direction.OUTGOING, "actor": hanh, "at": GIVEN_AT}
    return department, take_in(stored=stored, name="ke-hoach.txt", **where)


def picked(page: "Page") -> str:
    """The words picked on the paper, as the page says them."""
    return page.locator("[data-words]").inner_text()


def walk_to(page: "Page", first: str, last: str) -> None:
    """From the first word of the clause to `first`, then on, keeping what is passed, to `last`."""
    tab_to(page, page.locator("[data-point]"))
    key(page, "Enter")
    for _ in range(80):
        if picked(page) == f"“{first}”":
            break
        key(page, "ArrowRight")
    key(page, "Space")
    for _ in range(20):
        if picked(page).endswith(f"{last}”"):
            return
        key(page, "ArrowRight")
    raise AssertionError(f"the keys never reach {first} … {last}: {picked(page)}")


def say(page: "Page", digit: str) -> None:
    """Press the digit that says what the words are; waits for the page that follows."""
    with page.expect_navigation():
        key(page, digit)


def test_words_are_pointed_at_by_keyboard_and_taken_back(paper: tuple[Department, Document], page_of: PageOf) -> None:
    department, document = paper
    page = page_of(department.hanh, path=f"/plans/review/{document.pk}/?n=6")
    six = document.proposals.get(number=SURVEY)
    assert (six.lead, six.deadline_phrase) == (None, "trong tháng 11 năm 2026")

    walk_to(page, "tháng", "11 năm 2026")
    assert axe_faults(page) == []
    say(page, "3")
    six.refresh_from_db()
    assert (six.deadline_phrase, six.because_codes[-1]) == ("tháng 11 năm 2026", "pointed_time")
    assert page.locator("mark.s-deadline", has_text="tháng 11 năm 2026").first.count()

    walk_to(page, "người", "bệnh")
    key(page, "Enter")
    with page.expect_navigation():
        key(page, "Enter")
    assert (
        page.get_by_role("alert").inner_text() == "Không có đơn vị nào đang mở mang tên “người bệnh”. Hãy chọn đơn vị."
    )
    assert axe_faults(page) == []
    tab_to(page, page.locator("#unclear-typed"))
    typed(page, "van phong so")
    press(page, page.get_by_role("button", name="Nhận đơn vị này"))
    six.refresh_from_db()
    assert (six.lead.code, six.lead_words) == ("VP", ["người bệnh"])

    with page.expect_navigation():
        key(page, "z")  # the focus stands on the button that confirms
    six.refresh_from_db()
    assert (six.lead, six.lead_words) == (None, [])
    assert page.get_by_text("Đã hoàn tác.").count()


def test_a_confirmation_is_taken_back_by_one_key(paper: tuple[Department, Document], page_of: PageOf) -> None:
    department, document = paper
    page = page_of(department.hanh, path=f"/plans/review/{document.pk}/?n=1")

    press(page, page.locator("[data-confirm]"))
    assert page.get_by_text("Đã xác nhận đề xuất 1.").count()
    assert Task.objects.get().number == 1
    assert axe_faults(page) == []
    before = keys_pressed(page)
    with page.expect_navigation():
        key(page, "z")
    assert keys_pressed(page) - before == 1

    assert not Task.objects.exists()
    assert page.locator(".review-progress b").inner_text() == "0/6"
    press(page, page.locator("[data-confirm]"))
    assert Task.objects.get().number == 2
    assert list(checks.faults()) == []


def test_words_are_picked_with_the_mouse(paper: tuple[Department, Document], page_of: PageOf) -> None:
    department, document = paper
    page = page_of(department.hanh, path=f"/plans/review/{document.pk}/?n=6")

    page.locator("mark.s-lead", has_text="Văn phòng Sở").first.click()
    page.locator("[data-words]").wait_for()
    assert picked(page) == "“Văn phòng Sở”"
    with page.expect_navigation():
        page.get_by_role("button", name="Chủ trì").click()

    assert document.proposals.get(number=SURVEY).lead.code == "VP"
    assert page.get_by_text("Đã sửa đề xuất 6.").count()


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_two_versions_stand_side_by_side(paper: tuple[Department, Document], page_of: PageOf, width: str) -> None:
    department, document = paper
    newer = PLAN.replace("Số: 77", "Số: 80").replace("trước ngày 31/3/2026", "trước ngày 30/4/2026")
    stored = keep_file(chunks=[newer.encode()], actor=department.hanh, at=GIVEN_AT)
    where = {"unit": department.unit, "direction": Direction.OUTGOING, "actor": department.hanh, "at": GIVEN_AT}
    second = take_in(stored=stored, name="ke-hoach-2.txt", **where)

    page = page_of(department.hanh, width=width, path=f"/plans/compare/{second.pk}/?with={document.pk}")

    assert page.locator(".change-what ins").first.inner_text() == "30/4/2026."
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_nothing_is_lost_without_scripts(paper: tuple[Department, Document], page_of: PageOf) -> None:
    department, document = paper
    page = page_of(department.hanh, scripts=False, path=f"/plans/review/{document.pk}/?n=6&edit=1")

    assert not page.locator("[data-point]").is_visible()
    page.get_by_label("Chủ trì").fill("van phong so")
    page.get_by_role("button", name="Lưu và xác nhận").click()
    page.get_by_role("button", name="Hoàn tác").first.click()

    assert document.proposals.get(number=SURVEY).state == "proposed"
    assert not Task.objects.exists()
