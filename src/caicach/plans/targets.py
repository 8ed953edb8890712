"""How a plan's targets look: for each year the milestone, what was reached, and a bar against the mark."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import permissions
from caicach.plans.models import Milestone, Plan, PlanTarget
from caicach.ui import wording
from caicach.ui.parts import Tone

HIGH = 48  # of the picture, in its own units
COMPARED = {"gte": "≥", "lte": "≤", "eq": "="}


@dataclass(frozen=True)
class YearFace:
    """A year of a target: its milestone, what was reached or why there is no number, and where bar and mark stand."""

    year: int
    value: str
    reached: str
    says: str
    tone: Tone
    words: str
    mark: int
    bar: int
    top: int


@dataclass(frozen=True)
class TargetFace:
    """A target with its years."""

    target: PlanTarget
    sign: str
    years: Sequence[YearFace]
    may_tell: bool


def card(plan: Plan, person: Person, today: datetime.date) -> dict[str, Any]:
    """The plan's targets for its page; one question, whatever their number."""
    rows = PlanTarget.objects.filter(plan=plan).select_related("unit").order_by("number")
    years: dict[int, list[Milestone]] = {}
    milestones = Milestone.objects.filter(target__plan=plan).order_by("year")
    targets = list(rows)
    for milestone in milestones if targets else ():
        years.setdefault(milestone.target_id, []).append(milestone)
    faces = []
    for target in targets:
        target.plan = plan
        found = years.get(target.pk, [])
        may_tell = permissions.can_tell_target(person, target)
        faces.append(TargetFace(target, COMPARED[target.comparator], _years(target, found, today), may_tell))
    return {"targets": faces, "may_set_targets": permissions.can_keep(person, plan)}


def _years(target: PlanTarget, milestones: Sequence[Milestone], today: datetime.date) -> list[YearFace]:
    numbers = [abs(number) for one in milestones for number in (one.value, one.reached) if number is not None]
    most = max(numbers, default=Decimal(0)) or Decimal(1)
    return [_year(target, one, today, most) for one in milestones]


def _year(target: PlanTarget, one: Milestone, today: datetime.date, most: Decimal) -> YearFace:
    says, tone = _says(target, one, today)
    bar = 0 if one.reached is None else _height(one.reached, most)
    return YearFace(
        year=one.year,
        value=_number(one.value),
        reached="" if one.reached is None else _number(one.reached),
        says=says,
        tone=tone,
        words=one.words,
        mark=HIGH - _height(one.value, most) + 1,
        bar=bar,
        top=HIGH - bar + 1,
    )


def _says(target: PlanTarget, one: Milestone, today: datetime.date) -> tuple[str, Tone]:
    """No number is no zero: a year to come has none yet, a year begun waits for one."""
    if one.reached is None:
        return (_("chưa đến năm"), "none") if one.year > today.year else (_("chưa có số"), "waiting")
    if is_met(target.comparator, one.reached, one.value):
        return _("đạt"), "ok"
    return (_("đang thực hiện"), "soon") if one.year >= today.year else (_("chưa đạt"), "late")


def is_met(comparator: str, reached: Decimal, value: Decimal) -> bool:
    """Whether a number reaches its milestone."""
    return {"gte": reached >= value, "lte": reached <= value, "eq": reached == value}[comparator]


def _height(number: Decimal, most: Decimal) -> int:
    return max(1, int(abs(number) / most * HIGH)) if number else 0


def _number(number: Decimal) -> str:
    exact = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return wording.count(exact)
