"""Items of the body that only name the groups of the annex, whose rows are the tasks (đề mục của phụ lục)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.normalise import plain

SAME = 0.6  # share of words a title and an item have in common
ALIKE = 4  # words in common that do, once the list is known to be the list of groups
FEWEST = 2  # groups that must be found again before a list is taken for the list of groups
DIGITS = {"i": 1, "v": 5, "x": 10}
ROMAN = re.compile(r"[ivx]{1,6}")

Groups = dict[int, frozenset[str]]


def groups_of(rows: Iterable[tuple[str, ...]]) -> Groups:
    """The groups of the annex by their number, each with the words of its title."""
    groups: Groups = {}
    for group in rows:
        if len(group) > 1 and (number := _number(group[0])):
            groups.setdefault(number, frozenset(plain(group[1]).split()))
    return groups


def without_titles(drafts: Sequence[Draft], groups: Groups) -> list[Draft]:
    """The tasks, but for body items that are the titles of the annex groups one after another."""
    lists: dict[str, dict[int, Draft]] = {}
    counted: Counter[str] = Counter()
    for draft in drafts:
        above = draft.path.rpartition(".")[0]
        counted[above] += 1  # its place in the list, whatever its number
        if draft.where == "body" and counted[above] in groups and draft.lead is None and draft.time is None:
            lists.setdefault(above, {})[counted[above]] = draft
    titles: set[int] = set()
    for items in lists.values():
        common = {number: _words(draft) & groups[number] for number, draft in items.items()}
        same = sum(len(common[n]) >= SAME * len(_words(draft) | groups[n]) for n, draft in items.items())
        if same >= max(FEWEST, len(groups) / 2):
            titles |= {id(draft) for number, draft in items.items() if len(common[number]) >= ALIKE}
    return [draft for draft in drafts if id(draft) not in titles]


def _words(draft: Draft) -> frozenset[str]:
    return frozenset(plain(draft.paragraph.text[draft.start : draft.end]).split())


def _number(label: str) -> int:
    """ "VII", "7." and "7" are the seventh; 0 for what is no number."""
    written = label.strip(" .)/").lower()
    if written.isdecimal():
        return int(written)
    if not ROMAN.fullmatch(written):
        return 0
    values = [DIGITS[letter] for letter in written]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
