"""Heat tables over tasks: units by state, and the share late of what fell due in each month."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from caicach.plans.asking import GROUPS, LATE, SETTLED, class_names
from caicach.plans.models import ProgressReport, TaskQuerySet, classes
from caicach.ui import wording
from caicach.ui.parts import Heat, HeatBand, HeatCell, HeatColumn, HeatRow, Tone

SOON_SHARE, LATE_SHARE = Decimal("0.1"), Decimal("0.3")  # bands of the share late
ROOM = 34  # letters of a name in a narrow column
AT_LEAST = 6  # months a table shows
UNIT = ("lead__code", "lead__name", "lead__short_name", "lead__path")


class Address(Protocol):
    """Where the tasks behind a cell are listed."""

    def __call__(self, **asked: str) -> str: ...


@dataclass(frozen=True)
class Order:
    """By which column a table is sorted, and how its heads ask for another."""

    address: Address
    by: str = ""

    @property
    def name(self) -> str:
        return self.by.removeprefix("-")

    def column(self, name: str, says: str, told: str = "") -> HeatColumn:
        """A head that sorts: the highest first, pressed again the lowest."""
        up = self.by == f"-{name}"
        here = self.name == name
        url = self.address(order=f"-{name}" if here and not up else name)
        return HeatColumn(says, url, ("up" if up else "down") if here else "", told)


def unit_name(row: Mapping[str, Any]) -> str:
    """How a unit is called in a narrow column: in full where there is room."""
    name = str(row["lead__name"])
    return name if len(name) <= ROOM else str(row["lead__short_name"] or name)


def by_state(tasks: TaskQuerySet, today: datetime.date, address: Address, order: Order | None = None) -> Heat | None:
    """Units by state: each cell opens its tasks; the total stands last."""
    names = class_names()
    found = list(tasks.tallied(*UNIT, on=today))
    if not found:
        return None
    by = order.name if order and order.name in (*names, "total") else "overdue"
    up = order is not None and order.by == f"-{by}"
    found.sort(key=lambda row: (row[by] if up else -row[by], row["lead__path"]))
    total = {name: sum(row[name] for row in found) for name in (*names, "total")}
    rows = [HeatRow(unit_name(row), _state_cells(row, address, {"unit": row["lead__code"]})) for row in found]
    if len(rows) > 1:
        rows.append(HeatRow(_("Tất cả"), _state_cells(total, address, {}), total=True))
    heads = [(name, says) for name, (says, _tone) in names.items()] + [("total", _("Tổng"))]
    return Heat(
        _("Đơn vị theo tình trạng"),
        _("Đơn vị chủ trì"),
        [order.column(name, says) if order else HeatColumn(says) for name, says in heads],
        rows,
        [HeatBand(tone, says) for says, tone in names.values() if tone != "none"],
        note=_("số nhiệm vụ, đơn vị có việc quá hạn đứng trước") if by == "overdue" and not up else _("số nhiệm vụ"),
    )


def _state_cells(row: Mapping[str, Any], address: Address, of: dict[str, str]) -> list[HeatCell]:
    cells = []
    for name, (says, tone) in class_names().items():
        number = row[name]
        url = address(**{"class": name, **of}) if number else ""
        cells.append(HeatCell(number, tone if number else "none", url=url, says=f"{number} {says.lower()}"))
    return [*cells, HeatCell(row["total"], url=address(**of))]


@dataclass
class _Cell:
    """What fell due in a month, how much of it late, and whether anything of it was ever reported."""

    of: int = 0
    late: int = 0
    reported: int = 0

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.late) / self.of if self.of else None

    def add(self, other: "_Cell") -> None:
        self.of, self.late, self.reported = self.of + other.of, self.late + other.late, self.reported + other.reported


def months_until(today: datetime.date) -> list[datetime.date]:
    """The months of this year up to now, six at least."""
    this = today.year * 12 + today.month - 1
    shown = range(this + 1 - max(today.month, AT_LEAST), this + 1)
    return [datetime.date(number // 12, number % 12 + 1, 1) for number in shown]


def by_month(
    tasks: TaskQuerySet, today: datetime.date, address: Address, order: Order, most: int | None = None
) -> Heat | None:
    """Units by month: the share late of what fell due; the worst `most` where only so many have room."""
    months = months_until(today)
    table, names = _tallied(tasks, months, today)
    if not table:
        return None
    by = next((month for month in months if f"{month:%Y-%m}" == order.name), months[-1])
    up = order.by == f"-{by:%Y-%m}"
    nothing = _Cell()

    def place(code: str) -> tuple[Any, ...]:
        cells = [table[code].get(month, nothing) for month in [by, *reversed(months)]]
        known = [(Decimal(-1) if cell.share is None else cell.share, cell.late) for cell in cells]
        return (*(known if up else [(-share, -late) for share, late in known]), names[code][1])

    shown = sorted(table, key=place)
    whole: dict[datetime.date, _Cell] = {month: _Cell() for month in months}
    for cells in table.values():
        for month, cell in cells.items():
            whole[month].add(cell)
    rows = [_month_row(names[code][0], code, table[code], months, address) for code in shown[:most]]
    if len(shown) > 1:
        rows.append(_month_row(_("Tất cả đơn vị"), "", whole, months, address))
    heads = Order(order.address, order.by or f"{by:%Y-%m}")
    columns = [heads.column(f"{month:%Y-%m}", _month_name(month, today), _full_name(month)) for month in months]
    return Heat(
        _("Tỷ lệ nhiệm vụ trễ theo tháng"),
        _("Đơn vị chủ trì"),
        columns,
        rows,
        _bands(),
        note=_("% trễ trên số nhiệm vụ đã đến hạn"),
        nothings={"not_applicable": _("không có việc đến hạn"), "not_sent": _("đến hạn, chưa gửi báo cáo nào")},
        zero_says=_("không trễ việc nào"),
    )


def _tallied(
    tasks: TaskQuerySet, months: list[datetime.date], today: datetime.date
) -> tuple[dict[str, dict[datetime.date, _Cell]], dict[str, tuple[str, str]]]:
    known = classes(today)
    late, settled = either(known, LATE), either(known, SETTLED)
    reported = ProgressReport.objects.filter(first_sent_at__isnull=False).order_by().values("task")
    last = (months[-1] + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    due = tasks.filter(settled, due_on__range=(months[0], last)).order_by()
    found = (
        due.annotate(month=TruncMonth("due_on"))
        .values(*UNIT, "month")
        .annotate(of=Count("pk"), late=Count("pk", filter=late), reported=Count("pk", filter=Q(pk__in=reported)))
    )
    table: dict[str, dict[datetime.date, _Cell]] = {}
    names = {}
    for row in found:
        names[row["lead__code"]] = (unit_name(row), row["lead__path"])
        cells = table.setdefault(row["lead__code"], {})
        cells[row["month"]] = _Cell(row["of"], row["late"], row["reported"])
    return table, names


def either(known: Mapping[str, Q], group: str) -> Q:
    """The classes of a group together."""
    either = Q(pk__in=[])
    for name in GROUPS[group]:
        either |= known[name]
    return either


def _month_row(
    name: str, code: str, cells: Mapping[datetime.date, _Cell], months: Iterable[datetime.date], address: Address
) -> HeatRow:
    of = {"unit": code} if code else {}
    shown = [_month_cell(cells.get(month, _Cell()), f"{month:%Y-%m}", of, address) for month in months]
    return HeatRow(name, shown, url=address(**of) if code else "", total=not code)


def _month_cell(cell: _Cell, month: str, of: dict[str, str], address: Address) -> HeatCell:
    share = cell.share
    if share is None:
        return HeatCell(nothing="not_applicable")
    settled = address(due=month, **{"class": SETTLED}, **of)
    if not cell.reported:
        told = _("%(of)d nhiệm vụ đến hạn, chưa gửi báo cáo nào") % {"of": cell.of}
        return HeatCell(nothing="not_sent", url=settled, says=told)
    says = _("%(late)d trễ trên %(of)d đến hạn") % {"late": cell.late, "of": cell.of}
    shown = wording.percent(share, 0).rstrip("%").rstrip()
    url = address(due=month, **{"class": LATE}, **of) if cell.late else settled
    return HeatCell(shown, tone_of(share), url=url, says=says)


def tone_of(share: Decimal) -> Tone:
    """In which band a share late stands."""
    if share > LATE_SHARE:
        return "late"
    return "soon" if share > SOON_SHARE else "ok"


def _bands() -> list[HeatBand]:
    soon, late = wording.percent(SOON_SHARE, 0), wording.percent(LATE_SHARE, 0)
    return [
        HeatBand("ok", _("đến %(most)s") % {"most": soon}),
        HeatBand("soon", _("trên %(least)s đến %(most)s") % {"least": soon, "most": late}),
        HeatBand("late", _("trên %(least)s") % {"least": late}),
    ]


def _month_name(month: datetime.date, today: datetime.date) -> str:
    name = wording.ENGLISH_MONTHS[month.month - 1] if wording.is_english() else f"T{month.month}"
    return name if month.year == today.year else f"{name}/{month:%y}"


def _full_name(month: datetime.date) -> str:
    return _("Tháng %(month)d/%(year)d, xếp theo tháng này") % {"month": month.month, "year": month.year}
