"""What `verify` promises of plans and tasks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q

from caicach.audit.models import Line
from caicach.plans import rules
from caicach.plans.models import DeadlineEntry, ProgressReport, Task, TaskUnit
from caicach.plans.rules import ReportState, TaskState


def faults() -> Iterator[str]:
    """Every task whose deadline, state or parts do not follow from its own records."""
    yield from _deadlines()
    yield from _states()
    yield from _parts()
    yield from _trail()


def _deadlines() -> Iterator[str]:
    """Clocks: each line of a ledger follows from its typed value, and the task carries the last line."""
    last: dict[int, tuple[Any, Any]] = {}
    entries = DeadlineEntry.objects.order_by("task_id", "number")
    for entry in entries.iterator(chunk_size=2000):
        if rules.last_day(entry.typed).due_on != entry.due_on:
            yield f"Nhiệm vụ {entry.task_id}: dòng {entry.number} của sổ hạn không tính lại được từ hạn đã ghi."
        first = last[entry.task_id][0] if entry.task_id in last else entry.due_on
        last[entry.task_id] = (first or entry.due_on, entry.due_on)
    for pk, first_due_on, due_on in Task.objects.values_list("pk", "first_due_on", "due_on").iterator():
        if pk not in last:
            yield f"Nhiệm vụ {pk}: không có sổ hạn."
        elif last[pk] != (first_due_on, due_on):
            yield f"Nhiệm vụ {pk}: hạn đang dùng khác dòng cuối của sổ hạn."


def _states() -> Iterator[str]:
    """States: a completed task has exactly one accepted report that says so, and its day."""
    done = Q(reports__state=ReportState.ACCEPTED, reports__says_done=True)
    tasks = Task.objects.annotate(said_done=Count("reports", filter=done))
    for pk in tasks.filter(state=TaskState.COMPLETED).exclude(said_done=1).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: ghi là hoàn thành nhưng không có đúng một báo cáo hoàn thành được xác nhận."
    for pk in tasks.exclude(state=TaskState.COMPLETED).filter(said_done__gt=0).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: báo cáo hoàn thành đã được xác nhận nhưng nhiệm vụ chưa hoàn thành."
    accepted = ProgressReport.objects.filter(state=ReportState.ACCEPTED, says_done=True)
    for pk in accepted.exclude(task__done_on=F("done_on")).values_list("task_id", flat=True):
        yield f"Nhiệm vụ {pk}: ngày hoàn thành khác ngày trong báo cáo được xác nhận."


def _parts() -> Iterator[str]:
    """Parts: the lead of a task stands among its parts, so that lists by unit are whole."""
    leads = TaskUnit.objects.filter(part=TaskUnit.LEAD, unit=F("task__lead")).values("task")
    for pk in Task.objects.exclude(pk__in=leads).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: đơn vị chủ trì không khớp danh sách phân công."


def _trail() -> Iterator[str]:
    """Trail: every task was given by somebody, and its trail says so."""
    given = set(Line.objects.filter(kind="plans.task_given").values_list("stream", flat=True))
    for pk in Task.objects.values_list("pk", flat=True).iterator():
        if f"plans.task:{pk}" not in given:
            yield f"Nhiệm vụ {pk}: nhật ký không có dòng giao việc."
