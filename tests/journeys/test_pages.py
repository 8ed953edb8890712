"""Every page as people see it: at a desk and on a phone, in both languages, without a fault that axe can find."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import localdate, now

from caicach.documents.actions import Sent, freeze, keep_file, open_batch, read_next, take_in
from caicach.documents.models import Batch, FrozenIssue
from caicach.documents.rules import Direction
from caicach.documents.tests.frozen import corrected, statement, tasks
from caicach.notifications.actions import digest
from caicach.notifications.models import Message
from caicach.notifications.rules import DigestLine, State, Trouble
from caicach.plans import actions
from caicach.plans.models import Inspection, Meeting, Plan, UrgingLetter
from caicach.plans.tests.factories import Department, a_department, a_plan, a_task
from tests.browser import PageOf, axe_faults
from tests.journeys.invented import PLAN

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house() -> tuple[Department, Plan]:
    """A department with a plan, tasks late and soon, a report on its way, and a document to confirm."""
    department = a_department()
    hanh, today = department.hanh, localdate()
    plan = a_plan(department=department)
    for days in (-9, -1, 0, 2, 40):
        a_task(
            plan=plan, lead=department.hospital, by=hanh, due_on=today + timedelta(days=days), coop=[department.centre]
        )
    sent = a_task(plan=plan, lead=department.hospital, by=hanh, phrase="thường xuyên")
    report = actions.write_report(task=sent, words="Đã công khai đủ.", actor=department.phuc, at=now())
    actions.submit_report(report=report, actor=department.phuc, at=now())
    stored = keep_file(chunks=[PLAN.encode()], actor=hanh, at=now())
    take_in(
        stored=stored, name="ke-hoach.txt", unit=department.unit, direction=Direction.INCOMING, actor=hanh, at=now()
    )
    actions.prepare_letters(
        office=department.unit,
        units=[department.hospital],
        answer_by=today + timedelta(days=9),
        actor=hanh,
        at=now(),
    )
    for rows in (tasks(), corrected(tasks())):
        freeze(
            kind="plans.classification",
            key="SYT",
            unit=department.unit,
            title="Phân loại nhiệm vụ",
            payload=statement(rows),
            files={"phan-loai.docx": b"Word"},
            actor=hanh,
            at=now(),
        )
    sheaf = [Sent("anh.png", lambda: [b"GIF8"]), Sent("cho-doc.txt", lambda: [PLAN.encode()])]
    open_batch(unit=department.unit, direction=Direction.INCOMING, files=sheaf, actor=hanh, at=now())
    read_next(at=now())
    actions.call_meeting(unit=department.unit, title="Giao ban", on=today, until=today, actor=hanh, at=now())
    visits = [(department.hospital, today)]
    [visit] = actions.plan_visits(office=department.unit, visits=visits, actor=hanh, at=now())
    actions.make_visit(inspection=visit, made_on=today, actor=hanh, at=now())
    actions.add_findings(inspection=visit, texts=["Niêm yết chưa đủ."], actor=hanh, at=now())
    line = DigestLine("Nhiệm vụ 1 quá hạn 9 ngày.", f"/plans/{plan.pk}/", "plans.overdue", urgent=True)
    for person in (hanh, department.phuc):
        person.email = f"{person.username}@binhminh.example"
        person.save()
        digest(person=person, day=today, lines=[line], at=now())
    broken = {"state": State.GIVEN_UP, "next_try_at": None, "attempts": 6, "trouble": Trouble.FAULTY}
    Message.objects.filter(to=hanh).update(**broken)
    return department, plan


def pages_of(department: Department, plan: Plan) -> list[str]:
    """The pages of an office specialist's day."""
    task = plan.tasks.order_by("number").last()
    document = department.unit.documents.order_by("pk").last()
    assert task is not None
    assert document is not None
    frozen, meeting = FrozenIssue.objects.get(number=2), Meeting.objects.get()
    letter = UrgingLetter.objects.get()
    return [
        "/", "/plans/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/tasks/add/", f"/plans/tasks/{task.pk}/",
        f"/plans/{plan.pk}/update/", "/plans/feeds/", "/api/tokens/",
        "/plans/tasks/?class=open&due=30", "/plans/tasks/in/heat/", "/plans/tasks/in/tree/",
        "/plans/tasks/in/board/", "/plans/tasks/in/calendar/", "/plans/tasks/in/timeline/", "/plans/tasks/in/load/",
        "/plans/tasks/in/risk/", "/plans/tasks/in/week/",
        "/plans/classification/SYT/?level=yearly&period=2026", f"/plans/{plan.pk}/targets/add/",
        f"/plans/{plan.pk}/ladder/", "/plans/urging/", "/plans/urging/?show=letters", f"/plans/urging/{letter.pk}/",
        f"/plans/review/{document.pk}/", f"/plans/review/{document.pk}/?n=2&edit=1",
        f"/plans/review/{document.pk}/sheet/", f"/plans/compare/{document.pk}/",
        "/plans/meetings/", "/plans/meetings/call/", f"/plans/meetings/{meeting.pk}/",
        f"/plans/meetings/{meeting.pk}/agenda/", "/plans/inspections/", "/plans/inspections/plan/",
        f"/plans/inspections/{Inspection.objects.get().pk}/", "/plans/merits/?unit=BVDK",
        "/documents/", "/documents/upload/", f"/documents/batches/{Batch.objects.get().pk}/",
        f"/documents/{document.pk}/", f"/documents/{document.pk}/correct/",
        f"/documents/frozen/{frozen.pk}/", f"/documents/frozen/{frozen.previous_id}/?cell=1/1",
        "/search/?q=ke+hoach", "/notices/", "/notices/settings/",
        f"/notices/digest/{department.hanh.digests.get().pk}/", "/units/", f"/units/{department.unit.code}/",
        "/account/sessions/", "/account/2fa/", "/account/password/change/", "/plans/?khong=co", "/khong-co-trang-nay/",
    ]  # fmt: skip


