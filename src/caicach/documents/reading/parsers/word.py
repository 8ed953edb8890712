"""A .docx file → its lines: zip and lxml, in document order; tables as pipe rows, automatic numbers written out.

Run as a script: prints {"lines": […]} or {"refused": reason}. Nothing of ours is imported, so it starts fast.
"""

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO, MAX_PART = 2_000, 200 * 2**20, 100, 64 * 2**20
SMALL = 2**20  # below this a high ratio is no bomb
LAYOUT = re.compile(r"CỘNG\s+H[ÒO][ÀA]?A?\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Nơi\s+nhận|^\s*Kính\s+gửi", re.I)
NEWLINE = "\n"
PARAGRAPH, RUN, TEXT, ROW, CELL = W + "p", W + "r", W + "t", W + "tr", W + "tc"
PROPERTIES, RUN_PROPERTIES, HIDDEN, STYLE, VALUE = W + "pPr", W + "rPr", W + "vanish", W + "pStyle", W + "val"
BLANKS, BREAKS = frozenset({W + "tab", W + "ptab"}), frozenset({W + "br", W + "cr"})
SKIPPED = frozenset({W + "del", W + "moveFrom", PROPERTIES, MC_FALLBACK})
WRAPPERS = frozenset({W + "sdt", W + "sdtContent", W + "ins", W + "smartTag", W + "customXml"})


class Refused(Exception):
    """The file is not read; the argument is the reason's code."""


