"""What the reader of a list of tasks asks for: one question, which every view of the list answers in its own shape."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Case, F, Q, When
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import fold
from caicach.plans import rules
from caicach.plans.models import DeadlineEntry, Plan, PlanLine, ProgressReport, Task, TaskQuerySet, classes
from caicach.plans.rules import FIELDS, LAST_DAYS, LATE_SOON_DAYS, STOPPED, Assigner, PlanLevel, ReportState, TaskState
from caicach.ui.parts import Tone

CLASSES = ("done_on_time", "done_late", "in_progress", "not_begun", "overdue", "suspended", "cancelled")
DONE, LATE, SETTLED, OPEN = "done", "late", "settled", "open"
GROUPS: dict[str, tuple[str, ...]] = {
    DONE: ("done_on_time", "done_late"),
    LATE: ("done_late", "overdue"),
    SETTLED: ("done_on_time", "done_late", "overdue"),  # what a share of "in time" is taken of
    OPEN: ("in_progress", "not_begun", "overdue"),
}
WITHIN = ("7", "14", "30")
RISK, NO_DAY = "risk", "none"
CHANGES = ("any", "given", "done", "moved", "fell", "stopped")
WEEK = 7  # days that "this week" looks back, whatever day it is
REPORTS = {
    "waiting": (ReportState.WITH_HEAD, ReportState.SENT),
    "with_head": (ReportState.WITH_HEAD,),
    "sent": (ReportState.SENT,),
    "returned": (ReportState.RETURNED,),
}
WAITING = ("waiting", "with_head", "sent")
SORTS = ("due", "-due", "unit", "-unit", "plan", "-plan", "state", "-state", "changed", "-changed")
WORK = "work"  # parts and occurrences in place of whole tasks
LONGEST = 100
LAST = datetime.timedelta(days=LAST_DAYS)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"20\d\d-Q[1-4]")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")


def class_names() -> dict[str, tuple[str, Tone]]:
    """The classes of a list in words, with their tones."""
    return {
        "done_on_time": (_("Hoàn thành đúng hạn, không hạn"), "ok"),
        "done_late": (_("Hoàn thành quá hạn"), "soon"),
        "in_progress": (_("Đang thực hiện"), "info"),
        "not_begun": (_("Chưa bắt đầu"), "none"),
        "overdue": (_("Quá hạn"), "late"),
        "suspended": (_("Tạm dừng"), "waiting"),
        "cancelled": (_("Đã hủy"), "done"),
    }


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment after the last of a day on the office's clock."""
    return make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))


