"""The office's vocabulary, kept as data in `lexicon/*.yaml`, loaded once and compiled into few patterns."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from caicach.documents.reading.normalise import fold, lower

FOLDER = Path(__file__).parent / "lexicon"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """One file of the vocabulary as it is written."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return loaded


def phrases(text: str) -> list[str]:
    """A list written as one text, parted by commas or lines, in the form patterns are matched on."""
    found = (" ".join(part.split()) for part in re.split(r"[,\n]", text))
    return [lower(fold(part)) for part in found if part]


def either(words: list[str]) -> str:
    """One alternative of a pattern for many phrases, the longest first, blanks of any width."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def listed(file: str, *keys: str) -> str:
    """The alternative for the phrases under some keys of a file."""
    return either([phrase for key in keys for phrase in phrases(lexicon(file)[key])])
