"""Urging letters: one a unit, for signature, told at once, acknowledged by the unit."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordFile

from caicach.audit.models import Line
from caicach.documents.models import Document
from caicach.notifications.models import Notice
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks, letter_paper, urging
from caicach.plans.models import Plan, Reminder, Task, UrgedTask, UrgingLetter
from caicach.plans.rules import TaskBond, WrongState
from caicach.plans.tests.factories import (
    a_plan,
    a_report,
    a_task,
    department_of,
    moment,
    nothing_happens,
)

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
AT = moment(FRIDAY)
BY = date(2026, 11, 27)


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


@pytest.fixture
def late(house, plan):
    """Two late tasks of the hospital, one of the centre; one in time."""
    for lead, due_on in (("bvdk", date(2026, 11, 2)), ("bvdk", date(2026, 11, 18)), ("ttyt", date(2026, 11, 19))):
        a_task(plan=plan, lead=getattr(house.unit, lead), by=house.hanh, due_on=due_on)
    a_task(plan=plan, lead=house.unit.nvy, by=house.hanh, due_on=FRIDAY)
    return list(Task.objects.order_by("pk"))


def prepare(house, *units, at=AT, actor=None):
    return actions.prepare_letters(office=house.unit.syt, units=units, answer_by=BY, actor=actor or house.hanh, at=at)


def words_of(content):
    paper = WordFile(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def test_a_letter_for_each_unit_with_its_late_tasks_told_at_once(house, late):
    letters = prepare(house, house.unit.bvdk, house.unit.ttyt, house.unit.nvy)

    assert [letter.to for letter in letters] == [house.unit.bvdk, house.unit.ttyt]
    rows = UrgedTask.objects.filter(letter=letters[0]).values_list("task", "due_on", "working_days_late")
    assert set(rows) == {(late[0].pk, date(2026, 11, 2), 14), (late[1].pk, date(2026, 11, 18), 2)}
    assert {notice.to for notice in Notice.objects.filter(kind="plans.letter_made")} == {
        house.phuc,
        house.de,
        house.son,
    }
    notice = Notice.objects.get(to=house.phuc, kind="plans.letter_made")
    assert notice.text == "Sở Y tế Bình Minh đôn đốc 2 nhiệm vụ quá hạn, đề nghị trả lời trước ngày 27/11/2026."
    assert Line.objects.filter(kind="plans.letter_made").count() == 2


def test_a_button_pressed_twice_writes_one_letter(house, late):
    prepare(house, house.unit.bvdk)

    assert prepare(house, house.unit.bvdk, at=moment(FRIDAY, 10)) == []
    assert len(prepare(house, house.unit.bvdk, at=moment(FRIDAY + timedelta(days=3)))) == 1
    assert UrgingLetter.objects.count() == 2


def test_what_waits_for_the_office_or_was_handed_down_is_not_urged(house, late):
    a_report(task=late[0], by=house.phuc, at=AT, done_on=FRIDAY, sent_by=house.de)
    Task.objects.filter(pk=late[1].pk).update(parent=late[3], bond=TaskBond.PART)

    with nothing_happens(), pytest.raises(actions.NobodyLate):
        prepare(house, house.unit.bvdk)


def test_only_the_keeper_writes_and_only_a_day_ahead_can_be_asked_for(house, late):
    with nothing_happens(), pytest.raises(NotAllowed):
        prepare(house, house.unit.bvdk, actor=house.phuc)
    with nothing_happens(), pytest.raises(actions.NobodyLate):
        prepare(house, house.unit.bvdk, at=moment(BY))


def test_the_unit_acknowledges_once_and_the_office_is_told(house, late):
    (letter,) = prepare(house, house.unit.bvdk)

    actions.acknowledge_letter(letter=letter, answer="Xong trước 25/11.", actor=house.phuc, at=AT)

    letter.refresh_from_db()
    assert (letter.acknowledged_by, letter.answer) == (house.phuc, "Xong trước 25/11.")
    assert Notice.objects.get(kind="plans.letter_acknowledged").to == house.hanh
    assert Line.objects.get(kind="plans.letter_acknowledged").changes["answer"] == "Xong trước 25/11."
    with nothing_happens(), pytest.raises(WrongState):
        actions.acknowledge_letter(letter=letter, answer="", actor=house.de, at=AT)


@pytest.mark.parametrize("name", ["hanh", "hoa", "son", "mai"])
def test_nobody_of_another_unit_acknowledges(house, late, name):
    (letter,) = prepare(house, house.unit.bvdk)

    with nothing_happens(), pytest.raises(NotAllowed):
        actions.acknowledge_letter(letter=letter, answer="", actor=house.cast[name], at=AT)


def test_a_signed_letter_stands_in_the_register_and_the_unit_reads_it(house, late):
    (letter,) = prepare(house, house.unit.bvdk)

    actions.sign_letter(letter=letter, number="512/SYT-VP", signed_on=FRIDAY, actor=house.hanh, at=AT)

    document = Document.objects.get(urging_letter=letter)
    assert (document.type_code, document.number, document.issued_on) == ("CV", "512/SYT-VP", FRIDAY)
    assert document.files.get().name == "Công văn đôn đốc Bệnh viện Đa khoa Bình Minh 2026-11-20.docx"
    assert document in Document.objects.visible_to(house.phuc)
    assert document not in Document.objects.visible_to(house.son)
    assert Line.objects.get(kind="plans.letter_signed").changes["symbol"] == "512/SYT-VP"
    with pytest.raises(WrongState):
        actions.sign_letter(letter=letter, number="", signed_on=FRIDAY, actor=house.hanh, at=AT)


def test_nobody_else_signs_and_no_day_outside_the_letters_life(house, late):
    (letter,) = prepare(house, house.unit.bvdk)

    with nothing_happens(), pytest.raises(NotAllowed):
        actions.sign_letter(letter=letter, number="", signed_on=FRIDAY, actor=house.phuc, at=AT)
    for day in (FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)):
        with nothing_happens(), pytest.raises(actions.NobodyLate):
            actions.sign_letter(letter=letter, number="", signed_on=day, actor=house.hanh, at=AT)


def test_the_paper_names_the_unit_its_tasks_and_the_day(house, late):
    Reminder.objects.create(task=late[0], rung=1, due_on=late[0].due_on, to=house.phuc, on=date(2026, 11, 3))
    (letter,) = prepare(house, house.unit.bvdk)

    said = words_of(letter_paper.render(letter))

    for words in (
        "Kính gửi: Bệnh viện Đa khoa Bình Minh",
        "V/v đôn đốc thực hiện nhiệm vụ quá hạn",
        "còn 02 nhiệm vụ đã quá hạn",
        "62/KH-SYT\nsố 1",
        "18\n(14)",
        "03/11/2026",
        "trước ngày 27/11/2026",
        "Lưu: VT, VP",
    ):
        assert words in said


def test_a_letter_nobody_acknowledged_is_late_after_two_working_days(house, late):
    (letter,) = prepare(house, house.unit.bvdk)

    assert urging.not_acknowledged([house.unit.syt.pk], date(2026, 11, 23)) == []
    assert urging.not_acknowledged([house.unit.syt.pk], date(2026, 11, 25)) == [letter]  # 24 November is off
    actions.acknowledge_letter(letter=letter, answer="", actor=house.phuc, at=AT)
    assert urging.not_acknowledged([house.unit.syt.pk], date(2026, 11, 25)) == []


def test_the_office_sees_who_is_late_and_writes_to_all_with_one_press(house, late, as_):
    hanh = as_(house.hanh)
    page = hanh.get("/plans/urging/")
    chosen = page.context["form"].chosen
    days_ahead = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"

    told = hanh.post("/plans/urging/", {"units": sorted(chosen), "answer_by": days_ahead}, follow=True)

    assert page.context["late"][0].unit == house.unit.bvdk
    assert house.unit.syt not in [one.unit for one in page.context["late"]]
    assert UrgingLetter.objects.count() == len(chosen) >= 2
    assert "Đã lập" in told.content.decode()
    day = f"{timezone.localdate():%Y-%m-%d}"
    box = zipfile.ZipFile(io.BytesIO(hanh.get(f"/plans/urging/{day}.zip").content))
    assert len(box.namelist()) == len(chosen)
    assert hanh.get("/plans/urging/nothing.zip").status_code == 404


@pytest.mark.parametrize(
    ("typed", "says"), [({}, "Hãy chọn ít nhất một đơn vị."), ({"answer_by": "01/01/2026"}, "phải sau hôm nay")]
)
def test_what_is_missing_is_said_and_no_letter_is_written(house, late, as_, typed, says):
    units = [] if not typed else [house.unit.bvdk.pk]

    answer = as_(house.hanh).post("/plans/urging/", {"units": units, "answer_by": "31/12/2099"} | typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not UrgingLetter.objects.exists()


def test_the_unit_reads_its_letter_answers_and_the_task_tells_of_it(house, late, as_):
    (letter,) = prepare(house, house.unit.bvdk)
    Reminder.objects.create(task=late[0], rung=1, due_on=late[0].due_on, to=house.phuc, on=date(2026, 11, 3))
    phuc = as_(house.phuc)

    page = phuc.get(f"/plans/urging/{letter.pk}/").content.decode()
    answered = phuc.post(f"/plans/urging/{letter.pk}/acknowledge/", {"answer": "Xong trước 25/11."}, follow=True)

    assert "Đã nhận</button>" in page and "Vào sổ văn bản đi" not in page
    assert "Xong trước 25/11." in answered.content.decode()
    assert "Bệnh viện" not in as_(house.son).get("/plans/urging/?show=letters").content.decode()
    task = phuc.get(f"/plans/tasks/{late[0].pk}/").content.decode()
    assert "đã nhắc 1 lần, gần nhất 03/11/2026" in task and f"/plans/urging/{letter.pk}/" in task


def test_the_office_signs_on_the_page(house, late, as_):
    (letter,) = prepare(house, house.unit.bvdk)
    hanh, day = as_(house.hanh), f"{timezone.localdate():%d/%m/%Y}"

    refused = hanh.post(f"/plans/urging/{letter.pk}/sign/", {"number": "5", "signed_on": "01/01/2026"})
    hanh.post(f"/plans/urging/{letter.pk}/sign/", {"number": "", "signed_on": day})

    assert refused.status_code == 422 and "trước ngày lập công văn" in refused.content.decode()
    letter.refresh_from_db()
    assert letter.document.number == "01/SYT"


def test_the_ladder_is_read_and_changed_on_the_plans_page(house, plan, as_):
    hanh, address = as_(house.hanh), reverse("plans:ladder", args=[plan.pk])
    rungs: dict[str, Any] = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    rungs |= {"form-0-days": "2", "form-0-when": "before", "form-0-to": ["reporter"]}
    last: dict[str, Any] = {"form-1-days": "4", "form-1-when": "after", "form-1-to": ["superior", "keeper"]}

    refused = hanh.post(address, rungs)
    hanh.post(address, rungs | last)

    assert refused.status_code == 422 and "nhắc lãnh đạo cấp trên" in refused.content.decode()
    page = hanh.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "của riêng kế hoạch này" in page and "Trước hạn 2 ngày làm việc" in page
    hanh.post(address, {"usual": "1"})
    plan.refresh_from_db()
    assert plan.ladder is None


def test_the_pages_of_letters_ask_as_much_for_two_as_for_one(house, plan, late, as_, django_assert_max_num_queries):
    hanh = as_(house.hanh)
    prepare(house, house.unit.bvdk)
    with django_assert_max_num_queries(30) as few:
        hanh.get("/plans/urging/"), hanh.get("/plans/urging/?show=letters")
    for _n in range(6):
        a_task(plan=plan, lead=house.unit.khth, by=house.hanh, due_on=date(2026, 11, 2))
    prepare(house, house.unit.ttyt, house.unit.khth)

    with django_assert_max_num_queries(len(few)):
        hanh.get("/plans/urging/"), hanh.get("/plans/urging/?show=letters")


def test_verify_names_a_letter_or_ladder_changed_behind_the_programs_back(house, plan, late):
    (letter,) = prepare(house, house.unit.bvdk)
    actions.acknowledge_letter(letter=letter, answer="", actor=house.phuc, at=AT)
    assert list(checks.faults()) == []

    UrgingLetter.objects.update(acknowledged_by=None, acknowledged_at=None)
    Plan.objects.update(ladder=[{"days": 0, "to": ["head"]}])

    assert list(checks.faults()) == [
        "Kế hoạch 62/KH-SYT: thang đôn đốc không dùng được.",
        f"Công văn đôn đốc {letter.pk}: việc đơn vị đã nhận khác với nhật ký.",
    ]
