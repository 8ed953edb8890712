"""What a reading is: the document, its tasks, objectives, citations, and where each piece stands on the paper."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from caicach.documents.reading.citations import Citation
from caicach.documents.reading.targets import Target

SCHEMA = "caicach-read/1"


@dataclass(frozen=True, slots=True)
class Document:
    """The nine components of a paper (thể thức), as far as the text states them."""

    type: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    parent: str | None = None
    place: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_authority: str | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised piece on the paper: line (1-based), columns, kind, and the task it belongs to."""

    line: int
    start: int
    end: int
    kind: str
    task: int | None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at before confirming."""

    line: int
    says: str
    says_en: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """A goal with a figure and no doer (mục tiêu)."""

    line: int
    text: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One proposed task (nhiệm vụ đề xuất): nothing is tracked before a person confirms it."""

    n: int
    label: str
    path: str
    where: str
    line: int
    line_end: int
    text: str
    field: str
    lead: tuple[str, ...] = ()
    coop: tuple[str, ...] = ()
    deadline_phrase: str | None = None
    deadline: dict[str, Any] | None = None
    targets: tuple[Target, ...] = ()
    citations: tuple[Citation, ...] = ()
    product: str | None = None
    confidence: float = 0.0
    because: tuple[str, ...] = ()
    lead_units: tuple[tuple[str, ...], ...] = ()
    coop_units: tuple[tuple[str, ...], ...] = ()
    because_en: tuple[str, ...] = ()
    because_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read. `as_json` is the stable schema, `as_page` serves the page that draws the paper."""

    file: str
    document: Document
    lines: tuple[str, ...]
    tasks: tuple[Task, ...] = ()
    objectives: tuple[Objective, ...] = ()
    citations: tuple[Citation, ...] = ()
    laws: tuple[str, ...] = ()  # named without a number
    warnings: tuple[Warning, ...] = ()
    spans: tuple[Span, ...] = ()
    blocks: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, Any]:
        """The object `./caicach read --json` prints (design, section 6)."""
        document = self.document
        return {
            "schema": SCHEMA,
            "file": self.file,
            "document": {
                "type": document.type,
                "number": document.number,
                "date": document.date,
                "issuer": document.issuer,
                "place": document.place,
                "subject": document.subject,
                "signer": document.signer,
                "signer_authority": document.signer_authority,
                "recipients": list(document.recipients),
            },
            "tasks": [_task(task) for task in self.tasks],
            "objectives": [
                {"text": objective.text, "targets": [as_target(target) for target in objective.targets]}
                for objective in self.objectives
            ],
            "citations": [_citation(act) for act in self.citations],
            "warnings": [{"line": warning.line, "says": warning.says} for warning in self.warnings],
        }

    def as_page(self) -> dict[str, Any]:
        """Lines, highlights and the kind of each block of lines, for typesetting the paper."""
        return {
            "lines": list(self.lines),
            "spans": [
                {"line": span.line, "start": span.start, "end": span.end, "kind": span.kind, "task": span.task}
                for span in self.spans
            ],
            "tasks": [{"n": task.n, "line": task.line, "line_end": task.line_end} for task in self.tasks],
            "blocks": [{"line": line, "line_end": line_end, "kind": kind} for line, line_end, kind in self.blocks],
            "warnings": [
                {"line": one.line, "says": one.says, "says_en": one.says_en, "code": one.code} for one in self.warnings
            ],
        }


def _task(task: Task) -> dict[str, Any]:
    return {
        "n": task.n,
        "label": task.label,
        "path": task.path,
        "where": task.where,
        "line": task.line,
        "text": task.text,
        "field": task.field,
        "lead": list(task.lead),
        "coop": list(task.coop),
        "deadline_phrase": task.deadline_phrase,
        "deadline": task.deadline,
        "targets": [as_target(target) for target in task.targets],
        "citations": [_citation(act) for act in task.citations],
        "confidence": task.confidence,
        "because": list(task.because),
    }


def as_target(target: Target) -> dict[str, Any]:
    """A figure to reach, as the schema and a proposal keep it."""
    return {
        "text": target.text,
        "of": target.of,
        "comparator": target.comparator,
        "value": _number(target.value),
        "value_to": _number(target.value_to),
        "unit": target.unit,
        "direction": target.direction,
        "by_when": target.by_when,
    }


def _number(value: int | Decimal | None) -> int | float | None:
    """JSON has one kind of number; the exact decimal stays on the target itself."""
    return float(value) if isinstance(value, Decimal) else value


def _citation(act: Citation) -> dict[str, Any]:
    return {"type": act.type, "number": act.number, "date": act.date, "issuer": act.issuer}
