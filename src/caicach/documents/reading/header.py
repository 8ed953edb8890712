"""The head and foot of a paper (thể thức văn bản): who issued what, when, to whom, signed by whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from caicach.documents.reading.naming import agency_name, agency_parts, sentence_case
from caicach.documents.reading.normalise import LOWER, UPPER
from caicach.documents.reading.paper import Paper
from caicach.documents.reading.result import Document
from caicach.documents.reading.words import either, lexicon, phrases

TYPES: dict[str, str] = {phrases(name)[0]: code for name, code in lexicon("document")["types"].items()}
TYPE_LINE = re.compile(rf"\s*({either(list(TYPES))})\s*(?::\s*)?(?=$|\s)")
NUMBER_LINE = re.compile(r"\s*(?:luật\s+)?số\s*:?\s*(?P<number>[^,;]{0,60}?)(?=$|\s{2,}|\s[^\s]+,\s+ngày)", re.I)
SYMBOL = re.compile(r"(?P<serial>\d[\d.]*)?\s*(?P<symbol>(?:[/-]\s*(?:\d{4}\s*/\s*)?)[\w&]+(?:\s?[-/.]\s?[\w&.]+)*)")
PLACE_DATE = re.compile(
    rf"(?:^|\s)(?P<place>[{UPPER}][^,;:]{{1,40}}),\s+ngày\s*(?P<d>\d{{1,2}}|[.…_]*)\s*(?:tháng|[/-])\s*(?P<m>\d{{1,2}}|[.…_]*)\s*(?:năm|[/-])\s*(?P<y>\d{{4}})"
)
MOTTO = re.compile(
    r"cộng\s+h[òo]a\s+xã|hội\s+chủ\s+nghĩa\s+việt|chủ\s+nghĩa\s+việt\s+nam|độc\s+lập\s*-\s*tự\s+do|^\s*cộng$|^cộng\s+h[òo]a"
)
PARTY = re.compile(r"đảng\s+cộng\s+sản\s+việt\s+nam")
ABOUT = re.compile(r"\s*(?:v/v|về việc|v/v:)\s*:?\s*", re.I)
OPENS_BODY = re.compile(rf"\s*(?:{lexicon('document')['opens_body']})")
RULE = re.compile(r"^[\s\-_=*~.]{3,}$")
RECIPIENTS = re.compile(r"\s*nơi\s+nhận\s*:?")
AUTHORITY = re.compile(rf"^\s*(?:(?:TM|KT|TL|TUQ|Q)\s?\.|(?:PHÓ )?(?:{lexicon('document')['titles']}))")
NAME = re.compile(
    rf"^\s*(?:(?:PGS|GS|TS|ThS|BS|BSCKII?|BSCKI|DS|TTND|TTƯT|CKII|CKI|Ths|Bs)[.,\s]*)*(?P<name>[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]*\.?){{1,5}})\s*$"
)
LETTER = re.compile(r"^\s*kính\s+gửi\s*:?")
HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, and the line (0-based) the body begins on."""

    document: Document
    body: int
    kinds: tuple[tuple[int, int, str], ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class Foot:
    """Recipients and signature; the lines they take (0-based, behind the last)."""

    start: int
    end: int
    recipients: tuple[str, ...]
    signer: str | None
    authority: str | None
    kinds: tuple[tuple[int, int, str], ...]


def read_head(paper: Paper) -> Head:
    """The first page's top: agencies, motto, number, place and date, type, subject."""
    lines, folded, low = paper.lines, paper.folded[:HEAD_LINES], paper.low[:HEAD_LINES]
    kinds: dict[int, str] = {}
    number_at = next(
        (
            at
            for at, line in enumerate(low)
            if folded[at].lstrip()[:1].isupper() and NUMBER_LINE.match(line) and SYMBOL.search(folded[at])
        ),
        None,
    )
    motto = [at for at, line in enumerate(low) if MOTTO.search(line) or PARTY.search(line)]
    dated = _place_and_date(folded)
    type_at = _type_line(
        folded, low, max([at for at in (number_at, dated[3] if dated else None) if at is not None], default=-1)
    )
    top = [
        at for at in (number_at, motto[0] if motto else None, dated[2] if dated else None, type_at) if at is not None
    ]
    if not top or (type_at is None and number_at is None and not motto):
        return Head(Document(), 0, (), False)
    agency_lines = _agencies(
        lines, folded, low, min(number_at if number_at is not None else HEAD_LINES, type_at or HEAD_LINES), motto
    )
    kinds |= dict.fromkeys(agency_lines, "issuer") | dict.fromkeys(motto, "motto")
    number, symbol_type = _number(folded[number_at]) if number_at is not None else (None, None)
    if number_at is not None:
        kinds[number_at] = "number"
    if dated:
        kinds |= dict.fromkeys(range(dated[2], dated[3] + 1), "place_date")
    behind = max([*agency_lines, *motto, *top, *(range(dated[2], dated[3] + 1) if dated else ())], default=-1) + 1
    parts = agency_parts([folded[at].strip() for at in agency_lines])
    place = dated[0] if dated else None
    subject, subject_lines = _subject(lines, folded, low, type_at, behind, kinds)
    kinds |= dict.fromkeys(subject_lines, "subject")
    kind = symbol_type
    if type_at is not None:
        kinds[type_at] = "type"
        match = TYPE_LINE.match(low[type_at])
        kind = TYPES[" ".join(match[1].split())] if match else kind
    body = max(kinds, default=-1) + 1
    document = Document(
        type=kind,
        number=number,
        date=dated[1] if dated else None,
        issuer=agency_name(parts[-1], parts[0] if len(parts) > 1 else None, place) if parts else None,
        parent=agency_name(parts[0], None, place) if len(parts) > 1 else None,
        place=place,
        subject=subject,
    )
    return Head(
        document,
        body,
        _runs(kinds),
        (number_at is not None and number is None) or (dated is not None and dated[1] is None),
    )


def _number(line: str) -> tuple[str | None, str | None]:
    """The number of the paper; without a serial it is a draft and has none yet."""
    match = SYMBOL.search(line)
    if match is None:
        return None, None
    symbol = re.sub(r"\s+", "", match["symbol"]).rstrip(".")
    parts = [part for part in re.split(r"[-/]", symbol) if part and not part.isdigit()]
    head = parts[0] if parts else ""
    kind = head if head in TYPES.values() else ("CV" if "-" in symbol else None)
    return (re.sub(r"\s+", "", match["serial"]) + symbol if match["serial"] else None), kind


def _place_and_date(folded: Sequence[str]) -> tuple[str, str | None, int, int] | None:
    for at in range(len(folded)):
        if "ngày" not in folded[at] and not (
            folded[at].strip() and at + 1 < len(folded) and folded[at + 1].lstrip().startswith(("ngày", "Chí"))
        ):
            continue
        for last in (at, at + 1):
            joined = " ".join(line.strip() for line in folded[at : last + 1])
            match = PLACE_DATE.search(joined)
            if match and len(joined) < 140:
                try:
                    issued = date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
                except ValueError:
                    issued = None
                return match["place"].strip(), issued, at, last
        joined = " ".join(line.strip() for line in folded[max(0, at - 1) : at + 1])
        match = re.match(
            rf"(?P<place>[{UPPER}][^,;:]{{1,40}}),\s+ngày\s+tháng\s+(?:\d{{1,2}}\s+)?năm\s+\d{{4}}$", folded[at].strip()
        )
        if match:
            return match["place"].strip(), None, at, at
    return None


def _type_line(folded: Sequence[str], low: Sequence[str], after: int) -> int | None:
    for at, line in enumerate(low):
        match = TYPE_LINE.match(line)
        if at > after - 12 and match and folded[at][: match.end()].isupper() and (at > after or after < 0):
            return at
    return None


def _agencies(
    lines: Sequence[str], folded: Sequence[str], low: Sequence[str], before: int, motto: Sequence[int]
) -> list[int]:
    """Capital lines above the number that are not the motto."""
    found = []
    for at in range(min(before, len(folded))):
        line = folded[at].strip()
        if (
            line
            and at not in motto
            and not RULE.match(line)
            and line == line.upper()
            and any(letter.isalpha() for letter in line)
            and not line[0].isdigit()
            and not low[at].strip().startswith("số")
        ):
            found.append(at)
    return found


def _subject(
    lines: Sequence[str],
    folded: Sequence[str],
    low: Sequence[str],
    type_at: int | None,
    behind: int,
    kinds: dict[int, str],
) -> tuple[str | None, list[int]]:
    if type_at is None:
        for at in range(len(low)):
            match = ABOUT.match(low[at])
            if match and low[at].strip().startswith("v/v"):
                taken = [at]
                while (
                    taken[-1] + 1 < len(low)
                    and low[taken[-1] + 1].strip()
                    and taken[-1] + 1 not in kinds
                    and not LETTER.match(low[taken[-1] + 1])
                ):
                    taken.append(taken[-1] + 1)
                text = " ".join(lines[line].strip() for line in taken)
                return text[len(match[0].lstrip()) :].strip() or None, taken
        return None, []
    words: list[str] = []
    taken = []
    match = TYPE_LINE.match(low[type_at])
    rest = lines[type_at][match.end() :].strip() if match else ""
    if rest:
        words.append(rest)
    capitals = bool(rest) and rest == rest.upper()
    for at in range(type_at + 1, len(low)):
        line = folded[at].strip()
        if not line:
            if words and taken:
                break
            if words and rest:
                break
            continue
        if RULE.match(line):
            continue
        upper = line == line.upper()
        if (
            (words and capitals and not upper)
            or (OPENS_BODY.match(low[at]) and not upper and at > type_at + 1)
            or (line.startswith(("I.", "1.")) and words)
            or len(line) > 400
        ):
            break
        if not upper and len(line) > 160 and words:
            break
        if not words:
            capitals = upper
        words.append(line if upper else lines[at].strip())
        taken.append(at)
        if len(taken) > 9:
            break
    text = " ".join(" ".join(words).split())
    return (sentence_case(text) if capitals else text) or None, taken


def read_foot(paper: Paper, start: int) -> Foot | None:
    """Recipients and signature at the end of the body; an annex may follow."""
    lines, low = paper.folded, paper.low
    at = next((number for number in range(start, len(lines)) if RECIPIENTS.match(low[number])), None)
    if at is None:
        signed = next((number for number in range(start, len(lines)) if _is_authority(lines[number])), None)
        return _signature(lines, signed, (), ()) if signed is not None else None
    recipients: list[str] = []
    taken = [at]
    inline = lines[at].split(":", 1)[1].strip() if ":" in lines[at] else ""
    if inline:
        recipients.append(inline)
    last = at
    for number in range(at + 1, min(len(lines), at + 80)):
        line = lines[number].strip()
        if not line:
            if recipients and number - last > 2:
                break
            continue
        if _is_authority(line) or line.upper().startswith(("PHỤ LỤC", "|")) or NAME.match(line):
            break
        if line[0] in "-–+•*":
            recipients.append(line.lstrip("-–+•* ").strip())
        elif recipients and len(line) < 90 and number == last + 1 and not line.isupper():
            recipients[-1] = f"{recipients[-1]} {line}"
        else:
            break
        taken.append(number)
        last = number
    signed = next(
        (number for number in range(last + 1, min(len(lines), last + 8)) if _is_authority(lines[number])), None
    )
    above = next((number for number in range(max(start, at - 8), at) if _is_authority(lines[number])), None)
    clean = tuple(entry.rstrip(";. ").strip() for entry in recipients if entry.strip(";. "))
    foot = _signature(lines, signed if signed is not None else above, clean, tuple(taken))
    begin = min(at, above) if above is not None and signed is None else at
    return Foot(begin, max(foot.end, last + 1), clean, foot.signer, foot.authority, foot.kinds)


def _is_authority(line: str) -> bool:
    folded = line.strip()
    return bool(AUTHORITY.match(folded)) and folded == folded.upper() and len(folded) < 90


def _signature(lines: Sequence[str], at: int | None, recipients: tuple[str, ...], taken: tuple[int, ...]) -> Foot:
    kinds = dict.fromkeys(taken, "recipients")
    if at is None:
        last = max(taken, default=0) + 1
        return Foot(last, last, recipients, None, None, _runs(kinds))
    words: list[str] = []
    signer, number = None, at
    for number in range(at, min(len(lines), at + 14)):
        line = lines[number].strip()
        if not line:
            continue
        if line == line.upper() and len(line) < 90 and not line.startswith(("PHỤ LỤC", "|")):
            if words and not AUTHORITY.match(line):
                words[-1] = f"{words[-1]} {line}"
            else:
                words.append(line.rstrip(","))
            kinds[number] = "signature"
            continue
        name = NAME.match(line)
        if name:
            signer = " ".join(name["name"].split())
            kinds[number] = "signature"
        elif len(line) < 60 and line.startswith("("):
            continue
        break
    authority = " / ".join(" ".join(part.replace(",", " ").split()) for part in words) or None
    return Foot(at, max(kinds, default=at) + 1, recipients, signer, authority, _runs(kinds))


def _runs(kinds: dict[int, str]) -> tuple[tuple[int, int, str], ...]:
    """Neighbouring lines (0-based) of one kind as blocks (1-based, last included)."""
    found: list[tuple[int, int, str]] = []
    for at in sorted(kinds):
        if found and found[-1][2] == kinds[at] and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1, kinds[at])
        else:
            found.append((at + 1, at + 1, kinds[at]))
    return tuple(found)
