"""Work of `documents` done on the clock."""

import time
from datetime import datetime, timedelta

from caicach.documents.actions import read_next

TURN_SECONDS = 10  # then the other jobs have their turn


def read_batches(*, at: datetime) -> None:
    """Read the files that wait, for a while; the next turn goes on (đọc các tệp đang chờ)."""
    began = time.monotonic()
    while (gone := time.monotonic() - began) < TURN_SECONDS:
        if read_next(at=at + timedelta(seconds=gone)) is None:
            return
