"""Working a page by keyboard alone, every key counted."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ENOUGH = 400  # Tab presses within which every control of a page must be reached
pressed: Counter[int] = Counter()  # keys by window


def key(page: "Page", name: str) -> None:
    """Press one key."""
    page.keyboard.press(name)
    pressed[id(page)] += 1


def keys_pressed(page: "Page") -> int:
    """How many keys were pressed in a window so far; a typed letter is a key."""
    return pressed[id(page)]


def tab_to(page: "Page", control: "Locator") -> None:
    """Press Tab until the control has the focus; fails where the keyboard cannot reach it."""
    control.wait_for(state="attached")
    for _ in range(ENOUGH):
        if control.evaluate("one => one === document.activeElement"):
            return
        key(page, "Tab")
    raise AssertionError(f"Tab never reaches {control}")


def press(page: "Page", control: "Locator") -> None:
    """Reach a link or button and press Enter; waits for the page that follows."""
    tab_to(page, control)
    with page.expect_navigation():
        key(page, "Enter")


def write(page: "Page", control: "Locator", text: str) -> None:
    """Reach a field, empty it and type."""
    tab_to(page, control)
    key(page, "Control+A")
    key(page, "Delete")
    typed(page, text)


def typed(page: "Page", text: str) -> None:
    """Type a text where the focus is."""
    page.keyboard.insert_text(text)
    pressed[id(page)] += len(text)
