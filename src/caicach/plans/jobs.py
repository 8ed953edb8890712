"""Work of `plans` done on the clock."""

from datetime import datetime

from caicach.plans.actions import follow_heirs as follow


def follow_heirs(*, at: datetime) -> None:
    """Open work of units that a decision ended goes to the units that have their work (nhiệm vụ theo kế thừa)."""
    follow(at=at)
