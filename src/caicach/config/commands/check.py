"""Lint, types, contracts and migrations, in seconds."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from caicach.config.arguments import Arguments
from caicach.config.places import ROOT
from caicach.config.words import tell

BIN = Path(sys.executable).parent
STEPS = {
    "ruff check": [str(BIN / "ruff"), "check", "-q", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "-q", "."],
    "lint-imports": [str(BIN / "lint-imports"), "--no-cache"],
    "makemigrations --check": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "mypy --strict": [str(BIN / "mypy"), "src/caicach", "tests"],
}


def main(arguments: list[str]) -> int:
    """Run every check; 1 when one does not hold."""
    Arguments("check").read(arguments)
    failed = run_all()
    if failed:
        tell(f"Chưa đạt: {', '.join(failed)}", f"Failed: {', '.join(failed)}")
        return 1
    tell("Mọi kiểm tra đều đạt.", "All checks hold.")
    return 0


def run_all() -> list[str]:
    """Run the checks, the slow one beside the others; returns the names of those that failed."""
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(run_step, "mypy --strict")
        quick = [run_step(name) for name in STEPS if name != "mypy --strict"]
        results = dict(zip(STEPS, [*quick, slow.result()], strict=True))
    return [name for name, holds in results.items() if not holds]


def run_step(name: str) -> bool:
    """Run one check and print what it says where it does not hold."""
    began = time.monotonic()
    done = subprocess.run(STEPS[name], check=False, capture_output=True, text=True, cwd=ROOT)
    seconds = time.monotonic() - began
    if done.returncode == 0:
        tell(f"  {name}: đạt ({seconds:.1f} s)", f"  {name}: holds ({seconds:.1f} s)")
    else:
        said = (done.stdout + done.stderr).strip()
        tell(f"  {name}: CHƯA ĐẠT ({seconds:.1f} s)\n{said}", f"  {name}: FAILED ({seconds:.1f} s)\n{said}")
    return done.returncode == 0
