"""What each form of a time limit means, as the typed value of `read --json`: one function for each name of a form."""

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any

Value = dict[str, Any]
UNITS = {
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "năm": "year",
    "kỳ": "period",
    "6 tháng": "half_year",
}
UNITS |= {
    "06 tháng": "half_year",
    "9 tháng": "nine_months",
    "09 tháng": "nine_months",
    "cả năm": "year",
    "3 tháng": "quarter",
    "03 tháng": "quarter",
}
LENGTHS = {
    "giờ": "hours",
    "ngày làm việc": "working_days",
    "ngày": "days",
    "tuần": "weeks",
    "tháng": "months",
    "năm": "years",
}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _comparator(match: re.Match[str], default: str = "on") -> str:
    words = match.groupdict().get("cmp") or ""
    if "chậm nhất" in words or "muộn" in words or "chậm hơn" in words:
        return "by"
    if "trước" in words:
        return "before"
    if "hết" in words or "đến" in words or "cuối" in words:
        return "by"
    return default


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _year(match: re.Match[str], year: int | None, name: str = "y") -> int | None:
    return int(match[name]) if match.groupdict().get(name) else year


def _period(unit: str, first: date, last: date) -> Value:
    return {"kind": "period", "unit": unit, "from": first.isoformat(), "to": last.isoformat()}


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _limited(match: re.Match[str], unit: str, first: date, last: date) -> Value:
    """A period that is only a latest moment ("trước quý II", "chậm nhất trong quý I") is a date."""
    comparator = _comparator(match)
    if comparator == "before":
        return {"kind": "date", "date": first.isoformat(), "comparator": "before"}
    if comparator == "by":
        return {"kind": "date", "date": last.isoformat(), "comparator": "by"}
    return _period(unit, first, last)


def _date(match: re.Match[str], year: int | None) -> Value | None:
    day = _day(_year(match, year), int(match["m"]), int(match["d"]))
    words = match.groupdict().get("cmp")
    if day is None or (words == "trong" and "ngày" not in match[0]):
        return None
    return {"kind": "date", "date": day.isoformat(), "comparator": _comparator(match, "on" if words else "by")}


def _datetime(match: re.Match[str], year: int | None) -> Value | None:
    day = _day(_year(match, year), int(match["m"]), int(match["d"]))
    hour = int(match["hour"])
    if day is None or hour > 23:
        return None
    return {
        "kind": "datetime",
        "date": day.isoformat(),
        "time": f"{hour:02d}:{match['minute'] or '00'}",
        "comparator": _comparator(match),
    }


def _daily_time(match: re.Match[str], year: int | None) -> Value | None:
    hour = int(match["hour"])
    if hour > 23:
        return None
    time = f"{hour:02d}:{match['minute'] or '00'}"
    return {"kind": "recurring", "every": "day", "time": time, "comparator": _comparator(match)}


def _yearly_day(match: re.Match[str], year: int | None) -> Value | None:
    day, month = int(match["d"]), int(match["m"])
    if match["y"] or _day(2000, month, day) is None:
        return None
    return {"kind": "recurring", "every": "year", "month": month, "day": day, "comparator": _comparator(match)}


def _recurring_day(of: str | None) -> Callable[[re.Match[str], int | None], Value | None]:
    def build(match: re.Match[str], year: int | None) -> Value | None:
        every = UNITS[match.groupdict().get("every") or "tháng"]
        value: Value = {"kind": "recurring", "every": every, "day": int(match["d"])}
        month = of or {"đầu": "first_month_of_period", "cuối": "last_month_of_period"}.get(
            (match.groupdict().get("of") or "").split(" ")[-1]
        )
        if month:
            value["of"] = month
        return value | {"comparator": _comparator(match)}

    return build


def _weekday(match: re.Match[str], year: int | None) -> Value | None:
    days = {"hai": 1, "2": 1, "ba": 2, "3": 2, "tư": 3, "4": 3, "năm": 4, "5": 4, "sáu": 5, "6": 5, "bảy": 6, "7": 6}
    return {
        "kind": "recurring",
        "every": "week",
        "weekday": days[match["weekday"].split()[-1]],
        "comparator": _comparator(match),
    }


def _relative(match: re.Match[str], year: int | None) -> Value | None:
    number: int | list[int] = int(match["n"])
    if match["n2"]:
        number = [int(match["n"]), int(match["n2"])]
    after = " ".join((match.groupdict().get("after") or "").split()) or None
    return {"kind": "relative", LENGTHS[" ".join(match["unit"].split())]: number, "after": after}


