"""A real browser for the journeys: pages of the live server, seen as one of the cast."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import FLAGS, ROOT, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"desk": (1280, 800), "phone": (360, 740)}

PageOf = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One headless Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path is not None, "Không có Chromium: chạy ./caicach test để cài, hoặc apt install chromium."
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(path), args=FLAGS, headless=True)
        yield started
        started.close()


@pytest.fixture
def page_of(browser: "Browser", live_server: "LiveServer") -> Iterator[PageOf]:
    """Open a page as somebody: `page_of(hanh)`, `page_of(None)` for a visitor, `width="phone"` for a telephone.

    Afterwards the test fails if a script failed, something was missing, or the page asked another host for anything.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(person: Any = None, *, path: str = "/", width: str = "desk", scripts: bool = True) -> "Page":
        wide, high = WIDTHS[width]
        context = browser.new_context(
            base_url=live_server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": wide, "height": high},
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.on("request", lambda request: troubles.extend(strange_host(request.url, live_server.url)))
        page.on("response", lambda answer: troubles.extend(broken(answer.url, answer.status)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def session_of(person: Any) -> str:
    """A signed-in session for somebody, as the sign-in page would make it."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def strange_host(url: str, home: str) -> list[str]:
    """A complaint when a page asks another host for something."""
    return [] if url.startswith((home, "data:", "blob:", "about:")) else [f"hỏi máy chủ khác: {url}"]


def broken(url: str, status: int) -> list[str]:
    """A complaint about a server error, or a missing static file."""
    return [f"{status}: {url}"] if status >= 500 or (status == 404 and "/static/" in url) else []


def axe_faults(page: "Page", *, script: Path = AXE) -> list[str]:
    """What axe-core holds against the page as it stands, one line each (WCAG 2.2 A and AA)."""
    page.evaluate(script.read_text(encoding="utf-8"))
    tags = json.dumps({"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    found = page.evaluate(f"axe.run(document, {tags})")
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
