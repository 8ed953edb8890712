"""Tables by their ruling lines, as "| a | b |"."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from .lines import NEAR, OUTSIDE, Box, Item, between, row_of, text_lines, text_of

THIN = 2.5  # points: how thick a line may be
SHORTEST = 6.0
MOST_OBJECTS, MOST_LINES, MOST_COLUMNS = 20_000, 1_200, 24
MOST_CELLS = 1_200  # on one page; a page of a plan has some two hundred
FEWEST_RULES = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """Upright lines (x, bottom, top) and level lines (y, left, right)."""

    upright: list[tuple[float, float, float]]
    level: list[tuple[float, float, float]]


def lines_with_tables(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> list[Item] | None:
    """The page's lines with its ruled tables as "| a | b |"; None when it has no such table."""
    rules = _rules(page)
    if len(rules.upright) < FEWEST_RULES or len(rules.level) < FEWEST_RULES:
        return None
    heights = _distinct([y for y, _, _ in rules.level])
    bands = [(top, bottom, _columns(rules, top, bottom)) for bottom, top in pairwise(heights)]
    bands = [(top, bottom, columns) for top, bottom, columns in reversed(bands) if 2 < len(columns) <= MOST_COLUMNS]
    if len(bands) < 2 or sum(len(columns) for _, _, columns in bands) > MOST_CELLS:
        return None
    floor = page.get_mediabox()[1]
    lines = text_lines(text_page, text_of(text_page))
    found: list[Item] = []
    at = OUTSIDE
    for top, bottom, columns in bands:
        if at - top > NEAR:
            found += between(lines, top, at)
        cells = _cells(rules, top, bottom, columns, floor, lambda box: text_page.get_text_bounded(*box))
        found.append(row_of(cells))
        at = bottom
    return [*found, *between(lines, -OUTSIDE, at)]


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
