"""Our own test infrastructure: a skipped test is a failure, with one exception that is counted aloud."""

import subprocess
import sys

import pytest

from tests.browser import broken, strange_host
from tests.plugin import ROOT, skip_is_allowed

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("keywords", "there", "strict", "allowed"),
    [
        ({"shared"}, False, False, True),
        ({"shared"}, False, True, False),
        ({"shared"}, True, False, False),
        ({"journey"}, False, False, False),
    ],
)
def test_only_tests_of_missing_samples_may_be_skipped(keywords, there, strict, allowed):
    assert skip_is_allowed(keywords=keywords, shared_is_there=there, strict=strict) is allowed


def test_a_run_with_a_skipped_test_fails_and_names_it(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_idle():\n    pytest.skip('later')\ndef test_fine(): pass\n"
    )

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "1 passed, 1 skipped" in done.stdout
    assert "test_idle" in done.stdout


def test_a_page_may_ask_only_its_own_server():
    assert strange_host("http://127.0.0.1:81/static/x.css", "http://127.0.0.1:81") == []
    assert strange_host("https://cdn.example.org/x.css", "http://127.0.0.1:81") != []


def test_server_errors_and_missing_files_are_faults():
    assert broken("http://h/", 500)
    assert broken("http://h/static/x.css", 404)
    assert broken("http://h/plans/9/", 404) == []
