"""From a stretch of text that orders something to drafts of tasks: sentences, leads, dates, figures, acts."""

import itertools
import re
from dataclasses import dataclass, replace

from caicach.documents.reading.citations import Mention, find_citations
from caicach.documents.reading.deadlines import WEAK, Deadline, chosen, each_year, find_deadlines
from caicach.documents.reading.normalise import UPPER, plain
from caicach.documents.reading.owners import Owner, find_owner, find_partners, opens_with_verb, split_units
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.phrasebook import PhraseBook
from caicach.documents.reading.sections import INLINE, is_closing
from caicach.documents.reading.targets import Target, find_targets

SENTENCE = re.compile(rf"(?<=[\w)\"%.])\.(?:/\.)?\s+(?=[\"(]?[{UPPER}])")
ABBREVIATED = re.compile(rf"(?:^|[\s(])(?:[{UPPER}]|TP|TX|TT|VP|GS|PGS|TS|ThS|BS|Ths|Bs|St|TM|KT|TL|P|Q|Tr|tr|Mr|số)$")
TOPIC = re.compile(
    r"(?:(?:về|đối với (?:các )?(?:công tác|nội dung|lĩnh vực|việc|kiến nghị|đề xuất|dự án|nhiệm vụ|hồ sơ|vấn đề"
    r"|chỉ tiêu|thủ tục)|chế độ|công tác|việc)\s[^.:]{3,140}"
    r"|(?:trước|từ|trong|đến|chậm nhất|ngày|tháng|quý|tuần|năm|giai đoạn|bước|đợt)\s[^.:;]{1,70}):\s+"
)
BRACKET = re.compile(r"\((?:do|giao|phân công)?\s*(?=\w)")
TAIL = re.compile(r"(?:;|(?<=\s)[-–])\s+(?=\w)")
IN_CHARGE = re.compile(r"(?:cơ quan|đơn vị|bộ phận)\s+chủ trì(?:\s+là|\s+thực hiện)?\s*:?\s+(?=\w)")
HANDED = re.compile(r"(?:[;,]|\bvà|\bđồng thời)\s+(?=giao\s+(?!ban|dịch|thông|tiếp|lưu))")
ASSIGNS = frozenset(
    {"chủ trì", "thực hiện", "chịu trách nhiệm", "phụ trách", "là đầu mối", "làm đầu mối", "là cơ quan"}
)
BRACKET_TIME = re.compile(
    r"\((?:thời gian|thời hạn|dự kiến|hoàn thành|xong)?\s*:?\s*(?P<time>"
    r"(?:trong |trước |cuối |đầu )?(?:qu[ýí]|tháng|năm|hằng|hàng|thường)\s[^(),;]{1,40})[,;)]"
)
TAIL_TIME = re.compile(r":\s+(?P<time>[^:;,.()]{3,45}?)\s*[.;/]*\s*$")
EVERY_YEAR = {"kind": "recurring", "every": "year"}
LONGEST_TAIL = 120
PLURAL = re.compile(r"^(?:cac|nhung|moi)\s+")
NARRATED = re.compile(r"^(?:\S+\s+){0,14}?(?:đã|nhấn mạnh|khẳng định|cho biết|cho rằng|bày tỏ|phát biểu)\s")


