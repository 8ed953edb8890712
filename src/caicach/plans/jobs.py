"""Work of `plans` done on the clock."""

from datetime import datetime

from django.utils.timezone import localdate

from caicach.plans.actions import follow_heirs as follow
from caicach.plans.actions import open_occurrences


def follow_heirs(*, at: datetime) -> None:
    """Open work of units that a decision ended goes to the units that have their work (nhiệm vụ theo kế thừa)."""
    follow(at=at)


def open_turns(*, at: datetime) -> None:
    """Turns of recurring duties that have begun lie on their unit's desk (mở kỳ của việc định kỳ)."""
    open_occurrences(on=localdate(at), at=at)
