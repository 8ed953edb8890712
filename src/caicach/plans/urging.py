"""Units with late tasks, and the letters that urge them (đôn đốc bằng công văn), as their pages show them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.orgs.models import Person, Unit
from caicach.plans import faces, ladder
from caicach.plans.models import Reminder, Task, TaskQuerySet, UrgedTask, UrgingLetter
from caicach.plans.rules import TaskBond, TaskState
from caicach.regulations.rules.calendar import Days
from caicach.ui import wording
from caicach.ui.parts import Tone

ANSWER_DAYS = 5  # working days a unit has to answer, unless the office names another day
PATIENCE = 2  # working days after which a letter nobody acknowledged stands on the keeper's desk


def late_tasks(office: Unit, on: datetime.date) -> TaskQuerySet:
    """Overdue tasks an office writes about: not those that wait for its own word, nor parts a unit handed down."""
    tasks = Task.objects.filter(plan__unit=office).to_do().overdue(on=on)
    return tasks.exclude(state=TaskState.REPORTED_DONE).exclude(bond=TaskBond.PART)


@dataclass(frozen=True)
class LateTask:
    """One late task of a unit: how late in words, and when somebody was last reminded of it."""

    task: Task
    due_on: datetime.date
    says: str
    reminded_on: datetime.date | None


@dataclass
class LateUnit:
    """A unit with its late tasks, the latest first, and the newest letter it got about them."""

    unit: Unit
    letter: UrgingLetter | None = None
    tasks: list[LateTask] = field(default_factory=list)

    @property
    def days(self) -> str:
        """How late the latest is."""
        return self.tasks[0].says


def late_units(office: Unit, on: datetime.date) -> list[LateUnit]:
    """Other units with late tasks of an office's plans, those with most first."""
    calendar = faces.calendar_in_use().known(on)
    tasks = late_tasks(office, on).exclude(lead=office).select_related("lead", "plan").order_by("due_on", "pk")
    reminded = reminded_on(tasks)
    newest = {letter.to_id: letter for letter in office.letters_sent.order_by("made_at", "pk")}
    found: dict[int, LateUnit] = {}
    for task in tasks:
        assert task.due_on is not None
        unit = found.setdefault(task.lead_id, LateUnit(task.lead, newest.get(task.lead_id)))
        says = faces.left_words(task.due_on, on, -ladder.days_past(task.due_on, on, calendar))
        unit.tasks.append(LateTask(task, task.due_on, says, reminded.get(task.pk)))
    return sorted(found.values(), key=lambda one: (-len(one.tasks), one.unit.path))


def reminded_on(tasks: TaskQuerySet) -> dict[int, datetime.date]:
    """When somebody was last reminded of each task."""
    rows = Reminder.objects.filter(task__in=tasks.order_by().values("pk")).order_by()
    return dict(rows.values_list("task").annotate(last=Max("on")))


@dataclass(frozen=True)
class LetterFace:
    """A letter as lists and pages show it."""

    letter: UrgingLetter
    count: int
    state: str
    tone: Tone


def letter_faces(letters: Iterable[UrgingLetter], on: datetime.date) -> list[LetterFace]:
    """Letters with where they stand; one question for all counts."""
    listed, calendar = list(letters), faces.calendar_in_use().known(on)
    rows = UrgedTask.objects.filter(letter__in=[letter.pk for letter in listed]).order_by().values_list("letter")
    counts: dict[int, int] = dict(rows.annotate(count=Count("pk")))
    return [LetterFace(letter, counts[letter.pk], *state_words(letter, on, calendar)) for letter in listed]


def state_words(letter: UrgingLetter, on: datetime.date, calendar: Days) -> tuple[str, Tone]:
    """Đã nhận 05/11/2026, or for how long the unit has not said so."""
    if letter.acknowledged_at is not None:
        return _("đã nhận %(day)s") % {"day": wording.day(letter.acknowledged_at)}, "ok"
    waited = ladder.days_past(letter.on, on, calendar)
    if waited < PATIENCE:
        return _("chờ đơn vị nhận"), "waiting"
    return _("chưa nhận, %(waited)s") % {"waited": wording.days_waited(waited)}, "late"


def not_acknowledged(office_ids: Iterable[int], on: datetime.date) -> list[UrgingLetter]:
    """Letters of these offices that nobody has acknowledged for too long, the oldest first."""
    calendar = faces.calendar_in_use().known(on)
    letters = UrgingLetter.objects.filter(office__in=office_ids, acknowledged_at__isnull=True, on__lt=on)
    waiting = letters.select_related("to").order_by("on", "pk")
    return [one for one in waiting if ladder.days_past(one.on, on, calendar) >= PATIENCE]


@dataclass(frozen=True)
class Urged:
    """What a task's page tells of reminders and letters."""

    reminders: Sequence[Reminder]
    letters: Sequence[LetterFace]

    @property
    def times(self) -> int:
        """On how many days somebody was reminded."""
        return len({one.on for one in self.reminders})

    @property
    def last_on(self) -> datetime.date | None:
        return self.reminders[0].on if self.reminders else None


def urged(task: Task, person: Person, now: datetime.datetime) -> Urged:
    """Every reminder of a task and every letter about it that the reader may see, newest first."""
    reminders = list(task.reminders.select_related("to").order_by("-on", "-rung", "pk"))
    letters = UrgingLetter.objects.visible_to(person).filter(tasks__task=task).select_related("document")
    return Urged(reminders, letter_faces(letters, localdate(now)))


def letter_url(letter: UrgingLetter) -> str:
    return reverse("plans:letter", args=[letter.pk])


def answer_day(today: datetime.date) -> datetime.date:
    """By when a unit is asked to answer: some working days from today."""
    calendar, day, left = faces.calendar_in_use().known(today), today, ANSWER_DAYS
    while left > 0:
        day += datetime.timedelta(days=1)
        left = ANSWER_DAYS - ladder.days_past(today, day, calendar)
    return day
