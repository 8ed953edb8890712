"""A meeting as its page shows it: the agenda as it stood, what was said, and how the conclusions stand now."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans import faces, sheet
from caicach.plans.actions import AgendaLine
from caicach.plans.asking import class_names
from caicach.plans.models import Meeting, MeetingItem, Task
from caicach.plans.models.gatherings import REASON_NAMES
from caicach.plans.rules import AgendaReason
from caicach.ui import wording
from caicach.ui.parts import Figure, Grid, GridColumn, GridRow, Tone

NAMES = ("key", "order", "why", "text", "said")
TONES: dict[str, Tone] = {
    AgendaReason.BEFORE: "info",
    AgendaReason.LATE: "late",
    AgendaReason.DUE: "soon",
    AgendaReason.REPORT: "waiting",
    AgendaReason.OTHER: "none",
}


@dataclass(frozen=True)
class Row:
    """A line of an agenda, its task as it stood when the agenda was made."""

    item: MeetingItem
    why: str
    tone: Tone
    stood: str
    late_says: str
    url: str


def items_of(meeting: Meeting, person: Person) -> "QuerySet[MeetingItem]":
    """The lines of an agenda the person may see: a line about a task is read by who may read the task."""
    seen = Task.objects.visible_to(person).values("pk")
    lines = meeting.items.filter(Q(task__isnull=True) | Q(task__in=seen))
    return lines.select_related("lead", "task__plan", "task__lead")


def rows(meeting: Meeting, items: Sequence[MeetingItem]) -> list[Row]:
    """The lines of the agenda as they are read."""
    words, made_on = class_names(), timezone.localdate(meeting.agenda_at)
    return [
        Row(
            item=item,
            why=str(REASON_NAMES[AgendaReason(item.why)]),
            tone=TONES[item.why],
            stood=words[item.standing][0] if item.standing else "",
            late_says=_late(item, made_on),
            url=reverse("plans:task", args=[item.task_id]) if item.task_id else "",
        )
        for item in items
    ]


def _late(item: MeetingItem, made_on: datetime.date) -> str:
    if item.standing != "overdue" or item.due_on is None:
        return ""
    return _("quá hạn %(days)s ngày") % {"days": wording.count((made_on - item.due_on).days)}


def figures(items: Sequence[MeetingItem]) -> list[Figure]:
    """The three figures over an agenda, as it stood when it was made."""
    counts = {reason: sum(item.why == reason for item in items) for reason in AgendaReason}
    before = [item for item in items if item.why == AgendaReason.BEFORE and item.standing != "cancelled"]
    done = sum(item.standing.startswith("done") for item in before)
    unit = _("nhiệm vụ")
    late = counts[AgendaReason.LATE]
    return [
        Figure(_("Quá hạn"), late, unit, tone="late" if late else "none", url="#noi-dung"),
        Figure(_("Đến hạn trong kỳ xét"), counts[AgendaReason.DUE], unit, url="#noi-dung"),
        Figure(
            _("Kết luận lần trước đã xong"),
            done,
            unit,
            counted=done,
            of=len(before),
            counted_says=_("đã xong"),
            of_says=_("nhiệm vụ lần trước giao"),
            note=_("trên %(total)d nhiệm vụ lần trước giao") % {"total": len(before)},
            url="#noi-dung",
        ),
    ]


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the list, with how its conclusions stand."""

    meeting: Meeting
    lines: int
    counts: Mapping[str, int] | None

    @property
    def done(self) -> int:
        return self.counts["done_on_time"] + self.counts["done_late"] if self.counts else 0

    @property
    def total(self) -> int:
        """The conclusions still to be carried out, or carried out: without what was cancelled."""
        return self.counts["total"] - self.counts["cancelled"] if self.counts else 0


def with_lines(meetings: "QuerySet[Meeting]", person: Person) -> "QuerySet[Meeting]":
    """Meetings with the lines the person may see, in `seen_items`."""
    visible = Task.objects.visible_to(person).values("pk")
    seen = MeetingItem.objects.filter(Q(task__isnull=True) | Q(task__in=visible))
    return meetings.select_related("unit").prefetch_related(Prefetch("items", seen, to_attr="seen_items"))