@dataclass
class Level:
    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """Counters of automatic lists."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """The next label of a list at a level, as Word would print it."""
        levels = self.levels.get(number)
        if not levels or level not in levels:
            return ""
        counters = self.counters.setdefault(self.shared.get(number, number), {})
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [known for known in counters if known > level]:
            del counters[deeper]
        if levels[level].form == "bullet":
            mark = levels[level].text.strip()
            return mark if mark in {"-", "+", "•", "*", "–"} else "+" if level % 2 else "-"
        if levels[level].form == "none":
            return levels[level].text if "%" not in levels[level].text else ""

        def written(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            known = levels.get(which)
            return written_number(counters.get(which, known.start if known else 1), known.form if known else "decimal")

        return re.sub(r"%(\d)", written, levels[level].text)


def written_number(number: int, form: str) -> str:
    """4 → IV, d, 04 …"""
    if form in {"upperRoman", "lowerRoman"}:
        roman = ""
        for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
            roman += letters * (number // value)
            number %= value
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letters = "abcdefghijklmnopqrstuvwxyz"
        letter = letters[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)


def parts_of(path: str) -> dict[str, bytes]:
    """The parts that are read, after every guard against bombs, macros and other kinds of files."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise Refused("bomb")
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
                raise Refused("bomb")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused("password")
            if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
                raise Refused("damaged")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("macros")
            if "word/document.xml" not in names:
                raise Refused(
                    "excel"
                    if any(name.startswith("xl/") for name in names)
                    else "other_office"
                    if "mimetype" in names or any(name.startswith("ppt/") for name in names)
                    else "zip"
                )
            return {
                name: _part(archive, name)
                for name in ("word/document.xml", "word/numbering.xml", "word/styles.xml")
                if name in names
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, KeyError, ValueError, RuntimeError):
        raise Refused("damaged") from None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise Refused("too_large")
    head = content[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise Refused("bomb")
    return content


def tree_of(content: bytes) -> etree._Element:
    """Parse without entities, without network, without giant nodes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise Refused("damaged") from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("bomb")
    return root


def numbering_of(parts: dict[str, bytes]) -> Numbering:
    """The lists a document defines, and the styles that carry one."""
    numbering = Numbering()
    if "word/numbering.xml" in parts:
        root = tree_of(parts["word/numbering.xml"])
        abstract = {element.get(W + "abstractNumId"): _levels(element) for element in root.findall(W + "abstractNum")}
        for element in root.findall(W + "num"):
            number = element.get(W + "numId")
            link = element.find(W + "abstractNumId")
            if number is None or link is None:
                continue
            levels = dict(abstract.get(link.get(W + "val"), {}))
            override = element.findall(W + "lvlOverride")
            for changed in override:
                start = changed.find(W + "startOverride")
                at = int(changed.get(W + "ilvl", "0"))
                if start is not None and at in levels:
                    levels[at] = Level(levels[at].form, levels[at].text, int(start.get(W + "val", "1")))
            numbering.levels[number] = levels
            numbering.shared[number] = number if override else f"abstract {link.get(W + 'val')}"
    if "word/styles.xml" in parts:
        for style in tree_of(parts["word/styles.xml"]).iter(W + "style"):
            listed = _num_pr(style.find(W + "pPr"))
            if listed is not None:
                numbering.styles[style.get(W + "styleId", "")] = listed
    return numbering


def _levels(abstract: etree._Element) -> dict[int, Level]:
    levels = {}
    for level in abstract.findall(W + "lvl"):
        form, text, start = (_value(level.find(W + name)) for name in ("numFmt", "lvlText", "start"))
        levels[int(level.get(W + "ilvl", "0"))] = Level(form or "decimal", text, int(start) if start.isdigit() else 1)
    return levels


def _value(element: etree._Element | None) -> str:
    return element.get(VALUE, "") if element is not None else ""


def _num_pr(properties: etree._Element | None) -> tuple[str, int] | None:
    listed = properties.find(W + "numPr") if properties is not None else None
    if listed is None:
        return None
    number, level = listed.find(W + "numId"), listed.find(W + "ilvl")
    at = level.get(W + "val", "0") if level is not None else "0"
    return (number.get(W + "val", "0"), int(at) if at.isdigit() else 0) if number is not None else None


def lines_of(path: str) -> list[str]:
    """Every line of the document, in order."""
    parts = parts_of(path)
    root = tree_of(parts["word/document.xml"])
    body = root.find(W + "body")
    if body is None:
        raise Refused("damaged")
    numbering = numbering_of(parts)
    found: list[str] = []
    for block in blocks_in(body):
        if block.tag == W + "p":
            found.extend(paragraph_lines(block, numbering))
        else:
            found.extend(table_lines(block, numbering))
    return found


def blocks_in(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, also those inside content controls."""
    for child in parent:
        if child.tag in (PARAGRAPH, W + "tbl"):
            yield child
        elif child.tag in WRAPPERS:
            yield from blocks_in(child)


def paragraph_lines(paragraph: etree._Element, numbering: Numbering) -> list[str]:
    """A paragraph's lines: forced breaks part them, an automatic number opens them."""
    text, properties, boxes = paragraph_text(paragraph)
    if properties is not None and (numbering.levels or numbering.styles):
        listed = _num_pr(properties)
        if listed is None and numbering.styles:
            style = properties.find(STYLE)
            listed = numbering.styles.get(style.get(VALUE, "")) if style is not None else None
        if listed is not None and listed[0] != "0" and text.strip():
            label = numbering.label(*listed)
            text = f"{label} {text.lstrip()}" if label else text
    if not boxes:
        return text.split(NEWLINE)
    inside = [line for box in boxes for inner in box.iter(PARAGRAPH) for line in paragraph_lines(inner, numbering)]
    return [*inside, *text.split(NEWLINE)]


def paragraph_text(paragraph: etree._Element) -> tuple[str, etree._Element | None, list[etree._Element]]:
    """The words of a paragraph, its properties, and its text boxes; plain runs are taken the short way."""
    words: list[str] = []
    boxes: list[etree._Element] = []
    properties: etree._Element | None = None
    for child in paragraph:
        tag = child.tag
        if tag == RUN:
            for item in child:
                if item.tag == TEXT:
                    words.append(item.text or "")
                elif item.tag != RUN_PROPERTIES:
                    _gather(item, words, boxes)
                elif item.find(HIDDEN) is not None:
                    break
        elif tag == PROPERTIES:
            properties = child
        else:
            _gather(child, words, boxes)
    return "".join(words), properties, boxes


def _gather(element: etree._Element, words: list[str], boxes: list[etree._Element]) -> None:
    """Words below any element, in order; text boxes are handed back apart, deleted and hidden words left out."""
    stack = [element]
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == TEXT:
            words.append(element.text or "")
        elif tag in BLANKS:
            words.append(" ")
        elif tag in BREAKS:
            words.append(NEWLINE)
        elif tag == W + "noBreakHyphen":
            words.append("-")
        elif tag == W + "txbxContent":
            boxes.append(element)
        elif tag not in SKIPPED and not (tag == RUN and _hidden(element)):
            stack.extend(reversed(element))


def _hidden(run: etree._Element) -> bool:
    properties = run.find(RUN_PROPERTIES)
    return properties is not None and properties.find(HIDDEN) is not None


def table_lines(table: etree._Element, numbering: Numbering) -> list[str]:
    """A table of data as pipe rows; a table that only places head or foot side by side as plain lines."""
    rows = [_cells(row, numbering) for row in _rows(table)]
    if rows and len(rows) <= 6 and max(len(row) for row in rows) <= 3:
        whole = " ".join(" ".join(lines) for row in rows for lines, _, _ in row)
        if LAYOUT.search(whole[:3000]):
            return [line for row in rows for lines, _, _ in row for line in [*lines, ""]]
    if rows and all(len(row) <= 1 for row in rows):
        return [line for row in rows for lines, _, _ in row for line in lines]
    return ["", *(_pipe_row(row) for row in rows), ""]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == ROW:
            yield child
        elif child.tag in WRAPPERS:
            yield from _rows(child)


def _cells(row: etree._Element, numbering: Numbering) -> list[tuple[list[str], int, bool]]:
    """Each cell: its lines, how many columns it spans, whether it goes on from the row above."""
    found = []
    for cell in row:
        if cell.tag == W + "sdt":
            cell = next(cell.iter(CELL), cell)
        if cell.tag != CELL:
            continue
        lines: list[str] = []
        span, merged = 1, False
        for child in cell:
            if child.tag == PARAGRAPH:
                lines += paragraph_lines(child, numbering)
            elif child.tag == W + "tcPr":
                span, merged = _span_and_merge(child)
            else:
                for paragraph in child.iter(PARAGRAPH):
                    lines += paragraph_lines(paragraph, numbering)
        found.append((lines, span, merged))
    return found


def _span_and_merge(properties: etree._Element) -> tuple[int, bool]:
    wide, tall = properties.find(W + "gridSpan"), properties.find(W + "vMerge")
    value = wide.get(VALUE, "1") if wide is not None else "1"
    return min(int(value), 60) if value.isdigit() else 1, tall is not None and tall.get(VALUE) != "restart"


def _pipe_row(row: list[tuple[list[str], int, bool]]) -> str:
    cells: list[str] = []
    for lines, span, merged in row:
        text = "" if merged else " ".join(" ".join(lines).split())
        cells.append(text.replace("|", "/") if "|" in text else text)
        if span > 1:
            cells.extend([""] * (span - 1))
    return "| " + " | ".join(cells) + " |"


def main(path: str, most: int) -> None:
    """Print the lines, or why there are none."""
    try:
        lines = lines_of(path)
        answer: dict[str, object] = {"lines": lines} if sum(map(len, lines)) <= most else {"refused": "too_large"}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_large"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