def _before_event(match: re.Match[str], year: int | None) -> Value | None:
    after = " ".join((match.groupdict().get("after") or "").split()) or None
    return {"kind": "relative", LENGTHS[" ".join(match["unit"].split())]: -int(match["n"]), "after": after}


def _day_range(match: re.Match[str], year: int | None) -> Value | None:
    last_year = _year(match, year, "y2")
    first = _day(_year(match, last_year), int(match["m"]), int(match["d"]))
    last = _day(last_year, int(match["m2"]), int(match["d2"]))
    return _period("day", first, last) if first and last and first <= last else None


def _open_day(match: re.Match[str], year: int | None) -> Value | None:
    day = _day(_year(match, year), int(match["m"]), int(match["d"]))
    return {"kind": "open", "from": day.isoformat(), "to": None} if day else None


def _open_month(match: re.Match[str], year: int | None) -> Value | None:
    day = _day(_year(match, year), int(match["m"]), 1)
    return {"kind": "open", "from": day.isoformat(), "to": None} if day else None


def _week(match: re.Match[str], year: int | None) -> Value | None:
    of_year, month = _year(match, year), int(match["m"])
    if not of_year or not 1 <= month <= 12:
        return None
    number = {"đầu": 1, "cuối": -1}.get(match["week"]) or int(match["week"])
    return {"kind": "week", "week_of_month": number, "month": f"{of_year}-{month:02d}"}


def _quarter(match: re.Match[str], year: int | None) -> Value | None:
    of_year, quarter = _year(match, year), QUARTERS[match["q"]]
    if not of_year:
        return None
    return _limited(match, "quarter", date(of_year, quarter * 3 - 2, 1), _month_end(of_year, quarter * 3))


def _quarter_range(match: re.Match[str], year: int | None) -> Value | None:
    last_year = _year(match, year, "y2")
    first_year, first, last = _year(match, last_year), QUARTERS.get(match["q"]), QUARTERS.get(match["q2"])
    if not (first_year and last_year and first and last):
        return None
    return _period("quarter", date(first_year, first * 3 - 2, 1), _month_end(last_year, last * 3))


def _month(match: re.Match[str], year: int | None) -> Value | None:
    of_year, month = _year(match, year), int(match["m"])
    if not of_year or not 1 <= month <= 12:
        return None
    return _limited(match, "month", date(of_year, month, 1), _month_end(of_year, month))


def _month_range(match: re.Match[str], year: int | None) -> Value | None:
    last_year = _year(match, year, "y2")
    first_year, first, last = _year(match, last_year), int(match["m"]), int(match["m2"])
    if not (first_year and last_year and 1 <= first <= 12 and 1 <= last <= 12):
        return None
    return _period("month", date(first_year, first, 1), _month_end(last_year, last))


def _month_list(match: re.Match[str], year: int | None) -> Value | None:
    of_year = _year(match, year)
    months = [int(month) for month in re.findall(r"\d+", match["months"])]
    if not of_year or not all(1 <= month <= 12 for month in months):
        return None
    items = [_period("month", date(of_year, month, 1), _month_end(of_year, month)) for month in dict.fromkeys(months)]
    return items[0] if len(items) == 1 else {"kind": "multi", "items": items}


def _yearly_months(match: re.Match[str], year: int | None) -> Value | None:
    months = dict.fromkeys(int(month) for month in re.findall(r"\d+", match["months"]))
    if not all(1 <= month <= 12 for month in months):
        return None
    return {"kind": "multi", "items": [{"kind": "recurring", "every": "year", "month": month} for month in months]}


def _yearly_quarter(match: re.Match[str], year: int | None) -> Value | None:
    return {"kind": "recurring", "every": "year", "quarter": QUARTERS[match["q"]]}


def _quarter_list(match: re.Match[str], year: int | None) -> Value | None:
    of_year = _year(match, year)
    if not of_year:
        return None
    quarters = dict.fromkeys(QUARTERS[word] for word in re.findall(r"iv|i{1,3}|[1-4]", match["quarters"]))
    items = [
        _period("quarter", date(of_year, number * 3 - 2, 1), _month_end(of_year, number * 3)) for number in quarters
    ]
    return items[0] if len(items) == 1 else {"kind": "multi", "items": items}


