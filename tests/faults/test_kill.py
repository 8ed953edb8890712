"""The embedded database after kill -9 at random moments. (A power cut of the disk itself is not tried here.)"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def killed(folder, kills, *options):
    run = [sys.executable, "-P", "-m", "tests.faults.killing", str(folder), str(kills), *options]
    places = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(run, capture_output=True, text=True, timeout=300, env=places, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_hundred_kills_lose_no_acknowledged_write_and_leave_no_half_action(tmp_path):
    seen = killed(tmp_path, 200)

    assert seen["faults"] == []
    assert seen["kills"] == 200
    assert seen["inside"] >= 100  # most kills came in the middle of an action, else nothing was tried
    assert seen["acknowledged"] >= 5


def test_a_half_action_would_be_seen(tmp_path):
    seen = killed(tmp_path, 40, "broken")

    assert any("half action" in fault for fault in seen["faults"])


def test_a_batch_of_files_is_read_on_after_kills_and_no_file_is_entered_twice(tmp_path):
    seen = killed(tmp_path, 40, "reading")

    assert seen["faults"] == []
    assert seen["inside"] >= 20
    assert seen["acknowledged"] >= 5
