"""SMS and Zalo by a provider's bridge over HTTP (nhà cung cấp tin nhắn).

The contract, one request a message, no redirects followed:

    POST <address>   Authorization: Bearer <key>   Idempotency-Key: <key of the message>
    {"channel": "sms", "key": "…", "to": "+84912345678", "text": "…"}
    200, 201 or 202 {"id": "…"}: taken; the same key again answers the same id and sends nothing
    400, 404, 410, 413, 422: never · 401, 403: our key · 429 or 503 with Retry-After in seconds: later
    anything else: try again
"""

import contextlib
import json
import socket
import threading
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from caicach.notifications.channels.letter import Letter
from caicach.notifications.rules import Outcome, Trouble

LONGEST_ANSWER = 64 * 1024
NEVER = (400, 404, 410, 413, 422)


class Provider:
    """One channel at a provider that speaks the contract above."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_ready(self) -> bool:
        return bool(settings.PROVIDERS[self.name].address)

    def send(self, letter: Letter) -> Outcome:
        """Hand a letter over and wait for the provider's word; the whole talk has a limit, however slow each part."""
        at = settings.PROVIDERS[self.name]
        parts = urlsplit(at.address)
        make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        content = {"channel": self.name, "key": letter.key, "to": letter.address, "text": letter.body}
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
        if at.key:
            headers["Authorization"] = f"Bearer {at.key}"
        connection = make(parts.hostname or "", parts.port, timeout=settings.PROVIDER_SECONDS)
        try:
            connection.connect()
        except TimeoutError:
            return Outcome(Trouble.UNANSWERED)
        except OSError as error:
            return Outcome(Trouble.UNREACHABLE, type(error).__name__)
        cut = Cut(connection.sock, settings.PROVIDER_SECONDS)
        try:
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("POST", target, json.dumps(content).encode(), headers)
            answer = connection.getresponse()
            return read(answer, answer.read(LONGEST_ANSWER))
        except TimeoutError:
            return Outcome(Trouble.UNANSWERED)
        except (OSError, HTTPException):
            return Outcome(Trouble.UNANSWERED if cut.is_done else Trouble.CUT_OFF)
        finally:
            cut.cancel()
            connection.close()


class Cut:
    """Cuts a connection after so many seconds: a timeout of the socket alone lets an answer drip for ever."""

    def __init__(self, sock: socket.socket, seconds: int) -> None:
        self.sock, self.is_done = sock, False
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True
        self.timer.start()

    def cut(self) -> None:
        self.is_done = True
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def cancel(self) -> None:
        self.timer.cancel()


def read(answer: HTTPResponse, body: bytes) -> Outcome:
    """What an answer means by the contract."""
    status, says = answer.status, f"HTTP {answer.status}"
    if status in (200, 201, 202):
        try:
            said = json.loads(body)
        except ValueError:
            return Outcome(Trouble.UNREADABLE, says)
        name = said.get("id") if isinstance(said, dict) else None
        if not isinstance(name, str) or not 0 < len(name) <= 120 or "\x00" in name:
            return Outcome(Trouble.UNREADABLE, says)
        return Outcome(provider_id=name)
    if status in (401, 403):
        return Outcome(Trouble.KEY_REFUSED, says)
    if status in NEVER:
        return Outcome(Trouble.REFUSED, says, is_final=True)
    if status in (429, 503):
        asked = (answer.getheader("Retry-After") or "").strip()
        seconds = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 6 else 0
        return Outcome(Trouble.BUSY, says, rest=timedelta(seconds=seconds))
    return Outcome(Trouble.FAULTY, says)
