"""News and letters without numbering: one sentence with its own order is a task, the lead is carried along."""

import re
from collections.abc import Sequence
from dataclasses import replace

from caicach.documents.reading.clauses import NARRATED, Context, Draft, Stated, drafts_of, sentences
from caicach.documents.reading.owners import Owner, find_owner, opens_with_verb, split_units
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.sections import OPERATIVE, is_closing

ORDERS = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|giao)\s+(?!của|tại|nêu|công|đoạn|thông|dịch|thức|lưu|ban)(?=\w)")
ANNOUNCED = re.compile(r"^[^:]{5,200}?(?:yêu cầu|đề nghị|chỉ đạo|giao nhiệm vụ)\s*:\s+(?=\w)")
CONNECTED = re.compile(r"^(?:đồng thời|cùng với đó|bên cạnh đó|ngoài ra|theo đó|trong đó|đặc biệt)\s*,?\s*")


def prose_drafts(paragraphs: Sequence[Paragraph], context: Context) -> list[Draft]:
    """Tasks of running text, from the first sentence that orders something."""
    drafts: list[Draft] = []
    begun = False
    lead: Stated | None = None
    for paragraph in paragraphs:
        heading = len(paragraph.text) < 140 and paragraph.text.rstrip()[-1:] not in {".", ";", ":"}
        if heading and paragraph.label is None:
            continue
        for first, behind in sentences(paragraph, 0):
            low = paragraph.low[first:behind]
            connected = CONNECTED.match(low) or ANNOUNCED.match(low)
            begin = first + (connected.end() if connected else 0)
            orders = ORDERS.search(low)
            owner = find_owner(paragraph.folded, paragraph.low, begin, behind, context.known)
            if owner is None and orders is not None:
                owner = _addressed(paragraph, first + orders.start(), behind, context)
            begun = begun or (owner is not None and owner.addressed and orders is not None)
            if not begun or is_closing(low):
                continue
            if owner is not None and owner.predicate:
                names = split_units(paragraph.text[owner.start : owner.end], paragraph.low[owner.start : owner.end])
                if names:
                    lead = Stated(tuple(names), ((paragraph, owner.start, owner.end),))
            verb = opens_with_verb(paragraph.low, owner.action if owner else begin, behind)
            narrated = NARRATED.match(low) is not None and orders is None
            if narrated or (owner is None and verb is None and orders is None):
                continue
            carried = replace(context, lead=lead, lead_from="carried")
            drafts += [replace(draft, start=first) for draft in _of_sentence(paragraph, begin, behind, carried)]
    return drafts


def _addressed(paragraph: Paragraph, start: int, end: int, context: Context) -> Owner | None:
    """ "Thực hiện Kế hoạch số 12, Sở Y tế đề nghị các đơn vị …": the addressee stands in the middle of the sentence."""
    owner = find_owner(paragraph.folded, paragraph.low, start, end, context.known)
    return owner if owner is not None and owner.addressed and owner.predicate not in {"", ":"} else None


def _of_sentence(paragraph: Paragraph, start: int, end: int, context: Context) -> list[Draft]:
    cut = Paragraph(
        paragraph.text[:end], paragraph.folded[:end], paragraph.low[:end], paragraph.label, paragraph.pieces
    )
    return drafts_of(cut, start, label="", path="", where="body", role=OPERATIVE, context=context)[:1]
