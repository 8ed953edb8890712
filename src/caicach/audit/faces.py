"""How the trail looks on a page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from caicach.audit.models import Line
from caicach.ui.parts import Change, TrailLine

LIMIT = 200
Words = Mapping[str, str]


def told(
    lines: Iterable[Line],
    kinds: Words,
    names: Words,
    show: Callable[[str, Any], str],
    beside: Mapping[int, str] | None = None,
) -> list[TrailLine]:
    """Lines of a record in words, newest first: `kinds` names the deeds, `names` what changed, `show` the values.

    `beside` says more of who acted, by the key of the line.
    """
    shown = []
    for line in lines:
        changes: list[Change] = []
        facts = [beside[line.pk]] if beside and line.pk in beside else []
        for name, value in line.changes.items():
            if name not in names or value in (None, "", [], {}):
                continue
            if isinstance(value, dict) and set(value) == {"before", "after"}:
                changes.append(Change(names[name], show(name, value["before"]), show(name, value["after"])))
            else:
                facts.append(f"{names[name]}: {_short(show(name, value))}")
        what = kinds.get(line.kind, line.kind)
        who, note = line.actor_name, " · ".join(facts)
        shown.append(
            TrailLine(at=line.at, who=who, what=what, changes=changes, note=note, machine=line.actor_id is None)
        )
    return shown[::-1][:LIMIT]


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
