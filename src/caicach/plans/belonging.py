"""What hangs on a task, as its page shows it: turns of a duty, parts handed down, the event its deadline waits for."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import faces, permissions, recurring, rollup, rules
from caicach.plans.actions.events import waiting_deadline
from caicach.plans.duty_forms import EventForm, RecurrenceForm, StopForm
from caicach.plans.models import ProgressReport, Recurrence, Task
from caicach.plans.rollup import Turn
from caicach.plans.rules import ReportState, TaskBond, TaskState
from caicach.regulations.rules.calendar import WorkingCalendar
from caicach.ui import wording
from caicach.ui.parts import Because, Citation, Clock, Link, Step, Tone

OPEN_STATES = (TaskState.ASSIGNED, TaskState.IN_PROGRESS)


def period_name(code: str) -> str:
    """A period in the language of the page."""
    return recurring.period_name_en(code) if wording.is_english() else recurring.period_name(code)


def rhythm_words(recurrence: Recurrence) -> str:
    """How a duty comes round, in one line."""
    names = {str(code): name for code, name in RecurrenceForm.every_choices()}
    return str(names[recurrence.every])


@dataclass(frozen=True)
class Row:
    """A turn or a part in a list."""

    task: Task
    name: str
    about: str
    clock: Clock
    state: str
    tone: Tone
    url: str
    may_take_back: bool = False


@dataclass(frozen=True)
class Turns:
    """The turns of a duty (các kỳ)."""

    rhythm: str
    until: datetime.date
    rows: Sequence[Row]
    ahead: Sequence[recurring.Period]
    late_says: str
    next_says: str


@dataclass(frozen=True)
class Parts:
    """The parts of a task, and how much of it they make (phần việc)."""

    rows: Sequence[Row]
    share: rollup.Share
    because: Because


def context(
    task: Task, person: Person, now: datetime.datetime, calendar: WorkingCalendar, forms: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page of a task says of whatever hangs on it; `forms` are those just typed."""
    today = timezone.localdate(now)
    recurrence: Recurrence | None = getattr(task, "recurrence", None)
    children = list(task.children.select_related("plan", "lead", "person").order_by("number"))
    may_keep = permissions.can_keep(person, task.plan)
    hands = permissions.can_hand_down(person, task)
    may_recur = may_keep and not task.bond and task.state in OPEN_STATES
    event = waiting_deadline(task) if may_keep and task.state in OPEN_STATES else None
    may_recur = may_recur and (recurrence is not None or (task.due_on is None and event is None))
    may_recur = may_recur and (recurrence is not None or not any(one.bond == TaskBond.PART for one in children))
    return {
        "recurrence": recurrence,
        "turns": _turns(recurrence, children, now, calendar) if recurrence else None,
        "recurrence_form": forms.get("recurrence") or (RecurrenceForm.of(task, today) if may_recur else None),
        "stop_form": forms.get("stop") or (StopForm(initial={"last_on": today}) if may_recur and recurrence else None),
        "event": event,
        "event_form": forms.get("event") or (EventForm(event) if event else None),
        "handed": _parts(children, now, calendar, hands),
        "may_hand_down": hands and recurrence is None and task.state in OPEN_STATES,
        "take_back_form": forms.get("take_back"),
        "period": _period_of(task),
    }


def _period_of(task: Task) -> dict[str, Any] | None:
    if task.bond != TaskBond.OCCURRENCE:
        return None
    return {"name": period_name(task.period), "cutoff_on": task.cutoff_on, "is_estimate": task.is_estimate}


def _row(task: Task, name: str, about: str, now: datetime.datetime, calendar: WorkingCalendar, hands: bool) -> Row:
    state, tone = faces.state_words(task, timezone.localdate(now))
    may = hands and task.state not in (TaskState.COMPLETED, TaskState.CANCELLED)
    url = reverse("plans:task", args=[task.pk])
    return Row(task, name, about, faces.clock(task, now, calendar), state, tone, url, may)


