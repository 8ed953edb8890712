"""How well the reader reads: precision and recall per attribute against labels made by hand (đo độ chính xác)."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caicach.documents.reading.normalise import plain
from caicach.documents.reading.result import Reading, Task

LABELS = Path(__file__).parent / "tests" / "labels"
FLOORS = Path(__file__).parent / "tests" / "floors.json"
QUOTED = frozenset({"event", "after"})


@dataclass(frozen=True, slots=True)
class Score:
    """Found rightly, found in all, expected in all."""

    attribute: str
    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def labels() -> list[dict[str, Any]]:
    """Every labelled document: task places, short unit names, typed dates, numbers, keys; no text of it."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(LABELS.glob("*.json"))]


def scores(reading: Reading, label: dict[str, Any]) -> list[Score]:
    """Tasks by their line and label; attributes over the tasks both sides have."""
    both = pairs(reading, label)
    helped = any("coop" in row for row in label["tasks"])
    coop = _over(both, "coop", lambda task: _names(task.coop), lambda row: _names(row.get("coop", ())))
    return [
        Score("tasks", len(both), len(reading.tasks), len(label["tasks"])),
        _over(both, "lead", lambda task: _names(task.lead), lambda row: _names(row["lead"])),
        *([coop] if helped else []),
        _over(both, "deadline", lambda task: _one(task.deadline), lambda row: _one(row["deadline"])),
        _over(both, "targets", _targets, lambda row: [_target(*target) for target in row["targets"]]),
        _counted(
            "citations",
            [f"{act.type}|{act.number}|{act.date}" for act in reading.citations],
            label["citations"],
        ),
        _counted(
            "objectives",
            [
                _target(target.comparator, float(target.value), target.unit)
                for objective in reading.objectives
                for target in objective.targets
            ],
            [_target(*target) for target in label["objective_targets"]],
        ),
    ]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the tasks given with a confidence of `sure` or more: how many, how many are tasks, how many right in full."""

    given: int
    tasks: int
    right: int  # a task, with the lead and the deadline a careful reader found

    @property
    def share(self) -> float:
        return self.tasks / self.given if self.given else 1.0


def calibration(read: Iterable[tuple[Reading, dict[str, Any]]], sure: float = 0.9) -> Calibration:
    """What a confidence is worth, over readings and their labels."""
    given = tasks = right = 0
    for reading, label in read:
        rows = {task.n: row for task, row in pairs(reading, label)}
        for task in reading.tasks:
            if task.confidence < sure:
                continue
            given += 1
            row = rows.get(task.n)
            if row is not None:
                tasks += 1
                same_lead = _names(task.lead) == _names(row["lead"])
                right += same_lead and _one(task.deadline) == _one(row["deadline"])
    return Calibration(given, tasks, right)


def essence(reading: Reading, rename: Callable[[str], str] = str) -> list[tuple[object, ...]]:
    """What a reading says of each task, whatever its numbers and lines: two writings of one paper must agree in it."""
    return [
        (
            _names(map(rename, task.lead)),
            _names(map(rename, task.coop)),
            _one(task.deadline),
            _targets(task),
            [(act.type, act.number) for act in task.citations],
        )
        for task in reading.tasks
    ]


def short_name(label: dict[str, Any]) -> str:
    """ "s05-qd2623-….txt" is s05."""
    name: str = label["document"]
    return name.split("-")[0]


def floors() -> dict[str, dict[str, Any]]:
    """What each labelled document must reach, [precision, recall] per attribute; it only ever rises."""
    loaded: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8"))["documents"]
    return loaded


def pairs(reading: Reading, label: dict[str, Any]) -> list[tuple[Task, dict[str, Any]]]:
    """Tasks both sides have: same line and label; several on one line are matched in their order."""
    found: dict[tuple[int, str], list[Task]] = {}
    for task in reading.tasks:
        found.setdefault((task.line, task.label), []).append(task)
    both = []
    for row in label["tasks"]:
        same = found.get((row["line"], row["label"]))
        if same:
            both.append((same.pop(0), row))
    return both


def _over(
    both: Sequence[tuple[Task, dict[str, Any]]],
    attribute: str,
    of_task: Callable[[Task], Iterable[str]],
    of_row: Callable[[dict[str, Any]], Iterable[str]],
) -> Score:
    pairs = [_counted(attribute, of_task(task), of_row(row)) for task, row in both]
    return Score(
        attribute,
        sum(pair.right for pair in pairs),
        sum(pair.found for pair in pairs),
        sum(pair.expected for pair in pairs),
    )


def _counted(attribute: str, found: Iterable[str], expected: Iterable[str]) -> Score:
    mine, theirs = Counter(found), Counter(expected)
    return Score(attribute, (mine & theirs).total(), mine.total(), theirs.total())


def _names(names: Iterable[str]) -> list[str]:
    joined = " ; ".join(sorted(plain(name) for name in names))
    return [joined] if joined else []


def _one(value: dict[str, Any] | None) -> list[str]:
    """A typed value without the words quoted in it: labels hold no text of a paper."""
    return [json.dumps(_without_words(value), ensure_ascii=False, sort_keys=True)] if value else []


def _without_words(value: dict[str, Any]) -> dict[str, Any]:
    kept = {name: part for name, part in value.items() if name not in QUOTED}
    if "items" in kept:
        kept["items"] = [_without_words(item) for item in kept["items"]]
    return kept


def _targets(task: Task) -> list[str]:
    return [_target(target.comparator, float(target.value), target.unit) for target in task.targets]


def _target(comparator: str, value: float, unit: str | None) -> str:
    return f"{comparator} {value:g} {unit}"
