"""A sheet of results as its page shows it: row by row, what stood there and what will."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from caicach.plans.models import ProgressReport, SheetUpdate, SheetUpdateRow, Task
from caicach.plans.rules import ReportState
from caicach.ui import wording
from caicach.ui.parts import Change


@dataclass(frozen=True)
class RowFace:
    """One row: its task, what changes, and whether the task has changed since the sheet was filled in."""

    row: int
    task: Task
    changes: list[Change]
    changed: bool


def preview(update: SheetUpdate, rows: Iterable[SheetUpdateRow], changed: Collection[int]) -> list[RowFace]:
    """The rows of a sheet; before it is applied against what stands now, after it against what stood then."""
    rows = list(rows)
    drafts: dict[int, Mapping[str, Any]] = {}
    if update.applied_at is None:
        writing = ProgressReport.objects.filter(
            task__in=[row.task_id for row in rows], state__in=[ReportState.DRAFT, ReportState.RETURNED]
        )
        drafts = {report.task_id: vars(report) for report in writing}
    return [
        RowFace(row.row, row.task, _changes(row, drafts.get(row.task_id), update), row.row in changed) for row in rows
    ]


def _changes(row: SheetUpdateRow, draft: Mapping[str, Any] | None, update: SheetUpdate) -> list[Change]:
    before = row.before.get("report", {}) if update.applied_at else (draft or {})
    found = []
    if "words" in row.says:
        found.append(Change(_("Kết quả"), str(before.get("words", "")), row.says["words"]))
        for name, title in (("figure", _("Số liệu")), ("done_on", _("Hoàn thành"))):
            was, now = _shown(before, name), _shown(row.says, name)
            if was or now:
                found.append(Change(title, was, now))
    if "due_on" in row.says:
        was = _day(row.before["due_on"] if update.applied_at else row.task.due_on)
        found.append(Change(_("Hạn"), was, f"{_day(row.says['due_on'])} · {row.says.get('reason', '')}"))
    return found


def _shown(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if name == "done_on":
        return _day(value)
    number = Decimal(value)
    plain = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return f"{wording.count(plain)} {values.get('figure_unit', '')}".strip()


def _day(value: Any) -> str:
    if not value:
        return ""
    return wording.day(datetime.date.fromisoformat(value) if isinstance(value, str) else value)
