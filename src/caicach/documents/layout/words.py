"""Words, numbers and dates as administrative documents write them (cách viết trong văn bản hành chính)."""

import re
import unicodedata
from datetime import date

BLANK = "\N{NO-BREAK SPACE}" * 6
DOTS = "………"

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text as a Word or Excel file can hold it: composed letters, no control characters but line and tab."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", lines))


def counted(number: int) -> str:
    """A number of things in a sentence: 08 nhiệm vụ, 12, 1.185; nothing is 0 (Vietnamese administrative habit)."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def day_in_words(day: date) -> str:
    """ngày 05 tháng 9 năm 2026; days below ten and months 1, 2 get a zero in front (annex I)."""
    return f"ngày {day:%d} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """tháng 9 năm 2026."""
    return f"tháng {day.month:02d} năm {day.year}" if day.month < 3 else f"tháng {day.month} năm {day.year}"


def place_and_date(place: str, month: date) -> str:
    """Place and date of a draft (địa danh, thời gian): the day is written when the document gets its number."""
    return f"{place or DOTS}, ngày{BLANK}{month_in_words(month)}"
