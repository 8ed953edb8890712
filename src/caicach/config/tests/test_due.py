"""`./caicach due`: what comes in, what goes out, and what is refused with which sentence."""

import io
import json
from typing import Any

import pytest

from caicach.config.commands import due
from caicach.regulations.tests.test_vectors import VECTORS

GOOD = {"received": "2026-03-02T09:00", "amount": 5, "unit": "working_day"}


def run(text: str, *arguments: str) -> tuple[int, str, str]:
    stdout, stderr = io.StringIO(), io.StringIO()
    code = due.main(list(arguments), stdin=io.StringIO(text), stdout=stdout, stderr=stderr)
    return code, stdout.getvalue(), stderr.getvalue()


def refused(**changes: Any) -> str:
    code, stdout, stderr = run(json.dumps({**GOOD, **changes}), "--json")
    assert (code, stdout) == (2, "")
    assert stderr.count("\n") == 1
    return stderr.strip()


def test_every_vector_of_the_domain_reference_comes_out() -> None:
    text = "\n".join(json.dumps(request) for request, _ in VECTORS.values())

    code, stdout, _ = run(text, "--json")

    answers = [json.loads(line) for line in stdout.splitlines()]
    expected = [expected for _, expected in VECTORS.values()]
    assert code == 0
    assert [{key: answer[key] for key in wanted} for answer, wanted in zip(answers, expected, strict=True)] == expected


def test_answers_come_in_the_order_of_the_requests() -> None:
    text = "\n".join(json.dumps({**GOOD, "amount": amount}) for amount in (3, 1, 2))

    code, stdout, _ = run(text, "--json")

    assert code == 0
    assert [json.loads(line)["due_on"] for line in stdout.splitlines()] == ["2026-03-05", "2026-03-03", "2026-03-04"]


def test_one_object_may_take_many_lines() -> None:
    code, stdout, _ = run(json.dumps(GOOD, indent=2), "--json")

    assert code == 0
    assert json.loads(stdout)["due_on"] == "2026-03-09"


def test_without_json_the_reasons_are_read_as_text() -> None:
    code, stdout, _ = run(json.dumps(GOOD), "--lang", "en")

    assert code == 0
    assert stdout.splitlines()[-1] == "Due: 16:30 Monday 09/03/2026."


def test_a_bad_line_stops_with_its_number_after_the_answers_before_it() -> None:
    code, stdout, stderr = run(json.dumps(GOOD) + "\n{}", "--json")

    assert (code, stdout.count("\n")) == (2, 1)
    assert stderr == 'yêu cầu 2, received: thiếu; ví dụ "2026-01-08T15:20".\n'


def test_english_on_request() -> None:
    _, _, stderr = run("{}", "--json", "--lang=en")

    assert stderr == 'received: is missing; for example "2026-01-08T15:20".\n'


