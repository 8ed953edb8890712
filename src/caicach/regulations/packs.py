"""Reading packs (gói quy định) from files: law as dated, cited YAML. No database and no Django here."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import yaml

from caicach.regulations.rules.calendar import CalendarDay, Certainty, OfficeHours, WorkingCalendar
from caicach.regulations.rules.reading import cutoff, office_hours
from caicach.regulations.rules.request import BadRequest, Cutoff

FOLDER = Path(__file__).with_name("packs")
STATUSES = ("synthetic", "partly_seen", "verified")
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
HEADER: dict[str, type] = {
    "code": str,
    "effective_from": date,
    "title": dict,
    "citation": str,
    "link": str,
    "last_checked_on": date,
    "status": str,
}
SUFFIX, CASES_SUFFIX = ".yaml", ".cases.yaml"


class BadPack(ValueError):
    """A pack that cannot be used (gói không hợp lệ): names the file and the key, and says what is wrong."""

    def __init__(self, name: str, key: str, problem: str) -> None:
        super().__init__(f"{name}: {key}: {problem}")
        self.name, self.key, self.problem = name, key, problem


class UnknownPack(LookupError):
    """There is no pack of that kind and code."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of a rule of the law, as its file holds it; the package that owns the kind parses the payload."""

    kind: str
    code: str
    effective_from: date
    payload: dict[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """The hours and cut-offs an office works by (giờ làm việc của cơ quan): a setting, not law."""

    code: str
    hours: OfficeHours
    counting: Cutoff | None
    """After it a receipt counts as of the next working day."""
    hand_over: Cutoff | None
    """After it a paper dossier is passed on the next morning: NĐ 61/2018 Đ18."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without its traps: decimals stay exact, `off` and `no` stay words, no key is given twice."""


def _exact(loader: Any, node: yaml.ScalarNode) -> Decimal:
    return Decimal(node.value.replace("_", ""))


def _once(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise yaml.MarkedYAMLError(problem=f"khóa «{key}» được ghi hai lần", problem_mark=key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:float", _exact)
_Loader.add_constructor("tag:yaml.org,2002:map", _once)


def read(path: Path) -> Any:
    """The content of a YAML file: dates as dates, decimals as Decimal."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as fault:
        line = f"dòng {fault.problem_mark.line + 1}" if fault.problem_mark else "nội dung"
        raise BadPack(_name(path), line, str(fault.problem)) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as fault:
        raise BadPack(_name(path), "nội dung", f"không đọc được ({fault})") from None


def packs(kind: str | None = None, code: str | None = None, folder: Path = FOLDER) -> Iterator[Pack]:
    """Every pack on file, in order of kind, code and first day: `packs/<kind>/<code>/<first-day>.yaml`."""
    for path in sorted(folder.glob(f"{kind or '*'}/{code or '*'}/*{SUFFIX}")):
        if not path.name.endswith(CASES_SUFFIX):
            yield load(path)


def load(path: Path) -> Pack:
    """One pack, its header checked against its place."""
    payload = read(path)
    if not isinstance(payload, dict):
        raise BadPack(_name(path), "nội dung", "phải là các cặp khóa: giá trị")
    pack = Pack(path.parent.parent.name, path.parent.name, _first_day(path), payload, _name(path))
    for key, kind in HEADER.items():
        if type(payload.get(key)) is not kind:
            raise BadPack(pack.name, key, f"thiếu hoặc không phải {kind.__name__}")
    if payload["code"] != pack.code:
        raise BadPack(pack.name, "code", f"phải là «{pack.code}» như tên thư mục")
    if payload["effective_from"] != pack.effective_from:
        raise BadPack(pack.name, "effective_from", "phải trùng với tên tệp")
    if payload["status"] not in STATUSES:
        raise BadPack(pack.name, "status", f"phải là một trong: {', '.join(STATUSES)}")
    if not {"vi", "en"} <= set(payload["title"]):
        raise BadPack(pack.name, "title", "phải có vi và en")
    return pack


def cases(pack_path: Path) -> list[dict[str, Any]]:
    """The worked cases beside a pack (ví dụ đã tính)."""
    path = pack_path.with_name(pack_path.stem + CASES_SUFFIX)
    found = read(path) if path.exists() else []
    if not isinstance(found, list):
        raise BadPack(_name(path), "nội dung", "phải là danh sách ví dụ")
    return found


@lru_cache(maxsize=16)
def calendar(code: str = "vn") -> WorkingCalendar:
    """The working calendar of every year on file."""
    found = list(packs("calendar", code))
    if not found:
        raise UnknownPack(f"Không có lịch làm việc «{code}».")
    return parse_calendar(found)


def parse_calendar(years: list[Pack]) -> WorkingCalendar:
    """One calendar out of the packs of its years, which follow each other without a gap."""
    days: list[CalendarDay] = []
    awaiting = set()
    for number, pack in enumerate(years):
        year = pack.effective_from.year
        if pack.effective_from != date(years[0].effective_from.year + number, 1, 1):
            raise BadPack(pack.name, "effective_from", "mỗi năm một gói, từ ngày 01/01, các năm liền nhau")
        entries = pack.payload.get("days")
        if not isinstance(entries, list):
            raise BadPack(pack.name, "days", "phải là danh sách ngày")
        days += [_calendar_day(pack, f"days[{index}]", entry) for index, entry in enumerate(entries)]
        if pack.payload.get("awaiting_order", False):
            awaiting.add(year)
    first, last = years[0].effective_from, date(years[-1].effective_from.year, 12, 31)
    return WorkingCalendar(years[0].code, first, last, tuple(days), frozenset(awaiting))


def _calendar_day(pack: Pack, key: str, entry: Any) -> CalendarDay:
    if not isinstance(entry, dict) or type(entry.get("day")) is not date:
        raise BadPack(pack.name, f"{key}.day", "phải là ngày, ví dụ 2026-01-10")
    wrong = {
        "day": entry["day"].year != pack.effective_from.year,
        "is": entry.get("is") not in ("off", "working"),
        "name": not isinstance(entry.get("name"), dict) or not {"vi", "en"} <= set(entry["name"]),
        "by": not isinstance(entry.get("by"), str),
        "source": entry.get("source") not in pack.payload.get("sources", {}),
        "known_on": entry.get("known_on") is not None and type(entry["known_on"]) is not date,
        "status": entry.get("status") not in CERTAINTIES,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise BadPack(pack.name, f"{key}.{field}", f"không dùng được: {entry.get(field)}")
    return CalendarDay(
        day=entry["day"],
        is_working=entry["is"] == "working",
        by=entry["by"],
        name_vi=entry["name"]["vi"],
        name_en=entry["name"]["en"],
        source=pack.payload["sources"][entry["source"]],
        known_on=entry.get("known_on"),
        status=entry["status"],
    )


@lru_cache(maxsize=16)
def office_profile(code: str = "vn") -> OfficeProfile:
    """The newest profile of office hours on file with this code."""
    found = list(packs("office_hours", code))
    if not found:
        raise UnknownPack(f"Không có giờ làm việc «{code}».")
    return parse_office_hours(found[-1])


def parse_office_hours(pack: Pack) -> OfficeProfile:
    """The hours and the two kinds of cut-off of a profile."""
    cutoffs = pack.payload.get("cutoffs")
    if not isinstance(cutoffs, dict) or set(cutoffs) != {"hand_over", "counting"}:
        raise BadPack(pack.name, "cutoffs", "phải có hand_over và counting")
    try:
        hours = office_hours(pack.payload.get("hours"))
        read_cutoffs = {name: None if value is None else cutoff(value, name) for name, value in cutoffs.items()}
    except BadRequest as fault:
        raise BadPack(pack.name, fault.field, fault.vi) from None
    return OfficeProfile(pack.code, hours, counting=read_cutoffs["counting"], hand_over=read_cutoffs["hand_over"])


def to_json(payload: Any) -> Any:
    """A payload as JSON keeps it: a date is {"$date": …}, a decimal {"$decimal": …}; `from_json` reads it back."""
    match payload:
        case dict():
            return {str(key): to_json(value) for key, value in payload.items()}
        case list():
            return [to_json(value) for value in payload]
        case datetime():
            raise TypeError("a pack holds days, not moments")
        case date():
            return {"$date": payload.isoformat()}
        case Decimal():
            return {"$decimal": str(payload)}
        case _:
            return payload


def from_json(data: Any) -> Any:
    """The payload as its file holds it."""
    match data:
        case {"$date": str(text)}:
            return date.fromisoformat(text)
        case {"$decimal": str(text)}:
            return Decimal(text)
        case dict():
            return {key: from_json(value) for key, value in data.items()}
        case list():
            return [from_json(value) for value in data]
        case _:
            return data


def payload_hash(data: Any) -> str:
    """SHA-256 of a payload in its JSON form, keys in order."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _first_day(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        raise BadPack(_name(path), "tên tệp", "phải là ngày bắt đầu, ví dụ 2026-01-01.yaml") from None


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])
