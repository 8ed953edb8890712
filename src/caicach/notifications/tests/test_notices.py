"""Notices: told once, read by their receiver alone."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caicach.notifications.actions import mark_read, notify
from caicach.notifications.models import Notice
from caicach.orgs.tests.factories import AT, build_house


@pytest.fixture
def house(db):
    return build_house()


def tell(people, text="Nhiệm vụ 7 còn 2 ngày làm việc.", key="task:7:due", actor=None, at=AT, link="/units/"):
    notify(people=people, kind="plans.due", text=text, link=link, once_key=key, actor=actor, at=at)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return answer.content.decode()


def test_each_person_is_told_once_however_often_it_is_said(house):
    tell([house.phuc, house.de])
    tell([house.phuc, house.de, house.son])

    assert sorted(Notice.objects.values_list("to__username", flat=True)) == ["de", "phuc", "son"]


def test_who_does_a_deed_is_not_told_of_it(house):
    tell([house.phuc, house.hanh], actor=house.hanh)

    assert [notice.to for notice in Notice.objects.all()] == [house.phuc]


def test_a_very_long_text_is_cut_and_still_told(house):
    tell([house.phuc], text="dài " * 400)

    assert len(Notice.objects.get().text) == 500


def test_phuc_reads_his_own_notices_unread_first(house):
    for n in range(3):
        tell([house.phuc], text=f"Việc số {n}", key=f"k{n}", at=AT + datetime.timedelta(hours=n))
    tell([house.son], text="Việc của anh Sơn", key="son")
    mark_read(actor=house.phuc, at=AT, notice=Notice.objects.get(text="Việc số 2"))

    said = text_of(as_(house.phuc).get("/notices/"))

    places = [said.index(f"Việc số {n}") for n in (1, 0, 2)]
    assert places == sorted(places)
    assert said.index("Chưa đọc") < places[0] < said.index("Đã đọc<") < places[2]
    assert "anh Sơn" not in said.replace("title", "")


def test_opening_a_notice_reads_it_and_leads_where_it_points(house):
    tell([house.phuc])
    notice = Notice.objects.get()

    answer = as_(house.phuc).post(f"/notices/{notice.pk}/open/")

    assert answer.headers["Location"] == "/units/"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_notice_of_another_is_not_there(house, method):
    tell([house.phuc])
    notice = Notice.objects.get()

    answer = getattr(as_(house.son), method)(f"/notices/{notice.pk}/open/")

    assert answer.status_code == (404 if method == "post" else 405)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_read_at_once_and_nobody_elses(house):
    for n in range(3):
        tell([house.phuc, house.son], key=f"k{n}")

    as_(house.phuc).post("/notices/read-all/")

    assert not Notice.objects.visible_to(house.phuc).unread().exists()
    assert Notice.objects.visible_to(house.son).unread().count() == 3
    assert "Đánh dấu đã đọc hết" not in text_of(as_(house.phuc).get("/notices/"))


def test_a_notice_read_twice_keeps_the_first_moment(house):
    tell([house.phuc])
    assert mark_read(actor=house.phuc, at=AT) == 1

    assert mark_read(actor=house.phuc, at=AT + datetime.timedelta(days=1)) == 0

    assert Notice.objects.get().read_at == AT


def test_an_empty_page_says_what_will_stand_here(house):
    assert "Chưa có thông báo nào." in text_of(as_(house.phuc).get("/notices/"))


def test_a_thousand_notices_cost_as_many_questions_as_ten(house):
    client = as_(house.phuc)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices/")
        return len(queries)

    def fill(first, last):
        Notice.objects.bulk_create(
            Notice(to=house.phuc, channel="in_app", kind="x", text=f"Việc {n}", link="/", at=AT, once_key=f"{n}:phuc")
            for n in range(first, last)
        )

    fill(0, 10)
    with_ten = asked()
    fill(10, 1000)

    assert asked() == with_ten <= 12
