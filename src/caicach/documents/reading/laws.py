"""Laws named without a number ("Luật Đầu tư công"), as the rule of citing has it (viện dẫn luật theo tên)."""

import re
from collections.abc import Iterable

from caicach.documents.reading.normalise import LOWER, UPPER
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.phrasebook import PhraseBook, words_of
from caicach.documents.reading.words import lexicon, phrases

_LEXICON = lexicon("citations")
ENDS = PhraseBook(phrases(_LEXICON["law_ends"]))
HEAD = re.compile(rf"(?<![\w/])(?P<kind>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>[{UPPER}][{LOWER}]+)")
# "Luật Khám bệnh, chữa bệnh": a comma inside the name.
COMMA_GOES_ON = re.compile(_LEXICON["law_commas"])
MOST_WORDS = 16


def laws_named(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Each law once, by its name as first written."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for match in HEAD.finditer(paragraph.folded):
            name = _whole(paragraph, match.start("kind"), match.start("name"))
            if name:
                found.setdefault(name.lower(), name)
    return tuple(found.values())


def _whole(paragraph: Paragraph, start: int, first: int) -> str | None:
    words = words_of(paragraph.low[: first + 160], first)
    behind = words.ends[0]
    for number in range(1, min(len(words.words), MOST_WORDS)):
        gap = paragraph.low[words.ends[number - 1] : words.starts[number]]
        if gap.strip() and not (gap.strip() == "," and COMMA_GOES_ON.match(paragraph.low, words.starts[number])):
            break
        if words.words[number].isdigit() or ENDS.at(words, number):
            break
        if paragraph.folded[words.starts[number]].isupper() and words.words[number - 1] not in {"chức", "chính"}:
            break  # "Luật Tổ chức Chính phủ" goes on
        behind = words.ends[number]
    return " ".join(paragraph.text[start:behind].split()) if behind > words.ends[0] else None
