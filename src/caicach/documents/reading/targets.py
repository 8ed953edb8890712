"""Figures to reach (chỉ tiêu): comparator as written, exact number, unit, what it is of and by when."""

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from caicach.documents.reading.phrasebook import PhraseBook, words_of
from caicach.documents.reading.words import lexicon, listed, phrases

_LEXICON = lexicon("targets")
NUMBER_WORDS: list[str] = _LEXICON["number_words"].split("|")
THINGS = PhraseBook(phrases(_LEXICON["things"]))
FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
COMPARATOR = "|".join(
    "(?P<" + name + ">" + form.replace(" ", r"\s+") + ")" for name, form in _LEXICON["comparators"].items()
)
WHEN_BETWEEN = r"(?:(?:vào|đến|trong)\s+(?:hết\s+|cuối\s+)?năm\s+20\d\d\s+)?(?:(?:phải\s+)?đạt\s+)?"
SHARE = re.compile(
    rf"(?:(?<![\w%])(?:{COMPARATOR})\s*{WHEN_BETWEEN})?(?<![\w,./-])(?P<value>{FIGURE})(?:\s?%)?(?:\s*(?:-|đến|tới)\s*(?P<value_to>{FIGURE}))?\s?%"
    rf"(?P<suffix>\s+trở\s+(?:lên|xuống))?"
)
RATE = re.compile(
    rf"(?:(?<![\w%])(?:{COMPARATOR})\s*)?(?<![\w,./-])(?P<value>{FIGURE})"
    rf"(?P<per>(?:\s+[^\W\d]+){{0,4}}\s?/\s?(?:100|1\.?000|10\.?000|100\.?000)"
    r"\s+(?:trẻ sơ sinh gái|trẻ em gái|trẻ em|trẻ gái|trẻ|bé gái|gái|dân|người dân|người|phụ nữ|hộ)"
    r"|(?:\s+[^\W\d]+){1,3}\s?/\s?(?:vạn|nghìn|triệu)\s+dân)"
)
FRACTION = re.compile(
    r"(?<![\w/,.-])(?P<value>\d{1,3}(?:\.\d{3})*)\s?/\s?(?P<value_to>\d{1,3}(?:\.\d{3})*)(?![\w/%])\s+(?=[^\W\d])"
)
COUNT = re.compile(
    rf"(?<![\w%/.,-])(?:(?:{COMPARATOR})\s+)?(?P<value>{FIGURE})(?:\s*(?:-|đến)\s*(?P<value_to>{FIGURE}))?"
    rf"(?![\w/%.,-]{{0,12}}\d)\s+(?=[^\W\d])"
)
WORDED = re.compile(
    rf"(?<![\w%/.,-])(?:{COMPARATOR})\s+(?P<value>{_LEXICON['number_words']})\s+(?=[^\W\d])".replace("|từ)", ")")
)
SAME_LIST = re.compile(r"[^.;:,]{0,70}(?:,|\svà)\s+$")
CONDITION = re.compile(r"(?:đối với|trường hợp|nếu|khi)\s[^.;:]{0,200}$")
CONDITIONAL = re.compile(r"\s*,?\s*(?:có thể|thì|được phép|được xem xét|không phải)(?!\w)")
PAIRED = re.compile(rf"(?:{_LEXICON['paired']})(?!\w)")
GROUP = re.compile(
    r"(?:trong\s+|thuộc\s+|ở\s+)?(?P<what>nhóm|top|tốp)\s+(?P<value>\d{1,3})"
    rf"(?P<leading>\s+(?:\w+,?\s+){{0,6}}?(?:{_LEXICON['leading']}))?(?![\w/%])"
)
AMONG = re.compile(
    rf"(?:trong|thuộc)\s+(?:số\s+)?(?P<value>\d{{1,3}})\s+(?P<what>\w+(?:\s+\w+){{0,3}}?)\s+(?:{_LEXICON['leading']})"
)
RANK = re.compile(
    r"(?:xếp\s+)?(?:thứ\s+hạng|hạng|vị\s+trí)\s+(?:thứ\s+)?(?P<value>\d{1,3})(?:\s*/\s*\d{1,3})?(?:\s+trở\s+lên)?"
)
DECREASE = re.compile(rf"(?:^|\W)(?:{_LEXICON['decrease']})(?:\W|$)")
LEVEL = re.compile(rf"(?:{_LEXICON['levels']})\s*$".replace(" ", r"\s+"))
TIMES = frozenset({"ngày", "giờ", "ngày làm việc", "tháng", "tuần", "lần"})
REACHED = re.compile(r"(?:còn|xuống|đạt|gấp|(?:còn|xuống|đạt)\s[\d,]+\s+lần[^.;]{0,40}\s(?:và|,))\s+$")
BASE = re.compile(r"từ\s+$")
ONWARDS = re.compile(r"\s*(?:\([^()]{0,30}\)\s*)?(?:(?:vào\s+)?năm\s+\d{4}\s+)?(?:xuống|lên|tăng lên|giảm xuống)\s")
SHARED = re.compile(
    r"\b(?:đạt|giảm|tăng|lên|xuống|còn|là|bằng|chiếm|tỷ lệ|mức|khoảng|hoàn thành|thêm|bảo đảm|đảm bảo|nhất"
    r"|thực hiện|giải ngân|phấn đấu|được)"
    r"(?:\s+\w+){0,2}$"
)
AFTERWARDS = re.compile(r"(?:sau|ngay|khi|trong|từ|để|nhằm)\s+(?:khi\s+)?$")
BY_WHEN = re.compile(
    r"(?:(?:đến|vào|tính đến|trước|trong|từ)\s+)?(?:hết\s+|cuối\s+|cuối\s+năm\s+)?"
    r"(?:giai\s+đoạn\s+20\d\d\s*-\s*20\d\d|năm\s+20\d\d|tháng\s+\d{1,2}(?:/|\s+năm\s+)20\d\d)(?:\s+trở\s+đi)?"
)
DIGIT = re.compile(r"\d|ít nhất|tối thiểu|không quá|không dưới")
CLAUSE = re.compile(r"[.;](?=\s|$)|[:]")
NOUN_END = re.compile(rf"[.;:,()]|\s(?:{_LEXICON['of_ends']})\s")
REACH = re.compile(
    r"(?:phấn\s+đấu\s+)?(?:đạt(?:\s+tỷ\s+lệ|\s+mức)?|bảo\s+đảm|đảm\s+bảo|ở\s+mức|còn|lên|xuống|có)?\s*(?:được\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Target:
    """One figure to reach, as written."""

    start: int
    end: int
    text: str
    of: str | None
    comparator: str
    value: int | Decimal
    value_to: int | Decimal | None
    unit: str | None
    direction: str | None
    by_when: str | None


def number(written: str) -> int | Decimal:
    """A number as the office writes it: 1.185 is over a thousand, 98,62 has decimals."""
    if written in NUMBER_WORDS:
        return NUMBER_WORDS.index(written) + 1
    exact = Decimal(written.replace(".", "").replace(",", "."))
    return int(exact) if exact == exact.to_integral_value() else exact


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('targets', 'counting_verbs')})\s+(?:(?:được|thêm|ngay|cho|từ|khoảng)\s+)?$")


