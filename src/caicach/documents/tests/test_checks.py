"""`verify` on documents: a gap in a register, an entry nobody made, a file that changed."""

import pytest

from caicach.documents import checks, storage
from caicach.documents.models import Book, Document
from caicach.documents.tests.factories import entered, kept, taken_in

pytestmark = pytest.mark.django_db


def test_what_the_program_itself_did_holds(house):
    taken_in(house)
    entered(house)

    assert list(checks.faults()) == []


@pytest.mark.parametrize("last_number", [0, 1, 3])
def test_a_counter_that_does_not_match_its_register_is_named(house, last_number):
    entered(house), entered(house)

    Book.objects.update(last_number=last_number)

    (fault,) = checks.faults()
    assert (
        fault == f"Văn bản đến 2026, Sở Y tế Bình Minh: số đăng ký không liên tục (2 văn bản, số cuối {last_number})."
    )


def test_an_entry_taken_out_of_a_register_leaves_a_gap_that_is_named(house):
    first, _second = entered(house), entered(house)

    first.delete()

    (fault,) = checks.faults()
    assert "số đăng ký không liên tục (1 văn bản, số cuối 2)" in fault


def test_an_entry_that_no_line_tells_of_is_named(house):
    document = entered(house)
    Document.objects.bulk_create([copied(document)])
    Book.objects.update(last_number=2)

    (fault,) = checks.faults()
    assert fault.endswith("nhật ký không có dòng đăng ký.")


def copied(document):
    document.pk, document.number_in_book = None, 2
    return document


def test_a_flipped_byte_in_a_kept_file_is_named(house):
    stored = kept("Biên bản", house.phuc)
    path = storage.path_of(stored.sha256)
    content = path.read_bytes()

    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    assert list(checks.faults()) == [f"Tệp {stored.sha256[:12]}: mất hoặc đã bị thay đổi so với lúc lưu."]


def test_a_lost_file_is_named(house):
    stored = kept("Biên bản", house.phuc)

    storage.path_of(stored.sha256).unlink()

    assert list(checks.faults()) == [f"Tệp {stored.sha256[:12]}: mất hoặc đã bị thay đổi so với lúc lưu."]
