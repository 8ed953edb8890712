"""How plans stand: figures, tabs, the heat table of units by state."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import rules
from caicach.plans.models import Plan, Task, TaskQuerySet
from caicach.plans.rules import FIELDS
from caicach.ui.parts import Figure, Heat, HeatBand, HeatCell, HeatColumn, HeatRow, Tab, Tone

CLASSES = ("done_on_time", "done_late", "in_progress", "not_begun", "overdue", "suspended", "cancelled")
DONE = "done"  # the first two together


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


@dataclass(frozen=True)
class Wanted:
    """What the reader of a list asked for."""

    words: str = ""
    of_class: str = ""
    field: str = ""
    unit: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Wanted":
        asked = (request.GET.get(name, "").replace("\x00", "") for name in ("q", "class", "field", "unit"))
        words, chosen, field, unit = asked
        return cls(
            words=words,
            of_class=chosen if chosen in (*CLASSES, DONE) else "",
            field=field if field in FIELDS else "",
            unit=unit,
        )

    def narrow(self, tasks: TaskQuerySet, today: datetime.date, by_field: str = "field") -> TaskQuerySet:
        """Only the tasks asked for; in a plan's page the field is the one of its own line."""
        if self.words:
            tasks = tasks.matching(self.words)
        if self.of_class:
            wanted = CLASSES[:2] if self.of_class == DONE else (self.of_class,)
            tasks = tasks.in_class(*wanted, on=today)
        if self.field:
            tasks = tasks.filter(**{by_field: self.field})
        if self.unit:
            tasks = tasks.filter(lead__code=self.unit)
        return tasks


def plan_figures(counts: Mapping[str, int], plan: Plan) -> list[Figure]:
    """The figures over a plan's page; each opens the tasks it counts."""
    done = counts["done_on_time"] + counts["done_late"]
    page = reverse("plans:plan", args=[plan.pk])
    unit = _("nhiệm vụ")
    return [
        Figure(
            _("Đã hoàn thành"),
            done,
            unit,
            tone="ok",
            counted=done,
            of=counts["total"],
            counted_says=_("đã hoàn thành"),
            of_says=_("nhiệm vụ của kế hoạch"),
            note=_("trên %(total)d nhiệm vụ, %(late)d xong quá hạn")
            % {"total": counts["total"], "late": counts["done_late"]},
            url=f"{page}?class={DONE}",
        ),
        Figure(
            _("Đang thực hiện, còn hạn"),
            counts["in_progress"],
            unit,
            note=_("và %(count)d chưa bắt đầu") % {"count": counts["not_begun"]},
            url=f"{page}?class=in_progress",
        ),
        Figure(
            _("Quá hạn, chưa xong"),
            counts["overdue"],
            unit,
            tone="late" if counts["overdue"] else "none",
            counted=counts["overdue"],
            of=counts["total"],
            counted_says=_("quá hạn"),
            of_says=_("nhiệm vụ của kế hoạch"),
            url=f"{page}?class=overdue",
        ),
    ]


