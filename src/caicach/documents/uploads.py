"""Refusing a file that is too large while it arrives, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

SLACK = 1024 * 1024  # what the other fields of a form may take
PIECE = 64 * 1024


class RefuseTooLarge(FileUploadHandler):
    """Stops keeping a request's files past the limit; the view then finds `request.META["too_large"]` and says so."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.rest = input_data
        self.left = settings.MAX_UPLOAD_BYTES + SLACK
        self.announced = content_length
        self.meta = META

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.announced > settings.MAX_UPLOAD_BYTES + SLACK:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self._stop()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _stop(self) -> None:
        """Read what still comes and forget it, so that the browser hears the answer; Django would do so line by line,
        and a file may be one line."""
        self.meta["too_large"] = True
        while self.rest.read(PIECE):
            pass
        raise StopUpload(connection_reset=True)
