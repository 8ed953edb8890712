"""Cô Hạnh sends a folder: kept at once, read one after another, each whole or not at all, whatever is stopped when."""

import io
import logging
import zipfile
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from caicach.audit import checks as trail
from caicach.audit.models import Line
from caicach.documents import actions, checks, jobs
from caicach.documents.actions import batches
from caicach.documents.models import Batch, BatchFile, Document, StoredFile
from caicach.documents.rules import Direction, FileState
from caicach.documents.tests.factories import AT, PLAN_TEXT, last_line, nothing_happens, taken_in
from caicach.notifications.models import Notice
from caicach.orgs import actions as orgs
from caicach.orgs.models import Post
from caicach.orgs.permissions import NotAllowed

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


def paper(number):
    return PLAN_TEXT.replace("62/KH-SYT", f"{number}/KH-SYT").encode()


def sent(client, house, files, **more):
    """Files as the browser sends them: names and bytes."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return client.post(
        "/documents/upload/", {"direction": "incoming", "unit": house.unit.syt.pk, "file": uploads} | more
    )


def batch_of(house, **files):
    """A batch of texts, by name."""
    return actions.open_batch(
        unit=house.unit.syt,
        direction=Direction.INCOMING,
        files=[actions.Sent(f"{name}.txt", partial(iter, [content])) for name, content in files.items()],
        actor=house.hanh,
        at=AT,
    )


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def told(batch):
    return [(file.name, file.state) for file in batch.files.all()]


def all_holds():
    return [*checks.faults(), *trail.faults()] == []


def test_many_files_are_kept_at_once_and_read_in_the_background(house, as_):
    files = {"b.txt": paper(2), "a.txt": paper(1), "ảnh.pdf": b"\x89PNG\r\n\x1a\n", "trống.txt": b"", "~$a.docx": b"x"}

    answer = sent(as_(house.hanh), house, files)

    batch = Batch.objects.get()
    assert answer.headers["Location"] == f"/documents/batches/{batch.pk}/"
    assert told(batch) == [
        ("a.txt", "waiting"), ("b.txt", "waiting"), ("trống.txt", "refused"), ("ảnh.pdf", "waiting")
    ]  # fmt: skip
    assert not Document.objects.exists()
    assert last_line(batch).changes["files"] == 4

    jobs.read_batches(at=AT)

    assert [state for _, state in told(batch)] == ["entered", "entered", "refused", "refused"]
    assert sorted(Document.objects.values_list("number", flat=True)) == ["1/KH-SYT", "2/KH-SYT"]
    assert batch.files.get(number=4).says == (
        "Tệp “ảnh.pdf” là ảnh, không có chữ để đọc. Hãy dùng bản Word hoặc PDF có chữ."
    )
    assert Document.objects.first().registered_by == house.hanh
    assert Notice.objects.get(to=house.hanh).text == (
        "Đã đọc xong 4 tệp tải lên: 2 vào sổ, 0 đã có trong sổ, 2 bị từ chối."
    )
    assert last_line(batch).kind == "documents.batch_file_refused"
    assert all_holds()


def test_what_the_register_has_is_found_and_not_entered_twice(house):
    there = taken_in(house, direction=Direction.INCOMING)
    batch = batch_of(house, a=PLAN_TEXT.encode(), b=paper(1), c=paper(1))

    jobs.read_batches(at=AT)

    assert told(batch) == [("a.txt", "known"), ("b.txt", "entered"), ("c.txt", "known")]
    assert batch.files.get(number=1).document == there
    assert Document.objects.count() == 2


@pytest.mark.parametrize("broken", ["enter", "_end"])
def test_a_stop_between_and_inside_files_leaves_nothing_half_and_is_read_on(house, monkeypatch, broken):
    batch = batch_of(house, a=paper(1), b=paper(2))

    def stops(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(batches, broken, stops)
        actions.read_next(at=AT)

    assert told(batch) == [("a.txt", "reading"), ("b.txt", "waiting")]
    assert not Document.objects.exists()

    jobs.read_batches(at=AT)

    assert told(batch) == [("a.txt", "entered"), ("b.txt", "entered")]
    assert Document.objects.count() == 2
    assert all_holds()


def test_a_file_that_ends_the_program_again_and_again_is_passed_over(house):
    batch = batch_of(house, a=paper(1), b=paper(2))
    batch.files.filter(number=1).update(tries=3, state=FileState.READING)

    jobs.read_batches(at=AT)

    assert told(batch) == [("a.txt", "refused"), ("b.txt", "entered")]
    assert "gặp lỗi khi đọc" in batch.files.get(number=1).says


def test_a_fault_of_the_program_is_told_and_a_busy_database_waits(house, monkeypatch, caplog):
    batch = batch_of(house, a=paper(1), b=paper(2))
    troubles = iter([OperationalError("database is locked"), RuntimeError("lỗi")])
    whole = batches.understand

    def understand(*args):
        raise next(troubles)

    monkeypatch.setattr(batches, "understand", understand)
    with pytest.raises(OperationalError):
        actions.read_next(at=AT)
    assert told(batch)[0] == ("a.txt", "reading")
    with caplog.at_level(logging.ERROR):
        actions.read_next(at=AT)
    monkeypatch.setattr(batches, "understand", whole)
    jobs.read_batches(at=AT)

    assert told(batch) == [("a.txt", "refused"), ("b.txt", "entered")]


def test_who_lost_the_register_meanwhile_enters_nothing(house):
    batch = batch_of(house, a=paper(1))
    for post in Post.objects.filter(person=house.hanh):
        orgs.end_post(post=post, until=AT.date(), actor=house.mai, at=AT)

    jobs.read_batches(at=AT)

    assert told(batch) == [("a.txt", "refused")]
    assert not Document.objects.exists()


def test_who_keeps_no_register_sends_no_batch(house):
    with nothing_happens(Batch, BatchFile), pytest.raises(NotAllowed):
        actions.open_batch(
            unit=house.unit.syt, direction=Direction.INCOMING, files=[], actor=house.phuc, at=AT
        )  # fmt: skip


def test_an_archive_is_a_batch_of_its_documents(house, as_):
    content = zipped(**{"Thư mục/a.txt": paper(1), "b.txt": paper(2), "__MACOSX/x.txt": b"x", ".DS_Store": b"x"})

    sent(as_(house.hanh), house, {"ho-so.zip": content})
    jobs.read_batches(at=AT)

    assert told(Batch.objects.get()) == [("a.txt", "entered"), ("b.txt", "entered")]


def locked():
    content = bytearray(zipped(**{"a.txt": "x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


ARCHIVES = {
    "damaged": (lambda: b"PK\x03\x04 cut off", "Tệp nén “ho-so.zip” bị hỏng"),
    "cut": (lambda: zipped(**{"a.txt": "x" * 9000})[:-30], "Tệp nén “ho-so.zip” bị hỏng"),
    "nothing": (lambda: zipped(), "không có tệp nào"),
    "password": (locked, "có mật khẩu"),
    "many": (lambda: zipped(**{f"{n}.txt": "x" for n in range(201)}), "có hơn 200 tệp"),
    "a list too long": (lambda: zipped(**{f"{n:0200}.txt": "" for n in range(2000)}), "có hơn 200 tệp"),
    "a bomb": (lambda: zipped(**{f"{n}.txt": bytes(16 * MB) for n in range(8)}), "mở ra lớn hơn 121 MB"),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_an_archive_that_cannot_be_opened_is_refused_whole_in_one_sentence(house, as_, folder, what):
    make, sentence = ARCHIVES[what]

    with nothing_happens(Batch, BatchFile):
        answer = sent(as_(house.hanh), house, {"ho-so.zip": make()})

    assert answer.status_code == 422
    [said] = answer.context["form"].errors["file"]
    assert sentence in said
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_that_lies_in_an_archive_is_refused_alone(house, as_):
    content = bytearray(zipped(**{"a.txt": paper(1), "b.txt": bytes(21 * MB), "c.txt": paper(3)}))
    content[content.index(b"c.txt") + 40] ^= 0xFF

    sent(as_(house.hanh), house, {"ho-so.zip": bytes(content)})
    jobs.read_batches(at=AT)

    batch = Batch.objects.get()
    assert told(batch) == [("a.txt", "entered"), ("b.txt", "refused"), ("c.txt", "refused")]
    assert "lớn hơn 20 MB" in batch.files.get(number=2).says
    assert "bị hỏng" in batch.files.get(number=3).says


def test_a_file_past_the_limit_has_its_line_and_does_not_stop_the_others(house, as_, settings):
    settings.MAX_UPLOAD_BYTES = MB

    sent(as_(house.hanh), house, {"a.txt": paper(1), "b.txt": b"x" * (MB + 1)})

    assert told(Batch.objects.get()) == [("a.txt", "waiting"), ("b.txt", "refused")]


def test_too_many_and_too_much_at_once_are_each_told_in_one_sentence(house, as_, settings):
    settings.MAX_BATCH_FILES, settings.MAX_UPLOAD_BYTES = 3, MB
    client = as_(house.hanh)

    with nothing_happens(Batch, BatchFile):
        many = sent(client, house, {f"{n}.txt": b"x" for n in range(4)})
        much = sent(client, house, {f"{n}.txt": b"x" * (3 * MB) for n in range(3)})

    assert [str(many.context["form"].errors["file"][0]), str(much.context["form"].errors["file"][0])] == [
        "Một lần tải lên được đến 3 tệp. Hãy chia thư mục thành nhiều lần.",
        "Mỗi tệp được đến 1 MB, một lần tải lên được đến 7 MB. Hãy chia thành nhiều lần.",
    ]


def test_a_text_that_is_not_called_one_is_not_entered(house, as_):
    sent(as_(house.hanh), house, {"so-lieu.json": b'{"a": 1}', "a.txt": paper(1)})
    jobs.read_batches(at=AT)

    assert told(Batch.objects.get()) == [("a.txt", "entered"), ("so-lieu.json", "refused")]


def test_the_page_shows_how_far_it_is_and_asks_again_until_all_are_read(house, as_):
    batch, client = batch_of(house, a=paper(1), b=paper(2), c=b"\x89PNG\r\n\x1a\n"), as_(house.hanh)
    address = f"/documents/batches/{batch.pk}/"
    actions.read_next(at=AT)

    going = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    jobs.read_batches(at=AT)
    done = client.get(address).content.decode()

    assert "1/3" in going and 'hx-trigger="every 3s"' in going and 'http-equiv="refresh"' in going
    assert "<html" not in part and "1/3" in part
    assert "3/3" in done and "hx-trigger" not in done and "refresh" not in done.split("</head>")[0]
    assert "Tệp “c.txt” là ảnh" in done and f"/plans/review/{Document.objects.first().pk}/" in done
    assert "đã đọc 3 tệp" in client.get("/documents/upload/").content.decode()


def test_the_page_asks_the_database_as_often_for_forty_files_as_for_two(house, as_):
    client, counts = as_(house.hanh), []
    for number in (2, 40):
        batch = batch_of(house, **{f"t{n}": paper(n) for n in range(number)})
        client.get(f"/documents/batches/{batch.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/documents/batches/{batch.pk}/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_trail_tells_the_batch(house):
    batch = batch_of(house, a=paper(1))

    line = Line.objects.of(f"documents.batch:{batch.pk}").get()
    assert (line.kind, line.actor_id) == ("documents.batch_sent", house.hanh.pk)
    assert StoredFile.objects.count() == 1
