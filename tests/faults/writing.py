"""Many writers on one embedded database at once: how long each waited for its turn.

    python -m tests.faults.writing FOLDER THREADS PROCESSES SECONDS [unqueued]

One process with so many threads and so many processes with one thread each; every writer reads, then inserts, in one
transaction, again and again. Prints one JSON object. `unqueued` takes the queue away, to show what it is for.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any


def write_until(until: float, waits: list[float], errors: list[str]) -> None:
    """Write until a moment, noting the whole time of each transaction."""
    from django.db import connection, transaction

    while time.monotonic() < until:
        began = time.monotonic()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM slips")
                cursor.execute("INSERT INTO slips (note) VALUES ('x')")
        except Exception as error:
            errors.append(repr(error))
        waits.append(time.monotonic() - began)
    connection.close()


def work(name: str, threads: int, seconds: float, unqueued: bool, answers: Any) -> None:
    """One process of writers; answers with their waits."""
    prepare(unqueued)
    waits: list[list[float]] = [[] for _ in range(threads)]
    errors: list[str] = []
    until = time.monotonic() + seconds
    writers = [threading.Thread(target=write_until, args=(until, mine, errors)) for mine in waits]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    answers.put({"name": name, "waits": waits, "errors": errors})


def prepare(unqueued: bool) -> None:
    """Open Django on the folder's database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "caicach.config.settings"
    import django

    django.setup()
    if unqueued:
        from django.db.backends.sqlite3 import base as plain

        from caicach.config.sqlite import base

        for name in ("_start_transaction_under_autocommit", "_commit", "_rollback"):
            setattr(base.DatabaseWrapper, name, getattr(plain.DatabaseWrapper, name))


def main(folder: Path, threads: int, processes: int, seconds: float, unqueued: bool) -> dict[str, Any]:
    """Run them all; per group the count, the mean and the worst time in milliseconds."""
    os.environ["CAICACH_DATA"] = str(folder)
    prepare(unqueued)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE slips (id INTEGER PRIMARY KEY, note TEXT)")
    connection.close()
    start = multiprocessing.get_context("spawn")
    answers: Any = start.Queue()
    teams = [("threads", threads)] + [("process", 1)] * processes
    running = [start.Process(target=work, args=(name, size, seconds, unqueued, answers)) for name, size in teams]
    for process in running:
        process.start()
    said = [answers.get() for _ in running]
    for process in running:
        process.join()
    seen: dict[str, Any] = {"errors": [error for answer in said for error in answer["errors"]]}
    for name in ("threads", "process"):
        writers = [waits for answer in said if answer["name"] == name for waits in answer["waits"]]
        together = [wait * 1000 for waits in writers for wait in waits]
        mean, counts = sum(together) / len(together), [len(waits) for waits in writers]
        seen[name] = {"mean_ms": mean, "worst_ms": max(together), "fewest": min(counts), "most": max(counts)}
    with connection.cursor() as cursor:
        seen["written"] = cursor.execute("SELECT count(*) FROM slips").fetchone()[0]
    seen["done"] = sum(len(waits) for answer in said for waits in answer["waits"])
    return seen


if __name__ == "__main__":
    where, threads, processes, seconds = sys.argv[1:5]
    said = main(Path(where), int(threads), int(processes), float(seconds), "unqueued" in sys.argv)
    sys.stdout.write(json.dumps(said))
