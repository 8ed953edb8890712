"""Writing the trail: the only way in, in the transaction of the deed it tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db import models

from caicach.audit import rules
from caicach.audit.models import Line

SYSTEM_NAME = "Hệ thống"


class Actor(Protocol):
    """Whoever acts: a number and a name."""

    pk: Any

    def get_full_name(self) -> str: ...


@dataclass(frozen=True)
class Deed:
    """One line to be written."""

    kind: str
    obj: models.Model
    changes: Mapping[str, Any]
    at: datetime | None = None
    actor: Actor | None = None


def stream_of(obj: models.Model) -> str:
    """The name of a record's own chain, e.g. `plans.task:12`."""
    return f"{obj._meta.label_lower}:{obj.pk}"


def plain(value: Any) -> Any:
    """A value as the trail keeps it: text, number, list or mapping."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case models.Model():
            return f"{value._meta.label_lower}:{value.pk}"
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case Iterable():
            return [plain(item) for item in value]
        case _:
            raise TypeError(f"the trail cannot keep a {type(value).__name__}")


def record(kind: str, obj: models.Model, /, *, actor: Actor | None, at: datetime, **changes: Any) -> Line:
    """Write one line about `obj`; the caller holds the record's row, so its chain has one writer."""
    return record_many([Deed(kind, obj, changes)], actor=actor, at=at)[0]


def record_many(deeds: Iterable[Deed], *, actor: Actor | None, at: datetime) -> list[Line]:
    """Write lines about several records in order, with one look at their chains and one insert."""
    deeds = list(deeds)
    last = _last_lines({stream_of(deed.obj) for deed in deeds})
    lines: list[Line] = []
    for deed in deeds:
        stream = stream_of(deed.obj)
        number, previous = last.get(stream, (0, rules.FIRST))
        who = deed.actor or actor
        line = _line(stream, number + 1, previous, deed, who, deed.at or at)
        last[stream] = (line.number, line.hash)
        lines.append(line)
    Line.objects.bulk_create(lines, batch_size=500)
    return lines


def _last_lines(streams: set[str]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    names = sorted(streams)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        last = Line.objects.filter(stream=models.OuterRef("stream")).order_by("-number").values("number")[:1]
        rows = Line.objects.filter(stream__in=some, number=models.Subquery(last))
        found |= {stream: (number, hash_) for stream, number, hash_ in rows.values_list("stream", "number", "hash")}
    return found


def _line(stream: str, number: int, previous: str, deed: Deed, who: Actor | None, at: datetime) -> Line:
    content = rules.canonical(plain(deed.changes))
    content_hash = rules.content_hash(content)
    at_text = at.astimezone(UTC).isoformat(timespec="microseconds")
    actor_id = who.pk if who is not None else None
    actor_name = who.get_full_name() if who is not None else SYSTEM_NAME
    hash_ = rules.line_hash(
        previous=previous,
        stream=stream,
        number=number,
        at=at_text,
        actor=f"{actor_id if actor_id is not None else '-'} {actor_name}",
        kind=deed.kind,
        content=content_hash,
    )
    return Line(
        stream=stream,
        number=number,
        at=at,
        at_text=at_text,
        actor_id=actor_id,
        actor_name=actor_name,
        kind=deed.kind,
        content=content,
        content_hash=content_hash,
        previous_hash=previous,
        hash=hash_,
    )
