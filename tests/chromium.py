"""Which Chromium drives the journeys: the one there, else one that set-up laid ready from npm. Standard library only."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGED = ROOT / "var" / "chromium" / "chromium"

# No sandbox: it needs privileges that containers and root do not have. The rest keeps the browser off the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium() -> Path | None:
    """The browser's program, or None where there is none yet."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return PACKAGED if PACKAGED.exists() else None