@dataclass(frozen=True, slots=True)
class Stated:
    """Names as stated and where they stand: (paragraph, start, end)."""

    names: tuple[str, ...]
    places: tuple[tuple[Paragraph, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time limit as stated and where it stands."""

    paragraph: Paragraph
    deadlines: tuple[Deadline, ...]
    phrase: str
    more: tuple["Time", ...] = ()  # further lines of the same field

    @property
    def every(self) -> tuple[Deadline, ...]:
        """The limits of all lines."""
        return (*self.deadlines, *(deadline for time in self.more for deadline in time.deadlines))


@dataclass(frozen=True, slots=True)
class Context:
    """What a clause has from its headings and its block."""

    lead: Stated | None = None
    lead_from: str = ""
    coop: Stated | None = None
    time: Time | None = None
    time_from: str = ""
    product: str | None = None
    field: str | None = None
    organising: bool = False
    year: int | None = None
    known: PhraseBook | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A task before it is numbered."""

    paragraph: Paragraph
    last: Paragraph
    start: int
    end: int
    label: str
    path: str
    where: str
    lead: Stated | None
    lead_from: str
    coop: Stated | None
    time: Time | None
    time_from: str
    targets: tuple[Target, ...]
    mentions: tuple[Mention, ...]
    product: str | None
    verb: str | None
    field: str | None
    organising: bool
    role: str
    notes: tuple[str, ...] = ()


def stated(paragraph: Paragraph, start: int, end: int) -> Stated | None:
    """The units named in a stretch of a paragraph, with their place."""
    names = split_units(paragraph.text[start:end], paragraph.low[start:end])
    return Stated(tuple(names), ((paragraph, start, end),)) if names else None


def owner_in(paragraph: Paragraph, start: int, context: Context, end: int | None = None) -> Owner | None:
    """The unit a paragraph (or a part of it) puts its order on."""
    return find_owner(paragraph.folded, paragraph.low, start, end or len(paragraph.low), context.known)


def partners_in(paragraph: Paragraph, start: int, context: Context, end: int | None = None) -> Stated | None:
    """The partners a paragraph names."""
    found = find_partners(paragraph.folded, paragraph.low, start, end or len(paragraph.low), context.known)
    return stated(paragraph, *found) if found is not None else None


def sentences(paragraph: Paragraph, start: int) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph stand."""
    text = paragraph.folded
    cuts = [start]
    for match in SENTENCE.finditer(text, start):
        if not ABBREVIATED.search(text[max(start, match.start() - 6) : match.start()]):
            cuts.append(match.end())
    cuts.append(len(text))
    return [(first, behind) for first, behind in itertools.pairwise(cuts) if text[first:behind].strip(" ./")]


def masked(low: str, mentions: list[Mention]) -> str:
    """The text with cited acts blanked out, so that their dates and numbers are no one's deadline or target."""
    for mention in mentions:
        low = low[: mention.start] + "\x00" * (mention.end - mention.start) + low[mention.end :]
    return low


def drafts_of(
    paragraph: Paragraph,
    start: int,
    *,
    label: str,
    path: str,
    where: str,
    role: str,
    context: Context,
    strict: bool = False,
    even_closing: bool = False,
) -> list[Draft]:
    """The tasks of one item: one, and one more for each sentence that has another lead."""
    mentions = find_citations(paragraph.text, paragraph.folded, paragraph.low, start)
    low = masked(paragraph.low, mentions)
    groups: list[tuple[int, int, Owner | None]] = []
    first_names: tuple[str, ...] = context.lead.names if context.lead else ()
    for first, behind in sentences(paragraph, start):
        if is_closing(paragraph.low[first:behind]) and not (even_closing and first == start):
            continue
        topic = TOPIC.match(paragraph.low, first, behind)
        begin = topic.end() if topic else first
        owner = find_owner(paragraph.folded, paragraph.low, begin, behind, context.known)
        if owner is not None and (owner.predicate == "" or NARRATED.match(paragraph.low[owner.end : behind].lstrip())):
            if strict and NARRATED.match(paragraph.low[owner.end : behind].lstrip()):
                continue
            owner = None
        if owner is not None and context.lead_from == "block" and context.lead is not None:
            owner = None if groups else owner
        if owner is not None and groups and not another_lead(paragraph, owner, groups[-1][2], first_names):
            owner = None
        if groups and owner is None and groups[-1][1] <= first:
            groups[-1] = (groups[-1][0], behind, groups[-1][2])
        else:
            groups.append((first, behind, owner))
    drafts = []
    for number, (first, behind, owner) in enumerate(groups):
        verb = opens_with_verb(paragraph.low, _action(owner, first), behind)
        if strict and owner is None and verb is None:
            continue
        if owner is None and context.lead_from != "block":
            owner = named_later(paragraph, first, behind, context)
        stop = len(paragraph.low[:behind].rstrip())
        draft = _draft(paragraph, low, first, stop, owner, mentions, context)
        drafts.append(
            replace(
                draft,
                label=label,
                path=path,
                where=where,
                role=role,
                verb=verb,
                notes=("another lead",) if number else (),
            )
        )
    return drafts


def named_later(paragraph: Paragraph, first: int, behind: int, context: Context) -> Owner | None:
    """The unit named behind the words of an order: "(Sở A chủ trì)", "…; Sở A chủ trì.", "…; giao Sở A rà soát"."""
    folded, low = paragraph.folded, paragraph.low
    for mark in BRACKET.finditer(low, first, behind):
        close = low.find(")", mark.end(), behind)
        comma = low.find(", ", mark.end(), close)
        for begin in (mark.end(), comma + 2) if comma > 0 else (mark.end(),):
            owner = find_owner(folded, low, begin, close, context.known) if close > 0 else None
            if owner is not None and owner.start == begin and _assigned(low, owner, close):
                return Owner(owner.start, owner.end, first, owner.predicate, False)
    for tail in list(TAIL.finditer(low, first, behind))[-2:]:
        owner = find_owner(folded, low, tail.end(), behind, context.known)
        near = behind - tail.end() < LONGEST_TAIL
        if not near or owner is None or owner.start != tail.end():
            continue
        one = not low.startswith(("các ", "những "), owner.start)
        orders = one and context.lead is None and owner.predicate not in {"", ":"} and low[tail.start()] == ";"
        if orders or _assigned(low, owner, behind):
            return Owner(owner.start, owner.end, first, owner.predicate, False)
    named = IN_CHARGE.search(low, first, behind)
    if named is not None and folded[named.end()].isupper():
        stop = low.find(";", named.end(), behind)
        owner = find_owner(folded, low, named.end(), stop if stop > 0 else behind, context.known)
        if owner is not None and owner.start == named.end() and not owner.addressed:
            return Owner(owner.start, owner.end, first, "chủ trì", False)
    if context.lead is None:
        handed = HANDED.search(low, first, behind)
        owner = find_owner(folded, low, handed.end(), behind, context.known) if handed else None
        if owner is not None and owner.addressed and owner.predicate not in {"", ":"}:
            return Owner(owner.start, owner.end, owner.action, owner.predicate, False)
    return None


def _assigned(low: str, owner: Owner, end: int) -> bool:
    """ "Sở A chủ trì, phối hợp …", "Sở A thực hiện" give the order to a unit; "Sở A thực hiện việc …" may tell."""
    rest = low[owner.action + len(owner.predicate) : end].strip(" .;")
    if owner.predicate == "chủ trì" and rest and rest[0] not in ",;-–":
        return opens_with_verb(rest, 0, len(rest)) is not None  # "… chủ trì dự án thành phần" only tells who they are
    return owner.predicate in ASSIGNS and (not rest or rest[0] in ",;-–")


def whole_draft(paragraph: Paragraph, start: int, context: Context, *, subject: bool = False) -> Draft:
    """One task for a whole cell; a row's own columns outrank what its words say."""
    mentions = find_citations(paragraph.text, paragraph.folded, paragraph.low, start)
    low = masked(paragraph.low, mentions)
    owner = None
    if context.lead is None and not subject:
        owner = find_owner(paragraph.folded, paragraph.low, start, len(paragraph.low), context.known)
        owner = owner if owner is not None and owner.predicate not in {"", ":"} else None
    end = len(paragraph.text.rstrip())
    draft = _draft(paragraph, low, start, end, owner, mentions, context)
    return replace(draft, verb=opens_with_verb(paragraph.low, _action(owner, start), end))


def _action(owner: Owner | None, first: int) -> int:
    return owner.action if owner is not None else first


def another_lead(paragraph: Paragraph, owner: Owner, before: Owner | None, inherited: tuple[str, ...]) -> bool:
    """Is this another lead than the one the item already has? "Các đơn vị" is no other than the units named above."""
    name = PLURAL.sub("", plain(paragraph.text[owner.start : owner.end]))
    above = [plain(paragraph.text[before.start : before.end])] if before else [plain(" ".join(inherited))]
    return not any(name in other or other in name for other in above if other)


def _shorter(own: Stated, above: Stated | None) -> bool:
    """ "cơ quan chủ trì" under "Cơ quan chủ trì giải quyết thủ tục …" is the same unit: the heading says it in full."""
    if above is None or len(above.names) != 1 or len(own.names) != 1:
        return False
    short, full = plain(own.names[0]), plain(above.names[0])
    return len(short.split()) > 1 and full.startswith(short + " ") and not own.names[0][:1].isupper()


def _draft(
    paragraph: Paragraph,
    low: str,
    first: int,
    behind: int,
    owner: Owner | None,
    mentions: list[Mention],
    context: Context,
) -> Draft:
    lead, lead_from = context.lead, context.lead_from
    if owner is not None and context.lead_from != "block":
        own = stated(paragraph, owner.start, owner.end)
        if own is not None and not _shorter(own, lead):
            lead, lead_from = own, "clause"
    coop = context.coop or partners_in(paragraph, _action(owner, first), context, behind)
    targets = tuple(find_targets(paragraph.text, low, first, behind))
    time, time_from = _time(paragraph, low, first, behind, targets, context)
    return Draft(
        paragraph=paragraph,
        last=paragraph,
        start=first,
        end=behind,
        label="",
        path="",
        where="",
        lead=lead,
        lead_from=lead_from,
        coop=coop,
        time=time,
        time_from=time_from,
        targets=targets,
        mentions=tuple(mention for mention in mentions if first <= mention.start < behind),
        product=context.product,
        verb=None,
        field=context.field,
        organising=context.organising,
        role="",
    )


def _time(
    paragraph: Paragraph, low: str, first: int, behind: int, targets: tuple[Target, ...], context: Context
) -> tuple[Time | None, str]:
    """The block's time limit, else the clause's own, else the heading's."""
    if context.time is not None and context.time_from == "block":
        return context.time, "block"
    inline = INLINE.search(low, first, behind)
    if inline is not None:
        end = low.find(". ", inline.end(), behind)
        found = time_of_field(paragraph, low, inline.end(), end if end > 0 else behind, context.year)
        if found is not None:
            return found, "clause"
    deadlines = find_deadlines(paragraph.text, low, first, behind, year=context.year)
    free = [deadline for deadline in deadlines if not _bound(deadline, targets, paragraph)]
    dated = any(deadline.value["kind"] not in WEAK for deadline in free)
    picked = chosen(free if dated else deadlines)
    if picked and context.time is not None and all(part.value == EVERY_YEAR for part in context.time.every):
        picked = [part if part.year_stated else each_year(part) for part in picked]
    if picked:
        return Time(
            paragraph, tuple(picked), "; ".join(paragraph.text[part.start : part.end] for part in picked)
        ), "clause"
    for mark in (
        *BRACKET_TIME.finditer(low, first, behind),
        *TAIL_TIME.finditer(low, max(first, behind - 60), behind),
    ):
        found = time_of_field(paragraph, low, mark.start("time"), mark.end("time"), context.year)
        if found is not None and sum(part.end - part.start for part in found.deadlines) >= 0.8 * len(found.phrase):
            return found, "clause"
    for target in targets:
        if target.by_when is not None and target.by_when.lower().startswith("trong giai đoạn"):
            begin = paragraph.text.find(target.by_when, first, behind)
            found = time_of_field(paragraph, low, begin, begin + len(target.by_when), context.year)
            if found is not None and found.deadlines:
                return found, "clause"
    return context.time, context.time_from


def _bound(deadline: Deadline, targets: tuple[Target, ...], paragraph: Paragraph) -> bool:
    """Does the date say by when a figure is reached, rather than the order?"""
    phrase = paragraph.text[deadline.start : deadline.end]
    return any(
        target.by_when is not None and (phrase in target.by_when or target.by_when in phrase) for target in targets
    )


def time_of_field(paragraph: Paragraph, low: str, start: int, end: int, year: int | None) -> Time | None:
    """The value of "Thời gian thực hiện: …" or of a cell: bare dates count, and words are kept without one."""
    phrase = paragraph.text[start:end].strip(" .;")
    if not phrase:
        return None
    found = find_deadlines(paragraph.text, low, start, end, year=year, field=True)
    return Time(paragraph, tuple(chosen(found)), phrase)