@pytest.mark.parametrize(
    ("changes", "sentence"),
    {
        "unit in words": ({"unit": "ngày"}, "unit: phải là một trong: working_day, calendar_day"),
        "no amount": ({"amount": None}, "amount: phải có số, ví dụ 5"),
        "zero": ({"amount": 0}, "amount: phải từ 1 đến 10000."),
        "negative": ({"amount": -1}, "amount: phải từ 1 đến 10000."),
        "absurd": ({"amount": 10**30}, "amount: phải từ 1 đến 10000."),
        "a truth": ({"amount": True}, "amount: phải là số"),
        "half a day": ({"amount": 1.5}, "amount: phải là số nguyên ngày"),
        "a word": ({"amount": "five"}, "amount: phải là số"),
        "office date": ({"received": "02/03/2026"}, 'received: phải viết như "2026-01-08T15:20".'),
        "no such day": ({"received": "2026-02-30"}, "received: không có thời điểm 2026-02-30."),
        "a number for a date": ({"received": 20260302}, "received: phải viết như"),
        "before all calendars": ({"received": "2019-12-31"}, "received: chạm năm 2019 chưa có lịch làm việc"),
        "after all calendars": ({"received": "2031-01-02"}, "received: chạm năm 2031 chưa có lịch làm việc"),
        "runs out of calendars": ({"amount": 600}, "amount: chạm năm 2028 chưa có lịch làm việc"),
        "cut-off in words": ({"cutoff": "3 giờ chiều"}, "cutoff: phải là giờ phút"),
        "cut-off before opening": ({"cutoff": "06:00"}, "cutoff: trước giờ mở cửa."),
        "hours upside down": ({"hours": [["13:00", "07:30"]]}, "hours[0]: giờ phải tăng dần"),
        "hours overlap": ({"hours": [["07:30", "12:00"], ["11:00", "16:30"]]}, "hours[1]: giờ phải tăng dần"),
        "no hours": ({"hours": []}, "hours: phải có ít nhất một ca."),
        "unknown calendar": ({"calendar": "fr"}, "calendar: không có lịch «fr»."),
        "a path for a calendar": ({"calendar": "../vn"}, "calendar: phải là mã lịch"),
        "unknown field": ({"deadline": 5}, "deadline: không có trường này; có: received, amount"),
        "unknown reason": ({"pauses": [{"from": "2026-03-04", "reason": "nghỉ ốm"}]}, "pauses[0].reason: phải là"),
        "pause before receipt": ({"pauses": [{"from": "2026-03-01"}]}, "pauses[0].from: trước lúc nhận hồ sơ"),
        "pause backwards": (
            {"pauses": [{"from": "2026-03-04T10:00", "to": "2026-03-04T09:00"}]},
            "pauses[0].to: trước lúc bắt đầu",
        ),
        "open pause in the middle": (
            {"pauses": [{"from": "2026-03-04"}, {"from": "2026-03-05", "to": "2026-03-06"}]},
            "pauses[0].to: còn trống",
        ),
        "pauses no list": ({"pauses": {}}, "pauses: phải là danh sách"),
        "parts beyond the whole": ({"phases": [3, 3]}, "phases: tổng các phần (6) vượt thời hạn chung"),
        "commitment beyond the law": ({"committed_amount": 6}, "committed_amount: không được dài hơn"),
        "a second new date": ({"extension": [{}, {}]}, "extension: chỉ được hẹn lại một lần."),
        "new date too early": (
            {"extension": {"to": "2026-03-09", "asked_on": "2026-03-06"}},
            "extension.to: phải sau ngày hẹn",
        ),
        "new date on a day off": (
            {"extension": {"to": "2026-03-14", "asked_on": "2026-03-06"}},
            "extension.to: là ngày nghỉ",
        ),
        "clock hours without a time": (
            {"unit": "clock_hour", "received": "2026-03-02"},
            "received: cần cả giờ phút",
        ),
    }.values(),
)
def test_a_request_that_cannot_be_used_is_refused_by_field(changes: dict[str, Any], sentence: str) -> None:
    assert refused(**changes).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "stdin: không có yêu cầu nào."),
        ("[]", "yêu cầu: phải là một đối tượng {…}."),
        ("null", "yêu cầu: phải là một đối tượng {…}."),
        ("{", "stdin: không phải JSON hợp lệ"),
        ('{"amount": NaN}', "stdin: không nhận giá trị NaN."),
        ('{"amount": 1, "amount": 2}', "amount: được ghi hai lần."),
        ('{"amount": ' + "9" * 5000 + "}", "stdin: JSON quá lớn hoặc quá sâu."),
        ("[" * 100_000, "stdin: JSON quá lớn hoặc quá sâu."),
        (json.dumps(GOOD).replace("5,", "1e999999999,"), "amount: phải từ 1 đến 10000."),
    ],
)
def test_what_is_no_request_is_refused(text: str, sentence: str) -> None:
    code, stdout, stderr = run(text, "--json")

    assert (code, stdout) == (2, "")
    assert stderr.startswith(sentence)


def test_an_amount_where_nothing_is_counted_is_told_not_silently_dropped() -> None:
    _, stdout, _ = run(json.dumps({**GOOD, "unit": "none"}), "--json")

    assert json.loads(stdout)["because"][-1] == "Số 5 không dùng đến, vì cách tính này không đếm."


def test_a_moment_with_a_zone_is_read_as_vietnamese_time() -> None:
    _, stdout, _ = run(json.dumps({**GOOD, "received": "2026-03-02T18:30:00Z"}), "--json")

    assert json.loads(stdout)["because"][0] == "Nhận 01:30 thứ Ba 03/03/2026."


def test_the_last_hour_of_office_time_counts_as_the_next_day() -> None:
    changes = {"received": "2026-03-02T15:31", "cutoff": {"minutes_before_closing": 60}}

    _, stdout, _ = run(json.dumps({**GOOD, **changes}), "--json")

    assert json.loads(stdout)["counted_from"] == "2026-03-03"


def test_commitment_and_extension_add_their_own_dates() -> None:
    changes = {"committed_amount": 3, "extension": {"to": "2026-03-10", "asked_on": "2026-03-04"}}

    _, stdout, _ = run(json.dumps({**GOOD, **changes}), "--json")

    answer = json.loads(stdout)
    assert (answer["due_on"], answer["statutory_on"], answer["extended_on"]) == (
        "2026-03-05",
        "2026-03-09",
        "2026-03-10",
    )


def test_a_year_whose_official_plan_is_not_out_says_so() -> None:
    _, stdout, _ = run(json.dumps({**GOOD, "received": "2026-12-31T09:00"}), "--json")

    assert any("Lịch năm 2027 chưa có phương án nghỉ chính thức" in line for line in json.loads(stdout)["because"])


def test_a_day_nobody_verified_says_so() -> None:
    _, stdout, _ = run(json.dumps({**GOOD, "received": "2026-11-20T09:00"}), "--json")

    answer = json.loads(stdout)
    assert answer["used"] == [{"day": "2026-11-24", "is": "off", "by": "public holiday"}]
    assert "Ngày Văn hóa Việt Nam; chưa kiểm chứng" in " ".join(answer["because"])
