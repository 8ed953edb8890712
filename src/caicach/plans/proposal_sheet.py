"""All open proposals of a document as one sheet: corrected in place, or by paste from Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.documents.models import Proposal
from caicach.orgs.models import Unit
from caicach.plans import rules, sheet
from caicach.plans.forms import field_choices, typed_deadline
from caicach.ui.parts import Grid, GridColumn, GridRow

NAMES = ("key", "text", "lead", "coop", "due_on", "product", "field")


@dataclass(frozen=True)
class Correction:
    """What one row changes in its proposal, as the person saw it."""

    number: int
    revision: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Typed:
    """A sheet as posted: rows to show again, and the corrections where nothing is wrong."""

    rows: list[GridRow]
    corrections: list[Correction]
    wrong: bool
    gone: int = 0  # rows somebody has decided meanwhile, no longer shown


def columns() -> list[GridColumn]:
    """What a person corrects, in the order of the paper's own tables."""
    units = list(Unit.objects.open_now().in_tree_order().values_list("name", flat=True))
    return [
        GridColumn("place", _("Mục"), read_only=True, width=88),
        GridColumn("text", _("Nội dung nhiệm vụ"), "long", required=True, width=420),
        GridColumn("lead", _("Đơn vị chủ trì"), suggestions=units, width=200),
        GridColumn("coop", _("Phối hợp"), help=_("nhiều đơn vị cách nhau dấu chấm phẩy"), width=160),
        GridColumn("due_on", _("Hạn"), "date", width=110, help="dd/mm/yyyy"),
        GridColumn("product", _("Sản phẩm"), width=160),
        GridColumn("field", _("Lĩnh vực"), "choice", choices=field_choices(), width=160),
    ]


def row_of(proposal: Proposal) -> GridRow:
    """A proposal as a row, under a key that says which revision was seen."""
    due_on = rules.last_day(proposal.deadline).due_on
    values = {
        "place": proposal.path,
        "text": proposal.text,
        "lead": proposal.lead.name if proposal.lead else "",
        "coop": "; ".join(unit.name for unit in proposal.coop.all()),
        "due_on": f"{due_on:%d/%m/%Y}" if due_on else "",
        "product": proposal.product,
        "field": proposal.field,
    }
    return GridRow(values, key=f"{proposal.number}.{proposal.revision}")


def draft_place(document: int) -> str:
    """Where the sheet is kept while it is typed."""
    return f"review:{document}:sheet"


def grid(rows: Sequence[GridRow], place: str) -> Grid:
    """The sheet as the page draws it; rows are neither added nor taken away here."""
    return Grid(
        columns=columns(),
        rows=rows,
        post_url="",
        submit=_("Lưu các đề xuất"),
        can_add=False,
        title=_("Đề xuất"),
        draft_url=f"{reverse('office:draft')}?place={place}",
    )


def reopened(content: Mapping[str, Any], current: Sequence[GridRow]) -> list[GridRow]:
    """The rows as they stand now, with what the draft says of those nobody has touched since."""
    typed = {values.get("key", ""): values for values in sheet.cells(content, NAMES)}
    return [GridRow({**row.values, **typed.get(row.key, {})}, key=row.key) for row in current]


def read(content: Mapping[str, Any], seen: Mapping[str, GridRow]) -> Typed:
    """Check every row against what stood there (`seen`, by key); one wrong cell stops them all.

    A row decided meanwhile is left out; one corrected meanwhile comes back on its new key, the newer words beside.
    """
    rows, corrections, gone = [], [], 0
    now_on = {_number(key): key for key in seen}
    for values in sheet.cells(content, NAMES):
        key = now_on.get(_number(values.get("key", "")), "")
        if not key:
            gone += 1
            continue
        before, errors = seen[key], sheet.Errors()
        moved = values.get("key") != key
        values = {**before.values, **values, "key": key}
        changed = [name for name in NAMES[1:] if values[name] != before.values[name]]
        if moved:
            errors.update({name: _newer(before.values[name]) for name in changed})
        elif changed:
            corrections.append(_correction(key, values, before, errors))
        rows.append(GridRow(values, errors, key=key))
    wrong = bool(gone) or any(row.errors for row in rows)
    return Typed(rows, [] if wrong else corrections, wrong, gone)


def _number(key: str) -> str:
    return key.partition(".")[0]


def _newer(words: str) -> str:
    said = _("Người khác vừa sửa, bản mới ghi: “%(words)s”. Lưu lần nữa là giữ chữ trong ô này.")
    return said % {"words": words}


def _correction(key: str, values: Mapping[str, str], before: GridRow, errors: sheet.Errors) -> Correction:
    number, _dot, revision = key.partition(".")
    if not values["text"]:
        errors["text"] = _("Hãy ghi nội dung nhiệm vụ.")
    changed: dict[str, Any] = {
        "text": " ".join(values["text"].split()),
        "lead": sheet.unit_in(values["lead"], "lead", errors),
        "coop": sheet.units_in(values["coop"], errors),
        "field": sheet.field_in(values["field"], errors),
        "product": sheet.product_in(values["product"], errors),
    }
    if values["due_on"] != before.values["due_on"]:
        changed["deadline"] = typed_deadline(sheet.day_in(values["due_on"], errors))
    return Correction(int(number), int(revision), changed)
