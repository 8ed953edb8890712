"""Walks the tree of a document: headings pass down lead, deadline and field, blocks share theirs, leaves order."""

import re
from dataclasses import dataclass, replace

from caicach.documents.reading.blocks import with_aside, with_fields, with_inner_fields
from caicach.documents.reading.clauses import (
    Context,
    Draft,
    Time,
    another_lead,
    drafts_of,
    owner_in,
)
from caicach.documents.reading.deadlines import WEAK, chosen, find_deadlines
from caicach.documents.reading.enumerated import listed_drafts, listed_in
from caicach.documents.reading.goals import Goal, is_goal
from caicach.documents.reading.headings import LEAVES, from_heading, gives_lead, heading_field
from caicach.documents.reading.inspection import inspects, is_topic
from caicach.documents.reading.normalise import plain
from caicach.documents.reading.outline import Node
from caicach.documents.reading.owners import Owner, begins_with_verb, opens_with_verb, split_units
from caicach.documents.reading.sections import (
    BACKGROUND,
    CLEAR_ORDERS_ONLY,
    INSPECTED,
    OBJECTIVE,
    OPERATIVE,
    PURPOSE,
    SCOPE,
    SUBJECT,
    WITHOUT_TASKS,
    closing_at,
    hands_over,
    is_closing,
    is_placeholder,
)
from caicach.documents.reading.targets import find_targets

ORDERED = re.compile(r"(?:^giao |chủ trì|phối hợp|thực hiện|chịu trách nhiệm|hướng dẫn|triển khai|tham mưu|báo cáo)")
NOT_TIMED = frozenset({SUBJECT, PURPOSE})  # "a) Chủ đề" before "b) Thời gian: …": the time is meant for what follows
CONDITION = re.compile(r"(?:trường hợp|khi|nếu)\s")
DUTY_LENGTH = 50  # letters of an order that stand on their own before "nếu có khó khăn …"


@dataclass
class Found:
    """What a walk has gathered so far."""

    drafts: list[Draft]
    goals: list[Goal]


def walk(nodes: tuple[Node, ...], context: Context, where: str) -> Found:
    """Every task and objective of one part of a document, in reading order."""
    found = Found([], [])
    roots = [node for node in nodes if node.parent < 0]
    _group(nodes, roots, context, where, found)
    return found


def _group(nodes: tuple[Node, ...], members: list[Node], context: Context, where: str, found: Found) -> None:
    """Siblings: content since the last block of fields shares the block that follows it."""
    number = 0
    pending: list[Node] = []
    while number < len(members):
        node = members[number]
        if not _is_block_field(node):
            pending.append(node)
            number += 1
            continue
        behind = number
        while behind < len(members) and _is_block_field(members[behind]):
            behind += 1
        shared = with_fields(nodes, members[number:behind], context)
        orders = [node for node in pending if not (_is_note(node) or node.role in NOT_TIMED)]
        if orders:
            for node in pending:
                _visit(nodes, node, shared, where, found)
            pending = []
        elif not pending or _dated(shared):
            context = replace(shared, time_from="heading" if shared.time_from == "block" else shared.time_from)
        for field in members[number:behind]:
            _orders_inside_field(nodes, field, shared, where, found)
        number = behind
    for node in pending:
        _visit(nodes, node, context, where, found)


def _dated(context: Context) -> bool:
    """Only a firm limit holds for what is told behind it, no "từ tháng 10 đến khi …"."""
    return context.time is not None and all(part.value["kind"] not in WEAK for part in context.time.every)


def _is_block_field(node: Node) -> bool:
    if node.kind in LEAVES and node.children and gives_lead(node):
        return False
    return node.field is not None and node.field.name in {"lead", "coop", "time", "product"}


def _tells_only(child: Node, node: Node) -> bool:
    """A question, or law quoted on it, below an order is no part of the order."""
    told = child.role == BACKGROUND and node.role != BACKGROUND
    return child.kind == "prose" and (told or child.low.endswith("?"))


def _is_aside(node: Node) -> bool:
    """ "(Sở Y tế chủ trì; thời gian: quý II)" on a line of its own belongs to the item above."""
    return node.kind == "prose" and node.low.startswith("(") and node.low.rstrip(" .;").endswith(")")


def _heads_a_list(node: Node) -> bool:
    """ "Nhiệm vụ:" with dashes below: each of them is a task."""
    return bool(node.children) and node.field is not None and not node.paragraph.text[node.field.value :].strip()


def _is_note(node: Node) -> bool:
    return node.field is not None and node.field.name == "note"


