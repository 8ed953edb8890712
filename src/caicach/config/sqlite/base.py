"""SQLite for an office that must not lose a line.

Versions 3.7.0 to 3.51.2 of SQLite can corrupt a write-ahead-logged database under two connections (fixed in 3.51.3,
backported to 3.44.6 and 3.50.7), so the bundled library of the wheel `pysqlite3` takes the place of Python's own.
SQLite lets waiting writers in by chance; the queue in `queue.py` lets them in by their turn.
"""

import sys
from typing import Any

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base as django_sqlite  # noqa: E402

from caicach.config.sqlite.queue import Turn, queue_of  # noqa: E402
from caicach.config.sqlite.version import require_safe  # noqa: E402

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000",
)
Base: Any = django_sqlite.DatabaseWrapper  # the stubs leave out the methods that begin and end a transaction


class DatabaseWrapper(Base):  # type: ignore[misc]
    """One connection; a write transaction waits its turn before BEGIN IMMEDIATE and gives it back at the end."""

    turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        require_safe(self.Database.sqlite_version)  # of the library in use, whichever was loaded first
        connection = super().get_new_connection(conn_params)
        for setting in SETTINGS:
            connection.execute(setting).close()
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        seconds = self.settings_dict["OPTIONS"].get("timeout", 20)
        self.turn = queue_of(str(self.settings_dict["NAME"])).wait(seconds=seconds)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self.turn is not None:
            self.turn.give_back()
            self.turn = None
