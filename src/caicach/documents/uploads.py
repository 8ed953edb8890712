"""Refusing a body that is too large before it is read."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class RefuseTooLarge(FileUploadHandler):
    """Stops reading a request whose files pass the limit; the view then says so (`request.META['too_large']`)."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.left = settings.MAX_UPLOAD_BYTES + 1024 * 1024
        if content_length > self.left:
            META["too_large"] = True
            raise StopUpload(connection_reset=False)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            assert self.request is not None
            self.request.META["too_large"] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
