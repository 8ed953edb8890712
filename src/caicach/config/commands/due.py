"""`./caicach due --json`: a deadline with its reasons, from JSON requests on standard input (tính hạn)."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from caicach.config.arguments import Arguments
from caicach.config.words import say
from caicach.regulations import packs
from caicach.regulations.rules.calendar import CalendarUnknown, WorkingCalendar
from caicach.regulations.rules.deadline import answer
from caicach.regulations.rules.reading import request_from_json
from caicach.regulations.rules.request import BadRequest, Request
from caicach.regulations.rules.stored import answer_to_json
from caicach.regulations.rules.words import Language

END = object()


def main(
    arguments: list[str], stdin: TextIO = sys.stdin, stdout: TextIO = sys.stdout, stderr: TextIO = sys.stderr
) -> int:
    """Answer each request in its order; 0 when all are answered, 2 at the first that cannot be."""
    parser = Arguments("due")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default=say("vi", "en"))
    options = parser.read(arguments)
    number = 1
    requests = _requests(stdin)
    try:
        while (data := next(requests, END)) is not END:
            stdout.write(_answered(data, options.lang, options.json) + "\n")
            number += 1
        if number == 1:
            raise BadRequest("stdin", "không có yêu cầu nào.", "holds no request.")
    except BadRequest as fault:
        place = "" if number == 1 else f"yêu cầu {number}, " if options.lang == "vi" else f"request {number}, "
        stderr.write(f"{place}{fault.field}: {fault.vi if options.lang == 'vi' else fault.en}\n")
        return 2
    return 0


def _answered(data: object, language: Language, as_json: bool) -> str:
    request = request_from_json(data, hours=packs.office_profile().hours)
    try:
        found = answer(request, packs.calendar(request.calendar))
    except packs.UnknownPack:
        raise BadRequest(
            "calendar", f"không có lịch «{request.calendar}».", f"there is no calendar «{request.calendar}»."
        ) from None
    except CalendarUnknown as fault:
        field, year = _beyond(request, packs.calendar(request.calendar), fault.year)
        raise BadRequest(
            field,
            f"chạm năm {year} chưa có lịch làm việc; hãy nạp gói lịch năm đó rồi tính lại.",
            f"reaches {year}, whose working calendar is not known; load the pack of that year and compute again.",
        ) from None
    if as_json:
        return json.dumps(answer_to_json(found, request, language), ensure_ascii=False)
    return "\n".join(found.because(language))


def _beyond(request: Request, calendar: WorkingCalendar, year: int) -> tuple[str, int]:
    """The field that leaves the known years, and the year it reaches."""
    named: list[tuple[str, date | None]] = [("received", request.received.date())]
    for number, pause in enumerate(request.pauses):
        named.append((f"pauses[{number}].from", pause.begins.date()))
        named.append((f"pauses[{number}].to", pause.ends.date() if pause.ends else None))
    named.append(("extension.to", request.extension.to if request.extension else None))
    outside = [(field, day.year) for field, day in named if day and not calendar.first <= day <= calendar.last]
    return outside[0] if outside else ("amount", year)


def _requests(stdin: TextIO) -> Iterator[object]:
    """One object, on as many lines as it likes, or one object a line."""
    try:
        lines = (line for line in stdin if line.strip("\ufeff \t\r\n"))
        first = next(lines, "").lstrip("\ufeff")
        if not first:
            return
        try:
            data = _parsed(first)
        except json.JSONDecodeError:
            yield _parsed(first + "".join(lines))
            return
        yield data
        for line in lines:
            yield _parsed(line)
    except BadRequest:
        raise
    except UnicodeDecodeError:
        raise BadRequest("stdin", "phải là văn bản UTF-8.", "must be UTF-8 text.") from None
    except json.JSONDecodeError as fault:
        raise BadRequest(
            "stdin", f"không phải JSON hợp lệ (cột {fault.colno}).", f"is no valid JSON (column {fault.colno})."
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets thousands deep
        raise BadRequest("stdin", "JSON quá lớn hoặc quá sâu.", "the JSON is too large or too deep.") from None


def _parsed(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_fields)


def _no_constant(name: str) -> object:
    raise BadRequest("stdin", f"không nhận giá trị {name}.", f"the value {name} is not accepted.")


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRequest(twice[:60], "được ghi hai lần.", "is given twice.")
    return found
