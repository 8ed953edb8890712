"""The deadline rules on single cases, told one by one."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from caicach.regulations import packs
from caicach.regulations.rules.calendar import (
    CalendarDay,
    CalendarUnknown,
    OfficeHours,
    WorkingCalendar,
    add_working_days,
    roll_forward,
    working_days_between,
)
from caicach.regulations.rules.deadline import answer, due, due_many
from caicach.regulations.rules.periods import period_window
from caicach.regulations.rules.promise import apology_by, last_day_before, lateness, recompute, two_clocks
from caicach.regulations.rules.request import BadRequest, Extension, Pause, Request

HOURS = OfficeHours(((450, 720), (780, 990)))
VN = packs.calendar("vn")
DAYS = VN.known()
TABLE = VN.timetable(HOURS)
FIVE_DAYS = Request(received=datetime(2026, 3, 2, 9), unit="working_day", amount=5, hours=HOURS)
TEN_DAYS = replace(FIVE_DAYS, amount=10)
ASKED = Pause(datetime(2026, 3, 4, 9), datetime(2026, 3, 12, 10), "supplement")


def test_v13_the_apology_is_due_on_the_last_working_day_before_the_limit() -> None:
    assert apology_by(date(2026, 3, 16), DAYS) == date(2026, 3, 13)


def test_v14_publication_in_working_days_as_the_vendor_of_index_766_reads_it() -> None:
    effective = date(2026, 7, 1)

    assert last_day_before(effective, 20, "working_day", DAYS) == date(2026, 6, 3)
    assert last_day_before(effective, 5, "working_day", DAYS) == date(2026, 6, 24)


def test_v14b_publication_in_calendar_days_by_the_letter_of_the_decree() -> None:
    effective = date(2026, 7, 1)

    assert last_day_before(effective, 20, "calendar_day", DAYS) == date(2026, 6, 11)
    assert last_day_before(effective, 5, "calendar_day", DAYS) == date(2026, 6, 26)


def test_a_last_day_before_that_is_off_moves_back_never_on() -> None:
    assert last_day_before(date(2026, 2, 25), 5, "calendar_day", DAYS) == date(2026, 2, 13)


def test_both_clocks_stand_side_by_side() -> None:
    clocks = two_clocks(replace(TEN_DAYS, pauses=(ASKED,)), TABLE)

    assert (clocks.law.due_on, clocks.index.due_on) == (date(2026, 3, 26), date(2026, 3, 24))


def test_the_days_off_before_a_pause_are_among_the_days_that_mattered() -> None:
    asked = Pause(datetime(2026, 2, 24, 9), datetime(2026, 3, 2, 9), "payment")

    found = due(replace(TEN_DAYS, received=datetime(2026, 2, 13, 9), pauses=(asked,)), TABLE)

    assert [entry.day.day for entry in found.used] == [16, 17, 18, 19, 20]


def test_only_a_supplement_restarts_the_clock() -> None:
    waited = replace(ASKED, reason="external_body")

    assert due(replace(TEN_DAYS, pauses=(waited,)), TABLE).due_on == date(2026, 3, 24)


def test_while_the_clock_stands_still_there_is_no_date() -> None:
    found = due(replace(TEN_DAYS, pauses=(replace(ASKED, ends=None),)), TABLE)

    assert (found.due_on, found.steps) == (None, None)
    assert found.because()[-1] == (
        "Đang tạm dừng từ 09:00 thứ Tư 04/03/2026 (bổ sung hồ sơ): hạn mới được tính khi việc chờ kết thúc."
    )


def test_a_supplement_asked_after_the_limit_gives_no_new_time() -> None:
    late = Pause(datetime(2026, 3, 17, 9), datetime(2026, 3, 20, 9), "supplement")

    found = due(replace(TEN_DAYS, pauses=(late,)), TABLE)

    assert found.due_on == date(2026, 3, 16)
    assert any("khi đã hết hạn" in line for line in found.because())


def test_a_supplement_asked_on_the_last_day_leaves_the_day_of_its_return() -> None:
    asked = Pause(datetime(2026, 3, 16, 9), datetime(2026, 3, 20, 9), "supplement")

    found = due(replace(TEN_DAYS, pauses=(asked,), supplement_mode="suspend"), TABLE)

    assert found.due_on == date(2026, 3, 20)


def test_the_shorter_commitment_is_promised_and_the_law_keeps_the_longer() -> None:
    found = due(replace(FIVE_DAYS, committed_amount=3), TABLE)

    assert (found.due_on, found.statutory_on) == (date(2026, 3, 5), date(2026, 3, 9))


def test_lateness_is_shown_against_the_promise_and_against_the_law() -> None:
    found = due(replace(FIVE_DAYS, committed_amount=3), TABLE)

    late = lateness(found, date(2026, 3, 10), DAYS)

    assert (late.promise_days, late.law_days) == (3, 1)


def test_a_new_date_after_an_apology_does_not_turn_late_into_on_time() -> None:
    extended = replace(FIVE_DAYS, extension=Extension(to=date(2026, 3, 12), asked_on=date(2026, 3, 6)))

    found = due(extended, TABLE)

    assert found.extended_at == datetime(2026, 3, 12, 16, 30)
    assert lateness(found, date(2026, 3, 12), DAYS).promise_days == 3


def test_an_apology_on_the_last_day_itself_is_too_late() -> None:
    extended = replace(FIVE_DAYS, extension=Extension(to=date(2026, 3, 12), asked_on=date(2026, 3, 9)))

    assert due(extended, TABLE).because()[-1] == ("Văn bản xin lỗi phải gửi chậm nhất thứ Sáu 06/03/2026: gửi muộn.")


def test_a_promise_stands_when_the_calendar_changes_around_it() -> None:
    request = Request(received=datetime(2025, 12, 31, 9), unit="working_day", amount=3, hours=HOURS)
    promised = answer(replace(request, known_on=date(2025, 12, 24)), VN).due_at

    looked_at_again = recompute(request, TABLE, promised=promised)

    assert looked_at_again.promised_at == promised == datetime(2026, 1, 6, 16, 30)
    assert not looked_at_again.moved
    assert looked_at_again.computed.due_on == date(2026, 1, 7)


def test_a_promised_day_that_becomes_a_day_off_moves_to_the_next_working_day() -> None:
    request = Request(received=datetime(2025, 12, 31, 9), unit="working_day", amount=1, hours=HOURS)
    promised = answer(replace(request, known_on=date(2025, 12, 24)), VN).due_at

    looked_at_again = recompute(request, TABLE, promised=promised)

    assert promised == datetime(2026, 1, 2, 16, 30)
    assert (looked_at_again.moved, looked_at_again.promised_at) == (True, datetime(2026, 1, 5, 16, 30))
    assert "không phải xin lỗi" in looked_at_again.because()[0]


def test_a_swap_that_adds_a_working_day_never_shortens_a_promise() -> None:
    request = Request(received=datetime(2026, 1, 8, 9), unit="working_day", amount=2, hours=HOURS)
    promised = answer(replace(request, known_on=date(2025, 12, 24)), VN).due_at

    looked_at_again = recompute(request, TABLE, promised=promised)

    assert looked_at_again.computed.due_on == date(2026, 1, 10)
    assert looked_at_again.promised_at == datetime(2026, 1, 12, 16, 30)


def test_hours_on_a_made_up_saturday_count() -> None:
    request = Request(received=datetime(2026, 8, 21, 16), unit="working_hour", amount=8, hours=HOURS)

    assert due(request, TABLE).due_at == datetime(2026, 8, 22, 16)


def test_half_hours_are_counted_exactly() -> None:
    request = Request(received=datetime(2026, 3, 2, 11), unit="working_hour", amount=Decimal("1.5"), hours=HOURS)

    assert due(request, TABLE).due_at == datetime(2026, 3, 2, 13, 30)


def test_parts_in_hours_of_one_day() -> None:
    phases = (2, 3, 2, 1)
    request = Request(received=datetime(2026, 3, 2, 8), unit="working_hour", amount=8, hours=HOURS, phases=phases)

    steps = due(request, TABLE).steps

    assert steps == (
        datetime(2026, 3, 2, 10),
        datetime(2026, 3, 2, 14),
        datetime(2026, 3, 2, 16),
        datetime(2026, 3, 3, 8),
    )


def test_many_receipts_of_one_procedure_at_once() -> None:
    received = [datetime(2026, 3, 2, 9), datetime(2026, 3, 6, 17), datetime(2026, 3, 7, 9)]

    assert due_many(FIVE_DAYS, received, TABLE) == [
        due(replace(FIVE_DAYS, received=moment), TABLE).due_at for moment in received
    ]


def test_an_unknown_year_is_refused_never_taken_as_a_year_without_holidays() -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        due(replace(FIVE_DAYS, received=datetime(2027, 12, 31, 9)), TABLE)

    assert refusal.value.year == 2028


def test_a_year_before_all_calendars_is_refused_without_words_too() -> None:
    with pytest.raises(CalendarUnknown) as refusal:
        due(replace(FIVE_DAYS, received=datetime(2019, 12, 30, 9)), TABLE, explain=False)

    assert refusal.value.year == 2019


def test_a_late_order_may_take_back_an_earlier_one() -> None:
    swap = CalendarDay(date(2026, 3, 7), True, "swap", known_on=date(2026, 3, 1))
    taken_back = CalendarDay(date(2026, 3, 7), False, "taken back", known_on=date(2026, 3, 3))
    calendar = WorkingCalendar("vn", date(2026, 1, 1), date(2026, 12, 31), (swap, taken_back))

    assert [calendar.known(date(2026, 3, day)).is_working(date(2026, 3, 7)) for day in (1, 2, 3)] == [True, True, False]


def test_the_helpers_of_typed_deadlines() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    assert roll_forward(date(2026, 3, 7), VN) == monday
    assert add_working_days(friday, 1, VN) == monday
    assert add_working_days(monday, -1, VN) == friday
    assert working_days_between(friday, date(2026, 3, 10), VN) == 2
    assert working_days_between(date(2026, 3, 11), friday, VN) == -3
    assert working_days_between(friday, date(2026, 3, 8), VN) == 0


def test_pauses_that_overlap_are_refused() -> None:
    with pytest.raises(BadRequest) as refusal:
        replace(TEN_DAYS, pauses=(ASKED, replace(ASKED, begins=datetime(2026, 3, 10, 9))))

    assert refusal.value.field == "pauses[1].from"


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("month", 3, date(2026, 2, 15), date(2026, 3, 14)),
        ("quarter", 1, date(2025, 12, 15), date(2026, 3, 14)),
        ("quarter", 4, date(2026, 9, 15), date(2026, 12, 14)),
        ("half", 1, date(2025, 12, 15), date(2026, 6, 14)),
        ("nine_months", 1, date(2025, 12, 15), date(2026, 9, 14)),
        ("year", 1, date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_reporting_periods_close_on_the_14th(kind: str, number: int, first: date, last: date) -> None:
    assert period_window(kind, 2026, number, closes_on=14) == (first, last)


def test_other_schemes_report_by_the_calendar() -> None:
    assert period_window("quarter", 2028, 1) == (date(2028, 1, 1), date(2028, 3, 31))
    assert period_window("month", 2028, 2) == (date(2028, 2, 1), date(2028, 2, 29))
    with pytest.raises(ValueError, match="thứ 5"):
        period_window("quarter", 2028, 5)
