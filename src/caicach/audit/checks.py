"""What `verify` promises of the trail."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models.functions import Collate

from caicach.audit import verifier
from caicach.audit.models import Line

EXPORTED = (
    "stream",
    "number",
    "actor_id",
    "actor_name",
    "kind",
    "content",
    "content_hash",
    "previous_hash",
    "hash",
)


def exported_lines() -> Iterator[dict[str, Any]]:
    """The trail as the stand-alone verifier reads it, ordered by stream (code points, in any database) and number."""
    by_code_points = Collate("stream", {"sqlite": "BINARY", "postgresql": "C"}[connection.vendor])
    lines = Line.objects.order_by(by_code_points, "number").values("at_text", *EXPORTED)
    for row in lines.iterator(chunk_size=2000):
        row["at"] = row.pop("at_text")
        yield row


def faults() -> Iterator[str]:
    """Every line of the trail that does not hold (nhật ký bị sai lệch)."""
    yield from verifier.faults(exported_lines())
    for stream, number, at, at_text in Line.objects.values_list("stream", "number", "at", "at_text").iterator():
        if at.isoformat(timespec="microseconds") != at_text:
            yield f"{stream} dòng {number}: thời điểm hiển thị khác thời điểm đã ghi."
