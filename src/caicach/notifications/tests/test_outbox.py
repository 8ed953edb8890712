"""The outbox: messages that go once, in office hours, and say how they fare."""

import os
import random
import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import Min

from caicach.audit.models import Line
from caicach.notifications import actions
from caicach.notifications.models import Message
from caicach.notifications.rules import TRIES, Channel, Outcome, State, Trouble
from caicach.notifications.tests.factories import MONDAY, lay, takes
from caicach.orgs.permissions import NotAllowed
from caicach.regulations.actions import load_packs


def run_until_all_end(at=MONDAY):
    """The clock goes from try to try until nothing waits."""
    runs = 0
    while (then := Message.objects.waiting().aggregate(then=Min("next_try_at"))["then"]) is not None:
        at = max(at + timedelta(seconds=30), then)
        actions.send_due(at=at)
        runs += 1
        assert runs < 2000


def test_in_quiet_hours_nothing_leaves(house, desk):
    friday_evening = MONDAY - timedelta(days=3) + timedelta(hours=9)
    lay(house.phuc, at=friday_evening)
    message = Message.objects.get()
    assert message.next_try_at == MONDAY.replace(hour=7, minute=30)
    Message.objects.update(next_try_at=friday_evening)  # as if a server had slept over it

    assert actions.send_due(at=friday_evening + timedelta(hours=5)) == 0
    assert desk.asked == []

    assert actions.send_due(at=MONDAY) == 1


def test_a_message_is_sent_when_the_other_side_says_so(house, desk):
    lay(house.phuc)

    assert actions.send_due(at=MONDAY) == 1

    message = Message.objects.get()
    assert (message.state, message.sent_at, message.provider_id) == (State.SENT, MONDAY, "sim-1")
    assert (message.attempts, message.last_error, message.next_try_at) == (1, "", None)
    assert [letter["text"] for letter in desk.delivered.values()] == ["Tin 0"]


def test_without_a_provider_messages_wait_and_no_try_is_lost(house, settings):
    settings.EMAIL_HOST = ""
    lay(house.phuc)
    lay(house.phuc, channel=Channel.EMAIL, key="mail")

    assert actions.send_due(at=MONDAY) == 0

    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    assert mail.outbox == []


def test_a_provider_down_for_good_is_given_up_after_the_last_try(house, desk):
    desk.moods = ["error"]
    lay(house.phuc)

    run_until_all_end()

    message = Message.objects.get()
    assert (message.state, message.attempts, len(desk.asked)) == (State.GIVEN_UP, TRIES, TRIES)
    assert message.last_error == "Bên nhận báo lỗi của chính họ. (HTTP 500)"
    assert len(set(desk.asked)) == 1


def test_a_channel_that_fails_thrice_rests_until_the_next_run(house, desk):
    desk.moods = ["error"]
    lay(house.phuc, 10)

    actions.send_due(at=MONDAY)

    assert len(desk.asked) == actions.PATIENCE
    assert Message.objects.filter(attempts=0).count() == 7


def test_busy_is_asked_again_when_it_said(house, desk):
    desk.moods = ["busy", "fine"]
    lay(house.phuc)
    actions.send_due(at=MONDAY)
    assert Message.objects.get().next_try_at == MONDAY + timedelta(seconds=120)

    assert actions.send_due(at=MONDAY + timedelta(seconds=90)) == 0
    assert actions.send_due(at=MONDAY + timedelta(seconds=120)) == 1


def test_three_hundred_messages_to_a_provider_out_of_its_mind_all_end_once(house, desk):
    bad = ["error", "busy", "garbage", "drop", "drop_after", "slow", "refuse", "error"]
    moods = ["fine"] * 50 + bad * 6 + ["late"]
    desk.moods = random.Random(7).choices(moods, k=5000)
    lay(house.phuc, 300)

    run_until_all_end()

    sent = Message.objects.filter(state=State.SENT)
    assert sent.count() + Message.objects.given_up().count() == 300
    assert sent.count() > 240
    arrived = {letter["to"]: letter["id"] for letter in desk.delivered.values()}
    assert len(arrived) == len(desk.delivered), "somebody's phone rang twice"
    for message in sent:
        assert arrived[message.address] == message.provider_id
    assert Message.objects.given_up().filter(trouble="").count() == 0


