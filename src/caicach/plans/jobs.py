"""Work of `plans` done on the clock."""

from datetime import datetime

from caicach.plans import actions


def chase(*, at: datetime) -> None:
    """Remind whoever a deadline has come near to, once a working day (đôn đốc tự động)."""
    actions.chase(at=at)
