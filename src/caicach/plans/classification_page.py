"""How a classification looks on its page: what was asked for, the matrix whose every number opens its tasks."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Unit
from caicach.plans import faces
from caicach.plans.forms import PeriodForm
from caicach.plans.rules import Period, Progress
from caicach.plans.statement import periods
from caicach.plans.statement.classification import (
    APART,
    COUNTED,
    DUE,
    PROGRESS_OF,
    Class,
    Classification,
    Entry,
    Row,
)
from caicach.plans.statement.tiers import Tier
from caicach.ui.parts import Figure, Tab, Tone

GROUPS_BEGIN = ("total", Class.DONE_ON_TIME, Class.DOING_IN_TIME, Class.LEFT_IN_TIME, "due", Class.SUSPENDED)
BY = ("tier", "field", "unit")
TONES: dict[Class, Tone] = {
    Class.DONE_LATE: "soon",
    Class.LEFT_LATE: "late",
    Class.DONE_ON_TIME: "ok",
    Class.SUSPENDED: "waiting",
}
Entries = tuple[Entry, ...]


def class_names() -> dict[Class, str]:
    return {
        Class.DONE_ON_TIME: _("Hoàn thành đúng hạn"),
        Class.DONE_LATE: _("Hoàn thành quá hạn"),
        Class.DONE_NO_DEADLINE: _("Hoàn thành, không hạn"),
        Class.DOING_IN_TIME: _("Đang thực hiện, trong hạn"),
        Class.DOING_NO_DEADLINE: _("Đang thực hiện, không hạn"),
        Class.LEFT_IN_TIME: _("Chưa bắt đầu, trong hạn"),
        Class.LEFT_LATE: _("Chưa hoàn thành, quá hạn"),
        Class.LEFT_NO_DEADLINE: _("Chưa bắt đầu, không hạn"),
        Class.SUSPENDED: _("Tạm dừng"),
        Class.CANCELLED: _("Đã hủy"),
    }


def progress_names() -> dict[str, str]:
    return {
        Progress.COMPLETED: _("Đã hoàn thành"),
        Progress.IN_PROGRESS: _("Đang thực hiện"),
        Progress.NOT_COMPLETED: _("Chưa hoàn thành"),
    }


def tier_names() -> dict[Tier, str]:
    return {
        Tier.FIVE_YEAR: _("Kế hoạch giai đoạn 5 năm"),
        Tier.TEN_YEAR: _("Kế hoạch giai đoạn 10 năm"),
        Tier.YEARLY: _("Kế hoạch hằng năm của tỉnh, thành phố và của Sở"),
        Tier.UNIT: _("Kế hoạch của đơn vị"),
        Tier.ASSIGNED: _("Nhiệm vụ Chính phủ, Thủ tướng, UBND giao"),
        Tier.THEMATIC: _("Kế hoạch chuyên đề, văn bản khác"),
    }


def _tier_tabs() -> dict[str, str]:
    return {
        "": _("Các cấp"),
        Tier.FIVE_YEAR: _("5 năm"),
        Tier.TEN_YEAR: _("10 năm"),
        Tier.YEARLY: _("Hằng năm"),
        Tier.UNIT: _("Của đơn vị"),
        Tier.ASSIGNED: _("Cấp trên giao"),
        Tier.THEMATIC: _("Chuyên đề"),
    }


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the level, the period, rows by what, and the cell whose tasks are opened."""

    tier: Tier | None
    period: Period
    by: str
    row: str
    column: str
    form: PeriodForm

    @classmethod
    def read(cls, request: HttpRequest, today: datetime.date) -> "Asked":
        asked = {name: request.GET.get(name, "").replace("\x00", "") for name in ("level", "by", "row", "col")}
        tier = Tier(asked["level"]) if asked["level"] in set(Tier) else None
        form = PeriodForm.of(request.GET, today)
        by = asked["by"] if asked["by"] in BY and (asked["by"] != "tier" or tier is None) else ""
        row = asked["row"] or "total"
        return cls(tier, form.chosen, by or ("field" if tier else "tier"), row, asked["col"], form)

    def url(self, **changed: str) -> str:
        """The address of the same question with something changed."""
        said = {"level": self.tier or "", "period": self.period.code, "by": self.by} | changed
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    def cell_url(self, row: str, column: str) -> str:
        return f"{self.url(row=row, col=column)}#records"


