"""The ways a notice may go (thông báo)."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways a notice may go; only the office's own pages are connected so far."""

    IN_APP = "in_app"
