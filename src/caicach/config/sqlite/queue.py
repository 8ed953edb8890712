"""A fair queue before SQLite's writers, within and across processes.

Within a process a list of waiting threads keeps the order: first come, first served. Across processes two locked files
beside the database make a turnstile: whoever is next stands in the gate and is the only one waiting for the desk, so a
process that has just written cannot push in again before it. The system frees both when a process dies, so a killed
writer blocks nobody.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from django.db.utils import OperationalError

FIRST_PAUSE, LONGEST_PAUSE = 0.00005, 0.001  # seconds between two looks at a lock that another process holds


class QueueTooLong(OperationalError):
    """The office's database was busy for too long."""


@dataclass
class Turn:
    """The right to write, until given back."""

    queue: "WriterQueue"

    def give_back(self) -> None:
        """Let the next writer in."""
        self.queue.release()


class WriterQueue:
    """The writers of one database file."""

    def __init__(self, path: str) -> None:
        self.guard = threading.Lock()
        self.waiting: deque[threading.Event] = deque()
        self.busy = False
        in_memory = path.startswith(":memory:") or "mode=memory" in path
        self.gate: int | None = None if in_memory else locked_file(path, "gate")
        self.desk: int | None = None if in_memory else locked_file(path, "queue")

    def wait(self, seconds: float) -> Turn:
        """Wait for the turn; raises QueueTooLong after `seconds`."""
        until = time.monotonic() + seconds
        self._wait_among_threads(seconds)
        try:
            self._wait_among_processes(until)
        except BaseException:
            self._next_thread()
            raise
        return Turn(self)

    def release(self) -> None:
        """Give the turn to the next process, then the next thread."""
        if self.desk is not None:
            fcntl.flock(self.desk, fcntl.LOCK_UN)
        self._next_thread()

    def _wait_among_threads(self, seconds: float) -> None:
        with self.guard:
            if not self.busy:
                self.busy = True
                return
            mine = threading.Event()
            self.waiting.append(mine)
        if not mine.wait(seconds):
            with self.guard:
                if mine in self.waiting:  # else the turn came in this very moment
                    self.waiting.remove(mine)
                    raise QueueTooLong("Máy chủ đang ghi nhiều việc cùng lúc. Hãy thử lại sau ít giây.")

    def _next_thread(self) -> None:
        with self.guard:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.busy = False

    def _wait_among_processes(self, until: float) -> None:
        if self.gate is None or self.desk is None:
            return
        lock(self.gate, until)
        try:
            lock(self.desk, until)
        finally:
            fcntl.flock(self.gate, fcntl.LOCK_UN)


def locked_file(database: str, name: str) -> int:
    """Open a file beside the database to lock; made by root, it belongs to the database's owner, as SQLite's own do."""
    path = Path(f"{database}.{name}")
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    if os.geteuid() == 0:
        with contextlib.suppress(FileNotFoundError):
            owner = Path(database).stat()
            os.fchown(file, owner.st_uid, owner.st_gid)
    return file


def lock(file: int, until: float) -> None:
    """Lock a file before a moment; a blocking lock could not be given up in time."""
    pause = FIRST_PAUSE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise QueueTooLong("Một tiến trình khác đang ghi quá lâu. Hãy thử lại sau ít giây.") from None
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


_queues: dict[str, WriterQueue] = {}
_queues_guard = threading.Lock()


def queue_of(path: str) -> WriterQueue:
    """The one queue of a database file in this process."""
    with _queues_guard:
        if path not in _queues:
            _queues[path] = WriterQueue(path)
        return _queues[path]


def _start_afresh() -> None:
    """A forked child has queues of its own; an inherited file would keep its parent's lock alive."""
    global _queues_guard
    _queues_guard = threading.Lock()
    for queue in _queues.values():
        for file in (queue.gate, queue.desk):
            if file is not None:
                os.close(file)
    _queues.clear()


os.register_at_fork(after_in_child=_start_afresh)
