"""Calling meetings, making their agenda, keeping what was said and concluded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, Max, OuterRef, Q, Value, When
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit
from caicach.plans import rules
from caicach.plans.actions.plans import open_plan
from caicach.plans.models import Meeting, MeetingItem, Plan, ProgressReport, Task, classes
from caicach.plans.permissions import require_call
from caicach.plans.rules import AgendaReason, PlanLevel, PlanSource, ReportState, TaskState, WrongState

APART = 100_000  # numbers of lines while they change places


class MinutesTaken(ValueError):
    """A document already is the minutes or the plan of something else."""


@dataclass(frozen=True)
class AgendaLine:
    """A line of an agenda as somebody put it: an item that stands there, or None for a new one."""

    item: int | None
    text: str
    said: str


@transaction.atomic
def call_meeting(*, unit: Unit, title: str, on: date, until: date, actor: Person, at: datetime) -> Meeting:
    """Call a meeting with its agenda (triệu tập giao ban): what is late, due by `until`, or waits to be accepted."""
    require_call(actor, unit)
    meeting = Meeting.objects.create(
        unit=unit, title=title, on=on, until=until, agenda_at=at, called_by=actor, called_at=at
    )
    count = _make_agenda(meeting, actor, at)
    record("plans.meeting_called", meeting, actor=actor, at=at, unit=unit, name=title, on=on, until=until, lines=count)
    return meeting


@transaction.atomic
def renew_agenda(*, meeting: Meeting, actor: Person, at: datetime) -> Meeting:
    """Bring an agenda up to today before the meeting (cập nhật nội dung): its order and what was said stay."""
    meeting = _open(meeting, actor)
    count = _make_agenda(meeting, actor, at)
    meeting.agenda_at = at
    meeting.revision += 1
    meeting.save(update_fields=["agenda_at", "revision"])
    record("plans.agenda_renewed", meeting, actor=actor, at=at, lines=count)
    return meeting


@transaction.atomic
def change_agenda(
    *, meeting: Meeting, revision: int, lines: Sequence[AgendaLine], actor: Person, at: datetime
) -> Meeting:
    """Put an agenda in order and write down what was said (ghi ý kiến); what is not among the lines is taken off."""
    require_call(actor, meeting.unit)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting.pk)
    if meeting.revision != revision:
        raise documents.ChangedMeanwhile(
            "Người khác vừa sửa nội dung họp. Chữ anh/chị gõ còn nguyên; xem bản mới rồi hãy lưu lại."
        )
    meeting.items.update(number=F("number") + APART)
    known, kept = {item.pk: item for item in meeting.items.all()}, set()
    for number, line in enumerate(lines, 1):
        item = known.get(line.item or 0) or MeetingItem(meeting=meeting, why=AgendaReason.OTHER.value)
        item.number, item.text, item.said = number, line.text[:500], line.said
        item.save()
        kept.add(item.pk)
    gone = meeting.items.exclude(pk__in=kept)
    taken_off = gone.count()
    gone.delete()
    meeting.revision += 1
    meeting.save(update_fields=["revision"])
    record("plans.agenda_changed", meeting, actor=actor, at=at, lines=len(lines), taken_off=taken_off)
    return meeting


@transaction.atomic
def begin_conclusions(*, meeting: Meeting, actor: Person, at: datetime) -> Plan:
    """The plan that keeps the tasks of a meeting's conclusions, opened when it is first asked for."""
    require_call(actor, meeting.unit)
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("unit", "plan", "minutes").get(pk=meeting.pk)
    )
    return _plan_of(meeting, actor, at)


@transaction.atomic
def attach_minutes(*, meeting: Meeting, document: Document, actor: Person, at: datetime) -> Meeting:
    """Tie the notice of conclusions to its meeting (thông báo kết luận): its tasks go to the meeting's plan."""
    require_call(actor, meeting.unit)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("unit", "plan").get(pk=meeting.pk)
    if meeting.minutes_id is not None and meeting.minutes_id != document.pk:
        raise MinutesTaken("Cuộc họp này đã có thông báo kết luận. Hãy xem văn bản đã gắn.")
    if Meeting.objects.filter(minutes=document).exclude(pk=meeting.pk).exists():
        raise MinutesTaken("Văn bản này đã là thông báo kết luận của một cuộc họp khác. Hãy chọn tệp khác.")
    if Plan.objects.filter(document=document).exclude(meeting=meeting).exists():
        raise MinutesTaken("Văn bản này đã có kế hoạch riêng trong hệ thống. Hãy theo dõi nhiệm vụ ở kế hoạch đó.")
    meeting.minutes = document
    meeting.save(update_fields=["minutes"])
    plan = _plan_of(meeting, actor, at)
    plan.document = document
    plan.save(update_fields=["document"])
    record("plans.minutes_attached", meeting, actor=actor, at=at, minutes=document, plan=plan)
    return meeting


