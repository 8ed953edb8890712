"""Writers of the embedded database, from one process and from several, get in by their turn."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def written(folder, *, threads, processes, seconds, unqueued=False):
    options = ["unqueued"] if unqueued else []
    what = [str(folder), str(threads), str(processes), str(seconds), *options]
    places = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    run = [sys.executable, "-P", "-m", "tests.faults.writing", *what]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, env=places, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_sixteen_threads_and_four_processes_write_in_their_turn(tmp_path):
    seen = written(tmp_path, threads=16, processes=4, seconds=4)

    assert seen["errors"] == []  # above all no "database is locked"
    assert seen["written"] == seen["done"]
    assert seen["threads"]["fewest"] >= 0.5 * seen["threads"]["most"]
    assert seen["process"]["fewest"] >= 0.15 * seen["process"]["most"]  # between processes by short polling
    assert seen["threads"]["worst_ms"] <= max(100 * seen["threads"]["mean_ms"], 2000)


def test_without_the_queue_some_writers_would_starve(tmp_path):
    seen = written(tmp_path, threads=16, processes=4, seconds=4, unqueued=True)

    assert seen["threads"]["fewest"] < 0.5 * seen["threads"]["most"]
