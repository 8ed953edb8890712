"""A deadline as it is kept (dạng lưu trữ): request and result as JSON, read back, answered, replayed years later."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from caicach.regulations.rules.calendar import CalendarDay, OfficeHours, WorkingCalendar
from caicach.regulations.rules.deadline import Due, answer
from caicach.regulations.rules.reading import request_from_json
from caicach.regulations.rules.request import Amount, Request
from caicach.regulations.rules.words import Language, Record

NO_HOURS = OfficeHours(((0, 0),))  # a stored request always names its own
YEARS_AHEAD = 10  # how far a limit that is not running yet may reach


def request_to_json(request: Request) -> dict[str, Any]:
    """The request as `due --json` takes it; `request_from_json` reads it back equal."""
    cutoff, extension = request.cutoff, request.extension
    written: dict[str, Any] = {
        "received": _moment(request.received),
        "amount": _amount(request.amount),
        "unit": request.unit,
        "cutoff": None,
        "hours": [[_clock(start), _clock(end)] for start, end in request.hours.shifts],
        "supplement_mode": request.supplement_mode,
        "pauses": [
            {"from": _moment(pause.begins), "to": _moment(pause.ends), "reason": pause.reason}
            for pause in request.pauses
        ],
        "phases": [_amount(phase) for phase in request.phases] or None,
        "known_on": _day(request.known_on),
        "calendar": request.calendar,
    }
    if cutoff is not None:
        written["cutoff"] = (
            {"minutes_before_closing": cutoff.minutes} if cutoff.before_closing else _clock(cutoff.minutes)
        )
    if request.committed_amount is not None:
        written["committed_amount"] = _amount(request.committed_amount)
    if request.clock != "law":
        written["clock"] = request.clock
    if extension is not None:
        written["extension"] = {"to": _day(extension.to), "asked_on": _day(extension.asked_on)}
    return written


def answer_to_json(found: Due, request: Request, language: Language = "vi") -> dict[str, Any]:
    """The answer of `due --json`; the law's own end and the new date only where they were asked about."""
    written: dict[str, Any] = {
        "due_on": _day(found.due_on),
        "due_at": _moment(found.due_at),
        "counted_from": _day(found.counted_from),
        "steps": None if found.steps is None else [_step(step, request) for step in found.steps],
        "because": found.because(language),
        "used": [
            {"day": _day(entry.day), "is": "working" if entry.is_working else "off", "by": entry.by}
            for entry in found.used
        ],
    }
    if request.committed_amount is not None:
        written["statutory_on"], written["statutory_at"] = _day(found.statutory_on), _moment(found.statutory_at)
    if found.extended_at is not None:
        written["extended_on"], written["extended_at"] = _day(found.extended_at.date()), _moment(found.extended_at)
    return written


def due_to_json(found: Due) -> dict[str, Any]:
    """The whole result with its coded steps, as a record keeps it; `due_from_json` reads it back equal."""
    return {
        "due_at": _moment(found.due_at),
        "counted_from": _day(found.counted_from),
        "steps": None if found.steps is None else [_moment(step) for step in found.steps],
        "statutory_at": _moment(found.statutory_at),
        "extended_at": _moment(found.extended_at),
        "records": [{"code": record.code, "values": dict(record.values)} for record in found.records],
        "used": [
            {
                "day": _day(entry.day),
                "is": "working" if entry.is_working else "off",
                "by": entry.by,
                "name_vi": entry.name_vi,
                "name_en": entry.name_en,
                "source": entry.source,
                "known_on": _day(entry.known_on),
                "status": entry.status,
            }
            for entry in found.used
        ],
    }


def due_from_json(data: dict[str, Any]) -> Due:
    """A result as it was kept."""
    return Due(
        due_at=_read_moment(data["due_at"]),
        counted_from=_read_day(data["counted_from"]),
        steps=None if data["steps"] is None else tuple(datetime.fromisoformat(step) for step in data["steps"]),
        statutory_at=_read_moment(data["statutory_at"]),
        extended_at=_read_moment(data["extended_at"]),
        records=tuple(Record(record["code"], record["values"]) for record in data["records"]),
        used=tuple(_read_calendar_day(entry) for entry in data["used"]),
    )


def replay(request: dict[str, Any], result: dict[str, Any]) -> list[str]:
    """Compute a stored deadline again from its own inputs alone; the names of the fields that came out different.

    The days in `used` and the ordinary week suffice: no pack, no database, whatever the calendar says today.
    """
    asked, kept = request_from_json(request, hours=NO_HOURS), due_from_json(result)
    again = answer(asked, _calendar_of(asked, kept))
    fields = ("due_at", "counted_from", "steps", "statutory_at", "extended_at", "used")
    return [field for field in fields if getattr(again, field) != getattr(kept, field)]


def _calendar_of(request: Request, kept: Due) -> WorkingCalendar:
    """The ordinary week with just the used days changed, as long as the stored deadline needs."""
    moments = [request.received, kept.due_at, kept.statutory_at, kept.extended_at]
    moments += [moment for pause in request.pauses for moment in (pause.begins, pause.ends)]
    years = [moment.year for moment in moments if moment is not None]
    ahead = 1 if kept.due_at is not None and kept.statutory_at is not None else YEARS_AHEAD
    first = date(min(years) - 1, 1, 1)  # the last day for an apology may lie in the year before
    return WorkingCalendar(request.calendar, first, date(max(years) + ahead, 12, 31), kept.used)


def _step(step: datetime, request: Request) -> str:
    """The day of a part, and its moment too where hours are counted."""
    return _moment(step) or "" if request.unit.endswith("_hour") else step.date().isoformat()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="minutes")


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _amount(value: Amount | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _read_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _read_day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _read_calendar_day(data: dict[str, Any]) -> CalendarDay:
    return CalendarDay(
        day=date.fromisoformat(data["day"]),
        is_working=data["is"] == "working",
        by=data["by"],
        name_vi=data["name_vi"],
        name_en=data["name_en"],
        source=data["source"],
        known_on=_read_day(data["known_on"]),
        status=data["status"],
    )
