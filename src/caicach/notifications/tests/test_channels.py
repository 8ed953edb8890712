"""The ways out against other sides that misbehave, over real sockets of this machine."""

import socketserver
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail

from caicach.notifications.channels import CHANNELS
from caicach.notifications.channels.letter import Letter
from caicach.notifications.rules import Channel, Outcome, Trouble

LETTER = Letter("khoa-1", "+84912345678", "Việc", "2 việc cần xem.")


@pytest.mark.parametrize(
    ("mood", "outcome", "arrived"),
    [
        ("fine", Outcome(provider_id="sim-1"), True),
        ("slow", Outcome(provider_id="sim-1"), True),
        ("late", Outcome(Trouble.UNANSWERED), True),
        ("drip", Outcome(Trouble.UNANSWERED), True),
        ("error", Outcome(Trouble.FAULTY, "HTTP 500"), False),
        ("busy", Outcome(Trouble.BUSY, "HTTP 429", rest=timedelta(seconds=120)), False),
        ("garbage", Outcome(Trouble.UNREADABLE, "HTTP 200"), True),
        ("drop", Outcome(Trouble.CUT_OFF), False),
        ("drop_after", Outcome(Trouble.CUT_OFF), True),
        ("refuse", Outcome(Trouble.REFUSED, "HTTP 422", is_final=True), False),
        ("locked", Outcome(Trouble.KEY_REFUSED, "HTTP 401"), False),
    ],
)
def test_whatever_the_provider_does_one_word_says_what_became_of_it(desk, mood, outcome, arrived):
    desk.moods = [mood]
    began = time.monotonic()

    assert CHANNELS[Channel.SMS].send(LETTER) == outcome

    assert bool(desk.delivered) is arrived
    assert time.monotonic() - began < 3


def test_the_same_key_rings_one_phone_once(desk):
    desk.moods = ["drop_after", "garbage", "fine", "fine"]

    said = [CHANNELS[Channel.ZALO].send(LETTER) for _ in desk.moods]

    assert [one.provider_id for one in said] == ["", "", "sim-1", "sim-1"]
    assert [one["channel"] for one in desk.delivered.values()] == ["zalo"]


def test_nobody_listening_is_told_as_such(desk, settings):
    settings.PROVIDERS["sms"].address = "http://127.0.0.1:9/"

    assert CHANNELS[Channel.SMS].send(LETTER).trouble == Trouble.UNREACHABLE


class MailTalk(socketserver.StreamRequestHandler):
    """Just enough of SMTP; `script` says what each verb is answered, None hangs up."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper().decode()
            answer = self.server.script.get(verb, "250 fine")
            if answer is None:
                return
            self.wfile.write(f"{answer}\r\n".encode())
            if verb == "DATA" and answer.startswith("354"):
                letter = []
                while (line := self.rfile.readline()) and line != b".\r\n":
                    letter.append(line)
                self.server.letters.append(b"".join(letter).decode())
                ending = self.server.script.get("END", "250 taken")
                if ending is None:
                    return
                self.wfile.write(f"{ending}\r\n".encode())


@pytest.fixture
def post(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailTalk)
    server.daemon_threads, server.letters, server.script = True, [], {"DATA": "354 go on"}
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.server_address[1], 1
    settings.DEFAULT_FROM_EMAIL = "Cải Cách <cchc@example.vn>"
    yield server
    server.shutdown()
    server.server_close()


MAIL = Letter("khoa-2", "phuc@example.vn", "Việc ngày\r\nBcc: ai@example.vn", "Kính gửi Lê Văn Phúc,")


def test_a_letter_goes_by_smtp_under_its_own_name(post):
    assert CHANNELS[Channel.EMAIL].send(MAIL) == Outcome(provider_id="khoa-2")

    assert "Message-ID: <khoa-2@example.vn>" in post.letters[0]
    assert "\nBcc:" not in post.letters[0]
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ({"RCPT": "550 nobody"}, Outcome(Trouble.REFUSED, "SMTP 550", is_final=True)),
        ({"RCPT": "451 later"}, Outcome(Trouble.BUSY, "SMTP 451")),
        ({"END": "452 full"}, Outcome(Trouble.BUSY, "SMTP 452")),
        ({"END": None}, Outcome(Trouble.CUT_OFF)),
        ({"MAIL": None}, Outcome(Trouble.CUT_OFF)),
    ],
)
def test_what_the_mail_server_says_decides(post, script, outcome):
    post.script |= script

    assert CHANNELS[Channel.EMAIL].send(MAIL) == outcome


def test_no_mail_server_listening_is_told_as_such(post):
    post.shutdown()
    post.server_close()

    assert CHANNELS[Channel.EMAIL].send(MAIL).trouble == Trouble.UNREACHABLE


@pytest.mark.parametrize("address", ["không phải thư", "a@b\r\nBcc: c@d"])
def test_an_address_no_mail_can_carry_is_refused_for_good(post, address):
    assert CHANNELS[Channel.EMAIL].send(Letter("k", address, "x", "y")).is_final
    assert post.letters == []
