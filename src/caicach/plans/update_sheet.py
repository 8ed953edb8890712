"""Results and new deadlines of many tasks as one sheet: filled in Excel or in the page, read back cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import permissions, proposing, sheet
from caicach.plans.actions.updates import Said, stamps
from caicach.plans.faces import state_words
from caicach.plans.forms import plain_number
from caicach.plans.models import Plan, PlanLine, ProgressReport, Task, TaskQuerySet
from caicach.plans.rules import ReportState, TaskBond
from caicach.ui.parts import Grid, GridColumn, GridRow

REPORT = ("words", "says_done", "done_on", "figure", "figure_unit")
DEADLINE = ("due_on", "reason")
FILLED = REPORT + DEADLINE
LIMIT = 1000  # rows of one file
SHOWN = 150  # rows of the sheet in the page: a form carries only so many cells
LETTERS = {"words": 5000, "figure_unit": 40, "reason": 300}
YES, NO = ("x", "có", "co", "rồi", "1", "true"), ("", "không", "khong", "chưa", "0", "false")


@dataclass(frozen=True)
class Line:
    """A task as a line of the sheet: what stands there, and what its reader may fill in."""

    task: Task
    stamp: str
    state: str
    may_report: bool
    may_keep: bool
    waiting: bool  # its report lies before the head or the office

    @property
    def key(self) -> str:
        return f"{self.task.pk}.{self.stamp}"


@dataclass(frozen=True)
class Read:
    """A sheet as read: rows to show again, what they say where nothing is wrong, and rows that are no rows of ours."""

    rows: list[GridRow]
    said: list[Said]
    foreign: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return sum(len(row.errors) for row in self.rows)


def tasks_to_update(plan: Plan, person: Person) -> TaskQuerySet:
    """The running tasks of a plan, with parts and occurrences, on which the person reports or whose plan they keep."""
    placed = PlanLine.objects.filter(plan=plan).values("task")
    mine = Q(lead__in=permissions.reporting_units(person)) | Q(plan__in=permissions.kept_by(person).values("pk"))
    mine &= ~Q(bond=TaskBond.PART, parent__lead=F("lead"))  # a part within a unit is its own person's to tell
    tasks = Task.objects.visible_to(person).running().to_do().filter(Q(plan=plan) | Q(pk__in=placed)).filter(mine)
    return tasks.annotate(place=Coalesce("parent__number", "number")).order_by("plan", "place", "parent_id", "number")


def lines(tasks: TaskQuerySet, person: Person) -> list[Line]:
    """The lines of a sheet, each with the mark of how its task stands now."""
    units = permissions.reporting_units(person)
    kept = set(permissions.kept_by(person).values_list("pk", flat=True))
    now, today = stamps(tasks), localdate()
    sent = ProgressReport.objects.filter(
        state__in=[ReportState.WITH_HEAD, ReportState.SENT], task__in=tasks.values("pk")
    )
    waiting = set(sent.values_list("task", flat=True))
    return [
        Line(
            task,
            now[task.pk],
            state_words(task, today)[0],
            task.lead_id in units,
            task.plan_id in kept,
            task.pk in waiting,
        )
        for task in tasks.select_related("plan", "lead")
    ]


def titles() -> dict[str, str]:
    """The columns in words, as the file and the page head them."""
    return {
        "key": _("Mã dòng (không sửa)"),
        "number": _("Số"),
        "task": _("Nhiệm vụ"),
        "lead": _("Chủ trì"),
        "now": _("Hạn đang áp dụng"),
        "state": _("Trạng thái"),
        "words": _("Kết quả thực hiện"),
        "says_done": _("Đã hoàn thành (x)"),
        "done_on": _("Ngày hoàn thành"),
        "figure": _("Số liệu"),
        "figure_unit": _("Đơn vị tính"),
        "due_on": _("Hạn mới"),
        "reason": _("Lý do sửa hạn"),
    }


def columns(found: Sequence[Line]) -> list[str]:
    """The columns this reader needs: results where they report, deadlines where they keep."""
    names = ["number", "task", "lead", "now", "state"]
    names += REPORT if any(line.may_report for line in found) else ()
    names += DEADLINE if any(line.may_keep for line in found) else ()
    return names


def shown(line: Line) -> dict[str, str]:
    """What stands in the columns that are not filled in."""
    return {
        "key": line.key,
        "number": line.task.label,
        "task": line.task.title,
        "lead": str(line.task.lead),
        "now": f"{line.task.due_on:%d/%m/%Y}" if line.task.due_on else "",
        "state": line.state,
    }


def grid(found: Sequence[Line], rows: Sequence[GridRow] = ()) -> Grid:
    """The sheet in the page; what was typed stands in its row again."""
    said, typed = titles(), {_number(row.key): row for row in rows}
    kinds: dict[str, Any] = {"task": "long", "lead": "long", "words": "long", "reason": "long"}
    kinds |= {"done_on": "date", "due_on": "date", "figure": "number"}
    widths = {
        "number": 60,
        "task": 280,
        "lead": 150,
        "now": 120,
        "words": 300,
        "done_on": 130,
        "due_on": 130,
        "reason": 180,
    }
    one_lead = len({line.task.lead_id for line in found}) == 1
    left_out = {"state", "lead"} if one_lead else {"state"}
    drawn = []
    for line in found:
        row = typed.get(line.task.pk, GridRow())
        drawn.append(GridRow({**row.values, **shown(line)}, row.errors, key=row.key or line.key))
    return Grid(
        columns=[
            GridColumn(
                name,
                said[name],
                kinds.get(name, "text"),
                read_only=name not in FILLED,
                width=widths.get(name, 110),
                help="dd/mm/yyyy" if kinds.get(name) == "date" else "",
            )
            for name in columns(found)
            if name not in left_out
        ],
        rows=drawn,
        post_url="",
        submit=_("Xem trước thay đổi"),
        can_add=False,
        title=_("Kết quả và hạn"),
    )


def posted(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows of the sheet in the page, as they were sent."""
    return sheet.cells(content, ("key", *FILLED))