def _open(meeting: Meeting, actor: Person) -> Meeting:
    """The meeting, locked, where its agenda may still be made anew: nothing has been concluded."""
    require_call(actor, meeting.unit)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=meeting.pk)
    if meeting.minutes_id is not None or meeting.plan_id is not None:
        raise WrongState("Cuộc họp đã có kết luận, nội dung họp giữ nguyên như lúc họp.")
    return meeting


def _plan_of(meeting: Meeting, actor: Person, at: datetime) -> Plan:
    if meeting.plan is not None:
        return meeting.plan
    code = f"GB {meeting.unit.code} {meeting.on:%d/%m/%Y}"
    if Plan.objects.filter(code=code).exists():
        code = f"{code} ({meeting.pk})"
    meeting.plan = open_plan(
        code=code[:60],
        title=f"Kết luận {meeting.title}"[:300],
        level=PlanLevel.THEMATIC,
        unit=meeting.unit,
        starts_on=meeting.on,
        ends_on=date(meeting.on.year, 12, 31),
        kept_from=PlanSource.MEETING,
        synthetic=meeting.minutes is not None and meeting.minutes.synthetic,
        actor=actor,
        at=at,
    )
    meeting.save(update_fields=["plan"])
    return meeting.plan


def _make_agenda(meeting: Meeting, actor: Person, at: datetime) -> int:
    """Write the tasks that are to be spoken of, as they stand today; returns how many lines were added."""
    today = localdate(at)
    before = Meeting.objects.filter(unit=meeting.unit, on__lt=meeting.on, plan__isnull=False).first()
    standing: list[When] = [When(condition, then=Value(name)) for name, condition in classes(today).items()]
    sent = ProgressReport.objects.filter(task=OuterRef("pk"), state=ReportState.SENT)
    waiting = sent.exclude(task__state__in=rules.STOPPED)
    asked = Q(due_on__lte=meeting.until) | Q(is_reported=True) | Q(plan=before.plan if before else None)
    asked |= Q(pk__in=meeting.items.order_by().values("task"))  # a line that stands is brought up to today
    tasks: Any = (
        Task.objects.visible_to(actor)
        .filter(Q(plan__unit__path__startswith=meeting.unit.path) | Q(lead__path__startswith=meeting.unit.path))
        .to_do()
        .annotate(is_reported=Exists(waiting), stands=Case(*standing, output_field=CharField()))
        .filter(asked)
        .select_related("lead")
        .order_by("due_on", "lead__path", "pk")
    )
    running = set(tasks.running().values_list("pk", flat=True))
    known = {item.task_id: item for item in meeting.items.all() if item.task_id is not None}
    added: list[MeetingItem] = []
    for task in tasks:
        concluded = before is not None and task.plan_id == before.plan_id
        why = rules.agenda_reason(
            running=task.pk in running,
            concluded_before=concluded and task.state != TaskState.CANCELLED,
            reported=task.is_reported,
            due_on=task.due_on,
            on=today,
            until=meeting.until,
        )
        item = known.get(task.pk)
        if item is None and why is None:
            continue
        if item is None:
            item = MeetingItem(meeting=meeting, task=task, text=task.title)
            added.append(item)
        item.why = (why or AgendaReason(item.why)).value
        item.lead, item.due_on, item.standing = task.lead, task.due_on, task.stands
        if item.pk:
            item.save(update_fields=["why", "lead", "due_on", "standing"])
    order = list(AgendaReason)
    added.sort(key=lambda item: order.index(AgendaReason(item.why)))
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    for number, item in enumerate(added, last + 1):
        item.number = number
    MeetingItem.objects.bulk_create(added)
    return len(added)
