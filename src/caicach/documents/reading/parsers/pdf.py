"""A .pdf file with text → its lines (pypdfium2). Run as a script, like `word.py`; a scan has no text and is refused."""

import json
import re
import sys

import pypdfium2

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
            lines = text_page.get_text_bounded().splitlines()
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
