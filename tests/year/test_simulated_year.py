"""One year of the demo province in a few minutes: 60 units, 1,200 tasks, two mergers, a late swap of days off.

Every morning the jobs do their round and people do what their day holds; in the end every promise of `verify` holds.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate, localtime, make_aware

from caicach.config import checks
from caicach.config.jobs import JOBS
from caicach.notifications.models import Digest
from caicach.orgs import actions as orgs
from caicach.orgs import demo as province
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import UnitKind
from caicach.plans import actions
from caicach.plans.actions import Assignment, Rhythm
from caicach.plans.models import Plan, ProgressReport, Reminder, Task
from caicach.plans.recurring import Every
from caicach.plans.rules import FIELDS, Assigner, PlanLevel, ReportState, TaskState
from caicach.regulations.actions import change_calendar, load_packs
from caicach.regulations.models import working_calendar
from caicach.regulations.rules.calendar import CalendarDay

pytestmark = pytest.mark.django_db

TASKS = 1200
FIRST, LAST = date(2026, 1, 5), date(2026, 12, 31)
SWAP_OFF, SWAP_WORKED, SWAP_KNOWN = date(2026, 8, 31), date(2026, 8, 22), date(2026, 8, 12)
MERGERS = {date(2026, 4, 20): date(2026, 5, 4), date(2026, 9, 7): date(2026, 10, 1)}  # entered on → in force from


class Year:
    """The province while its year passes; `now` is the one clock everybody reads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = make_aware(datetime(2025, 12, 1, 8))
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.random = Random(2026)
        load_packs(at=self.now)
        self.house = province.build(at=self.now, installed_at=self.now, random=self.random, password="khong-dung")
        self.diary: dict[date, list[Callable[[], object]]] = {}
        self.merged: list[str] = []

    def person(self, username: str) -> Person:
        """Read anew, so that rights are those of the day."""
        return Person.objects.get(username=username)

    def of(self, unit: Unit, role: str) -> Person:
        code = Unit.objects.get(pk=unit.pk).code
        found = self.house.reporter(code) if role == "reporter" else self.house.head(code)
        return self.person(found.username)

    def on(self, day: date, deed: Callable[[], object]) -> None:
        self.diary.setdefault(min(max(day, FIRST), LAST), []).append(deed)

    def pass_by(self) -> None:
        """Day after day: the jobs in the morning, the diary, the jobs once more."""
        day = FIRST
        while day <= LAST:
            if day.day in (1, FIRST.day) and connection.vendor == "postgresql":
                with connection.cursor() as cursor:  # a server does so by itself, but not within one transaction
                    cursor.execute("ANALYZE")
            for hour in (8, 15):
                self.now = make_aware(datetime.combine(day, time(hour, 5)))
                for _name, job, _seconds in JOBS:
                    job(at=self.now)
                if hour == 8:
                    for deed in self.diary.get(day, []):
                        self.now += timedelta(seconds=20)
                        deed()
            day += timedelta(days=1)


def give(year: Year) -> list[Task]:
    """Four plans of four levels; every fifth task of the year's plan stands in the Government's too."""
    hanh = year.person("hanh")
    unit = year.house.units["SYT"]
    plans = {}
    for code, level, assigner in (
        ("CCHC-2026", PlanLevel.YEARLY, Assigner.OWN),
        ("CP-2026", PlanLevel.THEMATIC, Assigner.GOVERNMENT),
        ("CCHC-2021-2030", PlanLevel.TEN_YEAR, Assigner.OWN),
        ("CĐS-2026", PlanLevel.THEMATIC, Assigner.PEOPLES_COMMITTEE),
    ):
        plans[code] = actions.open_plan(
            code=code, title=f"Kế hoạch {code}", level=level, assigned_by=assigner, unit=unit,
            starts_on=date(2026, 1, 1), ends_on=LAST, synthetic=True, actor=hanh, at=year.now,
        )  # fmt: skip
    leads = [
        year.house.units[code]
        for kind in (UnitKind.HOSPITAL, UnitKind.CENTRE, UnitKind.STATION, UnitKind.DIVISION)
        for code in year.house.codes(kind)
    ]
    fields, tasks = list(FIELDS), []
    for number in range(TASKS):
        plan = plans[list(plans)[number % 4]]
        due_on = FIRST + timedelta(days=year.random.randrange(20, 360))
        deadline = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"} if number % 6 else None
        assignment = Assignment(
            text=f"Rà soát, báo cáo kết quả việc số {number + 1}",
            field=fields[number % len(fields)],
            lead=leads[number % len(leads)],
            coop=[leads[(number + 7) % len(leads)]] if number % 9 == 0 else [],
            deadline=deadline,
        )
        tasks.append(actions.add_task(plan=plan, assignment=assignment, actor=hanh, at=year.now))
        if number % 20 == 0:
            government = plans["CP-2026"]
            actions.place_task(task=tasks[-1], plan=government, field="khac", actor=hanh, at=year.now)
        if number % 60 == 0:
            rhythm = Rhythm(every=Every.QUARTER, due_day=5, starts_on=date(2026, 1, 5), ends_on=LAST, cutoff_day=14)
            actions.set_recurrence(task=tasks[-1], rhythm=rhythm, actor=hanh, at=year.now)
    return tasks


