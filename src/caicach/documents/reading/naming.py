"""Names set in capitals on paper, written the way a sentence writes them."""

import re

from caicach.documents.reading.normalise import UPPER, fold, lower
from caicach.documents.reading.phrasebook import PhraseBook, words_of
from caicach.documents.reading.words import either, lexicon, phrases

_DOCUMENT = lexicon("document")
AGENCY_HEADS = PhraseBook(phrases(_DOCUMENT["agencies"]))
PLACES = phrases(_DOCUMENT["places"])
PLACE = re.compile(rf"(?<!\w){either(PLACES)}(?!\w)")
ENDS_IN_PLACE = re.compile(rf"(?<!\w)(?P<kind>{either(PLACES)})\s+(?P<name>[{UPPER}][^,;]*)$")
COMMITTEE = re.compile(r"^(?:ủy ban nhân dân|ubnd)", re.I)


def agency_parts(lines: list[str]) -> list[str]:
    """Broken capital lines of the head become agency names, the parent first."""
    parts: list[str] = []
    for line in lines:
        text = words_of(lower(line))
        starts = AGENCY_HEADS.at(text, 0) > 0
        whole = not parts or not _needs_more(parts[-1])
        if parts and (not starts or not whole or (lower(line).startswith("chính phủ"))):
            parts[-1] = f"{parts[-1]} {line}"
        else:
            parts.append(line)
    return parts[:3] if len(parts) < 3 else parts[-2:]


def _needs_more(name: str) -> bool:
    """ "ỦY BAN NHÂN DÂN" alone, "VĂN PHÒNG CHÍNH", "SỞ" want the next line."""
    words = lower(name).split()
    return len(words) == 1 or (
        words[-1] in {"nhân", "và", "chính", "thành", "tỉnh"} and len(words) < 5 and words[-1] != "tỉnh"
    )


def agency_name(capitals: str, parent: str | None, place: str | None) -> str:
    """ "SỞ Y TẾ" under "UBND TỈNH BÌNH MINH" is "Sở Y tế tỉnh Bình Minh"."""
    name = proper_case(capitals)
    if COMMITTEE.match(name):
        return re.sub(r"^ủy ban nhân dân", "UBND", name, flags=re.I)
    located = ENDS_IN_PLACE.search(proper_case(parent)) if parent else None
    if located is None and name.endswith(("tỉnh", "thành phố")) and place:
        return f"{name} {place}"
    if located is not None and located["name"].lower() not in name.lower():
        if lower(name).endswith(lower(located["kind"])):
            return f"{name} {located['name']}"
        if not PLACE.search(lower(name)) and lower(parent or "").startswith(("ủy ban", "ubnd", "sở")):
            return f"{name} {lower(located['kind'])} {located['name']}"
    return name


def proper_case(capitals: str) -> str:
    """Capitals become a name: head and its first word with a capital, places with all."""
    text = " ".join(capitals.split())
    low = lower(fold(text))
    words = words_of(low)
    if not words.words or text != text.upper():
        return text
    head = max(1, AGENCY_HEADS.at(words, 0))
    places = [match.span() for match in PLACE.finditer(low)]
    out = []
    after_place = False
    for number, (word, start) in enumerate(zip(words.words, words.starts, strict=True)):
        gap = low[words.ends[number - 1] : start] if number else ""
        in_place = any(first <= start < behind for first, behind in places)
        first_of_name = (
            number == 0
            or (number == head and not in_place)
            or "," in gap
            or (number and words.words[number - 1] == "và" and not after_place)
        )
        if word == "ubnd" or word == "hđnd":
            written = word.upper()
        elif in_place and number:
            written = word
        elif after_place or first_of_name:
            written = word[:1].upper() + word[1:]
        else:
            written = word
        after_place = (after_place and "," not in gap) or (in_place and number > 0)
        out.append(gap.replace("  ", " ") + written if number else written)
    return "".join(out)


def sentence_case(capitals: str) -> str:
    """A subject set in capitals, as a sentence; symbols of acts and Roman numbers stay."""
    if capitals != capitals.upper():
        return capitals
    words = []
    names = 0
    for number, word in enumerate(capitals.split()):
        low = word.lower()
        if (any(letter.isdigit() for letter in word) and ("/" in word or "-" in word)) or re.fullmatch(
            r"[IVX]{2,}[,.;]?|TTHC|CCHC|UBND|HĐND|BVĐK|XHCN|MTQG|CNTT|ISO", word
        ):
            words.append(word)
            continue
        if names or number == 0:
            low = low[:1].upper() + low[1:]
        names = max(0, names - 1) if not low.endswith((",", ";")) else 0
        if low.lower() in {"tỉnh"}:
            names = 2
        words.append(low)
    return " ".join(words)
