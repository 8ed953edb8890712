"""The shapes a list of tasks can take beside the table: tree, board, calendar, timeline, changes of the week."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import faces, listing
from caicach.plans.asking import CHANGES, DONE, Wanted, class_names
from caicach.plans.faces import TaskRow
from caicach.plans.models import Plan, PlanLine, Task, TaskQuerySet, classes
from caicach.plans.rules import TaskState
from caicach.ui import wording
from caicach.ui.parts import Tone

MOST_LINES, MOST_A_PLAN, MOST_CARDS, MOST_A_DAY, MOST_CHANGES = 300, 60, 15, 4, 120


# Tree: plan, field, task, parts


@dataclass(frozen=True)
class Node:
    """A task in the tree, with its parts."""

    number: str
    title: str
    row: TaskRow
    parts: list[TaskRow]


@dataclass(frozen=True)
class Branch:
    """A plan in the tree with its fields."""

    plan: Plan
    count: int
    more: bool
    url: str
    fields: list[tuple[str, list[Node]]]


def tree(wanted: Wanted, person: Person, now: datetime.datetime) -> tuple[list[Branch], bool]:
    """Plans with the tasks asked for under their fields; whether there were more than a page can hold."""
    tasks = replace(wanted, items="").tasks(person, timezone.localdate(now))
    lines = PlanLine.objects.filter(plan__in=Plan.objects.visible_to(person).order_by().values("pk"), task__in=tasks)
    if wanted.plan:
        lines = lines.filter(plan=int(wanted.plan))
    in_plan = Window(Count("pk"), partition_by=[F("plan_id")])
    place = Window(RowNumber(), partition_by=[F("plan_id")], order_by=[F("field"), F("number")])
    most = MOST_LINES if wanted.plan else MOST_A_PLAN
    found: Iterable[Any] = (
        lines.annotate(in_plan=in_plan, place=place)
        .filter(place__lte=most)
        .select_related("plan", "task__lead", "task__plan", "task__person")
        .order_by("-plan__starts_on", "plan_id", "field", "number")[: MOST_LINES + 1]
    )
    shown = list(found)
    under = Task.objects.filter(parent__in=[line.task_id for line in shown] or [0]).select_related("lead", "plan")
    rows = {row.task.pk: row for row in faces.rows((line.task for line in shown), now)}
    parts: dict[int | None, list[TaskRow]] = {}
    for row in faces.rows(under.order_by("number"), now):
        parts.setdefault(row.task.parent_id, []).append(row)
    branches = []
    for plan, of_plan in groupby(shown[:MOST_LINES], key=lambda line: line.plan):
        mine = list(of_plan)
        fields = [
            (faces.field_name(code), [_node(line, rows, parts) for line in of_field])
            for code, of_field in groupby(mine, key=lambda line: line.field)
        ]
        url = listing.address("", replace(wanted, plan=str(plan.pk)))
        branches.append(Branch(plan, mine[0].in_plan, mine[0].in_plan > len(mine), url, fields))
    return branches, len(shown) > MOST_LINES


def _node(line: PlanLine, rows: dict[int, TaskRow], parts: dict[int | None, list[TaskRow]]) -> Node:
    task = line.task
    title = line.wording or task.title
    return Node(str(line.number), title, rows[task.pk], parts.get(task.pk, []))


# Board: columns by state


@dataclass(frozen=True)
class Column:
    """A column of the board."""

    name: str
    tone: Tone
    count: int
    cards: list[TaskRow]
    url: str


def board(tasks: TaskQuerySet, wanted: Wanted, now: datetime.datetime) -> list[Column]:
    """The tasks by state, the most urgent of each; one question for all columns."""
    today = timezone.localdate(now)
    known, names = classes(today), class_names()
    reported = Q(state=TaskState.REPORTED_DONE)
    done = known["done_on_time"] | known["done_late"]
    column = Case(
        When(done, then=Value("done")),
        When(reported, then=Value("reported")),
        *(When(known[name], then=Value(name)) for name in ("suspended", "cancelled", "overdue", "not_begun")),
        default=Value("in_progress"),
        output_field=CharField(),
    )
    soonest = [F("done_on").desc(nulls_last=True), F("due_on").asc(nulls_last=True), F("pk").asc()]
    placed: Iterable[Any] = (
        tasks.annotate(column=column)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("column")], order_by=soonest),
            in_column=Window(Count("pk"), partition_by=[F("column")]),
        )
        .filter(place__lte=MOST_CARDS)
        .select_related("lead", "plan", "person")
        .order_by("place")
    )
    found: dict[str, list[TaskRow]] = {}
    sizes: dict[str, int] = {}
    rows: list[Any] = faces.rows(placed, now)
    for row in rows:
        found.setdefault(row.task.column, []).append(row)
        sizes[row.task.column] = row.task.in_column
    heads: list[tuple[str, str, Tone, dict[str, str]]] = [
        ("overdue", *names["overdue"], {"of_class": "overdue"}),
        ("not_begun", *names["not_begun"], {"of_class": "not_begun"}),
        ("in_progress", *names["in_progress"], {"of_class": "in_progress"}),
        ("reported", _("Chờ xác nhận"), "waiting", {"report": "sent"}),
        ("done", _("Đã hoàn thành"), "ok", {"of_class": DONE}),
        ("suspended", *names["suspended"], {"of_class": "suspended"}),
        ("cancelled", *names["cancelled"], {"of_class": "cancelled"}),
    ]
    return [
        Column(
            says,
            tone,
            sizes.get(name, 0),
            found.get(name, []),
            listing.address("", replace(wanted, **asked)),
        )
        for name, says, tone, asked in heads
        if name in found or name not in ("suspended", "cancelled")
    ]


# Calendar: a month of days


@dataclass(frozen=True)
class Day:
    """A day of the calendar with what is due on it."""

    day: datetime.date
    inside: bool
    today: bool
    off: bool
    name: str  # of a holiday, or of a day worked in place of another
    rows: list[TaskRow]
    more: int
    url: str


@dataclass(frozen=True)
class Month:
    """A month in weeks, and the ways to its neighbours."""

    name: str
    weeks: list[list[Day]]
    weekdays: list[str]
    count: int
    before: str
    after: str
    now: str


def month(tasks: TaskQuerySet, wanted: Wanted, now: datetime.datetime, first: datetime.date) -> Month:
    """The tasks on their last day, with holidays and days worked in place of others marked."""
    today, calendar = timezone.localdate(now), faces.calendar_in_use()
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    begin = first - datetime.timedelta(days=first.weekday())
    end = last + datetime.timedelta(days=6 - last.weekday())
    due = tasks.filter(due_on__range=(begin, end)).select_related("lead", "plan").order_by("due_on", "pk")
    by_day: dict[datetime.date | None, list[TaskRow]] = {}
    for row in faces.rows(due, now):
        by_day.setdefault(row.task.due_on, []).append(row)
    special = {entry.day: entry for entry in calendar.known().changed(begin, end)}
    drawn = []
    for number in range((end - begin).days + 1):
        day = begin + datetime.timedelta(days=number)
        entry, mine = special.get(day), by_day.get(day, [])
        weekend = day.weekday() >= 5
        drawn.append(
            Day(
                day,
                day.month == first.month,
                day == today,
                weekend if entry is None else not entry.is_working,
                "" if entry is None else (entry.name_en if wording.is_english() else entry.name_vi) or _("làm bù"),
                mine[:MOST_A_DAY],
                max(0, len(mine) - MOST_A_DAY),
                listing.address("", replace(wanted, due=day.isoformat())),
            )
        )
    weekdays = list(wording.ENGLISH_DAYS) if wording.is_english() else [*wording.VIETNAMESE_DAYS]
    return Month(
        _("Tháng %(month)d/%(year)d") % {"month": first.month, "year": first.year},
        [drawn[start : start + 7] for start in range(0, len(drawn), 7)],
        [name[:1].upper() + name[1:] for name in weekdays],
        sum(len(rows) for day, rows in by_day.items() if day and first <= day <= last),
        f"{(first - datetime.timedelta(days=1)):%Y-%m}",
        f"{(last + datetime.timedelta(days=1)):%Y-%m}",
        f"{today:%Y-%m}",
    )


# Timeline: bars from the day a task was given to its last day


@dataclass(frozen=True)
class Bar:
    """A task on the timeline; places in per cent of the width."""

    row: TaskRow
    x: str
    width: str
    due: str


@dataclass(frozen=True)
class Timeline:
    """A year around today."""

    bars: list[Bar]
    months: list[tuple[str, str]]  # where it begins, its name
    today: str


def timeline(tasks: Iterable[Task], now: datetime.datetime) -> Timeline:
    """Where each task lies in the twelve months around today."""
    today = timezone.localdate(now)
    number = today.year * 12 + today.month - 1
    starts = [datetime.date(at // 12, at % 12 + 1, 1) for at in range(number - 4, number + 9)]
    first, last = starts[0], starts[-1]

    def place(day: datetime.date) -> Decimal:
        kept = min(max(day, first), last)
        return Decimal(100 * (kept - first).days) / (last - first).days

    bars = []
    for row in faces.rows(tasks, now):
        task = row.task
        begin = timezone.localdate(task.assigned_at)
        end = task.done_on or task.due_on or last
        left, right = place(min(begin, end)), place(end)
        width = max(right - left, Decimal("0.6"))
        due = f"{place(task.due_on):.2f}%" if task.due_on and first <= task.due_on <= last else ""
        bars.append(Bar(row, f"{min(left, 100 - width):.2f}%", f"{width:.2f}%", due))
    english = wording.is_english()
    names = [wording.ENGLISH_MONTHS[one.month - 1] if english else f"T{one.month}" for one in starts[:-1]]
    months = [(f"{place(one):.2f}%", name) for one, name in zip(starts, names, strict=False)]
    return Timeline(bars, months, f"{place(today):.2f}%")


# What changed in the last seven days


@dataclass(frozen=True)
class Changed:
    """One kind of change with its tasks."""

    says: str
    icon: str
    tone: Tone
    count: int
    rows: list[TaskRow]
    url: str


def change_words() -> dict[str, tuple[str, str, Tone]]:
    """The kinds of change in words, each with an icon and a tone."""
    return {
        "done": (_("hoàn thành"), "circle-check", "ok"),
        "fell": (_("mới quá hạn, chưa xong"), "alert-triangle", "late"),
        "given": (_("mới giao"), "plus", "none"),
        "moved": (_("đổi hạn"), "calendar-event", "none"),
        "stopped": (_("tạm dừng hoặc hủy"), "minus", "waiting"),
    }


def week(tasks: TaskQuerySet, wanted: Wanted, now: datetime.datetime) -> list[Changed]:
    """What happened to the tasks in the last seven days, kind by kind."""
    today = timezone.localdate(now)
    kinds = {kind: Wanted(changed=kind).changes(today) for kind in CHANGES[1:]}
    counts = tasks.order_by().aggregate(**{kind: Count("pk", filter=one) for kind, one in kinds.items()})
    either = Q(pk__in=[])
    for one in kinds.values():
        either |= one
    marks = {f"is_{kind}": ExpressionWrapper(one, output_field=BooleanField()) for kind, one in kinds.items()}
    newest = tasks.filter(either).annotate(**marks).select_related("lead", "plan", "person")
    rows: list[Any] = faces.rows(newest.order_by("-changed_at", "pk")[:MOST_CHANGES], now)
    return [
        Changed(
            says,
            icon,
            tone,
            counts[kind],
            [row for row in rows if getattr(row.task, f"is_{kind}")],
            listing.address("", replace(wanted, changed=kind)),
        )
        for kind, (says, icon, tone) in change_words().items()
    ]
