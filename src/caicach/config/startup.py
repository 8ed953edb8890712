"""From an installed program to a running one: checks in plain words, the database, packs, demo, server."""

import ctypes
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from caicach.config.places import ROOT
from caicach.config.sqlite.version import is_safe
from caicach.config.words import Stopped, say

MEGABYTE = 1024 * 1024
DISK_NEEDED = 300 * MEGABYTE
HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1


def require_safe_sqlite() -> None:
    """Refuse an SQLite that can lose committed work."""
    import pysqlite3

    if not is_safe(pysqlite3.sqlite_version):
        raise Stopped(
            f"SQLite {pysqlite3.sqlite_version} có lỗi có thể làm hỏng dữ liệu. Hãy xóa thư mục .venv rồi chạy lại.",
            f"SQLite {pysqlite3.sqlite_version} can corrupt data. Remove the folder .venv, then run this again.",
        )


def require_writable(data: Path) -> None:
    """The data folder can be written, by trying."""
    trial = data / f".trial-{os.getpid()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise Stopped(
            f"Không ghi được vào thư mục dữ liệu {data} ({error.strerror}). Hãy chọn thư mục khác bằng --data "
            "hoặc cấp quyền ghi.",
            f"The data folder {data} cannot be written ({error.strerror}). Choose another one with --data, "
            "or allow writing.",
        ) from error


def require_disk(data: Path) -> None:
    """There is room for the office's work."""
    free = shutil.disk_usage(data).free
    if free < DISK_NEEDED:
        raise Stopped(
            f"Ổ đĩa của {data} chỉ còn {free // MEGABYTE} MB. Hãy dọn để còn ít nhất {DISK_NEEDED // MEGABYTE} MB.",
            f"Only {free // MEGABYTE} MB are free at {data}. Make room for at least {DISK_NEEDED // MEGABYTE} MB.",
        )


def require_port(port: int) -> None:
    """Nobody else listens on the port, and this account may."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError as error:
            raise Stopped(
                f"Tài khoản này không được mở cổng {port}. Hãy chọn cổng từ 1024 trở lên bằng --port.",
                f"This account may not open port {port}. Choose one from 1024 up with --port.",
            ) from error
        except OSError as error:
            raise Stopped(
                f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ: --port {port + 1}",
                f"Port {port} is in use by another program. Choose another one: --port {port + 1}",
            ) from error


def require_database() -> None:
    """The database answers, and its tables are not newer than this program."""
    from django.db import Error, connection
    from django.db.migrations.loader import MigrationLoader

    try:
        loader = MigrationLoader(connection)
    except Error as error:
        first = str(error).strip().splitlines()[0]
        raise Stopped(
            f"Không mở được cơ sở dữ liệu ({first}). Hãy xem lại CAICACH_DATABASE và dịch vụ PostgreSQL.",
            f"The database cannot be opened ({first}). Check CAICACH_DATABASE and the PostgreSQL service.",
        ) from error
    newer = sorted(key for key in loader.applied_migrations if key not in loader.disk_migrations)
    if newer:
        raise Stopped(
            f"Dữ liệu này đã dùng với bản phần mềm mới hơn ({newer[0][0]} {newer[0][1]}). Hãy chạy bản mới đó.",
            f"This data was used with a newer version of the program ({newer[0][0]} {newer[0][1]}). Run that one.",
        )


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the data folder for one running program; a second one is told so."""
    with (data / "running.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stopped(
                f"Phần mềm đang chạy trên thư mục dữ liệu {data}. Hãy dừng nó, hoặc chọn thư mục khác bằng --data.",
                f"The program already runs on the data folder {data}. Stop it, or choose another one with --data.",
            ) from error
        yield


def compile_messages(locale: Path = ROOT / "src/caicach/locale") -> int:
    """Compile the English sentences where their source is newer; returns how many files were made."""
    made = 0
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages import mofile, pofile

        with source.open("rb") as file:
            catalog = pofile.read_po(file)
        with target.open("wb") as file:
            mofile.write_mo(file, catalog)
        made += 1
    return made


def migrate() -> bool:
    """Bring the tables to this program's form; whether there was anything to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def is_empty() -> bool:
    """Whether nobody has a sign-in yet."""
    from caicach.orgs.models import Person

    return not Person.objects.exists()


def first_administrator(*, at: datetime, today: date) -> tuple[str, str]:
    """A root unit and an administrator with a password made by chance; returns user name and password."""
    from django.db import transaction

    from caicach.orgs import actions
    from caicach.orgs.rules import Role, UnitKind

    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        unit = actions.open_unit(
            code="goc",
            name="Cơ quan",
            kind=UnitKind.DEPARTMENT,
            parent=None,
            on=today,
            decision="Cài đặt phần mềm",
            actor=None,
            at=at,
        )
        person = actions.add_person(username="quantri", full_name="Quản trị", password=password, actor=None, at=at)
        actions.give_post(person=person, unit=unit, role=Role.ADMINISTRATOR, since=today, actor=None, at=at)
    return person.username, password


def serve(port: int, ready: Any) -> None:
    """Serve until stopped: one process, several threads; `ready` is called once pages answer."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "caicach.config.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(os.environ.get("CAICACH_THREADS", "8")),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.info if os.environ.get("CAICACH_LOG") in ("INFO", "DEBUG") else LogLevels.error,
    )
    threading.Thread(target=call_when_open, args=(port, ready), daemon=True).start()
    server.serve(target_loader=load_pages, wrap_loader=False)


def load_pages() -> Any:
    """The pages, in the process that serves them. Ctrl-C is its parent's to answer; it ends with its parent."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    from caicach.config.wsgi import application

    return application


def call_when_open(port: int, ready: Any) -> None:
    """Wait until the port answers, then call `ready`."""
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
            continue
        ready()
        return


def demo_sign_ins() -> list[str]:
    """The demo's people as lines, where this database holds the demo."""
    from caicach.config import demo
    from caicach.orgs.models import Person

    names = [name for name, _, _ in demo.SIGN_INS]
    here = list(Person.objects.filter(username__in=names))
    if not here or not here[0].check_password(demo.PASSWORD):
        return []
    told = {person.username for person in here}
    first = say(
        f"Dữ liệu mẫu, tất cả hư cấu. Đăng nhập bằng một trong các tên sau, mật khẩu {demo.PASSWORD}",
        f"A demo, all of it invented. Sign in by one of these names, password {demo.PASSWORD}",
    )
    return [first, *(f"    {name:<6}{who}: {what}" for name, who, what in demo.SIGN_INS if name in told)]
