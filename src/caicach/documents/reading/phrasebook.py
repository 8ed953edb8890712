"""Does one of many phrases begin at this word? Answered by looking words up, however long the list is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
BREAK = re.compile(r"[,.;:()\[\]\"|/]")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text (small letters) cut into syllables with their places."""

    low: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def words_of(low: str, start: int = 0, end: int | None = None) -> Words:
    """Cut the text into syllables."""
    found = [
        (match[0], match.start(), match.end()) for match in WORD.finditer(low, start, len(low) if end is None else end)
    ]
    words, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Words(low, words, starts, ends)


class PhraseBook:
    """A set of phrases, found by their first word; the longest wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        grouped: dict[str, list[tuple[str, ...]]] = {}
        for phrase in set(phrases):
            words = tuple(WORD.findall(phrase))
            if words:
                grouped.setdefault(words[0], []).append(words)
        self._by_first = {first: sorted(group, key=len, reverse=True) for first, group in grouped.items()}

    def at(self, text: Words, number: int) -> int:
        """How many words, from this one on, are a phrase of the book; 0 if none."""
        if number >= len(text.words):
            return 0
        for phrase in self._by_first.get(text.words[number], ()):
            behind = number + len(phrase)
            if text.words[number:behind] == phrase and (
                len(phrase) == 1 or not BREAK.search(text.low, text.starts[number], text.ends[behind - 1])
            ):
                return len(phrase)
        return 0

    def opens(self, text: Words) -> bool:
        """Does the text begin with a phrase of the book?"""
        return self.at(text, 0) > 0


def joined(text: Words, first: int, behind: int) -> str:
    """The words from one number up to another, as one phrase."""
    sequence: Sequence[str] = text.words[first:behind]
    return " ".join(sequence)
