"""Targets of a plan with their milestones by year, and what was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.models import Person, Unit
from caicach.plans.models import Milestone, Plan, PlanTarget
from caicach.plans.permissions import require_keeper, require_target_teller


class ReachedStays(ValueError):
    """A milestone with a number reached would be dropped."""


@dataclass(frozen=True)
class Reached:
    """What a year reached; None is «chưa có số», which is not zero."""

    value: Decimal | None
    words: str = ""


def face_of(target: PlanTarget) -> str:
    """What a person who changes a target has seen of it, in a word that changes when it does."""
    rows = target.milestones.order_by("year").values_list("year", "value", "reached", "words")
    said = [target.text, target.comparator, target.unit_of_measure, target.unit_id]
    exact = [[year, f"{value:f}", None if got is None else f"{got:f}", words] for year, value, got, words in rows]
    return sha256(repr([*said, exact]).encode()).hexdigest()[:16]


@transaction.atomic
def set_target(
    *,
    plan: Plan,
    text: str,
    comparator: str,
    unit_of_measure: str,
    unit: Unit | None,
    milestones: Mapping[int, Decimal],
    actor: Person,
    at: datetime,
    target: PlanTarget | None = None,
    seen: str = "",
) -> PlanTarget:
    """Set what a plan is to reach, and by which year how much (chỉ tiêu, mốc hằng năm)."""
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    said: dict[str, Any] = {
        "text": text.strip(),
        "comparator": comparator,
        "unit_of_measure": unit_of_measure.strip(),
        "unit": unit,
    }
    if target is None:
        last = plan.targets.order_by("-number").values_list("number", flat=True).first() or 0
        target = PlanTarget.objects.create(plan=plan, number=last + 1, **said)
        before: dict[int, Decimal] = {}
    else:
        target = _locked(target, seen)
        before = dict(target.milestones.values_list("year", "value"))
        for name, value in said.items():
            setattr(target, name, value)
        target.save(update_fields=list(said))
    gone = target.milestones.exclude(year__in=list(milestones))
    if gone.filter(reached__isnull=False).exists():
        raise ReachedStays("Có năm đã ghi số đạt được nên không bỏ mốc được. Hãy xóa số đạt được của năm đó trước.")
    gone.delete()
    for year, number in milestones.items():
        Milestone.objects.update_or_create(target=target, year=year, defaults={"value": number})
    now = {str(year): str(number) for year, number in sorted(milestones.items())}
    was = {str(year): str(number.normalize()) for year, number in sorted(before.items())}
    record("plans.target_set", plan, actor=actor, at=at, number=target.number, **said, milestones=now, before=was)
    return target


@transaction.atomic
def say_reached(
    *, target: PlanTarget, years: Mapping[int, Reached], actor: Person, at: datetime, seen: str = ""
) -> Sequence[int]:
    """Say what was reached in the years of a target; only what differs is written. Returns those years."""
    require_target_teller(actor, target)
    target = _locked(target, seen)
    changed: dict[str, Any] = {}
    for milestone in target.milestones.select_for_update().filter(year__in=list(years)):
        told = years[milestone.year]
        if (told.value, told.words.strip()) == (milestone.reached, milestone.words):
            continue
        changed[str(milestone.year)] = {
            "before": None if milestone.reached is None else str(milestone.reached.normalize()),
            "after": None if told.value is None else str(told.value),
        }
        milestone.reached, milestone.words = told.value, told.words.strip()
        milestone.said_by, milestone.said_at = actor, at
        milestone.save(update_fields=["reached", "words", "said_by", "said_at"])
    if changed:
        record("plans.target_reached", target.plan, actor=actor, at=at, number=target.number, years=changed)
    return [int(year) for year in changed]


def _locked(target: PlanTarget, seen: str) -> PlanTarget:
    target = PlanTarget.objects.select_for_update(of=("self",)).select_related("plan").get(pk=target.pk)
    if seen and seen != face_of(target):
        raise ChangedMeanwhile("Chỉ tiêu này vừa được người khác sửa. Hãy xem lại số mới ở trang kế hoạch rồi lưu lại.")
    return target
