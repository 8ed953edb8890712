"""A file arrives: it is read, entered in the register by its own header, and its clauses are proposed as tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import storage
from caicach.documents.actions.entries import attach, keep_file, register
from caicach.documents.models import Document, DocumentFile, Proposal, Reading, StoredFile
from caicach.documents.permissions import require_register, require_review
from caicach.documents.reading import Reading as Paper
from caicach.documents.reading import Task as Clause
from caicach.documents.reading import UnitIndex, read_file, read_lines
from caicach.documents.rules import OTHER_TYPES, TYPES, Direction, ProposalState
from caicach.orgs.models import Person, Unit, names_on, units_by_code


def take_in(
    *,
    stored: StoredFile,
    name: str,
    unit: Unit,
    direction: Direction,
    actor: Person,
    at: datetime,
    synthetic: bool = False,
) -> Document:
    """Register a file by what its own header says, keep it with the entry and read it (tiếp nhận văn bản).

    Reads first, outside any transaction, so a file that cannot be read (`CannotRead`) leaves no entry behind;
    units are those that stood on the document's day. The same file sent twice to a register is entered once.
    """
    require_register(actor, unit)
    understood = understand(storage.path_of(stored.sha256), name, at)
    return enter(
        understood=understood,
        stored=stored,
        name=name,
        unit=unit,
        direction=direction,
        actor=actor,
        at=at,
        synthetic=synthetic,
    )


def receive(
    *, chunks: Iterable[bytes], name: str, unit: Unit, direction: Direction, actor: Person, at: datetime
) -> Document:
    """Take in a file that was just sent (tải văn bản lên): it is kept only once it could be read.

    A file that cannot be read (`CannotRead`) leaves nothing: no bytes, no row, no line.
    """
    require_register(actor, unit)
    with storage.laid_aside(chunks) as path:
        understood = understand(path, name, at)
        with transaction.atomic():
            stored = keep_file(chunks=storage.pieces(path), actor=actor, at=at)
            return enter(
                understood=understood, stored=stored, name=name, unit=unit, direction=direction, actor=actor, at=at
            )


@dataclass(frozen=True)
class Understood:
    """What a file says, and the names units had on its day."""

    header: Paper
    issued_on: date | None
    names: UnitIndex
    found: Paper


def understand(path: Path, name: str, at: datetime) -> Understood:
    """Read a file with the names units had on its day; `CannotRead` says in one sentence why not."""
    header = read_file(path, name=name)
    issued_on = date.fromisoformat(header.document.date) if header.document.date else None
    names = UnitIndex(names_on(issued_on or localdate(at)))
    return Understood(header, issued_on, names, read_lines(header.lines, file=name, units=names))


def entry_of(stored: StoredFile, *, unit: Unit, direction: Direction) -> Document | None:
    """The entry that a register already has of these bytes."""
    return Document.objects.filter(files__stored=stored, unit=unit, book__direction=direction).first()


@transaction.atomic
def enter(
    *,
    understood: Understood,
    stored: StoredFile,
    name: str,
    unit: Unit,
    direction: Direction,
    actor: Person,
    at: datetime,
    synthetic: bool = False,
) -> Document:
    """Enter what was understood in the register, once (ghi sổ); the entry that is there already is given back."""
    says = understood.header.document
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    entered = entry_of(stored, unit=unit, direction=direction)
    if entered is not None:
        return entered
    document = register(
        unit=unit,
        direction=direction,
        type_code=says.type if says.type in TYPES | OTHER_TYPES else "KHAC",
        number=(says.number or "")[:60],
        issued_on=understood.issued_on,
        issuer=(says.issuer or "")[:200],
        place=(says.place or "")[:100],
        subject=(says.subject or name)[:500],
        signer=(says.signer or "")[:120],
        signer_authority=(says.signer_authority or "")[:200],
        recipients=says.recipients,
        arrived_on=localdate(at) if direction is Direction.INCOMING else None,
        synthetic=synthetic,
        actor=actor,
        at=at,
    )
    file = attach(document=document, stored=stored, name=name, actor=actor, at=at)
    keep_reading(document=document, file=file, found=understood.found, names=understood.names, actor=actor, at=at)
    return document


@transaction.atomic
def keep_reading(
    *, document: Document, file: DocumentFile, found: Paper, names: UnitIndex, actor: Person, at: datetime
) -> Reading:
    """Keep what the reader understood, with one proposal for each clause that orders something (đọc văn bản)."""
    require_review(actor, document)
    result = found.as_json()
    reading = Reading.objects.create(document=document, file=file, result=result, page=found.as_page(), read_at=at)
    units = units_by_code(localdate(at))
    clauses = zip(found.tasks, result["tasks"], strict=True)
    proposals = [_proposal(clause, said, reading, units) for clause, said in clauses]
    Proposal.objects.bulk_create(proposals)
    through = Proposal.coop.through
    helpers = [
        through(proposal_id=row.pk, unit_id=unit)
        for row, clause in zip(proposals, found.tasks, strict=True)
        for unit in dict.fromkeys(units[code].pk for code in _helpers(clause, names) if code in units)
    ]
    through.objects.bulk_create(helpers)
    record("documents.read", document, actor=actor, at=at, proposals=len(proposals), file=file.stored.sha256)
    return reading


def _proposal(clause: Clause, said: dict[str, Any], reading: Reading, units: dict[str, Unit]) -> Proposal:
    leads = _sure(clause.lead_units)
    return Proposal(
        reading=reading,
        document=reading.document,
        number=clause.n,
        label=clause.label[:20],
        path=clause.path[:60],
        line=clause.line,
        line_end=clause.line_end,
        text=clause.text,
        field=clause.field,
        lead_words=said["lead"],
        coop_words=said["coop"],
        lead=units.get(leads[0]) if leads else None,
        deadline_phrase=(clause.deadline_phrase or "")[:300],
        deadline=said["deadline"],
        targets=said["targets"],
        citations=said["citations"],
        product=(clause.product or "")[:300],
        confidence=Decimal(str(said["confidence"])).quantize(Decimal("0.01")),
        because=said["because"],
        because_en=list(clause.because_en),
        because_codes=list(clause.because_codes),
        state=ProposalState.PROPOSED,
    )


def _sure(stated: tuple[tuple[str, ...], ...]) -> list[str]:
    """The units named beyond doubt: one candidate each; an ambiguous name is left for a person to decide."""
    return [candidates[0] for candidates in stated if len(candidates) == 1]


def _helpers(clause: Clause, names: UnitIndex) -> list[str]:
    """Further leads and the co-operating units, each once and never the lead itself."""
    leads = _sure(clause.lead_units)
    stated = tuple(names.codes(name) for name in clause.coop)
    codes = dict.fromkeys([*leads[1:], *_sure(stated)])
    return [code for code in codes if not leads or code != leads[0]]
