"""Who is to do it and with whom (chủ trì, phối hợp): where a unit's name begins and where it ends."""

import itertools
import re
from dataclasses import dataclass

from caicach.documents.reading.phrasebook import PhraseBook, Words, joined, words_of
from caicach.documents.reading.words import lexicon, phrases

_UNITS, _VERBS = lexicon("units"), lexicon("verbs")
HEADS = PhraseBook(phrases(_UNITS["heads"]))
NOT_UNITS = PhraseBook(phrases(_UNITS["not_units"]))
KNOWN = PhraseBook(phrases(_UNITS["known"]))
ORDERS = PhraseBook(phrases(_UNITS["orders"]))
COLLECTIVE = frozenset(phrases(_UNITS["collective"]))
VERBS = PhraseBook(phrases(_VERBS["verbs"]))
PREDICATES = PhraseBook(phrases(_VERBS["verbs"]) + phrases(_VERBS["openings"]))
OPENINGS = PhraseBook(phrases(_VERBS["openings"]))
SURE = PhraseBook(phrases(_VERBS["sure"]))
GLUED = PhraseBook(phrases(_VERBS["glued"]))
NOUN_LIKE = frozenset(phrases(_VERBS["noun_like"]))
BOUND_BY = PhraseBook(phrases(_VERBS["bound_by"]))
PREVENTION = {("phòng", verb) for verb in ("chống", "ngừa", "tránh", "trừ")}  # "phòng, chống dịch" is no office
PLURALS = frozenset({"các", "những", "từng", "mỗi", "mọi", "toàn", "toàn bộ", "tất", "cả"})
ADDRESSED = re.compile(_VERBS["addressed"].replace(" ", r"\s+") + r"\s+")
NOT_PREDICATE = re.compile(_VERBS["not_predicates"].replace(" ", r"\s+"))
LEADING = PhraseBook(phrases(_VERBS["leading"]))
COOP = re.compile(r"phối hợp(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ|hiệu quả))*(?:\s+(?:với|cùng với|cùng))?\s+")
DUTY = re.compile(r"[^.;:]{0,150}?\b(có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)\b")
NAME_TO_COLON = re.compile(r"[^.;:,]{3,70}:\s")  # "Trung tâm Truyền thông, giáo dục sức khỏe:"
RELATIVE = re.compile(
    r"[^,.;:]{0,90}?\s(?:(?:sẽ\s)?được\s"
    r"(?:xem xét|xét|khen thưởng|biểu dương|đề nghị|hưởng|miễn|ưu tiên|cộng|tuyên dương)"
    r"|(?:sẽ\s)?bị\s(?:xử lý|phê bình|trừ điểm|nhắc nhở|kỷ luật)|thì\s)".replace(" ", r"\s")
)
MAX_NAME = 420
BRACKETED = re.compile(r"\s*\([^()]*(?:\)\s*|$)")
COMRADE = re.compile(r"^(?:các\s+)?đồng\s+chí\s+(?=\w)", re.I)
TRAILING = re.compile(r"(?:\s*(?:[,;:.\-–]|\b(?:và|theo|cùng|thì|cần|phải|cũng|đã|sẽ|trực tiếp)))+\s*$")


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit's name as it stands (start, end) and where its predicate begins."""

    start: int
    end: int
    action: int
    predicate: str
    addressed: bool


def head_at(text: Words, number: int) -> int:
    """How many words of a unit's name head begin here ("các Sở", "Phòng"); 0 if none."""
    if text.words[number : number + 2] in PREVENTION:
        return 0
    whole = HEADS.at(text, number)
    if whole and not NOT_UNITS.at(text, number):
        return max(whole, KNOWN.at(text, number))
    skip = number
    while skip < len(text.words) and text.words[skip] in PLURALS and skip < number + 3:
        skip += 1
    if NOT_UNITS.at(text, skip) or (skip > number and NOT_UNITS.at(text, number)):
        return 0
    count = max(HEADS.at(text, skip), KNOWN.at(text, skip))
    return skip - number + count if count else 0


