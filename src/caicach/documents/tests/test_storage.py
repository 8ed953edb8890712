"""Bytes on disk: whole or not at all, under their own hash."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from caicach.documents import storage
from caicach.documents.tests.factories import kept

BYTES = "Biên bản họp giao ban".encode()
SHA = hashlib.sha256(BYTES).hexdigest()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.once
def test_a_file_lies_under_its_hash(folder):
    assert storage.keep([BYTES[:5], BYTES[5:]]) == (SHA, len(BYTES))

    assert files(folder) == [folder / SHA[:2] / SHA]
    assert storage.path_of(SHA).read_bytes() == BYTES
    assert storage.is_whole(SHA)


@pytest.mark.once
def test_the_same_bytes_again_leave_one_file(folder):
    storage.keep([BYTES])
    storage.keep([BYTES])

    assert len(files(folder)) == 1


@pytest.mark.once
@pytest.mark.parametrize("trouble", [OSError("đĩa đầy"), KeyboardInterrupt()])
def test_an_upload_that_breaks_off_leaves_nothing(folder, trouble):
    def chunks():
        yield BYTES
        raise trouble

    with pytest.raises(type(trouble)):
        storage.keep(chunks())

    assert files(folder) == []


@pytest.mark.once
def test_a_flipped_byte_and_a_lost_file_are_not_whole(folder):
    storage.keep([BYTES])
    path = storage.path_of(SHA)

    path.write_bytes(bytes([BYTES[0] ^ 1]) + BYTES[1:])
    assert not storage.is_whole(SHA)
    path.unlink()
    assert not storage.is_whole(SHA)


def test_an_empty_file_is_refused_by_the_database(house):

    with pytest.raises(IntegrityError), transaction.atomic():
        kept(b"", house.hanh)
