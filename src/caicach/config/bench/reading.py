"""Reading documents: how right, document by document, and how fast beside what any reader must pay (G10)."""

import os
import random
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
from lxml import etree

from caicach.config.bench import Ratio, cpu_seconds
from caicach.documents.reading import CannotRead, citations, read_file, read_lines, targets
from caicach.documents.reading.deadlines import patterns
from caicach.documents.reading.measure import calibration, floors, labels, scores, short_name
from caicach.documents.reading.parsers import pdf, word
from caicach.documents.reading.tests.inventions import inventions
from caicach.documents.reading.tests.papers import PLAN, blank_docx, harmful, small_pdf
from caicach.documents.reading.tests.test_hostile import PIECES

NAME = "reading"
SAMPLES = Path(os.environ.get("CAICACH_SHARED", Path(__file__).parents[5] / "shared")) / "samples" / "documents"
MILLION, ROUNDING = 1_000_000, 0.002
MOST_WRONG = {"tasks": 0.05, "lead": 0.05, "deadline": 0.05, "citations": 0.01, "targets": 0.07, "objectives": 0.07}
# Ten patterns any reader of such papers must look for, over the whole text.
FORMS = ("date", "month", "quarter", "year_end", "relative", "frequency", "roadmap")
PATTERNS = [
    citations.NUMBER,
    targets.SHARE,
    targets.COUNT,
    *({form.name: form.form for form in patterns() if form.where == "any"}[name] for name in FORMS),
]


def run() -> list[Ratio]:
    """Shares of what is read wrong on labelled papers, what a confidence is worth, then speed and safety."""
    return [*_rightness(), *_invented(), *_speed(), *_files(), *_million()]


def _rightness() -> list[Ratio]:
    found = []
    read = []
    for label in labels():
        path = SAMPLES / label["document"]
        if not path.exists():
            continue
        name = short_name(label)
        reading, floor = read_file(path), floors()[name]
        read.append((reading, label))
        by = "held back" if floor["held_back"] else floor["by"]
        for score in scores(reading, label):
            if score.expected or score.found:
                limit = MOST_WRONG[score.attribute] if floor["by"] == "author" else 1 - _f1(*floor[score.attribute])
                told = f"P {score.precision:.3f} R {score.recall:.3f}, {score.right} of {score.expected}, {by}"
                found.append(Ratio(f"{name} {score.attribute}: 1 - F1", 1 - score.f1, 1, limit + ROUNDING, told))
    if read:
        sure = calibration(read)
        told = f"{sure.tasks} of {sure.given} are tasks, {sure.right} right in lead and deadline too"
        found.append(Ratio("given as sure (>= 0.9) and wrong", 1 - sure.share, 1, 0.03, told))
    return found


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _invented() -> list[Ratio]:
    """Our own held-back documents, every attribute of them together."""
    found = []
    for invention in inventions():
        told = scores(read_lines(invention.lines), invention.label)
        right, expected = sum(one.right for one in told), sum(one.expected for one in told)
        share = 2 * right / max(1, sum(one.found for one in told) + expected)
        found.append(Ratio(f"invented {invention.name}: 1 - F1", 1 - share, 1, 0.05, f"{right} of {expected}"))
    return found


def _speed() -> list[Ratio]:
    lines = _lines()
    text = "\n".join(lines)
    ours = cpu_seconds(lambda: read_lines(lines))
    anchor = cpu_seconds(lambda: [pattern.findall(text) for pattern in PATTERNS])
    rate = f"{len(text.encode()) / ours / 1e6:.2f} MB/s"
    hostile = ["1. " + "trước ngày 1/1/2027, quý I năm 2027; 10/KH-SYT (" * 200] * 4
    worst, name = max((_tenfold(paper), path) for path, paper in _papers())
    return [
        Ratio("reading / ten patterns over the same text", ours, anchor, 1 / 0.15, rate),
        Ratio("ten times the text / once", _tenfold(lines), 1, 11),
        Ratio("ten times one sample / once, the worst of them", worst, 1, 11, name),
        Ratio("ten times a hostile text / once", _tenfold(hostile), 1, 11),
    ]


def _tenfold(lines: list[str]) -> float:
    """Twenty times the paper over twice: the head of the first copy is body in every other."""
    return cpu_seconds(lambda: read_lines(lines * 20), 3) / cpu_seconds(lambda: read_lines(lines * 2), 7)


def _files() -> list[Ratio]:
    """Files beside the bare libraries, and how soon a harmful one is refused."""
    with tempfile.TemporaryDirectory() as folder:
        docx, paper = Path(folder) / "rows.docx", Path(folder) / "pages.pdf"
        blank_docx(docx, rows=4000)
        small_pdf(paper, pages=60)
        rows = cpu_seconds(lambda: word.lines_of(str(docx)), 3)
        pages = cpu_seconds(lambda: pdf.lines_of(str(paper)), 3)
        found = [
            Ratio("docx rows / zip and lxml", rows, cpu_seconds(lambda: _bare_rows(docx), 3), 2),
            Ratio("pdf pages / pypdfium2", pages, cpu_seconds(lambda: _bare_pages(paper), 3), 2),
        ]
        for name, path in harmful(Path(folder)).items():
            began = time.monotonic()
            reason = _refusal(path)
            took = time.monotonic() - began
            found.append(Ratio(f"{name}: seconds to refuse / 2 s", took, 2, 1, reason))
    return found


def _refusal(path: Path) -> str:
    try:
        read_file(path)
    except CannotRead as refused:
        return refused.reason
    raise AssertionError(f"{path.name} was read")


def _million() -> list[Ratio]:
    """A million short random papers: none breaks the reader, no thousand of them is slow."""
    chance = random.Random(1)
    seconds = []
    for _ in range(MILLION // 1000):
        papers = [" ".join(chance.choices(PIECES, k=chance.randint(1, 5))).split("\n") for _ in range(1000)]
        began = time.process_time()
        for paper in papers:
            read_lines(paper)
        seconds.append(time.process_time() - began)
    seconds.sort()
    told = f"{MILLION} papers, {sum(seconds):.0f} s"
    middle = seconds[len(seconds) // 2]
    return [Ratio("slowest thousand of a million short papers / the middle one", seconds[-1], middle, 5, told)]


def _papers() -> list[tuple[str, list[str]]]:
    found = sorted(SAMPLES.glob("*.txt")) if SAMPLES.is_dir() else []
    return [(path.stem, path.read_text(encoding="utf-8").splitlines()) for path in found] or [("plan", _lines())]


def _lines() -> list[str]:
    papers = sorted(SAMPLES.glob("[ds]*.txt")) if SAMPLES.is_dir() else []
    return [line for path in papers for line in path.read_text(encoding="utf-8").splitlines()] or PLAN.splitlines() * 30


def _bare_rows(path: Path) -> list[list[str]]:
    with zipfile.ZipFile(path) as archive:
        root: Any = etree.fromstring(archive.read("word/document.xml"))
    return [
        ["".join(cell.itertext(word.W + "t")) for cell in row.iter(word.W + "tc")] for row in root.iter(word.W + "tr")
    ]


def _bare_pages(path: Path) -> list[str]:
    paper = pypdfium2.PdfDocument(str(path))
    return [paper[number].get_textpage().get_text_bounded() for number in range(len(paper))]
