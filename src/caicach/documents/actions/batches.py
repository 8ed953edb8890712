"""Many files sent together: kept at once, then read one after another beside the pages, each whole or not at all."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, transaction
from django.urls import reverse

from caicach.audit.actions import record
from caicach.documents import storage
from caicach.documents.actions.entries import enter_file
from caicach.documents.actions.taking_in import enter, entry_of, understand
from caicach.documents.models import Batch, BatchFile, StoredFile
from caicach.documents.permissions import require_register
from caicach.documents.reading import CannotRead
from caicach.documents.reading.extract import KINDS, MAX_BYTES, kind_of
from caicach.documents.rules import MOST_TRIES, UNREAD, Direction, FileState
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed

Why = tuple[str, str]  # a sentence for a clerk, and its English
NO_RIGHT = (
    "Người tải lên không còn giữ sổ của đơn vị này. Hãy nhờ chuyên viên đang giữ sổ tải tệp lên lại.",
    "Who sent this file no longer keeps the unit's register. Ask the specialist who keeps it to send the file again.",
)
BROKE = (
    "Phần mềm gặp lỗi khi đọc tệp này nên đã bỏ qua. Hãy nhập văn bản bằng tệp .docx lưu mới, hoặc báo quản trị.",
    "The program failed on this file and passed it over. Send a newly saved .docx, or tell the administrator.",
)


@dataclass(frozen=True)
class Sent:
    """One file of a batch as it was sent; taking its bytes may raise `CannotRead`."""

    name: str
    chunks: Callable[[], Iterable[bytes]]


def open_batch(*, unit: Unit, direction: Direction, files: Iterable[Sent], actor: Person, at: datetime) -> Batch:
    """Keep files that were sent together and line them up to be read (nhận đợt tải lên).

    Their bytes are on disk before the first row is written: a stop meanwhile leaves no batch at all.
    """
    require_register(actor, unit)
    kept = [(file.name[:200], *_kept(file)) for file in files]
    return _lined_up(kept, unit=unit, direction=direction, actor=actor, at=at)


def _kept(file: Sent) -> tuple[tuple[str, int] | None, Why]:
    try:
        sha256, size = storage.keep(file.chunks())
        if not size:
            raise CannotRead("empty", file.name)
    except CannotRead as trouble:
        return None, (str(trouble), trouble.english)
    return (sha256, size), ("", "")


@transaction.atomic
def _lined_up(
    kept: list[tuple[str, tuple[str, int] | None, Why]],
    *,
    unit: Unit,
    direction: Direction,
    actor: Person,
    at: datetime,
) -> Batch:
    batch = Batch.objects.create(unit=unit, direction=direction, sent_by=actor, sent_at=at)
    rows = [
        BatchFile(
            batch=batch,
            number=number,
            name=name,
            stored=enter_file(sha256=place[0], size=place[1], actor=actor, at=at) if place else None,
            state=FileState.WAITING if place else FileState.REFUSED,
            says=why[0],
            says_en=why[1],
            done_at=None if place else at,
        )
        for number, (name, place, why) in enumerate(kept, 1)
    ]
    BatchFile.objects.bulk_create(rows)
    refused = [row.name for row in rows if row.state == FileState.REFUSED]
    record("documents.batch_sent", batch, actor=actor, at=at, unit=unit, files=len(rows), refused=refused)
    return batch


def read_next(*, at: datetime) -> BatchFile | None:
    """Read the next file that waits and note what became of it (đọc tệp kế tiếp); None when none waits.

    Entry and outcome are one transaction. A file whose reading was broken off is read again; one that the register
    has by then is not entered twice.
    """
    file = _begun()
    if file is None:
        return None
    batch = file.batch
    if file.tries > MOST_TRIES:
        return _end(file, at=at, refused=BROKE)
    try:
        require_register(batch.sent_by, batch.unit)
        return _read(file, at)
    except CannotRead as trouble:
        return _end(file, at=at, refused=(str(trouble), trouble.english))
    except NotAllowed:
        return _end(file, at=at, refused=NO_RIGHT)
    except OperationalError:  # the database is busy or away: the file is read in a later turn
        raise
    except Exception:
        logging.getLogger(__name__).exception("file %s of batch %s", file.number, batch.pk)
        return _end(file, at=at, refused=BROKE)


@transaction.atomic
def _begun() -> BatchFile | None:
    waiting = BatchFile.objects.unread().order_by("batch", "number")
    file = waiting.select_for_update(of=("self",)).select_related("batch__unit", "batch__sent_by", "stored").first()
    if file is not None:
        file.state, file.tries = FileState.READING, file.tries + 1
        file.save(update_fields=["state", "tries"])
    return file


def _read(file: BatchFile, at: datetime) -> BatchFile:
    stored, batch = file.stored, file.batch
    assert stored is not None
    unit, direction = batch.unit, Direction(batch.direction)
    if entry_of(stored, unit=unit, direction=direction):
        return _end(file, at=at)
    path = storage.path_of(stored.sha256)
    _require_document(path, file.name)
    understood = understand(path, file.name, at)
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if entry_of(stored, unit=unit, direction=direction):
            return _end(file, at=at)
        enter(
            understood=understood,
            stored=stored,
            name=file.name,
            unit=unit,
            direction=direction,
            actor=batch.sent_by,
            at=at,
        )
        return _end(file, at=at, state=FileState.ENTERED)


def _require_document(path: Path, name: str) -> None:
    """In a folder lie other texts too (.json, .html, .csv): what is not called a document is not entered as one."""
    if Path(name).suffix.lower().lstrip(".") in KINDS:
        return
    with path.open("rb") as stream:
        if kind_of(stream.read(MAX_BYTES), name) == "txt":
            raise CannotRead("not_text", name)


@transaction.atomic
def _end(file: BatchFile, *, at: datetime, state: FileState = FileState.KNOWN, refused: Why | None = None) -> BatchFile:
    """Note what became of a file; with the last one who sent them is told (báo kết quả đợt tải lên)."""
    batch = Batch.objects.select_for_update().get(pk=file.batch_id)
    file = BatchFile.objects.select_related("batch__unit", "stored").get(pk=file.pk)
    if file.state not in UNREAD:
        return file
    if refused is not None:
        file.state, (file.says, file.says_en) = FileState.REFUSED, refused
        record("documents.batch_file_refused", batch, actor=batch.sent_by, at=at, name=file.name, says=file.says)
    else:
        assert file.stored is not None
        file.state = state
        file.document = entry_of(file.stored, unit=batch.unit, direction=Direction(batch.direction))
    file.done_at = at
    file.save(update_fields=["state", "says", "says_en", "document", "done_at"])
    if not batch.files.unread().exists():
        _tell(batch, at)
    return file


def _tell(batch: Batch, at: datetime) -> None:
    states = Counter(batch.files.values_list("state", flat=True))
    notify(
        people=[batch.sent_by],
        kind="documents.batch_read",
        text=(
            f"Đã đọc xong {states.total()} tệp tải lên: {states[FileState.ENTERED]} vào sổ, "
            f"{states[FileState.KNOWN]} đã có trong sổ, {states[FileState.REFUSED]} bị từ chối."
        ),
        link=reverse("documents:batch", args=[batch.pk]),
        once_key=f"batch:{batch.pk}",
        actor=None,
        at=at,
    )