SENDER = """
import sys
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PROVIDER_SECONDS = 30
import django
django.setup()
from caicach.notifications import actions
actions.send_due(at=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_between_handing_over_and_writing_down_it_is_not_sent_twice(house, desk, settings):
    desk.moods, desk.late = ["late", "fine"], 30.0
    lay(house.phuc)
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "caicach.config.settings"}
    told |= {"CAICACH_SMS": settings.PROVIDERS["sms"].address, "PYTHONPATH": "src"}
    name = str(connection.settings_dict["NAME"])
    sender = subprocess.Popen([sys.executable, "-c", SENDER, name, MONDAY.isoformat()], env=told)
    until = time.monotonic() + 30
    while not desk.delivered and time.monotonic() < until:
        time.sleep(0.02)
    sender.kill()
    sender.wait(10)

    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.last_error == "Phần mềm dừng giữa lúc gửi."
    assert actions.send_due(at=MONDAY + timedelta(minutes=9)) == 0, "still in hands"
    assert actions.send_due(at=MONDAY + timedelta(minutes=10)) == 1

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    assert (len(desk.asked), len(desk.delivered)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_hand_each_message_over_once(house, desk):
    lay(house.phuc, 60)
    sent = []

    def send():
        sent.append(actions.send_due(at=MONDAY))
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)

    assert (sum(sent), len(desk.asked), len(desk.delivered)) == (60, 60, 60)


def test_who_left_is_not_written_to(house, desk):
    lay(house.phuc)
    house.phuc.is_active = False
    house.phuc.save()

    assert actions.send_due(at=MONDAY) == 0

    assert (Message.objects.get().state, Message.objects.get().trouble) == (State.STOPPED, Trouble.LEFT)
    assert desk.asked == []


def test_mai_tries_a_given_up_message_again_from_the_beginning(house, desk):
    desk.moods = ["refuse", "fine"]
    lay(house.phuc)
    actions.send_due(at=MONDAY)
    assert Message.objects.get().state == State.GIVEN_UP
    evening = MONDAY + timedelta(hours=10)

    assert actions.retry(messages=Message.objects.all(), actor=house.mai, at=evening) == 1

    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert message.next_try_at == (MONDAY + timedelta(days=1)).replace(hour=7, minute=30)
    assert Line.objects.latest("pk").kind == "notifications.message_retried"
    assert actions.send_due(at=message.next_try_at) == 1


def test_tried_again_a_message_goes_where_its_receiver_is_now(house, desk):
    desk.moods = ["refuse", "fine"]
    lay(house.phuc)
    actions.send_due(at=MONDAY)
    takes(house.phuc, by_sms=True, phone="+84987654321")

    actions.retry(messages=Message.objects.all(), actor=house.mai, at=MONDAY)
    actions.send_due(at=MONDAY)

    assert [letter["to"] for letter in desk.delivered.values()] == ["+84987654321"]


def test_a_channel_its_receiver_turned_off_is_not_tried_again(house):
    takes(house.phuc, by_sms=True, phone="+84912345678")
    lay(house.phuc)
    takes(house.phuc)

    with pytest.raises(actions.NotWaiting):
        actions.retry(messages=Message.objects.all(), actor=house.mai, at=MONDAY)


def test_the_word_of_the_other_side_counts_whatever_happened_meanwhile(house):
    takes(house.phuc, by_sms=True, phone="+84912345678")
    lay(house.phuc)
    in_hands = actions._take(channels=[Channel.SMS], at=MONDAY)
    takes(house.phuc)
    assert Message.objects.get().state == State.STOPPED

    actions._write_down(message=in_hands, outcome=Outcome(Trouble.BUSY), at=MONDAY)
    assert Message.objects.get().state == State.STOPPED
    actions._write_down(message=in_hands, outcome=Outcome(provider_id="p-1"), at=MONDAY)

    assert (Message.objects.get().state, Message.objects.get().last_error) == (State.SENT, "")


def test_mai_stops_a_message(house, desk):
    lay(house.phuc)
    message = Message.objects.get()

    actions.stop(message=message, actor=house.mai, at=MONDAY)

    assert Message.objects.get().last_error == "Quản trị viên thôi gửi."
    assert actions.send_due(at=MONDAY) == 0
    assert Line.objects.latest("pk").kind == "notifications.message_stopped"
    with pytest.raises(actions.NotWaiting):
        actions.stop(message=message, actor=house.mai, at=MONDAY)


def test_a_message_in_hands_is_neither_stopped_nor_tried_again(house):
    lay(house.phuc)
    Message.objects.update(state=State.FAILED, attempts=1, handed_at=MONDAY, next_try_at=MONDAY + actions.LEASE)

    with pytest.raises(actions.NotWaiting):
        actions.stop(message=Message.objects.get(), actor=house.mai, at=MONDAY)
    with pytest.raises(actions.NotWaiting):
        actions.retry(messages=Message.objects.all(), actor=house.mai, at=MONDAY)

    assert Message.objects.get().attempts == 1
    assert not Line.objects.filter(kind__startswith="notifications.").exists()


@pytest.mark.parametrize("verb", ["retry", "stop"])
def test_nobody_but_an_administrator_touches_the_outbox(house, verb):
    lay(house.phuc)
    Message.objects.update(state=State.FAILED)
    deed = {"retry": {"messages": Message.objects.all()}, "stop": {"message": Message.objects.get()}}[verb]

    with pytest.raises(NotAllowed):
        getattr(actions, verb)(**deed, actor=house.hanh, at=MONDAY)

    assert Message.objects.get().state == State.FAILED
    assert not Line.objects.filter(kind__startswith="notifications.").exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"state": State.SENT},
        {"sent_at": MONDAY},
        {"state": State.GIVEN_UP},
        {"next_try_at": None},
        {"channel": "in_app"},
        {"address": ""},
    ],
)
def test_the_database_refuses_a_message_that_says_two_things(house, broken):
    lay(house.phuc)

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**broken)


def test_the_days_off_of_the_published_calendar_are_quiet(house):
    load_packs(actor=None, at=MONDAY)

    lay(house.phuc, at=MONDAY.replace(day=24))

    assert Message.objects.get().next_try_at == MONDAY.replace(day=25, hour=7, minute=30)


def test_a_year_without_a_calendar_still_lets_messages_out(house, desk):
    far = MONDAY.replace(year=2030, month=5, day=4)  # a Saturday

    lay(house.phuc, at=far)

    assert Message.objects.get().next_try_at.date() == date(2030, 5, 6)
