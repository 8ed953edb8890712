"""What is inspected (nội dung giám sát): who inspects, and which lines order an inspection."""

import re
from dataclasses import replace

from caicach.documents.reading.clauses import Context, Draft, owner_in, stated
from caicach.documents.reading.outline import Node
from caicach.documents.reading.owners import opens_with_verb
from caicach.documents.reading.words import lexicon, phrases

INSPECTION = frozenset(phrases(lexicon("verbs")["inspection"]))
MUST = re.compile(r"(?<!\w)(?:phải|cần|không được|nghiêm cấm|giao|yêu cầu|đề nghị)\s")
OF_SOMEONE = re.compile(r"(?:báo cáo|đánh giá|tổng hợp)\s+(?:của|về)\s")  # "Báo cáo của các xã" is a paper, no order
FIRST = 40  # lines of a list that tell what kind of list it is
MOSTLY = 0.5  # a list most of which names topics orders nothing, with whatever word one of them begins
INSPECTS = re.compile(r"(?:nội dung\s)?(?:\w+,?\s){0,6}?(?:giám sát|kiểm tra|theo dõi|đánh giá)\s+(?:do|của)\s+")


def inspectors(node: Node, context: Context) -> Context:
    """ "1. Nội dung giám sát của Sở A", "1. Sở A" name who inspects; "Đối với các xã" names who is inspected."""
    paragraph = node.paragraph
    named = INSPECTS.match(paragraph.low, node.start)
    owner = owner_in(paragraph, named.end() if named else node.start, context)
    if owner is None or owner.addressed or owner.predicate not in {"", ":"}:
        return context
    lead = stated(paragraph, owner.start, owner.end)
    return replace(context, lead=lead, lead_from="heading") if lead is not None else context


def inspects(nodes: tuple[Node, ...], node: Node) -> bool:
    """Under "Nội dung giám sát" only "Kiểm tra việc …", "Theo dõi …" orders; "Việc …", "Công tác …" names a topic."""
    if not _opens(node):
        return False
    beside = nodes[node.parent].children[:FIRST] if node.parent >= 0 else (node.index,)
    return sum(_opens(nodes[number]) for number in beside) >= MOSTLY * len(beside)


def is_topic(draft: Draft) -> bool:
    """ "Chủ trương của Đảng về …" in a list of what is to be told: no verb, nobody named, no time, no figure."""
    timed = draft.time is not None and draft.time_from != "heading"
    if draft.lead is not None or timed or draft.verb is not None or draft.targets:
        return False
    return MUST.search(draft.paragraph.low, draft.start, draft.end) is None


def _opens(node: Node) -> bool:
    low = node.paragraph.low
    return opens_with_verb(low, node.start, len(low)) in INSPECTION and not OF_SOMEONE.match(low, node.start)
