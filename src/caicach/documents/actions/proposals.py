"""What the reader proposes, and what a person makes of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from caicach.audit.actions import record
from caicach.documents import rules
from caicach.documents.actions.reasons import kept, now_because
from caicach.documents.models import Document, Proposal
from caicach.documents.permissions import require_review
from caicach.documents.reading.sentences import said
from caicach.documents.rules import ProposalState
from caicach.orgs.actions import add_alias
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import fold

CORRECTABLE = ("text", "field", "deadline_phrase", "deadline", "targets", "product")


class ChangedMeanwhile(ValueError):
    """Somebody else decided or corrected first; the words typed are kept and shown again."""


@transaction.atomic
def correct_proposal(
    *,
    proposal: Proposal,
    revision: int,
    actor: Person,
    at: datetime,
    lead: Unit | None = None,
    coop: Iterable[Unit] | None = None,
    **corrections: Any,
) -> Proposal:
    """Correct what the reader proposed (sửa đề xuất); `revision` is the one the person saw."""
    proposal = locked_proposal(proposal, actor, revision, "correct")
    changed: dict[str, Any] = {}
    before = kept(proposal, *corrections, "lead", "coop")
    for name, value in corrections.items():
        if name not in CORRECTABLE:
            raise TypeError(f"{name} is not corrected by hand")
        if getattr(proposal, name) != value:
            changed[name] = {"before": getattr(proposal, name), "after": value}
            setattr(proposal, name, value)
    if proposal.lead_id != (lead.pk if lead else None):
        changed["lead"] = {"before": proposal.lead_id, "after": lead.pk if lead else None}
        _give_lead(proposal, lead)
    if "deadline" in changed:
        proposal.marks = {**proposal.marks, "deadline": []}
        now_because(proposal, "deadline", [said("given_time")] if proposal.deadline else [])
    if coop is not None:
        after = sorted({unit.pk for unit in coop})
        if before["coop"] != after:
            changed["coop"] = {"before": before["coop"], "after": after}
            proposal.coop.set(after)
    if changed:
        proposal.before = before
    proposal.revision += 1
    proposal.save()
    record("documents.proposal_corrected", proposal.document, actor=actor, at=at, proposal=proposal.number, **changed)
    return proposal


def _give_lead(proposal: Proposal, lead: Unit | None) -> None:
    """A unit chosen by a person: the words of the paper no longer say who leads."""
    proposal.lead = lead
    proposal.marks = {**proposal.marks, "lead": []}
    now_because(proposal, "lead", [said("given_lead" if lead else "no_lead")])


@transaction.atomic
def drop_proposal(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """Say that a clause is no task (không phải nhiệm vụ)."""
    return _decide(proposal, revision, "drop", actor, at)


@transaction.atomic
def restore_proposal(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """Take a dropped proposal back."""
    return _decide(proposal, revision, "restore", actor, at)


@transaction.atomic
def confirm_proposal(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """Mark a proposal as confirmed; only `plans` calls this, in the transaction that makes the task."""
    return _decide(proposal, revision, "confirm", actor, at)


@transaction.atomic
def take_back_proposal(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """A confirmed proposal waits again; only `plans` calls this, in the transaction that takes its task back."""
    return _decide(proposal, revision, "take_back", actor, at)


def _decide(proposal: Proposal, revision: int, verb: str, actor: Person, at: datetime) -> Proposal:
    proposal = locked_proposal(proposal, actor, revision, verb)
    proposal.state = rules.next_state(ProposalState(proposal.state), verb)
    proposal.revision += 1
    open_again = proposal.state == ProposalState.PROPOSED
    proposal.decided_by, proposal.decided_at = (None, None) if open_again else (actor, at)
    proposal.save(update_fields=["state", "revision", "decided_by", "decided_at"])
    deed = "taken_back" if verb == "take_back" else proposal.state
    record(f"documents.proposal_{deed}", proposal.document, actor=actor, at=at, proposal=proposal.number)
    return proposal


def locked_proposal(proposal: Proposal, actor: Person, revision: int, verb: str) -> Proposal:
    """The proposal as nobody else can change it now, if it still stands as the person saw it.

    The document's row orders everyone who works on it, and is the head of its trail.
    """
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    require_review(actor, document)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=proposal.pk)
    rules.next_state(ProposalState(proposal.state), verb)
    if proposal.revision != revision:
        raise ChangedMeanwhile("Người khác vừa sửa đề xuất này. Nội dung anh/chị nhập vẫn còn, hãy xem lại rồi lưu.")
    return proposal


@transaction.atomic
def assign_lead(*, document: Document, under: str, lead: Unit, actor: Person, at: datetime) -> int:
    """Give a unit every open proposal without one below a heading (giao cả mục); returns how many."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require_review(actor, document)
    chosen = [
        proposal
        for proposal in document.proposals.open().filter(lead__isnull=True)
        if proposal.path == under or proposal.path.startswith(f"{under}.")
    ]
    _give_all(chosen, lead)
    if chosen:
        numbers = [proposal.number for proposal in chosen]
        record("documents.lead_assigned", document, actor=actor, at=at, lead=lead, under=under, proposals=numbers)
    return len(chosen)


def _give_all(chosen: Iterable[Proposal], lead: Unit) -> None:
    """One unit for several proposals, each to be taken back alone."""
    chosen = list(chosen)
    for proposal in chosen:
        proposal.before = kept(proposal, "lead")
        _give_lead(proposal, lead)
        proposal.revision += 1
    written = ["lead", "revision", "before", "marks", "because", "because_en", "because_codes"]
    Proposal.objects.bulk_update(chosen, written)


@transaction.atomic
def remember_name(*, proposal: Proposal, lead: Unit, actor: Person, at: datetime) -> int:
    """Keep the words a document uses for a unit as one of its names (nhớ tên gọi).

    Every open proposal that uses them gets the unit; returns how many, this one included.
    """
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    require_review(actor, document)
    if len(proposal.lead_words) != 1:
        return 0
    name = proposal.lead_words[0]
    add_alias(unit=lead, text=name, actor=actor, at=at)
    same = document.proposals.open().filter(lead__isnull=True)
    chosen = [one for one in same if [fold(word) for word in one.lead_words] == [fold(name)]]
    _give_all(chosen, lead)
    if chosen:
        numbers = [one.number for one in chosen]
        record("documents.lead_assigned", document, actor=actor, at=at, lead=lead, under=name, proposals=numbers)
    return len(chosen)
