"""How messages go out (gửi tin): channels, states, retries, quiet hours, and what a day's digest says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """The ways a message may go (kênh)."""

    IN_APP = "in_app"
    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class State(StrEnum):
    """How a message in the outbox stands (trạng thái tin)."""

    QUEUED = "queued"
    FAILED = "failed"
    SENT = "sent"
    GIVEN_UP = "given_up"
    STOPPED = "stopped"


class Trouble(StrEnum):
    """Why a message has not gone (lý do chưa gửi được); the sentences stand in `models.TROUBLES`."""

    NONE = ""
    UNANSWERED = "unanswered"
    UNREACHABLE = "unreachable"
    CUT_OFF = "cut_off"
    BUSY = "busy"
    FAULTY = "faulty"
    UNREADABLE = "unreadable"
    KEY_REFUSED = "key_refused"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"
    NOT_WANTED = "not_wanted"
    LEFT = "left"
    OUTDATED = "outdated"
    STOPPED = "stopped"


WAITING = (State.QUEUED, State.FAILED)
# One wait after each failed try; after the last, the message is given up and an administrator decides.
RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
TRIES = len(RETRIES) + 1
FRESH = timedelta(hours=24)  # a digest later than this is news no more: the next one tells what still stands
LONGEST_REST = timedelta(hours=24)  # what an answer "come back later" may ask for at most
PHONE = re.compile(r"(?:\+?84|0)(\d{9})")


class NoLink(ValueError):
    """Every line of a digest leads to a page of this program."""


@dataclass(frozen=True)
class Outcome:
    """What became of one try (kết quả một lần gửi): sent by the other side's own word, or why not."""

    trouble: Trouble = Trouble.NONE
    detail: str = ""
    provider_id: str = ""
    rest: timedelta | None = None  # the other side asked to be left alone so long
    is_final: bool = False  # trying again cannot help

    @property
    def is_sent(self) -> bool:
        return self.trouble is Trouble.NONE


@dataclass(frozen=True)
class DigestLine:
    """One thing a person should look at today, and where (một dòng của bản tin)."""

    text: str
    link: str
    kind: str
    urgent: bool = False

    def __post_init__(self) -> None:
        if not self.link.startswith("/") or self.link.startswith(("//", "/\\")):
            raise NoLink(f"a digest line needs a path of this program, not {self.link!r}")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def next_open(
    at: datetime, *, opens: int, closes: int, is_working: Callable[[date], bool], look_days: int = 60
) -> datetime:
    """The first moment from `at` on that lies in office hours (giờ làm việc); `opens` and `closes` in minutes.

    `at` is local time. From opening to closing of a working day is open, lunch included; the closing minute is quiet.
    """
    for ahead in range(look_days):
        day = at.date() + timedelta(days=ahead)
        if not is_working(day):
            continue
        first = datetime.combine(day, _clock(opens), at.tzinfo)
        last = datetime.combine(day, _clock(closes), at.tzinfo)
        if at < first:
            return first
        if at < last:
            return at
    return at


def next_try(*, attempts: int, at: datetime, rest: timedelta | None = None) -> datetime | None:
    """When to try again after `attempts` failed tries; None when no try is left (thôi không gửi nữa)."""
    if attempts > len(RETRIES):
        return None
    wait = RETRIES[max(attempts, 1) - 1]
    return at + max(wait, min(rest or timedelta(), LONGEST_REST))


def phone_of(text: str) -> str:
    """A Vietnamese phone number as +84…; empty where the text is none."""
    found = PHONE.fullmatch(re.sub(r"[\s.()-]", "", text))
    return f"+84{found[1]}" if found else ""


def urgent_first(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The lines as a digest tells them: urgent ones on top, otherwise as given."""
    return sorted(lines, key=lambda line: not line.urgent)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
