"""Deadlines that wait: the event they count from happens; a task without a date is given one, or needs none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from caicach.audit.actions import record
from caicach.notifications.actions import notify
from caicach.orgs.models import Person
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import counting, rules
from caicach.plans.actions.children import locked, write_line
from caicach.plans.actions.duties import after_change
from caicach.plans.models import DeadlineEntry, Plan, Task
from caicach.plans.permissions import require_keeper
from caicach.plans.rules import TaskState
from caicach.regulations import packs
from caicach.regulations.models import NotInForce, working_calendar
from caicach.regulations.rules.calendar import CalendarUnknown, Days

WAITING = ("relative", "event")  # kinds of deadlines that start with an event


class NotDated(ValueError):
    """A day is missing, or one that cannot be."""


@transaction.atomic
def record_event(
    *,
    task: Task,
    happened_on: date,
    words: str,
    actor: Person,
    at: datetime,
    happened_at: time | None = None,
    due_on: date | None = None,
) -> Task:
    """The event a deadline counts from has happened (ghi nhận sự kiện): the clock starts.

    Where the words name how long, the last day is computed on the working calendar and stays recomputable; where they
    name none, the keeper's `due_on` holds, or the task stays undated. Recording once more corrects the day.
    """
    require_keeper(actor, task.plan)
    task = locked(task)
    _require_running(task)
    waits = waiting_deadline(task)
    if waits is None:
        raise NotDated("Hạn của nhiệm vụ này không tính từ sự kiện. Hãy dùng “Sửa hạn”.")
    if not words.strip():
        raise NotDated("Hãy ghi sự kiện đã xảy ra, ví dụ: Nghị định số … được ban hành.")
    amount = counting.amount_of(waits)
    said = words.strip()
    when = "" if amount is not None else f" ({happened_on:%d/%m/%Y})"
    typed: dict[str, Any]
    if amount is not None:
        typed = {**waits, "happened": happened_on.isoformat()}
        if amount[0] == "hours":
            if happened_at is None:
                raise NotDated("Hạn tính bằng giờ. Hãy ghi giờ sự kiện xảy ra, ví dụ 14:30.")
            typed["time"] = happened_at.strftime("%H:%M")
        typed |= _stepped_over(typed, *amount, happened_on)
    elif due_on is not None:
        if due_on < happened_on:
            raise NotDated("Hạn không thể trước ngày sự kiện xảy ra.")
        typed = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"}
    else:
        typed = {"kind": "event", "happened": happened_on.isoformat()}
    before = task.due_on
    entry = write_line(
        task=task,
        kind=DeadlineEntry.STARTED,
        typed=typed,
        phrase=task.deadline_phrase,
        reason=said,
        because=[f"Sự kiện: {said}{when}."],
        because_en=[f"Event: {said}{when}."],
        actor=actor,
        at=at,
    )
    moved = {"before": before, "after": entry.due_on}
    record("plans.event_recorded", task, actor=actor, at=at, happened_on=happened_on, words=said, due_on=moved)
    after_change(task, actor=actor, at=at)
    _tell_day(task, entry, f"Sự kiện của nhiệm vụ {task} đã xảy ra: {said}.", actor, at)
    return task


def waiting_deadline(task: Task) -> dict[str, Any] | None:
    """The typed deadline of a task that counts from an event, recorded or not; None for every other."""
    lines = task.deadline_entries.order_by("-number")
    last = lines.first()
    if last is None or last.kind not in (DeadlineEntry.SET, DeadlineEntry.STARTED):
        return None
    first = next((line.typed for line in lines if line.kind != DeadlineEntry.STARTED), None)
    return first if first is not None and first["kind"] in WAITING else None


def _stepped_over(typed: dict[str, Any], unit: str, amount: int, happened: date) -> dict[str, Any]:
    """The days off a relative deadline steps over, so that its line can be recomputed whatever the calendar becomes."""
    try:
        days = _days()
        if unit == "working_days":
            due = days.add(happened, amount)
            between = _between(happened, due)
        else:
            clock = time.fromisoformat(typed.get("time", "00:00"))
            lands = counting.landing(unit, amount, happened, clock)
            if unit == "hours":
                return {}
            due = days.roll_forward(lands) if amount >= 0 else days.roll_back(lands)
            between = [lands, *_between(lands, due)] if lands != due else []
        return {"off": [day.isoformat() for day in sorted(between) if not days.is_working(day)]}
    except CalendarUnknown as unknown:
        raise NotDated("Chưa có lịch làm việc của năm đó. Hãy nhờ quản trị viên nạp lịch rồi ghi lại.") from unknown


def _between(one: date, other: date) -> list[date]:
    first, last = min(one, other), max(one, other)
    return [first + timedelta(days=n) for n in range(1, (last - first).days)]


def _days() -> Days:
    try:
        return working_calendar().known()
    except NotInForce:
        return packs.calendar().known()


def _require_running(task: Task) -> None:
    if task.state in (TaskState.COMPLETED, TaskState.CANCELLED):
        raise rules.WrongState("Nhiệm vụ đã hoàn thành hoặc đã hủy, hạn không sửa được nữa.")


@dataclass(frozen=True)
class Answer:
    """What the keeper says of a task without a date: its day, or that it is continuous and needs none."""

    task: Task
    due_on: date | None = None
    is_continuous: bool = False


@transaction.atomic
def date_tasks(*, plan: Plan, answers: Iterable[Answer], actor: Person, at: datetime) -> list[Task]:
    """Give days to many tasks that have none, or say that they need none (bổ sung hạn): all of them, or none."""
    require_keeper(actor, plan)
    dated = []
    for answer in answers:
        task = locked(answer.task)
        if task.plan_id != plan.pk:
            require_keeper(actor, task.plan)
        _require_running(task)
        if task.due_on is not None:
            raise NotDated("Có nhiệm vụ vừa được người khác ghi hạn. Hãy tải lại danh sách.")
        typed: dict[str, Any] = {"kind": "continuous"}
        reason = "Việc thường xuyên, không cần hạn."
        if not answer.is_continuous:
            if answer.due_on is None:
                raise NotDated("Hãy ghi ngày, hoặc đánh dấu “thường xuyên”.")
            typed = {"kind": "date", "date": answer.due_on.isoformat(), "comparator": "by"}
            reason = "Bổ sung hạn cho nhiệm vụ chưa có hạn."
        entry = write_line(task=task, kind=DeadlineEntry.CHANGED, typed=typed, reason=reason, actor=actor, at=at)
        moved = {"before": None, "after": entry.due_on}
        record("plans.deadline_changed", task, actor=actor, at=at, due_on=moved, reason=reason)
        if entry.due_on is not None:
            _tell_day(task, entry, "", actor, at)
        dated.append(task)
    return dated


def _tell_day(task: Task, entry: DeadlineEntry, says: str, actor: Person, at: datetime) -> None:
    due = f"Hạn của nhiệm vụ {task} là {entry.due_on:%d/%m/%Y}." if entry.due_on else ""
    notify(
        people=[task.person] if task.person else people_with(task.lead, Role.REPORTER, Role.HEAD),
        kind="plans.deadline_changed",
        text=" ".join(filter(None, [says, due])),
        link=reverse("plans:task", args=[task.pk]),
        once_key=f"deadline:{task.pk}:{entry.number}",
        actor=actor,
        at=at,
    )
