"""Duties that come round: their calendar, the opening of each turn, and the duty that follows its turns."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.orgs.models import Person
from caicach.plans import recurring, rollup, rules
from caicach.plans.actions.children import add_child, locked, write_line
from caicach.plans.actions.ledger import drop_extension
from caicach.plans.models import DeadlineEntry, Recurrence, Task, TaskUnit
from caicach.plans.permissions import require_keeper
from caicach.plans.recurring import Every, Period
from caicach.plans.rollup import Turn
from caicach.plans.rules import ReportState, TaskBond, TaskState


class NoTurn(ValueError):
    """A duty cannot come round like that."""


@dataclass(frozen=True)
class Rhythm:
    """When a duty comes round, before it is kept (cách lặp lại)."""

    every: Every
    due_day: int
    starts_on: date
    ends_on: date
    due_months_after: int = 0
    cutoff_day: int | None = None
    is_estimate: bool = False


@transaction.atomic
def set_recurrence(*, task: Task, rhythm: Rhythm, actor: Person, at: datetime) -> Recurrence:
    """Say when a duty comes round, or change it (đặt định kỳ): turns begun by now are opened at once.

    Turns already open keep their days; those still ahead follow the new rhythm.
    """
    require_keeper(actor, task.plan)
    task = locked(task)
    before = Recurrence.objects.filter(task=task).first()
    _check(task, rhythm, before)
    values = {
        "every": str(rhythm.every),
        "due_day": rhythm.due_day,
        "due_months_after": rhythm.due_months_after,
        "cutoff_day": rhythm.cutoff_day,
        "is_estimate": rhythm.is_estimate,
        "starts_on": rhythm.starts_on,
        "ends_on": rhythm.ends_on,
    }
    recurrence, _new = Recurrence.objects.update_or_create(task=task, defaults=values)
    if not recurrence.periods():
        raise NoTurn("Không kỳ nào nằm trong khoảng thời gian này. Hãy xem lại ngày bắt đầu, kết thúc và ngày nộp.")
    record("plans.recurrence_set", task, actor=actor, at=at, **values)
    drop_extension(task=task, because="Nhiệm vụ làm theo từng kỳ.", actor=actor, at=at)
    _open(recurrence, localdate(at), actor, at)
    follow_duty(duty=task, actor=actor, at=at)
    return recurrence


def _check(task: Task, rhythm: Rhythm, before: Recurrence | None) -> None:
    if task.bond:
        raise NoTurn("Chỉ nhiệm vụ gốc mới đặt định kỳ được, không đặt cho phần việc hay từng kỳ.")
    if task.state not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
        raise rules.WrongState("Nhiệm vụ đã báo cáo xong, tạm dừng hoặc hủy, không đặt định kỳ được nữa.")
    if before is None and task.reports.exclude(state=ReportState.ACCEPTED).exists():
        raise NoTurn("Đơn vị đang báo cáo nhiệm vụ này. Hãy duyệt hoặc trả lại báo cáo đó, rồi đặt định kỳ.")
    if task.children.filter(bond=TaskBond.PART).exclude(state=TaskState.CANCELLED).exists():
        raise NoTurn("Nhiệm vụ đã chia phần việc. Hãy thu hồi các phần việc trước khi đặt định kỳ.")
    if before is not None and before.every != rhythm.every and task.children.exists():
        raise NoTurn("Đã có kỳ được mở nên không đổi chu kỳ được. Hãy dừng định kỳ rồi giao nhiệm vụ mới.")
    if rhythm.ends_on < rhythm.starts_on:
        raise NoTurn("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if before is None and rhythm.starts_on < localdate(task.assigned_at):
        raise NoTurn("Kỳ đầu không thể trước ngày giao nhiệm vụ. Hãy chọn ngày bắt đầu từ ngày giao trở đi.")


@transaction.atomic
def stop_recurrence(*, task: Task, last_on: date, reason: str, actor: Person, at: datetime) -> Task:
    """No turn begins after a day (dừng định kỳ); turns already open are still to be done.

    A duty whose first turn never opened is an ordinary task again.
    """
    require_keeper(actor, task.plan)
    task = locked(task)
    recurrence = Recurrence.objects.filter(task=task).first()
    if recurrence is None:
        raise NoTurn("Nhiệm vụ này không đặt định kỳ.")
    if not reason.strip():
        raise NoTurn("Hãy ghi lý do dừng định kỳ.")
    if last_on < localdate(at):
        raise NoTurn("Ngày dừng phải từ hôm nay trở đi; các kỳ đã mở vẫn phải làm.")
    opened = task.children.filter(bond=TaskBond.OCCURRENCE).exists()
    record("plans.recurrence_stopped", task, actor=actor, at=at, last_on=last_on, reason=reason.strip())
    if opened or last_on >= recurrence.starts_on:
        recurrence.ends_on = max(min(last_on, recurrence.ends_on), recurrence.starts_on)
        recurrence.save(update_fields=["ends_on"])
        if opened or recurrence.periods():
            if task.state not in rules.STOPPED:  # what waits or is cancelled opens nothing
                _open(recurrence, localdate(at), actor, at)
            follow_duty(duty=task, actor=actor, at=at)
            return locked(task)
    recurrence.delete()
    write_line(
        task=task,
        kind=DeadlineEntry.PERIOD,
        typed=None,
        reason=reason.strip(),
        because=["Thôi đặt định kỳ."],
        because_en=["No longer recurring."],
        actor=actor,
        at=at,
    )
    return task


def open_occurrences(*, on: date, at: datetime) -> int:
    """Open every turn that has begun by a day and is not open yet (mở kỳ); doing it twice opens nothing twice."""
    opened = 0
    duties = Recurrence.objects.filter(starts_on__lte=on).exclude(task__state__in=[TaskState.COMPLETED, *rules.STOPPED])
    there: dict[int | None, set[str]] = {}
    turns = Task.objects.filter(bond=TaskBond.OCCURRENCE, parent__in=duties.values("task"))
    for parent, period in turns.values_list("parent", "period"):
        there.setdefault(parent, set()).add(period)
    for recurrence in list(duties):
        if not _missing(recurrence, on, there.get(recurrence.task_id, set())):
            continue
        with transaction.atomic():
            duty = locked(Task(pk=recurrence.task_id))
            if duty.state not in (TaskState.COMPLETED, *rules.STOPPED):
                opened += _open(Recurrence.objects.get(task=duty), on, None, at)
                follow_duty(duty=duty, actor=None, at=at)
    return opened


def _missing(recurrence: Recurrence, on: date, there: set[str]) -> list[Period]:
    return [one for one in recurrence.periods() if one.first_day <= on and one.code not in there]


def _open(recurrence: Recurrence, on: date, actor: Person | None, at: datetime) -> int:
    duty = locked(recurrence.task)
    there = set(duty.children.filter(bond=TaskBond.OCCURRENCE).values_list("period", flat=True))
    missing = _missing(recurrence, on, there)
    helpers = [part.unit for part in duty.parts.filter(part=TaskUnit.COOP).select_related("unit")] if missing else []
    for period in missing:
        add_child(
            parent=duty,
            bond=TaskBond.OCCURRENCE,
            label=period.code,
            text=duty.text,
            lead=duty.lead,
            coop=helpers,
            person=duty.person,
            typed=_typed(recurrence, period),
            period=period.code,
            cutoff_on=period.cutoff_on,
            is_estimate=recurrence.is_estimate,
            actor=actor,
            at=at,
        )
    return len(missing)


def _typed(recurrence: Recurrence, period: Period) -> dict[str, str | int]:
    day, after = recurrence.due_day, recurrence.due_months_after
    return {"kind": "occurrence", "period": period.code, "day": day, "months_after": after}


@transaction.atomic
def follow_duty(*, duty: Task, actor: Person | None, at: datetime) -> None:
    """Put a duty where its turns put it: its state, its day of completion, its due day (việc định kỳ theo các kỳ)."""
    duty = locked(duty)
    recurrence = Recurrence.objects.filter(task=duty).first()
    if recurrence is None or duty.state in rules.STOPPED:
        return
    turns = list(duty.children.filter(bond=TaskBond.OCCURRENCE).order_by("number"))
    there = {turn.period for turn in turns}
    ahead = [period for period in recurrence.periods() if period.code not in there]
    found = rollup.duty_follows(
        [Turn(TaskState(turn.state), turn.due_on, turn.done_on) for turn in turns],
        [period.due_on for period in ahead],
        begun=duty.reports.filter(sent_at__isnull=False).exists(),
    )
    if found.due_on != duty.due_on:
        _next_line(duty, recurrence, found.due_on, turns, ahead, actor, at)
    if (found.state, found.done_on) != (duty.state, duty.done_on):
        before = duty.state
        duty.state, duty.done_on, duty.changed_at = found.state, found.done_on, at
        duty.save(update_fields=["state", "done_on", "changed_at"])
        moved = {"before": before, "after": found.state}
        record("plans.task_moved", duty, actor=actor, at=at, state=moved, done_on=found.done_on)


def _next_line(
    duty: Task,
    recurrence: Recurrence,
    due_on: date | None,
    turns: list[Task],
    ahead: list[Period],
    actor: Person | None,
    at: datetime,
) -> None:
    """Write the turn whose day the duty now stands on into its ledger."""
    days = [(turn.period, turn.due_on) for turn in turns] + [(period.code, period.due_on) for period in ahead]
    code = next((code for code, day in days if day == due_on), "")
    typed: dict[str, str | int] | None = None
    if due_on is not None:
        typed = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"}
    because, because_en = [], []
    if code:
        period = recurring.period_of(code, recurrence.due_day, recurrence.due_months_after)
        if period.due_on == due_on:
            typed = _typed(recurrence, period)
        else:
            because = [f"Hạn của kỳ {recurring.period_name(code)} đã được sửa."]
            because_en = [f"The deadline of {recurring.period_name_en(code)} was changed."]
    write_line(
        task=duty,
        kind=DeadlineEntry.PERIOD,
        typed=typed,
        because=because,
        because_en=because_en,
        actor=actor,
        at=at,
    )


def require_own_turns(task: Task) -> None:
    """A duty that recurs is reported on, and dated, turn by turn; raises WrongState with the turn to go to."""
    if not Recurrence.objects.filter(task=task).exists():
        return
    turns = task.children.filter(bond=TaskBond.OCCURRENCE).exclude(state__in=[TaskState.COMPLETED, *rules.STOPPED])
    first = turns.order_by("due_on", "number").first()
    if first is None:
        raise rules.WrongState("Việc định kỳ làm theo từng kỳ; hiện chưa có kỳ nào đang mở.")
    says = _("Việc định kỳ làm theo từng kỳ. Hãy mở kỳ %(label)s.")
    raise rules.WrongState(says % {"label": first.label})


def after_change(task: Task, *, actor: Person | None, at: datetime) -> None:
    """Whatever moved a turn or its day, the duty follows."""
    if task.bond == TaskBond.OCCURRENCE and task.parent is not None:
        follow_duty(duty=task.parent, actor=actor, at=at)
