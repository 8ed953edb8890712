"""More time for a task: a unit asks, the office that keeps the plan decides, the first day stays in the ledger."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.notifications.actions import notify
from caicach.orgs.models import Person
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import rules
from caicach.plans.actions.duties import after_change, require_own_turns
from caicach.plans.actions.ledger import require_within_whole, write_entry
from caicach.plans.models import DeadlineEntry, ExtensionRequest, Task
from caicach.plans.permissions import (
    KEEPER,
    can_decide_extension,
    require_asker,
    require_extension_decider,
)
from caicach.plans.rules import TaskState


class NotExtended(ValueError):
    """More time cannot be asked for or given so: the day, the words or the task do not allow it."""


class WrongDay(NotExtended):
    """The day asked for or given cannot be."""


@transaction.atomic
def ask_extension(*, task: Task, until: date, reason: str, actor: Person, at: datetime) -> ExtensionRequest:
    """The lead unit asks for more time, with its reason (đề nghị gia hạn)."""
    task = _locked(task)
    require_asker(actor, task)
    require_own_turns(task)
    _require_extendable(task, until, at)
    if not reason.strip():
        raise NotExtended("Hãy ghi lý do đề nghị gia hạn.")
    if task.extensions.filter(state=ExtensionRequest.ASKED).exists():
        raise NotExtended("Nhiệm vụ đang có một đề nghị gia hạn chờ trả lời. Hãy rút lại đề nghị đó nếu muốn sửa.")
    asked = ExtensionRequest.objects.create(task=task, until=until, reason=reason.strip(), asked_by=actor, asked_at=at)
    record("plans.extension_asked", task, actor=actor, at=at, until=until, reason=asked.reason)
    keepers = [one for one in people_with(task.plan.unit, KEEPER) if can_decide_extension(one, asked)]
    notify(
        people=keepers or people_with(task.plan.unit, Role.HEAD),
        kind="plans.extension_asked",
        text=f"{task.lead} đề nghị gia hạn nhiệm vụ {task} đến {until:%d/%m/%Y}.",
        link=_page(task),
        once_key=f"extension:{asked.pk}",
        actor=actor,
        at=at,
    )
    return asked


@transaction.atomic
def take_back_extension(*, request: ExtensionRequest, actor: Person, at: datetime) -> ExtensionRequest:
    """The unit no longer asks (rút lại đề nghị gia hạn)."""
    request = _open(request)
    require_asker(actor, request.task)
    request.state = ExtensionRequest.TAKEN_BACK
    request.decided_by, request.decided_at = actor, at
    request.save()
    record("plans.extension_taken_back", request.task, actor=actor, at=at, until=request.until)
    return request


@transaction.atomic
def decide_extension(
    *,
    request: ExtensionRequest,
    granted: bool,
    actor: Person,
    at: datetime,
    until: date | None = None,
    words: str = "",
) -> ExtensionRequest:
    """Grant more time, until the day asked for or another, or refuse with words (quyết định gia hạn).

    What is granted is another line of the ledger; nobody decides on what they asked for themselves.
    """
    request = _open(request)
    task = request.task
    require_extension_decider(actor, request)
    answer = words.strip()
    if granted:
        day = until or request.until
        _require_extendable(task, day, at)
        _grant(request, day, answer, actor, at)
        text = f"Nhiệm vụ {task} được gia hạn đến {day:%d/%m/%Y}."
    elif not answer:
        raise NotExtended("Hãy ghi lý do không đồng ý gia hạn để đơn vị biết.")
    else:
        request.state = ExtensionRequest.REFUSED
        record("plans.extension_refused", task, actor=actor, at=at, until=request.until, answer=answer)
        text = f"Đề nghị gia hạn nhiệm vụ {task} không được đồng ý: {answer}"
    request.answer, request.decided_by, request.decided_at = answer, actor, at
    request.save()
    people = {one.pk: one for one in [request.asked_by, *people_with(task.lead, Role.REPORTER, Role.HEAD)]}
    notify(
        people=people.values(),
        kind=f"plans.extension_{request.state}",
        text=text,
        link=_page(task),
        once_key=f"extension:{request.pk}:{request.state}",
        actor=actor,
        at=at,
    )
    return request


def _grant(request: ExtensionRequest, day: date, answer: str, actor: Person, at: datetime) -> None:
    task, before = request.task, request.task.due_on
    asked = localdate(request.asked_at)
    because = [f"{task.lead} đề nghị gia hạn ngày {asked:%d/%m/%Y}: {request.reason}"]
    because_en = [f"{task.lead} asked for more time on {asked:%d/%m/%Y}: {request.reason}"]
    if answer:
        because.append(f"Ý kiến khi đồng ý: {answer}")
        because_en.append(f"Said when granted: {answer}")
    write_entry(
        task=task,
        kind=DeadlineEntry.EXTENDED,
        due_on=day,
        because=because,
        because_en=because_en,
        reason=request.reason,
        actor=actor,
        at=at,
    )
    request.state, request.granted_until = ExtensionRequest.GRANTED, day
    moved = {"before": before, "after": day}
    record("plans.extension_granted", task, actor=actor, at=at, due_on=moved, until=request.until, answer=answer)
    after_change(task, actor=actor, at=at)


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("plan__unit", "lead", "parent").get(pk=task.pk)


def _open(request: ExtensionRequest) -> ExtensionRequest:
    task = _locked(request.task)
    found = ExtensionRequest.objects.select_related("asked_by").get(pk=request.pk)
    if found.state != ExtensionRequest.ASKED:
        raise rules.WrongState("Đề nghị gia hạn này đã được trả lời hoặc đã rút lại. Hãy tải lại trang để xem.")
    found.task = task
    return found


def _require_extendable(task: Task, until: date, at: datetime) -> None:
    if task.state in (TaskState.COMPLETED, *rules.STOPPED):
        raise rules.WrongState("Nhiệm vụ đã hoàn thành, đã hủy hoặc đang tạm dừng nên không gia hạn được.")
    if task.due_on is None:
        raise NotExtended("Nhiệm vụ không có hạn cụ thể nên không cần gia hạn.")
    if until <= task.due_on:
        present = f"{task.due_on:%d/%m/%Y}"
        raise WrongDay(_("Ngày gia hạn phải sau hạn hiện nay (%(day)s).") % {"day": present})
    if until < localdate(at):
        raise WrongDay("Ngày gia hạn không thể trước hôm nay.")
    require_within_whole(task, until)


def _page(task: Task) -> str:
    return reverse("plans:task", args=[task.pk])
