"""A unit breaks its task into parts: for whom, by whom, who accepts, and what the whole says of them."""

from datetime import date

import pytest

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.notifications.models import Notice
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED, PASSWORD, fresh
from caicach.plans import actions, checks
from caicach.plans.actions import NoPart, NothingSaid, PartGiven
from caicach.plans.models import ProgressReport, Task
from caicach.plans.recurring import Every
from caicach.plans.rollup import Share, share_of
from caicach.plans.rules import TaskState, WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 3, 2))
DUE = date(2026, 6, 30)


def the_task(house):
    """A task of the hospital, due on 30 June."""
    plan = a_plan(department=department_of(house))
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)


def two_parts(house, task, by=None):
    """One part for a division of the hospital, one for anh Phúc himself; handed down by the head unless told."""
    parts = [
        PartGiven("Tổng hợp số liệu các khoa.", house.unit.khth, due_on=date(2026, 5, 31)),
        PartGiven("Viết dự thảo báo cáo.", house.unit.bvdk, house.phuc),
    ]
    return actions.hand_down(task=task, parts=parts, actor=by or house.de, at=AT)


def somebody_in(unit, name, role=Role.PROCESSING_OFFICER):
    person = orgs.add_person(username=name, full_name=f"Người {name}", password=PASSWORD, actor=None, at=AT)
    orgs.give_post(person=person, unit=unit, role=role, since=OPENED, actor=None, at=AT)
    return fresh(person)


def test_parts_have_their_own_words_day_and_number(house):
    task = the_task(house)
    below, own = two_parts(house, task)
    assert [(below.label, below.due_on), (own.label, own.due_on)] == [("1.1", date(2026, 5, 31)), ("1.2", DUE)]
    assert (own.person, own.lead, own.plan) == (house.phuc, house.unit.bvdk, task.plan)
    assert Notice.objects.filter(to=house.phuc, once_key__startswith=f"given:{own.pk}:").count() == 1
    assert Line.objects.of(f"plans.task:{task.pk}").filter(kind="plans.parts_given").count() == 1
    assert Task.objects.in_plan(task.plan).get() == task
    assert Task.objects.whole().get() == task
    assert not list(checks.faults())


@pytest.mark.parametrize("name", ["hanh", "hoa", "son", "minh", "lan", "thu", "mai"])
def test_only_the_lead_unit_hands_down_and_takes_back(house, name):
    task = the_task(house)
    part, _own = two_parts(house, task)
    actor = fresh(getattr(house, name))
    with nothing_happens(), pytest.raises(NotAllowed):
        two_parts(house, task, by=actor)
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.take_back_part(part=part, reason="Nhầm.", actor=actor, at=AT)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (lambda house: PartGiven("Việc", house.unit.ttyt), "đơn vị trực thuộc"),
        (lambda house: PartGiven("Việc", house.unit.bvdk), "phải có người làm"),
        (lambda house: PartGiven("Việc", house.unit.bvdk, house.son), "không công tác"),
        (lambda house: PartGiven("  ", house.unit.khth), "nội dung"),
        (lambda house: PartGiven("Việc", house.unit.khth, due_on=date(2026, 7, 1)), "30/06/2026"),
    ],
)
def test_a_part_that_cannot_be_gives_none_at_all(house, part, says):
    task = the_task(house)
    good = PartGiven("Việc tốt.", house.unit.khth)
    with nothing_happens(), pytest.raises(NoPart, match=says):
        actions.hand_down(task=task, parts=[good, part(house)], actor=house.phuc, at=AT)


def test_the_same_sheet_sent_twice_gives_its_parts_once(house):
    task, parts = the_task(house), [PartGiven("Việc", house.unit.khth)]
    actions.hand_down(task=task, parts=parts, after=0, actor=house.phuc, at=AT)
    with nothing_happens(), pytest.raises(ChangedMeanwhile):
        actions.hand_down(task=task, parts=parts, after=0, actor=house.phuc, at=AT)


def test_a_part_within_the_unit_goes_to_who_handed_it_down(house):
    own = two_parts(house, the_task(house))[1]
    report = a_report(task=own, by=house.phuc, at=AT, done_on=date(2026, 3, 1))
    report = actions.submit_report(report=report, actor=house.phuc, at=AT)
    assert (report.state, report.sent_by) == ("sent", house.phuc)
    assert Notice.objects.filter(to=house.de, kind="plans.report_send").exists()
    for name in ("phuc", "hanh", "son"):
        with nothing_happens(), pytest.raises(NotAllowed):
            actions.accept_report(report=report, actor=fresh(getattr(house, name)), at=AT)

    actions.accept_report(report=report, actor=house.de, at=AT)

    own.refresh_from_db()
    assert own.state == TaskState.COMPLETED
    assert not list(checks.faults())


