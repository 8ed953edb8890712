from datetime import date

from caicach.ui.drawing import ClockDrawing, clock_drawing, spark_points, used_percent
from caicach.ui.parts import Clock, Pause
from caicach.ui.tests.samples import clocks

TODAY = date(2026, 9, 9)


def drawn(clock: Clock) -> ClockDrawing:
    drawing = clock_drawing(clock)
    assert drawing is not None
    return drawing


def test_a_late_clock_is_full_and_one_without_a_start_is_empty():
    assert used_percent(Clock(due=date(2026, 9, 4), now=TODAY, start=date(2026, 8, 24))) == 100
    assert used_percent(Clock(due=date(2026, 9, 18), now=TODAY)) == 0
    assert used_percent(Clock(due=None, now=TODAY)) == 0


def test_half_the_time_gone_is_half_the_bar():
    assert used_percent(Clock(due=date(2026, 9, 16), now=TODAY, start=date(2026, 9, 2))) == 47


def test_no_bar_is_drawn_without_start_or_due():
    assert clock_drawing(Clock(due=None, now=TODAY, start=TODAY)) is None
    assert clock_drawing(Clock(due=TODAY, now=TODAY)) is None


def test_the_bar_shows_pause_first_due_today_and_due_in_order():
    drawing = drawn(clocks()["large"])

    assert [mark.kind for mark in drawing.marks] == ["start", "pause", "first", "now", "due"]
    assert [span.kind for span in drawing.spans if span.kind != "off"] == ["ahead", "ran", "pause"]
    assert all(0 <= span.left <= span.right <= 100 for span in drawing.spans)


def test_what_runs_over_the_due_day_is_drawn_as_late():
    drawing = drawn(clocks()["over"])

    assert "over" in [span.kind for span in drawing.spans]
    assert [tick.says for tick in drawing.ticks] == ["T4", "T5", "T6", "T7", "T8", "T9"]


def test_labels_that_would_touch_stand_on_different_levels():
    close = Clock(
        due=date(2026, 9, 10), now=TODAY, start=date(2026, 9, 1), pauses=[Pause(date(2026, 9, 7), date(2026, 9, 8))]
    )

    levels = {mark.kind: mark.level for mark in drawn(close).marks}

    assert levels["now"] not in {levels["pause"], levels["due"]}


def test_a_done_record_shows_when_it_was_done_and_no_today():
    done = Clock(due=date(2026, 9, 10), now=TODAY, start=date(2026, 9, 1), done_on=date(2026, 9, 5))

    assert [mark.kind for mark in drawn(done).marks] == ["start", "done", "due"]


def test_a_flat_series_is_a_flat_line():
    assert {y for _, y in spark_points([3, 3, 3])} == {21.0}
