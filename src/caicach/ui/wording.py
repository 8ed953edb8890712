"""Numbers, dates and spans of time as an office writes them, in the language of the page."""

from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

HARD_SPACE = "\N{NO-BREAK SPACE}"
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
VIETNAMESE_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def is_english() -> bool:
    """Whether the page is being written in English; Vietnamese otherwise."""
    return (get_language() or "vi").startswith("en")


def count(value: int | Decimal) -> str:
    """A number with its thousands parted: 1.185 and 85,20; 1,185 and 85.20 in English."""
    parted = f"{value:,}"
    return parted if is_english() else parted.translate(str.maketrans(",.", ".,"))


def percent(share: Decimal, digits: int = 1) -> str:
    """A share of one in per cent: 98,2 %. What is not whole never reads 100 %, what is not nothing never 0 %."""
    one = Decimal(1).scaleb(-digits)
    exact = share * 100
    shown = exact.quantize(one, ROUND_HALF_UP)
    if shown == 100 and exact < 100:
        shown = exact.quantize(one, ROUND_DOWN)
    if shown == 0 and exact > 0:
        shown = exact.quantize(one, ROUND_UP)
    if shown == shown.to_integral_value():
        shown = shown.quantize(Decimal(1))
    return f"{count(shown)}%" if is_english() else f"{count(shown)}{HARD_SPACE}%"


def local(value: date | datetime) -> date | datetime:
    """The same moment on the office's own clock."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day(value: date | datetime) -> str:
    """05/11/2026; 5 Nov 2026 in English."""
    at = local(value)
    return f"{at.day} {ENGLISH_MONTHS[at.month - 1]} {at.year}" if is_english() else f"{at:%d/%m/%Y}"


def short_day(value: date | datetime) -> str:
    """05/11; 5 Nov in English."""
    at = local(value)
    return f"{at.day} {ENGLISH_MONTHS[at.month - 1]}" if is_english() else f"{at:%d/%m}"


def weekday_day(value: date | datetime, with_year: bool = False) -> str:
    """thứ Sáu, 04/09; Fri 4 Sep in English."""
    at = local(value)
    shown = day(at) if with_year else short_day(at)
    return f"{ENGLISH_DAYS[at.weekday()]} {shown}" if is_english() else f"{VIETNAMESE_DAYS[at.weekday()]}, {shown}"


def hour(value: datetime) -> str:
    """16:30."""
    return f"{local(value):%H:%M}"


def moment(value: datetime, short: bool = False) -> str:
    """16:30 04/09/2026; the short form, for lists that stand in order of time, is 04/09 16:30."""
    if short:
        return f"{short_day(value)} {hour(value)}"
    return f"{hour(value)}, {day(value)}" if is_english() else f"{hour(value)} {day(value)}"


def as_of(value: date | datetime) -> str:
    """tính đến 09:10, or tính đến 09/09/2026 for a day."""
    if isinstance(value, datetime):
        return _("tính đến %(moment)s") % {"moment": moment(value)}
    return _("tính đến %(moment)s") % {"moment": day(value)}


def days_left(days: int) -> str:
    """còn 2 ngày làm việc · trong hôm nay · quá hạn 3 ngày làm việc, from working days (below zero is late)."""
    if days == 0:
        return _("trong hôm nay")
    if days < 0:
        return ngettext("quá hạn %(n)s ngày làm việc", "quá hạn %(n)s ngày làm việc", -days) % {"n": count(-days)}
    return ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", days) % {"n": count(days)}


def minutes_left(minutes: int) -> str:
    """còn 3 giờ 50 phút · quá hạn 3 giờ, from minutes (below zero is late)."""
    hours, rest = divmod(abs(minutes), 60)
    pieces = []
    if hours:
        pieces.append(ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": count(hours)})
    if rest or not hours:
        pieces.append(ngettext("%(n)s phút", "%(n)s phút", rest) % {"n": rest})
    span = " ".join(pieces)
    return (_("quá hạn %(span)s") if minutes < 0 else _("còn %(span)s")) % {"span": span}


def days_waited(days: int) -> str:
    """đã chờ 2 ngày làm việc."""
    return ngettext("đã chờ %(n)s ngày làm việc", "đã chờ %(n)s ngày làm việc", days) % {"n": count(days)}


def due_on(value: date | datetime) -> str:
    """hạn thứ Sáu, 04/09; with the hour where it has one: hạn 14:00 thứ Sáu, 04/09."""
    shown = weekday_day(value)
    if isinstance(value, datetime):
        shown = f"{hour(value)} {shown}"
    return _("hạn %(day)s") % {"day": shown}


def file_size(size: int) -> str:
    """640 KB · 1,2 MB."""
    if size < 1024 * 1024:
        return f"{count(max(1, round(size / 1024)))}{HARD_SPACE}KB"
    return f"{count((Decimal(size) / 1024 / 1024).quantize(Decimal('0.1')))}{HARD_SPACE}MB"


BROWSERS = {
    "coc_coc": "Cốc Cốc",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser(agent: str) -> str:
    """Chrome, Windows: from what a browser says of itself; the first name that fits, since they all name each other."""
    names = [next((name for sign, name in known.items() if sign in agent), "") for known in (BROWSERS, MACHINES)]
    return ", ".join(name for name in names if name) or _("trình duyệt khác")