def meeting_rows(meetings: Iterable[Any], person: Person, today: datetime.date) -> list[MeetingRow]:
    """Meetings with the tasks they gave counted by one query."""
    given = Task.objects.visible_to(person).filter(plan__meeting__isnull=False).whole()
    counts = {row["plan"]: row for row in given.tallied("plan", on=today)}
    return [MeetingRow(meeting, len(meeting.seen_items), counts.get(meeting.plan_id)) for meeting in meetings]


def conclusions(meeting: Meeting, person: Person, now: datetime.datetime) -> list[faces.TaskRow]:
    """The tasks of a meeting's conclusions as they stand now."""
    if meeting.plan is None:
        return []
    tasks = Task.objects.visible_to(person).in_plan(meeting.plan).select_related("lead", "plan").in_line_order()
    return faces.rows(tasks, now)


def columns() -> list[GridColumn]:
    return [
        GridColumn("order", _("Thứ tự"), "number", width=72, help=_("để trống là bỏ dòng")),
        GridColumn("why", _("Vì sao"), read_only=True, width=140),
        GridColumn("text", _("Nội dung"), "long", required=True, width=420),
        GridColumn("said", _("Ý kiến, kết luận tại họp"), "long", width=360),
    ]


def grid(meeting: Meeting, lines: Sequence[GridRow]) -> Grid:
    """The agenda as a sheet: put in order, worded, with what was said."""
    return Grid(
        columns=columns(),
        rows=lines,
        post_url=f"?seen={meeting.revision}",
        submit=_("Lưu nội dung"),
        spare=2,
        title=_("Nội dung họp"),
    )


def grid_row(item: MeetingItem) -> GridRow:
    """A line as the sheet holds it."""
    why = str(REASON_NAMES[AgendaReason(item.why)])
    values = {"order": str(item.number), "why": why, "text": item.text, "said": item.said}
    return GridRow(values, key=str(item.pk))


def read(content: Mapping[str, Any], seen: Mapping[str, GridRow]) -> tuple[list[GridRow], list[AgendaLine]]:
    """The sheet as posted: its rows to show again, and the lines in their new order where nothing is wrong."""
    shown: list[GridRow] = []
    ordered: list[tuple[int, int, AgendaLine]] = []
    wrong = False
    for values in sheet.cells(content, NAMES):
        key = values.get("key", "")
        if not key and not values.get("text") and not values.get("said"):
            continue
        order, errors = values.get("order", ""), sheet.Errors()
        if order and not order.isdecimal():
            errors["order"] = _("Hãy ghi một số, hoặc để trống để bỏ dòng này.")
        if (order or not key) and not values.get("text"):
            errors["text"] = _("Hãy ghi nội dung của dòng này.")
        elif len(values.get("text", "")) > 500:
            errors["text"] = _("Nội dung dài quá 500 chữ. Hãy ghi gọn lại, phần dài ghi ở cột ý kiến.")
        wrong = wrong or bool(errors)
        shown.append(GridRow(values, errors, key=key))
        if (order or not key) and not errors:
            line = AgendaLine(int(key) if key in seen else None, values["text"], values.get("said", ""))
            ordered.append((int(order[:6] or "999999"), len(ordered), line))
    return shown, [] if wrong else [line for _order, _n, line in sorted(ordered, key=lambda one: one[:2])]


def beside(typed: Sequence[GridRow], now: Mapping[str, GridRow]) -> list[GridRow]:
    """What was typed, with what somebody else has written meanwhile beside each cell that differs."""
    said = _("Người khác vừa sửa, bản mới ghi: “%(words)s”. Lưu lần nữa là giữ chữ trong ô này.")
    found = []
    for row in typed:
        newer = now.get(row.key)
        names = [name for name in ("text", "said") if newer and row.values.get(name, "") != newer.values[name]]
        errors = {name: said % {"words": newer.values[name]} for name in names} if newer else {}
        found.append(GridRow(row.values, errors, key=row.key))
    known = {row.key for row in typed}
    return [*found, *(row for key, row in now.items() if key not in known)]
