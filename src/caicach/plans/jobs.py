"""Work of `plans` done on the clock."""

from datetime import datetime

from django.utils.timezone import localdate

from caicach.plans import actions


def follow_heirs(*, at: datetime) -> None:
    """Open work of units that a decision ended goes to the units that have their work (nhiệm vụ theo kế thừa)."""
    actions.follow_heirs(at=at)


def open_turns(*, at: datetime) -> None:
    """Turns of recurring duties that have begun lie on their unit's desk (mở kỳ của việc định kỳ)."""
    actions.open_occurrences(on=localdate(at), at=at)


def chase(*, at: datetime) -> None:
    """Remind whoever a deadline has come near to, once a working day (đôn đốc tự động)."""
    actions.chase(at=at)
