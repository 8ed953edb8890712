"""Assignment blocks (khối phân công): lines or brackets that give lead, partners, time and product to an item."""

from dataclasses import replace

from caicach.documents.reading.clauses import (
    Context,
    Stated,
    Time,
    named_later,
    owner_in,
    partners_in,
    stated,
    time_of_field,
)
from caicach.documents.reading.deadlines import chosen, find_deadlines
from caicach.documents.reading.outline import Node
from caicach.documents.reading.paragraphs import Paragraph
from caicach.documents.reading.sections import fields_in


def with_fields(nodes: tuple[Node, ...], fields: list[Node], context: Context) -> Context:
    """What the lines of a block say, put over what the headings said."""
    for node in fields:
        assert node.field is not None
        source, value = node.paragraph, node.field.value
        if not source.text[value:].strip() and node.children and node.field.name in {"lead", "coop"}:
            source = nodes[node.children[0]].paragraph
            value = nodes[node.children[0]].start
        if not source.text[value:].strip() and node.children and node.field.name == "time":
            context = _times_below(nodes, node, context)
            continue
        inner = fields_in(source.low, value, len(source.low))
        end = inner[0].mark if inner else len(source.low)
        context = _with_field(context, node.field.name, source, value, end)
        for field in inner:
            context = _with_field(context, field.name, source, field.value, field.end)
    return context


def with_inner_fields(paragraph: Paragraph, start: int, context: Context) -> Context:
    """What an item says of itself in brackets or at its end: "(chủ trì: A; thời gian: quý I)"."""
    for field in fields_in(paragraph.low, start, len(paragraph.low)):
        context = _with_field(context, field.name, paragraph, field.value, field.end)
    return context


def with_lead(paragraph: Paragraph, context: Context) -> Context:
    """What a cell of leads says: "Sở A", "Sở A chủ trì, phối hợp với Sở B"."""
    bare = replace(context, lead=None, lead_from="")
    return _with_field(bare, "lead", paragraph, 0, len(paragraph.text))


def with_aside(paragraph: Paragraph, context: Context) -> Context:
    """What a line in brackets says of the item above it: who leads, with whom, by when."""
    owner = named_later(paragraph, 0, len(paragraph.low), context)
    if owner is not None:
        lead = stated(paragraph, owner.start, owner.end)
        coop = partners_in(paragraph, owner.end, context) or context.coop
        context = replace(context, lead=lead or context.lead, lead_from="block", coop=coop)
    context = with_inner_fields(paragraph, 1, context)
    found = chosen(find_deadlines(paragraph.text, paragraph.low, 0, len(paragraph.low), year=context.year))
    if found and context.time_from != "block":
        phrase = "; ".join(paragraph.text[part.start : part.end] for part in found)
        context = replace(context, time=Time(paragraph, tuple(found), phrase), time_from="block")
    return context


def _with_field(context: Context, name: str, paragraph: Paragraph, start: int, end: int) -> Context:
    end = stop = start + len(paragraph.text[start:end].rstrip(" .;,"))
    if name == "time":
        time = time_of_field(paragraph, paragraph.low, start, end, context.year)
        return replace(context, time=time, time_from="block") if time is not None else context
    if name == "product":
        return replace(context, product=" ".join(paragraph.text[start:end].split()) or None)
    if name == "coop":
        return replace(context, coop=stated(paragraph, start, end) or context.coop)
    owner = owner_in(paragraph, start, context, end)
    if owner is not None and owner.predicate not in {"", ":"} and (owner.addressed or owner.start <= start + 2):
        start = max(start, owner.start) if owner.addressed else start
        context = replace(context, coop=partners_in(paragraph, owner.action, context, end) or context.coop)
        end = owner.end
    lead = stated(paragraph, start, end)
    if lead is None:
        return context
    return replace(context, lead=_with_others(paragraph, lead, end, stop, context), lead_from="block")


def _with_others(paragraph: Paragraph, lead: Stated, end: int, stop: int, context: Context) -> Stated:
    """ "Bộ A tiến hành rà soát …; các sở rà soát …": every unit that begins a part is a lead."""
    at = paragraph.low.find(";", end, stop)
    while at > 0:
        begin = at + 1 + len(paragraph.low[at + 1 : stop]) - len(paragraph.low[at + 1 : stop].lstrip())
        owner = owner_in(paragraph, begin, context, stop)
        if owner is not None and owner.predicate not in {"", ":"} and owner.start == begin:
            more = stated(paragraph, owner.start, owner.end)
            if more is not None:
                lead = Stated((*lead.names, *more.names), (*lead.places, *more.places))
        at = paragraph.low.find(";", at + 1, stop)
    return lead


def _times_below(nodes: tuple[Node, ...], node: Node, context: Context) -> Context:
    """ "Thời gian thực hiện:" with one line per step: the item has all of them."""
    times = []
    for child in (nodes[number] for number in node.children):
        paragraph = child.paragraph
        found = chosen(
            find_deadlines(paragraph.text, paragraph.low, child.start, len(paragraph.low), year=context.year)
        )
        if found:
            phrase = "; ".join(paragraph.text[part.start : part.end] for part in found)
            times.append(Time(paragraph, tuple(found), phrase))
    if not times:
        return context
    phrase = "; ".join(time.phrase for time in times)
    return replace(context, time=replace(times[0], phrase=phrase, more=tuple(times[1:])), time_from="block")
