"""Quiet hours, retries and phone numbers, on paper."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.notifications import rules
from caicach.notifications.rules import RETRIES, DigestLine, NoLink, next_open, next_try, phone_of, urgent_first

VN = ZoneInfo("Asia/Ho_Chi_Minh")
OFF = {date(2026, 2, day) for day in range(16, 21)}  # Tết
MADE_UP = {date(2026, 8, 22)}  # a Saturday worked for another day
OPENS, CLOSES = 7 * 60 + 30, 16 * 60 + 30


def is_working(day):
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def opened(text):
    at = datetime.fromisoformat(text).replace(tzinfo=VN)
    found = next_open(at, opens=OPENS, closes=CLOSES, is_working=is_working)
    return found.replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("2026-11-23T09:15", "2026-11-23T09:15"),  # Monday morning: at once
        ("2026-11-23T12:20", "2026-11-23T12:20"),  # lunch is no quiet hour
        ("2026-11-23T06:00", "2026-11-23T07:30"),  # before opening
        ("2026-11-23T07:30", "2026-11-23T07:30"),
        ("2026-11-23T16:29", "2026-11-23T16:29"),
        ("2026-11-23T16:30", "2026-11-24T07:30"),  # closed
        ("2026-11-23T22:00", "2026-11-24T07:30"),  # evening
        ("2026-11-20T17:00", "2026-11-23T07:30"),  # Friday evening: Monday
        ("2026-11-21T10:00", "2026-11-23T07:30"),  # Saturday
        ("2026-08-22T10:00", "2026-08-22T10:00"),  # a Saturday made up is worked
        ("2026-02-13T18:00", "2026-02-23T07:30"),  # over Tết and the weekends around it
    ],
)
def test_a_message_waits_for_the_next_office_hour(at, first):
    assert opened(at) == first


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)))
def test_the_next_office_hour_is_open_and_never_earlier(at):
    at = at.replace(tzinfo=VN)
    found = next_open(at, opens=OPENS, closes=CLOSES, is_working=is_working)

    assert found >= at
    assert is_working(found.date())
    assert OPENS <= found.hour * 60 + found.minute < CLOSES
    assert next_open(found, opens=OPENS, closes=CLOSES, is_working=is_working) == found


def test_an_office_that_never_works_is_not_waited_for():
    at = datetime(2026, 11, 23, 9, tzinfo=VN)

    assert next_open(at, opens=OPENS, closes=CLOSES, is_working=lambda day: False) == at


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 30), (4, 120), (5, 720), (6, None), (60, None)])
def test_each_failed_try_waits_longer_and_the_sixth_is_the_last(attempts, minutes):
    at = datetime(2026, 11, 23, 9, tzinfo=VN)

    assert next_try(attempts=attempts, at=at) == (None if minutes is None else at + timedelta(minutes=minutes))
    assert rules.TRIES == len(RETRIES) + 1 == 6


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        (timedelta(seconds=10), timedelta(minutes=1)),  # never sooner than our own table
        (timedelta(minutes=20), timedelta(minutes=20)),
        (timedelta(days=30), timedelta(hours=24)),  # nor for ever
    ],
)
def test_the_other_side_may_ask_for_a_longer_wait(asked, waits):
    at = datetime(2026, 11, 23, 9, tzinfo=VN)

    assert next_try(attempts=1, at=at, rest=asked) == at + waits


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "+84912345678"),
        ("091 234 56 78", "+84912345678"),
        ("091.234.5678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("912345678", ""),
        ("09123456789", ""),
        ("khong co", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(typed, number):
    assert phone_of(typed) == number


@pytest.mark.parametrize("link", ["", "plans/", "https://example.vn/", "//example.vn/", "/\\example.vn"])
def test_every_line_leads_into_the_program_and_nowhere_else(link):
    with pytest.raises(NoLink):
        DigestLine("Việc", link, "plans.due")


def test_urgent_lines_stand_first_in_their_own_order():
    lines = [DigestLine(text, "/", "x", urgent=text in "bd") for text in "abcd"]

    assert [line.text for line in urgent_first(lines)] == ["b", "d", "a", "c"]
