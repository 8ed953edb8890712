"""What a heading with items below passes on to them: lead, partners, time and field (đề mục)."""

import re
from dataclasses import replace

from caicach.documents.reading.blocks import with_fields
from caicach.documents.reading.clauses import Context, Time, named_later, owner_in, partners_in, stated, time_of_field
from caicach.documents.reading.deadlines import chosen, find_deadlines
from caicach.documents.reading.inspection import inspectors
from caicach.documents.reading.labels import LISTED
from caicach.documents.reading.outline import Node
from caicach.documents.reading.owners import begins_with_verb
from caicach.documents.reading.reform import field_of_heading
from caicach.documents.reading.sections import INSPECTED, WITHOUT_TASKS, hands_over

DUTIES = frozenset({"có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ"})
DONE_WHEN = re.compile(  # "2. Nhiệm vụ thực hiện hằng năm"
    r"(?:nhiệm vụ|công việc|hoạt động|nội dung)[^.:;]{0,60}?(?:thực hiện|hoàn thành|triển khai|tiến hành|định kỳ)\s+"
    r"(?P<time>(?:trong|hằng|hàng|thường|trước|định kỳ|quý|tháng|đến)[^.:;]{2,45})$"
)
PARTNERS = re.compile(r"phối hợp(?:\s+chặt chẽ)?\s+(?:với|cùng)\s")
HEADING_END = 130  # a date in the last words before the colon is meant for the list
NAME_ONLY = 260  # a heading longer than this is no unit's name
LEAVES = frozenset({"number", "number2", "number3", "letter", "bracket"})


def from_heading(node: Node, context: Context) -> Context:
    """What a heading with children passes on."""
    paragraph = node.paragraph
    passed = replace(context)
    if node.role in WITHOUT_TASKS:
        return passed
    if node.role == INSPECTED:
        return inspectors(node, passed)
    if node.kind in LEAVES and gives_lead(node):
        return replace(with_fields((), [node], passed), lead_from="heading")
    owner = owner_in(paragraph, node.start, context)
    if owner is None and node.kind in LISTED | {"prose"} and context.lead:
        return passed
    if owner is not None and not _is_action_heading(node, owner.start):
        end = owner.end
        if (
            node.ends_open
            and owner.predicate
            and owner.predicate != ":"
            and not owner.addressed
            and len(node.text) < NAME_ONLY
            and not paragraph.text.rstrip().endswith(":")
        ):
            whole = owner.action + len(owner.predicate) < len(paragraph.low.rstrip()) and owner.predicate not in DUTIES
            end = len(paragraph.text) if whole else end
        lead = stated(paragraph, owner.start, end)
        if lead is not None:
            passed = replace(passed, lead=lead, lead_from="heading")
            if owner.predicate not in {"", ":"} and hands_over(paragraph.low):
                passed = replace(passed, coop=partners_in(paragraph, owner.action, context) or passed.coop)
    elif owner is None and PARTNERS.match(node.low):
        passed = replace(passed, coop=partners_in(paragraph, node.start, context) or passed.coop)
    elif owner is None:
        later = named_later(paragraph, node.start, len(paragraph.low), context)
        if later is not None:
            passed = replace(passed, lead=stated(paragraph, later.start, later.end), lead_from="heading")
            passed = replace(passed, coop=partners_in(paragraph, later.end, context) or passed.coop)
    time = time_of_field(paragraph, paragraph.low, node.start, len(paragraph.low), context.year)
    if time is not None and (known := DONE_WHEN.search(node.low.rstrip(" .:"))):
        begin = node.start + paragraph.low[node.start :].find(known["time"])
        stretch = time_of_field(paragraph, paragraph.low, begin, begin + len(known["time"]), context.year)
        if stretch is not None and sum(part.end - part.start for part in stretch.deadlines) >= 0.8 * len(known["time"]):
            return replace(passed, time=stretch, time_from="heading")
    bare = (
        time is not None
        and time.deadlines
        and sum(part.end - part.start for part in time.deadlines) >= 0.6 * len(node.text)
    )
    if bare and time is not None:
        return replace(passed, time=time, time_from="heading")
    if paragraph.text.rstrip().endswith(":"):
        begin = max(node.start, len(paragraph.text) - HEADING_END)
        found = find_deadlines(paragraph.text, paragraph.low, begin, len(paragraph.low), year=context.year)
        if found and not node.low.startswith(("mục tiêu", "chỉ tiêu", "căn cứ")):
            picked = tuple(chosen(found))
            phrase = "; ".join(paragraph.text[part.start : part.end] for part in picked)
            return replace(passed, time=Time(paragraph, picked, phrase), time_from="heading")
    return passed


def _is_action_heading(node: Node, owner_start: int) -> bool:
    return begins_with_verb(node.paragraph.low, node.start, len(node.paragraph.low)) and owner_start > node.start + 40


def heading_field(node: Node, is_heading: bool) -> str | None:
    if not is_heading and node.kind not in {"roman", "upper", "number"}:
        return None
    return field_of_heading(node.low) if is_heading else None


def gives_lead(node: Node) -> bool:
    """ "1. Đơn vị chủ trì: Văn phòng Sở" over dashes is the heading they stand under."""
    return (
        node.field is not None and node.field.name == "lead" and bool(node.paragraph.text[node.field.value :].strip())
    )
