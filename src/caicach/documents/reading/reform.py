"""Which field of reform a task belongs to (lĩnh vực cải cách): its headings say so first, its words after them."""

import re
from collections.abc import Sequence
from functools import cache

from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.words import lexicon

STRONG_LETTERS = 160  # what a clause is about stands in its first words
OTHER, DIRECTION = "khac", "chi_dao_dieu_hanh"


@cache
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["field"], re.compile(entry["form"])) for entry in lexicon("fields")["headings"])


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(rf"(?<!\w)(?:{form})(?!\w)")) for field, form in lexicon("fields")["words"].items())


def _strong(low: str) -> str:
    """In a paper that is not about reform only words that leave no doubt name a field."""
    for field, form in lexicon("fields")["strong"].items():
        if re.search(rf"(?<!\w)(?:{form})(?!\w)", low[:STRONG_LETTERS]):
            return str(field)
    return OTHER


def is_reform(subject: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Is the paper about administrative reform at all (small letters)?"""
    form = re.compile(lexicon("fields")["reform"])
    if form.search(subject):
        return True
    return sum(form.search(paragraph.low) is not None for paragraph in paragraphs[:400]) >= 3


def field_of_heading(low: str) -> str | None:
    """The field a heading names."""
    if len(low) > 200:
        return None
    for field, form in _headings():
        if form.search(low):
            return field
    return None


def field_of_clause(low: str, reform: bool, organising: bool) -> str:
    """The field the words of a clause speak for; ties go to the first word that speaks."""
    best, best_key = OTHER, (0, 0)
    for field, form in _words():
        hits = [match.start() for match in form.finditer(low)]
        if hits:
            weight = len(hits) * (1 if field == DIRECTION and not organising else 2)
            key = (weight, -hits[0])
            if best == OTHER or key > best_key:
                best, best_key = field, key
    if not reform:
        clear = best_key[0] >= 4 and best not in {DIRECTION, "cong_vu"}
        return best if clear else _strong(low)
    return best if best != OTHER else (DIRECTION if organising else OTHER)
