"""The due days of tasks as a calendar a phone subscribes to (lịch iCalendar)."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from icalendar import Alarm, Calendar, Event

from caicach.orgs.models import Person, Unit
from caicach.plans import permissions
from caicach.plans.models import Task, TaskQuerySet

MOST = 1000
EVERY = datetime.timedelta(hours=4)  # how often a phone is asked to look again
REMIND = datetime.timedelta(hours=-16)  # eight in the morning of the day before


def tasks_of(person: Person, unit: Unit | None) -> TaskQuerySet:
    """The running tasks with a day that lie on a person, or in which a unit has a part."""
    tasks = Task.objects.visible_to(person).running().to_do().filter(due_on__isnull=False)
    if unit is not None:
        mine = Q(parts__unit=unit)
    else:
        mine = Q(person=person) | Q(person__isnull=True, lead__in=permissions.reporting_units(person))
    return tasks.filter(mine).annotate(entries=Count("deadline_entries", distinct=True)).order_by("due_on", "pk")


def render(tasks: Iterable[Task], name: str) -> bytes:
    """A calendar of whole days: one event a task, the same one when its day moves."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cai Cach//vi")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", EVERY, parameters={"VALUE": "DURATION"})
    for task in tasks:
        calendar.add_component(_event(task))
    content: bytes = calendar.to_ical()
    return content


def _event(task: Task) -> Event:
    address = f"{settings.ADDRESS}{reverse('plans:task', args=[task.pk])}"
    assert task.due_on is not None
    event = Event()
    event.add("uid", f"task-{task.pk}@{urlsplit(settings.ADDRESS).hostname}")
    event.add("summary", f"Hạn: {task.title}")
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + datetime.timedelta(days=1))
    event.add("dtstamp", task.changed_at.astimezone(datetime.UTC))
    event.add("last-modified", task.changed_at.astimezone(datetime.UTC))
    event.add("sequence", max(0, getattr(task, "entries", 1) - 1))  # every line of the ledger may move the day
    event.add("transp", "TRANSPARENT")
    event.add("url", address)
    event.add("description", f"{task}\n{task.lead.name}\n{address}")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.title)
    alarm.add("trigger", REMIND)
    event.add_component(alarm)
    return event
