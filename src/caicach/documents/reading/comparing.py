"""What changed between two versions of a plan (so sánh hai bản): tasks added, dropped or changed, and in what."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from caicach.documents.reading.normalise import plain
from caicach.documents.reading.result import Reading, Task

ALIKE = 0.5  # share of common word pairs from which two clauses are the same task
SAME_PLACE = 0.3  # the same, when both stand at the same place of the outline
MOST_RIVALS = 200
ATTRIBUTES = ("text", "lead", "coop", "deadline", "targets", "citations", "field")


@dataclass(frozen=True, slots=True)
class Change:
    """One task that is not as it was; `differs` names the attributes, `before` and `after` are the two tasks."""

    kind: Literal["added", "dropped", "changed"]
    before: Task | None
    after: Task | None
    differs: tuple[str, ...] = ()


def compare(before: Reading, after: Reading) -> list[Change]:
    """Every change, in the order of the new version, then what was dropped."""
    twins = _twins(before.tasks, after.tasks)
    changes = []
    for number, task in enumerate(after.tasks):
        if number not in twins:
            changes.append(Change("added", None, task))
            continue
        differs = _differences(before.tasks[twins[number]], task)
        if differs:
            changes.append(Change("changed", before.tasks[twins[number]], task, differs))
    kept = set(twins.values())
    changes += [Change("dropped", task, None) for number, task in enumerate(before.tasks) if number not in kept]
    return changes


def _differences(before: Task, after: Task) -> tuple[str, ...]:
    return tuple(name for name in ATTRIBUTES if _value(before, name) != _value(after, name))


def _value(task: Task, name: str) -> Any:
    """What counts as the same: signs, accents of capitals, numbering and place do not."""
    if name == "text":
        return plain(task.text)
    if name in {"lead", "coop"}:
        return sorted(plain(unit) for unit in getattr(task, name))
    if name == "targets":
        return [(one.comparator, one.value, one.value_to, one.unit, one.direction) for one in task.targets]
    if name == "citations":
        return sorted((act.type or "", act.number.lower(), act.date or "") for act in task.citations)
    return getattr(task, name)


def _twins(before: Sequence[Task], after: Sequence[Task]) -> dict[int, int]:
    """Which new task is which old one: the most alike first, each old task once."""
    old = [_pairs(task) for task in before]
    index: dict[tuple[str, str], list[int]] = {}
    for number, pairs in enumerate(old):
        for pair in pairs:
            index.setdefault(pair, []).append(number)
    candidates = []
    for number, task in enumerate(after):
        mine = _pairs(task)
        votes: dict[int, int] = {}
        for pair in mine:
            for rival in index.get(pair, ())[:MOST_RIVALS]:
                votes[rival] = votes.get(rival, 0) + 1
        for rival, common in votes.items():
            share = common / len(mine | old[rival])
            same_place = (task.path, task.where) == (before[rival].path, before[rival].where)
            if share >= (SAME_PLACE if same_place else ALIKE):
                same_lead = _value(task, "lead") == _value(before[rival], "lead")
                candidates.append((-share, not same_lead, not same_place, abs(number - rival), number, rival))
    twins: dict[int, int] = {}
    taken: set[int] = set()
    for *_, number, rival in sorted(candidates):
        if number not in twins and rival not in taken:
            twins[number] = rival
            taken.add(rival)
    return twins


def _pairs(task: Task) -> set[tuple[str, str]]:
    """Neighbouring words of the clause, its ends included."""
    words = ["", *plain(task.text).split()[:200], ""]
    return set(itertools.pairwise(words))
