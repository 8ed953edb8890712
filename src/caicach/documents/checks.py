"""What `verify` promises of documents."""

from collections.abc import Iterator

from django.db.models import Count, F, Max

from caicach.audit.models import Line
from caicach.documents import storage
from caicach.documents.models import Book, Document, StoredFile


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