def fits(page: "Page") -> bool:
    """Whether nothing stands out of the window sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_stands(house: tuple[Department, Plan], page_of: PageOf, width: str, language: str) -> None:
    department, plan = house
    page = page_of(department.hanh, width=width)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])

    faults = []
    for path in pages_of(department, plan):
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in axe_faults(page)]
        if not fits(page):
            faults.append(f"{path}: wider than the window")
        if page.locator("html").get_attribute("lang") != language:
            faults.append(f"{path}: not in {language}")

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_head_s_pages_stand(house: tuple[Department, Plan], page_of: PageOf, width: str) -> None:
    department, _ = house
    page = page_of(department.hoa, width=width)

    faults = []
    for path in ["/", "/?order=-2026-09", "/desk/"]:
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in axe_faults(page)]
        if not fits(page):
            faults.append(f"{path}: wider than the window")

    assert not faults, "\n".join(faults)


def test_the_administrator_s_pages_stand(house: tuple[Department, Plan], page_of: PageOf) -> None:
    department, _ = house
    page = page_of(department.mai)

    faults = []
    for path in [
        "/",
        "/units/",
        "/units/open/",
        "/units/people/",
        "/units/people/add/",
        f"/units/people/{department.phuc.username}/",
        "/notices/outbox/",
    ]:
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in axe_faults(page)]

    assert not faults, "\n".join(faults)


def test_a_page_works_without_scripts(house: tuple[Department, Plan], page_of: PageOf) -> None:
    department, plan = house
    page = page_of(department.hanh, scripts=False, path=f"/plans/{plan.pk}/tasks/add/")

    page.locator("[name=row-0-text]").fill("Niêm yết thủ tục tại nơi tiếp nhận")
    page.locator("[name=row-0-lead]").fill("benh vien da khoa tinh binh minh")
    page.locator("[name=row-0-due_on]").fill("31/12/2026")
    page.get_by_role("button", name="Giao các nhiệm vụ này").click()

    assert page.get_by_text("Đã giao 1 nhiệm vụ.").count() == 1
    assert plan.tasks.filter(text="Niêm yết thủ tục tại nơi tiếp nhận", lead=department.hospital).count() == 1


def test_what_was_typed_survives_a_closed_window(house: tuple[Department, Plan], page_of: PageOf) -> None:
    department, plan = house
    task = plan.tasks.order_by("number").first()
    assert task is not None
    page = page_of(department.phuc, path=f"/plans/tasks/{task.pk}/")
    page.get_by_label("Kết quả thực hiện").press_sequentially("Đang rà soát 12 quy trình")
    page.get_by_text("Đã lưu nháp").wait_for()
    page.close()

    again = page_of(department.phuc, path=f"/plans/tasks/{task.pk}/")

    assert again.get_by_label("Kết quả thực hiện").input_value() == "Đang rà soát 12 quy trình"
