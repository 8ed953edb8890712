"""Deadlines as plans word them, with their typed values (thời hạn bằng chữ và giá trị)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from caicach.documents.demo import PlanDays, day_text
from caicach.plans import rules

Typed = tuple[str, dict[str, Any] | None]
ENDLESS = ("continuous", "monthly", "quarterly", "event", "none")


@dataclass(frozen=True)
class Deadline:
    """A deadline: its kind, the words of the plan, their typed value and the last day in time."""

    kind: str
    phrase: str
    typed: dict[str, Any] | None
    due_on: date | None


def worded(kind: str, ideal: date, plan: PlanDays) -> Deadline:
    """The deadline of a kind that falls nearest on or after a day."""
    phrase, typed = WORDED[kind](ideal, plan)
    return Deadline(kind, phrase, typed, rules.last_day(typed).due_on)


def _date(ideal: date, plan: PlanDays) -> Typed:
    words = ("chậm nhất ngày", "by") if ideal.day % 3 else ("đến hết ngày", "by")
    return f"{words[0]} {day_text(ideal)}", {"kind": "date", "date": ideal.isoformat(), "comparator": words[1]}


def _before(ideal: date, plan: PlanDays) -> Typed:
    named = ideal + timedelta(days=1)
    return f"trước ngày {day_text(named)}", {"kind": "date", "date": named.isoformat(), "comparator": "before"}


def _month(ideal: date, plan: PlanDays) -> Typed:
    last = ideal.replace(day=monthrange(ideal.year, ideal.month)[1])
    value = {"kind": "period", "unit": "month", "from": ideal.replace(day=1).isoformat(), "to": last.isoformat()}
    return f"trong tháng {ideal.month} năm {ideal.year}", value


def _quarter(ideal: date, plan: PlanDays) -> Typed:
    found = rules.quarter_of(ideal)
    roman = rules.ROMAN[int(found.code[-1]) - 1]
    value = {"kind": "period", "unit": "quarter", "from": found.first_day.isoformat(), "to": found.last_day.isoformat()}
    words = f"trong quý {roman} năm {ideal.year}" if ideal.day % 2 else f"Quý {roman}/{ideal.year}"
    return words, value


def _year(ideal: date, plan: PlanDays) -> Typed:
    year = plan.ends_on.year if plan.ends_on >= ideal else ideal.year
    value = {"kind": "period", "unit": "year", "from": f"{year}-01-01", "to": f"{year}-12-31"}
    return f"trong năm {year}", value


def _continuous(ideal: date, plan: PlanDays) -> Typed:
    return "thường xuyên", {"kind": "continuous"}


def _monthly(ideal: date, plan: PlanDays) -> Typed:
    return "trước ngày 20 hằng tháng", {"kind": "recurring", "every": "month", "day": 20, "comparator": "before"}


def _quarterly(ideal: date, plan: PlanDays) -> Typed:
    return "định kỳ hằng quý", {"kind": "recurring", "every": "quarter"}


def _event(ideal: date, plan: PlanDays) -> Typed:
    event = "sau khi Bộ Y tế ban hành hướng dẫn"
    return event, {"kind": "event", "event": "Bộ Y tế ban hành hướng dẫn"}


def _none(ideal: date, plan: PlanDays) -> Typed:
    return "", None


WORDED = {
    "date": _date,
    "before": _before,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
    "continuous": _continuous,
    "monthly": _monthly,
    "quarterly": _quarterly,
    "event": _event,
    "none": _none,
}
