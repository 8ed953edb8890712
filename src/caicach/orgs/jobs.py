"""Work of `orgs` done on the clock."""

from datetime import datetime

from django.utils.timezone import localdate

from caicach.orgs.actions import apply_due_changes


def take_effect(*, at: datetime) -> None:
    """Decisions on units whose day has come take effect (quyết định đến ngày có hiệu lực)."""
    apply_due_changes(on=localdate(at), at=at)
