"""Invented documents with a reading by hand (`invented/*.yaml`): the text, and what a careful reader finds in it."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from caicach.documents.reading.extract import extract_lines
from caicach.documents.reading.tests.papers import docx_of, paragraph

FOLDER = Path(__file__).parent / "invented"


@dataclass(frozen=True)
class Invention:
    """One invented document: its lines, its head as it must be read, and its label in the form `measure` takes."""

    name: str
    lines: tuple[str, ...]
    head: dict[str, str]
    label: dict[str, Any]


@cache
def inventions() -> tuple[Invention, ...]:
    """Every invented document."""
    return tuple(_invention(path) for path in sorted(FOLDER.glob("*.yaml")))


def _invention(path: Path) -> Invention:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = written["text"].splitlines() if "text" in written else _word_lines(written["word"], written["rows"])
    label = {
        "document": path.name,
        "tasks": [_row(row, lines) for row in written["tasks"]],
        "objective_targets": written["objectives"],
        "citations": written["citations"],
    }
    return Invention(path.stem, tuple(lines), written["document"], label)


def _row(row: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    """The place of a task is the line its first words stand on."""
    line = next(number for number, line in enumerate(lines, 1) if row["at"] in line)
    rest: dict[str, Any] = {"coop": [], "deadline": None, "targets": [], "citations": []}
    return {**rest, **row, "line": line}


def _word_lines(paragraphs: list[str], rows: list[list[Any]]) -> list[str]:
    """The document as a Word file would hold it, read back."""
    body = "".join(map(paragraph, paragraphs)) + "<w:tbl>" + "".join(map(_word_row, rows)) + "</w:tbl>"
    with tempfile.TemporaryDirectory() as folder:
        return extract_lines(docx_of(body, Path(folder) / "invented.docx"))


def _word_row(cells: list[Any]) -> str:
    return "<w:tr>" + "".join(map(_word_cell, cells)) + "</w:tr>"


def _word_cell(cell: Any) -> str:
    form = ""
    if cell == "^":
        cell, form = "", "<w:vMerge/>"
    elif isinstance(cell, dict):
        form = '<w:vMerge w:val="restart"/>' if cell.get("down") else f'<w:gridSpan w:val="{cell["across"]}"/>'
        cell = cell["text"]
    return f"<w:tc><w:tcPr>{form}</w:tcPr>{paragraph(cell)}</w:tc>"
