"""What `verify` promises of documents."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Max

from caicach.audit.actions import plain, stream_of
from caicach.audit.models import Line
from caicach.documents import freezing, storage
from caicach.documents.models import Book, Document, FrozenFile, FrozenIssue, StoredFile


def faults() -> Iterator[str]:
    """Every register with a gap, every entry without its line in the trail, every file whose bytes have changed."""
    books = Book.objects.annotate(held=Count("documents"), highest=Max("documents__number_in_book"))
    for book in books.exclude(held=F("last_number"), highest=F("last_number")).exclude(last_number=0, held=0):
        yield f"{book}: số đăng ký không liên tục ({book.held} văn bản, số cuối {book.last_number})."
    told = set(Line.objects.filter(kind="documents.registered").values_list("stream", flat=True))
    for pk in Document.objects.order_by().values_list("pk", flat=True).iterator():
        if f"documents.document:{pk}" not in told:
            yield f"Văn bản {pk}: nhật ký không có dòng đăng ký."
    for sha256 in StoredFile.objects.values_list("sha256", flat=True).iterator():
        if not storage.is_whole(sha256):
            yield f"Tệp {sha256[:12]}: mất hoặc đã bị thay đổi so với lúc lưu."
    yield from frozen_faults()


def frozen_faults() -> Iterator[str]:
    """Every frozen issue that is not as it was sent: its content, what stands beside it, its files, its numbers."""
    lines = {line.stream: line for line in Line.objects.filter(kind="documents.frozen").iterator()}
    files: dict[int, dict[str, str]] = {}
    for issue_id, name, sha256 in FrozenFile.objects.values_list("issue", "name", "stored__sha256").iterator():
        files.setdefault(issue_id, {})[name] = sha256
    for issue in FrozenIssue.objects.select_related("unit").order_by("pk").iterator(chunk_size=50):
        if freezing.sha256_of(issue.payload) != issue.sha256:
            yield f"Bản chốt {issue}: nội dung đã bị thay đổi so với lúc chốt."
        line = lines.pop(stream_of(issue), None)
        if line is None:
            yield f"Bản chốt {issue}: nhật ký không có dòng chốt."
        elif line.changes != _as_told(issue, files.get(issue.pk, {})) or (line.actor_id, line.at) != (
            issue.issued_by_id,
            issue.issued_at,
        ):
            yield f"Bản chốt {issue}: thông tin hoặc tệp kèm theo khác với dòng nhật ký lúc chốt."
    for stream in lines:
        yield f"Nhật ký {stream}: bản đã chốt không còn nữa."
    keys = FrozenIssue.objects.values("kind", "key").order_by("kind", "key")
    for row in keys.annotate(held=Count("pk"), highest=Max("number")).exclude(held=F("highest")):
        yield f"Bản chốt {row['kind']} {row['key']}: số không liên tục ({row['held']} bản, số cuối {row['highest']})."


def _as_told(issue: FrozenIssue, files: dict[str, str]) -> dict[str, Any]:
    """What the trail's line must say of an issue."""
    return {
        "kind": issue.kind,
        "key": issue.key,
        "number": issue.number,
        "unit": plain(issue.unit),
        "title": issue.title,
        "sha256": issue.sha256,
        "previous": f"documents.frozenissue:{issue.previous_id}" if issue.previous_id else None,
        "because": issue.because,
        "files": files,
    }
