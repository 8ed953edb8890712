"""Who carries what leaves the program, as the environment names them: the mail server, the providers of messages."""

import os
import urllib.parse
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Provider:
    """Who carries the messages of a channel: where it is asked, and our key there (nhà cung cấp tin nhắn)."""

    address: str = ""
    key: str = ""


@dataclass(frozen=True)
class MailServer:
    """The office's mail server (máy chủ thư); without a host, e-mail waits in the outbox."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    scheme: str = ""


def provider(name: str, key_name: str) -> Provider:
    """The provider named by two variables; the key never travels in the clear beyond this machine."""
    address = os.environ.get(name, "")
    parts = urllib.parse.urlsplit(address)
    is_near = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if address and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_near))):
        raise ImproperlyConfigured(f"{name} phải là địa chỉ https:// (http:// chỉ dùng được trên chính máy này).")
    return Provider(address, os.environ.get(key_name, ""))


def mail_server() -> MailServer:
    """The mail server of CAICACH_SMTP."""
    address = os.environ.get("CAICACH_SMTP", "")
    if not address:
        return MailServer()
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "CAICACH_SMTP phải có dạng smtp://, smtp+starttls:// hoặc smtps://người:mật-khẩu@máy."
        )
    user, password = urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.password or "")
    return MailServer(parts.hostname, parts.port or MAIL_PORTS[parts.scheme], user, password, parts.scheme)


def mail_sender(server: MailServer) -> str:
    """Whom e-mail comes from: as told, else the account at the mail server."""
    return os.environ.get("CAICACH_SMTP_FROM") or (server.user if "@" in server.user else "caicach@localhost")
