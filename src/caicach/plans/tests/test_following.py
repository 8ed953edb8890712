"""Units end and their open work goes on elsewhere; what they did stays theirs."""

from datetime import date
from typing import Any

import pytest

from caicach.audit import checks as trail
from caicach.audit.models import Line
from caicach.notifications.models import Notice
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import PostsGo
from caicach.orgs.tests.factories import fresh
from caicach.plans import actions, checks, jobs
from caicach.plans.models import Task
from caicach.plans.tests.factories import a_plan, a_report, a_report_in, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 9)
AT = moment(ON)
WHY = "Quyết định 402/QĐ-SYT ngày 05/9/2026"
DUE = date(2026, 12, 1)


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


def merged(house, unit, into, **said: Any):
    """`unit` ends and `into` has its work; people move along."""
    said = {"posts": PostsGo.ALL} | said
    return orgs.merge_units(units=[unit], into=into, on=ON, decision=WHY, actor=fresh(house.mai), at=AT, **said)


def closed(house, unit):
    """`unit` ends and nobody is named to have its work."""
    return orgs.close_unit(unit=unit, on=ON, decision=WHY, without_heir=True, actor=fresh(house.mai), at=AT)


def moved(house, unit):
    """What stands below a unit goes to the department, so that it can close."""
    for child in unit.children.all():
        orgs.move_unit(unit=child, parent=house.unit.syt, on=ON, decision=WHY, actor=fresh(house.mai), at=AT)


def test_open_work_of_a_merged_unit_goes_to_its_heir_and_history_stays(house, plan):
    open_task = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE)
    done = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE)
    helped = a_task(plan=plan, lead=house.unit.nvy, coop=[house.unit.ttyt], by=house.hanh, due_on=DUE)
    sent = a_report(task=open_task, by=house.son, at=AT, sent_by=house.hoa, accepted_by=house.hanh)
    a_report(task=done, by=house.son, at=AT, done_on=date(2026, 5, 1), sent_by=house.hoa, accepted_by=house.hanh)
    merged(house, house.unit.ttyt, house.unit.bvdk)

    jobs.follow_heirs(at=AT)

    for task in (open_task, done, helped, sent):
        task.refresh_from_db()
    assert (open_task.lead, done.lead, sent.unit) == (house.unit.bvdk, house.unit.ttyt, house.unit.ttyt)
    assert [part.unit for part in open_task.parts.all()] == [house.unit.bvdk]
    assert {part.unit for part in helped.parts.all()} == {house.unit.nvy, house.unit.bvdk}
    line = Line.objects.of(f"plans.task:{open_task.pk}").last()
    assert (line.kind, line.actor_name) == ("plans.lead_changed", "Hệ thống")
    told = Notice.objects.filter(kind="plans.tasks_followed")
    assert {one.to for one in told} == {house.phuc, house.de, house.son, house.hanh}
    assert told.first().text.endswith("chủ trì 1 nhiệm vụ, phối hợp 1 nhiệm vụ, giữ 0 kế hoạch.")
    assert open_task in Task.objects.visible_to(fresh(house.phuc))
    assert list(checks.faults()) + list(trail.faults()) == []


def test_followed_once_nothing_happens_again(house, plan):
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE)
    merged(house, house.unit.ttyt, house.unit.bvdk)
    assert actions.follow_heirs(at=AT) == 1

    with nothing_happens():
        assert actions.follow_heirs(at=AT) == 0


@pytest.mark.parametrize("state", ["draft", "with_head", "returned"])
def test_words_not_yet_sent_go_along(house, plan, state):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    report = a_report_in(house, task, state)
    moved(house, house.unit.bvdk)
    merged(house, house.unit.bvdk, house.unit.ttyt)

    actions.follow_heirs(at=AT)

    report.refresh_from_db()
    assert (report.unit, report.state) == (house.unit.ttyt, state)
    assert Line.objects.of(f"plans.task:{task.pk}").last().changes["followed"] == [1]
    assert list(checks.faults()) == []


def test_what_waits_for_the_office_is_still_decided_and_the_heir_hears_of_it(house, plan):
    task = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE)
    sent = a_report(task=task, by=house.son, at=AT, sent_by=house.hoa)
    merged(house, house.unit.ttyt, house.unit.bvdk)
    actions.follow_heirs(at=AT)

    actions.return_report(report=sent, reason="Thiếu số liệu.", actor=house.hanh, at=AT)

    sent.refresh_from_db()
    assert sent.unit == house.unit.ttyt
    assert Notice.objects.filter(to=house.phuc, kind="plans.report_return").exists()
    assert a_report(task=task, by=fresh(house.phuc), at=AT).unit == house.unit.bvdk
    assert list(checks.faults()) == []


def test_plans_of_a_closed_unit_are_kept_by_its_heir(house):
    plan = a_plan(department=department_of(house))
    type(plan).objects.filter(pk=plan.pk).update(unit=house.unit.ttyt)
    merged(house, house.unit.ttyt, house.unit.bvdk)

    actions.follow_heirs(at=AT)

    plan.refresh_from_db()
    assert plan.unit == house.unit.bvdk
    assert Line.objects.of(f"plans.plan:{plan.pk}").last().kind == "plans.plan_followed"


def test_work_without_an_heir_waits_for_the_keeper_to_name_a_unit_for_all(house, plan):
    moved(house, house.unit.ttyt)
    tasks = [a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE) for _ in range(3)]
    other = a_task(plan=plan, lead=house.unit.nvy, by=house.hanh, due_on=DUE)
    closed(house, house.unit.ttyt)
    assert actions.follow_heirs(at=AT) == 0
    assert set(Task.objects.orphaned()) == set(tasks)
    said = {"plan": plan, "tasks": [*tasks, other], "reason": "Theo phân công mới.", "at": AT}
    for name in ("hoa", "phuc", "minh", "mai"):
        with nothing_happens(), pytest.raises(NotAllowed):
            actions.hand_over(lead=house.unit.bvdk, actor=house.cast[name], **said)

    given = actions.hand_over(lead=house.unit.bvdk, actor=house.hanh, **said)

    assert (len(given), {task.lead for task in given}) == (3, {house.unit.bvdk})
    other.refresh_from_db()
    assert other.lead == house.unit.nvy
    assert Notice.objects.filter(to=house.phuc, kind="plans.tasks_followed").count() == 1
    with nothing_happens(), pytest.raises(actions.NotHandedOver, match="đã có đơn vị nhận"):
        actions.hand_over(lead=house.unit.bvdk, actor=house.hanh, **said)
    assert list(checks.faults()) == []


def test_following_asks_as_often_for_many_closed_units_without_work(house, django_assert_num_queries):
    merged(house, house.unit.ttyt, house.unit.bvdk)

    with django_assert_num_queries(5):  # the transaction, heirs, parts, plans
        actions.follow_heirs(at=AT)
