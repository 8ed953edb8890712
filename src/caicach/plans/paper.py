"""A document as paper: its lines set by kind, what the reader recognised marked, clauses tied to their proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD_LEFT = ("issuer", "number")
HEAD_RIGHT = ("motto", "place_date")
REPLACED = ("lead", "deadline")  # one of each; helpers and targets are added


@dataclass(frozen=True)
class Piece:
    """A run of text of one kind (lead, coop, deadline, target, citation, or plain)."""

    text: str
    kind: str = ""
    at: str = ""  # «line.column» of its first letter


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


@dataclass(frozen=True)
class Clause:
    """Where a proposal stands, and what a person pointed at for it: kind → places."""

    number: int
    line: int
    line_end: int
    marks: Mapping[str, Iterable[tuple[int, int, int]]] = field(default_factory=dict)


def paper_of(page: Mapping[str, Any], clauses: Iterable[Clause] = ()) -> Paper:
    """Lay a reading's page out (`Reading.as_page`), with its proposals as they stand now."""
    clauses = list(clauses)
    spans = _spans(page, clauses)
    blocks = [
        Block(
            kind=block["kind"],
            line=block["line"],
            pieces=list(_pieces(page["lines"], block["line"], block["line_end"], spans)),
            tasks=[one.number for one in clauses if one.line <= block["line_end"] and one.line_end >= block["line"]],
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


def _spans(page: Mapping[str, Any], clauses: Iterable[Clause]) -> dict[int, list[Mapping[str, Any]]]:
    """What is marked on each line; where a person pointed, what the reader had taken for the same gives way."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    replaced = set()
    for clause in clauses:
        replaced |= {(clause.number, kind) for kind in clause.marks if kind in REPLACED}
        for kind, places in clause.marks.items():
            for line, start, end in places:
                found.setdefault(line, []).append({"line": line, "start": start, "end": end, "kind": kind})
    pointed = {line: list(spans) for line, spans in found.items()}
    for span in page["spans"]:
        over = any(span["start"] < one["end"] and one["start"] < span["end"] for one in pointed.get(span["line"], ()))
        if not over and (span["task"], span["kind"]) not in replaced:
            found.setdefault(span["line"], []).append(span)
    return found


def _pieces(lines: list[str], first: int, last: int, spans: Mapping[int, list[Mapping[str, Any]]]) -> Iterable[Piece]:
    for number in range(first, last + 1):
        text = lines[number - 1]
        at = 0
        for span in sorted(spans.get(number, []), key=lambda one: (one["start"], -one["end"])):
            if span["start"] < at:
                continue
            if span["start"] > at:
                yield Piece(text[at : span["start"]], at=f"{number}.{at}")
            yield Piece(text[span["start"] : span["end"]], span["kind"], f"{number}.{span['start']}")
            at = span["end"]
        if rest := text[at:] + (" " if number < last else ""):
            yield Piece(rest, at=f"{number}.{at}")
