"""What words a person points at on the paper say (chỉ trên văn bản): read by the parsers that read the whole paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caicach.documents.reading.deadlines import find_deadlines, settle
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.owners import find_owner, split_units
from caicach.documents.reading.result import as_target
from caicach.documents.reading.sentences import Said, said
from caicach.documents.reading.targets import find_targets
from caicach.documents.reading.units import UnitIndex

Place = tuple[int, int, int]  # line (1-based), first column, column behind the last
AROUND = " ,;:.-–()"
DATED = frozenset({"date", "datetime", "period", "week", "multi"})


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words as they stand on the paper, and where."""

    words: str
    places: tuple[Place, ...]


def words_between(lines: Sequence[str], first: tuple[int, int], last: tuple[int, int]) -> Pointed | None:
    """The words from one place (line, column) up to another; None where these are no places of the paper."""
    if not (1 <= first[0] <= last[0] <= len(lines)) or min(first[1], last[1]) < 0:
        return None
    places, words = [], []
    for number in range(first[0], last[0] + 1):
        line = lines[number - 1]
        start = first[1] if number == first[0] else 0
        end = min(last[1] if number == last[0] else len(line), len(line))
        piece = line[start:end]
        if piece.strip():
            start += len(piece) - len(piece.lstrip())
            places.append((number, start, start + len(piece.strip())))
            words.append(piece.strip())
    text = " ".join(" ".join(words).split())
    return Pointed(text, tuple(places)) if text else None


def units_in(words: str, names: UnitIndex) -> list[tuple[str, tuple[str, ...]]]:
    """Each unit named, with the codes the name may mean: none is unknown, several are for a person to decide."""
    whole = words.strip(AROUND)
    if codes := names.codes(whole):
        return [(whole, codes)]
    folded = fold(words)
    low = lower(folded)
    owner = find_owner(folded, low, 0, len(low))
    first, behind = (owner.start, owner.end) if owner is not None else (0, len(low))
    return [(name, names.codes(name)) for name in split_units(words[first:behind], low[first:behind])]


def time_in(words: str, year: int | None) -> tuple[dict[str, Any] | None, list[Said]]:
    """The typed value of a time limit and why; no value where the words state none."""
    found = find_deadlines(words, lower(fold(words)), 0, len(words), year=year, field=True)
    value = settle(found)
    because = [said("pointed_time", phrase=words)]
    if year is not None and any(not limit.year_stated and limit.value["kind"] in DATED for limit in found):
        because.append(said("year_of_plan", year=year))
    return value, because


def targets_in(words: str) -> list[dict[str, Any]]:
    """The figures to reach."""
    return [as_target(target) for target in find_targets(words, lower(fold(words)), 0, len(words))]
