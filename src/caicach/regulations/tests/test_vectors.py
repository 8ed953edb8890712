"""The test vectors of the domain reference (one-stop.md 4.3, corrected by law-confirmed.md), as JSON in and out."""

from typing import Any

import pytest

from caicach.regulations import packs
from caicach.regulations.rules.deadline import answer
from caicach.regulations.rules.reading import request_from_json
from caicach.regulations.rules.stored import answer_to_json

CUT_OFF_15_00 = {"cutoff": "15:00"}
BEFORE_THE_SWAP = {"known_on": "2025-12-24"}
ASKED_AND_GIVEN = [{"from": "2026-03-04T09:00", "to": "2026-03-12T10:00", "reason": "supplement"}]

VECTORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "V01a: three days over New Year, before the swap is known": (
        {"received": "2025-12-31T09:00", "amount": 3, "unit": "working_day", **BEFORE_THE_SWAP},
        {"due_on": "2026-01-06", "counted_from": "2025-12-31"},
    ),
    "V01b: the same once the swap is entered": (
        {"received": "2025-12-31T09:00", "amount": 3, "unit": "working_day"},
        {"due_on": "2026-01-07"},
    ),
    "V02a: the made-up Saturday is a working day": (
        {"received": "2026-01-08", "amount": 2, "unit": "working_day"},
        {"due_on": "2026-01-10", "due_at": "2026-01-10T16:30"},
    ),
    "V02b: without the swap that Saturday is a day off": (
        {"received": "2026-01-08", "amount": 2, "unit": "working_day", **BEFORE_THE_SWAP},
        {"due_on": "2026-01-12", "used": []},
    ),
    "V03: received after the cut-off": (
        {"received": "2026-01-08T15:20", "amount": 2, "unit": "working_day", **CUT_OFF_15_00},
        {
            "due_on": "2026-01-12",
            "due_at": "2026-01-12T16:30",
            "counted_from": "2026-01-09",
            "steps": None,
            "used": [{"day": "2026-01-10", "is": "working", "by": "swap of 2026-01-02"}],
        },
    ),
    "V04: over Tết": (
        {"received": "2026-02-13T10:00", "amount": 5, "unit": "working_day", **CUT_OFF_15_00},
        {"due_on": "2026-02-27"},
    ),
    "V05: filed online on a Saturday night": (
        {"received": "2026-02-14T20:00", "amount": 5, "unit": "working_day", **CUT_OFF_15_00},
        {"due_on": "2026-03-02", "counted_from": "2026-02-23"},
    ),
    "V06: thirty calendar days end within Tết": (
        {"received": "2026-01-20", "amount": 30, "unit": "calendar_day"},
        {"due_on": "2026-02-23"},
    ),
    "V07: ten days without a supplement": (
        {"received": "2026-03-02", "amount": 10, "unit": "working_day"},
        {"due_on": "2026-03-16"},
    ),
    "V07a: a supplement suspends": (
        {
            "received": "2026-03-02",
            "amount": 10,
            "unit": "working_day",
            "supplement_mode": "suspend",
            "pauses": ASKED_AND_GIVEN,
        },
        {"due_on": "2026-03-24", "counted_from": "2026-03-02"},
    ),
    "V07b: a supplement restarts, as the law has it": (
        {"received": "2026-03-02", "amount": 10, "unit": "working_day", "pauses": ASKED_AND_GIVEN},
        {"due_on": "2026-03-26", "counted_from": "2026-03-12"},
    ),
    "V07c: index 766 only leaves the applicant's time out": (
        {"received": "2026-03-02", "amount": 10, "unit": "working_day", "pauses": ASKED_AND_GIVEN, "clock": "index"},
        {"due_on": "2026-03-24"},
    ),
    "V08: a same-day procedure after the cut-off": (
        {"received": "2026-03-05T15:10", "unit": "same_day", **CUT_OFF_15_00},
        {"due_on": "2026-03-06", "due_at": "2026-03-06T16:30"},
    ),
    "V09: four working hours over a weekend": (
        {"received": "2026-03-06T16:00", "amount": 4, "unit": "working_hour"},
        {"due_at": "2026-03-09T11:00", "counted_from": "2026-03-06"},
    ),
    "V09b: four working hours, received after the cut-off": (
        {"received": "2026-03-06T16:00", "amount": 4, "unit": "working_hour", **CUT_OFF_15_00},
        {"due_at": "2026-03-09T11:30", "counted_from": "2026-03-09"},
    ),
    "V10: twelve clock hours through the night": (
        {"received": "2026-03-07T22:00", "amount": 12, "unit": "clock_hour"},
        {"due_at": "2026-03-08T10:00", "due_on": "2026-03-08"},
    ),
    "V11: linked procedures, three parts": (
        {"received": "2026-06-01", "amount": 10, "unit": "working_day", "phases": [3, 5, 2]},
        {"steps": ["2026-06-04", "2026-06-11", "2026-06-15"], "due_on": "2026-06-15"},
    ),
    "V12: sixty calendar days end on National Day": (
        {"received": "2026-07-03", "amount": 60, "unit": "calendar_day"},
        {"due_on": "2026-09-03"},
    ),
    "V15: the law sets no limit": (
        {"received": "2026-03-02", "amount": None, "unit": "none"},
        {"due_on": None, "due_at": None, "steps": None, "used": []},
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name: str) -> None:
    request, expected = VECTORS[name]

    found = told(request)

    assert {key: found[key] for key in expected} == expected
    assert found["because"]


def test_the_example_of_the_design_is_answered_to_the_letter() -> None:
    request = {
        "received": "2026-01-08T15:20",
        "amount": 2,
        "unit": "working_day",
        "cutoff": "15:00",
        "hours": [["07:30", "12:00"], ["13:00", "16:30"]],
        "supplement_mode": "suspend",
        "pauses": [],
        "phases": None,
        "known_on": None,
        "calendar": "vn",
    }

    found = told(request)

    assert found == {
        "due_on": "2026-01-12",
        "due_at": "2026-01-12T16:30",
        "counted_from": "2026-01-09",
        "steps": None,
        "because": [
            "Nhận 15:20 thứ Năm 08/01/2026, sau 15:00: tính là nhận ngày thứ Sáu 09/01/2026.",
            "Đếm 2 ngày làm việc, không tính ngày nhận.",
            "Ngày làm bù có liên quan: thứ Bảy 10/01/2026 (làm bù cho thứ Sáu 02/01/2026; quyết định ngày 25/12/2025).",
            "Hạn: 16:30 thứ Hai 12/01/2026.",
        ],
        "used": [{"day": "2026-01-10", "is": "working", "by": "swap of 2026-01-02"}],
    }


def told(data: dict[str, Any]) -> dict[str, Any]:
    """What the engine says to a request, as `./caicach due --json` prints it."""
    request = request_from_json(data, hours=packs.office_profile().hours)
    return answer_to_json(answer(request, packs.calendar()), request)
