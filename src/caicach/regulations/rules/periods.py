"""What a reporting period covers (thời gian chốt số liệu): cut off on a day of the month, or not."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

PeriodKind = Literal["month", "quarter", "half", "nine_months", "year"]
MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


def period_window(kind: PeriodKind, year: int, number: int = 1, *, closes_on: int | None = None) -> tuple[date, date]:
    """First and last day of a period; `closes_on` 14 is the cut-off of NĐ 09/2019: 15/12 to 14/3 for quarter I.

    `number` is the month, quarter or half; without `closes_on` the period is that of the calendar.
    """
    length = MONTHS[kind]
    last_month = number * length
    if not 1 <= number <= 12 // length:
        raise ValueError(f"Năm không có kỳ «{kind}» thứ {number}.")
    first = date(year, last_month - length + 1, 1)
    if closes_on is None:
        return first, date(year, last_month, monthrange(year, last_month)[1])
    month_before = first - timedelta(days=1)
    return month_before.replace(day=closes_on) + timedelta(days=1), date(year, last_month, closes_on)
