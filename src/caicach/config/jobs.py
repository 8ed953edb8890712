"""Work done on the clock, as one list; `start` does each job when it begins, then as often as the list says."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import close_old_connections

from caicach.documents import jobs as documents
from caicach.notifications import jobs as notifications
from caicach.orgs import jobs as orgs
from caicach.plans import jobs as plans

HOUR = 3600
TICK = 2  # seconds between two looks at the list


class Job(Protocol):
    def __call__(self, *, at: datetime) -> None: ...


# Name, work, every how many seconds. What units become takes effect first, then their open work follows.
JOBS: list[tuple[str, Job, int]] = [
    ("orgs.take_effect", orgs.take_effect, HOUR),
    ("plans.follow_heirs", plans.follow_heirs, HOUR),
    ("plans.open_turns", plans.open_turns, HOUR),
    ("plans.chase", plans.chase, HOUR // 2),
    ("notifications.send_due", notifications.send_due, 30),
    ("documents.read_batches", documents.read_batches, TICK),
]


def do_all(*, at: datetime) -> None:
    """Do every job once."""
    _do(JOBS, at=at)


def do_on_the_clock(*, clock: Callable[[], datetime], wait: Callable[[float], object]) -> None:
    """Do each job again and again, until the process ends."""
    done: dict[str, datetime] = {}
    while True:
        at = clock()
        due = [job for job in JOBS if job[0] not in done or at - done[job[0]] >= timedelta(seconds=job[2])]
        _do(due, at=at)
        done |= {name: at for name, _job, _seconds in due}
        close_old_connections()
        wait(TICK)


def _do(jobs: Iterable[tuple[str, Job, int]], *, at: datetime) -> None:
    """Do these; one that fails is told in the log and does not stop the others."""
    for name, job, _seconds in jobs:
        try:
            job(at=at)
        except Exception:
            logging.getLogger(__name__).exception("job %s failed", name)