def find_targets(text: str, low: str, start: int, end: int) -> list[Target]:
    """Every figure to reach in a stretch of text (`low`: cited acts blanked out), in the order they stand."""
    if not DIGIT.search(low, start, end):
        return []
    found: list[Target] = []
    taken: list[tuple[int, int]] = []
    for first, behind in _clauses(low, start, end):
        for target in _in_clause(text, low, first, behind):
            if not any(target.start < there and here < target.end for here, there in taken):
                taken.append((target.start, target.end))
                if not (_is_base(low, target) or _is_condition(low, first, target)):
                    found.append(target)
    return sorted(found, key=lambda target: target.start)


def _is_base(low: str, target: Target) -> bool:
    """ "giảm từ 20% xuống còn 10%": where it starts is no figure to reach."""
    begins = (
        low.startswith("từ ", target.start) or BASE.search(low[max(0, target.start - 8) : target.start]) is not None
    )
    return begins and ONWARDS.match(low, target.end) is not None


def _is_condition(low: str, start: int, target: Target) -> bool:
    """ "Đối với nơi có tỷ lệ dưới 30% có thể …": who is meant, no figure to reach."""
    before = low[max(start, target.start - 210) : target.start]
    return CONDITIONAL.match(low, target.end) is not None and CONDITION.search(before) is not None


