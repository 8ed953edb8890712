"""Results beside names for a period: what they propose, why, and the tasks they are made of."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import STEP, Role
from caicach.plans import rules
from caicach.plans.meriting import MeritLimits, Proposed, Reason, Results, proposed
from caicach.plans.models import DeadlineEntry, MeritRule, ProgressReport, Task
from caicach.plans.permissions import KEEPER
from caicach.plans.rules import Period, ReportState, TaskState
from caicach.ui import wording
from caicach.ui.parts import Tone


@dataclass(frozen=True)
class Row:
    """What a unit or a person did, what it proposes and why."""

    key: str
    name: str
    about: str
    results: Results
    proposed: Proposed
    reason: str
    url: str


@dataclass(frozen=True)
class Merits:
    """A period's results of units and of persons, by the limits in force."""

    period: Period
    day: datetime.date
    limits: MeritLimits
    units: list[Row]
    people: list[Row]
    tasks: list[Any]
    """The tasks counted, with how often their deadline was moved (`extended`) and reports `returned`."""

    @property
    def synthetic(self) -> bool:
        return any(task.plan.synthetic for task in self.tasks)

    def of(self, what: Proposed) -> list[Row]:
        """The units that results propose for this, in the order of the tree."""
        return [row for row in self.units if row.proposed is what]


def parse(code: str) -> Period:
    """Read `2026-Q3` or `2026`; raises ValueError."""
    if code.isdecimal() and len(code) == 4 and int(code) in rules.WORKING_YEARS:
        return Period(code, datetime.date(int(code), 1, 1), datetime.date(int(code), 12, 31))
    return rules.parse_period(code)


def office_of(person: Person) -> Unit | None:
    """The highest unit the person keeps plans for or heads."""
    return Unit.objects.under(scope_of(person).paths(KEEPER, Role.HEAD)).open_now().order_by("path").first()


def rule_of(office: Unit) -> MeritRule | None:
    """The limits in force for an office: its own, else those of the nearest unit above; None for the first ones."""
    above = [office.path[:end] for end in range(STEP, len(office.path) + 1, STEP)]
    return MeritRule.objects.filter(unit__path__in=above).order_by("-unit__path").select_related("unit").first()


def merits(person: Person, period: Period, today: datetime.date) -> Merits:
    """Results of every unit the person looks over, in a constant number of queries."""
    office, day = office_of(person), min(period.last_day, today)
    rule = rule_of(office) if office else None
    limits = rule.limits if rule else MeritLimits()
    tasks = list(_counted(person, period, day))
    by_unit: dict[int, list[Any]] = {}
    by_person: dict[int, list[Any]] = {}
    for task in tasks:
        if not task.is_within_unit:  # the unit answers for the whole, once
            by_unit.setdefault(task.lead_id, []).append(task)
        if task.person_id is not None:
            by_person.setdefault(task.person_id, []).append(task)
    judge = partial(_row, period=period, day=day, limits=limits)
    units = [judge(group, f"unit={group[0].lead.code}", group[0].lead.name) for group in by_unit.values()]
    people = [
        judge(group, f"person={person_id}", group[0].person.get_full_name(), group[0].lead.name)
        for person_id, group in by_person.items()
    ]
    return Merits(period, day, limits, _sorted(units), _sorted(people), tasks)


def _sorted(rows: Iterable[Row]) -> list[Row]:
    order = list(Proposed)
    return sorted(
        rows, key=lambda row: (order.index(row.proposed), -row.results.overdue, -(row.results.share or 0), row.name)
    )


def _counted(person: Person, period: Period, day: datetime.date) -> Any:
    """The tasks that count: finished within the period, or past their deadline and not finished by its end."""
    done = Q(state=TaskState.COMPLETED, done_on__range=(period.first_day, day))
    unfinished = ~Q(state=TaskState.COMPLETED) | Q(done_on__gt=day)
    overdue = Q(due_on__lt=day) & unfinished & ~Q(state__in=rules.STOPPED)
    moved = [DeadlineEntry.CHANGED, DeadlineEntry.EXTENDED]
    changed = DeadlineEntry.objects.filter(task=OuterRef("pk"), kind__in=moved)
    again = Q(state=ReportState.RETURNED) | Q(sent_at__gt=F("first_sent_at"))
    returned = ProgressReport.objects.filter(again, task=OuterRef("pk"), first_sent_at__isnull=False)
    return (
        Task.objects.visible_to(person)
        .filter(lead__in=Unit.objects.under(scope_of(person).paths(KEEPER, Role.HEAD)).values("pk"))
        .to_do()
        .filter(done | overdue)
        .annotate(extended=_number_of(changed), returned=_number_of(returned))
        .select_related("lead", "person", "plan", "parent")
        .order_by("lead__path", "due_on", "pk")
    )


