"""Working a page by keyboard alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ENOUGH = 400  # Tab presses within which every control of a page must be reached


def tab_to(page: "Page", control: "Locator") -> None:
    """Press Tab until the control has the focus; fails where the keyboard cannot reach it."""
    control.wait_for(state="attached")
    for _ in range(ENOUGH):
        if control.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {control}")


def press(page: "Page", control: "Locator") -> None:
    """Reach a link or button and press Enter; waits for the page that follows."""
    tab_to(page, control)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: "Page", control: "Locator", text: str) -> None:
    """Reach a field, empty it and type."""
    tab_to(page, control)
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