def live(year: Year, task: Task) -> None:
    """What becomes of a task: most are reported and accepted, in time or late; some get more time, wait or end."""
    chance, due_on = year.random.random(), task.due_on or FIRST + timedelta(days=year.random.randrange(30, 350))
    if hasattr(task, "recurrence") or chance > 0.9:
        return  # nobody lifts a finger: the ladder must find it
    if 0.80 < chance <= 0.84 and task.due_on:
        year.on(due_on - timedelta(days=5), lambda: more_time(year, task))
    if 0.84 < chance <= 0.86:
        year.on(due_on - timedelta(days=9), lambda: rest(year, task))
        return
    done_on = due_on + timedelta(days=year.random.choice([-20, -9, -4, -2, 0, 0, 3, 12]))
    year.on(done_on, lambda: report(year, task))


def report(year: Year, task: Task) -> None:
    task = Task.objects.select_related("lead").get(pk=task.pk)
    if task.state not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        return
    reporter, head = year.of(task.lead, "reporter"), year.of(task.lead, "head")
    returned = task.reports.filter(state=ReportState.RETURNED).first()
    written = actions.write_report(
        revision=returned.revision if returned else 0,
        task=task, words="Đã hoàn thành, có báo cáo kèm theo.", says_done=True,
        done_on=localdate(year.now), actor=reporter, at=year.now,
    )  # fmt: skip
    actions.submit_report(report=written, actor=reporter, at=year.now)
    actions.send_report(report=written, actor=head, at=year.now)
    if year.random.random() < 0.1:
        actions.return_report(report=written, reason="Thiếu minh chứng.", actor=year.person("hanh"), at=year.now)
        year.on(localdate(year.now) + timedelta(days=6), lambda: report(year, task))
    else:
        year.on(localdate(year.now) + timedelta(days=2), lambda: accept(year, written))


def accept(year: Year, written: ProgressReport) -> None:
    waiting = ProgressReport.objects.get(pk=written.pk)
    if waiting.state == ReportState.SENT:
        actions.accept_report(report=waiting, actor=year.person("hanh"), at=year.now)


def more_time(year: Year, task: Task) -> None:
    task = Task.objects.select_related("lead").get(pk=task.pk)
    if task.due_on is None or task.state not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        return
    until = max(task.due_on, localdate(year.now)) + timedelta(days=20)
    asked = actions.ask_extension(
        task=task, until=until, reason="Chờ hướng dẫn.", actor=year.of(task.lead, "reporter"), at=year.now
    )
    actions.decide_extension(request=asked, granted=True, actor=year.person("hanh"), at=year.now)


def rest(year: Year, task: Task) -> None:
    task = Task.objects.get(pk=task.pk)
    if task.state in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        actions.suspend_task(task=task, reason="Chờ thông tư thay thế.", actor=year.person("hanh"), at=year.now)


def merge(year: Year, on: date) -> None:
    """Two stations become one on a coming day; their open work follows by itself."""
    codes = [one for one in year.house.codes(UnitKind.STATION) if one not in year.merged]
    old, new = year.house.units[codes[0]], year.house.units[codes[1]]
    year.merged += [old.code, new.code]
    orgs.merge_units(
        units=[old], into=new, on=on, decision=f"Quyết định sáp nhập từ {on:%d/%m/%Y}",
        actor=year.person("mai"), at=year.now,
    )  # fmt: skip


def swap(year: Year) -> None:
    """The province hears late that a Monday is off and a Saturday is worked instead."""
    said = {"by": "swap", "known_on": SWAP_KNOWN, "name_vi": "hoán đổi ngày làm việc", "name_en": "swap"}
    off = CalendarDay(SWAP_OFF, is_working=False, **said)
    worked = CalendarDay(SWAP_WORKED, is_working=True, **said)
    change_calendar(days=[off, worked], citation="Thông báo hoán đổi (minh họa)", actor=year.person("mai"), at=year.now)


def test_a_year_of_the_province_keeps_every_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    year = Year(monkeypatch)
    year.now = make_aware(datetime.combine(FIRST, time(7)))
    tasks = give(year)
    for task in tasks:
        live(year, task)
    for entered_on, in_force in MERGERS.items():
        year.on(entered_on, lambda day=in_force: merge(year, day))  # type: ignore[misc]
    year.on(SWAP_KNOWN, lambda: swap(year))

    year.pass_by()

    assert list(checks.faults()) == []
    assert Unit.objects.filter(is_open=False, code__in=year.merged).count() == len(MERGERS)
    assert not Task.objects.running().filter(lead__is_open=False).exists()
    assert Plan.objects.get(code="CP-2026").lines.count() > TASKS // 4
    done = Task.objects.whole().filter(state=TaskState.COMPLETED).count()
    assert TASKS // 2 < done < TASKS
    nobody_is_told_twice()


def nobody_is_told_twice() -> None:
    """One digest a day each, on working days in office hours, and every rung of a deadline once."""
    assert Digest.objects.count() > 1000
    assert max(Counter(Digest.objects.values_list("person", "day")).values()) == 1
    assert max(Counter(Reminder.objects.values_list("task", "due_on", "rung", "to")).values()) == 1
    calendar = working_calendar().known()
    told = [localtime(at) for at in Digest.objects.values_list("at", flat=True)]
    assert all(calendar.is_working(at.date()) and 7 <= at.hour < 17 for at in told)
