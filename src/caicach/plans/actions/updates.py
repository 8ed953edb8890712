"""Results and deadlines sent back in a sheet: kept as read, applied as a whole, undone while nothing followed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.models import StoredFile
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed
from caicach.plans import rules
from caicach.plans.actions.deadlines import change_deadline
from caicach.plans.actions.progress import OPEN, NothingSaid, heads_for, submit_report, write_report
from caicach.plans.actions.tasks import NoWords
from caicach.plans.models import DeadlineEntry, ProgressReport, SheetUpdate, SheetUpdateRow, Task, TaskQuerySet
from caicach.plans.permissions import require_keeper, require_reporter
from caicach.plans.rules import ReportState


class RowRefused(ValueError):
    """A row of a sheet cannot be applied, so none is."""


class LaterWork(ValueError):
    """Something was done to a task after the sheet, so the sheet cannot be undone."""


@dataclass(frozen=True)
class Said:
    """What one row says of its task: a result, a new deadline, or both; `stamp` is what its writer saw."""

    row: int
    task: Task
    stamp: str
    words: str = ""
    says_done: bool = False
    done_on: date | None = None
    figure: Decimal | None = None
    figure_unit: str = ""
    due_on: date | None = None
    reason: str = ""


def stamps(tasks: TaskQuerySet) -> dict[int, str]:
    """A mark of how each task stands: whatever is done to the task, its deadline or its reports changes it."""
    ids = tasks.values("pk")
    entries = dict(DeadlineEntry.objects.filter(task__in=ids).order_by().values_list("task").annotate(n=Count("pk")))
    reports = ProgressReport.objects.filter(task__in=ids).order_by().values_list("task").annotate(n=Sum("revision"))
    steps = dict(reports)
    return {
        pk: hashlib.sha256(
            f"{pk}|{revision}|{state}|{changed_at.timestamp()}|{entries.get(pk)}|{steps.get(pk)}".encode()
        ).hexdigest()[:10]
        for pk, revision, state, changed_at in tasks.order_by().values_list("pk", "revision", "state", "changed_at")
    }


@transaction.atomic
def keep_update(*, stored: StoredFile, name: str, said: Iterable[Said], actor: Person, at: datetime) -> SheetUpdate:
    """Keep a sheet as it was read (cập nhật hàng loạt), to be looked at before it changes anything."""
    update = SheetUpdate.objects.create(person=actor, stored=stored, name=name[:200], sent_at=at)
    rows = [SheetUpdateRow(update=update, row=one.row, task=one.task, says=_plain(one)) for one in said]
    SheetUpdateRow.objects.bulk_create(rows)
    record("plans.sheet_sent", update, actor=actor, at=at, name=update.name, sha256=stored.sha256, rows=len(rows))
    return update


@transaction.atomic
def leave_out_changed(*, update: SheetUpdate, actor: Person, at: datetime) -> int:
    """Take out of a sheet the rows whose tasks have changed since it was filled in; how many they were."""
    update = _locked(update, actor)
    _require_waiting(update)
    rows = _rows(update)
    gone = [row for row, changed in _changed(rows).items() if changed]
    SheetUpdateRow.objects.filter(pk__in=[row.pk for row in gone]).delete()
    record("plans.sheet_shortened", update, actor=actor, at=at, rows=[row.row for row in gone])
    return len(gone)


@transaction.atomic
def apply_update(*, update: SheetUpdate, actor: Person, at: datetime) -> SheetUpdate:
    """Do what a sheet says (áp dụng): all of its rows, or none; results are laid before the unit's head."""
    update = _locked(update, actor)
    _require_waiting(update)
    rows = _rows(update)
    _lock(rows)
    changed = [row for row, moved in _changed(rows).items() if moved]
    if changed:
        raise ChangedMeanwhile("Có nhiệm vụ đã thay đổi sau khi lập bảng. Hãy bỏ các dòng đó hoặc tải bảng mới.")
    open_reports = _open_reports(rows)
    for row in rows:
        try:
            row.before = _before(row, open_reports.get(row.task_id))
            _apply(row, open_reports.get(row.task_id), actor, at)
        except (NothingSaid, NoWords, NotAllowed, rules.WrongState, ChangedMeanwhile) as trouble:
            said = _("Dòng %(row)d: %(says)s Chưa dòng nào được áp dụng.")
            raise RowRefused(said % {"row": row.row, "says": _(str(trouble))}) from trouble
    now = stamps(_tasks(rows))
    for row in rows:
        row.after = {"stamp": now[row.task_id]}
    SheetUpdateRow.objects.bulk_update(rows, ["before", "after"], batch_size=200)
    update.applied_at = at
    update.save(update_fields=["applied_at"])
    record("plans.sheet_applied", update, actor=actor, at=at, rows=len(rows))
    _tell_heads(update, rows, actor, at)
    return update


