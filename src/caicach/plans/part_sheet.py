"""A sheet of parts to hand down: the words, for whom, until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.choosing import suggestion
from caicach.orgs.models import Person, Post, Unit
from caicach.orgs.rules import fold
from caicach.plans import sheet
from caicach.plans.actions import PartGiven
from caicach.plans.models import Task
from caicach.ui import wording
from caicach.ui.parts import Grid, GridColumn, GridRow

NAMES = ("text", "to", "due_on")
LIMIT = 50  # parts of one sheet
Receiver = tuple[Unit, Person | None]


@dataclass(frozen=True)
class Typed:
    """A sheet as posted: rows to show again, and the parts where nothing is wrong."""

    rows: list[GridRow]
    parts: list[PartGiven]


def receivers(task: Task) -> dict[str, Receiver]:
    """Whom a part can be handed to, by the words that name them: units below the lead, people of all of these."""
    under = Unit.objects.open_now().under([task.lead.path]).in_tree_order()
    found: dict[str, Receiver] = {suggestion(unit): (unit, None) for unit in under if unit.pk != task.lead_id}
    posts = Post.objects.held(on=timezone.localdate()).filter(unit__in=under.values("pk"), person__is_active=True)
    for post in posts.select_related("person", "unit").order_by("unit__path", "person__full_name"):
        found[f"{post.person.full_name} ({post.unit.code})"] = (post.unit, post.person)
    return found


def grid(task: Task, rows: list[GridRow], known: Mapping[str, Receiver], after: int) -> Grid:
    """The sheet as the page draws it; `after` is how many children of the task its writer saw."""
    latest = _("không sau %(day)s") % {"day": wording.day(task.due_on)} if task.due_on else "dd/mm/yyyy"
    return Grid(
        columns=[
            GridColumn("text", _("Phần việc"), "long", required=True, width=360),
            GridColumn("to", _("Giao cho"), suggestions=list(known), required=True, width=260),
            GridColumn("due_on", _("Hạn"), "date", width=140, help=latest),
        ],
        rows=rows,
        post_url=f"?after={after}",
        submit=_("Giao các phần việc này"),
        draft_url=f"{reverse('office:draft')}?place={draft_place(task)}",
        spare=max(2, 4 - len(rows)),
        title=_("Phần việc"),
    )


def draft_place(task: Task) -> str:
    """Where a sheet of parts is kept while it is typed."""
    return f"task:{task.pk}:parts"


def rows_of(content: Mapping[str, Any]) -> list[GridRow]:
    """The rows typed; empty ones are left out."""
    return [GridRow(values) for values in sheet.cells(content, NAMES) if any(values.values())]


def read(task: Task, content: Mapping[str, Any], known: Mapping[str, Receiver]) -> Typed:
    """Check every row; one wrong cell stops them all, with a sentence in it."""
    rows, parts = [], []
    for number, row in enumerate(rows_of(content), 1):
        errors: dict[str, str] = {}
        if not row.values.get("text"):
            errors["text"] = _("Hãy ghi nội dung phần việc.")
        if number > LIMIT:
            errors["text"] = _("Mỗi lần chia nhiều nhất %(limit)d phần việc.") % {"limit": LIMIT}
        receiver = _receiver(row.values.get("to", ""), known, errors)
        due_on = sheet.day_in(row.values.get("due_on", ""), errors)
        if due_on is not None and task.due_on is not None and due_on > task.due_on:
            said = _("Hạn của phần việc không thể sau hạn của nhiệm vụ (%(day)s).")
            errors["due_on"] = said % {"day": wording.day(task.due_on)}
        rows.append(GridRow(row.values, errors))
        if receiver is not None and not errors:
            parts.append(PartGiven(row.values["text"], *receiver, due_on=due_on))
    return Typed(rows, [] if any(row.errors for row in rows) else parts)


def _receiver(text: str, known: Mapping[str, Receiver], errors: dict[str, str]) -> Receiver | None:
    """The unit or person a cell names: in full as suggested, by name alone where only one bears it."""
    if not text:
        errors["to"] = _("Hãy chọn đơn vị trực thuộc hoặc người làm.")
        return None
    if text in known:
        return known[text]
    folded = fold(text)
    named = [one for words, one in known.items() if fold(words.rpartition(" (")[0]) == folded]
    if len(named) != 1:
        errors["to"] = _("Không có đơn vị trực thuộc hay người nào tên “%(text)s”, hoặc có nhiều.") % {"text": text}
        return None
    return named[0]
