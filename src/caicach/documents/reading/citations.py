"""Acts the text names (viện dẫn văn bản): type, number, date, issuer, as the text says and no more."""

import re
from dataclasses import dataclass
from datetime import date

from caicach.documents.reading.phrasebook import PhraseBook, Words, words_of
from caicach.documents.reading.words import either, lexicon, phrases

_LEXICON = lexicon("citations")
TYPES: dict[str, str] = {phrases(words)[0]: code for words, code in _LEXICON["types"].items()}
SYMBOLS = frozenset(part.strip() for part in _LEXICON["symbols"].split(","))
ISSUER_ENDS = PhraseBook(phrases(_LEXICON["issuer_ends"]))

ORG = r"[A-ZĐ][A-Za-zĐÂÊÔƠƯđâêôơư&]{0,14}\d{0,2}"
NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<serial>\d{1,5}(?:\.\d{1,2})?)"
    r"(?:\s?/\s?(?P<year>(?:19|20)\d\d)\s?[/-]\s?(?P<yearly>" + ORG + r"(?:\s?-\s?" + ORG + r"|-\s" + ORG + r"){0,3})"
    r"|(?:\s?/\s?|-\s?|\s-\s?)(?P<symbol>"
    + ORG
    + r"(?:(?:\s?[-/]|[-/]\s|\s-\s|(?<=[a-zđ])[-/])"
    + ORG
    + r"){1,4}|QH\d{2}))(?![\w/])"
)
UNSIGNED = re.compile(r"(?<!\w)(?P<type>" + either(list(TYPES)) + r")\s+số\s*:?\s*(?P<serial>\d{1,5})(?=[\s,])")
GATE = re.compile(r"(?<=số)\s*:?\s*\d{1,5}[\s,]+(?:của|ngày)|\d\s?[/-]\s?(?:\d{4}\s?[/-]\s?)?[A-ZĐ]")
TYPE_BEFORE = re.compile(r"(?:^|\W)(" + either([*TYPES, "văn bản"]) + r")(?:\s+số)?\s*:?\s*$")
LAW_NAME = 130
LAW_NAMED = re.compile(r"(?<!\w)(bộ luật|luật|pháp lệnh)\s+(?:[^\W\d_]+[\s,-]+){1,22}(?:số\s*:?\s*)?$")
NUMBER_WORD = re.compile(r"số\s*:?\s*$")
DATE = (
    r"ngày\s*(?P<d>\d{1,2})(?:\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})"
    r"|\s*tháng\s*(?P<lm>\d{1,2})\s*năm\s*(?P<ly>\d{4}))"
)
DATE_AFTER = re.compile(
    r"[\s,(]{0,3}(?:khóa\s+[ivx]{1,5}[\s,)]{1,3})?(?:của\s+(?P<issuer>[^,;.()\d]{2,70}?)\s*,?\s*)?(?:ký\s+)?" + DATE
)
DATE_BEFORE = re.compile(DATE + r"[^.;]{0,90}$")
ISSUER_AFTER = re.compile(r"\s*,?\s*của\s+")
ENDS = '.;:()"[|'
BARE_DATE = re.compile(r"\s*,?\s*\(?\s*(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")


@dataclass(frozen=True, slots=True)
class Citation:
    """One act as named: its key is type, number and date."""

    type: str | None
    number: str
    date: str | None
    issuer: str | None

    @property
    def key(self) -> tuple[str | None, str, str | None]:
        return self.type, self.number.lower(), self.date


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation and the stretch of text it takes, its date and issuer included."""

    start: int
    end: int
    citation: Citation


def find_citations(text: str, folded: str, low: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Every act named in a stretch of text."""
    stop = len(folded) if end is None else end
    if not GATE.search(folded, start, stop):
        return []
    found: list[Mention] = []
    for match in NUMBER.finditer(folded, start, stop):
        number = re.sub(r"\s+", "", match[0])
        symbol = re.sub(r"\s+", "", match["yearly"] or match["symbol"])
        before = low[max(start, match.start() - 40) : match.start()]
        typed = TYPE_BEFORE.search(before)
        if not typed and not NUMBER_WORD.search(before) and not _is_symbol(symbol, match["year"]):
            continue
        first = max(start, match.start() - 40) + typed.start(1) if typed else match.start()
        listed = found[-1] if found and match.start() - found[-1].end < 25 else None
        word = " ".join(typed[1].split()) if typed else _law_named(low, start, match.start())
        kind = _type_of(word, symbol, listed)
        issued, behind, issuer = _date_and_issuer(text, low, match.end(), stop)
        if issued is None:
            issued = _date_before(low, max(start, first - 110), first, found)
        found.append(Mention(first, behind, Citation(kind, number, issued, issuer)))
    return sorted([*found, *_unsigned(text, low, start, stop)], key=lambda mention: mention.start)


def _unsigned(text: str, low: str, start: int, stop: int) -> list[Mention]:
    """ "Quyết định số 4520 ngày 20/12/2026": an act without its symbol counts when it is dated."""
    found = []
    for match in UNSIGNED.finditer(low, start, stop):
        issued, behind, issuer = _date_and_issuer(text, low, match.end(), stop)
        if issued is not None:
            kind = TYPES[" ".join(match["type"].split())]
            found.append(Mention(match.start(), behind, Citation(kind, match["serial"], issued, issuer)))
    return found


