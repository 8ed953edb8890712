"""A document as paper: its lines set by kind, what the reader recognised marked, clauses tied to their proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD_LEFT = ("issuer", "number")
HEAD_RIGHT = ("motto", "place_date")


@dataclass(frozen=True)
class Piece:
    """A run of text of one kind (lead, coop, deadline, target, citation, or plain)."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or table row, and the proposals that stand in it."""

    kind: str
    line: int
    pieces: list[Piece]
    tasks: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Paper:
    """The head in its two columns, and everything below."""

    left: list[Block]
    right: list[Block]
    body: list[Block]


def paper_of(page: Mapping[str, Any]) -> Paper:
    """Lay a reading's page out (`Reading.as_page`)."""
    spans: dict[int, list[Mapping[str, Any]]] = {}
    for span in page["spans"]:
        spans.setdefault(span["line"], []).append(span)
    clauses = [(task["line"], task["line_end"], task["n"]) for task in page["tasks"]]
    blocks = [
        Block(
            kind=block["kind"],
            line=block["line"],
            pieces=list(_pieces(page["lines"], block["line"], block["line_end"], spans)),
            tasks=[n for first, last, n in clauses if first <= block["line_end"] and last >= block["line"]],
        )
        for block in page["blocks"]
        if block["kind"] != "blank"
    ]
    first_body = next((i for i, block in enumerate(blocks) if block.kind not in HEAD_LEFT + HEAD_RIGHT), len(blocks))
    head = blocks[:first_body]
    body = [block for block in blocks[first_body:] if block.kind not in HEAD_LEFT + HEAD_RIGHT]
    late_head = [block for block in blocks[first_body:] if block.kind in HEAD_LEFT + HEAD_RIGHT]
    return Paper(
        left=[block for block in head + late_head if block.kind in HEAD_LEFT],
        right=[block for block in head + late_head if block.kind in HEAD_RIGHT],
        body=body,
    )


def _pieces(lines: list[str], first: int, last: int, spans: Mapping[int, list[Mapping[str, Any]]]) -> Iterable[Piece]:
    for number in range(first, last + 1):
        text = lines[number - 1]
        at = 0
        for span in sorted(spans.get(number, []), key=lambda one: (one["start"], -one["end"])):
            if span["start"] < at:
                continue
            if span["start"] > at:
                yield Piece(text[at : span["start"]])
            yield Piece(text[span["start"] : span["end"]], span["kind"])
            at = span["end"]
        yield Piece(text[at:] + (" " if number < last else ""))