def _visit(nodes: tuple[Node, ...], node: Node, context: Context, where: str, found: Found) -> None:
    if _is_note(node) or node.paragraph.is_row:
        return
    children = [nodes[child] for child in node.children]
    for child in children:
        if child.role == OBJECTIVE and _is_note(child):  # "Chỉ tiêu: …" under "Mục tiêu 1"
            _goal(child, found)
    content = [
        child for child in children if not (_is_block_field(child) or _is_note(child) or _tells_only(child, node))
    ]
    blocks = [child for child in children if _is_block_field(child)]
    heading = context if context.field else replace(context, field=heading_field(node, bool(children)))
    if node.role == OPERATIVE and "tổ chức thực hiện" in node.low[:60]:
        heading = replace(heading, organising=True)
    details = [
        child
        for child in content
        if child.field is not None and child.field.name == "content" and not _heads_a_list(child)
    ]
    aside = [child for child in content if _is_aside(child)]
    if not children:
        _leaf(nodes, node, context, where, found)
    elif aside and len(aside) == len(children):
        for child in aside:
            heading = with_aside(child.paragraph, heading)
        _leaf(nodes, node, heading, where, found)
    elif blocks and not [child for child in content if child not in details] and not is_placeholder(node.low):
        _leaf(nodes, node, with_fields(nodes, blocks, heading), where, found)
        for field in blocks:
            _orders_inside_field(nodes, field, heading, where, found)
    elif not content:
        _leaf(nodes, node, context, where, found)
    else:
        _heading(nodes, node, children, heading, where, found)


def _heading(
    nodes: tuple[Node, ...], node: Node, children: list[Node], context: Context, where: str, found: Found
) -> None:
    """A heading gives lead, deadline and field; when it is an order of its own it is a task as well."""
    shared = from_heading(node, context)
    prose_only = all(child.kind == "prose" for child in children)
    if not node.ends_open and not hands_over(node.paragraph.low) and not gives_lead(node):
        owner = owner_in(node.paragraph, node.start, context)
        if (owner is not None and owner.predicate not in {"", ":"}) or (prose_only and len(node.text) > 60):
            before = len(found.drafts)
            _leaf(nodes, node, context, where, found)
            if len(found.drafts) > before and node.kind in LEAVES:
                children = [child for child in children if not _carries_on(child, found.drafts, context)]
                shared = shared if any(child.kind != "prose" for child in children) else context
    _group(nodes, children, shared, where, found)


def _carries_on(node: Node, drafts: list[Draft], context: Context) -> bool:
    """A paragraph below a full order, without another lead of its own, belongs to that order; its date too."""
    if node.kind != "prose" or node.children or node.field is not None:
        return False
    paragraph, above = node.paragraph, drafts[-1]
    owner = owner_in(paragraph, node.start, context)
    names = above.lead.names if above.lead else ()
    orders = owner is not None and owner.predicate not in {"", ":"} and not CONDITION.match(node.low)
    if owner is not None and orders and another_lead(paragraph, owner, None, names):
        return False
    found = find_deadlines(paragraph.text, paragraph.low, node.start, len(paragraph.low), year=context.year)
    if found and above.time is not None and _orders_alone(node, owner):
        return False
    if found and above.time is None:
        picked = tuple(chosen(found))
        phrase = "; ".join(paragraph.text[part.start : part.end] for part in picked)
        drafts[-1] = replace(above, time=Time(paragraph, picked, phrase), time_from="clause")
    return True


def _orders_alone(node: Node, owner: Owner | None) -> bool:
    """ "Báo cáo kết quả … trước ngày 15/6" below an order that has its own date is an order to all."""
    return owner is None and opens_with_verb(node.paragraph.low, node.start, len(node.paragraph.low)) is not None


def _orders_inside_field(nodes: tuple[Node, ...], node: Node, context: Context, where: str, found: Found) -> None:
    """ "Thời gian thực hiện:" with one order per unit below it: each of them is a task."""
    bare = replace(context, lead=None, lead_from="", time=None, time_from="", coop=None)
    for child in (nodes[number] for number in node.children):
        owner = owner_in(child.paragraph, child.start, context)
        if (
            owner is None
            or owner.predicate in {"", ":"}
            or (node.field is not None and node.field.name != "time" and owner.predicate == "chủ trì")
        ):
            continue
        _leaf(nodes, child, bare, where, found)