def _law_named(low: str, start: int, at: int) -> str | None:
    """ "Luật Bình đẳng giới số 73/…": the name of the law stands between its type and its number."""
    named = LAW_NAMED.search(low, max(start, at - LAW_NAME), at)
    return " ".join(named[1].split()) if named else None


def _is_symbol(symbol: str, year: str | None) -> bool:
    head = re.split(r"[-/]", symbol)[0]
    return (
        head in SYMBOLS
        or year is not None
        or ("-" in symbol and head.isupper() and len(head) >= 2)
        or head.startswith("QH")
    )


def _type_of(word: str | None, symbol: str, listed: Mention | None) -> str | None:
    """The type by its word; a word that only says "document" leaves it to the symbol."""
    if word in TYPES and word != "hướng dẫn":
        return TYPES[word]
    head, *rest = re.split(r"[-/]", symbol)
    if head in SYMBOLS:
        return {"CTR": "CTr", "TTR": "TTr", "TBKL": "TB"}.get(head, head)
    if head.startswith("QH"):
        return listed.citation.type if listed else None
    return "CV" if rest else None


def _date_and_issuer(text: str, low: str, at: int, stop: int) -> tuple[str | None, int, str | None]:
    dated = DATE_AFTER.match(low, at, stop) or BARE_DATE.match(low, at, stop)
    issued = _iso(dated) if dated else None
    behind = dated.end() if dated and issued else at
    issuer = None
    if dated and issued and "issuer" in dated.re.groupindex and dated["issuer"]:
        issuer = text[slice(*dated.span("issuer"))].strip()
    by = ISSUER_AFTER.match(low, behind, stop)
    if issuer is None and by:
        issuer, behind = _issuer(text, low, by.end(), stop)
    return issued, behind, issuer


def _issuer(text: str, low: str, at: int, stop: int) -> tuple[str | None, int]:
    """The name behind "của", up to what the act is about."""
    words = words_of(low, at, min(stop, at + 110))
    behind = at
    for number, first in enumerate(words.starts):
        gap = low[words.ends[number - 1] : first] if number else ""
        if any(mark in gap for mark in ENDS) or ("," in gap and not text[first].isupper()):
            break
        if number and text[first].islower() and (ISSUER_ENDS.at(words, number) or _list_goes_on(text, words, number)):
            break
        if (
            number
            and "," in gap
            and words.words[number] in {"quyết", "kế", "nghị", "công", "chỉ", "thông", "văn", "luật", "kết", "quy"}
        ):
            break
        behind = words.ends[number]
    name = text[at:behind].strip(" ,")
    return (name or None), behind


def _list_goes_on(text: str, words: Words, number: int) -> bool:
    """ "của Chính phủ và chịu trách nhiệm": an "và" before small letters is no part of the name."""
    following = words.starts[number + 1 : number + 2]
    return words.words[number] == "và" and (not following or text[following[0]].islower())


def _date_before(low: str, start: int, first: int, found: list[Mention]) -> str | None:
    """ "Ngày 24/11/2022, Văn phòng Bộ … ban hành Văn bản số …": a date that belongs to no other act."""
    match = DATE_BEFORE.search(low, start, first)
    if not match or (found and match.start() < found[-1].end):
        return None
    between = low[match.end("y") if match["y"] else match.end("ly") : first]
    return _iso(match) if re.search(r"(?:ban hành|tại|ký)\s*(?:\w+\s*){0,3}$", between) else None


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    try:
        return date(
            int(groups.get("y") or groups.get("ly") or 0),
            int(groups.get("m") or groups.get("lm") or 0),
            int(groups["d"]),
        ).isoformat()
    except ValueError:
        return None


def resolve(mentions: list[Mention]) -> dict[tuple[str | None, str, str | None], Citation]:
    """First full, later short (NĐ 30): a mention without date is the one dated act of that type and number."""
    full: dict[tuple[str | None, str], dict[str, Citation]] = {}
    for mention in mentions:
        act = mention.citation
        if act.date:
            dates = full.setdefault((act.type, act.number.lower()), {})
            known = dates.get(act.date)
            if known is None or (known.issuer is None and act.issuer):
                dates[act.date] = act if known is None else Citation(act.type, known.number, act.date, act.issuer)
    resolved: dict[tuple[str | None, str, str | None], Citation] = {}
    for mention in mentions:
        act = mention.citation
        dates = full.get((act.type, act.number.lower()), {})
        if act.date:
            resolved[act.key] = dates[act.date]
        elif len(dates) == 1:
            resolved[act.key] = next(iter(dates.values()))
        else:
            kept = resolved.get(act.key)
            resolved[act.key] = kept if kept is not None and (kept.issuer or not act.issuer) else act
    return resolved


def unique(acts: list[Citation]) -> tuple[Citation, ...]:
    """Each act once, in the order first named."""
    return tuple({act.key: act for act in reversed(acts)}[key] for key in dict.fromkeys(act.key for act in acts))
