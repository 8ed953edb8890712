"""The outbox, the digest and the choices of a person, on their pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from caicach.audit.models import Line
from caicach.notifications import actions
from caicach.notifications.models import Contact, Digest, Message
from caicach.notifications.rules import Channel, DigestLine, State, Trouble


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return answer.content.decode()


def lay(person, n=1, first=0, **values):
    at = now()
    Message.objects.bulk_create(
        Message(
            **{
                "to": person, "channel": Channel.EMAIL, "address": "phuc@example.vn", "kind": "digest",
                "subject": "Việc kín", "body": "Điều chỉ anh Phúc được đọc", "link": "/", "once_key": f"k{number}",
                "queued_at": at, "not_before": at, "next_try_at": at, **values,
            }
        )
        for number in range(first, first + n)
    )  # fmt: skip
    return Message.objects.order_by("pk").last()


def broken(person, **values):
    stands = {"state": State.GIVEN_UP, "next_try_at": None, "trouble": Trouble.FAULTY, "detail": "HTTP 500"}
    return lay(person, **stands, attempts=6, **values)


def test_mai_sees_how_a_message_fares_and_not_what_it_says(house):
    broken(house.phuc)

    said = text_of(as_(house.mai).get("/notices/outbox/"))

    for word in (
        "Lê Văn Phúc",
        "phuc@example.vn",
        "Bản tin trong ngày",
        "lần thử 6/6",
        "Bên nhận báo lỗi của chính họ. (HTTP 500)",
    ):
        assert word in said
    assert "Việc kín" not in said
    assert "Điều chỉ anh Phúc" not in said


def test_the_page_says_which_channel_is_not_set_up(house, settings):
    settings.EMAIL_HOST = "mail.example.vn"

    said = text_of(as_(house.mai).get("/notices/outbox/"))

    assert "CAICACH_SMS" in said
    assert "CAICACH_ZALO" in said
    assert "CAICACH_SMTP" not in said


def test_an_empty_outbox_says_what_will_stand_here(house):
    assert "Chưa có tin nào rời phần mềm." in text_of(as_(house.mai).get("/notices/outbox/"))


@pytest.mark.parametrize(
    ("query", "there"),
    [("", 3), ("?state=given_up", 1), ("?state=queued", 2), ("?channel=sms", 1), ("?state=queued&channel=email", 1),
     ("?state=sent", 0), ("?state=khong&channel=co", 3)],
)  # fmt: skip
def test_the_outbox_is_narrowed_by_state_and_channel(house, query, there):
    broken(house.phuc)
    lay(house.phuc, first=1)
    lay(house.phuc, first=2, channel=Channel.SMS)

    assert text_of(as_(house.mai).get(f"/notices/outbox/{query}")).count("message-line") == there


def test_mai_tries_all_broken_messages_again(house):
    broken(house.phuc)
    broken(house.son, first=1)
    lay(house.phuc, first=2)

    said = text_of(as_(house.mai).post("/notices/outbox/retry/", follow=True))

    assert "2 tin sẽ được gửi lại." in said
    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    assert Line.objects.filter(kind="notifications.message_retried").count() == 2


def test_mai_stops_one_and_is_told_when_there_is_nothing_to_stop(house):
    message = lay(house.phuc)
    client = as_(house.mai)

    assert "Đã thôi gửi tin này." in text_of(client.post(f"/notices/outbox/{message.pk}/stop/", follow=True))
    assert "đã thôi gửi." in text_of(client.post(f"/notices/outbox/{message.pk}/stop/", follow=True))

    assert Message.objects.get().state == State.STOPPED


def test_hanh_finds_no_outbox(house):
    message = broken(house.phuc)
    client = as_(house.hanh)

    assert client.get("/notices/outbox/").status_code == 404
    for verb in ("retry/", f"{message.pk}/retry/", f"{message.pk}/stop/"):
        assert client.post(f"/notices/outbox/{verb}").status_code == 404
    assert "/notices/outbox/" not in text_of(client.get("/notices/"))

    assert Message.objects.get().state == State.GIVEN_UP


def test_a_thousand_messages_cost_as_many_questions_as_ten(house):
    client = as_(house.mai)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices/outbox/")
        return len(queries)

    lay(house.phuc, 10)
    with_ten = asked()
    lay(house.phuc, 990, first=10)

    assert asked() == with_ten <= 14


def test_phuc_opens_the_digest_his_notice_leads_to(house):
    lines = [
        DigestLine("Nhiệm vụ 7 còn 2 ngày.", "/plans/tasks/7/", "x"),
        DigestLine("Nhiệm vụ <3> quá hạn.", "/plans/tasks/3/", "x", urgent=True),
    ]
    digest = actions.digest(person=house.phuc, day=now().date(), lines=lines, at=now())
    path = f"/notices/digest/{digest.pk}/"

    said = text_of(as_(house.phuc).get(path))

    assert said.index("Nhiệm vụ &lt;3&gt; quá hạn.") < said.index("Nhiệm vụ 7 còn 2 ngày.")
    assert 'href="/plans/tasks/7/"' in said
    assert as_(house.son).get(path).status_code == as_(house.mai).get(path).status_code == 404


def test_phuc_chooses_how_he_is_told(house):
    told = {"phone": "0912 345 678", "by_sms": "on"}

    answer = as_(house.phuc).post("/notices/settings/", told, follow=True)

    assert "Đã lưu cách nhận tin." in text_of(answer)
    contact = Contact.objects.get(person=house.phuc)
    assert (contact.phone, contact.by_email, contact.by_sms, contact.by_zalo) == ("+84912345678", False, True, False)
    assert Line.objects.latest("pk").kind == "notifications.contact_chosen"
    assert 'value="+84912345678"' in text_of(as_(house.phuc).get("/notices/settings/"))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"phone": "12345", "by_sms": "on"}, "Số điện thoại gồm 10 chữ số"),
        ({"phone": "", "by_zalo": "on"}, "Hãy ghi số điện thoại để nhận SMS hoặc Zalo"),
    ],
)
def test_a_number_that_is_none_is_told_and_nothing_typed_is_lost(house, told, sentence):
    answer = as_(house.phuc).post("/notices/settings/", told)

    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2  # beside the field and on top
    assert f'value="{told["phone"]}"' in text_of(answer) or not told["phone"]
    assert "checked" in text_of(answer)
    assert not Contact.objects.exists()
    assert not Digest.objects.exists()


def test_what_is_sent_says_when_and_offers_nothing_more(house):
    at = now()
    lay(house.phuc, state=State.SENT, sent_at=at, next_try_at=None, attempts=1)
    lay(house.phuc, first=1, attempts=1, handed_at=at, next_try_at=at + timedelta(minutes=5), trouble="interrupted")

    said = text_of(as_(house.mai).get("/notices/outbox/"))

    assert "gửi xong" in said
    assert "Đang gửi<" in said
    assert "Thử lại" not in said
    assert "Phần mềm dừng" not in said
