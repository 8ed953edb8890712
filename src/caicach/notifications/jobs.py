"""What notifications do on the clock."""

from datetime import datetime

from caicach.notifications import actions


def send_due(*, at: datetime) -> None:
    """Hand over the messages whose moment has come."""
    actions.send_due(at=at)
