"""Refusing a file that is too large while it arrives, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

FILES = 6  # how many of the largest files one request has room for: what a report carries as evidence
SLACK = 1024 * 1024  # what the other fields of a form may take
PIECE = 64 * 1024


def room() -> int:
    """How many bytes one request may carry."""
    return FILES * int(settings.MAX_UPLOAD_BYTES) + SLACK


class RefuseTooLarge(FileUploadHandler):
    """Keeps no file past the limit of one, and stops a request past the room of several.

    The view then finds `request.META["too_large"]` and says so; beside it the names that were `passed_over`, or
    `too_much` or `too_many` of them. A single large file is passed over, so that the fields
    after it still arrive; of a request that is too large as a whole, nothing more is kept.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.rest = input_data
        self.left = room()
        self.announced = content_length
        self.meta = META

        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        if self.files > settings.MAX_BATCH_FILES:
            self._stop("too_many")
        if self.announced > room():
            self._stop("too_much")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self._stop("too_much")
        if start + len(raw_data) > settings.MAX_UPLOAD_BYTES:
            self.meta["too_large"] = True
            self.meta.setdefault("passed_over", []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _stop(self, why: str) -> None:
        """Read what still comes and forget it, so that the browser hears the answer; Django would do so line by line,
        and a file may be one line."""
        self.meta["too_large"] = self.meta[why] = True
        while self.rest.read(PIECE):
            pass
        raise StopUpload(connection_reset=True)
