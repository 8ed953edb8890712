"""What every test gets: a data folder of its own, no silent skips, a browser. Loaded by pyproject.toml (`-p`).

Loaded before Django's settings are read, so that the folder holds for all of them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = tempfile.mkdtemp(prefix="caicach-test-")
os.environ["CAICACH_DATA"] = DATA
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps an event loop in the tests' thread

import hypothesis  # noqa: E402
import pytest  # noqa: E402

pytest_plugins = ["tests.browser", "tests.flush"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

hypothesis.settings.register_profile("house", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    config.addinivalue_line("markers", "sqlite: about the embedded database; not run on PostgreSQL")
    config.addinivalue_line("markers", "once: does not touch the database; run with SQLite only")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture
def shared() -> Path:
    """The sample documents beside the checkout; mark the test `shared`."""
    return SHARED


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip("../shared không có ở đây")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what says nothing about it: these tests run with SQLite."""
    if os.environ.get("CAICACH_DATABASE"):
        left_out = [item for item in items if item.get_closest_marker("sqlite") or item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def skip_is_allowed(*, keywords: Any, shared_is_there: bool, strict: bool) -> bool:
    """Whether a skipped test may pass: one that needs `../shared` where that is missing, and never in `.ci/run`."""
    return "shared" in keywords and not shared_is_there and not strict


class Skips:
    """The skipped tests of a run."""

    allowed: list[str] = []
    refused: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        strict = os.environ.get("CAICACH_NO_SKIPS") == "1"
        fine = skip_is_allowed(keywords=report.keywords, shared_is_there=SHARED.is_dir(), strict=strict)
        (Skips.allowed if fine else Skips.refused).append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if Skips.refused and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name in Skips.refused:
        terminalreporter.line(f"BỎ QUA KHÔNG ĐƯỢC PHÉP (skipped, counts as failed): {name}", red=True)
    if Skips.allowed:
        terminalreporter.line(f"{len(Skips.allowed)} phép thử bỏ qua vì không có ../shared (skipped: no ../shared)")


@pytest.fixture(scope="session", autouse=True)
def _one_language() -> Iterator[None]:
    from django.utils import translation

    with translation.override("vi"):
        yield
