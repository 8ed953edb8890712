"""G7: deadlines against a bare prefix table, a changed calendar, a million cases against the slow reference."""

import random
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from caicach.config.bench import Ratio, cpu_seconds
from caicach.config.words import say
from caicach.regulations import packs
from caicach.regulations.rules.calendar import CalendarDay, Timetable
from caicach.regulations.rules.deadline import due, due_many
from caicach.regulations.rules.promise import recompute
from caicach.regulations.rules.request import Pause, Request
from caicach.regulations.tests.test_reference import disagreements

NAME = "deadline"
SINGLE, MANY, OPEN, CASES = 100_000, 1_000_000, 300_000, 1_000_000
SINGLE_LIMIT, REDATE_LIMIT = 5e-6, 5.0


def run() -> list[Ratio]:
    """Every figure of goal G7."""
    calendar, hours = packs.calendar(), packs.office_profile().hours
    table = calendar.timetable(hours)
    chance = random.Random(7)
    received = [_moment(chance) for _ in range(MANY)]
    by_hour = Request(received=received[0], unit="working_hour", amount=20, hours=hours)
    by_day = replace(by_hour, unit="working_day", amount=5)
    bare = _bare(table, 20 * 60)

    anchor = cpu_seconds(lambda: [bare(moment) for moment in received])
    found = due_many(by_hour, received, table)
    assert found == [bare(moment) for moment in received]
    many = cpu_seconds(lambda: due_many(by_hour, received, table))
    singles = [
        _single(
            say("một hạn ngày làm việc, không lời", "one limit in working days, without words"),
            [replace(by_day, received=moment) for moment in received[:SINGLE]],
            table,
        ),
        _single(
            say("một hạn giờ làm việc, không lời", "one limit in working hours, without words"),
            [replace(by_hour, received=moment) for moment in received[:SINGLE]],
            table,
        ),
    ]
    return [
        *singles,
        Ratio(
            say("một hạn giờ làm việc / bảng cộng dồn", "one limit in working hours / prefix table"),
            singles[1].measured,
            anchor / MANY,
            None,
        ),
        Ratio(
            say("một triệu hạn có phút / bảng cộng dồn", "a million with minutes / prefix table"),
            many,
            anchor,
            2,
            f"{anchor / MANY * 1e6:.2f} µs",
        ),
        _redated(received[:OPEN], by_day),
        _agreed(),
    ]


def _moment(chance: random.Random) -> datetime:
    day = date.fromordinal(date(2020, 1, 1).toordinal() + chance.randrange(2700))
    return datetime.combine(day, time()) + timedelta(minutes=chance.randrange(7 * 60, 18 * 60))


def _bare(table: Timetable, minutes: int) -> Callable[[datetime], datetime]:
    """The anchor: working minutes on a bare prefix table, no cut-off, no pauses, no rules."""
    days = table.days
    base, worked, clock = days.base, table.worked, table.clock
    prefix = [count * table.day_minutes for count in days.before]
    midnights = [datetime.combine(date.fromordinal(base + index), time()) for index in range(len(prefix))]

    def bare(received: datetime) -> datetime:
        index = received.toordinal() - base
        before = prefix[index]
        if prefix[index + 1] > before:
            before += worked[received.hour * 60 + received.minute]
        total = before + minutes
        day = bisect_left(prefix, total) - 1
        return midnights[day] + clock[total - prefix[day]]

    return bare


def _single(what: str, requests: list[Request], table: Timetable) -> Ratio:
    def work() -> None:
        for request in requests:
            due(request, table, explain=False)

    each = cpu_seconds(work) / len(requests)
    return Ratio(what, each, SINGLE_LIMIT, 1, f"{each * 1e6:.2f} µs / 5 µs")


def _redated(received: list[datetime], like: Request) -> Ratio:
    """A day off ordered late: every open deadline is computed again and its promise looked at."""
    before = packs.calendar()
    late = CalendarDay(date(2024, 3, 13), is_working=False, by="order", known_on=date(2024, 3, 1))
    old = before.timetable(like.hours)
    paused = [replace(like, received=moment, pauses=_pause(moment, number)) for number, moment in enumerate(received)]
    promises = [(request, due(request, old, explain=False).due_at) for request in paused]
    moved: list[bool] = []

    def work() -> None:
        new = replace(before, days=(*before.days, late)).timetable(like.hours)
        moved[:] = [recompute(request, new, promised=at, explain=False).moved for request, at in promises]

    seconds = cpu_seconds(work, times=3)
    assert any(moved)
    told = f"{seconds:.2f} s / 5 s; {sum(moved)} → +1"
    return Ratio(
        say("đổi lịch: tính lại 300.000 hồ sơ đang mở", "calendar changed: 300,000 open dossiers dated again"),
        seconds,
        REDATE_LIMIT,
        1,
        told,
    )


def _pause(received: datetime, number: int) -> tuple[Pause, ...]:
    """Every fifth dossier waited for a supplement."""
    if number % 5:
        return ()
    return (Pause(received + timedelta(days=1), received + timedelta(days=6), "supplement"),)


def _agreed() -> Ratio:
    """The share of random cases on which the engine and the slow reference differ: none may."""
    differing = disagreements(random.Random(766), CASES)
    return Ratio(
        say("trường hợp khác với bộ tính chậm", "cases unlike the slow reference"),
        len(differing),
        CASES,
        0,
        f"{len(differing)} / {CASES:,}",
    )
