"""A provider of SMS and Zalo that speaks the contract of `channels/provider.py`, and misbehaves as told.

    python -m caicach.notifications.simulator 8210 fine late garbage drop

Standard library only. Moods are taken one a request, in a circle. GET / tells what arrived, as JSON: what a phone would
show, each key once, however often it came.
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SLOW, LONGEST = 0.05, 1_000_000


@dataclass
class Desk:
    """What the provider has taken, by key, and how it will answer."""

    moods: Sequence[str] = ("fine",)
    late: float = 3.0  # seconds an answer takes that comes after the asker has left
    delivered: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def next_mood(self, key: str) -> str:
        with self.guard:
            self.asked.append(key)
            return self.moods[(len(self.asked) - 1) % len(self.moods)]

    def take(self, key: str, letter: dict[str, Any]) -> str:
        """Deliver a letter unless its key has come before; its number either way."""
        with self.guard:
            kept = self.delivered.setdefault(key, letter | {"id": f"sim-{len(self.delivered) + 1}"})
        return str(kept["id"])


class Talk(BaseHTTPRequestHandler):
    """One request to the provider."""

    desk: Desk

    def do_GET(self) -> None:
        self.say(200, list(self.desk.delivered.values()))

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST)
        letter = json.loads(self.rfile.read(length))
        key = self.headers.get("Idempotency-Key", "")
        mood = self.desk.next_mood(key)
        ANSWERS[mood](self, key, letter)

    def say(self, status: int, content: Any, **headers: str) -> None:
        self.say_bytes(status, json.dumps(content, ensure_ascii=False).encode(), **headers)

    def say_bytes(self, status: int, body: bytes, **headers: str) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the asker has left
            self.close_connection = True

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what arrived is at GET /."""


def fine(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.say(202, {"id": talk.desk.take(key, letter)})


def slow(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    time.sleep(SLOW)
    fine(talk, key, letter)


def late(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    number = talk.desk.take(key, letter)
    time.sleep(talk.desk.late)
    talk.say(202, {"id": number})


def drip(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    """An answer of one letter at a time, that no timeout between letters would end."""
    talk.desk.take(key, letter)
    try:
        for sign in b"HTTP/1.1 202 Accepted\r\nX-Never-Ends: " + b"x" * 200:
            talk.connection.sendall(bytes([sign]))
            time.sleep(0.1)
    except OSError:
        talk.close_connection = True


def error(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.say(500, {"error": "máy chủ mô phỏng hỏng"})


def busy(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.say(429, {"error": "quá nhiều tin"}, Retry_After="120")


def garbage(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.desk.take(key, letter)
    talk.say_bytes(200, b"<html>\xff\x00 OK</html>")


def drop(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.hang_up()


def drop_after(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.desk.take(key, letter)
    talk.hang_up()


def refuse(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.say(422, {"error": "số không có"})


def locked(talk: Talk, key: str, letter: dict[str, Any]) -> None:
    talk.say(401, {"error": "khóa sai"})


ANSWERS: dict[str, Callable[[Talk, str, dict[str, Any]], None]] = {
    "fine": fine,
    "slow": slow,
    "late": late,
    "drip": drip,
    "error": error,
    "busy": busy,
    "garbage": garbage,
    "drop": drop,
    "drop_after": drop_after,
    "refuse": refuse,
    "locked": locked,
}


def open_desk(desk: Desk, port: int = 0) -> ThreadingHTTPServer:
    """A provider on this machine alone; serve it with `serve_forever`, close it after."""
    talk = type("TalkAt", (Talk,), {"desk": desk})
    return ThreadingHTTPServer(("127.0.0.1", port), talk)


def main(arguments: list[str]) -> int:
    """Serve until stopped."""
    moods = arguments[1:] or ["fine"]
    if not arguments or not arguments[0].isdecimal() or not set(moods) <= set(ANSWERS):
        sys.stderr.write(f"Cách dùng: python -m caicach.notifications.simulator CỔNG [{' '.join(ANSWERS)}]\n")
        return 2
    server = open_desk(Desk(moods), int(arguments[0]))
    sys.stdout.write(f"Nhà cung cấp mô phỏng tại http://127.0.0.1:{server.server_port}/\n")
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