@transaction.atomic
def undo_update(*, update: SheetUpdate, actor: Person, at: datetime) -> SheetUpdate:
    """Undo what a sheet did (hoàn tác), while nothing was done to its tasks since; ledgers of deadlines only grow."""
    update = _locked(update, actor)
    if update.applied_at is None or update.undone_at is not None:
        raise rules.WrongState("Bảng này chưa áp dụng hoặc đã hoàn tác rồi.")
    rows = _rows(update)
    _lock(rows)
    now = stamps(_tasks(rows))
    later = [str(row.task) for row in rows if now[row.task_id] != row.after["stamp"]]
    if later:
        said = _("Không hoàn tác được: sau khi áp dụng đã có việc khác ở nhiệm vụ %(tasks)s.")
        named = ", ".join(later[:5]) + ("…" if len(later) > 5 else "")
        raise LaterWork(said % {"tasks": named})
    for row in rows:
        _take_back(row, update, actor, at)
    update.undone_at = at
    update.save(update_fields=["undone_at"])
    record("plans.sheet_undone", update, actor=actor, at=at, rows=len(rows))
    return update


def _plain(said: Said) -> dict[str, Any]:
    values = {name: value for name, value in _as_json(said).items() if value not in (None, "", False)}
    return values | {"stamp": said.stamp}


def _as_json(said: Said) -> dict[str, Any]:
    """A row's words as JSON keeps them."""
    return {
        "words": said.words,
        "says_done": said.says_done,
        "done_on": said.done_on.isoformat() if said.done_on else None,
        "figure": str(said.figure) if said.figure is not None else None,
        "figure_unit": said.figure_unit,
        "due_on": said.due_on.isoformat() if said.due_on else None,
        "reason": said.reason,
    }


def _locked(update: SheetUpdate, actor: Person) -> SheetUpdate:
    found = SheetUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
    if found.person_id != actor.pk:
        raise NotAllowed("Chỉ người gửi bảng được áp dụng hoặc hoàn tác.")
    return found


def _require_waiting(update: SheetUpdate) -> None:
    if update.applied_at is not None:
        raise rules.WrongState("Bảng này đã được áp dụng rồi.")


def _rows(update: SheetUpdate) -> list[SheetUpdateRow]:
    return list(update.rows.select_related("task__plan__unit", "task__lead"))


def _tasks(rows: Iterable[SheetUpdateRow]) -> TaskQuerySet:
    return Task.objects.filter(pk__in=[row.task_id for row in rows])


def _lock(rows: Iterable[SheetUpdateRow]) -> None:
    list(
        _tasks(rows).order_by("pk").select_for_update().values_list("pk")
    )  # in one order, so that no two wait in a ring


def _changed(rows: list[SheetUpdateRow]) -> dict[SheetUpdateRow, bool]:
    now = stamps(_tasks(rows))
    return {row: now[row.task_id] != row.says["stamp"] for row in rows}


def changed_since(update: SheetUpdate) -> set[int]:
    """The rows of a sheet whose tasks have changed since it was filled in."""
    return {row.row for row, changed in _changed(_rows(update)).items() if changed}


def _open_reports(rows: Iterable[SheetUpdateRow]) -> dict[int, ProgressReport]:
    found = ProgressReport.objects.filter(task__in=[row.task_id for row in rows], unit=F("task__lead"), state__in=OPEN)
    return {report.task_id: report for report in found}


