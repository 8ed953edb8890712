"""Work of `plans` done on the clock."""

from datetime import datetime

from caicach.plans import actions


def follow_heirs(*, at: datetime) -> None:
    """Open work of units that a decision ended goes to the units that have their work (nhiệm vụ theo kế thừa)."""
    actions.follow_heirs(at=at)


def chase(*, at: datetime) -> None:
    """Remind whoever a deadline has come near to, once a working day (đôn đốc tự động)."""
    actions.chase(at=at)
