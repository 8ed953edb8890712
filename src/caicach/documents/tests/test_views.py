"""The pages of documents: for whom they open, what they show, how files leave."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from caicach.documents import actions, storage
from caicach.documents.models import Book, Document
from caicach.documents.rules import Direction, LinkKind
from caicach.documents.tests.factories import AT, bare, entered, kept, last_line, nothing_happens, taken_in

pytestmark = pytest.mark.django_db

SEES = {"hanh", "hoa", "mai"}
KEEPS = {"hanh"}


@pytest.mark.parametrize("name", ["hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai"])
def test_a_document_opens_for_who_may_see_it_and_is_absent_for_others(house, as_, name):
    document = taken_in(house)
    client = as_(house.cast[name])
    file = document.files.get()
    seen = [f"/documents/{document.pk}/", f"/documents/files/{file.pk}/"]
    kept_only = [f"/documents/{document.pk}/correct/", "/documents/upload/"]

    assert client.get("/documents/").status_code == 200
    absent = client.get("/documents/999999/")
    for address in seen + kept_only:
        answer = client.get(address)
        if name in (SEES if address in seen else KEEPS):
            assert answer.status_code == 200, address
        else:
            assert answer.status_code == 404, address
            assert bare(answer) == bare(absent)
    assert ("62/KH-SYT" in client.get("/documents/").content.decode()) == (name in SEES)


def test_whoever_may_not_correct_or_link_changes_nothing(house, as_):
    document = taken_in(house)

    for name in ("hoa", "mai", "phuc", "son"):
        client = as_(house.cast[name])
        with nothing_happens():
            corrected = client.post(f"/documents/{document.pk}/correct/", {"type_code": "KH", "subject": "Khác"})
            linked = client.post(f"/documents/{document.pk}/link/", {"kind": "amends", "cited": "1/QĐ"})
        assert corrected.status_code == linked.status_code == 404


def test_an_entry_is_corrected_by_hand(house, as_):
    document = taken_in(house)
    client = as_(house.hanh)
    typed = {
        "type_code": "KH",
        "number": "62/KH-SYT",
        "issued_on": "30/12/2025",
        "subject": "Cải cách hành chính",
        "recipients_text": "Lưu: VT\n\n  Các phòng ",
    }

    answer = client.post(
        f"/documents/{document.pk}/correct/",
        typed | {"seen": document.seen_mark, "registered_by": house.phuc.pk, "number_in_book": 9},
    )

    document.refresh_from_db()
    assert answer.status_code == 302
    assert (document.issued_on, document.recipients) == (date(2025, 12, 30), ["Lưu: VT", "Các phòng"])
    assert (document.registered_by, document.number_in_book) == (house.hanh, 1)  # not on the form
    assert last_line(document).kind == "documents.corrected"


def test_two_who_correct_one_entry_lose_nothing_of_each_other(house, as_):
    document = entered(house, number="7883/SYT-VP")
    address, client = f"/documents/{document.pk}/correct/", as_(house.hanh)
    typed = {"type_code": "CV", "number": "7883/SYT-VP", "subject": document.subject}
    first, old = client.get(address).context["seen"], client.get(address).context["seen"]
    assert f'name="seen" value="{first}"' in client.get(address).content.decode()
    assert client.post(address, typed | {"seen": first, "signer": "Trần Thị Hoa"}).status_code == 302

    with nothing_happens():
        told = client.post(address, typed | {"seen": old, "place": "Bình Minh"})
        unmarked = client.post(address, typed | {"place": "Bình Minh"})

    assert told.status_code == unmarked.status_code == 422
    page = told.content.decode()
    assert "Người khác vừa sửa thông tin văn bản này." in page
    assert "Người ký: Trần Thị Hoa" in page
    assert 'value="Bình Minh"' in page
    again = client.post(address, typed | {"seen": told.context["seen"], "place": "Bình Minh", "signer": "Trần Thị Hoa"})
    assert again.status_code == 302
    document.refresh_from_db()
    assert (document.signer, document.place) == ("Trần Thị Hoa", "Bình Minh")


def test_a_link_tells_nothing_of_a_document_that_is_not_theirs(house, as_):
    handed = entered(house, number="1/SYT-VP", subject="Được chuyển")
    hidden = entered(house, number="2/SYT-VP", subject="Không được chuyển")
    said = {"actor": house.hanh, "at": AT, "kind": LinkKind.BASED_ON}
    actions.hand_out(document=handed, units=[house.unit.bvdk], actor=house.hanh, at=AT)
    actions.link(document=handed, cited="văn bản kia", other=hidden, **said)
    actions.link(document=hidden, cited="văn bản này", other=handed, **said)

    page = as_(house.phuc).get(f"/documents/{handed.pk}/").content.decode()
    keeper = as_(house.hanh).get(f"/documents/{handed.pk}/").content.decode()

    assert "văn bản kia" in page
    assert "2/SYT-VP" not in page and f"/documents/{hidden.pk}/" not in page
    assert "2/SYT-VP" in keeper and keeper.count(f'href="/documents/{hidden.pk}/"') == 2


@pytest.mark.parametrize("cited", ["", "  ", "số " * 80])
def test_a_link_without_a_number_is_shown_again_with_what_was_typed(house, as_, cited):
    document = entered(house)

    with nothing_happens():
        answer = as_(house.hanh).post(f"/documents/{document.pk}/link/", {"kind": LinkKind.AMENDS, "cited": cited})

    assert answer.status_code == 422
    assert "cited" in answer.context["link_form"].errors
    page = answer.content.decode()
    assert '<option value="amends" selected>' in page
    assert cited in page


def test_a_day_that_is_none_is_shown_again_with_a_sentence(house, as_):
    document = taken_in(house)

    with nothing_happens():
        answer = as_(house.hanh).post(
            f"/documents/{document.pk}/correct/", {"type_code": "KH", "subject": "Khác", "issued_on": "31/02/2026"}
        )

    assert answer.status_code == 422
    assert "31/02/2026" in answer.content.decode()


def test_a_link_finds_the_other_document_by_its_number(house, as_):
    document, other = taken_in(house), entered(house, number="05/KH-UBND")
    client = as_(house.hanh)
    typed = {"kind": LinkKind.IMPLEMENTS, "cited": "05/KH-UBND"}

    client.post(f"/documents/{document.pk}/link/", typed)
    with nothing_happens():
        client.post(f"/documents/{document.pk}/link/", typed)

    assert document.links.get().other == other
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "Liên kết này đã có." in page
    assert f"/documents/{other.pk}/" in page


def test_a_file_leaves_as_a_download_under_its_vietnamese_name(house, as_):
    document = entered(house)
    for name in ("Kế hoạch số 62.docx", "trang.html"):
        actions.attach(document=document, stored=kept(f"<p>{name}", house.hanh), name=name, actor=house.hanh, at=AT)
    client = as_(house.hanh)

    for file in document.files.all():
        answer = client.get(f"/documents/files/{file.pk}/")
        assert answer.headers["Content-Security-Policy"] == "sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert b"".join(answer.streaming_content) == f"<p>{file.name}".encode()
    first = client.get(f"/documents/files/{document.files.first().pk}/")
    assert f"filename*=utf-8''{quote('Kế hoạch số 62.docx')}" in first.headers["Content-Disposition"]


def test_a_file_lost_from_the_disk_is_absent(house, as_):
    file = taken_in(house).files.get()
    storage.path_of(file.stored.sha256).unlink()

    assert as_(house.hanh).get(f"/documents/files/{file.pk}/").status_code == 404


def test_the_list_is_searched_and_narrowed(house, as_):
    entered(house, number="7883/SYT-VP", subject="Đôn đốc tiến độ")
    entered(house, number="12/QĐ-SYT", subject="Phân công", direction=Direction.OUTGOING)
    client = as_(house.hanh)

    def numbers(query):
        return [document.number for document in client.get(f"/documents/?{query}").context["page"].rows]

    assert numbers("q=tien+do") == ["7883/SYT-VP"]
    assert numbers("q=7883/SYT-VP") == ["7883/SYT-VP"]
    assert numbers("book=outgoing") == ["12/QĐ-SYT"]
    assert sorted(numbers("book=nonsense")) == ["12/QĐ-SYT", "7883/SYT-VP"]
    assert numbers("q=khong+co") == []
    assert "Không có văn bản nào khớp “khong co”" in client.get("/documents/?q=khong+co").content.decode()


@pytest.mark.parametrize("address", ["/documents/", "/documents/upload/"])
def test_pages_are_vietnamese_whatever_the_browser_wants_and_english_by_switch(house, as_, address):
    client = as_(house.hanh)

    page = client.get(address, headers={"accept-language": "en-US,en;q=0.9"})
    assert page.headers["Content-Language"] == "vi"
    assert "Văn bản" in page.content.decode()

    client.cookies["django_language"] = "en"
    english = client.get(address)
    assert english.headers["Content-Language"] == "en"
    assert "Documents" in english.content.decode()


def many(house, first, last):
    """Entries in the department's register, written in bulk as no office could."""
    book, _ = Book.objects.get_or_create(unit=house.unit.syt, direction=Direction.INCOMING, year=localdate().year)
    Document.objects.bulk_create(
        Document(
            book=book,
            unit=house.unit.syt,
            number_in_book=number,
            type_code="CV",
            number=f"{number}/SYT-VP",
            subject=f"Đôn đốc lần {number}",
            registered_by=house.hanh,
            registered_at=AT + timedelta(minutes=number),
            folded=f"cong van {number}/syt-vp don doc",
        )
        for number in range(first, last)
    )


@pytest.mark.parametrize("address", ["/documents/", "/documents/?q=don+doc", "/documents/?book=incoming&page=2"])
def test_the_list_asks_the_database_as_often_for_a_thousand_as_for_ten(house, as_, address):
    client = as_(house.hanh)

    def asked():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    many(house, 1, 11)
    ten = asked()
    many(house, 11, 1001)

    assert asked() == ten