def all_figures(tasks: TaskQuerySet, today: datetime.date) -> list[Figure]:
    """The figures over the list of plans."""
    counts = tasks.counted(on=today)
    unit = _("nhiệm vụ")
    return [
        Figure(_("Đang theo dõi"), counts["total"], unit),
        Figure(_("Đã hoàn thành"), counts["done_on_time"] + counts["done_late"], unit, tone="ok"),
        Figure(_("Quá hạn, chưa xong"), counts["overdue"], unit, tone="late" if counts["overdue"] else "none"),
    ]


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list, with the lengths of its bar."""

    plan: Plan
    total: int
    done: int
    overdue: int
    shares: list[tuple[Tone, int]]


def plan_rows(plans: Iterable[Plan], person: Person, today: datetime.date) -> list[PlanRow]:
    """The plans with their tasks counted by one query."""
    plans = list(plans)
    mine = Task.objects.visible_to(person).filter(lines__plan__in=[plan.pk for plan in plans])
    tallied = mine.tallied("lines__plan", on=today)
    counts = {row["lines__plan"]: row for row in tallied}
    nothing = dict.fromkeys((*CLASSES, "total"), 0)
    rows = []
    for plan in plans:
        row = counts.get(plan.pk, nothing)
        done = row["done_on_time"] + row["done_late"]
        lengths: list[tuple[Tone, int]] = [
            ("ok", done),
            ("info", row["in_progress"]),
            ("none", row["not_begun"]),
            ("late", row["overdue"]),
        ]
        rows.append(PlanRow(plan, row["total"], done, row["overdue"], lengths))
    return rows


def tabs(
    request: HttpRequest, tasks: TaskQuerySet, wanted: Wanted, today: datetime.date, whole: Mapping[str, int]
) -> list[Tab]:
    """The classes as tabs over the list, each with its count; `whole` are the counts where nothing else is asked."""
    narrowed = replace(wanted, of_class="")
    counts = whole if narrowed == Wanted() else narrowed.narrow(tasks, today, "line_field").counted(on=today)
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("class", None)
    kept = query.urlencode()
    found = [Tab(_("Tất cả"), f"?{kept}", current=not wanted.of_class, count=counts["total"])]
    for name, (says, tone) in class_names().items():
        url = f"?{kept}&{urlencode({'class': name})}"
        found.append(Tab(says, url, current=wanted.of_class == name, count=counts[name], tone=tone))
    return found


def heat(tasks: TaskQuerySet, plan: Plan, today: datetime.date) -> Heat | None:
    """Units by state: each cell opens its tasks."""
    page = reverse("plans:plan", args=[plan.pk])
    by_unit = tasks.tallied("lead__code", "lead__name", "lead__path", on=today)
    rows = []
    for row in sorted(by_unit, key=lambda one: (-one["overdue"], one["lead__path"])):
        cells = []
        for name, (says, tone) in class_names().items():
            number = row[name]
            url = f"{page}?{urlencode({'class': name, 'unit': row['lead__code']})}"
            shown: Tone = tone if number else "none"
            cells.append(HeatCell(number, shown, url=url if number else "", says=f"{number} {says.lower()}"))
        share = f"{page}?{urlencode({'unit': row['lead__code']})}"
        rows.append(HeatRow(row["lead__name"], [*cells, HeatCell(row["total"], url=share)], url=share))
    if not rows:
        return None
    columns = [HeatColumn(says) for says, _tone in class_names().values()]
    bands = [HeatBand(tone, says) for says, tone in class_names().values() if tone != "none"]
    return Heat(
        _("Đơn vị theo tình trạng"),
        _("Đơn vị chủ trì"),
        [*columns, HeatColumn(_("Tổng"))],
        rows,
        bands,
        note=_("số nhiệm vụ, đơn vị có việc quá hạn đứng trước"),
    )


@dataclass(frozen=True)
class StatementPeriod:
    """A quarter a statement can be made for."""

    code: str
    name: str
    current: bool


def quarter_name(period: rules.Period) -> str:
    """Quý III/2026."""
    number = int(period.code[-1])
    return _("Quý %(number)s/%(year)d") % {"number": rules.ROMAN[number - 1], "year": period.first_day.year}


def periods(plan: Plan, today: datetime.date) -> list[StatementPeriod]:
    """The quarters of the plan that have begun, newest first."""
    now = rules.quarter_of(today)
    found = []
    day = plan.starts_on
    while day <= min(today, plan.ends_on):
        period = rules.quarter_of(day)
        found.append(StatementPeriod(period.code, quarter_name(period), period.code == now.code))
        day = period.last_day + datetime.timedelta(days=1)
    if not found:
        found.append(StatementPeriod(now.code, quarter_name(now), True))
    return found[::-1][:8]