def span_of(code: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of `2026-09`, `2026-Q3` or `2026-09-05`."""
    if _QUARTER.fullmatch(code):
        period = rules.parse_period(code)
        return period.first_day, period.last_day
    if _MONTH.fullmatch(code):
        first = datetime.date.fromisoformat(f"{code}-01")
        return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    try:
        day = datetime.date.fromisoformat(code) if _DAY.fullmatch(code) else None
    except ValueError:
        return None
    return (day, day) if day else None


def at_risk(on: datetime.date) -> Q:
    """Tasks that will probably be late, as `rules.risk` says on paper (a test holds them together)."""
    returned = ProgressReport.objects.filter(state=ReportState.RETURNED, first_sent_at__isnull=False).order_by()
    return (
        Q(due_on__range=(on, on + datetime.timedelta(days=LATE_SOON_DAYS)))
        & Q(state__in=[TaskState.ASSIGNED, TaskState.IN_PROGRESS])
        & (Q(pk__in=returned.values("task")) | Q(state=TaskState.ASSIGNED) | Q(due_on__lt=on + LAST))
    )


def was_at_risk(on: datetime.date) -> Q:
    """The same on a past day, by the reports still kept."""
    sent = ProgressReport.objects.filter(first_sent_at__lt=end_of(on)).order_by()
    returned = sent.filter(state=ReportState.RETURNED, decided_at__lt=end_of(on))
    said_done = sent.filter(says_done=True, state__in=[ReportState.SENT, ReportState.ACCEPTED])
    settled = Q(pk__in=said_done.values("task")) | Q(state=TaskState.COMPLETED, done_on__lte=on) | Q(state__in=STOPPED)
    return (
        Q(due_on__range=(on, on + datetime.timedelta(days=LATE_SOON_DAYS)), assigned_at__lt=end_of(on))
        & ~settled
        & (Q(pk__in=returned.values("task")) | ~Q(pk__in=sent.values("task")) | Q(due_on__lt=on + LAST))
    )


@dataclass(frozen=True)
class Wanted:
    """What was asked, as it stands in the address of the page; empty is no condition."""

    q: str = ""
    of_class: str = ""
    field: str = ""
    unit: str = ""
    below: str = ""  # "1": the units below too
    plan: str = ""
    level: str = ""
    assigner: str = ""
    person: str = ""
    due: str = ""  # within days, risk, none; a day, a month or a quarter
    changed: str = ""
    report: str = ""
    items: str = ""
    sort: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        """From an address or a saved view; what is not known there is no condition."""

        def one(name: str, *known: str) -> str:
            typed = asked.get(name, "").replace("\x00", "").strip()[:LONGEST]
            return typed if not known or typed in known else ""

        due, plan = one("due"), one("plan")
        return cls(
            q=one("q"),
            of_class=one("class", *CLASSES, *GROUPS),
            field=one("field", *FIELDS),
            unit=one("unit"),
            below=one("below", "1"),
            plan=plan if plan.isascii() and plan.isdecimal() and len(plan) < 10 else "",
            level=one("level", *PlanLevel),
            assigner=one("assigner", *Assigner),
            person=one("person"),
            due=due if due in (*WITHIN, RISK, NO_DAY) or span_of(due) else "",
            changed=one("changed", *CHANGES),
            report=one("report", *REPORTS),
            items=one("items", WORK),
            sort=one("sort", *SORTS),
        )

    @property
    def query(self) -> str:
        """The question as an address has it, nothing said twice."""
        said = {"class" if name == "of_class" else name: value for name, value in asdict(self).items() if value}
        return urlencode(said)

    def but(self, **changes: str) -> str:
        """The address of the same question with something else: `?…`."""
        return f"?{replace(self, **changes).query}"

    @property
    def narrows(self) -> bool:
        """Whether anything is asked beyond the order."""
        return bool(replace(self, sort="", items="").query)

    def condition(self, person: Person, today: datetime.date, by_field: str = "field") -> Q:
        """The question in the database; the field of a plan's own page is that of its line."""
        said = Q()
        for word in fold(self.q).split()[:8]:
            said &= Q(folded__contains=word)
        if self.of_class:
            known, either = classes(today), Q(pk__in=[])
            for name in GROUPS.get(self.of_class, (self.of_class,)):
                either |= known[name]
            said &= either
        if self.field:
            said &= Q(**{by_field: self.field})
        if self.unit:
            said &= self._unit()
        if self.plan or self.level or self.assigner:
            said &= self._lines(person)
        if self.person:
            said &= Q(person__username=self.person)
        if self.report:
            reports = ProgressReport.objects.visible_to(person).filter(state__in=REPORTS[self.report]).order_by()
            said &= Q(pk__in=reports.values("task"))
            if self.report in WAITING:  # nobody decides on what is stopped
                said &= ~Q(state__in=STOPPED)
        return said & self._due(today) & self.changes(today)

    def _unit(self) -> Q:
        if not self.below:
            return Q(lead__code=self.unit)
        above = Unit.objects.filter(code=self.unit).values_list("path", flat=True).first()
        return Q(lead__path__startswith=above) if above else Q(pk__in=[])

    def _lines(self, person: Person) -> Q:
        """By the plans a task stands in that the reader may see; parts and occurrences go with their task."""
        lines = PlanLine.objects.filter(plan__in=Plan.objects.visible_to(person).order_by().values("pk")).order_by()
        if self.plan:
            lines = lines.filter(plan=int(self.plan))
        if self.level:
            lines = lines.filter(plan__level=self.level)
        if self.assigner:
            lines = lines.filter(plan__assigned_by=self.assigner)
        tasks = lines.values("task")
        return Q(pk__in=tasks) | Q(parent__in=tasks) | Q(parent__parent__in=tasks)

    def _due(self, today: datetime.date) -> Q:
        match self.due:
            case "":
                return Q()
            case "none":
                return Q(due_on__isnull=True)
            case "risk":
                return at_risk(today)
            case days if days in WITHIN:
                open_ones = ~Q(state__in=[TaskState.COMPLETED, *STOPPED])
                return open_ones & Q(due_on__range=(today, today + datetime.timedelta(days=int(days))))
            case code:
                return Q(due_on__range=span_of(code))

    def changes(self, today: datetime.date) -> Q:
        """What happened to the tasks in the last seven days, today included."""
        since = today - datetime.timedelta(days=WEEK)
        begin = end_of(since)
        moved = DeadlineEntry.objects.filter(kind__in=[DeadlineEntry.CHANGED, DeadlineEntry.EXTENDED], at__gte=begin)
        fell = classes(today)["overdue"] & Q(due_on__gte=since)
        match self.changed:
            case "given":
                return Q(assigned_at__gte=begin)
            case "done":
                return Q(state=TaskState.COMPLETED, done_on__gt=since, done_on__lte=today)
            case "moved":
                return Q(pk__in=moved.order_by().values("task"))
            case "fell":
                return fell
            case "stopped":
                return Q(state__in=STOPPED, stopped_on__gt=since)
            case "any":
                return Q(changed_at__gte=begin) | Q(assigned_at__gte=begin) | fell
            case _:
                return Q()

    def tasks(self, person: Person, today: datetime.date) -> TaskQuerySet:
        """The tasks asked for that the person may see, in the order asked for."""
        found = Task.objects.visible_to(person)
        found = found.to_do() if self.items else found.whole()
        return found.filter(self.condition(person, today))

    def in_order(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """As asked for; else what is open first, by its day, what has none last."""
        name, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        column = {"unit": "lead__path", "plan": "plan__code", "state": "state", "changed": "changed_at"}.get(name)
        if column:
            first = F(column).desc() if down else F(column).asc()
            return tasks.order_by(first, F("due_on").asc(nulls_last=True), "plan_id", "number", "pk")
        if name == "due":
            by_day = F("due_on").desc(nulls_last=True) if down else F("due_on").asc(nulls_last=True)
            return tasks.order_by(by_day, "pk")
        over = Case(When(state__in=[TaskState.COMPLETED, TaskState.CANCELLED], then=1), default=0)
        return tasks.order_by(over, F("due_on").asc(nulls_last=True), "pk")
