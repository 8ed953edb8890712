"""The mail server and the providers, as the environment names them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from caicach.config.outside import MailServer, Provider, mail_sender, mail_server, provider

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("", MailServer()),
        ("smtp://relay", MailServer("relay", 25, "", "", "smtp")),
        ("smtp+starttls://a%40b.vn:p%2Fw@mail.b.vn", MailServer("mail.b.vn", 587, "a@b.vn", "p/w", "smtp+starttls")),
        ("smtps://ai:mk@mail.b.vn:4650", MailServer("mail.b.vn", 4650, "ai", "mk", "smtps")),
    ],
)
def test_a_mail_server_is_read_from_one_address(monkeypatch, address, server):
    monkeypatch.setenv("CAICACH_SMTP", address)
    monkeypatch.delenv("CAICACH_SMTP_FROM", raising=False)

    assert mail_server() == server
    assert mail_sender(server) == (server.user if "@" in server.user else "caicach@localhost")


@pytest.mark.parametrize("address", ["mail.b.vn", "http://mail.b.vn", "smtps://"])
def test_an_address_that_is_no_mail_server_stops_the_start(monkeypatch, address):
    monkeypatch.setenv("CAICACH_SMTP", address)

    with pytest.raises(ImproperlyConfigured, match="CAICACH_SMTP"):
        mail_server()


@pytest.mark.parametrize("address", ["https://sms.example.vn/tin", "http://127.0.0.1:8210/", "http://localhost/"])
def test_a_provider_is_an_address_and_a_key(monkeypatch, address):
    monkeypatch.setenv("CAICACH_SMS", address)
    monkeypatch.setenv("CAICACH_SMS_KEY", "khoa")

    assert provider("CAICACH_SMS", "CAICACH_SMS_KEY") == Provider(address, "khoa")


@pytest.mark.parametrize("address", ["http://sms.example.vn/", "ftp://sms.example.vn/", "sms.example.vn", "https://"])
def test_the_key_never_leaves_this_machine_in_the_clear(monkeypatch, address):
    monkeypatch.setenv("CAICACH_SMS", address)

    with pytest.raises(ImproperlyConfigured, match="https://"):
        provider("CAICACH_SMS", "CAICACH_SMS_KEY")
