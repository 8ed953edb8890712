"""What holds for every deadline whatsoever. Each property names a mutation of the engine that makes it fail."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast

from hypothesis import assume, given
from hypothesis import strategies as st

from caicach.regulations import packs
from caicach.regulations.rules.calendar import CalendarDay, OfficeHours, WorkingCalendar
from caicach.regulations.rules.deadline import answer, due
from caicach.regulations.rules.promise import recompute
from caicach.regulations.rules.reading import request_from_json
from caicach.regulations.rules.request import COUNTED_UNITS, Cutoff, Extension, Pause, Reason, Request, Unit
from caicach.regulations.rules.stored import due_from_json, due_to_json, replay, request_to_json

VN = packs.calendar("vn")
HOURS = [OfficeHours(((450, 720), (780, 990))), OfficeHours(((480, 1020),)), OfficeHours(((420, 690), (810, 1020)))]
REASONS: list[Reason] = ["supplement", "payment", "external_body", "court_or_law"]
UNITS: list[Unit] = ["working_day", "calendar_day", "working_hour", "clock_hour", "same_day"]
SPECIAL_DAYS = [entry.day for entry in VN.days if date(2020, 1, 20) < entry.day < date(2026, 6, 30)]


@st.composite
def moments(draw: Callable[..., Any]) -> datetime:
    """Any moment; every other one shortly before a day that differs from the ordinary week."""
    ordinary = st.dates(date(2020, 1, 6), date(2026, 6, 30))
    near = st.builds(lambda day, before: day - timedelta(before), st.sampled_from(SPECIAL_DAYS), st.integers(0, 9))
    day = draw(st.one_of(ordinary, near))
    return datetime.combine(day, time()) + timedelta(minutes=draw(st.integers(0, 1439)))


@st.composite
def requests(draw: Callable[..., Any]) -> Request:
    unit: Unit = draw(st.sampled_from(UNITS))
    received = draw(moments())
    amount = draw(st.integers(1, 60)) if unit in COUNTED_UNITS else None
    if amount is not None and unit.endswith("_hour") and draw(st.booleans()):
        amount = Decimal(amount) / 4
    pauses, begins = [], received
    for _ in range(draw(st.integers(0, 2))):
        begins += timedelta(minutes=draw(st.integers(0, 6 * 1440)))
        ends = begins + timedelta(minutes=draw(st.integers(0, 20 * 1440)))
        pauses.append(Pause(begins, ends, draw(st.sampled_from(REASONS))))
        begins = ends
    hours = draw(st.sampled_from(HOURS))
    cutoffs = [None, Cutoff(900), Cutoff(60, before_closing=True)]
    committed = draw(st.integers(1, amount)) if isinstance(amount, int) and draw(st.booleans()) else None
    return Request(
        received=received,
        unit=unit,
        amount=amount,
        hours=hours,
        committed_amount=committed,
        cutoff=draw(st.sampled_from(cutoffs)),
        supplement_mode=draw(st.sampled_from(["suspend", "restart"])),
        pauses=tuple(pauses),
        known_on=draw(st.sampled_from([None, date(2025, 12, 24), date(2025, 12, 25)])),
    )


def end_of(request: Request, calendar: WorkingCalendar = VN) -> datetime:
    return cast(datetime, answer(request, calendar).due_at)


# Fails when `_calendar_day_end` takes the working day before a day off instead of the next one.
@given(requests(), st.integers(0, 12), st.booleans())
def test_a_new_day_off_never_brings_a_deadline_forward(request: Request, away: int, from_the_end: bool) -> None:
    end = end_of(request)
    day = end.date() - timedelta(away) if from_the_end else request.received.date() + timedelta(away)
    assume(not any(entry.day == day for entry in VN.days))
    with_it = replace(VN, days=(*VN.days, CalendarDay(day, False, "new")))

    assert end_of(request, with_it) >= end


# Fails when a day that mattered is left out of `used`.
@given(requests())
def test_a_stored_deadline_replays_from_its_own_inputs(request: Request) -> None:
    found = answer(request, VN)
    kept_request = json.loads(json.dumps(request_to_json(request)))
    kept_result = json.loads(json.dumps(due_to_json(found)))

    assert request_from_json(kept_request, hours=HOURS[0]) == request
    assert due_from_json(kept_result) == found
    assert replay(kept_request, kept_result) == []


# Fails when `replay` compares nothing: any other stored end must be found out.
@given(requests(), st.integers(1, 10_000))
def test_a_stored_deadline_that_was_changed_is_found_out(request: Request, minutes: int) -> None:
    kept = due_to_json(answer(request, VN))
    kept["due_at"] = (datetime.fromisoformat(kept["due_at"]) + timedelta(minutes=minutes)).isoformat()

    assert replay(request_to_json(request), kept) == ["due_at"]


# Fails when `Request.size` loses part of a large amount.
@given(requests())
def test_one_more_day_or_hour_never_ends_earlier(request: Request) -> None:
    assume(request.amount is not None)
    assert request.amount is not None
    longer = replace(request, amount=request.amount + 1, committed_amount=None)

    assert end_of(longer) >= end_of(replace(request, committed_amount=None))


# Fails when `restarts` and `suspended` change places in `_after_pauses`.
@given(requests())
def test_a_suspended_clock_never_ends_after_a_restarted_one(request: Request) -> None:
    suspended = replace(request, supplement_mode="suspend")
    restarted = replace(request, supplement_mode="restart")

    assert end_of(suspended) <= end_of(restarted)


# Fails when the law's limit is counted one place short.
@given(requests())
def test_the_promise_never_lies_after_the_law(request: Request) -> None:
    found = answer(request, VN)

    assert found.due_at is not None and found.statutory_at is not None
    assert found.due_at <= found.statutory_at


# Fails when `recompute` answers with the computed day.
@given(requests(), st.integers(0, 40), st.booleans())
def test_no_change_of_the_calendar_shortens_a_promise(request: Request, later: int, is_working: bool) -> None:
    promised = end_of(request)
    day = request.received.date() + timedelta(days=later)
    changed = replace(VN, days=(*VN.days, CalendarDay(day, is_working, "order", known_on=date(2026, 12, 1))))

    again = recompute(request, changed.timetable(request.hours), promised=promised)

    assert again.promised_at is not None and again.promised_at >= promised
    assert again.moved == (again.promised_at != promised)


# Fails when `_working_day_end` looks the start of the day up instead of its closing.
@given(requests())
def test_a_limit_in_days_ends_at_closing_time_of_a_working_day(request: Request) -> None:
    assume(not request.unit.endswith("_hour"))

    end = end_of(request)

    assert VN.known(request.known_on).is_working(end.date())
    assert end.hour * 60 + end.minute == request.hours.closes


# Fails when the computation without words leaves the pauses out.
@given(requests())
def test_the_words_do_not_change_the_date(request: Request) -> None:
    timetable = VN.timetable(request.hours, request.known_on)
    told, bare = due(request, timetable), due(request, timetable, explain=False)

    assert (told.due_at, told.counted_from, told.statutory_at) == (bare.due_at, bare.counted_from, bare.statutory_at)
    assert told.because("vi") and len(told.because("vi")) == len(told.because("en"))


# Fails when `replay` does not compare the new date, or forgets that an apology may be due the year before.
@given(requests(), st.integers(1, 20))
def test_an_extension_is_kept_and_replayed(request: Request, later: int) -> None:
    days = VN.known(request.known_on)
    to = days.add(end_of(request).date(), later)
    extended = replace(request, extension=Extension(to=to, asked_on=request.received.date()))
    found = answer(extended, VN)

    assert found.due_at == end_of(request)
    assert replay(request_to_json(extended), due_to_json(found)) == []
    assert replay(request_to_json(extended), {**due_to_json(found), "extended_at": "2026-12-31T16:30"}) == [
        "extended_at"
    ]
