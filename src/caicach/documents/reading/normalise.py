"""The same words written in many ways become one form, letter by letter, so that places in the text stay valid."""

import re
import unicodedata

# Letters drawn alike that creep in from other alphabets and old fonts: "QÐ", Cyrillic "КН".
LOOK_ALIKES = dict(
    zip(
        "АВСЕНІЈКМОРЅТУХаверсохуіјѕÐƉðɖ–—−‐‑‒―“”„‟«»’‘`´ʼ…\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t",
        'ABCEHIJKMOPSTYXaBepcoxyijsĐĐđđ-------""""""\'\'\'\'\'.        ',
        strict=True,
    )
)
CYRILLIC = {ord(look): like for look, like in LOOK_ALIKES.items() if "\u0400" <= look <= "\u04ff"}
HAS_CYRILLIC, HAS_LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-zÀ-ỹ]")
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
FOLDING = str.maketrans(LOOK_ALIKES)
BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " ")
)
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001b\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)

# Open syllables with the tone mark on the second vowel ("hoà", "uỷ") are written the newer way ("hòa", "ủy").
OLD_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
OLD_TONES |= {old.upper(): new.upper() for old, new in OLD_TONES.items()}
OLD_TONES |= {old.capitalize(): new.capitalize() for old, new in list(OLD_TONES.items())}
OLD_TONE = re.compile(r"(?<![qQ])(?:" + "|".join(OLD_TONES) + r")(?!\w)")


HAS_OLD_TONE = re.compile("[" + "".join(sorted({old[1] for old in OLD_TONES})) + r"](?!\w)")
FOLDED = re.compile("[" + re.escape("".join(LOOK_ALIKES)) + "]")
UNUSUAL = re.compile(INVISIBLE.pattern[:-1] + "".join(chr(code) for code in BLANKS) + "]")


def clean(line: str) -> str:
    """One line as it is shown and pointed at: composed letters, plain blanks, nothing invisible."""
    if line.isascii() and line.isprintable():
        return line.rstrip()
    if not unicodedata.is_normalized("NFC", line):
        line = unicodedata.normalize("NFC", line)
    if UNUSUAL.search(line):
        line = INVISIBLE.sub("", line.translate(BLANKS))
    return _latin(line).rstrip()


def _latin(line: str) -> str:
    """Cyrillic letters that crept into a Vietnamese line are written as the Latin ones they look like."""
    return line.translate(CYRILLIC) if HAS_CYRILLIC.search(line) and HAS_LATIN.search(line) else line


def fold(text: str) -> str:
    """The form patterns are matched on; exactly as long as the text itself."""
    if FOLDED.search(text):
        text = text.translate(FOLDING)
    return OLD_TONE.sub(lambda found: OLD_TONES[found[0]], text) if HAS_OLD_TONE.search(text) else text


def lower(text: str) -> str:
    """Small letters, exactly as long as the text itself."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def plain(text: str) -> str:
    """The text without accents, case and signs: how unit names are compared."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", re.sub(r"[\u0300-\u036f]", "", bare)).split())
