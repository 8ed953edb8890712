"""The tags pages are written with; each draws one part from values made by the view (docs/ui.md)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from caicach.ui import parts, values, wording

register = template.Library()


# Small words


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """An outline icon from the sprite; hidden from readers unless it has a label of its own."""
    sprite = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" width="{0}" height="{0}" role="img" aria-label="{1}"><use href="{2}"/></svg>',
            size,
            label,
            sprite,
        )
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false"><use href="{1}"/></svg>',
        size,
        sprite,
    )


@register.filter
def count(value: values.Number) -> str:
    """{{ 1185|count }} → 1.185"""
    number = values.exact(value)
    return str(value or "") if number is None else wording.count(number)


@register.filter
def percent(value: values.Number, digits: int = 1) -> str:
    """{{ share|percent }} → 98,2 %"""
    number = values.exact(value)
    return "" if number is None else wording.percent(Decimal(number), digits)


@register.filter
def day(value: date | None) -> str:
    """{{ due_on|day }} → 05/11/2026"""
    return wording.day(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """{{ due_on|short_day }} → 05/11"""
    return wording.short_day(value) if value else ""


@register.filter
def weekday_day(value: date | None, form: str = "") -> str:
    """{{ due_on|weekday_day }} → thứ Sáu, 04/09; with :"year" → thứ Sáu, 04/09/2026"""
    return wording.weekday_day(value, with_year=form == "year") if value else ""


@register.filter
def moment(value: datetime | None, form: str = "") -> str:
    """{{ sent_at|moment }} → 09:10 09/09/2026; with :"short" → 09/09 09:10"""
    return wording.moment(value, short=form == "short") if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """{{ sent_at|hour }} → 09:10"""
    return wording.hour(value) if value else ""


@register.filter
def file_size(value: int | None) -> str:
    """{{ bytes|file_size }} → 1,2 MB"""
    return "" if value is None else wording.file_size(value)


@register.filter
def browser(value: str) -> str:
    """{{ session.user_agent|browser }} → Chrome, Windows"""
    return wording.browser(value)


# Parts


@register.inclusion_tag("ui/parts/badge.html")
def badge(says: str, tone: parts.Tone = "none", icon: str = "") -> dict[str, Any]:
    """A state in a word with its mark: {% badge "Quá hạn" "late" %}"""
    return {"says": says, "tone": tone, "icon": icon or values.TONE_ICONS[tone]}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*names_and_urls: str) -> dict[str, Any]:
    """Where this page hangs: {% crumbs "Văn bản" documents_url "62/KH-SYT" %}; the last name is this page."""
    pairs = zip(names_and_urls[:-1:2], names_and_urls[1::2], strict=True)
    return {"above": list(pairs), "here": names_and_urls[-1]}


@register.inclusion_tag("ui/parts/action.html", takes_context=True)
def action(context: Context, action: parts.Action, size: str = "") -> dict[str, Any]:
    """A button that leads somewhere or sends a small form."""
    return {"action": action, "size": size, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/empty_state.html", takes_context=True)
def empty_state(context: Context, empty: parts.EmptyState) -> dict[str, Any]:
    """What will stand here and how to begin."""
    return {"empty": empty, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(tabs: Sequence[parts.Tab], label: str = "") -> dict[str, Any]:
    """The views of a list, one of them current."""
    return {"tabs": tabs, "label": label or _("Lọc danh sách")}


@register.inclusion_tag("ui/parts/pages.html")
def pages(pages: parts.Pages) -> dict[str, Any]:
    """Older and newer pages of a list."""
    return {"pages": pages}


@register.inclusion_tag("ui/parts/because.html")
def because(because: parts.Because, label: str = "") -> dict[str, Any]:
    """ "vì sao?" beside a value; opens in place, prints open. Not inside a <p>."""
    return {"because": because, "label": label or because.label or _("vì sao?")}


@register.inclusion_tag("ui/parts/because_panel.html")
def because_panel(because: parts.Because) -> dict[str, Any]:
    """The same steps as a card of the page, open."""
    return {"because": because}


@register.inclusion_tag("ui/parts/figure.html")
def figure(figure: parts.Figure) -> dict[str, Any]:
    """A number with its unit, tendency, as of, counted out of, and its records."""
    return values.figure_values(figure)


@register.inclusion_tag("ui/parts/figure_row.html")
def figure_row(figures: Sequence[parts.Figure]) -> dict[str, Any]:
    """The strip of three or four figures on top of a page."""
    return {"figures": figures}


@register.inclusion_tag("ui/parts/figure_inline.html")
def figure_inline(figure: parts.Figure) -> dict[str, Any]:
    """A live number inside a sentence."""
    return values.figure_values(figure)


@register.inclusion_tag("ui/parts/clock.html")
def clock(clock: parts.Clock) -> dict[str, Any]:
    """How a deadline stands, in the width of a list column."""
    return values.clock_values(clock)


@register.inclusion_tag("ui/parts/clock_large.html")
def clock_large(clock: parts.Clock) -> dict[str, Any]:
    """How a deadline stands, on the record's own page."""
    return values.large_clock_values(clock)


@register.inclusion_tag("ui/parts/trail.html")
def trail(lines: Sequence[parts.TrailLine], title: str = "", filterable: bool = True) -> dict[str, Any]:
    """Who, when, what, before → after."""
    return {"lines": lines, "title": title, "filterable": filterable and len(lines) > 5}


