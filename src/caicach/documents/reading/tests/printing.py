"""A paper printed to PDF as Word prints it: wrapped lines, pages, tables with or without their ruling lines.

Every letter has the same width and no shape: only what a PDF says of its text is here, and that is all a reader reads.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from caicach.documents.reading.tests.papers import _pdf

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 842, 595, 60, 60, 540, 60
SIZE, LEADING, PADDING = 11, 14, 5.4
LETTER = SIZE / 2
Block = str | list[list[str]]


@dataclass
class Printer:
    """Pages filled from top to bottom."""

    ruled: bool = True
    row_space: float = 0
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def text(self, x: float, words: str) -> None:
        code = words.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {SIZE} Tf {x:.1f} {self.y:.1f} Td <{code}> Tj ET")

    def down(self, by: float) -> None:
        self.y -= by
        if self.y < BOTTOM:
            self.pages.append([])
            self.y = TOP

    def paragraph(self, words: str) -> None:
        for line in textwrap.wrap(words, int((WIDTH - LEFT - RIGHT) / LETTER)) or [""]:
            self.text(LEFT, line)
            self.down(LEADING)

    def table(self, rows: list[list[str]]) -> None:
        edges = edges_of(rows)
        for row in rows:
            cells = [
                textwrap.wrap(cell, int((right - left - 2 * PADDING) / LETTER)) if cell else []
                for cell, left, right in zip(row, edges, edges[1:], strict=False)
            ]
            tall = max(map(len, cells)) * LEADING + self.row_space
            if self.y - tall < BOTTOM:
                self.down(HEIGHT)
            top = self.y
            for number, lines in enumerate(cells):
                for line in lines:
                    self.text(edges[number] + PADDING, line)
                    self.y -= LEADING
                self.y = top
            self._rule(edges if len(row) == len(edges) - 1 else [edges[0], edges[1], edges[-1]], top + 11, tall)
            self.down(tall)

    def _rule(self, edges: list[float], top: float, tall: float) -> None:
        if self.ruled:
            ends = ((edges[0], edges[-1], y, y) for y in (top, top - tall))
            sides = ((x, x, top, top - tall) for x in edges)
            self.pages[-1] += [f"{a:.1f} {c:.1f} m {b:.1f} {d:.1f} l S" for a, b, c, d in (*ends, *sides)]


def edges_of(rows: list[list[str]]) -> list[float]:
    """Columns as wide as their words need, each at least wide enough for its longest word."""
    width = max(map(len, rows))
    full = [row for row in rows if len(row) == width]
    share = [min(30, max(len(row[n]) for row in full)) + 2 for n in range(width)]
    longest = [max(len(word) for row in full for word in (row[n].split() or [""])) for n in range(width)]
    room = WIDTH - LEFT - RIGHT
    wide = [
        max(room * one / sum(share), least * LETTER + 2 * PADDING + 1)
        for one, least in zip(share, longest, strict=True)
    ]
    edges = [float(LEFT)]
    for one in wide:
        edges.append(edges[-1] + one * room / sum(wide))
    return edges


def printed(path: Path, blocks: Iterable[Block], *, ruled: bool = True, row_space: float = 0) -> Path:
    """Print paragraphs and tables to a PDF."""
    printer = Printer(ruled, row_space)
    for block in blocks:
        printer.paragraph(block) if isinstance(block, str) else printer.table(block)
    return written(path, printer.pages)


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """Lines of a paper, those of a table ("| a | b |") together."""
    found: list[Block] = []
    for line in lines:
        if not line.startswith("|"):
            found.append(line)
            continue
        row = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if found and isinstance(found[-1], list):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def written(path: Path, pages: list[list[str]]) -> Path:
    ranges = "".join(f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(0x20))
    plane = "<2000> <20ff> <2000>\n"
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange "
        f"<0000> <ffff> endcodespacerange 33 beginbfrange\n{ranges}{plane}endbfrange endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type0/BaseFont/Even/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Even/DW 500/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        "<</Type/FontDescriptor/FontName/Even/Flags 4/Ascent 800/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80"
        "/FontBBox[0 -200 500 800]>>",
        f"<</Length {len(unicode)}>>stream\n{unicode}\nendstream",
    ]
    kids = []
    for page in pages:
        stream = "\n".join(page)
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {len(objects)} 0 R>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(kids)}]>>"
    return _pdf(path, objects)
