"""Whom results propose for commendation or ask to answer (đề xuất khen thưởng, xem xét trách nhiệm): a sum on paper.

It proposes and never decides: the head does. Its limits are the office's own, not law.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Proposed(StrEnum):
    """What the results of a unit or a person propose (đề xuất)."""

    PRAISE = "praise"
    ANSWER = "answer"
    NEITHER = "neither"


@dataclass(frozen=True)
class MeritLimits:
    """An office's own limits (tiêu chí của cơ quan)."""

    least_tasks: int = 5
    praise_share: Decimal = Decimal("0.95")
    praise_returned: int = 1
    answer_overdue: int = 3
    answer_share: Decimal = Decimal("0.70")


@dataclass(frozen=True)
class Results:
    """What a unit or a person did with the tasks of a period; `early` is among `on_time`, no deadline is in neither."""

    on_time: int = 0
    early: int = 0
    late: int = 0
    overdue: int = 0
    undated: int = 0
    extended: int = 0
    returned: int = 0

    @property
    def due(self) -> int:
        """Tasks with a deadline that were finished or have passed it: what the share is of."""
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> Decimal | None:
        """On time out of those due; None where nothing was due."""
        return Decimal(self.on_time) / self.due if self.due else None


class Reason(StrEnum):
    """Why a rule proposes what it does, or does not (lý do)."""

    TOO_FEW = "too_few"
    OVERDUE = "overdue"
    LOW_SHARE = "low_share"
    RETURNED = "returned"
    NOT_ENOUGH = "not_enough"
    GOOD = "good"


def proposed(results: Results, limits: MeritLimits) -> tuple[Proposed, Reason]:
    """What the results propose, and the reason that settled it; too many overdue ask to answer however few tasks."""
    if results.overdue >= limits.answer_overdue:
        return Proposed.ANSWER, Reason.OVERDUE
    if results.share is None or results.due < limits.least_tasks:
        return Proposed.NEITHER, Reason.TOO_FEW
    if results.share < limits.answer_share:
        return Proposed.ANSWER, Reason.LOW_SHARE
    if results.overdue:
        return Proposed.NEITHER, Reason.OVERDUE
    if results.returned > limits.praise_returned:
        return Proposed.NEITHER, Reason.RETURNED
    if results.share < limits.praise_share:
        return Proposed.NEITHER, Reason.NOT_ENOUGH
    return Proposed.PRAISE, Reason.GOOD
