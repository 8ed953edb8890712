"""A fair queue before SQLite's writers: first come, first served, within and across processes.

Within a process a list of waiting threads keeps the order. Across processes an advisory lock on a file beside the
database does; the system frees it when a process dies, so a killed writer blocks nobody.
"""

import fcntl
import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path


class QueueTooLong(TimeoutError):
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
        self.path = f"{path}.queue"
        self.guard = threading.Lock()
        self.waiting: deque[threading.Event] = deque()
        self.busy = False
        self.file: int | None = None
        self.pid = os.getpid()

    def wait(self, seconds: float) -> Turn:
        """Wait for the turn; raises QueueTooLong after `seconds`."""
        until = time.monotonic() + seconds
        with self.guard:
            mine: threading.Event | None = None
            if self.busy:
                mine = threading.Event()
                self.waiting.append(mine)
            self.busy = True
        if mine is not None and not mine.wait(seconds):
            with self.guard:
                if mine in self.waiting:
                    self.waiting.remove(mine)
                    raise QueueTooLong("Máy chủ đang ghi nhiều việc cùng lúc. Hãy thử lại sau ít giây.")
        try:
            self._lock_file(until)
        except BaseException:
            self._next_thread()
            raise
        return Turn(self)

    def release(self) -> None:
        """Give the turn to the next process, then the next thread."""
        if self.file is not None:
            fcntl.flock(self.file, fcntl.LOCK_UN)
        self._next_thread()

    def _next_thread(self) -> None:
        with self.guard:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.busy = False

    def _lock_file(self, until: float) -> None:
        if self.path.startswith((":memory:", "file:memory")):
            return
        if self.file is None:
            self.file = os.open(Path(self.path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    raise QueueTooLong("Một tiến trình khác đang ghi quá lâu. Hãy thử lại sau ít giây.") from None
                time.sleep(0.001)


_queues: dict[str, WriterQueue] = {}
_queues_guard = threading.Lock()


def queue_of(path: str) -> WriterQueue:
    """The one queue of a database file in this process; a forked child starts its own."""
    with _queues_guard:
        queue = _queues.get(path)
        if queue is None or queue.pid != os.getpid():
            queue = _queues[path] = WriterQueue(path)
        return queue