def _open_quarter(match: re.Match[str], year: int | None) -> Value | None:
    first = date(int(match["y"]), QUARTERS[match["q"]] * 3 - 2, 1)
    return {"kind": "open", "from": first.isoformat(), "to": None}


def _first_month(match: re.Match[str], year: int | None) -> Value | None:
    of = "first_month_of_next_period" if match["next"] else "first_month_of_period"
    every = UNITS[match["every"]]
    return {"kind": "recurring", "every": every, "day": int(match["d"]), "of": of, "comparator": _comparator(match)}


def _limit(match: re.Match[str], year: int | None) -> Value | None:
    return {"kind": "relative", LENGTHS[match["unit"]]: int(match["n"]), "after": None}


def _yearly_month(match: re.Match[str], year: int | None) -> Value | None:
    return {"kind": "recurring", "every": "year", "month": int(match["m"])}


def _half_year(match: re.Match[str], year: int | None) -> Value | None:
    of_year = _year(match, year)
    if not of_year:
        return None
    first, last = (1, 6) if match["half"] == "đầu" else (7, 12)
    return _limited(match, "half_year", date(of_year, first, 1), _month_end(of_year, last))


def _year_open(match: re.Match[str], year: int | None) -> Value | None:
    return {"kind": "open", "from": f"{match['y']}-01-01", "to": None}


def _year_range(match: re.Match[str], year: int | None) -> Value | None:
    first, last = int(match["y"]), int(match["y2"])
    return _period("year", date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _year_end(match: re.Match[str], year: int | None) -> Value | None:
    of_year = int(match["y"])
    return _limited(match, "year", date(of_year, 1, 1), date(of_year, 12, 31))


def _whole_year(match: re.Match[str], year: int | None) -> Value | None:
    of_year = _year(match, year)
    return _period("year", date(of_year, 1, 1), date(of_year, 12, 31)) if of_year else None


def _times(match: re.Match[str], year: int | None) -> Value | None:
    groups = match.groupdict()
    if groups.get("n2"):
        every = UNITS.get(f"{int(groups['n2'])} {groups['every']}")
        return {
            "kind": "recurring",
            "every": every or UNITS[groups["every"]],
            **({} if every or groups["n2"] in {"1", "01"} else {"interval": int(groups["n2"])}),
        }
    number = {"một": 1, "hai": 2}.get(groups["n"]) or int(groups["n"])
    return {"kind": "recurring", "every": UNITS[groups["every"]], "times": number}


def _frequency(match: re.Match[str], year: int | None) -> Value | None:
    more = re.findall(r"0?[369]\s+tháng|quý|tháng|năm", match["more"] or "")
    every = [UNITS[" ".join(words.split())] for words in [match["every"], *more]]
    items = [{"kind": "recurring", "every": unit} for unit in dict.fromkeys(every)]
    return items[0] if len(items) == 1 else {"kind": "multi", "items": items}


def _worded(kind: str) -> Callable[[re.Match[str], int | None], Value | None]:
    def build(match: re.Match[str], year: int | None) -> Value | None:
        return {"kind": kind, "event": " ".join(match[0].split())} if kind == "event" else {"kind": kind}

    return build


BUILDERS: dict[str, Callable[[re.Match[str], int | None], Value | None]] = {
    "datetime": _datetime,
    "yearly_day": _yearly_day,
    "daily_time": _daily_time,
    "day_of_last_month": _recurring_day("last_month_of_period"),
    "monthly_day": _recurring_day(None),
    "next_month_day": _recurring_day("next_month"),
    "weekday": _weekday,
    "before_event": _before_event,
    "relative": _relative,
    "day_range": _day_range,
    "open_day": _open_day,
    "open_month": _open_month,
    "date": _date,
    "week": _week,
    "quarter_range": _quarter_range,
    "quarter": _quarter,
    "yearly_month": _yearly_month,
    "month_range": _month_range,
    "month_list": _month_list,
    "yearly_months": _yearly_months,
    "yearly_quarter": _yearly_quarter,
    "quarter_list": _quarter_list,
    "open_quarter": _open_quarter,
    "day_of_first_month": _first_month,
    "limit": _limit,
    "half_year": _half_year,
    "month": _month,
    "year_open": _year_open,
    "year_range": _year_range,
    "year_end": _year_end,
    "year": _whole_year,
    "times": _times,
    "frequency": _frequency,
    "continuous": _worded("continuous"),
    "roadmap": _worded("roadmap"),
    "event": _worded("event"),
}
