"""Who is to be reminded of what on a day (danh sách nhắc trong ngày): a few queries, however many tasks."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.notifications.rules import DigestLine
from caicach.orgs.permissions import acting_in
from caicach.orgs.rules import STEP, Role
from caicach.plans import faces, ladder
from caicach.plans.ladder import FARTHEST, OF_REPORTS, REPORTS_FROM, Ladder, Rung, Told
from caicach.plans.models import ProgressReport, Reminder, Task, TaskQuerySet
from caicach.plans.models.tasks import short
from caicach.plans.rules import Assigner, ReportState, TaskBond, TaskState
from caicach.regulations.rules.calendar import Days

AHEAD = datetime.timedelta(days=3 * FARTHEST)  # calendar days within which the farthest rung surely lies


@dataclass(frozen=True)
class Call:
    """One thing a person is to be told on a day: a rung of a task's deadline."""

    task: int
    due_on: datetime.date
    rung: int
    line: DigestLine


class Directory:
    """Who acts in which unit today: whom a rung speaks to."""

    @cached_property
    def _acting(self) -> dict[tuple[Role, str], list[int]]:
        found: dict[tuple[Role, str], list[int]] = defaultdict(list)
        for role in Role:
            for person, path in acting_in(role):
                found[role, path].append(person)
        return dict(found)

    def _nearest(self, path: str, role: Role) -> list[int]:
        """Those of the unit, or of the nearest one above that has any."""
        for end in range(len(path), 0, -STEP):
            if found := self._acting.get((role, path[:end])):
                return found
        return []

    def works_in(self, person: int, path: str) -> bool:
        return any(person in self._acting.get((role, path), ()) for role in Role)

    def told(self, who: Told, lead: str, keeper: str) -> list[int]:
        """Whom a rung speaks to, for a task led at one path of the tree in a plan kept at another.

        Where nobody acts in the role, the head of the unit, or of the nearest one above, hears of it.
        """
        here = self._acting.get
        match who:
            case Told.REPORTER:
                writers = here((Role.REPORTER, lead)) or here((Role.OFFICE_SPECIALIST, lead))
                return writers or self._nearest(lead, Role.HEAD)
            case Told.HEAD:
                return self._nearest(lead, Role.HEAD)
            case Told.SUPERIOR:
                return self._nearest(lead[:-STEP], Role.HEAD) or self._nearest(lead, Role.HEAD)
            case Told.KEEPER:
                return self._nearest(keeper, Role.OFFICE_SPECIALIST) or self._nearest(keeper, Role.HEAD)


def calls(on: datetime.date) -> dict[int, list[Call]]:
    """What each person is to be told on a day and has not been told yet; the latest first."""
    calendar, directory = faces.calendar_in_use().known(on), Directory()
    found: dict[int, list[Call]] = defaultdict(list)
    for person, call in [*_of_tasks(on, calendar, directory), *_of_reports(on, calendar, directory)]:
        found[person].append(call)
    for listed in found.values():
        listed.sort(key=lambda call: (call.due_on, call.task))
    return dict(found)


def _of_tasks(on: datetime.date, calendar: Days, directory: Directory) -> Iterator[tuple[int, Call]]:
    """Tasks whose clock runs: what a unit has reported as done waits for the office, what is suspended waits."""
    tasks = Task.objects.to_do().running().exclude(state=TaskState.REPORTED_DONE).filter(due_on__lte=on + AHEAD)
    told = _told(Reminder.objects.filter(task__in=tasks.values("pk"), rung__lt=REPORTS_FROM))
    ladders: dict[int, Ladder] = {}
    for row in _rows(tasks):
        rungs = ladders.get(row.plan_id)
        if rungs is None:
            rungs = ladders[row.plan_id] = ladder.ladder_of(Assigner(row.plan__assigned_by), row.plan__ladder)
        past = ladder.days_past(row.due_on, on, calendar)
        highest: dict[int, Rung] = {}
        for who, rung in ladder.reached(rungs, past).items():
            own = [row.person_id] if who is Told.REPORTER and directory.works_in(row.person_id, row.lead__path) else []
            for person in own or directory.told(who, row.lead__path, row.plan__unit__path):
                highest[person] = max(rung, highest.get(person, rung))
        for person, rung in highest.items():
            if rung.days > told.get((row.pk, row.due_on, person), -REPORTS_FROM):
                line = _line(row, faces.left_words(row.due_on, on, -past), ladder.is_urgent(rung, rungs))
                yield person, Call(row.pk, row.due_on, rung.days, line)


