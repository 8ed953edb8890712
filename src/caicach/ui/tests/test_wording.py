from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from caicach.ui import wording


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1185, "1.185", "1,185"),
        (0, "0", "0"),
        (Decimal("85.20"), "85,20", "85.20"),
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("-0.50"), "-0,50", "-0.50"),
    ],
)
def test_a_number_parts_its_thousands(value, vi, en):
    assert wording.count(value) == vi
    with translation.override("en"):
        assert wording.count(value) == en


@pytest.mark.parametrize(
    ("share", "digits", "says"),
    [
        ("0.98204", 1, "98,2\N{NO-BREAK SPACE}%"),
        ("1", 1, "100\N{NO-BREAK SPACE}%"),
        ("0", 1, "0\N{NO-BREAK SPACE}%"),
        ("0.9998", 1, "99,9\N{NO-BREAK SPACE}%"),
        ("0.0001", 1, "0,1\N{NO-BREAK SPACE}%"),
        ("0.767", 2, "76,70\N{NO-BREAK SPACE}%"),
        ("0.935", 0, "94\N{NO-BREAK SPACE}%"),
        ("1.25", 1, "125\N{NO-BREAK SPACE}%"),
    ],
)
def test_a_share_reads_whole_or_nothing_only_when_it_is(share, digits, says):
    assert wording.percent(Decimal(share), digits) == says


def test_days_and_moments_are_written_as_the_office_does():
    due = date(2026, 9, 4)
    sent = datetime(2026, 9, 9, 2, 10, tzinfo=UTC)

    assert wording.day(due) == "04/09/2026"
    assert wording.weekday_day(due) == "thứ Sáu, 04/09"
    assert wording.weekday_day(date(2026, 9, 6), with_year=True) == "Chủ nhật, 06/09/2026"
    assert wording.moment(sent) == "09:10 09/09/2026"
    assert wording.moment(sent, short=True) == "09/09 09:10"
    assert wording.due_on(due) == "hạn thứ Sáu, 04/09"
    assert wording.due_on(sent) == "hạn 09:10 thứ Tư, 09/09"
    assert wording.as_of(due) == "tính đến 04/09/2026"


def test_english_dates_cannot_be_read_the_other_way_round():
    with translation.override("en"):
        assert wording.day(date(2026, 9, 4)) == "4 Sep 2026"
        assert wording.weekday_day(date(2026, 9, 4)) == "Fri 4 Sep"


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (2, "còn 2 ngày làm việc"),
        (0, "trong hôm nay"),
        (-3, "quá hạn 3 ngày làm việc"),
        (1200, "còn 1.200 ngày làm việc"),
    ],
)
def test_days_left_are_told_in_words(days, says):
    assert wording.days_left(days) == says


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(230, "còn 3 giờ 50 phút"), (-180, "quá hạn 3 giờ"), (0, "còn 0 phút"), (45, "còn 45 phút")],
)
def test_minutes_left_are_told_in_words(minutes, says):
    assert wording.minutes_left(minutes) == says


def test_a_file_size_is_rounded_to_what_one_needs():
    assert wording.file_size(10) == "1\N{NO-BREAK SPACE}KB"
    assert wording.file_size(655_360) == "640\N{NO-BREAK SPACE}KB"
    assert wording.file_size(1_258_291) == "1,2\N{NO-BREAK SPACE}MB"


@pytest.mark.parametrize(
    ("agent", "says"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36",
            "Chrome, Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114 Safari/537.36", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604", "Safari, iPhone"),
        ("curl/8", "trình duyệt khác"),
    ],
)
def test_a_browser_is_named_in_words(agent, says):
    assert wording.browser(agent) == says