def test_the_head_of_the_department_accepts_where_the_unit_has_nobody_else(house):
    own = two_parts(house, the_task(house))[1]
    report = a_report(task=own, by=house.phuc, at=AT, done_on=date(2026, 3, 1))
    report = actions.submit_report(report=report, actor=house.phuc, at=AT)
    assert actions.accept_report(report=report, actor=house.hoa, at=AT).state == "accepted"


def test_a_part_of_a_unit_below_is_sent_by_its_head_and_accepted_above(house):
    below = two_parts(house, the_task(house))[0]
    writer = somebody_in(house.unit.khth, "thu.ky", Role.REPORTER)
    a_report(task=below, by=writer, at=AT, done_on=date(2026, 3, 1), sent_by=house.de, accepted_by=house.phuc)
    below.refresh_from_db()
    assert below.state == TaskState.COMPLETED


def test_the_named_person_reports_whatever_their_role(house):
    task = the_task(house)
    nurse = somebody_in(house.unit.bvdk, "dieu.duong")
    part = actions.hand_down(task=task, parts=[PartGiven("Việc", house.unit.bvdk, nurse)], actor=house.phuc, at=AT)[0]
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.write_report(task=task, words="Đã làm.", actor=nurse, at=AT)
    actions.write_report(task=part, words="Đã làm.", actor=nurse, at=AT)


def test_the_whole_is_reported_done_only_when_its_parts_are(house):
    task = the_task(house)
    below, own = two_parts(house, task)
    said = {"task": task, "words": "Xong.", "says_done": True, "done_on": date(2026, 3, 1), "actor": house.phuc}
    with nothing_happens(), pytest.raises(NothingSaid, match="Còn 2 phần việc"):
        actions.write_report(at=AT, **said)

    actions.take_back_part(part=below, reason="Khoa khác làm.", actor=house.phuc, at=AT)
    a_report(task=own, by=house.phuc, at=AT, done_on=date(2026, 3, 1))
    own_report = ProgressReport.objects.get(task=own)
    own_report = actions.submit_report(report=own_report, actor=house.phuc, at=AT)
    actions.accept_report(report=own_report, actor=house.de, at=AT)

    assert task.children.filter(state="cancelled").get() == below
    actions.write_report(at=AT, **said)
    task.refresh_from_db()
    assert task.state == TaskState.ASSIGNED
    assert not list(checks.faults())


def test_a_duty_is_not_broken_into_parts_but_its_turns_are(house):
    task = the_task(house)
    rhythm = actions.Rhythm(Every.MONTH, 25, date(2026, 3, 2), date(2026, 12, 31))
    actions.set_recurrence(task=task, rhythm=rhythm, actor=house.hanh, at=AT)
    with nothing_happens(), pytest.raises(NoPart, match="theo từng kỳ"):
        two_parts(house, task)
    turn = task.children.get()
    part = actions.hand_down(task=turn, parts=[PartGiven("Việc", house.unit.khth)], actor=house.phuc, at=AT)[0]
    assert part.label == "1.2026-03.1"
    assert not list(checks.faults())


def test_a_task_that_is_over_has_no_new_parts(house):
    task = the_task(house)
    a_report(task=task, by=house.phuc, at=AT, done_on=date(2026, 3, 1), sent_by=house.de)
    with nothing_happens(), pytest.raises(WrongState):
        two_parts(house, task)


def test_who_leads_the_whole_sees_its_parts_and_others_do_not(house):
    task = the_task(house)
    below, _own = two_parts(house, task)
    for name in ("phuc", "de", "hanh", "hoa"):
        assert below in Task.objects.visible_to(fresh(getattr(house, name)))
    for name in ("son", "lan", "thu", "minh"):
        assert below not in Task.objects.visible_to(fresh(getattr(house, name)))
    writer = somebody_in(house.unit.khth, "thu.ky", Role.REPORTER)
    assert list(Task.objects.visible_to(writer)) == [below]


def test_the_share_leaves_out_what_was_taken_back():
    assert share_of(["completed", "cancelled", "assigned"]) == Share(1, 2)
    assert share_of(["completed", "cancelled"]).all_done
    assert not share_of([]).all_done
