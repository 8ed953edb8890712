"""Tables without ruling lines, by the columns their words stand in."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from .lines import BROKEN_HYPHEN, OUTSIDE, Item, TextLine, between, place_of, row_of, text_lines, text_of

WORD = re.compile(r"\S+")
NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-ZĐa-zđ])[.)]?$")
FIRST_HEADER = re.compile(r"(?:S(?:ố)? ?)?TT$", re.IGNORECASE)  # a table may have only its header on a page
MOST_WORDS, MOST_ON_A_PAGE = 60_000, 3_000  # words of a paper, of a page; beyond that they keep their lines only
MOST_TRIES, MOST_COLUMNS = 12, 24  # on a page: lines that might begin a table; its columns
WIDE, FAR = 0.6, 2.6  # of a letter's height: a gap between columns, the end of a table
APART = 1.2  # of the height between lines: a new row
CLOSE = 0.75  # of a letter's height: lines so close stand in cells centred by height, where a number opens no row


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line with no wide gap between them."""

    left: float
    right: float
    text: str


@dataclass(slots=True)
class Line:
    """What stands at one height of the page."""

    middle: float
    tall: float
    pieces: list[Piece]


Span = tuple[float, float]


class Aligned:
    """Tables without ruling lines, page by page: a table may go on over the page's end with its columns."""

    def __init__(self) -> None:
        self.columns: list[Span] = []  # of a table that reached the end of the last page
        self.words_left = MOST_WORDS

    def items(self, text_page: pypdfium2.PdfTextPage, before: list[Item]) -> list[Item]:
        """The page's lines with such tables in their place; what goes on from the last row `before` is added to it."""
        text = text_of(text_page)
        lines = text_lines(text_page, text)
        drawn = self._drawn(text_page, text) if _in_pieces(text_page, lines) else []
        columns, self.columns = self.columns, []
        found: list[Item] = []
        at, number, tables, tries = OUTSIDE, 0, 0, 0
        while number < len(drawn) and tries < MOST_TRIES:
            goes_on = bool(columns) and tables == 0 and number <= 1
            tries += len(drawn[number].pieces) > 2
            table = _aligned(drawn, number, columns if goes_on else [])
            if table is None:
                number += 1
                continue
            found += between(lines, drawn[number].middle + drawn[number].tall / 2, at)
            rows = _joined(before, table.rows) if goes_on and table.continued else table.rows
            found += [row_of(row) for row in rows]
            at, number, tables = drawn[table.end - 1].middle - drawn[table.end - 1].tall / 2, table.end, tables + 1
            if len(drawn) - number <= 1:
                self.columns = table.columns
        return [*found, *between(lines, -OUTSIDE, at)]

    def _drawn(self, text_page: pypdfium2.PdfTextPage, text: str) -> list[Line]:
        """The page's words by height, gaps kept."""
        places = list(WORD.finditer(text))
        self.words_left -= len(places)
        if self.words_left < 0 or len(places) > MOST_ON_A_PAGE:
            return []
        words = [
            (place_of(text_page, place.start()), place_of(text_page, place.end() - 1), place[0]) for place in places
        ]
        words.sort(key=lambda word: -(word[0][1] + word[0][3]))
        found: list[tuple[float, float, list[Piece]]] = []
        for (left, low, _, high), (_, _, right, _), said in words:
            middle, tall = (low + high) / 2, high - low
            if not found or found[-1][0] - middle > 0.4 * tall:
                found.append((middle, tall, []))
            found[-1][2].append(Piece(left, max(left, right), said.replace(BROKEN_HYPHEN, "-")))
        return [Line(middle, tall, _pieces(words, tall)) for middle, tall, words in found]


def _in_pieces(text_page: pypdfium2.PdfTextPage, lines: list[TextLine]) -> bool:
    """Whether lines are written in several pieces, or beside each other: else there are no columns to look for."""
    return text_page.count_rects() > len(lines) or len({round(line.middle) for line in lines}) < len(lines)


