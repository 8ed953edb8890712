"""A person's desk on a day: what is late, today, this week, later, what waits for others, and the one red button."""

from datetime import date, timedelta

import pytest

from caicach.documents.tests.factories import taken_in
from caicach.office import desk
from caicach.office.desk import desk_of
from caicach.orgs import actions as orgs
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED, fresh
from caicach.plans import actions
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 3, 4)
NOW = moment(WEDNESDAY, 14)
BEFORE = moment(date(2026, 2, 2))


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


def give(house, plan, text, shift=None, lead="bvdk"):
    """A task due so many days from Wednesday."""
    due = None if shift is None else WEDNESDAY + timedelta(days=shift)
    return a_task(plan=plan, lead=getattr(house.unit, lead), by=house.hanh, text=text, due_on=due, at=BEFORE)


def laid(person):
    """The sections of a desk: name → what lies there."""
    return {section.name: [item.what for item in section.items] for section in desk_of(fresh(person), NOW).sections}


def numbers(person):
    return [figure.value for figure in desk_of(fresh(person), NOW).figures]


def test_the_desk_is_cut_by_the_day(house, plan):
    for text, shift in [
        ("Sau nữa", 30),
        ("Thường xuyên", None),
        ("Trễ một ngày", -1),
        ("Chủ nhật", 4),
        ("Hôm nay", 0),
        ("Thứ Hai tới", 5),
        ("Ngày mai", 1),
        ("Trễ từ lâu", -40),
    ]:
        give(house, plan, text, shift)

    assert laid(house.phuc) == {
        "Quá hạn": ["Trễ từ lâu", "Trễ một ngày"],
        "Hôm nay": ["Hôm nay"],
        "Tuần này": ["Ngày mai", "Chủ nhật"],
        "Sắp tới": ["Thứ Hai tới", "Sau nữa", "Thường xuyên"],
    }
    assert numbers(house.phuc) == [1, 2, 0]
    first = desk_of(house.phuc, NOW).first
    assert first is not None and (first.what, first.verb) == ("Trễ từ lâu", "Nhập kết quả")


def test_the_red_button_is_the_first_thing_of_whatever_day(house, plan):
    assert desk_of(house.phuc, NOW).first is None
    assert laid(house.phuc) == {}

    give(house, plan, "Sau nữa", 30)
    first = desk_of(fresh(house.phuc), NOW).first

    assert first is not None and first.what == "Sau nữa"


def test_what_is_late_is_never_pushed_off_by_what_has_no_day(house, plan, monkeypatch):
    monkeypatch.setattr(desk, "LIMIT", 3)
    for number in range(4):
        give(house, plan, f"Thường xuyên {number}")
    give(house, plan, "Trễ", -1)

    assert laid(house.phuc)["Quá hạn"] == ["Trễ"]


def test_a_report_moves_from_desk_to_desk(house, plan):
    task = give(house, plan, "Rà soát", 5)
    report = actions.submit_report(report=a_report(task=task, by=house.phuc, at=BEFORE), actor=house.phuc, at=BEFORE)
    assert laid(house.phuc) == {}
    assert [item.says for item in desk_of(fresh(house.phuc), NOW).waiting] == ["chờ lãnh đạo đơn vị gửi"]
    item = next(item for section in desk_of(house.de, NOW).sections for item in section.items)
    assert (item.what, item.verb, item.for_whom) == (
        "Rà soát",
        "Xem và gửi",
        "Bệnh viện Đa khoa Bình Minh trình, anh Phúc viết",
    )

    report = actions.send_report(report=report, actor=house.de, at=BEFORE)
    assert laid(house.de) == {}
    assert laid(house.hanh) == {"Hôm nay": ["Rà soát"]}
    first = desk_of(house.hanh, NOW).first
    assert first is not None and first.verb == "Xem và xác nhận"

    actions.return_report(report=report, reason="Thiếu số liệu.", actor=house.hanh, at=BEFORE)
    item = next(item for section in desk_of(fresh(house.phuc), NOW).sections for item in section.items)
    assert (item.verb, item.tone) == ("Sửa báo cáo", "late")
    assert "bị trả lại: Thiếu số liệu." in item.for_whom
    assert laid(house.hanh) == {}


