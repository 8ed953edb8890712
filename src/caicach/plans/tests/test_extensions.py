"""More time: asked by the unit, decided by the office, kept in the ledger beside the first day."""

from datetime import date

import pytest

from caicach.documents.tests.factories import last_line
from caicach.notifications.models import Notice
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED, fresh
from caicach.plans import actions, checks, rules
from caicach.plans.models import DeadlineEntry, ExtensionRequest
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 5, 4))
DUE, ASKED = date(2026, 6, 30), date(2026, 7, 31)


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)


def asked(task, by, until=ASKED):
    return actions.ask_extension(task=task, until=until, reason="Chờ Bộ Y tế hướng dẫn.", actor=by, at=AT)


def test_what_is_granted_is_another_line_of_the_ledger_and_the_first_day_stays(house, task):
    request = asked(task, house.phuc)
    assert Notice.objects.get(to=house.hanh, kind="plans.extension_asked").text.endswith("đến 31/07/2026.")

    actions.decide_extension(request=request, granted=True, words="Đúng lý do.", actor=house.hanh, at=AT)

    task.refresh_from_db()
    assert (task.first_due_on, task.due_on) == (DUE, ASKED)
    entry = task.deadline_entries.last()
    assert (entry.kind, entry.due_on, rules.last_day(entry.typed).due_on) == (DeadlineEntry.EXTENDED, ASKED, ASKED)
    assert entry.because[0].startswith("Bệnh viện Đa khoa Bình Minh đề nghị gia hạn ngày 04/05/2026")
    assert last_line(task).kind == "plans.extension_granted"
    assert Notice.objects.filter(to=house.phuc, kind="plans.extension_granted").count() == 1
    assert list(checks.faults()) == []


def test_the_keeper_may_grant_another_day(house, task):
    granted = actions.decide_extension(
        request=asked(task, house.phuc), granted=True, until=date(2026, 7, 10), actor=house.hanh, at=AT
    )

    task.refresh_from_db()
    assert (granted.until, granted.granted_until, task.due_on) == (ASKED, date(2026, 7, 10), date(2026, 7, 10))


def test_a_refusal_has_words_and_the_deadline_stays(house, task):
    request = asked(task, house.phuc)
    with nothing_happens(), pytest.raises(actions.NotExtended, match="lý do không đồng ý"):
        actions.decide_extension(request=request, granted=False, words=" ", actor=house.hanh, at=AT)

    actions.decide_extension(request=request, granted=False, words="Đã gia hạn hai lần.", actor=house.hanh, at=AT)

    task.refresh_from_db()
    assert (task.due_on, task.deadline_entries.count()) == (DUE, 1)
    assert Notice.objects.get(to=house.phuc, kind="plans.extension_refused").text.endswith("Đã gia hạn hai lần.")
    with nothing_happens(), pytest.raises(rules.WrongState):
        actions.decide_extension(request=request, granted=True, actor=house.hanh, at=AT)
    assert asked(task, house.phuc).state == ExtensionRequest.ASKED  # one may ask again


def test_one_asks_once_and_may_take_it_back(house, task):
    request = asked(task, house.phuc)
    with nothing_happens(), pytest.raises(actions.NotExtended, match="đang có một đề nghị"):
        asked(task, house.de)

    actions.take_back_extension(request=request, actor=house.phuc, at=AT)

    assert last_line(task).kind == "plans.extension_taken_back"
    assert asked(task, house.de).asked_by == house.de
    assert list(checks.faults()) == []


def test_only_the_lead_unit_asks_and_only_the_office_decides(house, task):
    for name in ("hanh", "hoa", "son", "minh", "lan", "mai"):
        with nothing_happens(), pytest.raises(NotAllowed):
            asked(task, house.cast[name])
    request = asked(task, house.phuc)
    for name in ("phuc", "de", "son", "minh", "lan", "mai"):
        with nothing_happens(), pytest.raises(NotAllowed):
            actions.decide_extension(request=request, granted=True, actor=house.cast[name], at=AT)


def test_nobody_decides_on_what_they_asked_for_themselves(house):
    own = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.syt, by=house.hanh, due_on=DUE)
    request = asked(own, house.hanh)

    with nothing_happens(), pytest.raises(NotAllowed):
        actions.decide_extension(request=request, granted=True, actor=house.hanh, at=AT)

    assert Notice.objects.filter(to=house.hoa, kind="plans.extension_asked").exists()
    assert actions.decide_extension(request=request, granted=True, actor=house.hoa, at=AT).granted_until == ASKED


@pytest.mark.parametrize("until", [DUE, date(2026, 6, 1)])
def test_more_time_ends_after_the_present_day(house, task, until):
    with nothing_happens(), pytest.raises(actions.NotExtended, match="phải sau hạn hiện nay"):
        asked(task, house.phuc, until)


def test_a_day_that_has_passed_is_not_asked_for(house, task):
    with nothing_happens(), pytest.raises(actions.NotExtended, match="trước hôm nay"):
        actions.ask_extension(task=task, until=ASKED, reason="Chờ.", actor=house.phuc, at=moment(date(2026, 8, 3)))


def test_a_task_without_a_day_needs_no_more_time(house):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)

    with nothing_happens(), pytest.raises(actions.NotExtended, match="không có hạn"):
        asked(task, house.phuc)


def test_no_more_time_for_what_is_done_and_what_waited_no_longer_waits(house, task):
    request = asked(task, house.phuc)
    a_report(task=task, by=house.phuc, at=AT, done_on=date(2026, 5, 1), sent_by=house.de, accepted_by=house.hanh)

    request.refresh_from_db()
    assert (request.state, request.answer) == (ExtensionRequest.TAKEN_BACK, "Nhiệm vụ đã hoàn thành.")
    with nothing_happens(), pytest.raises(rules.WrongState):
        asked(task, house.phuc)
    assert list(checks.faults()) == []


def test_a_head_who_is_also_keeper_elsewhere_is_told_once(house, task):
    orgs.give_post(person=house.hoa, unit=house.unit.syt, role=Role.OFFICE_SPECIALIST, since=OPENED, actor=None, at=AT)
    asked(task, house.phuc)

    assert Notice.objects.filter(to=fresh(house.hoa), kind="plans.extension_asked").count() == 1
