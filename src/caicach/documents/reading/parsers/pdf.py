"""A .pdf file with text → its lines, tables as "| a | b |" (pypdfium2). A script, like `word.py`.

A table is known by its ruling lines, else by the columns its words stand in.

A scan has no text and is refused.
"""

import json
import re
import sys

import pypdfium2

from .aligned import Aligned
from .lines import Item, said_in, whole_paragraphs
from .ruled import lines_with_tables

MAX_PAGES = 500
PAGE_NUMBER = re.compile(r"^\s*-?\s*\d{1,3}\s*-?\s*$")
FEWEST_LETTERS = 20
TWO_COLUMNS = re.compile(r"(?<=\S)\s+(?=CỘNG\s+H[ÒO]A\s+XÃ\s+HỘI|Độc\s+[lL]ập\s+[-–]\s+Tự)")
PLACE = re.compile(r"(Số\s*:.*?)\s+(?=[A-ZĐ][^,/]{2,40},\s+ngày\s+\d{0,2}\s*tháng)")
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
    found: list[Item] = []
    aligned = Aligned()
    for number in range(len(paper)):
        try:
            page = paper[number]
            text_page = page.get_textpage()
            items = lines_with_tables(page, text_page)
            if items is None:
                items = aligned.items(text_page, found)
            else:
                aligned.columns = []
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            raise Refused("damaged") from None
        if number and items and PAGE_NUMBER.match(said_in(items[0])):
            items = items[1:]
        if items and PAGE_NUMBER.match(said_in(items[-1])):
            items = items[:-1]
        found.extend(items)
    lines = whole_paragraphs(found)
    if sum(letter.isalpha() for line in lines[:400] for letter in line) < FEWEST_LETTERS:
        raise Refused("scanned" if len(paper) else "empty")
    head = [part for line in lines[:HEAD_LINES] for part in PLACE.sub(r"\1\n", line).split("\n")]
    return [*(part for line in head for part in TWO_COLUMNS.split(line)), *lines[HEAD_LINES:]]


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
