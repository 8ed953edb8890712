"""By when (thời hạn): the phrase as written and its typed value; a phrase is kept, a date is never guessed."""

import re
from dataclasses import dataclass, replace
from functools import cache

from caicach.documents.reading.deadline_values import BUILDERS, Value
from caicach.documents.reading.words import lexicon

WEAK = frozenset({"roadmap", "continuous", "event", "open"})
FURTHER_DAY = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|và)\s+(?P<words>ngày\s+(?P<d>[0-3]?\d)(?:\s?[/.-]\s?|\s+tháng\s+)(?P<m>[01]?\d)(?!\d)"
    r"(?:(?:\s?[/.-]\s?|\s+năm\s+)(?P<y>(?:19|20)\d\d))?)(?![\d%])"
)
REPORTED = frozenset({"half_year", "quarter", "quarter_range"})
LISTED = re.compile(r"\s*(?:,|;|và|hoặc)\s*")
EVERY_YEAR = re.compile(r"(?:hằng|hàng|mỗi)\s+năm|định\s+kỳ[^.;]{0,120}(?:\d\s+tháng|năm)\s+\(")
# "trình Giám đốc ký ban hành trước ngày …", "Ban hành trước ngày …": the issuing itself is ordered.
ISSUED_BY_THEN = re.compile(
    r"(?:^|[.;,]\s|(?:trình|tham\s+mưu|xây\s+dựng|hoàn\s+chỉnh|hoàn\s+thiện|dự\s+thảo|soạn\s+thảo|phải)\s[^.;:]{0,140}|phải\s)"
    r"(?:ký|ban\s+hành|ký\s+ban\s+hành|ký,\s+ban\s+hành|thông\s+qua|phê\s+duyệt)$"
)
GATE = re.compile(
    r"ngày|tháng|năm|qu[ýí]|tuần|giờ|lộ trình|lần|kỳ|khi|[12]\d{3}|thường xuyên|liên tục|theo|\dh|\d[/.-]\d"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: where its phrase stands and what it means."""

    start: int
    end: int
    value: Value
    year_stated: bool = True


@dataclass(frozen=True, slots=True)
class Pattern:
    name: str
    where: str
    needs: frozenset[str]
    form: re.Pattern[str]


@cache
def patterns() -> tuple[Pattern, ...]:
    """The forms of `lexicon/deadlines.yaml`, compiled in their order."""
    loaded = lexicon("deadlines")
    compiled = []
    for entry in loaded["patterns"]:
        form = entry["form"]
        for name, macro in loaded["macros"].items():
            form = form.replace("{" + name + "}", macro)
        needs = frozenset(part for part in entry["needs"].split("|") if part)
        compiled.append(
            Pattern(
                entry["name"],
                entry["where"],
                needs,
                re.compile(r"(?<!\w)" + form.replace(" ", r"\s{1,3}").replace(r"\s{1,3}?", r"\s{0,3}")),
            )
        )
    return tuple(compiled)


@cache
def _needed() -> frozenset[str]:
    """Every word some form cannot do without: each is looked for once."""
    return frozenset().union(*(pattern.needs for pattern in patterns()))


@cache
def _guards() -> tuple[re.Pattern[str], ...]:
    loaded = lexicon("deadlines")
    return (
        re.compile("(?:" + loaded["background"] + ")"),
        re.compile(loaded["attributive"]),
        re.compile(loaded["attributive_yearly"]),
        re.compile(loaded["horizon"]),
        re.compile(loaded["reported"]),
    )


def find_deadlines(
    text: str, low: str, start: int, end: int, *, year: int | None, field: bool = False
) -> list[Deadline]:
    """Every time limit in a stretch of text (`low` is the text in small letters), in the order they stand."""
    if not GATE.search(low, start, end):
        return []
    stretch = low[start:end]
    present = {word for word in _needed() if word in stretch}
    taken: list[tuple[int, int]] = []
    found: list[Deadline] = []
    for pattern in patterns():
        if pattern.where == "field" and not field:
            continue
        if pattern.needs and present.isdisjoint(pattern.needs):
            continue
        for match in pattern.form.finditer(stretch):
            first, behind = match.span()
            if any(first < taken_behind and taken_first < behind for taken_first, taken_behind in taken):
                continue
            if not field and _is_background(stretch, match, pattern):
                continue
            value = BUILDERS[pattern.name](match, year)
            if value is None:
                continue
            behind = first + len(match[0].rstrip(" ,.;:("))
            if "(" in match[0] and stretch[behind : behind + 1] == ")":
                behind += 1
            taken.append((first, behind))
            _keep_letters(value, match, text[start:end])
            stated = "y" not in pattern.form.groupindex or match["y"] is not None
            found.append(Deadline(start + first, start + behind, value, stated))
    found += _further_days(low, end, found, taken, start, year)
    return _yearly(stretch, _same_comparator(low, sorted(found, key=lambda deadline: deadline.start)))


def _further_days(
    low: str, end: int, found: list[Deadline], taken: list[tuple[int, int]], start: int, year: int | None
) -> list[Deadline]:
    """ "chậm nhất ngày 15/6 (báo cáo 6 tháng) và ngày 15/12 (báo cáo năm)": the second day has the first one's word."""
    more = []
    for before in found:
        if before.value["kind"] != "date":
            continue
        match = FURTHER_DAY.match(low, before.end, end)
        if match is None or any(
            first < match.end() - start and match.start("d") - start < behind for first, behind in taken
        ):
            continue
        value = BUILDERS["date"](match, year)
        if value is not None:
            value["comparator"] = before.value["comparator"]
            more.append(Deadline(match.start("words"), match.end(), value, match["y"] is not None))
    return more


def _keep_letters(value: Value, match: re.Match[str], stretch: str) -> None:
    """Words quoted in a value keep the capitals they were written with."""
    name = "after" if value["kind"] == "relative" else 0 if value["kind"] == "event" else None
    if name is not None and value.get("after", "") is not None:
        value["after" if name else "event"] = " ".join(stretch[slice(*match.span(name))].split())


def _same_comparator(low: str, found: list[Deadline]) -> list[Deadline]:
    """ "trước ngày 15/6 và 15/12": what stands before the first day holds for the next."""
    for number in range(1, len(found)):
        before, this = found[number - 1], found[number]
        comparator = before.value.get("comparator")
        bare = low[this.start].isdigit() or low.startswith("ngày", this.start)
        if comparator and bare and "comparator" in this.value and LISTED.fullmatch(low, before.end, this.start):
            found[number] = replace(this, value={**this.value, "comparator": comparator})
    return found


def _yearly(stretch: str, found: list[Deadline]) -> list[Deadline]:
    """ "hằng năm (trước ngày 15 tháng 11)": a day without a year beside "every year" comes back each year."""
    every_year = [deadline for deadline in found if _comes_back(deadline.value)]
    days = [deadline for deadline in found if deadline.value["kind"] == "date" and not deadline.year_stated]
    if not days or not (every_year or EVERY_YEAR.search(stretch)):
        return found
    merged = []
    for deadline in found:
        if deadline in days:
            merged.append(each_year(deadline))
        elif deadline not in every_year:
            merged.append(deadline)
    return merged


def each_year(deadline: Deadline) -> Deadline:
    """A day without a year that comes back: "trước ngày 30/11" under "Nhiệm vụ thực hiện hằng năm"."""
    if deadline.value["kind"] != "date":
        return deadline
    _, month, day = deadline.value["date"].split("-")
    value = {"kind": "recurring", "every": "year", "month": int(month), "day": int(day)}
    return replace(deadline, value=value | {"comparator": deadline.value["comparator"]})


def _comes_back(value: Value) -> bool:
    """ "hằng năm", "định kỳ 6 tháng, năm": the days named beside it are days of every year."""
    items = value["items"] if value["kind"] == "multi" else [value]
    bare = all(item["kind"] == "recurring" and item.keys() == {"kind", "every"} for item in items)
    return bare and items[-1]["every"] in {"year", "half_year"}


def _is_background(stretch: str, match: re.Match[str], pattern: Pattern) -> bool:
    background, attributive, yearly, horizon, reported = _guards()
    before = stretch[max(0, match.start() - 170) : match.start()]
    compared = match.groupdict().get("cmp")
    if pattern.name == "year_end" and compared == "đến" and horizon.search(before.rstrip()):
        return True
    if pattern.name in REPORTED and compared is None and reported.search(before.rstrip()):
        return True
    if pattern.where == "label":
        return not before.rstrip().endswith(":")
    if pattern.name == "frequency":
        if match["periodic"]:
            return False
        return bool(attributive.search(before) or (match["every"] == "năm" and yearly.search(before)))
    return background.search(before.rstrip()) is not None and not ISSUED_BY_THEN.search(before.rstrip())


def settle(found: list[Deadline]) -> Value | None:
    """One value for a clause: dated limits outrank vague ones; several become `multi`."""
    strong = [deadline for deadline in found if deadline.value["kind"] not in WEAK] or found
    values: list[Value] = []
    for deadline in strong:
        items = deadline.value["items"] if deadline.value["kind"] == "multi" else [deadline.value]
        values.extend(item for item in items if item not in values)
    values = [value for value in values if not _said_closer(value, values)]
    if not values:
        return None
    return values[0] if len(values) == 1 else {"kind": "multi", "items": values}


def _said_closer(value: Value, values: list[Value]) -> bool:
    """ "hằng quý (trước ngày 20 của tháng cuối quý)": how often is said again with its day."""
    if value.keys() != {"kind", "every"}:
        return False
    return any(
        other["kind"] == "recurring" and other["every"] == value["every"] and other is not value for other in values
    )


def chosen(found: list[Deadline]) -> list[Deadline]:
    """The phrases `settle` built its value from."""
    return [deadline for deadline in found if deadline.value["kind"] not in WEAK] or found
