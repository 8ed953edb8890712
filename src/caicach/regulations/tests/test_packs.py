"""The packs on file: their cases, their form, and where they differ from the library they were first drawn from."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import holidays
import pytest

from caicach.regulations import packs
from caicach.regulations.rules.deadline import answer, due
from caicach.regulations.rules.promise import handed_over_by
from caicach.regulations.rules.reading import request_from_json
from caicach.regulations.rules.request import Request

CALENDAR_CASES = [
    pytest.param(case, id=case["name"])
    for path in sorted((packs.FOLDER / "calendar" / "vn").glob("*-01-01.yaml"))
    for case in packs.cases(path)
]
OFFICE_CASES = packs.cases(packs.FOLDER / "office_hours" / "vn" / "2020-01-01.yaml")

# Every difference to `holidays` 0.109, and why.
DIFFERENCES = {
    date(2026, 1, 2): "the library does not know the swap of 25/12/2025 and calls the Friday a working day",
    date(2026, 1, 10): "nor that the Saturday was worked for it",
}


@pytest.mark.parametrize("case", CALENDAR_CASES)
def test_a_worked_case_of_the_calendar_comes_out(case: dict[str, Any]) -> None:
    request = request_from_json(case["request"], hours=packs.office_profile().hours)

    found = answer(request, packs.calendar())

    assert found.due_at == datetime.fromisoformat(case["due_at"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in OFFICE_CASES])
def test_a_worked_case_of_the_office_hours_comes_out(case: dict[str, Any]) -> None:
    profile = packs.office_profile()
    timetable = packs.calendar().timetable(profile.hours)
    received = datetime.fromisoformat(case["received"])
    request = Request(received=received, unit="same_day", hours=profile.hours, cutoff=profile.counting)

    counted_from = due(request, timetable).counted_from

    assert profile.hand_over is not None
    assert counted_from == date.fromisoformat(case["counted_from"])
    assert handed_over_by(received, timetable, profile.hand_over) == datetime.fromisoformat(case["handed_over_by"])


def test_every_calendar_pack_has_worked_cases() -> None:
    without = [path.name for path in (packs.FOLDER / "calendar" / "vn").glob("*-01-01.yaml") if not packs.cases(path)]

    assert without == []


def test_the_packs_and_the_library_differ_only_where_it_is_known_why() -> None:
    library = holidays.country_holidays("VN", years=range(2020, 2028))
    days = packs.calendar().known()
    ours = packs.calendar()

    differing = {
        day
        for number in range(ours.first.toordinal(), ours.last.toordinal() + 1)
        if days.is_working(day := date.fromordinal(number)) != library.is_working_day(day)
    }

    assert differing == set(DIFFERENCES)


def test_no_day_claims_to_be_seen_without_a_source_that_was_read() -> None:
    claimed = {entry.source for entry in packs.calendar().days if entry.status == "seen"}

    assert all("thư viện" not in source for source in claimed)


def test_the_order_of_25_12_2025_is_not_known_the_day_before() -> None:
    calendar = packs.calendar()

    assert calendar.known(date(2025, 12, 24)).is_working(date(2026, 1, 2))
    assert not calendar.known(date(2025, 12, 25)).is_working(date(2026, 1, 2))
    assert calendar.known(date(2025, 12, 25)).is_working(date(2026, 1, 10))


HEADER = """
code: vn
effective_from: 2026-01-01
title: {vi: Lịch, en: Calendar}
citation: "…"
link: "…"
last_checked_on: 2026-11-21
status: synthetic
"""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "calendar/vn/2026-01-01.yaml: nội dung: phải là các cặp khóa: giá trị"),
        ("code: vn", "calendar/vn/2026-01-01.yaml: effective_from: thiếu hoặc không phải date"),
        (HEADER.replace("code: vn", "code: us"), "calendar/vn/2026-01-01.yaml: code: phải là «vn» như tên thư mục"),
        (HEADER.replace("2026-01-01", "2026-01-02"), "calendar/vn/2026-01-01.yaml: effective_from: phải trùng"),
        (HEADER.replace("synthetic", "sure"), "calendar/vn/2026-01-01.yaml: status: phải là một trong: synthetic"),
        (HEADER + "status: verified", "calendar/vn/2026-01-01.yaml: dòng 9: khóa «status» được ghi hai lần"),
        (HEADER + "days: [{day: 2026-13-01}]", "calendar/vn/2026-01-01.yaml: nội dung: không đọc được"),
        (HEADER + "days: [{day: mai}]", "calendar/vn/2026-01-01.yaml: days[0].day: phải là ngày"),
        (
            HEADER + "days: [{day: 2026-05-01, is: nghỉ}]",
            "calendar/vn/2026-01-01.yaml: days[0].is: không dùng được: nghỉ",
        ),
        (HEADER + "days: [{day: 2026-05-01, is: off}]", "calendar/vn/2026-01-01.yaml: days[0].name: không dùng được"),
        (HEADER, "calendar/vn/2026-01-01.yaml: days: phải là danh sách ngày"),
    ],
)
def test_a_bad_pack_is_refused_by_file_and_key(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "calendar" / "vn" / "2026-01-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")

    with pytest.raises(packs.BadPack) as refusal:
        packs.parse_calendar([packs.load(path)])

    assert str(refusal.value).startswith(sentence)


def test_a_pack_survives_the_way_through_json() -> None:
    for pack in packs.packs():
        assert packs.from_json(packs.to_json(pack.payload)) == pack.payload
