"""The embedded database: a safe library, writers in their turn."""

import os
import sqlite3
import threading
import time
from typing import Any

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from caicach.config.sqlite.queue import QueueTooLong, WriterQueue, queue_of
from caicach.config.sqlite.version import UnsafeSQLite, is_safe, require_safe

on_sqlite = pytest.mark.sqlite
connection: Any = connections["default"]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.0", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.0", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0.0", True),
    ],
)
def test_only_versions_without_the_fault_are_safe(version, safe):
    assert is_safe(version) is safe


@given(st.tuples(st.integers(3, 4), st.integers(0, 60), st.integers(0, 9)))
def test_every_version_from_the_fix_on_is_safe(number):
    version = ".".join(map(str, number))

    assert is_safe(version) or number < (3, 51, 3)


def test_an_unsafe_version_is_refused_and_told_what_to_do():
    with pytest.raises(UnsafeSQLite, match=r"3\.40\.1.*\.venv"):
        require_safe("3.40.1")


@on_sqlite
def test_the_library_in_use_is_the_bundled_one(db):
    used = connection.Database.sqlite_version

    assert is_safe(used)
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT sqlite_version()").fetchone() == (used,)
    assert sqlite3.sqlite_version == used


@on_sqlite
def test_a_connection_loses_nothing_at_a_power_cut(db):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_turn_is_given_back_after_commit_rollback_and_failure():
    from django.db import transaction

    with transaction.atomic():
        assert connection.turn is not None
    assert connection.turn is None

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert connection.turn is None

    with transaction.atomic():
        connection.needs_rollback = True
    assert connection.turn is None


def test_writers_get_in_by_the_order_they_came(tmp_path):
    queue = WriterQueue(str(tmp_path / "office"))
    order = []
    first = queue.wait(seconds=5)

    def write(number):
        turn = queue.wait(seconds=5)
        order.append(number)
        turn.give_back()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(queue.waiting) <= number:
            time.sleep(0.001)
    first.give_back()
    for thread in threads:
        thread.join()

    assert order == list(range(10))


def test_a_writer_who_waited_too_long_is_told_and_blocks_nobody(tmp_path):
    queue = WriterQueue(str(tmp_path / "office"))
    first = queue.wait(seconds=5)

    with pytest.raises(QueueTooLong, match="thử lại"):
        queue.wait(seconds=0.05)

    first.give_back()
    queue.wait(seconds=1).give_back()


def test_another_process_is_waited_for_and_its_death_frees_the_queue(tmp_path):
    path = str(tmp_path / "office")
    ready, say_ready = os.pipe()
    child = os.fork()
    if child == 0:
        WriterQueue(path).wait(seconds=5)
        os.write(say_ready, b"x")
        time.sleep(60)
        os._exit(1)
    os.read(ready, 1)
    queue = WriterQueue(path)

    with pytest.raises(QueueTooLong, match="thử lại"):
        queue.wait(seconds=0.05)

    os.kill(child, 9)
    os.waitpid(child, 0)
    queue.wait(seconds=1).give_back()


def test_a_forked_child_does_not_keep_its_parents_turn(tmp_path):
    path = str(tmp_path / "office")
    told, tell = os.pipe()
    parent = os.fork()
    if parent == 0:
        queue_of(path).wait(seconds=5)
        child = os.fork()
        if child == 0:
            time.sleep(60)
        os.write(tell, str(child).encode())
        os._exit(0)  # dies with the turn, leaving its child alive
    os.waitpid(parent, 0)
    child = int(os.read(told, 20))

    WriterQueue(path).wait(seconds=1).give_back()

    os.kill(child, 9)


def test_a_database_in_memory_has_no_files():
    queue = WriterQueue("file:memorydb_default?mode=memory&cache=shared")

    assert (queue.gate, queue.desk) == (None, None)
    queue.wait(seconds=1).give_back()
