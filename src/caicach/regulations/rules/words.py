"""What a deadline says of itself, in Vietnamese and in English: one table, so that no sentence is written twice.

A step of a computation is a `Record`: a code of `SENTENCES` and plain JSON values. Dates and moments are kept as ISO
text and become words only here: "{day:day}" → "thứ Sáu 09/01/2026".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any, Literal

Language = Literal["vi", "en"]

SENTENCES: dict[str, tuple[str, str]] = {
    # How the receipt counts
    "received": (
        "Nhận {received:at}.",
        "Received {received:at}.",
    ),
    "received_after_cutoff": (
        "Nhận {received:at}, sau {latest:clock}: tính là nhận ngày {counted:day}.",
        "Received {received:at}, after {latest:clock}: counted as received on {counted:day}.",
    ),
    "received_after_hours": (
        "Nhận {received:at}, sau giờ làm việc: tính là nhận ngày {counted:day}.",
        "Received {received:at}, after office hours: counted as received on {counted:day}.",
    ),
    "received_on_day_off": (
        "Nhận {received:at}, là ngày nghỉ: tính là nhận ngày {counted:day}.",
        "Received {received:at}, a day off: counted as received on {counted:day}.",
    ),
    # How the limit is counted
    "count_working_day": (
        "Đếm {amount} ngày làm việc, không tính ngày nhận.",
        "{amount} working days are counted; the day of receipt is not.",
    ),
    "count_calendar_day": (
        "Đếm {amount} ngày theo lịch, không tính ngày nhận.",
        "{amount} calendar days are counted; the day of receipt is not.",
    ),
    "count_working_hour": ("Đếm {amount} giờ làm việc.", "{amount} working hours are counted."),
    "count_clock_hour": (
        "Đếm {amount} giờ liên tục, kể cả đêm và ngày nghỉ.",
        "{amount} hours are counted without a break, nights and days off included.",
    ),
    "count_same_day": ("Giải quyết trong ngày.", "To be settled the same day."),
    "no_limit": (
        "Pháp luật không quy định thời hạn: không tính ngày hẹn; người phụ trách ấn định, hoặc ghi «không có».",
        "The law sets no limit: no date is computed; the official sets one, or «none» is printed.",
    ),
    "amount_unused": (
        "Số {amount} không dùng đến, vì cách tính này không đếm.",
        "The amount {amount} is not used: nothing is counted in this unit.",
    ),
    "committed": (
        "Hẹn theo cam kết {committed} {unit:unit}; luật cho {amount} {unit:unit}, tức đến {statutory:at}.",
        "Promised by commitment: {committed} {unit:unit}; the law gives {amount} {unit:unit}, to {statutory:at}.",
    ),
    # Pauses
    "suspended": (
        "Tạm dừng từ {begins:at} đến {ends:at} ({reason:reason}): "
        "còn {left} {unit:unit}, đếm tiếp {unit:after} {counted:day}.",
        "Stopped {begins:at} to {ends:at} ({reason:reason}): "
        "{left} {unit:unit} left, going on {unit:after} {counted:day}.",
    ),
    "restarted": (
        "Bổ sung xong {ends:at} (yêu cầu {begins:at}): tính lại từ đầu {left} {unit:unit}, {unit:after} {counted:day}.",
        "Completed {ends:at} (asked {begins:at}): all {left} {unit:unit} count again, {unit:after} {counted:day}.",
    ),
    "pause_too_late": (
        "Việc tạm dừng {begins:at} ({reason:reason}) bắt đầu khi đã hết hạn {due:at}: hạn không đổi.",
        "The stop of {begins:at} ({reason:reason}) began when the limit of {due:at} had ended: nothing changes.",
    ),
    "waiting": (
        "Đang tạm dừng từ {begins:at} ({reason:reason}): hạn mới được tính khi việc chờ kết thúc.",
        "Stopped since {begins:at} ({reason:reason}): the new date is computed when the waiting ends.",
    ),
    "index_clock": (
        "Cách tính của chỉ số 766: thời gian chờ người nộp chỉ được trừ ra, không tính lại từ đầu.",
        "Counted as index 766 does: the applicant's time is left out, the limit does not start again.",
    ),
    # The calendar
    "days_off": ("Ngày nghỉ có liên quan: {days:days}.", "Days off that mattered: {days:days}."),
    "days_worked": ("Ngày làm bù có liên quan: {days:days}.", "Made-up working days that mattered: {days:days}."),
    "rolled": (
        "Ngày cuối là {raw:day}, ngày nghỉ: lùi đến ngày làm việc tiếp theo, {rolled:day}.",
        "The last day is {raw:day}, a day off: moved on to the next working day, {rolled:day}.",
    ),
    "awaiting_order": (
        "Lịch năm {year} chưa có phương án nghỉ chính thức: ngày hẹn có thể phải tính lại.",
        "The official plan of days off for {year} is not out yet: the date may have to be computed again.",
    ),
    "known_on": (
        "Theo lịch như đã biết ngày {day:day}.",
        "By the calendar as it was known on {day:day}.",
    ),
    # The end
    "step": (
        "Phần {number} ({amount} {unit:unit}): đến {due:at}.",
        "Part {number} ({amount} {unit:unit}): to {due:at}.",
    ),
    "due": ("Hạn: {due:at}.", "Due: {due:at}."),
    "extended": (
        "Gia hạn đến {to:day}, báo ngày {asked:day}; kết quả vẫn tính theo hẹn lần đầu {due:day}.",
        "Extended to {to:day}, told on {asked:day}; punctuality is still measured by the first date, {due:day}.",
    ),
    "apology_late": (
        "Văn bản xin lỗi phải gửi chậm nhất {latest:day}: gửi muộn.",
        "The letter of apology was to be sent by {latest:day}: it is late.",
    ),
    "promise_kept": (
        "Lịch thay đổi không rút ngắn và không dời ngày đã hẹn: {promised:at}.",
        "A change of the calendar neither shortens nor moves the promise: {promised:at}.",
    ),
    "promise_moved": (
        "Ngày đã hẹn {promised:day} trở thành ngày nghỉ: dời sang {moved:at}; báo người nộp, không phải xin lỗi.",
        "The promised {promised:day} became a day off: moved to {moved:at}; tell the applicant, no apology is due.",
    ),
}

UNITS = {
    "working_day": ("ngày làm việc", "working days"),
    "calendar_day": ("ngày", "calendar days"),
    "working_hour": ("giờ làm việc", "working hours"),
    "clock_hour": ("giờ", "hours"),
    "same_day": ("ngày", "days"),
}
REASONS = {
    "supplement": ("bổ sung hồ sơ", "supplement"),
    "payment": ("chờ nộp phí, lệ phí", "payment"),
    "external_body": ("chờ cơ quan khác", "another body's answer"),
    "court_or_law": ("theo tòa án hoặc theo luật", "court or law"),
}
CERTAINTIES = {
    "seen": ("", ""),
    "library": ("chưa đối chiếu văn bản", "not checked against the order"),
    "derived": ("suy ra", "derived"),
    "unverified": ("chưa kiểm chứng", "unverified"),
}
WEEKDAYS = (
    ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One step of a computation, as a code and plain values: can be kept, replayed and told."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def say(record: Record, language: Language = "vi") -> str:
    """The record as a sentence."""
    number = 0 if language == "vi" else 1
    return _Words(number).vformat(SENTENCES[record.code][number], (), record.values)


def say_day(day: date, language: Language = "vi") -> str:
    """A day as it is read aloud: "thứ Sáu 09/01/2026"."""
    return _day(day.isoformat(), 0 if language == "vi" else 1)


def _day(value: str, number: int) -> str:
    day = date.fromisoformat(value[:10])
    return f"{WEEKDAYS[number][day.weekday()]} {day:%d/%m/%Y}"


def _at(value: str, number: int) -> str:
    if len(value) == len("2026-01-09") or value.endswith("T00:00"):  # told by its day alone
        return _day(value, number)
    return f"{datetime.fromisoformat(value):%H:%M} {_day(value, number)}"


def _clock(value: int, number: int) -> str:
    return f"{value // 60:02}:{value % 60:02}"


def _days(value: Sequence[Mapping[str, Any]], number: int) -> str:
    said = []
    for entry in value:
        parts = [entry["name_en" if number else "name_vi"], CERTAINTIES[entry["status"]][number]]
        if entry["known_on"]:
            parts.insert(
                1, ("quyết định ngày ", "ordered on ")[number] + f"{date.fromisoformat(entry['known_on']):%d/%m/%Y}"
            )
        told = "; ".join(part for part in parts if part)
        said.append(_day(entry["day"], number) + (f" ({told})" if told else ""))
    return ", ".join(said)


def _after(unit: str, number: int) -> str:
    """Day zero is not counted, an hour begins where it stands."""
    return (("từ", "from") if unit.endswith("_hour") else ("sau", "after"))[number]


SPECS: dict[str, Callable[[Any, int], str]] = {
    "day": _day,
    "at": _at,
    "clock": _clock,
    "days": _days,
    "after": _after,
    "unit": lambda value, number: UNITS[value][number],
    "reason": lambda value, number: REASONS[value][number],
}


class _Words(Formatter):
    """Formats the values of a sentence in one language by the specs above."""

    def __init__(self, number: int) -> None:
        self.number = number

    def format_field(self, value: Any, format_spec: str) -> str:
        return SPECS[format_spec](value, self.number) if format_spec else str(value)
