"""Checks of the house that need only names and text. Each takes a tree and returns one sentence for each fault."""

import re

from tests.architecture.tree import Tree, is_test, under

LONGEST = 400
DRAWERS = {"utils", "helpers", "common", "services", "signals", "misc", "managers"}

# Put together here so that this file does not hold what it looks for.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb.deb" + "ian.org",
    "files.python" + "hosted",
    "cdn.js" + "delivr.net",
    "fonts.google" + "apis.com",
]
MACHINE_PATHS = re.compile(
    "|".join(["/ro" + "ot/", "/wo" + r"rk/\w", "/ho" + r"me/\w", "/opt/py" + "pi", "/Us" + r"ers/\w"])
)
LOCK_SOURCES = re.compile('"reso' + 'lved":|^--(index-url|extra-index-url|find-links|trusted-host)', re.M)


def long_files(files: Tree) -> list[str]:
    """No source, test or template is longer than a reader's patience; migrations are made, not read."""
    ours = {p: t for p, t in under(files, "src/", "tests/").items() if p.endswith((".py", ".html", ".css", ".js"))}
    return [
        f"{path}: {text.count(chr(10))} lines"
        for path, text in ours.items()
        if text.count("\n") > LONGEST and "/migrations/" not in path
    ]


def drawers(files: Tree) -> list[str]:
    """No file or folder is named for being useful."""
    ours = under(files, "src/", "tests/")
    return [path for path in ours if DRAWERS.intersection(path.removesuffix(".py").split("/"))]


def addresses(files: Tree) -> list[str]:
    """No committed file names a registry's host or a path of somebody's machine."""
    faults = []
    for path, text in files.items():
        faults += [f"{path}: names {host}" for host in HOSTS if host in text]
        faults += [f"{path}: machine path {found.group()}" for found in MACHINE_PATHS.finditer(text)]
        if re.search(r"(requirements.*\.txt|package-lock\.json)$", path):
            faults += [f"{path}: tells a source: {found.group()}" for found in LOCK_SOURCES.finditer(text)]
    return faults


def undocumented_settings(files: Tree) -> list[str]:
    """Every environment variable the program reads is explained in docs/settings.md."""
    read = {
        name
        for path, text in files.items()
        if path.endswith(".py") or path in ("caicach", ".ci/run")
        for name in re.findall(
            r"CAICACH_[A-Z]+(?:_[A-Z]+)*", "" if is_test(path) and "/architecture/" in path else text
        )
    }
    told = set(re.findall(r"CAICACH_[A-Z]+(?:_[A-Z]+)*", files.get("docs/settings.md", "")))
    return [f"{name} is not in docs/settings.md" for name in sorted(read - told)] + [
        f"{name} in docs/settings.md is read nowhere" for name in sorted(told - read)
    ]


def packs_without_cases(files: Tree) -> list[str]:
    """Every pack has worked cases beside it, and every file of cases a pack."""
    packs = {path for path in under(files, "src/caicach/regulations/packs/") if path.endswith(".yaml")}
    cases = {path for path in packs if path.endswith(".cases.yaml")}
    bare = [f"{path}: no worked cases" for path in sorted(packs - cases) if path[:-5] + ".cases.yaml" not in cases]
    return bare + [f"{path}: no pack" for path in sorted(cases) if path.replace(".cases.yaml", ".yaml") not in packs]