@register.inclusion_tag("ui/parts/chain.html")
def chain(links: Sequence[parts.Link], label: str = "") -> dict[str, Any]:
    """The lineage of a thing, each step a link, this one marked."""
    return {"links": links, "label": label or _("Chuỗi nguồn gốc")}


@register.inclusion_tag("ui/parts/heat.html")
def heat(heat: parts.Heat) -> dict[str, Any]:
    """Rows by columns, coloured by state."""
    kinds = {cell.nothing for row in heat.rows for cell in row.cells if cell.nothing}
    return {
        "heat": heat,
        "nothings": [(kind, heat.nothings.get(kind) or values.nothing_meaning(kind)) for kind in sorted(kinds)],
    }


@register.inclusion_tag("ui/parts/nothing.html")
def nothing(kind: parts.Nothing) -> dict[str, Any]:
    """One of the unlike nothings: {% nothing "not_sent" %}"""
    return {"kind": kind, "mark": values.nothing_mark(kind), "meaning": values.nothing_meaning(kind)}


@register.inclusion_tag("ui/parts/four_nothings.html")
def four_nothings() -> dict[str, Any]:
    """The legend of the four unlike nothings."""
    kinds = ("not_applicable", "not_scored", "not_sent")
    return {
        "rows": [(kind, values.nothing_mark(kind), values.nothing_meaning(kind)) for kind in kinds],
        "zero": values.nothing_meaning("zero"),
    }


@register.inclusion_tag("ui/parts/step_strip.html")
def step_strip(steps: Sequence[parts.ProcessStep]) -> dict[str, Any]:
    """A process as connected steps; the one now is open."""
    return {
        "steps": [
            (
                step,
                values.TONE_ICONS[step.tone] if step.tone != "none" else values.STEP_ICONS[step.state],
                values.used_of(step),
            )
            for step in steps
        ]
    }


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, of: int, says: str = "", tone: parts.Tone = "ok") -> dict[str, Any]:
    """{% progress 12 48 "đã xác nhận" %}"""
    return {"done": done, "of": of, "says": says, "tone": tone, "part": round(100 * done / of) if of else 0}


@register.inclusion_tag("ui/parts/confidence.html")
def confidence(share: Decimal | float, number: bool = False) -> dict[str, Any]:
    """Four small squares: how sure the reader is; with the per cent where `number`."""
    filled = min(4, max(1, int(Decimal(str(share)) * 4) + 1)) if share < Decimal("0.9") else 4
    return {
        "squares": [n < filled for n in range(4)],
        "says": wording.percent(Decimal(str(share)), 0),
        "number": number,
    }


@register.inclusion_tag("ui/parts/person.html")
def person(name: str, says: str = "", url: str = "") -> dict[str, Any]:
    """A person with the initial of the given name, which stands last."""
    given = name.split()[-1] if name.split() else "?"
    return {"name": name, "initial": given[0].upper(), "says": says, "url": url}


@register.inclusion_tag("ui/parts/file_chip.html")
def file_chip(file: parts.FileChip) -> dict[str, Any]:
    """A file with its kind and size."""
    return {"file": file, "icon": values.FILE_ICONS.get(file.name.rpartition(".")[2].lower(), "file")}


@register.inclusion_tag("ui/parts/field.html")
def field(field: BoundField, help: str | None = None, narrow: bool = False) -> dict[str, Any]:
    """A form field: label, help (its own unless told; "" for none), what is wrong beside it."""
    said_help = conditional_escape(field.help_text) if help is None else help
    kind = getattr(field.field.widget, "input_type", "")
    is_choice = field.widget_type in {"select", "selectmultiple", "nullbooleanselect"}
    is_check = kind == "checkbox" and field.widget_type == "checkbox"
    is_group = field.use_fieldset
    css = "form-check-input" if is_check else "" if is_group else "form-select" if is_choice else "form-control"
    said = [f"{field.auto_id}_help"] if said_help else []
    said += [f"{field.auto_id}_error"] if field.errors else []
    attributes: dict[str, Any] = {"class": f"{css} is-invalid" if field.errors else css}
    if str(field.field.widget.attrs.get("placeholder")) == str(field.label):
        attributes["placeholder"] = False  # it would only say the label again
    if said:
        attributes["aria-describedby"] = " ".join(said)
    return {
        "field": field,
        "help": said_help,
        "is_check": is_check,
        "is_group": is_group,
        "narrow": narrow,
        "control": field.as_widget(attrs=attributes),
    }


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, on top of it, each line leading to its field."""
    named = [(form[name], errors) for name, errors in form.errors.items() if name != "__all__"]
    return {"form": form, "named": named, "whole": form.non_field_errors()}


@register.inclusion_tag("ui/parts/grid.html", takes_context=True)
def grid(context: Context, grid: parts.Grid) -> dict[str, Any]:
    """A sheet that takes paste from Excel; a plain form without scripts."""
    rows = [
        (
            n,
            row,
            [(column, row.values.get(column.name, ""), row.errors.get(column.name, "")) for column in grid.columns],
        )
        for n, row in enumerate(grid.lines)
    ]
    wrong = sum(len(row.errors) for row in grid.rows)
    return {"grid": grid, "rows": rows, "wrong": wrong, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/draft_says.html")
def draft_says() -> dict[str, Any]:
    """Where a form with data-draft-url says when its draft was kept."""
    return {}


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """{{ values|get:name }}"""
    return mapping.get(key, "")
