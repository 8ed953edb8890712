"""Where the bytes of files lie: under their own hash, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PIECE = 64 * 1024


def folder() -> Path:
    return Path(settings.DATA) / "files"


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies."""
    return folder() / sha256[:2] / sha256


@contextmanager
def laid_aside(chunks: Iterable[bytes]) -> Iterator[Path]:
    """A file that just came, to be looked at before it is kept; it is gone afterwards."""
    root = folder()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, prefix="incoming-") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def pieces(path: Path) -> Iterator[bytes]:
    """A file piece by piece, however large."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write bytes to disk under their SHA-256 and return it with the size; a crash leaves only a temporary file."""
    root = folder()
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix="incoming-", delete=False) as file:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            target = path_of(digest.hexdigest())
            target.parent.mkdir(exist_ok=True)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    for parent in (target.parent, root):
        _sync(parent)
    return digest.hexdigest(), size


def _sync(parent: Path) -> None:
    entry = os.open(parent, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def is_whole(sha256: str) -> bool:
    """Whether the bytes on disk still have their hash."""
    path = path_of(sha256)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
