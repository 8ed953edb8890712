"""Reminders by themselves: one digest a working day, each rung once to each, and no overdue task lies still."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, localtime, make_aware, now

from caicach.audit.models import Line
from caicach.notifications.models import Digest, Message, Notice
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import Role
from caicach.plans import actions, chasing
from caicach.plans.actions import PartGiven
from caicach.plans.ladder import ORDINARY, REPORTS_FROM, BadLadder, Rung, Told
from caicach.plans.models import Reminder, Task
from caicach.plans.rules import Assigner, TaskState
from caicach.plans.tests.factories import (
    GIVEN_AT,
    a_plan,
    a_report,
    a_task,
    department_of,
    moment,
    nothing_happens,
)
from caicach.plans.tests.test_parts import somebody_in
from caicach.plans.tests.test_queries import many
from caicach.regulations import packs
from caicach.regulations.actions import load_packs, publish_pack

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
DUE = date(2026, 11, 13)


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


def told(person):
    """The rungs a person has heard of, in the order of days."""
    return list(Reminder.objects.filter(to=person).order_by("on", "rung").values_list("on", "rung"))


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_deadline_climbs_from_the_reporter_to_the_superior(house, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)

    for day in days(date(2026, 10, 30), date(2026, 11, 27)):
        actions.chase(at=moment(day))

    assert told(house.phuc) == [(date(2026, 11, 4), -7), (date(2026, 11, 10), -3), (DUE, 0), (date(2026, 11, 16), 1)]
    assert told(house.de) == [(date(2026, 11, 16), 1), (date(2026, 11, 18), 3)]
    assert told(house.hoa) == told(house.hanh) == [(date(2026, 11, 25), 7)]  # 24 November is off
    line = Digest.objects.get(person=house.hoa).lines[0]
    assert line["text"].startswith("Quá hạn 7 ngày làm việc: Rà soát, đơn giản hóa")
    assert "Bệnh viện Đa khoa Bình Minh; 62/KH-SYT #1, hạn 13/11/2026" in line["text"]
    assert (line["link"], line["urgent"]) == (f"/plans/tasks/{Task.objects.get().pk}/", True)


def test_after_a_long_sleep_or_a_late_import_each_hears_one_thing(house, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 6, 1))

    actions.chase(at=moment(FRIDAY))
    actions.chase(at=moment(FRIDAY + timedelta(days=3)))

    heard = {name: told(person) for name, person in house.cast.items() if told(person)}
    assert heard == {"phuc": [(FRIDAY, 1)], "de": [(FRIDAY, 3)], "hoa": [(FRIDAY, 7)], "hanh": [(FRIDAY, 7)]}


def test_a_digest_is_told_once_a_day_and_the_rest_waits_for_the_next(house, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=FRIDAY)
    actions.chase(at=moment(FRIDAY, 8))
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 11, 23), at=moment(FRIDAY, 10))

    assert actions.chase(at=moment(FRIDAY, 11)) == 0
    assert Reminder.objects.filter(to=house.phuc).count() == 1

    assert actions.chase(at=moment(date(2026, 11, 23), 8)) == 2
    assert told(house.phuc) == [(FRIDAY, 0), (date(2026, 11, 23), 0), (date(2026, 11, 23), 1)]
    assert Notice.objects.filter(to=house.phuc, kind="digest").count() == 2


@pytest.mark.parametrize(
    "at", [moment(FRIDAY, 5), moment(FRIDAY, 20), moment(date(2026, 11, 21)), moment(date(2026, 11, 22))]
)
def test_nobody_is_reminded_at_night_or_on_a_day_off(house, plan, at):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)

    with nothing_happens():
        assert actions.chase(at=at) == 0


def test_what_is_stopped_done_undated_or_a_duty_is_not_chased(house, plan):
    many(plan, house.unit.bvdk, [(TaskState.ASSIGNED, None, None), (TaskState.COMPLETED, DUE, DUE)])
    for number, state in enumerate([TaskState.SUSPENDED, TaskState.CANCELLED], 3):
        Task.objects.bulk_create(
            [
                Task(
                    plan=plan, number=number, text="Việc", field="tthc", lead=house.unit.bvdk, state=state,
                    stopped_on=DUE, due_on=DUE, assigned_at=moment(DUE), changed_at=moment(DUE), folded="viec",
                )
            ]
        )  # fmt: skip

    assert actions.chase(at=moment(FRIDAY)) == 0
    assert not Reminder.objects.exists()


def test_a_report_that_says_done_makes_the_unit_silent_and_reminds_the_keeper(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    a_report(task=task, by=house.phuc, at=moment(date(2026, 11, 12)), done_on=date(2026, 11, 12), sent_by=house.de)

    for day in days(date(2026, 11, 12), date(2026, 12, 1)):
        actions.chase(at=moment(day))

    assert told(house.phuc) == told(house.de) == []
    assert told(house.hanh) == [(date(2026, 11, 17), REPORTS_FROM + 3), (date(2026, 11, 23), REPORTS_FROM + 7)]
    assert told(house.hoa) == [(date(2026, 11, 23), REPORTS_FROM + 7)]
    assert (
        "chờ xác nhận hoàn thành từ 12/11/2026" in Digest.objects.filter(person=house.hanh)[0].lines[0]["text"].lower()
    )


def test_a_part_reported_done_waits_for_the_unit_that_handed_it_down_and_not_for_the_office(house, plan):
    whole = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 12, 31))
    clerk = somebody_in(house.unit.khth, "clerk", Role.REPORTER)
    parts = [PartGiven("Tổng hợp số liệu.", house.unit.khth), PartGiven("Viết.", house.unit.bvdk, house.phuc)]
    below, own = actions.hand_down(task=whole, parts=parts, actor=house.de, at=GIVEN_AT)
    at, done_on = moment(date(2026, 11, 12)), date(2026, 11, 12)
    a_report(task=below, by=clerk, at=at, done_on=done_on, sent_by=house.de)
    report = a_report(task=own, by=house.phuc, at=at, done_on=done_on)
    actions.submit_report(report=report, actor=house.phuc, at=at)  # within the unit that sends it too

    for day in days(date(2026, 11, 12), date(2026, 12, 1)):
        actions.chase(at=moment(day))

    heard = [(date(2026, 11, 17), REPORTS_FROM + 3), (date(2026, 11, 23), REPORTS_FROM + 7)]
    assert {name for name, person in house.cast.items() if told(person)} == {"phuc", "de"}
    assert told(house.phuc) == told(house.de) == heard
    assert set(Reminder.objects.filter(to=house.phuc).values_list("task", flat=True)) == {below.pk}
    assert set(Reminder.objects.filter(to=house.de).values_list("task", flat=True)) == {own.pk}
    assert max(len(digest.lines) for digest in Digest.objects.all()) == 1


def test_a_new_deadline_starts_the_ladder_anew(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    actions.chase(at=moment(DUE))
    actions.change_deadline(
        task=task, due_on=date(2026, 11, 25), reason="Chờ thông tư.", actor=house.hanh, at=moment(DUE, 10)
    )

    actions.chase(at=moment(FRIDAY))

    assert told(house.phuc) == [(DUE, 0), (FRIDAY, -3)]


def test_who_has_the_task_in_hand_is_told_in_place_of_the_reporter(house, plan):
    task = a_task(plan=plan, lead=house.unit.nvy, by=house.hanh, due_on=FRIDAY)
    Task.objects.filter(pk=task.pk).update(person=house.minh)

    actions.chase(at=moment(FRIDAY))

    assert told(house.minh) == [(FRIDAY, 0)]


def test_who_stands_in_for_an_absent_head_is_told_too(house, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    orgs.delegate(
        post=house.de.posts.get(),
        to=house.phuc,
        since=localdate(),
        until=localdate() + timedelta(days=9),
        words="Đi công tác.",
        actor=house.de,
        at=now(),
    )

    actions.chase(at=moment(FRIDAY))

    assert told(house.phuc) == told(house.de) == [(FRIDAY, 3)]  # the higher of the two rungs he is told, once


def test_a_unit_without_a_head_or_reporter_is_spoken_for_by_the_nearest_head_above(house, plan):
    a_task(plan=plan, lead=house.unit.khth, by=house.hanh, due_on=DUE)

    actions.chase(at=moment(DUE))
    actions.chase(at=moment(date(2026, 11, 25)))

    assert told(house.de) == [(DUE, 0), (date(2026, 11, 25), 7)]
    assert not told(house.hoa)


def test_what_the_government_gave_reaches_the_superior_on_the_first_day(house, plan):
    plan.assigned_by = Assigner.GOVERNMENT
    plan.save()
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 11, 19))

    actions.chase(at=moment(FRIDAY))

    assert told(house.hoa) == told(house.hanh) == [(FRIDAY, 1)]


def test_the_keeper_gives_a_plan_its_own_ladder(house, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    own = (Rung(2, (Told.SUPERIOR,)), Rung(0, (Told.HEAD,)))

    actions.set_ladder(plan=plan, rungs=own, actor=house.hanh, at=moment(DUE))
    actions.chase(at=moment(DUE))

    assert told(house.de) == [(DUE, 0)] and not told(house.phuc)
    line = Line.objects.get(kind="plans.ladder_set")
    assert line.changes["ladder"]["after"] == [{"days": 0, "to": ["head"]}, {"days": 2, "to": ["superior"]}]

    actions.set_ladder(plan=plan, rungs=None, actor=house.hanh, at=moment(FRIDAY))

    plan.refresh_from_db()
    assert plan.ladder is None


def test_nobody_else_changes_the_ladder_and_no_bad_one_is_kept(house, plan):
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.set_ladder(plan=plan, rungs=ORDINARY, actor=house.phuc, at=moment(DUE))
    with nothing_happens(), pytest.raises(BadLadder):
        actions.set_ladder(plan=plan, rungs=(Rung(0, (Told.HEAD,)),), actor=house.hanh, at=moment(DUE))


def test_an_email_goes_by_the_outbox_and_a_phone_rings_only_for_the_highest_rungs(house, plan):
    house.de.email = "de@bvdk.binhminh.example"
    house.de.save()
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)

    actions.chase(at=moment(date(2026, 11, 16)))

    assert list(Message.objects.values_list("to", "channel", "kind")) == [(house.de.pk, "email", "digest")]


def test_five_thousand_tasks_are_asked_for_by_as_many_queries_as_five(house, plan):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            calls = chasing.calls(FRIDAY)
        return len(asked), len(calls[house.phuc.pk])

    late = (TaskState.IN_PROGRESS, None, DUE)
    many(plan, house.unit.bvdk, [late] * 5)
    few = queries()
    many(plan, house.unit.bvdk, [late] * 4995, first=6)

    assert few[1] == 5 and queries() == (few[0], 5000)
    actions.chase(at=moment(FRIDAY))
    assert Reminder.objects.filter(to=house.phuc).count() == 5000
    assert chasing.calls(FRIDAY) == {}


def with_late_swap(day, instead):
    """The calendar of the year as the office knows it after a swap it heard of four days before."""
    pack = next(one for one in packs.packs("calendar", "vn") if one.effective_from.year == 2026)
    known = (day - timedelta(days=4)).isoformat()
    entry = {"by": "swap", "known_on": date.fromisoformat(known), "source": "S71", "status": "seen"}
    added = [
        entry | {"day": day, "is": "off", "name": {"vi": "nghỉ hoán đổi", "en": "off"}},
        entry | {"day": instead, "is": "working", "name": {"vi": "làm bù", "en": "worked"}},
    ]
    return replace(
        pack, payload=pack.payload | {"days": sorted([*pack.payload["days"], *added], key=lambda one: one["day"])}
    )


def test_a_year_of_chasing_told_nobody_twice_and_let_nothing_lie(house, plan):
    load_packs(actor=None, at=moment(date(2025, 12, 1)))
    late, done = [], {}
    for number, day in enumerate(days(date(2026, 1, 5), date(2026, 12, 10))[::5]):
        lead = [house.unit.bvdk, house.unit.ttyt, house.unit.nvy][number % 3]
        task = a_task(plan=plan, lead=lead, by=house.hanh, due_on=day)
        if number % 4:
            late.append(task.pk)
        else:
            done[task.pk] = day + timedelta(days=2)
    swap = date(2026, 7, 10), date(2026, 7, 18)

    for day in days(date(2026, 1, 1), date(2026, 12, 31)):
        if day == swap[0] - timedelta(days=4):
            publish_pack(pack=with_late_swap(*swap), actor=None, at=moment(day, 7))
        for pk in [pk for pk, on in done.items() if on == day]:
            Task.objects.filter(pk=pk).update(state=TaskState.COMPLETED, done_on=day)
        if day.month == 9 and 7 <= day.day <= 17:
            continue  # the server slept
        for hour in (0, 6, 8, 15, 18):
            actions.chase(at=make_aware(datetime.combine(day, time(hour, 10))))

    assert max(Counter(Digest.objects.values_list("person", "day")).values()) == 1
    assert max(Counter(Reminder.objects.values_list("task", "due_on", "rung", "to")).values()) == 1
    worked = packs.parse_calendar([with_late_swap(*swap)]).known()
    told_on = [localtime(at) for at in Digest.objects.values_list("at", flat=True)]
    assert all(worked.is_working(at.date()) and 7 < at.hour < 17 for at in told_on)
    assert any(at.date() == swap[1] for at in told_on) and not any(at.date() == swap[0] for at in told_on)
    reached = set(Reminder.objects.filter(to=house.hoa, rung=7).values_list("task", flat=True))
    assert set(late) <= reached
    per_rung = Reminder.objects.filter(task__in=late, to=house.phuc).values_list("task", "rung")
    assert all(count == 1 for count in Counter(per_rung).values())