def _before(row: SheetUpdateRow, report: ProgressReport | None) -> dict[str, Any]:
    before: dict[str, Any] = {}
    if "due_on" in row.says:
        before["due_on"] = row.task.due_on.isoformat() if row.task.due_on else None
    if "words" in row.says and report is not None:
        before["report"] = {
            "words": report.words,
            "figure": str(report.figure) if report.figure is not None else None,
            "figure_unit": report.figure_unit,
            "says_done": report.says_done,
            "done_on": report.done_on.isoformat() if report.done_on else None,
            "state": report.state,
            "written_by": report.written_by_id,
            "written_at": report.written_at.isoformat(),
        }
    return before


def _apply(row: SheetUpdateRow, before: ProgressReport | None, actor: Person, at: datetime) -> None:
    says = row.says
    if "words" in says:
        report = write_report(
            task=row.task, revision=before.revision if before else 0, actor=actor, at=at, **_report_values(says)
        )
        submit_report(report=report, actor=actor, at=at, quietly=True)
    if "due_on" in says:
        due_on = date.fromisoformat(says["due_on"])
        change_deadline(task=row.task, due_on=due_on, reason=says.get("reason", ""), actor=actor, at=at)


def _report_values(says: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": says["words"],
        "figure": Decimal(says["figure"]) if says.get("figure") is not None else None,
        "figure_unit": says.get("figure_unit", ""),
        "says_done": says.get("says_done", False),
        "done_on": date.fromisoformat(says["done_on"]) if says.get("done_on") else None,
    }


def _take_back(row: SheetUpdateRow, update: SheetUpdate, actor: Person, at: datetime) -> None:
    if "words" in row.says:
        require_reporter(actor, row.task)
        report = ProgressReport.objects.get(task=row.task, unit=row.task.lead_id, state=ReportState.WITH_HEAD)
        if "report" in row.before:
            _write_back(report, row.before["report"], actor, at)
        else:
            record("plans.report_undone", row.task, actor=actor, at=at, report=report.number)
            report.delete()
    if "due_on" in row.says:
        require_keeper(actor, row.task.plan)
        before = row.before["due_on"]
        change_deadline(
            task=row.task,
            due_on=date.fromisoformat(before) if before else None,
            reason=_("Hoàn tác cập nhật từ bảng %(name)s") % {"name": update.name[:100]},
            actor=actor,
            at=at,
        )


def _write_back(report: ProgressReport, before: Mapping[str, Any], actor: Person, at: datetime) -> None:
    """The words that stood in a draft or a returned report stand there again, and the trail says so."""
    values = _report_values(before)
    for name, value in values.items():
        setattr(report, name, value)
    report.state = before["state"]
    report.written_by_id, report.written_at = before["written_by"], datetime.fromisoformat(before["written_at"])
    report.revision += 1
    report.save()
    said = values | {"report": report.number, "evidence": [], "taken_out": []}
    record("plans.report_written", report.task, actor=actor, at=at, **said)
    if report.state == ReportState.RETURNED:
        record("plans.report_returned", report.task, actor=actor, at=at, report=report.number, reason=report.reason)


def _tell_heads(update: SheetUpdate, rows: Iterable[SheetUpdateRow], actor: Person, at: datetime) -> None:
    """One notice to each unit's head for all the results of a sheet."""
    by_unit: dict[Unit, list[Task]] = {}
    for row in rows:
        if "words" in row.says:
            by_unit.setdefault(row.task.lead, []).append(row.task)
    for unit, tasks in by_unit.items():
        notify(
            people=heads_for(unit),
            kind="plans.report_submit",
            text=f"{unit} trình {len(tasks)} báo cáo tiến độ của kế hoạch {tasks[0].plan.code} để gửi.",
            link=f"{reverse('plans:plan', args=[tasks[0].plan_id])}?unit={unit.code}",
            once_key=f"sheet:{update.pk}:{unit.pk}",
            actor=actor,
            at=at,
        )
