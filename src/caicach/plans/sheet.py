"""A sheet of tasks, typed or pasted from Excel."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.choosing import find_unit
from caicach.orgs.models import Unit
from caicach.plans import proposing
from caicach.plans.actions import Assignment
from caicach.plans.forms import OUT_OF_YEARS, field_choices, typed_deadline
from caicach.plans.rules import FIELDS, WORKING_YEARS
from caicach.ui.parts import Grid, GridColumn, GridRow

NAMES = ("text", "lead", "coop", "due_on", "product", "field")
Errors = dict[str, str]  # what is wrong, by column
LIMIT = 300  # rows of one sheet
PRODUCT = 300  # letters of a product


@dataclass(frozen=True)
class Typed:
    """A sheet as posted: rows to show again, and the assignments where nothing is wrong."""

    rows: list[GridRow]
    assignments: list[Assignment]
    wrong: bool


def columns() -> list[GridColumn]:
    """The columns an office's own tables have."""
    units = list(Unit.objects.open_now().in_tree_order().values_list("name", flat=True))
    return [
        GridColumn("text", _("Nội dung nhiệm vụ"), "long", required=True, width=360),
        GridColumn("lead", _("Đơn vị chủ trì"), suggestions=units, required=True, width=200),
        GridColumn("coop", _("Phối hợp"), help=_("nhiều đơn vị cách nhau dấu chấm phẩy"), width=160),
        GridColumn("due_on", _("Hạn"), "date", width=110, help="dd/mm/yyyy"),
        GridColumn("product", _("Sản phẩm"), width=160),
        GridColumn("field", _("Lĩnh vực"), "choice", choices=[("", ""), *field_choices()], width=160),
    ]


def grid(rows: Sequence[GridRow], place: str, after: int) -> Grid:
    """The sheet as the page draws it; `after` is the number of the plan's last task its writer saw."""
    return Grid(
        columns=columns(),
        rows=rows,
        post_url=f"?after={after}",
        submit=_("Giao các nhiệm vụ này"),
        draft_url=f"{reverse('office:draft')}?place={place}",
        spare=max(3, 8 - len(rows)),
        title=_("Nhiệm vụ"),
    )


def draft_place(plan: int) -> str:
    """Where a sheet of tasks is kept while it is typed."""
    return f"plan:{plan}:tasks"


def cells(content: Mapping[str, Any], names: Collection[str]) -> list[dict[str, str]]:
    """What was typed, row by row, from cells `row-<n>-<column>` of these columns."""
    found: dict[int, dict[str, str]] = {}
    for key, value in content.items():
        row, number, name = ([*key.split("-", 2), "", ""])[:3]
        if row == "row" and name in names and proposing.whole(number) >= 0:
            found.setdefault(proposing.whole(number), {})[name] = str(value).replace("\x00", "").strip()
    return [found[number] for number in sorted(found)]


def rows_of(content: Mapping[str, Any]) -> list[GridRow]:
    """The rows of a sheet from its cells `row-<n>-<column>`; empty rows are left out."""
    kept = cells(content, NAMES)
    return [GridRow(values) for values in kept if any(values.get(name) for name in NAMES if name != "field")]


def read(content: Mapping[str, Any]) -> Typed:
    """Check every row; one wrong cell stops them all, with a sentence in each wrong cell."""
    rows, assignments = [], []
    for number, row in enumerate(rows_of(content), 1):
        assignment, errors = _check(row.values)
        if number > LIMIT:
            errors["text"] = _("Mỗi lần giao nhiều nhất %(limit)d nhiệm vụ. Hãy cắt từ dòng này để giao lần sau.") % {
                "limit": LIMIT
            }
        rows.append(GridRow(row.values, errors))
        if assignment is not None:
            assignments.append(assignment)
    wrong = any(row.errors for row in rows)
    return Typed(rows, [] if wrong else assignments, wrong)


def _check(values: Mapping[str, str]) -> tuple[Assignment | None, dict[str, str]]:
    errors: Errors = {}
    text, field = values.get("text", ""), values.get("field") or "khac"
    if not text:
        errors["text"] = _("Hãy ghi nội dung nhiệm vụ.")
    lead = unit_in(values.get("lead", ""), "lead", errors)
    if lead is None and "lead" not in errors:
        errors["lead"] = _("Hãy chọn đơn vị chủ trì.")
    coop = units_in(values.get("coop", ""), errors)
    due_on = day_in(values.get("due_on", ""), errors)
    field = field_in(field, errors)
    product_in(values.get("product", ""), errors)
    if errors or lead is None:
        return None, errors
    return Assignment(
        text=text,
        field=field,
        lead=lead,
        coop=coop,
        product=values.get("product", ""),
        deadline_phrase=values.get("due_on", ""),
        deadline=typed_deadline(due_on),
    ), {}


def field_in(text: str, errors: Errors) -> str:
    """The field of reform a cell names, by code or by name."""
    if text in FIELDS:
        return text
    named = {name.casefold(): code for code, name in field_choices()}
    if text.casefold() not in named:
        errors["field"] = _("Không có lĩnh vực “%(text)s”. Hãy chọn trong danh sách.") % {"text": text}
    return named.get(text.casefold(), "")


def product_in(text: str, errors: Errors) -> str:
    """The product a cell names, of a length that can be kept."""
    if len(text) > PRODUCT:
        errors["product"] = _("Sản phẩm dài quá %(limit)d chữ. Hãy ghi gọn lại.") % {"limit": PRODUCT}
    return text


def units_in(text: str, errors: Errors) -> list[Unit]:
    """The units a cell names, parted by semicolons."""
    found = [unit_in(name.strip(), "coop", errors) for name in text.split(";") if name.strip()]
    return [unit for unit in found if unit is not None]


def unit_in(text: str, cell: str, errors: Errors) -> Unit | None:
    """The unit a cell names; none for an empty one."""
    if not text:
        return None
    unit = find_unit(text)
    if unit is None:
        errors[cell] = _("Không có đơn vị nào tên “%(text)s”, hoặc có nhiều đơn vị khớp.") % {"text": text}
    return unit


def day_in(text: str, errors: Errors) -> Any:
    """The day a cell names, as offices write it; none for an empty one."""
    if not text:
        return None
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if day.year in WORKING_YEARS:
            return day
        errors["due_on"] = str(OUT_OF_YEARS)
        return None
    errors["due_on"] = _("“%(text)s” không phải ngày. Hãy ghi dd/mm/yyyy, ví dụ 30/09/2026.") % {"text": text}
    return None
