"""Tables of tasks (phụ lục nhiệm vụ): columns by meaning, group rows, ditto, merged and shifted cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from caicach.documents.reading.labels import label_of
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.words import lexicon

NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-zđ]|[ivx]{1,5})\s?[.)]?$")
ROMAN = re.compile(r"^(?:[ivx]{1,6}|[a-hk-lđ])\s?[.)]?$")
LOOSE_NUMBER = re.compile(r"^(?:\d{1,3}|[IVX]{1,5})$")
COLUMN_NUMBERS = re.compile(r"^\(?\d{0,2}\)?$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that orders something, its cells by meaning."""

    line: int
    label: str
    group: tuple[str, ...]
    cells: dict[str, Paragraph]
    inferred: tuple[str, ...]
    scheduled: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of tasks, the lines (0-based, behind the last) it takes, and its columns by meaning."""

    start: int
    end: int
    rows: tuple[Row, ...]
    columns: dict[str, int]
    width: int


@cache
def _headers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?:{form})$")) for name, form in lexicon("sections")["headers"].items())


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    sections = lexicon("sections")
    return re.compile(rf"^(?:{sections['ditto']})\s*$"), re.compile(sections["statistics"])


def cell_paragraph(text: str, line: int, column: int) -> Paragraph:
    """A cell as a paragraph of its own, at its place on the paper."""
    folded = fold(text)
    return Paragraph(text, folded, lower(folded), label_of(folded), ((0, line, column),))


def cells_of(line: str, number: int) -> list[Paragraph]:
    """The cells of one row of a table in text."""
    found = []
    column = line.index("|") + 1
    body = line.rstrip()
    body = body[:-1] if body.endswith("|") and len(body) > column else body
    for part in body[column:].split("|"):
        stripped = part.strip()
        found.append(cell_paragraph(stripped, number, column + len(part) - len(part.lstrip())))
        column += len(part) + 1
    return found


def tables_of(lines: Sequence[str], start: int, end: int) -> list[Table]:
    """Every table of tasks between two lines (0-based)."""
    found = []
    at = start
    while at < end:
        if not lines[at].lstrip().startswith("|"):
            at += 1
            continue
        behind = at
        while behind < end and (
            lines[behind].lstrip().startswith("|")
            or (not lines[behind].strip() and behind + 1 < end and lines[behind + 1].lstrip().startswith("|"))
        ):
            behind += 1
        table = _table(lines, at, behind)
        if table is not None:
            found.append(_with_scattered_rows(lines, table, end))
        at = behind
    return found


def _with_scattered_rows(lines: Sequence[str], table: Table, end: int) -> Table:
    """Rows whose cells fell apart, one on a line, behind a broken table: a number, then as many cells as columns."""
    groups: list[list[Paragraph]] = []
    for at in range(table.end, end):
        text = lines[at].strip()
        if text.startswith("|"):
            break
        if not any(letter.isalnum() for letter in text):
            continue
        if LOOSE_NUMBER.match(text):
            groups.append([])
        if groups:
            groups[-1].append(cell_paragraph(text, at + 1, len(lines[at]) - len(lines[at].lstrip())))
    rows = [_filled(group, table.width) for group in groups]
    whole = [row for row in rows if row]
    if table.columns.get("number") != 0 or len(whole) < 2:
        return table
    return Table(table.start, table.end, (*table.rows, *_rows(whole, table.columns)), table.columns, table.width)


def _filled(group: list[Paragraph], width: int) -> list[Paragraph]:
    """A scattered row, or a scattered group title; anything else is left out."""
    if len(group) in (width - 1, width):
        return group
    title = len(group) == 2 and ROMAN.match(group[0].low) and group[1].text == group[1].text.upper()
    return group if title else []


def _table(lines: Sequence[str], start: int, end: int) -> Table | None:
    rows = [cells_of(lines[at], at + 1) for at in range(start, end) if lines[at].strip()]
    rows = [row for row in rows if not all(re.fullmatch(r"[-:\s]*", cell.text) for cell in row)]
    for header_at, header in enumerate(rows[:4]):
        heads = [cell.low.strip(" .:*") for cell in header]
        columns = columns_of(heads)
        if columns:
            below = _second_header(rows[header_at + 1 : header_at + 2], heads)
            columns = columns_of(below) or columns
            first = header_at + 1 + bool(below)
            return Table(start, end, tuple(_rows(rows[first:], columns)), columns, len(header))
    return None


def _second_header(following: list[list[Paragraph]], heads: list[str]) -> list[str]:
    """A header of two rows: "Phân công" over "Chủ trì", "Phối hợp"; the lower words count where they stand."""
    if not following or len(following[0]) != len(heads) or following[0][0].text:
        return []
    lower_heads = [cell.low.strip(" .:*") for cell in following[0]]
    meant = [head for head in lower_heads if head and any(form.match(head) for _, form in _headers())]
    if len(meant) < 2 or len(meant) < sum(bool(head) for head in lower_heads):
        return []
    return [below or above for above, below in zip(heads, lower_heads, strict=True)]


def columns_of(headers: list[str]) -> dict[str, int]:
    """Which column means what; empty when this is no table of tasks."""
    columns: dict[str, int] = {}
    for number, header in enumerate(headers):
        for name, form in _headers():
            if form.match(header) and (name not in columns or (name == "time" and _begins(headers[columns[name]]))):
                columns[name] = number
                break
    _, statistics = _words()
    if any(statistics.search(header) for header in headers) and not columns.keys() & {"lead", "time"}:
        return {}
    if "task" not in columns and "time" in columns:
        free = [number for number, header in enumerate(headers) if number not in columns.values() and header]
        if free:
            columns["subject"] = free[0]
    if not columns.keys() & {"task", "subject"} or not columns.keys() & {"lead", "time", "coop", "product"}:
        return {}
    return columns


def _begins(header: str) -> bool:
    """ "Thời gian bắt đầu": the column of the end, if there is one, says by when."""
    return "bắt đầu" in header


def _rows(rows: list[list[Paragraph]], columns: dict[str, int]) -> list[Row]:
    ditto, _ = _words()
    found: list[Row] = []
    group: list[str] = []
    above: dict[str, Paragraph] = {}
    task = columns.get("task", columns.get("subject", 1))
    marked = {
        name for row in rows for name, number in columns.items() if number < len(row) and ditto.match(row[number].low)
    }
    number_column = columns.get("number", -1)
    for at, row in enumerate(rows):
        shift = _shift(row, number_column, task)
        filled = [cell for cell in row if cell.text]
        if not filled or all(COLUMN_NUMBERS.match(cell.text) for cell in row):
            continue
        label = row[number_column + shift].text if 0 <= number_column + shift < len(row) else ""
        following = rows[at + 1] if at + 1 < len(rows) else []
        if _is_group(row, filled, label, task + shift) or _heads_rows(filled, label, following, number_column):
            title = max(filled, key=lambda cell: len(cell.text)).text
            mark = label.rstrip(".) ") if label and NUMBERED.match(label.lower()) else ""
            group = [mark, title]
            above = {}
            continue
        cells: dict[str, Paragraph] = {}
        inferred: list[str] = []
        for name, number in columns.items():
            cell = row[number + shift] if number + shift < len(row) else None
            if cell is not None and cell.text and not ditto.match(cell.low):
                cells[name] = cell
            elif name in above and cell is not None and (cell.text or _merged(name, row, shift, columns, marked)):
                cells[name] = above[name]
                inferred.append(name)
        main = cells.get("task") or cells.get("subject")
        if main is None:
            continue
        above |= {name: cells[name] for name in ("lead", "time", "coop") if name in cells}
        found.append(Row(main.line, label, tuple(group), cells, tuple(inferred), "task" not in columns))
    return found


def _merged(name: str, row: list[Paragraph], shift: int, columns: dict[str, int], marked: set[str]) -> bool:
    """May an empty cell be part of a merged one? Not where "nt" is written, nor a time beside its own lead."""
    if name == "coop" or name in marked:
        return False
    lead = columns.get("lead", -1) + shift
    return name == "lead" or not 0 <= lead < len(row) or not row[lead].text


def _shift(row: list[Paragraph], number_column: int, task: int) -> int:
    """A merged group cell pushes a row one column to the right."""
    if number_column < 0 or len(row) <= task:
        return 0
    return 1 if not row[number_column].text and NUMBERED.match(row[task].low) is not None else 0


def _heads_rows(filled: list[Paragraph], label: str, following: list[Paragraph], number_column: int) -> bool:
    """ "1 | Cải cách thể chế" before "1.1 | Rà soát …" is a heading."""
    if len(filled) != 2 or not 0 <= number_column < len(following) or not label:
        return False
    return following[number_column].text.startswith(label.rstrip(".) ") + ".") and len(
        following[number_column].text
    ) > len(label)


def _is_group(row: list[Paragraph], filled: list[Paragraph], label: str, task: int) -> bool:
    if len(filled) == 1:
        return not NUMBERED.match(filled[0].low)
    if len(filled) > 2 or (len(filled) == 2 and not label):
        return False
    text = filled[-1].text
    return ROMAN.match(label.lower()) is not None or text == text.upper() or len(row) <= 2