def read(rows: Iterable[Mapping[str, str]], found: Sequence[Line]) -> Read:
    """Check every filled row; empty rows say nothing. One wrong cell stops them all."""
    known = {line.task.pk: line for line in found}
    kept: list[GridRow] = []
    said: list[Said] = []
    foreign: list[str] = []
    seen: set[int] = set()
    for number, values in enumerate(rows, 1):
        if not any(values.get(name) for name in FILLED):
            continue
        where = int(values.get("row", number))
        pk = _number(values.get("key", ""))
        line = known.get(pk)
        if line is None:
            foreign.append(
                _("Dòng %(row)d: không có nhiệm vụ này trong bảng của anh/chị, hoặc nhiệm vụ đã xong.") % {"row": where}
            )
            continue
        if pk in seen:
            foreign.append(_("Dòng %(row)d: nhiệm vụ này đã có ở một dòng trên.") % {"row": where})
            continue
        seen.add(pk)
        one, errors = _check(where, values, line)
        kept.append(GridRow(dict(values), errors, key=values.get("key", "")))
        if not errors:
            said.append(one)
    return Read(kept, said, foreign)


def _number(key: str) -> int:
    return proposing.whole(key.partition(".")[0])


def _check(row: int, values: Mapping[str, str], line: Line) -> tuple[Said, dict[str, str]]:
    errors: dict[str, str] = {}
    for name in FILLED:
        if name in LETTERS and len(values.get(name, "")) > LETTERS[name]:
            errors[name] = _("Dài quá %(limit)d chữ. Hãy ghi gọn lại.") % {"limit": LETTERS[name]}
    done = _yes(values.get("says_done", ""), errors)
    said = Said(
        row=row,
        task=line.task,
        stamp=values.get("key", "").partition(".")[2],
        words=values.get("words", ""),
        says_done=done,
        done_on=_day(values, "done_on", errors),
        figure=_figure(values.get("figure", ""), errors),
        figure_unit=values.get("figure_unit", ""),
        due_on=_day(values, "due_on", errors),
        reason=values.get("reason", ""),
    )
    if any(values.get(name) for name in REPORT):
        _check_report(said, line, errors)
    if any(values.get(name) for name in DEADLINE):
        _check_deadline(said, line, errors)
    return said, errors


def _check_report(said: Said, line: Line, errors: dict[str, str]) -> None:
    today, began = localdate(), line.task.plan.starts_on
    if not line.may_report:
        errors.setdefault("words", _("Chỉ người của đơn vị chủ trì được ghi kết quả."))
    elif line.waiting:
        errors.setdefault("words", _("Báo cáo trước đang chờ duyệt. Hãy rút lại báo cáo đó rồi ghi tiếp."))
    elif not said.words:
        errors.setdefault("words", _("Hãy ghi kết quả thực hiện."))
    if said.done_on and not said.says_done:
        errors.setdefault("says_done", _("Có ngày hoàn thành thì đánh dấu x ở đây."))
    if said.says_done and not said.done_on:
        errors.setdefault("done_on", _("Hãy ghi ngày hoàn thành, dạng dd/mm/yyyy."))
    elif said.done_on and said.done_on > today:
        errors.setdefault("done_on", _("Ngày hoàn thành không thể sau hôm nay."))
    elif said.done_on and said.done_on < began:
        words = _("Ngày hoàn thành không thể trước ngày bắt đầu kế hoạch (%(day)s).")
        errors.setdefault("done_on", words % {"day": f"{began:%d/%m/%Y}"})


def _check_deadline(said: Said, line: Line, errors: dict[str, str]) -> None:
    if not line.may_keep:
        errors.setdefault("due_on", _("Chỉ người giữ kế hoạch được sửa hạn."))
    elif said.due_on is None:
        errors.setdefault("due_on", _("Hãy ghi hạn mới, dạng dd/mm/yyyy."))
    elif not said.reason:
        errors.setdefault("reason", _("Hãy ghi lý do sửa hạn."))


def _yes(text: str, errors: dict[str, str]) -> bool:
    word = text.strip().casefold()
    if word not in (*YES, *NO):
        errors["says_done"] = _("Chỉ ghi x nếu đã hoàn thành, hoặc để trống.")
    return word in YES


def _day(values: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    wrong: dict[str, str] = {}
    day: date | None = sheet.day_in(values.get(name, ""), wrong)
    if wrong:
        errors[name] = wrong["due_on"]
    return day


def _figure(text: str, errors: dict[str, str]) -> Decimal | None:
    if not text:
        return None
    try:
        figure = Decimal(plain_number(text, ","))
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite() or abs(figure) >= Decimal(10) ** 14 or figure != round(figure, 4):
        errors["figure"] = _("“%(text)s” không phải số, hoặc quá dài. Ví dụ: 1.250 hoặc 98,5.") % {"text": text[:40]}
        return None
    return figure


def wrong_cells(rows: Iterable[GridRow]) -> list[str]:
    """What is wrong, cell by cell, for a sheet too long to be shown again."""
    said = titles()
    return [
        _("Dòng %(row)s, %(column)s: %(says)s") % {"row": row.values.get("row", ""), "column": said[name], "says": says}
        for row in rows
        for name, says in row.errors.items()
    ]
