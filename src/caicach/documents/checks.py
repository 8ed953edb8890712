"""What `verify` promises of documents."""

from collections.abc import Iterator

from django.db.models import Count, F, Max

from caicach.documents import storage
from caicach.documents.models import Book, StoredFile


def faults() -> Iterator[str]:
    """Every register with a gap, and every file whose bytes are not those that were kept."""
    books = Book.objects.annotate(held=Count("documents"), highest=Max("documents__number_in_book"))
    for book in books.exclude(held=F("last_number"), highest=F("last_number")).exclude(last_number=0):
        yield f"{book}: số đăng ký không liên tục ({book.held} văn bản, số cuối {book.last_number})."
    for sha256 in StoredFile.objects.values_list("sha256", flat=True).iterator():
        if not storage.is_whole(sha256):
            yield f"Tệp {sha256[:12]}: mất hoặc đã bị thay đổi so với lúc lưu."
