"""Sentences of the command line: Vietnamese, or English with `--lang en`. Standard library only."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """A command cannot go on; the message says what is wrong and what to do."""

    def __init__(self, vietnamese: str, english: str, code: int = 1) -> None:
        super().__init__(say(vietnamese, english))
        self.code = code


def say(vietnamese: str, english: str) -> str:
    """The sentence in the language of this run."""
    return english if os.environ.get("CAICACH_LANG") == "en" else vietnamese


def tell(vietnamese: str, english: str) -> None:
    """Print the sentence as a line of its own, at once."""
    sys.stdout.write(say(vietnamese, english) + "\n")
    sys.stdout.flush()


@contextmanager
def step(vietnamese: str, english: str) -> Iterator[None]:
    """Name a step before it and its seconds after it."""
    began = time.monotonic()
    name = say(vietnamese, english)
    if sys.stdout.isatty():
        sys.stdout.write(f"  {name} …\r")
        sys.stdout.flush()
    yield
    sys.stdout.write(f"  {name}: {time.monotonic() - began:.1f} s\n")
    sys.stdout.flush()
