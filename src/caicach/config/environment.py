"""Make the program's own environment on first use: a Python environment in `.venv`, from lock files with hashes.

Standard library only: this runs on the machine's own Python before anything is installed. Nothing outside the project's
folder is written; caches go to `var/cache`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from caicach.config import cli, frontend
from caicach.config.words import Stopped, step

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "caicach.json"
RUN, DEV, UV = "requirements.txt", "requirements-dev.txt", "requirements-uv.txt"


def launch(arguments: list[str]) -> int:
    """Run a command of `./caicach`, after making what it needs; light commands find it made already."""
    try:
        name, rest = cli.split(arguments)
        command = cli.COMMANDS[name]
        if not command.environment:
            return cli.main(arguments)
        make_ready(tests=command.tests, pages=command.pages)
    except Stopped as stopped:
        sys.stderr.write(f"{stopped}\n")
        return stopped.code
    except KeyboardInterrupt:
        return 130
    folders = [ROOT / "src", ROOT] if command.tests else [ROOT / "src"]
    os.environ["PYTHONPATH"] = os.pathsep.join(str(folder) for folder in folders)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-P", "-m", "caicach.config.cli", name, *rest])


def make_ready(*, tests: bool, pages: bool) -> None:
    """The Python environment and the front-end packages, each only when its lock file changed."""
    if is_current(tests=tests) and (not pages or frontend.is_current(ROOT, tests=tests)):
        return
    (ROOT / "var").mkdir(exist_ok=True)
    with one_at_a_time(ROOT / "var" / "setup.lock"):
        if not is_current(tests=tests):
            install(tests=tests)
        if pages and not frontend.is_current(ROOT, tests=tests):
            with step("Cài giao diện (npm)", "Installing front-end packages (npm)"):
                frontend.make(ROOT, tests=tests, node=lambda: add("requirements-node.txt"))


def is_current(*, tests: bool) -> bool:
    """Whether `.venv` holds what the lock files say."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return bool(python_works() and stamp.get(RUN) == digest(RUN) and (not tests or stamp.get(DEV) == digest(DEV)))


def install(*, tests: bool) -> None:
    """Make `.venv` and fill it; packages for the tests stay once they are there."""
    tests = tests or (VENV / "bin" / "pytest").exists()
    if not python_works():
        with step("Tạo môi trường Python (.venv)", "Making a Python environment (.venv)"):
            make_venv()
    lock = DEV if tests else RUN
    with step("Cài thư viện Python", "Installing Python packages"):
        if not (uv_works() and uv("pip", "sync", "-q", "--require-hashes", lock)):
            pip("install", "-q", "--no-deps", "--require-hashes", "-r", lock)
    STAMP.write_text(json.dumps({RUN: digest(RUN)} | ({DEV: digest(DEV)} if tests else {})))


def add(lock: str) -> None:
    """Install one more lock file beside what is there."""
    if not (uv_works() and uv("pip", "install", "-q", "--require-hashes", "-r", lock)):
        pip("install", "-q", "--no-deps", "--require-hashes", "-r", lock)


def python_works() -> bool:
    """Whether `.venv` belongs to a Python that is still there, in the version it was made for."""
    if not PYTHON.exists():
        return False
    name = PYTHON.resolve().name
    return not name.startswith("python3.") or (VENV / "lib" / name / "site-packages").is_dir()


def make_venv() -> None:
    """An empty environment; the machine's own pip fills it, else one of its own from `ensurepip`."""
    without_pip = ["--without-pip"] if machine_pip() else []
    made = run([sys.executable, "-m", "venv", "--clear", *without_pip, str(VENV)])
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stopped(
            "Máy này thiếu phần tạo môi trường Python. Hãy chạy «apt install python3-venv» (cần quyền quản trị), "
            "rồi chạy lại lệnh vừa rồi.",
            "This machine cannot make Python environments. Run “apt install python3-venv” (as administrator), "
            "then run this command again.",
        )


def machine_pip() -> bool:
    """Whether this Python's own pip can install into another environment (pip 22.3 and later)."""
    asked = run([sys.executable, "-m", "pip", "--version"])
    words = asked.stdout.split()
    version = words[1].split(".") if asked.returncode == 0 and len(words) > 1 else ["0"]
    return [int(part) for part in version[:2] if part.isdigit()] >= [22, 3]


def pip(*arguments: str) -> None:
    """Run pip on `.venv`; stops with its own last line."""
    own = (VENV / "bin" / "pip").exists()
    front = [str(PYTHON), "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    done = run([*front, "--disable-pip-version-check", "--no-input", *arguments])
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Stopped(
            f"Không cài được thư viện Python. Hãy kiểm tra mạng hoặc kho gói của pip rồi chạy lại. ({last})",
            f"Python packages could not be installed. Check the network or pip's index, then run this again. ({last})",
        )


def uv_works() -> bool:
    """Whether uv, which installs many times faster than pip, is there in the locked version, or can be put there."""
    program = VENV / "bin" / "uv"
    wanted = (ROOT / UV).read_text().split("==")[1].split()[0]
    if program.exists() and wanted in run([str(program), "--version"]).stdout.split():
        return True
    try:
        pip("install", "-q", "--no-deps", "--require-hashes", "-r", UV)
    except Stopped:
        return False
    return program.exists()


def uv(*arguments: str) -> bool:
    """Run uv on `.venv` with the index pip would ask; False where it did not manage, so that pip may try."""
    settings = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON": str(PYTHON), "VIRTUAL_ENV": str(VENV)}
    asked = run([*pip_front(), "config", "list"]) if "UV_DEFAULT_INDEX" not in os.environ else None
    for line in asked.stdout.splitlines() if asked else []:
        name, _, value = line.partition("=")
        if name.endswith(".index-url"):
            settings["UV_DEFAULT_INDEX"] = value.strip("'\"")
        if name.endswith(".trusted-host"):
            settings["UV_INSECURE_HOST"] = value.strip("'\"").split("\\n")[0]
    return run([str(VENV / "bin" / "uv"), *arguments], settings).returncode == 0


def pip_front() -> list[str]:
    """The pip whose configuration counts: the environment's own, else the machine's."""
    return [str(PYTHON if (VENV / "bin" / "pip").exists() else sys.executable), "-m", "pip"]


def run(command: Sequence[str], settings: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a program in the project's folder, keeping what it says; its caches stay in the project's folder."""
    cache = ROOT / "var" / "cache"
    caches = {"UV_CACHE_DIR": str(cache / "uv"), "PIP_CACHE_DIR": str(cache / "pip")}
    environment = caches | dict(os.environ) | (settings or {})
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two first starts do not make the same thing at once."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(name: str) -> str:
    """The hash of a lock file."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
