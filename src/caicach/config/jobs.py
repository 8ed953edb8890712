"""Work done on the clock, as one list; `start` does each job when it begins and again after its own time."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import close_old_connections

from caicach.documents import jobs as documents
from caicach.orgs import jobs as orgs

LOOK_SECONDS = 2  # how often it is asked what is due
HOUR = 3600


class Job(Protocol):
    def __call__(self, *, at: datetime) -> None: ...


JOBS: list[tuple[str, Job, int]] = [  # name, work, after how many seconds again
    ("orgs.take_effect", orgs.take_effect, HOUR),
    ("documents.read_batches", documents.read_batches, LOOK_SECONDS),
]


def do_due(*, at: datetime, last: dict[str, datetime]) -> None:
    """Do every job whose time has come since it was `last` done; one that fails is told in the log."""
    for name, job, every_seconds in JOBS:
        if name in last and at < last[name] + timedelta(seconds=every_seconds):
            continue
        last[name] = at
        try:
            job(at=at)
        except Exception:
            logging.getLogger(__name__).exception("job %s failed", name)


def keep_doing(*, clock: Callable[[], datetime], wait: Callable[[float], object]) -> None:
    """Do the jobs, each at its time, until the process ends."""
    last: dict[str, datetime] = {}
    while True:
        do_due(at=clock(), last=last)
        close_old_connections()
        wait(LOOK_SECONDS)
