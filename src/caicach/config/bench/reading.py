"""Reading documents: how right, document by document, and how fast beside what any reader must pay (G10)."""

import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
from lxml import etree

from caicach.config.bench import Ratio, cpu_seconds
from caicach.documents.reading import citations, read_file, read_lines, targets
from caicach.documents.reading.deadlines import patterns
from caicach.documents.reading.measure import labels, scores
from caicach.documents.reading.parsers import pdf, word
from caicach.documents.reading.tests.papers import PLAN, blank_docx, small_pdf

NAME = "reading"
SAMPLES = Path(os.environ.get("CAICACH_SHARED", Path(__file__).parents[5] / "shared")) / "samples" / "documents"
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
    """Shares of what is read wrong on labelled papers, then speed against anchors of the same run."""
    return [*_rightness(), *_speed()]


def _rightness() -> list[Ratio]:
    found = []
    for label in labels():
        path = SAMPLES / label["document"]
        if not path.exists():
            continue
        name = label["document"].split("-")[0]
        for score in scores(read_file(path), label):
            if score.expected or score.found:
                told = f"P {score.precision:.3f} R {score.recall:.3f}, {score.right} of {score.expected}"
                found.append(
                    Ratio(f"{name} {score.attribute}: 1 - F1", 1 - score.f1, 1, MOST_WRONG[score.attribute], told)
                )
    return found


def _speed() -> list[Ratio]:
    lines = _lines()
    text = "\n".join(lines)
    ours = cpu_seconds(lambda: read_lines(lines))
    anchor = cpu_seconds(lambda: [pattern.findall(text) for pattern in PATTERNS])
    rate = f"{len(text.encode()) / ours / 1e6:.2f} MB/s"
    tenfold = cpu_seconds(lambda: read_lines(lines * 10), 2)
    hostile = ["1. " + "trước ngày 1/1/2027, quý I năm 2027; 10/KH-SYT (" * 200] * 4
    found = [
        Ratio("reading / ten patterns over the same text", ours, anchor, 1 / 0.15, rate),
        Ratio("ten times the text / once", tenfold, ours, 11),
        Ratio(
            "ten times a hostile text / once",
            cpu_seconds(lambda: read_lines(hostile * 10), 2),
            cpu_seconds(lambda: read_lines(hostile)),
            11,
        ),
    ]
    with tempfile.TemporaryDirectory() as folder:
        docx, paper = Path(folder) / "rows.docx", Path(folder) / "pages.pdf"
        blank_docx(docx, rows=4000)
        small_pdf(paper, pages=60)
        found.append(
            Ratio(
                "docx rows / zip and lxml",
                cpu_seconds(lambda: word.lines_of(str(docx)), 3),
                cpu_seconds(lambda: _bare_rows(docx), 3),
                2,
            )
        )
        found.append(
            Ratio(
                "pdf pages / pypdfium2",
                cpu_seconds(lambda: pdf.lines_of(str(paper)), 3),
                cpu_seconds(lambda: _bare_pages(paper), 3),
                2,
            )
        )
    return found


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
