"""Everything that must hold: the checks, then the whole suite on SQLite and on PostgreSQL side by side."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from caicach.config import startup
from caicach.config.arguments import Arguments
from caicach.config.commands import check
from caicach.config.places import ROOT
from caicach.config.words import tell

PYTEST = [sys.executable, "-m", "pytest"]
WITHOUT_BROWSER = ["-m", "not journey"]


def main(arguments: list[str]) -> int:
    """Run it all and say what it took; 1 when anything does not hold."""
    parser = Arguments("test")
    parser.add_argument("--fast", action="store_true")
    options = parser.read(arguments)
    began = time.monotonic()
    signal.signal(signal.SIGTERM, stop)  # so that what was started is stopped too
    os.environ["PYTHONUNBUFFERED"] = "1"
    startup.compile_messages()
    failed = check.run_all()
    if options.fast:
        tell("\nPhép thử trên SQLite, không dùng trình duyệt:", "\nTests on SQLite, without a browser:")
        codes = {"pytest (SQLite)": subprocess.run([*PYTEST, *WITHOUT_BROWSER], check=False, cwd=ROOT).returncode}
    else:
        codes = run_both()
    failed += [name for name, code in codes.items() if code != 0]
    seconds = time.monotonic() - began
    if failed:
        tell(f"CHƯA ĐẠT sau {seconds:.0f} s: {', '.join(failed)}", f"FAILED after {seconds:.0f} s: {', '.join(failed)}")
        return 1
    tell(f"Tất cả đều đạt sau {seconds:.0f} s.", f"All holds, after {seconds:.0f} s.")
    return 0


def run_both() -> dict[str, int]:
    """The suite on both databases at once; what the second says is printed when the first is through."""
    from tests import chromium, postgres

    chromium.lay_ready(tell)
    with postgres.cluster() as address, spoken_later() as spoken:
        second = subprocess.Popen(
            PYTEST, cwd=ROOT, env={**os.environ, "CAICACH_DATABASE": address}, stdout=spoken, stderr=spoken
        )
        try:
            tell(
                "\nPhép thử trên SQLite (PostgreSQL chạy song song):", "\nTests on SQLite (PostgreSQL runs beside it):"
            )
            alone = {name: value for name, value in os.environ.items() if name != "CAICACH_DATABASE"}
            first = subprocess.run(PYTEST, check=False, cwd=ROOT, env=alone).returncode
            code = second.wait()
        finally:
            second.kill()
        tell("\nPhép thử trên PostgreSQL:", "\nTests on PostgreSQL:")
        spoken.seek(0)
        shutil.copyfileobj(spoken, sys.stdout)
        sys.stdout.flush()
    return {"pytest (SQLite)": first, "pytest (PostgreSQL)": code}


def stop(number: int, frame: object) -> NoReturn:
    """End by the usual way out."""
    raise SystemExit(128 + number)


@contextmanager
def spoken_later() -> Iterator[IO[str]]:
    """A file for what a process says while another one speaks."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "said").open("w+") as file:
        yield file
