"""Plans by level and by who gave the work; the plans above a plan, below it, and beside it with the same tasks."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans.models import ASSIGNER_NAMES, LEVEL_NAMES, Plan, PlanLine
from caicach.plans.overview import PlanRow, plan_rows
from caicach.plans.rules import Assigner, PlanLevel
from caicach.ui.parts import Tab


@dataclass(frozen=True)
class Chosen:
    """Which plans the reader of the list asked for."""

    level: str = ""
    assigner: str = ""

    @classmethod
    def read(cls, request: HttpRequest) -> "Chosen":
        level, assigner = request.GET.get("level", ""), request.GET.get("by", "")
        return cls(level if level in set(PlanLevel) else "", assigner if assigner in set(Assigner) else "")

    def holds(self, plan: Plan) -> bool:
        return (not self.level or plan.level == self.level) and (not self.assigner or plan.assigned_by == self.assigner)


@dataclass(frozen=True)
class LevelGroup:
    """The plans of a level, under its name."""

    name: str
    rows: Sequence[PlanRow]


def groups(rows: Iterable[PlanRow], chosen: Chosen) -> list[LevelGroup]:
    """The plans asked for, ten years first, then down to those of a unit and thematic ones."""
    kept = [row for row in rows if chosen.holds(row.plan)]
    found = [(name, [row for row in kept if row.plan.level == level]) for level, name in LEVEL_NAMES.items()]
    return [LevelGroup(str(name), some) for name, some in found if some]


def level_tabs(rows: Sequence[PlanRow], chosen: Chosen) -> list[Tab]:
    """The levels that have plans, each with how many."""
    of_assigner = [row.plan for row in rows if Chosen("", chosen.assigner).holds(row.plan)]
    counts = {level: sum(plan.level == level for plan in of_assigner) for level in LEVEL_NAMES}
    said: dict[str, tuple[str, int]] = {
        "": (_("Mọi cấp"), len(of_assigner)),
        **{level: (str(LEVEL_NAMES[level]), n) for level, n in counts.items()},
    }
    return [
        Tab(name, _address(level, chosen.assigner), chosen.level == level, n)
        for level, (name, n) in said.items()
        if n or level in ("", chosen.level)
    ]


def assigner_tabs(rows: Iterable[PlanRow], chosen: Chosen) -> list[Tab]:
    """Who gave the work, where more than the agency itself did."""
    there = {row.plan.assigned_by for row in rows} | {chosen.assigner}
    if not there - {"", Assigner.OWN}:
        return []
    every = Tab(_("Mọi cơ quan giao"), _address(chosen.level, ""), not chosen.assigner)
    return [
        every,
        *(
            Tab(str(name), _address(chosen.level, who), chosen.assigner == who)
            for who, name in ASSIGNER_NAMES.items()
            if who in there
        ),
    ]


def _address(level: str, assigner: str) -> str:
    return f"?{urlencode({name: value for name, value in (('level', level), ('by', assigner)) if value})}"


@dataclass(frozen=True)
class Relative:
    """A plan related to another: how, how it stands, and how many tasks stand in both."""

    row: PlanRow
    says: str
    shared: int
    shared_url: str


def relatives(plan: Plan, person: Person, today: datetime.date) -> list[Relative]:
    """The plan above, those below that carry it out, those that name the same tasks; two questions in all."""
    shared = Q(lines__task__in=PlanLine.objects.filter(plan=plan).values("task"))
    plans: QuerySet[Any] = Plan.objects.visible_to(person).exclude(pk=plan.pk).select_related("unit")
    counted = plans.annotate(shared=Count("lines", filter=shared))
    found = list(counted.filter(Q(pk=plan.above_id) | Q(above=plan) | Q(shared__gt=0)).order_by("starts_on", "pk"))
    page = reverse("plans:plan", args=[plan.pk])
    made = [
        Relative(row, _relation(row.plan, plan), one.shared, f"{page}?{urlencode({'also': one.pk})}")
        for one, row in zip(found, plan_rows(found, person, today), strict=True)
    ]
    return sorted(made, key=lambda one: (one.row.plan.pk != plan.above_id, one.row.plan.above_id != plan.pk))


def _relation(other: Plan, plan: Plan) -> str:
    if other.pk == plan.above_id:
        return _("kế hoạch cấp trên")
    return _("thực hiện kế hoạch này") if other.above_id == plan.pk else _("có cùng nhiệm vụ")


def also_in(request: HttpRequest, person: Person) -> Plan | None:
    """The other plan whose common tasks are asked for."""
    asked = request.GET.get("also", "")
    if not (asked.isdecimal() and len(asked) < 10):
        return None
    return Plan.objects.visible_to(person).filter(pk=int(asked)).first()
