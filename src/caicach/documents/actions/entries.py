"""Entering documents in the registers, and keeping their files."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import rules, storage
from caicach.documents.actions.proposals import ChangedMeanwhile
from caicach.documents.models import Book, Document, DocumentFile, DocumentLink, HandOut, StoredFile
from caicach.documents.permissions import require_register
from caicach.documents.rules import Direction, LinkKind
from caicach.orgs.models import Person, Unit


@transaction.atomic
def keep_file(*, chunks: Iterable[bytes], actor: Person | None, at: datetime) -> StoredFile:
    """Keep a file by its hash (lưu tệp); the same bytes are kept once."""
    sha256, size = storage.keep(chunks)
    return enter_file(sha256=sha256, size=size, actor=actor, at=at)


@transaction.atomic
def enter_file(*, sha256: str, size: int, actor: Person | None, at: datetime) -> StoredFile:
    """Note a file whose bytes lie on disk already."""
    stored, made = StoredFile.objects.get_or_create(sha256=sha256, defaults={"size": size})
    if made:
        record("documents.file_kept", stored, actor=actor, at=at, sha256=sha256, size=size)
    return stored


@transaction.atomic
def register(
    *,
    unit: Unit,
    direction: Direction,
    type_code: str,
    subject: str,
    actor: Person,
    at: datetime,
    number: str = "",
    issued_on: date | None = None,
    issuer: str = "",
    place: str = "",
    signer: str = "",
    signer_authority: str = "",
    recipients: Iterable[str] = (),
    arrived_on: date | None = None,
    synthetic: bool = False,
) -> Document:
    """Enter a document in the register of its unit and year, giving it the next number (đăng ký văn bản).

    An outgoing document without a number gets the register's own, in the form of Decree 30/2020: the running entry
    number, or the next one up that no paper of this book (one unit, one year) bears. So the book never gives a number
    that was typed or read before; entries themselves run on without a gap. A number that is stated is kept as stated.
    """
    require_register(actor, unit)
    year = (arrived_on or issued_on or localdate(at)).year
    book, _ = Book.objects.get_or_create(unit=unit, direction=direction, year=year)
    book = Book.objects.select_for_update().get(pk=book.pk)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    if direction is Direction.OUTGOING and not number:
        symbol = unit.short_name if unit.short_name and " " not in unit.short_name else unit.code
        taken = list(book.documents.exclude(number="").values_list("number", flat=True))
        number = rules.free_number(running=book.last_number, taken=taken, type_code=type_code, unit_symbol=symbol)
    document = Document(
        book=book,
        unit=unit,
        number_in_book=book.last_number,
        type_code=type_code,
        number=number,
        issued_on=issued_on,
        issuer=issuer,
        place=place,
        subject=subject,
        signer=signer,
        signer_authority=signer_authority,
        recipients=list(recipients),
        arrived_on=arrived_on,
        synthetic=synthetic,
        registered_by=actor,
        registered_at=at,
    )
    document.folded = document.folded_text()
    document.save()
    record(
        "documents.registered",
        document,
        actor=actor,
        at=at,
        book=str(book),
        number_in_book=book.last_number,
        number=number,
        type=type_code,
        subject=subject,
    )
    return document


@transaction.atomic
def correct_entry(
    *, document: Document, actor: Person, at: datetime, seen: str | None = None, **components: Any
) -> Document:
    """Correct components of an entry (sửa thông tin văn bản); number in the book and unit stay.

    `seen` is the `seen_mark` of the entry as the person saw it; where it says something else now, ChangedMeanwhile.
    """
    require_register(actor, document.unit)
    document = Document.objects.select_for_update().get(pk=document.pk)
    changed = {
        name: {"before": getattr(document, name), "after": value}
        for name, value in components.items()
        if getattr(document, name) != value
    }
    if not changed:
        return document
    if seen is not None and seen != document.seen_mark:
        raise ChangedMeanwhile(
            "Người khác vừa sửa thông tin văn bản này. Nội dung anh/chị nhập vẫn còn, hãy xem lại rồi lưu."
        )
    for name, change in changed.items():
        setattr(document, name, change["after"])
    document.folded = document.folded_text()
    document.save(update_fields=[*changed, "folded"])
    record("documents.corrected", document, actor=actor, at=at, **changed)
    return document


@transaction.atomic
def attach(*, document: Document, stored: StoredFile, name: str, actor: Person, at: datetime) -> DocumentFile:
    """Put a kept file with a document (đính kèm tệp)."""
    require_register(actor, document.unit)
    file, made = DocumentFile.objects.get_or_create(
        document=document, stored=stored, defaults={"name": name[:200], "added_at": at}
    )
    if made:
        record("documents.file_attached", document, actor=actor, at=at, name=file.name, sha256=stored.sha256)
    return file


@transaction.atomic
def hand_out(*, document: Document, units: Iterable[Unit], actor: Person | None, at: datetime) -> None:
    """Hand a document to units, which may then read it (chuyển văn bản)."""
    if actor is not None:
        require_register(actor, document.unit)
    document = Document.objects.select_for_update().get(pk=document.pk)
    made = [
        unit for unit in units if HandOut.objects.get_or_create(document=document, unit=unit, defaults={"at": at})[1]
    ]
    if made:
        record("documents.handed_out", document, actor=actor, at=at, units=made)


@transaction.atomic
def link(
    *, document: Document, kind: LinkKind, cited: str, actor: Person, at: datetime, other: Document | None = None
) -> DocumentLink:
    """Say how a document stands to another (liên kết văn bản)."""
    require_register(actor, document.unit)
    made = DocumentLink.objects.create(document=document, kind=kind, cited=cited[:200], other=other)
    record("documents.linked", document, actor=actor, at=at, relation=str(kind), cited=cited, other=other)
    return made
