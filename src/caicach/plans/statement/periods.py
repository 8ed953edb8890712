"""Periods of reporting (kỳ báo cáo): month, quarter, 6 and 9 months, year, or two days; on the calendar or by cut-off.

A code names one: `2026-M07`, `2026-Q3`, `2026-6M`, `2026-9M`, `2026`, `2026-01-05..2026-03-07`. With `@15-14` the
figures stop on the 14th of the period's last month and begin on the 15th of the month before its first
(plans-and-reports 2.1: 15/12 to 14/3 for quarter I).
"""

import re
from datetime import date, timedelta

from caicach.plans.rules import ROMAN, Period

CUT_OFF = "@15-14"
_CODE = re.compile(r"((?:19|20)\d\d|21\d\d)(?:-(?:M(0[1-9]|1[0-2])|Q([1-4])|([69])M))?(@15-14)?", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", re.ASCII)


class NoSuchPeriod(ValueError):
    """The words name no period."""


def parse(code: str) -> Period:
    """The period of a code; raises NoSuchPeriod with a sentence."""
    if found := _CODE.fullmatch(code):
        year = int(found[1])
        first, last = _months(found[2], found[3], found[4])
        if found[5]:
            return Period(code, _day_of_month(year, first - 1, 15), _day_of_month(year, last, 14))
        return Period(code, date(year, first, 1), _day_of_month(year, last + 1, 1) - timedelta(days=1))
    if found := _DAYS.fullmatch(code):
        try:
            return between(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        except ValueError as wrong:
            raise NoSuchPeriod("Khoảng thời gian không đúng. Hãy ghi ngày đầu trước, ngày cuối sau.") from wrong
    raise NoSuchPeriod("Không có kỳ này. Hãy chọn kỳ trong danh sách, hoặc ghi hai ngày.")


def between(first: date, last: date) -> Period:
    """A period of two days of one's own choice; raises NoSuchPeriod where they stand the wrong way round."""
    if last < first:
        raise NoSuchPeriod("Ngày cuối đứng trước ngày đầu. Hãy đổi lại hai ngày.")
    return Period(f"{first.isoformat()}..{last.isoformat()}", first, last)


def codes_of(year: int) -> list[str]:
    """The periods of a year as an office reports them: quarters, 6 months, 9 months, the year, then its months."""
    return [
        *(f"{year}-Q{number}" for number in (1, 2, 3, 4)),
        f"{year}-6M",
        f"{year}-9M",
        f"{year}",
        *(f"{year}-M{number:02d}" for number in range(1, 13)),
    ]


def last_quarter(day: date) -> str:
    """The quarter that ended last before a day."""
    number = (day.month + 2) // 3 - 1
    return f"{day.year}-Q{number}" if number else f"{day.year - 1}-Q4"


def name(period: Period) -> str:
    """quý III năm 2026 · tháng 7 năm 2026 · 6 tháng đầu năm 2026 · năm 2026 · từ ngày … đến ngày …"""
    found = _CODE.fullmatch(period.code)
    if found is None:
        return f"từ ngày {period.first_day:%d/%m/%Y} đến ngày {period.last_day:%d/%m/%Y}"
    year, month, quarter, months, cut_off = found.groups()
    said = f"năm {year}"
    if month:
        said = f"tháng {int(month)} {said}"
    elif quarter:
        said = f"quý {ROMAN[int(quarter) - 1]} {said}"
    elif months:
        said = f"{'6 tháng đầu' if months == '6' else '9 tháng'} {said}"
    return f"{said} (chốt {period.first_day:%d/%m/%Y} - {period.last_day:%d/%m/%Y})" if cut_off else said


def _months(month: str | None, quarter: str | None, months: str | None) -> tuple[int, int]:
    if month:
        return int(month), int(month)
    if quarter:
        return 3 * int(quarter) - 2, 3 * int(quarter)
    return 1, int(months or 12)


def _day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month that may be counted past the ends of its year: month 0 is December before."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)
