"""Work done on the clock, as one list; `start` does it when it begins and every hour."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.db import close_old_connections

from caicach.orgs import jobs as orgs
from caicach.plans import jobs as plans

EVERY_SECONDS = 3600


class Job(Protocol):
    def __call__(self, *, at: datetime) -> None: ...


JOBS: list[tuple[str, Job]] = [
    ("orgs.take_effect", orgs.take_effect),
    ("plans.open_turns", plans.open_turns),
]


def do_all(*, at: datetime) -> None:
    """Do every job once; one that fails is told in the log and does not stop the others."""
    for name, job in JOBS:
        try:
            job(at=at)
        except Exception:
            logging.getLogger(__name__).exception("job %s failed", name)


def do_every_hour(*, clock: Callable[[], datetime], wait: Callable[[float], object]) -> None:
    """Do the jobs hour after hour, until the process ends."""
    while True:
        do_all(at=clock())
        close_old_connections()
        wait(EVERY_SECONDS)