def _of_reports(on: datetime.date, calendar: Days, directory: Directory) -> Iterator[tuple[int, Call]]:
    """Tasks reported as done, for whoever is to decide: of a part the unit that handed it down, else the office.

    Nobody decides on what they wrote, sent or did themselves.
    """
    waiting = ProgressReport.objects.filter(
        state=ReportState.SENT, says_done=True, task__state=TaskState.REPORTED_DONE, sent_at__isnull=False
    )
    reports = list(waiting.values_list("task", "sent_at", "written_by", "sent_by"))
    tasks = {task for task, *_said in reports}  # few at a time: a list of them is quicker asked than a subquery
    rows = {row.pk: row for row in _rows(Task.objects.filter(pk__in=tasks))}
    told = _told(Reminder.objects.filter(task__in=tasks, rung__gte=REPORTS_FROM))
    for task, sent_at, *own in reports:
        row, sent_on = rows[task], localdate(sent_at)
        past = ladder.days_past(sent_on, on, calendar)
        office, keeper, not_they = row.plan__unit__path, Told.KEEPER, set(own)
        if row.bond == TaskBond.PART:
            office, keeper = row.parent__lead__path, Told.REPORTER
            not_they.add(row.person_id)
        highest: dict[int, int] = {}
        for who, rung in ladder.reached(OF_REPORTS, past).items():
            able = set(directory.told(keeper if who is Told.KEEPER else who, office, office)) - not_they
            for person in able or set(directory.told(Told.HEAD, office, office)) - not_they:
                highest[person] = max(REPORTS_FROM + rung.days, highest.get(person, 0))
        for person, number in highest.items():
            if number > told.get((task, sent_on, person), 0):
                waits = _("chờ xác nhận hoàn thành từ %(day)s") % {"day": f"{sent_on:%d/%m/%Y}"}
                yield person, Call(task, sent_on, number, _line(row, waits, False))


def _rows(tasks: TaskQuerySet) -> Iterable[Any]:
    return tasks.order_by("pk").values_list(
        "pk",
        "label",
        "text",
        "due_on",
        "person_id",
        "bond",
        "parent__lead__path",
        "lead__name",
        "lead__path",
        "plan_id",
        "plan__code",
        "plan__assigned_by",
        "plan__ladder",
        "plan__unit__path",
        named=True,
    )


def _told(reminders: Any) -> dict[tuple[int, datetime.date, int], int]:
    """The highest rung of each deadline that each person has heard of."""
    rows = reminders.order_by().values_list("task", "due_on", "to").annotate(highest=Max("rung"))
    return {(task, due_on, person): highest for task, due_on, person, highest in rows}


def _line(row: Any, says: str, urgent: bool) -> DigestLine:
    """Quá hạn 3 ngày làm việc: Rà soát … (Bệnh viện Đa khoa; 62/KH-SYT #12, hạn 05/12/2026)."""
    about = {"says": says[:1].upper() + says[1:], "title": short(row.text), "unit": row.lead__name}
    about["task"] = f"{row.plan__code} #{row.label}"
    if row.due_on is None:
        text = _("%(says)s: %(title)s (%(unit)s; %(task)s)") % about
    else:
        about["day"] = f"{row.due_on:%d/%m/%Y}"
        text = _("%(says)s: %(title)s (%(unit)s; %(task)s, hạn %(day)s)") % about
    return DigestLine(text, reverse("plans:task", args=[row.pk]), "plans.reminder", urgent)
