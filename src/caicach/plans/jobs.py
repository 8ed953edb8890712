"""Work of `plans` done on the clock."""

from datetime import datetime

from django.utils.timezone import localdate

from caicach.plans.actions import open_occurrences


def open_turns(*, at: datetime) -> None:
    """Turns of recurring duties that have begun lie on their unit's desk (mở kỳ của việc định kỳ)."""
    open_occurrences(on=localdate(at), at=at)
