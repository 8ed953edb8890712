"""All open proposals of a document as one sheet: corrected in place, or by paste from Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def grid(rows: Sequence[GridRow]) -> Grid:
    """The sheet as the page draws it; rows are neither added nor taken away here."""
    return Grid(
        columns=columns(), rows=rows, post_url="", submit=_("Lưu các đề xuất"), can_add=False, title=_("Đề xuất")
    )


def read(content: Mapping[str, Any], seen: Mapping[str, GridRow]) -> Typed:
    """Check every row against what stood there (`seen`, by key); one wrong cell stops them all."""
    rows, corrections = [], []
    for values in _rows(content):
        key = values.get("key", "")
        before = seen.get(key)
        errors: sheet.Errors = {}
        if before is None:
            errors["text"] = _(
                "Đề xuất này vừa được người khác sửa hoặc xử lý. Hãy tải lại trang rồi sửa lại dòng này."
            )
        else:
            values = {**before.values, **values}
            if any(values.get(name, "") != before.values.get(name, "") for name in NAMES[1:]):
                corrections.append(_correction(key, values, before, errors))
        rows.append(GridRow(values, errors, key=key))
    wrong = any(row.errors for row in rows)
    return Typed(rows, [] if wrong else corrections, wrong)


def _rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, value in content.items():
        parts = name.split("-", 2)
        if len(parts) == 3 and parts[0] == "row" and parts[1].isdecimal() and parts[2] in NAMES:
            found.setdefault(int(parts[1]), {})[parts[2]] = str(value).replace("\x00", "").strip()
    return [found[number] for number in sorted(found)]


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
