"""A .pdf file with text → its lines, ruled tables as "| a | b |" (pypdfium2). A script, like `word.py`.

A scan has no text and is refused.
"""

import ctypes
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

MAX_PAGES = 500
PAGE_NUMBER = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$")
FEWEST_LETTERS = 20
TWO_COLUMNS = re.compile(
    r"(?<=\S)\s+(?=CỘNG\s+H[ÒO]A\s+XÃ\s+HỘI|Độc\s+[lL]ập\s+[-–]\s+Tự|[A-ZĐ][^,]{2,30},\s+ngày\s+\d{0,2}\s*tháng)"
)
HEAD_LINES = 14


class Refused(Exception):
    """The file is not read; the argument is the reason's code."""


def lines_of(path: str) -> list[str]:
    """Every line of every page; page numbers are left out."""
    try:
        paper = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        raise Refused("password" if "password" in str(fault).lower() else "damaged") from None
    if len(paper) > MAX_PAGES:
        raise Refused("too_many_pages")
    found: list[str] = []
    for number in range(len(paper)):
        try:
            page = paper[number]
            text_page = page.get_textpage()
            lines = lines_with_tables(page, _reader(text_page))
            lines = text_page.get_text_bounded().splitlines() if lines is None else lines
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise Refused("damaged") from None
        if number and lines and PAGE_NUMBER.match(lines[0]):
            lines = lines[1:]
        if lines and PAGE_NUMBER.match(lines[-1]):
            lines = lines[:-1]
        found.extend(lines)
    if sum(letter.isalpha() for line in found[:400] for letter in line) < FEWEST_LETTERS:
        raise Refused("scanned" if len(paper) else "empty")
    head = [part for line in found[:HEAD_LINES] for part in TWO_COLUMNS.split(line)]
    return [*head, *found[HEAD_LINES:]]


THIN, NEAR = 2.5, 3.0  # points: how thick a line may be, how far apart two lines are one
SHORTEST = 6.0
MOST_OBJECTS, MOST_LINES, MOST_COLUMNS = 20_000, 1_200, 24
MOST_CELLS = 1_200  # on one page; a page of a plan has some two hundred
FEWEST_RULES = 3

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Rules:
    """Upright lines (x, bottom, top) and level lines (y, left, right)."""

    upright: list[tuple[float, float, float]]
    level: list[tuple[float, float, float]]


def _reader(text_page: pypdfium2.PdfTextPage) -> Callable[[Box], str]:
    def read(box: Box) -> str:
        found: str = text_page.get_text_bounded(*box)
        return found

    return read


def lines_with_tables(page: pypdfium2.PdfPage, text: Callable[[Box], str]) -> list[str] | None:
    """The page's lines with its ruled tables as "| a | b |"; None when it has no such table."""
    rules = _rules(page)
    if len(rules.upright) < FEWEST_RULES or len(rules.level) < FEWEST_RULES:
        return None
    heights = _distinct([y for y, _, _ in rules.level])
    bands = [(top, bottom, _columns(rules, top, bottom)) for bottom, top in pairwise(heights)]
    bands = [(top, bottom, columns) for top, bottom, columns in reversed(bands) if 2 < len(columns) <= MOST_COLUMNS]
    if len(bands) < 2 or sum(len(columns) for _, _, columns in bands) > MOST_CELLS:
        return None
    left, floor, right, ceiling = page.get_mediabox()
    found: list[str] = []
    at = ceiling
    for top, bottom, columns in bands:
        if at - top > NEAR:
            found += _filled(text((left, top, right, at)))
        found.append("| " + " | ".join(_cells(rules, top, bottom, columns, floor, text)) + " |")
        at = bottom
    return [*found, *_filled(text((left, floor, right, at)))]


def _filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _cells(
    rules: Rules, top: float, bottom: float, columns: list[float], floor: float, text: Callable[[Box], str]
) -> list[str]:
    """The cells of one band; a cell merged over several bands has its words in the first."""
    cells = []
    for left, right in pairwise(columns):
        middle = (left + right) / 2
        if not _ruled(rules, top, middle):
            cells.append("")
            continue
        end = next((y for y in _below(rules, bottom) if _ruled(rules, y, middle)), floor)
        cells.append(" ".join(text((left, end, right, top)).replace("|", "/").split()))
    return cells


def _below(rules: Rules, bottom: float) -> list[float]:
    return sorted({y for y, _, _ in rules.level if y <= bottom + NEAR}, reverse=True)


def _ruled(rules: Rules, height: float, middle: float) -> bool:
    return any(abs(y - height) <= NEAR and left <= middle <= right for y, left, right in rules.level)


def _columns(rules: Rules, top: float, bottom: float) -> list[float]:
    middle = (top + bottom) / 2
    return _distinct([x for x, low, high in rules.upright if low - NEAR <= middle <= high + NEAR])


def _distinct(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _rules(page: pypdfium2.PdfPage) -> Rules:
    """Thin lines and the edges of boxes among the page's drawings."""
    rules = Rules([], [])
    edges = [ctypes.c_float() for _ in range(4)]
    for number in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        drawing = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(drawing) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPageObj_GetBounds(drawing, *edges):
            _add(rules, *(edge.value for edge in edges))
        if len(rules.upright) + len(rules.level) > MOST_LINES:
            return Rules([], [])
    return rules


def _add(rules: Rules, left: float, bottom: float, right: float, top: float) -> None:
    wide, tall = right - left, top - bottom
    if wide <= THIN and tall >= SHORTEST:
        rules.upright.append(((left + right) / 2, bottom, top))
    elif tall <= THIN and wide >= SHORTEST:
        rules.level.append(((bottom + top) / 2, left, right))
    elif wide >= SHORTEST and tall >= SHORTEST:
        rules.upright.extend([(left, bottom, top), (right, bottom, top)])
        rules.level.extend([(bottom, left, right), (top, left, right)])


def main(path: str, most: int) -> None:
    """Print the lines, or why there are none."""
    try:
        lines = lines_of(path)
        answer: dict[str, object] = {"lines": lines} if sum(map(len, lines)) <= most else {"refused": "too_large"}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "too_large"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
