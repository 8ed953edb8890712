"""A unit says what it has done; its head sends; the office accepts or returns."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.models import StoredFile
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import rules
from caicach.plans.actions.duties import after_change, require_own_turns
from caicach.plans.actions.handing import open_parts
from caicach.plans.actions.ledger import drop_extension
from caicach.plans.models import Evidence, ProgressReport, Task
from caicach.plans.permissions import (
    KEEPER,
    WRITERS,
    can_decide,
    require_decider,
    require_reporter,
    require_sender,
)
from caicach.plans.rules import ReportState, TaskState

OPEN = (ReportState.DRAFT, ReportState.WITH_HEAD, ReportState.SENT, ReportState.RETURNED)


class NothingSaid(ValueError):
    """A report or a reason is missing its words, or names a day that cannot be."""


@transaction.atomic
def write_report(
    *,
    task: Task,
    words: str,
    actor: Person,
    at: datetime,
    revision: int = 0,
    figure: Decimal | None = None,
    figure_unit: str = "",
    says_done: bool = False,
    done_on: date | None = None,
    evidence: Iterable[tuple[StoredFile, str]] = (),
    without: Iterable[Evidence] = (),
) -> ProgressReport:
    """Write or go on writing the lead unit's report on a task (ghi kết quả thực hiện).

    `revision` is the one the writer saw, 0 for a new report; an older one raises ChangedMeanwhile.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("lead", "plan").get(pk=task.pk)
    require_reporter(actor, task)
    require_own_turns(task)
    rules.require_under_way(TaskState(task.state))
    _check_done(says_done, done_on, task, at)
    if not words.strip():
        raise NothingSaid("Hãy ghi kết quả thực hiện.")
    report = task.reports.filter(unit=task.lead, state__in=OPEN).first()
    if report is None:
        report = ProgressReport(task=task, unit=task.lead, number=task.reports.count() + 1)
    elif report.revision != revision:
        raise ChangedMeanwhile("Người khác trong đơn vị vừa sửa báo cáo này. Nội dung anh/chị nhập vẫn còn bên dưới.")
    report.state = rules.next_report_state(ReportState(report.state), "write")
    report.words, report.figure, report.figure_unit = words.strip(), figure, figure_unit.strip()
    report.says_done, report.done_on = says_done, done_on if says_done else None
    report.written_by, report.written_at = actor, at
    report.revision += 1
    report.save()
    taken_out = list(report.evidence.filter(pk__in=[file.pk for file in without]))
    report.evidence.filter(pk__in=[file.pk for file in taken_out]).delete()
    names = []
    for stored, name in evidence:
        Evidence.objects.get_or_create(report=report, stored=stored, defaults={"name": name[:200]})
        names.append({"name": name, "sha256": stored.sha256})
    record(
        "plans.report_written",
        task,
        actor=actor,
        at=at,
        report=report.number,
        words=report.words,
        figure=figure,
        figure_unit=figure_unit,
        says_done=says_done,
        done_on=report.done_on,
        evidence=names,
        taken_out=[file.name for file in taken_out],
    )
    return report


@transaction.atomic
def submit_report(
    *, report: ProgressReport, actor: Person, at: datetime, revision: int | None = None, quietly: bool = False
) -> ProgressReport:
    """Lay a report before the unit's head (trình lãnh đạo); within a unit it goes to who gave the part.

    `quietly` where one notice tells of many.
    """
    report = _locked(report)
    require_reporter(actor, report.task)
    report = _step(report, "submit", actor, at, revision)
    if report.task.is_within_unit:
        return send_report(report=report, actor=actor, at=at)
    if not quietly:
        text = f"{report.unit} trình báo cáo tiến độ nhiệm vụ {report.task} để gửi."
        _tell(report, heads_for(report.unit), text, "submit", actor, at)
    return report


@transaction.atomic
def take_back_report(
    *, report: ProgressReport, actor: Person, at: datetime, revision: int | None = None
) -> ProgressReport:
    """Take a report back from the head to go on writing (rút lại)."""
    report = _locked(report)
    require_reporter(actor, report.task)
    return _step(report, "take_back", actor, at, revision)


@transaction.atomic
def send_report(*, report: ProgressReport, actor: Person, at: datetime, revision: int | None = None) -> ProgressReport:
    """The head sends the unit's report to the office that keeps the plan (gửi báo cáo)."""
    report = _locked(report)
    require_sender(actor, report)
    if report.says_done:
        _require_parts_done(report.task)
    report.sent_by, report.sent_at = actor, at
    report.first_sent_at = report.first_sent_at or at
    report = _step(report, "send", actor, at, revision)
    _move_task(report, "report_done" if report.says_done else "begin", actor, at)
    handed = report.task.parent if report.task.bond == rules.TaskBond.PART else None
    office = handed.lead if handed else report.task.plan.unit
    keepers = [one for one in people_with(office, *(WRITERS if handed else (KEEPER,))) if can_decide(one, report)]
    readers = keepers or (heads_for(report.unit.parent) if handed else people_with(office, Role.HEAD))
    _tell(report, readers, f"{report.unit} gửi báo cáo tiến độ nhiệm vụ {report.task}.", "send", actor, at)
    return report


@transaction.atomic
def accept_report(
    *, report: ProgressReport, actor: Person, at: datetime, revision: int | None = None
) -> ProgressReport:
    """The office accepts a report (xác nhận); one that says done completes the task on the day it names."""
    report = _locked(report)
    require_decider(actor, report)
    report.decided_by, report.decided_at = actor, at
    report = _step(report, "accept", actor, at, revision)
    _move_task(report, "complete" if report.says_done else "accept_progress", actor, at, done_on=report.done_on)
    people = [report.written_by, *([report.sent_by] if report.sent_by else [])]
    _tell(report, people, f"Báo cáo tiến độ nhiệm vụ {report.task} đã được xác nhận.", "accept", actor, at)
    return report


