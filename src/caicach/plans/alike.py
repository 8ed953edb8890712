"""Tasks that may be the very one a proposal speaks of: the same work stands in plans of several levels."""

from dataclasses import dataclass

from caicach.documents.models import Proposal
from caicach.orgs.models import Person
from caicach.orgs.rules import fold
from caicach.plans import rules
from caicach.plans.models import Task, TaskQuerySet

LOOKED_AT = 400
SHOWN = 6


@dataclass(frozen=True)
class Alike:
    """A tracked task, and how much of its words a proposal shares, in percent."""

    task: Task
    percent: int


def tasks_to_join(person: Person, proposal: Proposal) -> TaskQuerySet:
    """Running tasks the person sees that do not stand in the proposal's own plan."""
    tasks = Task.objects.visible_to(person).whole().open().select_related("plan", "lead")
    return tasks.exclude(lines__plan__document=proposal.document_id)


def alike(person: Person, proposal: Proposal, words: str = "") -> list[Alike]:
    """The tasks most like a proposal, or those that hold the words asked for; the same unit's first among equals."""
    tasks = tasks_to_join(person, proposal)
    if words:
        tasks = tasks.matching(words)
    elif proposal.lead is not None:
        tasks = tasks.filter(lead=proposal.lead)
    said = fold(proposal.text)
    found = [
        Alike(task, rules.shared_percent(said, fold(task.text))) for task in tasks.order_by("-assigned_at")[:LOOKED_AT]
    ]
    found.sort(key=lambda one: (-one.percent, one.task.lead_id != proposal.lead_id, one.task.pk))
    return found[:SHOWN]