def _pieces(words: list[Piece], tall: float) -> list[Piece]:
    found: list[Piece] = []
    for word in sorted(words, key=lambda word: word.left):
        if found and word.left - found[-1].right <= WIDE * tall:
            last = found.pop()
            word = Piece(last.left, max(last.right, word.right), f"{last.text} {word.text}")
        found.append(word)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A table: its rows, the line behind its last, its columns; whether its first row goes on from the page before."""

    rows: list[list[str]]
    end: int
    columns: list[Span]
    continued: bool


def _aligned(lines: list[Line], start: int, known: list[Span]) -> Found | None:
    """The table that begins at a line: three or more columns that every line below keeps apart."""
    anchors = known or [(piece.left, piece.right) for piece in lines[start].pieces]
    if not 2 < len(anchors) <= MOST_COLUMNS:
        return None
    end, across = start, set()
    while end < len(lines) and (end == start or lines[end - 1].middle - lines[end].middle < FAR * lines[end].tall):
        if any(len(_touched(anchors, piece)) > 1 for piece in lines[end].pieces):
            across.add(end)
            if end == start or (end - 1 in across and not _is_title(lines[end])):
                break
        end += 1
    while end > start and end - 1 in across:
        end -= 1
    inside = [number for number in range(start, end) if number not in across]
    pieces = [piece for number in inside for piece in lines[number].pieces]
    columns = _columns_of([*known, *((piece.left, piece.right) for piece in pieces)], lines[start].tall)
    if len(columns) < 3 or (known and len(columns) != len(known)):
        return None
    cells = {number: _cells_in(columns, lines[number]) for number in inside}
    begins = _begins(lines, cells, goes_on=bool(known))
    if begins is None:
        return None
    rows: list[list[str]] = []
    for number in range(start, end):
        wrapped = rows and len(rows[-1]) <= 2 and len(lines[number].pieces) == 1 and _is_title(lines[number])
        if number in across or wrapped:
            _add_title(rows, lines[number])
        elif number in begins or not rows or len(rows[-1]) <= 2:
            rows.append(cells[number])
        else:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells[number], strict=True)]
    return Found(rows, end, columns, continued=bool(known) and start not in begins)


def _is_title(line: Line) -> bool:
    return all(piece.text.isupper() for piece in line.pieces)


def _add_title(rows: list[list[str]], line: Line) -> None:
    """The title of a group stands over several columns and may take several lines: "| I | CÔNG VỤ |"."""
    words = " ".join(piece.text for piece in line.pieces)
    number, _, title = words.partition(" ")
    if rows and len(rows[-1]) <= 2 and _is_title(line) and not NUMBER.match(number):
        rows[-1][-1] += f" {words}"
    else:
        rows.append([number, title] if title and NUMBER.match(number) else [words])


def _touched(columns: list[Span], piece: Piece) -> list[int]:
    return [number for number, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]


def _columns_of(spans: list[Span], tall: float) -> list[Span]:
    """Where words stand over all lines together; what no gap keeps apart is one column."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < WIDE * tall:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _cells_in(columns: list[Span], line: Line) -> list[str]:
    cells: list[list[str]] = [[] for _ in columns]
    for piece in line.pieces:
        cells[max(0, bisect_right(columns, (piece.left, OUTSIDE)) - 1)].append(piece.text)
    return [" ".join(words).replace("|", "/") for words in cells]


def _begins(lines: list[Line], cells: dict[int, list[str]], *, goes_on: bool) -> set[int] | None:
    """The lines at which a row begins: behind a wider gap where rows have one, else at a number; None: no table."""
    numbers = list(cells)
    numbered = [number for number in numbers if _is_numbered(cells[number])]
    heights = [lines[above].middle - lines[below].middle for above, below in pairwise(numbers)]
    gaps = [below for below, height in zip(numbers[1:], heights, strict=True) if height > APART * min(heights)]
    begins = {numbers[0], *gaps}
    groups = [[n for n in numbers if low <= n < high] for low, high in pairwise([*sorted(begins), numbers[-1] + 1])]
    if len(groups) > 2 and all(sum(bool(cells[n][0]) for n in group) <= 1 for group in groups):
        return begins - ({numbers[0]} if goes_on and not cells[numbers[0]][0] else set())
    headed = FIRST_HEADER.match(cells[numbers[0]][0]) is not None
    if heights and min(heights) < CLOSE * lines[numbers[0]].tall:
        return None
    if len(numbered) < (0 if headed else 1 if goes_on else 2):
        return None
    return set(numbered) | (set() if goes_on else {numbers[0]})


def _is_numbered(cells: list[str]) -> bool:
    """A number opens the line; in the second column where a merged cell has pushed the row to the right."""
    if cells[0]:
        return NUMBER.match(cells[0]) is not None
    return NUMBER.match(cells[1]) is not None and sum(map(bool, cells)) > 2


def _joined(before: list[Item], rows: list[list[str]]) -> list[list[str]]:
    """Rows without the first one, whose cells go on from the last row of the page before."""
    last = before[-1] if before else ""
    cells = last[2:-2].split(" | ") if isinstance(last, str) else []
    if len(cells) != len(rows[0]):
        return rows
    before[-1] = row_of([f"{one.strip()} {two}".strip() for one, two in zip(cells, rows[0], strict=True)])
    return rows[1:]
