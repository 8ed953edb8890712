"""Files that must not come in: one clear sentence, no entry, nothing left on disk; and large ones while they arrive."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from caicach.audit.models import Line
from caicach.documents.demo.paper import plain_docx
from caicach.documents.models import Document, StoredFile
from caicach.documents.tests.factories import PLAN_TEXT, nothing_happens
from caicach.documents.tests.streams import Stream, streamed

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def a_bomb():
    """Word whose text unpacks to 300 MB."""
    good = zipfile.ZipFile(io.BytesIO(plain_docx("KẾ HOẠCH", ["Một dòng"])))
    parts = {name: good.read(name) for name in good.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if name == "word/document.xml":
                with archive.open(name, "w") as member:
                    for _ in range(300):
                        member.write(b" " * MB)
            else:
                archive.writestr(name, content)
    return buffer.getvalue()


WORD = plain_docx("KẾ HOẠCH", ["Nhiệm vụ"] * 50)
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -60"
    b"/O<" + b"28" * 32 + b">/U<" + b"ab" * 32 + b">>>endobj\ntrailer<</Root 1 0 R/Encrypt 4 0 R"
    b"/ID[<" + b"00" * 16 + b"><" + b"00" * 16 + b">]>>\nstartxref\n0\n%%EOF\n"
)
LOCKED_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
BAD = {
    "nothing": ("trong.txt", b"", "Tệp rỗng"),
    "blanks": ("trang.txt", b" \r\n\t ", "Tệp “trang.txt” trống"),
    "cut": ("cut.docx", WORD[: len(WORD) // 2], "Tệp “cut.docx” bị hỏng hoặc bị cắt cụt"),
    "cut pdf": ("cut.pdf", b"%PDF-1.7\n1 0 obj <</Type", "Tệp “cut.pdf” bị hỏng hoặc bị cắt cụt"),
    "locked word": ("mat.docx", LOCKED_WORD, "Tệp “mat.docx” có mật khẩu"),
    "locked pdf": ("mat.pdf", LOCKED_PDF, "Tệp “mat.pdf” có mật khẩu"),
    "word called pdf": ("sai.pdf", WORD, "đuôi .pdf nhưng nội dung là .docx"),
    "text called word": ("sai.docx", PLAN_TEXT.encode(), "đuôi .docx nhưng nội dung là .txt"),
    "a picture": ("anh.docx", b"\x89PNG\r\n\x1a\n" + bytes(90), "là ảnh"),
    "an old word file": ("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "đời cũ"),
    "an archive called word": ("nen.docx", zipped(a="x"), "tệp nén"),
    "macros": ("macro.docx", zipped(**{"[Content_Types].xml": "<a/>", "word__vbaProject.bin": "x"}), "macro"),
    "rubbish": ("rac.txt", bytes(range(256)) * 40, "không phải văn bản"),
    "a web page": ("trang.txt", b"<!DOCTYPE html><p>x", "trang web"),
}


def sent(client, house, name, content, **extra):
    data = {"direction": "outgoing", "unit": house.unit.syt.pk, "file": SimpleUploadedFile(name, content)}
    return client.post("/documents/upload/", data, **extra)


def incoming(folder):
    return list(folder.glob("incoming-*"))


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(house, as_, folder, what):
    name, content, sentence = BAD[what]

    answer = sent(as_(house.hanh), house, name, content)

    assert answer.status_code == 422
    errors = answer.context["form"].errors["file"]
    assert len(errors) == 1 and sentence in errors[0], errors
    assert not Document.objects.exists() and not StoredFile.objects.exists()
    assert not Line.objects.filter(kind__startswith="documents.").exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_bomb_is_refused_and_does_not_unpack(house, as_, folder):
    bomb = a_bomb()
    assert len(bomb) < 2 * MB

    answer = sent(as_(house.hanh), house, "bom.docx", bomb)

    assert answer.status_code == 422
    assert "Tệp “bom.docx”" in answer.context["form"].errors["file"][0]
    assert not Document.objects.exists()
    assert incoming(folder) == []


def test_the_sentence_is_english_for_who_switched(house, as_):
    client = as_(house.hanh)
    client.cookies["django_language"] = "en"

    answer = sent(client, house, "sai.pdf", WORD)

    assert "Rename it to .docx" in answer.context["form"].errors["file"][0]


def test_without_a_file_or_with_another_units_register_nothing_happens(house, as_):
    client = as_(house.hanh)

    with nothing_happens(StoredFile):
        empty = client.post("/documents/upload/", {})
        foreign = client.post(
            "/documents/upload/",
            {"direction": "outgoing", "unit": house.unit.snv.pk, "file": SimpleUploadedFile("a.txt", b"abc")},
        )

    assert empty.status_code == foreign.status_code == 422
    assert "Hãy chọn tệp" in empty.context["form"].errors["file"][0]
    assert "unit" in foreign.context["form"].errors


def test_300_mb_are_refused_while_they_arrive_and_take_no_room(house, as_, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    stream = Stream({"direction": "outgoing", "unit": house.unit.syt.pk}, "file", 300 * MB)
    client = as_(house.hanh)
    client.get("/documents/upload/")

    tracemalloc.start()
    answer = streamed(client, "/documents/upload/", stream)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"] == [
        "Mỗi tệp được đến 20 MB, một lần tải lên được đến 121 MB. Hãy chia thành nhiều lần."
    ]
    assert peak < 16 * MB
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Document.objects.exists()


def test_a_file_just_over_the_limit_gets_the_same_sentence(house, as_, settings):
    settings.MAX_UPLOAD_BYTES = 2 * MB

    answer = sent(as_(house.hanh), house, "lon.txt", b"x" * (2 * MB + 1))

    assert answer.status_code == 422
    assert "lớn hơn 2 MB" in answer.context["form"].errors["file"][0]
    assert not StoredFile.objects.exists()


def test_what_stands_after_a_file_that_is_too_large_still_arrives(house, as_, settings, folder):
    settings.MAX_UPLOAD_BYTES = 2 * MB
    typed = {"file": SimpleUploadedFile("lon.txt", b"x" * (3 * MB)), "direction": "outgoing", "unit": house.unit.syt.pk}

    answer = as_(house.hanh).post("/documents/upload/", typed)

    form = answer.context["form"]
    assert list(form.errors) == ["file"]
    assert (form.data["direction"], form.data["unit"]) == ("outgoing", str(house.unit.syt.pk))


def test_each_file_has_the_limit_and_the_whole_request_room_for_several(rf, settings):
    settings.MAX_UPLOAD_BYTES = MB

    def arrived(*sizes):
        files = [SimpleUploadedFile(f"{number}.txt", b"x" * size) for number, size in enumerate(sizes)]
        request = rf.post("/", {"evidence": files, "words": "Đã làm"})
        names = [file.name for file in request.FILES.getlist("evidence")]
        return names, request.POST.get("words"), request.META.get("too_large", False)

    assert arrived(*[MB] * 6) == ([f"{number}.txt" for number in range(6)], "Đã làm", False)
    assert arrived(9, MB + 1, MB) == (["0.txt", "2.txt"], "Đã làm", True)
    assert arrived(*[MB] * 8)[2] is True


def test_a_file_within_the_limit_comes_in(house, as_, folder):
    answer = sent(as_(house.hanh), house, "Kế hoạch cải cách.txt", PLAN_TEXT.encode())

    document = Document.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/plans/review/{document.pk}/"
    assert document.files.get().name == "Kế hoạch cải cách.txt"
    assert document.registered_by == house.hanh
    assert incoming(folder) == []


def test_the_same_upload_twice_leads_to_the_same_entry(house, as_):
    client = as_(house.hanh)
    first = sent(client, house, "ke-hoach.txt", PLAN_TEXT.encode())

    again = sent(client, house, "ke-hoach.txt", PLAN_TEXT.encode())

    assert again.headers["Location"] == first.headers["Location"]
    assert Document.objects.count() == 1
    assert "đã có trong sổ từ trước: Kế hoạch 62/KH-SYT" in client.get(again.headers["Location"]).content.decode()
