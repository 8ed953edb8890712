"""The page of a frozen issue: figures that open to their records, what differs from the issue before, its files."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from caicach.documents import storage
from caicach.documents.freezing import differences
from caicach.documents.frozen_faces import difference_table, stamp
from caicach.documents.tests.factories import bare
from caicach.documents.tests.frozen import LATER, corrected, frozen, frozen_twice, statement, tasks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai"])
def test_an_issue_opens_for_who_reaches_the_unit_and_is_absent_for_others(house, as_, name):
    issue = frozen(house)
    client = as_(house.cast[name])
    absent = client.get("/documents/frozen/999999/")

    for address in (f"/documents/frozen/{issue.pk}/", f"/documents/frozen/files/{issue.files.first().pk}/"):
        answer = client.get(address)
        if name in {"hanh", "hoa", "mai"}:
            assert answer.status_code == 200
        else:
            assert answer.status_code == 404
            assert bare(answer) == bare(absent)


def test_a_figure_opens_to_the_records_it_counted(house, as_):
    issue = frozen(house)

    answer = as_(house.hanh).get(f"/documents/frozen/{issue.pk}/", {"cell": "2/4"})

    assert [record.id for record in answer.context["page"].rows] == ["plans.task:32"]
    assert "UBND tỉnh giao: đang thực hiện quá hạn" in answer.content.decode()


def test_without_a_figure_all_records_stand_there_page_by_page(house, as_):
    issue = frozen(house)

    answer = as_(house.hanh).get(f"/documents/frozen/{issue.pk}/", {"page": "5", "cell": "khong-co"})

    assert [record.id for record in answer.context["page"].rows] == ["plans.task:81"]
    assert answer.context["pages"].previous_url.endswith("#records")


def test_the_first_issue_has_nothing_to_differ_from(house, as_):
    issue = frozen(house)

    answer = as_(house.hanh).get(f"/documents/frozen/{issue.pk}/")

    assert answer.context["differences"] is None
    assert 'id="differences"' not in answer.content.decode()


def test_the_second_issue_says_what_differs_and_why(house, as_):
    _first, second = frozen_twice(house)

    page = as_(house.hanh).get(f"/documents/frozen/{second.pk}/").content.decode()

    for said in (
        "Khác gì so với bản chốt số 1",
        "trước 6",
        "<del>6</del>",
        "gia hạn đến 30/10/2026",
        "Đính chính theo",
    ):
        assert said in page, said
    assert second.sha256 in page


def test_an_older_issue_leads_to_the_newest(house, as_):
    first, second = frozen_twice(house)

    page = as_(house.hanh).get(f"/documents/frozen/{first.pk}/").content.decode()

    assert "Đây không phải bản mới nhất" in page
    assert f'href="/documents/frozen/{second.pk}/"' in page


def test_many_changed_records_are_shown_when_asked_for(house, as_):
    many = [(level, record) for level, record in tasks()]
    frozen(house, many[:1])
    again = [*many, *((level, type(one)(f"{one.id}b", one.label)) for level, one in many)]
    issue = frozen(house, again, at=LATER)
    client = as_(house.hanh)

    short = client.get(f"/documents/frozen/{issue.pk}/")
    whole = client.get(f"/documents/frozen/{issue.pk}/", {"changes": "all"})

    assert (len(short.context["differences"].records), short.context["differences"].more) == (100, 61)
    assert "Xem thêm 61 bản ghi thay đổi" in short.content.decode()
    assert (len(whole.context["differences"].records), whole.context["differences"].more) == (161, 0)


def test_a_file_leaves_as_it_was_issued(house, as_):
    file = frozen(house).files.get(name="phan-loai-quy-III.docx")

    answer = as_(house.hanh).get(f"/documents/frozen/files/{file.pk}/")

    assert b"".join(answer.streaming_content) == b"word 1"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    storage.path_of(file.stored.sha256).unlink()
    assert as_(house.hanh).get(f"/documents/frozen/files/{file.pk}/").status_code == 404


def test_words_of_a_record_are_never_markup(house, as_):
    level, record = tasks()[0]
    issue = frozen(house, [(level, type(record)(record.id, "<script>alert(1)</script>", record.of_class))])

    page = as_(house.hanh).get(f"/documents/frozen/{issue.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_another_page_shows_the_stamp_and_what_would_differ_now(house):
    issue = frozen(house)
    now = differences(issue.content, statement(corrected(tasks())), {"plans.task:60": ["bỏ khỏi kế hoạch"]})
    context = {"stamp": stamp(issue), "differences": difference_table(now, since=1)}

    shown = render_to_string("documents/frozen.html#stamp", context) + render_to_string(
        "documents/frozen.html#differences", context
    )

    for said in ("Bản chốt số 1", "phan-loai-quy-III.docx", "<ins>7</ins>", "bỏ khỏi kế hoạch"):
        assert said in shown, said


def test_the_page_asks_the_same_number_of_times_however_much_was_frozen(house, as_):
    short, long = frozen(house, tasks()[:3], key="A"), frozen_twice(house)[1]
    client, asked = as_(house.hanh), []
    client.get(f"/documents/frozen/{short.pk}/")

    for issue in (short, long):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/documents/frozen/{issue.pk}/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