def owner_at(folded: str, text: Words, number: int, known: PhraseBook | None = None) -> Owner | None:
    """The unit whose name begins at this word, up to its predicate or the end of the text."""
    count = max(head_at(text, number), known.at(text, number) if known is not None else 0)
    if not count:
        return None
    start = text.starts[number]
    depth_end = -1
    index = number + count
    generic = joined(text, max(number, index - 2), index) in GENERIC and count <= 2 + (text.words[number] in PLURALS)
    first = index
    while index < len(text.words):
        at = text.starts[index]
        gap = text.low[text.ends[index - 1] : at]
        if at - start > MAX_NAME:
            return None
        if "(" in gap and ")" not in gap:
            depth_end = text.low.find(")", at)
        if ":" in gap and at > depth_end:
            if index == first and text.words[number] in PLURALS and not PREDICATES.at(text, index):
                index += 1
                continue
            return Owner(start, text.ends[index - 1], at, ":", False)
        if (
            "." in gap
            and gap.rstrip().endswith(".")
            and at > depth_end
            and text.words[index - 1] not in {"tp", "vp", "tx", "p"}
        ):
            return Owner(start, text.ends[index - 1], text.ends[index - 1] + 1, "", False)
        if ";" in gap and at > depth_end and not head_at(text, index):
            return Owner(start, text.ends[index - 1], at, "", False)
        if at > depth_end:
            names = max(KNOWN.at(text, index), HEADS.at(text, index), known.at(text, index) if known else 0)
            if names > 1 and _new_name(text, index, gap):
                index += names
                continue
            length = _predicate_at(folded, text, index, first, gap, generic)
            if length and "được" in text.words[number:index]:
                duty = DUTY.match(text.low, at, at + 170)
                if duty is not None and duty.start(1) > at:
                    index = _number_at(text, duty.start(1))
                    length = 2
                    at = text.starts[index]
            if length and _told_of(text, first, index, length, generic):
                break
            if length:
                return Owner(start, text.ends[index - 1], at, joined(text, index, index + length), False)
        index += 1
    return Owner(start, len(text.low.rstrip()), len(text.low), "", False)


def _told_of(text: Words, first: int, index: int, length: int, generic: bool) -> bool:
    """ "Bệnh viện … sẽ được ưu tiên", "… được xếp hạng theo quy định", "… vi phạm bị xử lý": no order."""
    if text.words[index + length : index + length + 1] == ("được",):
        return True
    if text.words[index - 1] == "theo" and text.words[first : first + 1] == ("được",):
        return True
    return generic and RELATIVE.match(text.low, text.starts[index]) is not None


def _new_name(text: Words, index: int, gap: str) -> bool:
    return "," in gap or ";" in gap or text.words[index - 1] in {"và", "các", "là"}


def _predicate_at(folded: str, text: Words, index: int, first: int, gap: str, generic: bool) -> int:
    """Length of the predicate that begins here and ends the name; 0 if these words still belong to the name."""
    if folded[text.starts[index]].isupper():
        return SURE.at(text, index)
    length = PREDICATES.at(text, index)
    if not length:
        return 0
    if NOT_PREDICATE.match(text.low, text.starts[index]):
        return 0
    before = text.words[index - 1]
    in_charge = text.words[max(0, index - 4) : index] == IN_CHARGE
    in_charge = in_charge or (index > 2 and text.words[index - 2] == "chức" and text.words[index - 3] in OFFICES)
    if BOUND_BY.at(text, index - 1) == 1 or (index >= 2 and not in_charge and BOUND_BY.at(text, index - 2) == 2):
        return 0
    listed = before in {"các", "và", "hoặc", "chuyên"} or ("," in gap and before in COLLECTIVE_LAST)
    listed = listed or ("," in gap and NAME_TO_COLON.match(text.low, text.starts[index]) is not None)
    if listed and joined(text, index, index + length) in NOUN_LIKE:
        return 0
    if index == first and generic and text.words[index] in ROLE_VERBS:
        return 0
    if length == 1 and VERBS.at(_pair(text, index), 0) == 2:
        return 0
    if GLUED.at(text, index - 1) == 2 or text.words[index - 2 : index + 1] == ("công", "nghệ", "thông"):
        return 0
    return length


def _pair(text: Words, index: int) -> Words:
    return Words(
        text.low,
        text.words[index - 1 : index + 1],
        text.starts[index - 1 : index + 1],
        text.ends[index - 1 : index + 1],
    )


IN_CHARGE = ("phụ", "trách", "lĩnh", "vực")
OFFICES = frozenset({"phòng", "quan", "vị", "lượng", "khoa", "ban"})  # "các phòng chức năng chủ trì": a kind of office
BELONGING = {("thuộc",), ("trực",)}  # "Các Vụ, Cục thuộc Bộ" is one name
GENERIC = frozenset(phrases(_UNITS["generic"]))
ROLE_VERBS = frozenset(phrases(_VERBS["role_verbs"]))
BARE = frozenset({"vụ", "cục", "viện", "trường", "sở", "ban", "phòng", "khoa", "ngành", "văn phòng", "thanh tra"})
COLLECTIVE_LAST = frozenset(phrase.split()[-1] for phrase in COLLECTIVE)


def find_owner(folded: str, low: str, start: int, end: int, known: PhraseBook | None = None) -> Owner | None:
    """The unit a sentence puts its order on, if the sentence names one as its subject or addressee."""
    addressed = ADDRESSED.match(low, start)
    text = words_of(low[:end], addressed.end() if addressed else start)
    if not text.words:
        return None
    if not folded[text.starts[0]].isupper() and not addressed and not head_at(text, 0):
        return None
    owner = owner_at(folded, text, 0, known)
    if owner is None and (addressed or 0 < LEADING.at(text, 0) >= VERBS.at(text, 0)):
        owner = _after_comma(folded, text, known)
    if owner is None:
        return None
    if owner.predicate and ORDERS.at(text, _number_at(text, owner.action)):
        number = _number_at(text, owner.action) + ORDERS.at(text, _number_at(text, owner.action))
        ordered = owner_at(folded, text, number, known)
        if ordered is not None:
            return Owner(ordered.start, ordered.end, ordered.action, ordered.predicate, True)
        if addressed:
            comma = low.rfind(",", owner.start, owner.end)
            return Owner(owner.start, comma if comma > 0 else owner.end, owner.action, owner.predicate, True)
        return None
    return Owner(owner.start, owner.end, owner.action, owner.predicate, addressed is not None)