def tier_tabs(asked: Asked) -> list[Tab]:
    """The levels, one of them shown."""
    return [
        Tab(name, asked.url(level=tier, by=asked.by if asked.by != "tier" else ""), (asked.tier or "") == tier)
        for tier, name in _tier_tabs().items()
    ]


def by_tabs(asked: Asked) -> list[Tab]:
    """What the rows of the matrix are."""
    names = {"tier": _("Theo cấp"), "field": _("Theo lĩnh vực"), "unit": _("Theo đơn vị")}
    return [
        Tab(name, asked.url(by=by), asked.by == by) for by, name in names.items() if by != "tier" or asked.tier is None
    ]


@dataclass(frozen=True)
class CellFace:
    """A number of the matrix: its address where there is something behind it."""

    number: int
    url: str
    says: str
    tone: Tone = "none"
    chosen: bool = False
    is_first: bool = False
    """Whether a group of columns begins here."""
    of: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True)
class RowFace:
    """A row of the matrix."""

    name: str
    url: str
    cells: Sequence[CellFace]


def columns_of(row: Row) -> dict[str, Entries]:
    """The tasks behind each column of a row, left to right."""
    return {
        "total": row.counted,
        **{one: row.by_class[one] for one in COUNTED},
        "due": row.of(*DUE),
        **{one: row.by_class[one] for one in APART},
    }


def column_names() -> dict[str, str]:
    names = {str(one): name for one, name in class_names().items()}
    return {"total": _("Tổng số"), "due": _("Đã đến hạn"), **names}


def _translated(row: Row) -> str:
    kind, _colon, code = row.code.partition(":")
    if kind == "tier":
        return tier_names()[Tier(code)]
    if kind == "field":
        return faces.field_name(code)
    return _("Tổng số") if row.code == "total" else row.name


def row_face(row: Row, asked: Asked, url: str = "") -> RowFace:
    """A row with its numbers; the column of tasks due says how many of them were done in time."""
    names, name = column_names(), _translated(row)
    cells = []
    for column, entries in columns_of(row).items():
        cell = CellFace(
            number=len(entries),
            url=asked.cell_url(row.code, column) if entries else "",
            says=f"{name}: {names[column].lower()}",
            tone=TONES.get(Class(column), "none") if column in set(Class) and entries else "none",
            is_first=column in GROUPS_BEGIN,
            chosen=(asked.row, asked.column) == (row.code, column),
        )
        if column == "due":
            cell = replace(cell, number=row.share.counted, of=row.share.of, share=row.share.value)
        cells.append(cell)
    return RowFace(name, url, cells)


def matrix(found: Classification, asked: Asked, units: Mapping[int, str]) -> list[RowFace]:
    """The rows asked for; a unit in reach opens its own classification, a level its own."""
    rows = []
    for row in found.rows(asked.by):
        url = ""
        if asked.by == "tier" and row.entries:
            url = asked.url(level=row.code.partition(":")[2], by="")
        if asked.by == "unit":
            code = units.get(int(row.code.partition(":")[2]), "")
            url = f"{reverse('plans:classification', args=[code])}{asked.url(by='')}" if code else ""
        rows.append(row_face(row, asked, url))
    return rows


def unit_codes(found: Classification, unit: Unit, in_reach: Iterable[Unit]) -> dict[int, str]:
    """The codes of the lead units whose own classification the reader may open."""
    return {one.pk: one.code for one in in_reach if one.pk != unit.pk}


def opened(found: Classification, asked: Asked) -> tuple[str, Entries]:
    """The tasks of the cell asked for, with its name; else those that are late."""
    row = found.row(asked.row)
    columns = columns_of(row) | _by_progress(row) if row else {}
    column = asked.column if asked.column in columns else ""
    if row is None or not column:
        late = found.total.by_class[Class.LEFT_LATE]
        return (class_names()[Class.LEFT_LATE], late) if late else ("", ())
    names = column_names() | progress_names()
    return f"{_translated(row)}: {names[column].lower()}", columns[column]


