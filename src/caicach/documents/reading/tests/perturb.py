"""The same paper written otherwise: other numbers, other line ends, other letters. The reading must stay the same."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Sequence

from caicach.documents.reading.labels import label_of
from caicach.documents.reading.normalise import fold

Lines = list[str]
CYRILLIC = str.maketrans("ABCEHKMOPTXaceopx", "АВСЕНКМОРТХасеорх")
# Units and places for others of the same kind; invented, so that no name is learnt by heart.
OTHER_NAMES = [
    ("Sở Y tế", "Sở Thương nghiệp"),
    ("Sở Nội vụ", "Sở Lưu niệm"),
    ("Sở Tài chính", "Sở Ngân khố"),
    ("Văn phòng Sở", "Văn phòng Cục"),
    ("Phòng Tổ chức cán bộ", "Phòng Nhân lực"),
    ("Phòng Công nghệ thông tin", "Phòng Hạ tầng mạng"),
    ("Phòng Kế hoạch tổng hợp", "Phòng Thư ký"),
    ("Bệnh viện Đa khoa tỉnh", "Bệnh viện Mắt tỉnh"),
    ("Phòng Nghiệp vụ Y", "Phòng Chuyên môn B"),
    ("Khoa Khám bệnh", "Khoa Nội nhi"),
    ("Bình Minh", "Hoàng Hôn"),
]


def _labelled(line: str) -> tuple[str, str, str] | None:
    found = label_of(fold(line))
    if found is None or line.startswith("|"):
        return None
    return line[: found.end], found.kind, line[found.end :]


def renumbered(lines: Sequence[str]) -> Lines:
    """Roman numbers and numbers of the first level jump by three; letters begin again at "a"."""
    out = []
    for line in lines:
        found = _labelled(line)
        if found and found[1] == "number":
            line = re.sub(r"\d+", lambda match: str(int(match[0]) + 3), found[0]) + found[2]
        elif found and found[1] == "letter":
            line = re.sub(r"[a-zđ]", "b", found[0], count=1) + found[2]
        out.append(line)
    return out


def rewrapped(width: int) -> Callable[[Sequence[str]], Lines]:
    """Hard line ends at a width, as a typewriter sets them; a blank line between paragraphs."""

    def wrap(lines: Sequence[str]) -> Lines:
        out: Lines = []
        for line in unwrapped(lines):
            if out and out[-1] and "wrapped" in marks and line.strip():
                out.append("")
            marks.clear()
            if line.startswith("|") or len(line) <= width:
                out.append(line)
            else:
                out += textwrap.wrap(line, width, break_on_hyphens=False)
                marks.add("wrapped")
        return out

    marks: set[str] = set()
    return wrap


def unwrapped(lines: Sequence[str]) -> Lines:
    """One line a paragraph: a long line and the one right below it, without a label, are joined."""
    out: Lines = []
    before = ""
    for line in lines:
        columns = "   " in before.strip()  # a head in two columns stays as it is
        goes_on = len(before) > 45 and not columns and line.strip() and line[0] != "|" and not _labelled(line)
        if goes_on and not out[-1].startswith("|") and out[-1].rstrip()[-1] not in ";:":
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line)
        before = line
    return out


def bare_line(lines: Sequence[str]) -> Lines:
    """One line of plain prose of the preamble loses its accents."""
    number = next(
        (at for at, line in enumerate(lines[:25]) if len(line) > 60 and not _labelled(line) and line[0] != "|"), None
    )
    return [_without_accents(line) if at == number else line for at, line in enumerate(lines)]


def _without_accents(line: str) -> str:
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", line.replace("đ", "d").replace("Đ", "D")))


def decomposed(lines: Sequence[str]) -> Lines:
    """Accents as separate signs (NFD), as some Macs write."""
    return [unicodedata.normalize("NFD", line) for line in lines]


def cyrillic(lines: Sequence[str]) -> Lines:
    """Look-alikes in every third line."""
    return [line.translate(CYRILLIC) if at % 3 == 1 else line for at, line in enumerate(lines)]


def renamed(lines: Sequence[str]) -> Lines:
    """Other units of the same kind."""
    out = unwrapped(lines)
    for old, new in OTHER_NAMES:
        out = [line.replace(old, new).replace(old.upper(), new.upper()) for line in out]
    return out


def double_blanks(lines: Sequence[str]) -> Lines:
    """Two blanks here and there, and hard blanks."""
    chance = random.Random(7)
    return [
        "".join(letter if letter != " " else chance.choice([" ", " ", "  ", "\u00a0"]) for letter in line)
        if not line.startswith("|")
        else line
        for line in lines
    ]


def scanned(lines: Sequence[str]) -> Lines:
    """Slips of recognition that keep the words readable: dashes, quotes, "l" and "1" in labels stay as they are."""
    slips = [
        ("Đôn đốc", "Đơn đốc"),
        (" - ", " – "),
        ("- ", "– "),
        ("ủy", "uỷ"),
        ("hòa", "hoà"),
        ("QĐ", "QÐ"),
        (" ;", ";"),
    ]
    out = list(lines)
    for right, slip in slips:
        out = [line if line.startswith("|") else line.replace(right, slip) for line in out]
    return out


WAYS: dict[str, Callable[[Sequence[str]], Lines]] = {
    "renumbered": renumbered,
    "wrapped at 60": rewrapped(60),
    "wrapped at 80": rewrapped(80),
    "unwrapped": unwrapped,
    "one line without accents": bare_line,
    "decomposed": decomposed,
    "cyrillic": cyrillic,
    "other names": renamed,
    "double blanks": double_blanks,
    "scanned": scanned,
}