def _after_comma(folded: str, text: Words, known: PhraseBook | None) -> Owner | None:
    """The subject behind an opening phrase: "Căn cứ Kế hoạch này, các sở … xây dựng …"."""
    tried = 0
    for index in range(1, min(len(text.words), 70)):
        gap = text.low[text.ends[index - 1] : text.starts[index]]
        if "." in gap or tried > 6:
            return None
        if ("," not in gap and ";" not in gap) or not head_at(text, index):
            continue
        tried += 1
        if KNOWN.at(text, index):
            pass
        elif text.words[index] in COLLECTIVE_LAST or joined(text, index, index + 2) in COLLECTIVE:
            continue
        owner = owner_at(folded, text, index, known)
        if owner is not None and owner.predicate and owner.predicate != ":":
            return owner
    return None


def _number_at(text: Words, offset: int) -> int:
    for number, start in enumerate(text.starts):
        if start >= offset:
            return number
    return len(text.words)


def find_partners(
    folded: str, low: str, start: int, end: int, known: PhraseBook | None = None
) -> tuple[int, int] | None:
    """Where the partners stand: "phối hợp với các sở, ban, ngành"."""
    for found in COOP.finditer(low, start, end):
        text = words_of(low[:end], found.end())
        if not text.words:
            return None
        owner = owner_at(folded, text, 0, known)
        if owner is not None:
            return owner.start, owner.end
    return None


def split_units(name: str, low: str) -> list[str]:
    """A list of units as stated becomes names: "Sở A, Sở B và các phường"."""
    name, low = _without_brackets(name), _without_brackets(low)
    text = words_of(low)
    cuts = [0]
    for index in range(1, len(text.words)):
        gap = text.low[text.ends[index - 1] : text.starts[index]]
        and_before = text.words[index - 1] == "và" and index > 2  # "Báo và Đài Phát thanh …" is one
        if ";" in gap or (("," in gap or and_before) and _opens_name(name, text, index)):
            cuts.append(text.starts[index])
    cuts.append(len(name))
    names = []
    for first, behind in itertools.pairwise(cuts):
        part = COMRADE.sub("", TRAILING.sub("", name[first:behind]).strip(" ,;:.-)"))
        if part:
            names.append(" ".join(part.split()))
    return names


def _without_brackets(text: str) -> str:
    return BRACKETED.sub(" ", text) if "(" in text else text


def _opens_name(name: str, text: Words, index: int) -> bool:
    count = head_at(text, index)
    if not count:
        return False
    if text.words[index] in PLURALS:
        return True
    plain_head = joined(text, index, index + count)
    if text.words[0] in PLURALS and text.words[index + count : index + count + 1] in BELONGING:
        return False
    if text.words[0] in PLURALS and count == 1 and plain_head in BARE and _stands_alone(text, index):
        return False
    if name[text.starts[index]].isupper() and (
        plain_head not in {"đơn vị", "cơ quan", "ban"} or (plain_head == "ban" and _capital_follows(name, text, index))
    ):
        return True
    if plain_head in COLLECTIVE:
        return text.words[index - 1] == "và" and text.words[0] not in PLURALS and plain_head in {"cơ quan", "đơn vị"}
    return name[text.starts[index]].isupper() or plain_head in {"ubnd", "ủy ban nhân dân"}


def _stands_alone(text: Words, index: int) -> bool:
    """ "Các Vụ, Cục": the second word is no name, nothing follows it."""
    if index + 1 >= len(text.words):
        return True
    gap = text.low[text.ends[index] : text.starts[index + 1]]
    return "," in gap or ";" in gap or text.words[index + 1] == "và"


def _capital_follows(name: str, text: Words, index: int) -> bool:
    """ "Ban Dân tộc" is a unit, "Ban, ngành" is not."""
    if index + 1 >= len(text.words) or text.words[index + 1] in COLLECTIVE_LAST:
        return False
    following = text.starts[index + 1]
    return following == text.ends[index] + 1 and name[following].isupper()


def begins_with_verb(low: str, start: int, end: int) -> bool:
    """Is the first word a verb of work?"""
    return VERBS.opens(words_of(low[: min(end, start + 60)], start))


def opens_with_verb(low: str, start: int, end: int) -> str | None:
    """The verb, or the adverb before it, that opens an order."""
    text = words_of(low[: min(end, start + 60)], start)
    length = VERBS.at(text, 0) or OPENINGS.at(text, 0)
    return joined(text, 0, length) if length else None
