"""The files of an archive (tệp nén .zip), one by one, none larger than it says it is."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.conf import settings

from caicach.documents.reading import CannotRead
from caicach.documents.rules import is_leftover

PIECE = 64 * 1024
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_END = 66_000
BYTES_AN_ENTRY = 1_000  # an entry of the list of contents with a long name; more is no list of documents


class CannotUnpack(ValueError):
    """An archive is not opened; the argument is the reason's code."""


@dataclass(frozen=True)
class Member:
    """One file of an archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        return self.info.filename.replace("\\", "/").rsplit("/", 1)[-1]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, unpacked piece by piece; no more of them than the list of contents says."""
        if self.info.file_size > settings.MAX_UPLOAD_BYTES:
            raise CannotRead("too_big", self.name)
        try:
            with self.archive.open(self.info) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError):
            raise CannotRead("damaged", self.name) from None


def members(file: IO[bytes], *, most: int, room: int) -> list[Member]:
    """The documents in an archive, the system's own files left out; `CannotUnpack` before anything is unpacked."""
    _require_short_contents(file, most)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise CannotUnpack("damaged") from None
    found = [Member(archive, info) for info in archive.infolist() if not info.is_dir()]
    found = [one for one in found if not is_leftover(one.name) and "__MACOSX/" not in one.info.filename]
    if any(one.info.flag_bits & 1 for one in found):
        raise CannotUnpack("password")
    if not found:
        raise CannotUnpack("nothing")
    if len(found) > most:
        raise CannotUnpack("too_many")
    if sum(one.info.file_size for one in found) > room:
        raise CannotUnpack("too_much")
    return found


def _require_short_contents(file: IO[bytes], most: int) -> None:
    """A list of contents with a million entries would fill the memory before they could be counted."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_END))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(END)
    if end < 0:
        raise CannotUnpack("damaged")
    if END_64 in tail or int.from_bytes(tail[end + 12 : end + 16], "little") > 2 * most * BYTES_AN_ENTRY:
        raise CannotUnpack("too_many")
