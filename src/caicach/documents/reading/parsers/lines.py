"""Lines of a page where they stand, and what was wrapped put together again."""

import re
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

NEAR = 3.0  # points: how far apart two places are one
OUTSIDE = 1e6  # farther than any page reaches
Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text where it stands, from its first letter to its last; `step` is the room its first word takes."""

    left: float
    right: float
    middle: float
    last: float
    tall: float
    step: float
    text: str


Item = TextLine | str  # a line of text, or a row of a table as "| a | b |"


def said_in(item: Item) -> str:
    return item if isinstance(item, str) else item.text


def text_of(text_page: pypdfium2.PdfTextPage) -> str:
    """All letters of a page, each at the number by which its place is asked for."""
    text: str = text_page.get_text_range()
    count = text_page.count_chars()
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(text_page, number) for number in range(count))
    return "".join("\ufffd" if 0xD800 <= code < 0xE000 else chr(code) for code in codes)


def text_lines(text_page: pypdfium2.PdfTextPage, text: str) -> list[TextLine]:
    """The lines of a page in the order in which they were written."""
    found = []
    for match in re.finditer(r"[^\r\n]*\S", text):
        said = match[0].lstrip()
        start, end = match.end() - len(said), match.end() - 1
        left, low, _, high = place_of(text_page, start)
        _, last_low, right, last_high = place_of(text_page, end)
        first = said.find(" ")
        step = (place_of(text_page, start + first - 1)[2] if first > 0 else right) - left
        said = said.replace(BROKEN_HYPHEN, "-")
        found.append(TextLine(left, right, (low + high) / 2, (last_low + last_high) / 2, high - low, step, said))
    return found


def between(lines: list[TextLine], bottom: float, top: float) -> list[TextLine]:
    """The lines that stand between two heights."""
    return [line for line in lines if bottom <= line.middle < top]


BROKEN_HYPHEN = "\ufffe"  # what pdfium writes for a hyphen at the end of a line that it put together with the next
DASH = re.compile(r"[-–+•*]\s")
LABEL = re.compile(
    r"(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-zđ][.)]|[IVX]+[.)]|Điều|Chương|Phần|Phụ lục|V/v)\s|[A-ZĐ][^.,;:]{2,40}:"
)
FULL, SPACED, FLUSH = 0.6, 2.1, 2.0


def whole_paragraphs(items: list[Item]) -> list[str]:
    """Lines that were wrapped put together again: the next word had no room on the line above."""
    texts = [item for item in items if isinstance(item, TextLine)]
    margin, edge = max((one.right for one in texts), default=0), min((one.left for one in texts), default=0)
    wide = [one for one in texts if one.right - one.left > FULL * (margin - edge)]
    flush = sum(margin - one.right <= FLUSH for one in wide) > len(wide) / 2  # set in block: only a last line is short
    found: list[str] = []
    above: Item = ""
    for item in items:
        if (
            isinstance(item, TextLine)
            and isinstance(above, TextLine)
            and above.right - above.left > FULL * (margin - edge)
            and above.right + (0 if flush else item.step + item.tall / 4) >= margin - NEAR
            and _goes_on(above, item)
        ):
            found[-1] += item.text if re.search(r"\w-$", found[-1]) else f" {item.text}"
        else:
            found.append(said_in(item))
        above = item
    return found


def _goes_on(above: TextLine, below: TextLine) -> bool:
    height = above.last - below.middle
    if below.left > above.left + NEAR or above.text.startswith("Số"):
        return False
    if DASH.match(below.text) or (LABEL.match(below.text) and above.text[-1] in ".,;/"):
        return False
    if 0 <= height < above.tall / 2 or height > SPACED * above.tall:
        return False
    if above.text.isupper() or below.text.isupper() or below.text.startswith("Độc lập"):
        return False
    return not above.text.endswith((":", "./."))


def place_of(text_page: pypdfium2.PdfTextPage, number: int) -> Box:
    """Where a letter stands, as high as every letter of its size."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, number, box)
    return box.left, box.bottom, box.right, box.top


def row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