def _clauses(low: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(match.end() for match in CLAUSE.finditer(low, start, end)), end]
    return [(first, behind) for first, behind in itertools.pairwise(cuts) if behind > first]


def _in_clause(text: str, low: str, start: int, end: int) -> list[Target]:
    found: list[Target] = []
    by_when = BY_WHEN.search(low, start, end)
    when = text[slice(*by_when.span())] if by_when else None
    if "/" in low[start:end]:
        for match in RATE.finditer(low, start, end):
            per = " ".join(match["per"].split())
            found.append(_target(text, low, match, start, match.end(), _comparator(match), per, when))
        for match in FRACTION.finditer(low, start, end):
            unit = _unit(low, match.end(), end)
            if unit and unit not in TIMES:  # "24/24 giờ" says how long the doors are open
                last = _share_behind(low, match.end() + len(unit), end)
                unit = text[match.end() : match.end() + len(unit)]
                found.append(_target(text, low, match, start, last, "fraction", unit, when))
    if "%" in low[start:end]:
        for match in SHARE.finditer(low, start, end):
            if not any(target.start <= match.start() < target.end for target in found) and _is_share(
                low, start, end, match
            ):
                found.append(_target(text, low, match, start, match.end(), _comparator(match), "%", when))
    counted: Target | None = None
    for match in COUNT.finditer(low, start, end):
        unit = _unit(low, match.end(), end)
        if not unit or LEVEL.search(low[max(start, match.start() - 14) : match.start()]):
            continue
        end_of = match.end() + len(unit)
        unit = text[match.end() : end_of]
        comparator = _comparator(match)
        listed_with = counted is not None and counted.unit == unit
        if counted and listed_with and comparator == "eq" and SAME_LIST.fullmatch(low, counted.end, match.start()):
            comparator = counted.comparator  # "ít nhất 100 doanh nghiệp …, 50 doanh nghiệp …"
        elif not _counts(low, start, match, unit.lower()):
            continue
        counted = _target(text, low, match, start, end_of, comparator, unit, when)
        found.append(counted)
    for match in WORDED.finditer(low, start, end):
        unit = _unit(low, match.end(), end)
        if unit and unit not in TIMES:
            end_of = match.end() + len(unit)
            found.append(_target(text, low, match, start, end_of, _comparator(match), text[match.end() : end_of], when))
    for match in GROUP.finditer(low, start, end):
        leading = match["leading"] is not None or match["what"] != "nhóm"
        unit = _unit(low, match.end("value"), end) if leading else None
        if unit and _is_place(text, low, match.end("value"), unit):
            unit = None
        found.append(_target(text, low, match, start, match.end(), "rank_lte" if leading else "group", unit, when))
    for match in AMONG.finditer(low, start, end):
        unit = _unit(low, match.end("value") + 1, end)
        found.append(_target(text, low, match, start, match.end(), "rank_lte", unit, when))
    for match in RANK.finditer(low, start, end):
        found.append(_target(text, low, match, start, match.end(), "rank_lte", None, when))
    return found


def _is_share(low: str, start: int, end: int, match: re.Match[str]) -> bool:
    """ "Chlorine 70%, máy phun": a strength, no share, unless a comparator, a verb or what is counted stands by it."""
    if any(part for name, part in match.groupdict().items() if name != "value"):
        return True
    before, behind = low[max(start, match.start() - 40) : match.start()].rstrip(), low[match.end() : end].lstrip()
    return not before or before[-1] in ",;:(" or behind[:1].isalpha() or SHARED.search(before) is not None


def _is_place(text: str, low: str, at: int, unit: str) -> bool:
    """ "top 3 vùng Đồng bằng …": a region with its name, not what is counted."""
    behind = low.find(unit, at) + len(unit) + 1
    return text[behind : behind + 1].isupper()


def _comparator(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("value_to"):
        return "range"
    suffix = groups.get("suffix") or ""
    if "lên" in suffix:
        return "gte"
    if "xuống" in suffix:
        return "lte"
    for name in ("gte", "gt", "lte", "lt"):
        if groups.get(name) and groups[name].strip() != "từ":
            return name
    return "eq"


def _unit(low: str, at: int, end: int) -> str | None:
    paired = PAIRED.match(low, at, end)
    if paired:
        return paired[0]
    words = words_of(low[: min(end, at + 40)], at)
    count = THINGS.at(words, 0)
    return low[words.starts[0] : words.ends[count - 1]] if count else None


def _counts(low: str, start: int, match: re.Match[str], unit: str) -> bool:
    """A plain count is a figure to reach only behind a comparator or a verb that makes things."""
    groups = match.groupdict()
    compared = any(groups.get(name) and groups[name].strip() != "từ" for name in ("gte", "gt", "lte", "lt"))
    if unit in TIMES:
        return unit == "lần" and REACHED.search(low, start, match.start()) is not None
    verb = _counting().search(low[max(start, match.start() - 50) : match.start()])
    return compared or (
        verb is not None and not AFTERWARDS.search(low[max(start, match.start() - 50) :][: verb.start()])
    )


def _share_behind(low: str, at: int, end: int) -> int:
    """ "05/15 đơn vị trực thuộc (đạt 33,3%)": the share in brackets says the same again."""
    match = re.compile(rf"[^().;]{{0,60}}\((?:đạt|chiếm)?\s*(?:{FIGURE})\s?%\)").match(low, at, end)
    return match.end() if match else at


def _target(
    text: str, low: str, match: re.Match[str], start: int, end: int, comparator: str, unit: str | None, when: str | None
) -> Target:
    before = low[max(start, match.start() - 60) : match.start()]
    reach = REACH.search(before)
    first = match.start() - (len(before) - reach.start()) if reach else match.start()
    while first < match.start() and low[first] in " ,":
        first += 1
    to = match.groupdict().get("value_to")
    return Target(
        start=first,
        end=end,
        text=" ".join(text[first:end].split()),
        of=_of(text, low, start, first, end),
        comparator=comparator,
        value=number(match["value"]),
        value_to=number(to) if to else None,
        unit=unit,
        direction="decrease" if DECREASE.search(before[-45:]) else None,
        by_when=when,
    )


def _of(text: str, low: str, start: int, first: int, end: int) -> str | None:
    """What is measured: the words behind the figure, or those before "đạt"."""
    behind = low[end : end + 120]
    stop = NOUN_END.search(behind + " . ")
    after = text[end : end + stop.start()].strip() if stop else ""
    if len(after) > 3 and not after.lower().startswith(("vào", "đến", "trong", "trước", "so ", "và", "hoặc")):
        return " ".join(after.split())
    before = text[start:first].strip(" ,;:-–")
    cut = max(before.rfind(","), before.rfind(":"))
    name = before[cut + 1 :].strip() or before
    return " ".join(name.split()[-16:]) or None