@transaction.atomic
def return_report(
    *, report: ProgressReport, reason: str, actor: Person, at: datetime, revision: int | None = None
) -> ProgressReport:
    """The head or the office returns a report with the reason (trả lại); the unit goes on writing it."""
    report = _locked(report)
    if not reason.strip():
        raise NothingSaid("Hãy ghi lý do trả lại để đơn vị biết cần làm gì.")
    was_sent = report.state == ReportState.SENT
    if was_sent:
        require_decider(actor, report)
        report.decided_by, report.decided_at = actor, at
    elif report.state == ReportState.WITH_HEAD or not can_decide(actor, report):
        require_sender(actor, report)
    report.reason = reason.strip()
    report = _step(report, "return", actor, at, revision, reason=report.reason)
    if was_sent:
        _move_task(report, "return", actor, at)
    text = f"Báo cáo tiến độ nhiệm vụ {report.task} bị trả lại: {report.reason}"
    people = {person.pk: person for person in [report.written_by, *people_with(report.task.lead, Role.REPORTER)]}
    _tell(report, people.values(), text, "return", actor, at)
    return report


def _locked(report: ProgressReport) -> ProgressReport:
    # The task's row orders everyone who works on its reports, and is the head of their trail.
    task = Task.objects.select_for_update(of=("self",)).select_related("lead", "plan__unit").get(pk=report.task_id)
    found = ProgressReport.objects.select_related("unit", "written_by", "sent_by").get(pk=report.pk)
    found.task = task
    return found


def _step(
    report: ProgressReport, verb: str, actor: Person, at: datetime, revision: int | None, **said: object
) -> ProgressReport:
    task, is_former = report.task, report.unit_id != report.task.lead_id
    if not is_former or task.state in rules.STOPPED:
        rules.require_under_way(TaskState(task.state))
    elif verb == "accept" and report.says_done and task.state == TaskState.COMPLETED:
        raise rules.WrongState("Nhiệm vụ đã hoàn thành theo báo cáo của đơn vị khác. Hãy trả lại báo cáo này.")
    if verb in ("submit", "take_back", "send") and is_former:
        raise rules.WrongState("Nhiệm vụ đã giao đơn vị khác chủ trì. Báo cáo này còn để xem, không gửi được nữa.")
    report.state = rules.next_report_state(ReportState(report.state), verb)
    if revision is not None and revision != report.revision:  # nobody sends or accepts words they have not seen
        raise ChangedMeanwhile("Báo cáo vừa được sửa. Hãy đọc lại bản mới rồi thao tác.")
    report.revision += 1
    report.save()
    record(f"plans.report_{report.state}", report.task, actor=actor, at=at, report=report.number, **said)
    return report


def _move_task(report: ProgressReport, verb: str, actor: Person, at: datetime, done_on: date | None = None) -> None:
    task = report.task
    before = task.state
    if report.unit_id != task.lead_id:  # words of a unit that led it before: what the others said holds as well
        if task.state == TaskState.COMPLETED:
            return
        task.state = _by_all_reports(task)
    else:
        task.state = rules.next_task_state(TaskState(task.state), verb)
    task.done_on = done_on if task.state == TaskState.COMPLETED else None
    task.changed_at = at
    task.save(update_fields=["state", "done_on", "changed_at"])
    if before != task.state:
        moved = {"before": before, "after": task.state}
        record("plans.task_moved", task, actor=actor, at=at, state=moved, done_on=task.done_on)
    if task.state == TaskState.COMPLETED:
        drop_extension(task=task, because="Nhiệm vụ đã hoàn thành.", actor=actor, at=at)
    after_change(task, actor=actor, at=at)


def _by_all_reports(task: Task) -> TaskState:
    said_done = task.reports.filter(says_done=True)
    return rules.state_by_reports(
        accepted_done=said_done.filter(state=ReportState.ACCEPTED).exists(),
        sent_done=said_done.filter(state=ReportState.SENT).exists(),
        ever_sent=task.reports.filter(sent_at__isnull=False).exists(),
    )


def _check_done(says_done: bool, done_on: date | None, task: Task, at: datetime) -> None:
    if not says_done:
        return
    _require_parts_done(task)
    if done_on is None:
        raise NothingSaid("Hãy ghi ngày hoàn thành.")
    if done_on > localdate(at):
        raise NothingSaid("Ngày hoàn thành không thể sau hôm nay.")
    if done_on < task.plan.starts_on:
        began = f"{task.plan.starts_on:%d/%m/%Y}"
        raise NothingSaid(_("Ngày hoàn thành không thể trước ngày bắt đầu kế hoạch (%(day)s).") % {"day": began})


def _require_parts_done(task: Task) -> None:
    if waiting := open_parts(task):
        says = _("Còn %(count)d phần việc chưa xong. Hãy chờ xác nhận hoặc thu hồi, rồi báo cáo hoàn thành.")
        raise NothingSaid(says % {"count": waiting})


def heads_for(unit: Unit | None) -> list[Person]:
    """Who sends what the unit writes: its head, or the nearest head above."""
    above = unit
    while above is not None:
        heads = people_with(above, Role.HEAD)
        if heads:
            return heads
        above = above.parent
    return []


def _tell(report: ProgressReport, people: Iterable[Person], text: str, verb: str, actor: Person, at: datetime) -> None:
    notify(
        people=people,
        kind=f"plans.report_{verb}",
        text=text,
        link=reverse("plans:task", args=[report.task_id]),
        once_key=f"report:{report.pk}:{report.revision}",
        actor=actor,
        at=at,
    )
