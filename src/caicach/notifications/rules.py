"""How a notice travels (thông báo): waiting in the outbox, then sent, or failed and tried again."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways a notice may go; only the office's own pages are connected so far."""

    IN_APP = "in_app"
