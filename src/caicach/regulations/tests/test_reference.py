"""The engine against a second one that shares nothing with it."""

import random
from datetime import time
from decimal import Decimal

from caicach.regulations import packs
from caicach.regulations.rules.calendar import OfficeHours
from caicach.regulations.rules.deadline import due
from caicach.regulations.rules.request import Cutoff, Pause, Request
from caicach.regulations.tests.slow_reference import Case, Wall, random_case, slow_due

CASES = 50_000


def test_fifty_thousand_random_deadlines_agree_with_a_clerk_who_counts_on_the_wall() -> None:
    differences = list(disagreements(random.Random(20261121), CASES))

    assert differences == []


def disagreements(chance: random.Random, count: int) -> list[str]:
    """The cases on which the two engines differ, in words."""
    calendar, wall = packs.calendar("vn"), wall_of_the_packs()
    found = []
    for _ in range(count):
        case = random_case(chance)
        request = request_of(case)
        fast, slow = due(request, calendar.timetable(request.hours), explain=False).due_at, slow_due(case, wall)
        if fast != slow:
            found.append(f"{case}: {fast} ≠ {slow}")
    return found


def wall_of_the_packs() -> Wall:
    """The files read once more, as plain sets."""
    wall = Wall()
    for pack in packs.packs("calendar", "vn"):
        for entry in pack.payload["days"]:
            (wall.off if entry["is"] == "off" else wall.worked).add(entry["day"])
    return wall


def request_of(case: Case) -> Request:
    """The same question in the engine's own terms."""
    hours = OfficeHours(tuple((minutes(start), minutes(end)) for start, end in case.shifts))
    amount = Decimal(case.amount) / 60 if case.unit in ("working_hour", "clock_hour") else case.amount
    return Request(
        received=case.received,
        unit=case.unit,
        amount=amount,
        hours=hours,
        cutoff=Cutoff(minutes(case.latest)),
        supplement_mode="restart" if case.restart else "suspend",
        pauses=tuple(Pause(begins, ends, reason) for begins, ends, reason in case.pauses),
    )


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute
