"""What a heading makes of what stands under it, and which lines are fields of an assignment block."""

import re
from dataclasses import dataclass
from functools import cache

from caicach.documents.reading.words import lexicon

OPERATIVE, PURPOSE, OBJECTIVE, BACKGROUND = "operative", "purpose", "objective", "background"
FUNDING, SUBJECT, SCOPE, NARRATIVE, PREAMBLE = "funding", "subject", "scope", "narrative", "preamble"
INSPECTED = "inspected"
CLEAR_ORDERS_ONLY = frozenset({FUNDING, SCOPE, SUBJECT})
WITHOUT_TASKS = frozenset({PURPOSE, OBJECTIVE, BACKGROUND, NARRATIVE, PREAMBLE})
INNER_END = re.compile(r"[)]|\.\s")
INNER_FIELDS = ("coop", "lead", "time", "product")
BRACKETS = re.compile(r"\([^()]*\)")
INLINE = re.compile(
    r"(?:^|[.;(]\s*|\s-\s)(?P<name>(?:thời gian|thời hạn|tiến độ|hạn)"
    r"(?:\s+(?:dự kiến|thực hiện|hoàn thành|báo cáo|gửi|triển khai|xong))*)\s*:\s*"
)


@cache
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["role"], re.compile(entry["form"])) for entry in lexicon("sections")["roles"])


@cache
def _fields() -> re.Pattern[str]:
    forms = lexicon("sections")["fields"]
    body = "|".join(f"(?P<{name}>{form})" for name, form in forms.items())
    return re.compile(rf"\s*(?:{body})\s*(?:\([^()]{{0,60}}\))?\s*:\s*")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(lexicon("sections")[name])
        for name in ("closing", "closing_anywhere", "closing_last", "quotes_law", "handover", "placeholder")
    }


@dataclass(frozen=True, slots=True)
class Field:
    """A line such as "Đơn vị chủ trì: …": what it means and where its value begins."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Inner:
    """A field inside a line: its name, where it begins, its value's start and end."""

    name: str
    mark: int
    value: int
    end: int


def heading_role(low: str) -> str | None:
    """The role a heading gives, or None when it says nothing of the kind."""
    heading = BRACKETS.sub(" ", low).strip(" .:;-–\"'")
    if len(heading) > 220:
        return None
    for role, form in _roles():
        if form.search(heading):
            return role
    return None


def field_of(low: str, start: int) -> Field | None:
    """Is the line a field of an assignment block?"""
    if ":" not in low[start : start + 90]:
        return None
    match = _fields().match(low, start)
    if match is None or match.lastgroup is None:
        return None
    return Field(match.lastgroup, match.end())


def fields_in(low: str, start: int, end: int) -> list[Inner]:
    """Fields written one behind the other: "(chủ trì: A; phối hợp: B; thời gian: C)"."""
    if ":" not in low[start:end]:
        return []
    marks = list(_inner_fields().finditer(low, start, end))
    found = []
    for number, match in enumerate(marks):
        behind = marks[number + 1].start() if number + 1 < len(marks) else end
        name = next(name for name in INNER_FIELDS if match[name] is not None)
        stop = INNER_END.search(low, match.end(), behind)
        found.append(Inner(name, match.start(), match.end(), stop.start() if stop else behind))
    return found


@cache
def _inner_fields() -> re.Pattern[str]:
    forms = lexicon("sections")["fields"]
    body = "|".join(f"(?P<{name}>{forms[name]})" for name in INNER_FIELDS)
    return re.compile(rf"(?:(?<=[;.(,])|(?<=[;.(,]\s))(?:{body})\s*:\s*")


def is_closing(low: str) -> bool:
    """A closing formula, no order (lời kết)."""
    text = low.strip()
    patterns = _patterns()
    return (
        patterns["closing"].search(text[:200]) is not None
        or patterns["closing_anywhere"].search(text[-700:]) is not None
        or (text.endswith("./.") and patterns["closing_last"].search(text[:900]) is not None)
    )


def quotes_law(low: str) -> bool:
    """ "Căn cứ tại Điều 4 … quy định như sau:": what follows is law told, no order (trích dẫn luật)."""
    return _patterns()["quotes_law"].search(low.strip()) is not None


def closing_at(low: str, start: int) -> int:
    """Where "nếu có khó khăn, vướng mắc …" begins behind a place; -1 when the formula is another."""
    match = _patterns()["closing_anywhere"].search(low, start)
    return match.start() if match and ("khó khăn" in match[0] or "vướng mắc" in match[0]) else -1


def hands_over(low: str) -> bool:
    """ "… như sau:": the orders begin behind this sentence."""
    return _patterns()["handover"].search(low[-60:]) is not None


def is_placeholder(low: str) -> bool:
    """ "Hoạt động 1": a heading that says nothing by itself."""
    return _patterns()["placeholder"].match(low.strip()) is not None
