"""One digest a day, on the channels its receiver takes."""

from datetime import timedelta

from caicach.audit.models import Line
from caicach.notifications import actions
from caicach.notifications.models import Contact, Digest, Message, Notice
from caicach.notifications.rules import Channel, State
from caicach.notifications.tests.factories import DAY, LINES, MONDAY, lay, takes


def test_a_digest_is_one_notice_one_email_and_an_sms_for_what_is_urgent(house):
    takes(house.phuc, email="phuc@example.vn", by_sms=True, phone="+84912345678")

    digest = actions.digest(person=house.phuc, day=DAY, lines=LINES, at=MONDAY)

    notice = Notice.objects.get(to=house.phuc)
    assert (notice.text, notice.link) == ("2 việc cần xem, 1 việc gấp.", f"/notices/digest/{digest.pk}/")
    assert [line["text"] for line in digest.lines] == [LINES[1].text, LINES[0].text]
    sms, letter = Message.objects.order_by("channel")[::-1]
    assert (letter.channel, letter.address) == ("email", "phuc@example.vn")
    assert letter.subject == "Việc ngày 23/11/2026: 2 việc cần xem, 1 việc gấp."
    for line in LINES:
        assert line.text in letter.body
        assert f"http://127.0.0.1:8000{line.link}\n" in letter.body
    assert (sms.channel, sms.address) == ("sms", "+84912345678")
    assert sms.body == f"Cải Cách: 2 việc cần xem, 1 việc gấp. http://127.0.0.1:8000{notice.link}"


def test_the_same_day_is_told_once_however_often_it_is_said(house):
    takes(house.phuc, email="phuc@example.vn")
    first = actions.digest(person=house.phuc, day=DAY, lines=LINES, at=MONDAY)

    again = actions.digest(person=house.phuc, day=DAY, lines=[*LINES, *LINES], at=MONDAY + timedelta(hours=1))

    assert again == first
    assert (Notice.objects.count(), Message.objects.count(), Digest.objects.count()) == (1, 1, 1)


def test_nothing_urgent_sends_no_sms_and_nothing_at_all_says_nothing(house):
    takes(house.phuc, by_sms=True, by_zalo=True, phone="+84912345678")

    actions.digest(person=house.phuc, day=DAY, lines=LINES[:1], at=MONDAY)
    assert actions.digest(person=house.son, day=DAY, lines=[], at=MONDAY) is None

    assert not Message.objects.exists()
    assert Notice.objects.get().to == house.phuc


def test_who_never_chose_gets_email_and_no_message_to_the_phone(house):
    house.son.email = "son@example.vn"
    house.son.save()

    actions.digest(person=house.son, day=DAY, lines=LINES, at=MONDAY)

    assert [message.channel for message in Message.objects.all()] == ["email"]
    assert not Contact.objects.exists()


def test_a_channel_set_up_late_does_not_pour_out_old_digests(house, desk):
    takes(house.phuc, by_sms=True, phone="+84912345678")
    for days in range(5):
        at = MONDAY + timedelta(days=days)
        actions.digest(person=house.phuc, day=at.date(), lines=LINES, at=at)

    assert actions.send_due(at=MONDAY + timedelta(days=4, hours=1)) == 1

    old = Message.objects.filter(state=State.STOPPED)
    assert [message.last_error for message in old] == ["Tin đã cũ, không còn đáng gửi."] * 4
    assert not Message.objects.to_retry(at=MONDAY + timedelta(days=4, hours=1)).exists()
    assert [message.may_be_retried(at=MONDAY + timedelta(days=4, hours=1)) for message in old] == [False] * 4


def test_turning_a_channel_off_stops_what_waits_on_it(house):
    takes(house.phuc, by_sms=True, by_zalo=True, phone="+84912345678")
    lay(house.phuc, 2)
    lay(house.phuc, channel=Channel.ZALO, key="z")
    lay(house.son, key="son")

    takes(house.phuc, by_zalo=True, phone="+84912345678")

    stopped = Message.objects.filter(state=State.STOPPED)
    assert {(message.to, message.channel) for message in stopped} == {(house.phuc, "sms")}
    assert stopped.count() == 2
    assert Line.objects.latest("pk").kind == "notifications.contact_chosen"
