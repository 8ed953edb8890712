"""When two people correct a task: what the first one wrote, beside the words of the second."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from caicach.audit.models import Line
from caicach.plans.faces import field_name
from caicach.plans.life_forms import TaskForm
from caicach.plans.models import Task

FORM_NAMES = {"led_by": "lead", "helped_by": "coop", "done_by": "person"}  # the trail's word → the form's
DEEDS = ("plans.task_edited", "plans.lead_changed")


@dataclass(frozen=True)
class Newer:
    """A field somebody else changed meanwhile: theirs, by whom and when, and the second writer's words."""

    label: str
    theirs: str
    who: str
    at: datetime.datetime
    yours: str
    touched: bool


def meet(form: TaskForm, task: Task) -> Sequence[Newer]:
    """Bring a form typed on an older revision to the task as it stands.

    What its writer had left alone takes the newer words; what they typed stays theirs and is told beside the other's.
    """
    seen, typed = form.cleaned_data["revision"], form.says()
    lines = Line.objects.of(f"plans.task:{task.pk}").filter(kind__in=DEEDS).order_by("number")
    began: dict[str, str] = {}
    last: dict[str, tuple[str, Line]] = {}
    for line in lines:
        if line.changes["revision"] > seen:
            for name in typed.keys() & line.changes.keys():
                began.setdefault(name, line.changes[name]["before"])
                last[name] = (line.changes[name]["after"], line)
    found, keep = [], []
    for name in typed.keys() & last.keys():
        theirs, line = last[name]
        touched = typed[name] not in (began[name], theirs)
        keep += [] if touched else [FORM_NAMES.get(name, name)]
        label = str(form.fields[FORM_NAMES.get(name, name)].label)
        shown = [field_name(one) if name == "field" else one for one in (theirs, typed[name])]
        found.append(Newer(label, shown[0], line.actor_name, line.at, shown[1], touched))
    _take(form, task, keep)
    form.now_on(task.revision)
    order = [str(one.label) for one in form.fields.values()]
    return sorted(found, key=lambda one: order.index(one.label))


def _take(form: TaskForm, task: Task, names: Sequence[str]) -> None:
    """Fields the writer had left alone say what the task says now."""
    fresh = TaskForm.of(task)
    typed: Any = form.data
    data = typed.copy()
    for name in names:
        data[name] = fresh[name].value() or ""
    form.data = data