def _leaf(nodes: tuple[Node, ...], node: Node, context: Context, where: str, found: Found) -> None:
    paragraph = node.paragraph
    if node.role in WITHOUT_TASKS:
        _goal(node, found)
        return
    if (node.role == INSPECTED and not inspects(nodes, node)) or (node.kind == "prose" and node.low.endswith("?")):
        return
    duty = _orders_a_unit(node, context)
    if is_closing(node.low) and not _has_more(node) and not duty:
        return
    start = node.start
    if node.field is not None and node.field.name == "content":
        start = node.field.value
        if not paragraph.text[start:].strip():
            return
    if _only_a_name(node, context):
        return
    strict = node.role in CLEAR_ORDERS_ONLY or node.kind == "prose" or node.role == SCOPE
    if node.kind == "prose" and (
        hands_over(paragraph.low) or paragraph.text.rstrip().endswith(":") or _only_a_condition(node, context)
    ):
        return
    context = with_inner_fields(paragraph, start, context)
    items = [] if strict else listed_in(paragraph, start)
    if items:
        found.drafts += listed_drafts(
            paragraph, start, items, path=node.path, where=where, role=node.role, context=context
        )
        return
    drafts = drafts_of(
        paragraph,
        start,
        label=node.label,
        path=node.path,
        where=where,
        role=node.role,
        context=context,
        strict=strict,
        even_closing=duty,
    )
    if node.role == SCOPE:
        drafts = [draft for draft in drafts if draft.lead_from != "clause" and _imperative(draft)]
    elif node.role in CLEAR_ORDERS_ONLY:
        drafts = [draft for draft in drafts if draft.lead_from == "clause" and _begins_with_lead(draft)]
    elif len(drafts) == 1 and is_goal(drafts[0]):
        found.goals.append(Goal(node, drafts[0].targets))
        return
    found.drafts.extend(draft for draft in drafts if not is_topic(draft))


def _begins_with_lead(draft: Draft) -> bool:
    """In a statement of money only "Sở Tài chính bố trí …" orders, no "Đối với …, các đơn vị …"."""
    return draft.lead is not None and any(start - draft.start < 20 for _, start, _ in draft.lead.places)


def _orders_a_unit(node: Node, context: Context) -> bool:
    """A numbered item that puts a duty on a named unit before it ends in a closing formula."""
    if node.kind not in LEAVES or not node.low.endswith((".", "/", ";")):
        return False
    owner = owner_in(node.paragraph, node.start, context)
    if owner is None or owner.predicate in {"", ":"}:
        return False
    return closing_at(node.paragraph.low, owner.action) > owner.action + DUTY_LENGTH


def _imperative(draft: Draft) -> bool:
    """ "Kiểm tra trực tiếp 05/15 đơn vị" among what is inspected when: it begins with its verb, no "Thời kỳ: …"."""
    low = draft.paragraph.low
    named = ":" in low[draft.start : draft.start + 40] or low.startswith(("lãnh đạo", "đại diện"), draft.start)
    return not named and begins_with_verb(low, draft.start, draft.end)


def _has_more(node: Node) -> bool:
    """A closing formula in one sentence of several."""
    return node.paragraph.text.count(". ") > 1


def _only_a_condition(node: Node, context: Context) -> bool:
    """ "Khi thẩm định …, nội dung phải …" below an item of the same unit explains that item."""
    if context.lead is None or not CONDITION.match(node.low):
        return False
    owner = owner_in(node.paragraph, node.start, context)
    return (
        owner is None
        or owner.predicate in {"", ":"}
        or not another_lead(node.paragraph, owner, None, context.lead.names)
    )


def _only_a_name(node: Node, context: Context) -> bool:
    """A heading whose list got lost: "2.5. Hiệp hội Doanh nghiệp" alone orders nothing."""
    if node.kind in {"roman", "upper", "part", "chapter", "capitals"} and node.ends_open:
        return (
            opens_with_verb(node.paragraph.low, node.start, len(node.paragraph.low)) is None
            or node.text == node.text.upper()
        )
    if not node.ends_open or len(node.text) > 120 or context.time_from == "block":
        return False
    owner = owner_in(node.paragraph, node.start, context)
    return owner is not None and owner.predicate in {"", ":"} and owner.end >= len(node.paragraph.text.rstrip(" :")) - 1


def _goal(node: Node, found: Found) -> None:
    if node.role not in {OBJECTIVE, PURPOSE}:
        return
    targets = find_targets(node.paragraph.text, node.paragraph.low, node.start, len(node.paragraph.low))
    if targets:
        found.goals.append(Goal(node, tuple(targets)))


def known_names(nodes: tuple[Node, ...]) -> list[str]:
    """Names the document itself states in its blocks: later they are known wherever they stand."""
    names: list[str] = []
    for node in nodes:
        if node.field is not None and node.field.name in {"lead", "coop"}:
            value = node.paragraph.text[node.field.value :].rstrip(" .;")
            low = node.paragraph.low[node.field.value :].rstrip(" .;")
            names.extend(
                name
                for name in split_units(value, low)
                if len(name) < 60 and len(plain(name).split()) > 2 and not ORDERED.search(name.lower())
            )
    return names
