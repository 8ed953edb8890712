"""The source as the checks of the house see it: path → text."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "node_modules", "var", "__pycache__"}
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")

Tree = dict[str, str]


def tree(root: Path = ROOT, *suffixes: str) -> Tree:
    """Every text file that is or will be committed, by its path under the root."""
    found: Tree = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if NOT_OURS.intersection(parts) or parts[0] in CACHES or not path.is_file():
            continue
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            found["/".join(parts)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def under(files: Tree, *folders: str) -> Tree:
    """The part of a tree below some folders."""
    return {path: text for path, text in files.items() if path.startswith(folders)}


def is_test(path: str) -> bool:
    return path.startswith("tests/") or "/tests/" in path


def module_is(path: str, *names: str) -> bool:
    """Whether a file is the module `name.py` of its package, or inside its folder `name/`."""
    parts = path.removesuffix(".py").split("/")
    return any(name in parts for name in names)