def test_done_work_leaves_the_desk(house, plan):
    task = give(house, plan, "Rà soát", -1)
    a_report(task=task, by=house.phuc, at=BEFORE, done_on=BEFORE.date(), sent_by=house.de, accepted_by=house.hanh)

    assert laid(house.phuc) == laid(house.hanh) == {}
    assert numbers(house.hanh) == [0, 0, 0]


def test_late_units_wait_beside_the_desk_of_the_office(house, plan):
    give(house, plan, "Trễ của bệnh viện", -3)
    give(house, plan, "Trễ của trung tâm", -9, lead="ttyt")
    give(house, plan, "Trễ của chính Sở", -2, lead="syt")
    give(house, plan, "Còn hạn", 3)

    waiting = desk_of(house.hanh, NOW).waiting

    assert [(item.what, item.for_whom) for item in waiting] == [
        ("Trung tâm Y tế Long Khê", "Trễ của trung tâm"),
        ("Bệnh viện Đa khoa Bình Minh", "Trễ của bệnh viện"),
    ]
    assert laid(house.hanh)["Quá hạn"] == ["Trễ của chính Sở"]
    assert desk_of(house.son, NOW).waiting == []


def test_what_waits_is_counted_in_full_however_few_are_listed(house, plan, monkeypatch):
    monkeypatch.setattr(desk, "LISTED", 2)
    for number in range(5):
        give(house, plan, f"Trễ {number}", -3)

    laid_desk = desk_of(house.hanh, NOW)

    assert (len(laid_desk.waiting), laid_desk.waits, laid_desk.figures[-1].value) == (2, 5, 5)
    assert laid_desk.figures[-1].note == "5 đã quá hạn"


def test_a_report_somebody_wrote_is_not_theirs_to_decide(house, plan):
    task = give(house, plan, "Việc của Sở", 9, lead="syt")
    a_report(task=task, by=house.hanh, at=BEFORE, sent_by=house.hoa)

    assert "Việc của Sở" not in laid(house.hanh).get("Hôm nay", [])


def test_what_no_specialist_is_there_to_decide_on_lies_on_the_heads_desk(house, plan):
    of_the_office = give(house, plan, "Việc của Sở", 9, lead="syt")
    of_the_hospital = give(house, plan, "Việc của bệnh viện", 9)
    orgs.give_post(person=house.minh, unit=house.unit.syt, role=Role.HEAD, since=OPENED, actor=None, at=BEFORE)
    a_report(task=of_the_office, by=house.hanh, at=BEFORE, sent_by=house.hoa)
    a_report(task=of_the_hospital, by=house.phuc, at=BEFORE, sent_by=house.de)

    assert laid(house.minh)["Hôm nay"] == ["Việc của Sở"]
    assert laid(house.hanh)["Hôm nay"] == ["Việc của bệnh viện"]
    assert "Việc của Sở" not in laid(house.hoa).get("Hôm nay", [])  # she sent it


def test_a_paper_with_open_proposals_lies_on_the_desk_of_who_keeps_the_register(house):
    document = taken_in(house)

    (item,) = desk_of(house.hanh, NOW).sections[0].items

    assert item.what == "Xác nhận nhiệm vụ tách từ Kế hoạch 62/KH-SYT"
    assert (item.for_whom, item.says) == ("0/4 đã xác nhận", "4 đề xuất chờ")
    assert item.url == f"/plans/review/{document.pk}/"
    for name in ("hoa", "mai", "phuc", "son"):
        assert desk_of(house.cast[name], NOW).sections == []


@pytest.mark.parametrize("name", ["minh", "lan", "thu", "mai"])
def test_who_has_no_part_in_plans_has_an_empty_desk(house, plan, name):
    give(house, plan, "Trễ", -3)

    found = desk_of(house.cast[name], NOW)

    assert (found.sections, found.waiting, found.first) == ([], [], None)