def _by_progress(row: Row) -> dict[str, Entries]:
    return {progress: row.of(*classes) for progress, classes in PROGRESS_OF.items()}


@dataclass(frozen=True)
class EntryFace:
    """A task behind a number."""

    entry: Entry
    of_class: str
    tone: Tone


def entry_faces(entries: Iterable[Entry]) -> list[EntryFace]:
    names = class_names()
    return [EntryFace(one, names[one.of_class], TONES.get(one.of_class, "none")) for one in entries]


def figures(found: Classification, asked: Asked) -> list[Figure]:
    """Done, in progress, not done, each out of all; done in time out of the tasks due."""
    row, unit = found.total, _("nhiệm vụ")
    total = len(row.counted)
    late = len(row.by_class[Class.LEFT_LATE])
    made = []
    for progress, name in progress_names().items():
        is_left = progress == Progress.NOT_COMPLETED
        number = len(row.of(*PROGRESS_OF[Progress(progress)]))
        figure = Figure(
            name,
            number,
            unit,
            tone="late" if is_left and late else "none",
            counted=number,
            of=total,
            counted_says=name.lower(),
            of_says=unit,
            note=_("trong đó %(n)d quá hạn") % {"n": late} if is_left else "",
            url=asked.cell_url("total", progress) if number else "",
        )
        made.append(figure)
    share = row.share
    if share.value is not None:
        made.append(
            Figure(
                _("Hoàn thành đúng hạn"),
                share.value,
                share=True,
                counted=share.counted,
                of=share.of,
                counted_says=_("đúng hạn"),
                of_says=_("nhiệm vụ đã đến hạn"),
                note=_("trên nhiệm vụ đã đến hạn"),
                url=asked.cell_url("total", "due"),
            )
        )
    return made


def period_name(period: Period) -> str:
    """Quý III/2026 · 6 tháng đầu năm 2026 · 01/02/2026 – 15/03/2026, in the language of the page."""
    code, cut_off, _rest = period.code.partition("@")
    year, _dash, part = code.partition("-")
    if ".." in code:
        return f"{period.first_day:%d/%m/%Y} – {period.last_day:%d/%m/%Y}"
    said = {"year": year, "number": part[1:]}
    if part[:1] == "Q":
        said["number"] = ("I", "II", "III", "IV")[int(part[1]) - 1]
        name = _("Quý %(number)s/%(year)s") % said
    elif part[:1] == "M":
        name = _("Tháng %(number)s/%(year)s") % said
    else:
        names = {"6M": _("6 tháng đầu năm %(year)s"), "9M": _("9 tháng năm %(year)s"), "": _("Năm %(year)s")}
        name = names[part] % said
    return f"{name} ({period.first_day:%d/%m/%Y} – {period.last_day:%d/%m/%Y})" if cut_off else name


def remarks(found: Classification) -> list[str]:
    """How it was counted, for the reader of the page."""
    said = [
        _("Tỷ lệ đúng hạn tính trên nhiệm vụ đã đến hạn, không tính nhiệm vụ không hạn hoặc còn hạn."),
        _("Đang thực hiện: đã có báo cáo, chưa quá hạn. Chưa hoàn thành: quá hạn (kể cả đang làm) hoặc chưa bắt đầu."),
        _("Tạm dừng và đã hủy đứng riêng, không nằm trong tổng số."),
    ]
    if found.in_several:
        said.append(
            _("%(n)d nhiệm vụ đứng ở nhiều kế hoạch: tính một lần ở mỗi cấp; dòng tổng số tính mỗi nhiệm vụ một lần.")
            % {"n": found.in_several}
        )
    if found.left_over:
        said.append(_("Gồm %(n)d nhiệm vụ của kế hoạch đã hết thời gian mà đầu kỳ chưa xong.") % {"n": found.left_over})
    if found.given_later:
        said.append(_("Không tính %(n)d nhiệm vụ giao hoặc đưa vào kế hoạch sau ngày chốt.") % {"n": found.given_later})
    return said


def period_choices(today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods of this year and the two before, by year."""
    return [
        (str(year), [(code, period_name(periods.parse(code))) for code in periods.codes_of(year)])
        for year in range(today.year, today.year - 3, -1)
    ]
