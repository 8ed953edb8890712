"""How plans stand: figures, tabs, the heat table of units by state."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.current import person_of
from caicach.orgs.models import Person
from caicach.plans import heats, rules
from caicach.plans.asking import CLASSES, DONE, Wanted, class_names
from caicach.plans.models import Plan, Task, TaskQuerySet
from caicach.ui.parts import Figure, Heat, Tab, Tone


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
    unit, page, late = _("nhiệm vụ"), reverse("plans:tasks"), counts["overdue"]
    done = counts["done_on_time"] + counts["done_late"]
    return [
        Figure(_("Đang theo dõi"), counts["total"], unit, url=page),
        Figure(_("Đã hoàn thành"), done, unit, tone="ok", url=f"{page}?class={DONE}"),
        Figure(_("Quá hạn, chưa xong"), late, unit, tone="late" if late else "none", url=f"{page}?class=overdue"),
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
    if narrowed == Wanted():
        counts = whole
    else:
        counts = tasks.filter(narrowed.condition(person_of(request), today, "line_field")).counted(on=today)
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
    return heats.by_state(tasks, today, lambda **asked: f"{page}?{urlencode(asked)}")


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
