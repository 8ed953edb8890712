"""Lines as they were broken for paper become paragraphs again (nối dòng); every letter keeps its place."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from caicach.documents.reading.labels import ASKS_NUMBER, Label, continues, label_of
from caicach.documents.reading.paper import Paper
from caicach.documents.reading.words import lexicon

END_MARKS = ".;:!?"
PAGE_NUMBER = re.compile(r"\s*(?:-\s*)?\d{1,3}(?:\s*-)?\s*$")
# A line that cannot end here, so that the next belongs to it: "…, Ủy ban nhân dân" / "Thành phố".
UNFINISHED = re.compile(rf"(?:,(?: Sở| Bộ)?|(?<!\w)(?:{lexicon('document')['unfinished']}))$")
NUMBERED = re.compile(r"\s*\d{1,5}[/-](?:\d|[A-ZĐ])")  # a date or an act's number
RUN = re.compile(r"\S+(?: \S+)*")
LABEL_ONLY = 14  # no label is longer than this


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its words, the folded form for matching, and where each piece stands."""

    text: str
    folded: str
    low: str
    label: Label | None
    pieces: tuple[tuple[int, int, int], ...]  # offset in text, line (1-based), column

    @property
    def line(self) -> int:
        return self.pieces[0][1]

    @property
    def line_end(self) -> int:
        return self.pieces[-1][1]

    @property
    def is_row(self) -> bool:
        return self.text.startswith("|")

    def line_at(self, offset: int) -> int:
        """The line a letter of the paragraph stands on."""
        return self.pieces[max(0, bisect_right(self.pieces, (offset, 1 << 40, 0)) - 1)][1]

    def places(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where a stretch of the paragraph stands: line, first column, column behind the last."""
        found = []
        for number, (offset, line, column) in enumerate(self.pieces):
            behind = self.pieces[number + 1][0] - 1 if number + 1 < len(self.pieces) else len(self.text)
            first, last = max(start, offset), min(end, behind)
            if first < last:
                found.append((line, column + first - offset, column + last - offset))
        return found


@dataclass(frozen=True, slots=True)
class Layout:
    """How the paper was broken: hard line ends, blank lines between paragraphs, usual width."""

    wrapped: bool
    spaced: bool
    width: int


def layout_of(lines: Sequence[str]) -> Layout:
    """Look at neighbours: lines that go on in small letters mean hard line ends."""
    neighbours = lower_starts = labelled = labelled_after_blank = blanks = 0
    for before, line in itertools.pairwise(lines):
        if not line.strip():
            blanks += 1
            continue
        if label_of(line[:LABEL_ONLY]):
            labelled += 1
            labelled_after_blank += not before.strip()
        elif before.strip() and not line.startswith("|"):
            neighbours += 1
            lower_starts += line.lstrip()[:1].islower()
    widths = sorted(len(line) for line in lines if line.strip())
    width = widths[int(len(widths) * 0.9)] if widths else 80
    wrapped = neighbours >= 4 and lower_starts >= 0.3 * neighbours and width < 200
    spaced = labelled_after_blank > 0.6 * labelled if labelled > 2 else blanks > 2
    return Layout(wrapped, spaced, width)


def paragraphs_of(paper: Paper, start: int, end: int) -> list[Paragraph]:
    """Join the lines between two places (0-based, the last left out) into paragraphs."""
    lines, folded = paper.lines, paper.folded
    layout = layout_of(lines[start:end])
    found: list[Paragraph] = []
    current: list[int] = []
    blanks = 0
    for number in range(start, end):
        line = lines[number]
        if not line.strip():
            blanks += 1
            continue
        if current and _continues(folded[current[-1]], folded[number], blanks, layout, len(current) == 1):
            current.append(number)
        elif current and PAGE_NUMBER.match(line) and _broken_before(lines, folded, current[-1], number):
            continue  # a page number between two halves of a sentence
        else:
            if current:
                found.append(_joined(paper, current))
            current = [number]
        blanks = 0
    if current:
        found.append(_joined(paper, current))
    return found


def _broken_before(lines: Sequence[str], folded: Sequence[str], last: int, number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return folded[last].rstrip()[-1] not in END_MARKS and following.lstrip()[:1].islower()


def _continues(previous: str, line: str, blanks: int, layout: Layout, previous_opens: bool) -> bool:
    """Does this line carry on the sentence of the line before?"""
    before = previous.rstrip()
    if line.startswith("|") or before.startswith("|") or blanks > 1:
        return False
    label = label_of(line)
    opening = label_of(before) if previous_opens else None
    if opening is not None and opening.end >= len(before):
        return blanks == 0 and (label is None or label.kind == "roman")
    if label is not None and (blanks or not continues(before, line, label)):
        return False
    ended = before[-1] in END_MARKS
    first = line.lstrip()[:1]
    if not blanks and label is None and before[-1] == ":" and NUMBERED.match(line):
        return True  # "…; thời hạn hoàn thành:" / "31/5/2026."
    if not blanks and first.isdigit() and ASKS_NUMBER.search(before[-12:]):
        return True
    if blanks == 1:
        if first.islower():
            return not ended and (len(before) > 20 or not previous_opens)
        return _unfinished(before, line)
    if first.islower():
        return before[-1] not in ".:" or layout.wrapped
    if label is None and len(before) > 40 and before.rfind("(") > before.rfind(")"):
        return True
    if not layout.wrapped:
        return not ended and (label is not None or _unfinished(before, line))
    room = layout.width - len(before)
    fits = len(line.split(" ", 1)[0]) + 1 <= room * 0.6
    if ended:
        return layout.spaced and before[-1] != ":" and not fits
    if before.isupper() != line.strip().isupper():
        return layout.spaced and not before.isupper()
    return layout.spaced or not fits or room < 0.5 * layout.width


def _unfinished(before: str, line: str) -> bool:
    """ "… làm việc với" / "Đoàn." is one sentence, whatever the layout."""
    return len(before) > 40 and not line.isupper() and UNFINISHED.search(before[-40:]) is not None


def _joined(paper: Paper, numbers: list[int]) -> Paragraph:
    words: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    offset = 0
    forms: list[str] = []
    lows: list[str] = []
    for number in numbers:
        line, folded, low = paper.lines[number], paper.folded[number], paper.low[number]
        for first, behind in _runs(line):
            pieces.append((offset, number + 1, first))
            words.append(line[first:behind])
            forms.append(folded[first:behind])
            lows.append(low[first:behind])
            offset += behind - first + 1
    form = " ".join(forms)
    return Paragraph(" ".join(words), form, " ".join(lows), label_of(form), tuple(pieces))


def _runs(line: str) -> list[tuple[int, int]]:
    """The stretches of a line between wide gaps: one blank is enough for the reader."""
    first = len(line) - len(line.lstrip())
    behind = len(line.rstrip())
    if "  " not in line[first:behind] or line.startswith("|", first):
        return [(first, behind)]
    return [match.span() for match in RUN.finditer(line, first, behind)]
