"""What lies on a desk: one thing to do."""

import datetime
from dataclasses import dataclass

from caicach.orgs.rules import Role
from caicach.ui.parts import Clock, Tone

LIMIT = 200  # lines of one kind on the desk
WRITERS = (Role.REPORTER, Role.OFFICE_SPECIALIST, Role.HEAD)


@dataclass(frozen=True)
class Item:
    """One thing to do: what, for whom, until when, and the verb that does it."""

    what: str
    for_whom: str
    url: str
    verb: str
    icon: str
    due_on: datetime.date | None = None
    clock: Clock | None = None
    says: str = ""  # in place of a clock
    tone: Tone = "none"
