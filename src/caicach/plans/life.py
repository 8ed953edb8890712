"""What may be done to a task once it is given, as its page shows it: more time, stops, parts of those who help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.documents.models import Document
from caicach.orgs.models import Person
from caicach.plans import permissions
from caicach.plans.life_forms import AskForm, CancelForm, DecideForm, PartForm, ResumeForm, SuspendForm
from caicach.plans.models import ExtensionRequest, Task, TaskUnit
from caicach.plans.rules import STOPPED, TaskState
from caicach.ui.parts import Tone

OVER = (TaskState.COMPLETED, *STOPPED)
Typed = Mapping[str, forms.Form]  # forms sent with something wrong in them, by name


@dataclass(frozen=True)
class Asked:
    """One request for more time, in words."""

    request: ExtensionRequest
    says: str
    tone: Tone


@dataclass(frozen=True)
class Extension:
    """The card of more time: what waits, what was decided, and what the reader may do."""

    ask_form: forms.Form | None
    waiting: ExtensionRequest | None
    may_take_back: bool
    decide_form: forms.Form | None
    past: Sequence[Asked]
    granted: int


@dataclass(frozen=True)
class Helper:
    """A unit that helps: its words, once it has confirmed them, and its form for who writes them."""

    part: TaskUnit
    form: forms.Form | None


@dataclass(frozen=True)
class Stopped:
    """Since when and why a task waits or is cancelled."""

    task: Task
    cancelled: bool
    document_url: str


@dataclass(frozen=True)
class Life:
    """All of it, for one reader."""

    may_edit: bool
    extension: Extension | None
    helpers: Sequence[Helper]
    unconfirmed: int
    stopped: Stopped | None
    suspend: forms.Form | None
    resume: forms.Form | None
    cancel: forms.Form | None


def life_of(task: Task, person: Person, parts: Iterable[TaskUnit], typed: Typed) -> Life:
    """What the reader of a task's page may do to it; two questions to the database, whatever happened to it."""
    keeps = permissions.can_keep(person, task.plan)
    state = TaskState(task.state)
    helpers = [_helper(task, part, person, typed) for part in parts if part.part == TaskUnit.COOP]
    may_suspend = keeps and state in (TaskState.ASSIGNED, TaskState.IN_PROGRESS)
    may_cancel = keeps and state not in (TaskState.COMPLETED, TaskState.CANCELLED)
    return Life(
        may_edit=may_cancel,
        extension=_extension(task, person, typed),
        helpers=helpers,
        unconfirmed=sum(1 for one in helpers if one.part.confirmed_at is None),
        stopped=_stopped(task, person) if state in STOPPED else None,
        suspend=typed.get("suspend") or SuspendForm() if may_suspend else None,
        resume=typed.get("resume") or ResumeForm.of(task) if keeps and state is TaskState.SUSPENDED else None,
        cancel=typed.get("cancel") or CancelForm(person=person) if may_cancel else None,
    )


def _extension(task: Task, person: Person, typed: Typed) -> Extension | None:
    requests = list(task.extensions.select_related("asked_by", "decided_by"))
    for one in requests:
        one.task = task
    waiting = next((one for one in requests if one.state == ExtensionRequest.ASKED), None)
    asks = permissions.can_report(person, task)
    may_ask = asks and waiting is None and task.due_on is not None and task.state not in OVER
    if not requests and not may_ask:
        return None
    decides = waiting is not None and permissions.can_decide_extension(person, waiting)
    return Extension(
        ask_form=typed.get("ask") or AskForm() if may_ask else None,
        waiting=waiting,
        may_take_back=asks and waiting is not None,
        decide_form=typed.get("decide") or DecideForm.of(waiting) if decides and waiting else None,
        past=[_asked(one) for one in requests if one is not waiting],
        granted=sum(1 for one in requests if one.state == ExtensionRequest.GRANTED),
    )


def _asked(request: ExtensionRequest) -> Asked:
    words: dict[str, tuple[Any, Tone]] = {
        ExtensionRequest.GRANTED: (_("đồng ý"), "ok"),
        ExtensionRequest.REFUSED: (_("không đồng ý"), "late"),
        ExtensionRequest.TAKEN_BACK: (_("không còn chờ"), "none"),
    }
    return Asked(request, *words[request.state])


def _helper(task: Task, part: TaskUnit, person: Person, typed: Typed) -> Helper:
    if task.state in OVER or not permissions.can_confirm_part(person, part):
        return Helper(part, None)
    return Helper(part, typed.get(f"part-{part.pk}") or PartForm.of(part))


def _stopped(task: Task, person: Person) -> Stopped:
    document, url = task.cancelled_by, ""
    if document is not None and Document.objects.visible_to(person).filter(pk=document.pk).exists():
        url = reverse("documents:detail", args=[document.pk])
    return Stopped(task, task.state == TaskState.CANCELLED, url)