def _number_of(rows: Any) -> Any:
    counted = rows.order_by().values("task").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def class_of(task: Any, day: datetime.date) -> str:
    """The class of a counted task: on_time, late, overdue or undated."""
    if task.done_on is None or task.done_on > day:
        return "overdue"
    if task.due_on is None:
        return "undated"
    return "on_time" if task.done_on <= task.due_on else "late"


def results_of(tasks: Sequence[Any], day: datetime.date) -> Results:
    """The sum of counted tasks."""
    classes = [class_of(task, day) for task in tasks]
    early = sum(name == "on_time" and task.done_on < task.due_on for name, task in zip(classes, tasks, strict=True))
    return Results(
        on_time=classes.count("on_time"),
        early=early,
        late=classes.count("late"),
        overdue=classes.count("overdue"),
        undated=classes.count("undated"),
        extended=sum(task.extended > 0 for task in tasks),
        returned=sum(task.returned for task in tasks),
    )


def _row(
    tasks: Sequence[Any],
    key: str,
    name: str,
    about: str = "",
    *,
    period: Period,
    day: datetime.date,
    limits: MeritLimits,
) -> Row:
    results = results_of(tasks, day)
    what, reason = proposed(results, limits)
    return Row(
        key=key,
        name=name,
        about=about,
        results=results,
        proposed=what,
        reason=reason_words(reason, results, limits),
        url=f"{reverse('plans:merits')}?period={period.code}&{key}#ho-so",
    )


def behind(found: Merits, row: Row) -> list[Any]:
    """The tasks a row is made of."""
    by, _equals, key = row.key.partition("=")
    if by == "unit":
        return [task for task in found.tasks if task.lead.code == key and not task.is_within_unit]
    return [task for task in found.tasks if str(task.person_id) == key]


def class_words() -> dict[str, tuple[str, Tone]]:
    """The classes of counted tasks."""
    return {
        "on_time": (_("xong đúng hạn"), "ok"),
        "late": (_("xong quá hạn"), "soon"),
        "overdue": (_("quá hạn, chưa xong"), "late"),
        "undated": (_("xong, không hạn"), "done"),
    }


def proposed_words() -> dict[Proposed, tuple[str, Tone]]:
    """What results propose, in words."""
    return {
        Proposed.PRAISE: (_("Đề xuất khen thưởng"), "ok"),
        Proposed.ANSWER: (_("Đề xuất xem xét trách nhiệm"), "late"),
        Proposed.NEITHER: (_("Chưa đề xuất"), "none"),
    }


def reason_words(reason: Reason, results: Results, limits: MeritLimits) -> str:
    """Why, in one sentence with its numbers."""
    share = wording.percent(results.share) if results.share is not None else "—"
    numbers = {
        "overdue": results.overdue,
        "due": results.due,
        "returned": results.returned,
        "share": share,
        "answer_overdue": limits.answer_overdue,
        "least": limits.least_tasks,
        "praise": wording.percent(limits.praise_share, 0),
        "answer": wording.percent(limits.answer_share, 0),
    }
    words = {
        Reason.OVERDUE: _("%(overdue)s nhiệm vụ quá hạn chưa xong (mức xem xét: từ %(answer_overdue)s)."),
        Reason.TOO_FEW: _("Mới có %(due)s nhiệm vụ đến hạn, chưa đủ %(least)s để đề xuất."),
        Reason.LOW_SHARE: _("Đúng hạn %(share)s, dưới mức %(answer)s."),
        Reason.RETURNED: _("%(returned)s báo cáo bị trả lại, quá mức cho phép."),
        Reason.NOT_ENOUGH: _("Đúng hạn %(share)s, chưa đạt mức %(praise)s."),
        Reason.GOOD: _("Đúng hạn %(share)s trên %(due)s nhiệm vụ đến hạn, không còn việc quá hạn."),
    }
    return words[reason] % numbers


def limits_words(limits: MeritLimits) -> list[str]:
    """The limits as sentences, as page and files print them."""
    numbers = {
        "least": limits.least_tasks,
        "praise": wording.percent(limits.praise_share, 0),
        "returned": limits.praise_returned,
        "overdue": limits.answer_overdue,
        "answer": wording.percent(limits.answer_share, 0),
    }
    return [
        _(
            "Khen thưởng: có từ %(least)s nhiệm vụ đến hạn, đúng hạn từ %(praise)s, không còn việc quá hạn, "
            "không quá %(returned)s báo cáo bị trả lại."
        )
        % numbers,
        _(
            "Xem xét trách nhiệm: từ %(overdue)s nhiệm vụ quá hạn chưa xong; hoặc có từ %(least)s nhiệm vụ đến hạn "
            "mà đúng hạn dưới %(answer)s."
        )
        % numbers,
        _("Tỷ lệ đúng hạn = xong đúng hạn / (xong đúng hạn + xong quá hạn + quá hạn chưa xong)."),
    ]