def _turns(
    recurrence: Recurrence, children: Sequence[Task], now: datetime.datetime, calendar: WorkingCalendar
) -> Turns:
    opened = [child for child in children if child.bond == TaskBond.OCCURRENCE]
    there = {child.period for child in opened}
    ahead = [period for period in recurrence.periods() if period.code not in there]
    turns = [Turn(TaskState(one.state), one.due_on, one.done_on) for one in opened]
    late = rollup.late_turns(turns, on=timezone.localdate(now))
    rows = []
    for one in reversed(opened):
        about = [one.label]
        if one.cutoff_on:
            about.append(_("chốt số liệu %(day)s") % {"day": wording.day(one.cutoff_on)})
        if one.is_estimate:
            about.append(_("số ước thực hiện"))
        rows.append(_row(one, period_name(one.period), " · ".join(about), now, calendar, False))
    said = _("%(late)d/%(total)d kỳ trễ hạn") % {"late": late, "total": len(opened)} if opened else ""
    following = ""
    if ahead:
        days = {"name": period_name(ahead[0].code), "opens": wording.day(ahead[0].first_day)}
        following = _("Kỳ tiếp theo: %(name)s, mở ngày %(opens)s") % days
    return Turns(rhythm_words(recurrence), recurrence.ends_on, rows, ahead, said, following)


def _parts(children: Sequence[Task], now: datetime.datetime, calendar: WorkingCalendar, hands: bool) -> Parts | None:
    found = [child for child in children if child.bond == TaskBond.PART]
    if not found:
        return None
    rows = [
        _row(
            one,
            one.title,
            f"{one.label} · {one.person.full_name if one.person else one.lead.name}",
            now,
            calendar,
            hands,
        )
        for one in found
    ]
    share = rollup.share_of(one.state for one in found)
    return Parts(rows, share, _why(found, share, timezone.localdate(now)))


def _who(part: Task) -> str:
    return part.person.full_name if part.person else part.lead.name


def _why(parts: Sequence[Task], share: rollup.Share, today: datetime.date) -> Because:
    """Why the share is what it is, and which parts are late."""
    steps = [Step(_("Phần đã xác nhận hoàn thành chia cho phần không bị thu hồi: %(done)d/%(of)d.") % vars(share))]
    taken = sum(one.state == TaskState.CANCELLED for one in parts)
    if taken:
        steps.append(Step(_("%(count)d phần đã thu hồi, không tính.") % {"count": taken}))
    for one in parts:
        late = one.state not in (TaskState.COMPLETED, *rules.STOPPED) and one.due_on is not None and one.due_on < today
        if late and one.due_on is not None:
            said = _("Phần %(label)s của %(who)s quá hạn từ %(day)s.")
            cited = [Citation(one.label, reverse("plans:task", args=[one.pk]))]
            steps.append(Step(said % {"label": one.label, "who": _who(one), "day": wording.day(one.due_on)}, cited))
    if share.all_done:
        steps.append(Step(_("Mọi phần đã xong; nhiệm vụ hoàn thành khi báo cáo của chính nó được xác nhận.")))
    return Because(_("Vì sao tỷ lệ này?"), steps, id="vi-sao-phan-viec")


def chain(task: Task, person: Person) -> list[Link]:
    """From the document to the task; for a part or a turn through the task it belongs to."""
    links = faces.chain(task)
    if task.parent is None:
        return links
    seen = Task.objects.visible_to(person).filter(pk=task.parent.pk).exists()
    above = Link(
        _("nhiệm vụ %(number)s") % {"number": task.parent.label},
        "checkbox",
        reverse("plans:task", args=[task.parent_id]) if seen else "",
        kind=_("Nhiệm vụ"),
    )
    plan, own = links[-2], links[-1]
    kind = _("Kỳ") if task.bond == TaskBond.OCCURRENCE else _("Phần việc")
    name = period_name(task.period) if task.period else task.label
    plan = plan if seen else Link(plan.name, plan.icon, kind=plan.kind)
    return [*links[:-2], plan, above, Link(name, own.icon, current=True, kind=kind)]


def words_of_parts(task: Task) -> str:
    """What the parts said, joined, once all of them are done: the beginning of the whole's own report."""
    parts = list(task.children.filter(bond=TaskBond.PART).order_by("number"))
    if not rollup.share_of(part.state for part in parts).all_done:
        return ""
    accepted = ProgressReport.objects.filter(task__in=parts, state=ReportState.ACCEPTED, says_done=True)
    said = dict(accepted.order_by("number").values_list("task", "words"))
    return "\n".join(f"- {part.title.rstrip('.')}: {said[part.pk]}" for part in parts if part.pk in said)
