"""A ladder of reminders in words, as a plan's page tells it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.plans import ladder
from caicach.plans.chasing_forms import TOLD_NAMES
from caicach.plans.ladder import Ladder, Rung
from caicach.plans.models import Plan
from caicach.plans.rules import Assigner
from caicach.ui import wording


@dataclass(frozen=True)
class RungWords:
    """One rung: when, and whom."""

    when: str
    to: str
    is_urgent: bool


@dataclass(frozen=True)
class LadderFace:
    """The ladder of a plan, and whether it is its own."""

    rungs: list[RungWords]
    is_own: bool


def ladder_face(plan: Plan) -> LadderFace:
    """How a plan is chased."""
    return LadderFace(words(ladder.ladder_of(Assigner(plan.assigned_by), plan.ladder)), plan.ladder is not None)


def words(rungs: Ladder) -> list[RungWords]:
    """Each rung as one reads it."""
    return [RungWords(_when(rung), _whom(rung), ladder.is_urgent(rung, rungs)) for rung in rungs]


def _whom(rung: Rung) -> str:
    return ", ".join(str(TOLD_NAMES[who]) for who in rung.to)


def _when(rung: Rung) -> str:
    """trước hạn 7 ngày làm việc · đúng hạn · quá hạn 3 ngày làm việc."""
    if rung.days == 0:
        return _("ngày đến hạn")
    if rung.days < 0:
        days = -rung.days
        said = ngettext("trước hạn %(n)s ngày làm việc", "trước hạn %(n)s ngày làm việc", days)
        return said % {"n": wording.count(days)}
    return wording.days_left(-rung.days)
