"""Taking back what was done to a proposal (hoàn tác)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from caicach.audit.actions import record
from caicach.documents.actions.proposals import ChangedMeanwhile, locked_proposal
from caicach.documents.models import Proposal
from caicach.documents.rules import ProposalState
from caicach.orgs.models import Person


class NothingToTakeBack(ValueError):
    """The last correction has been taken back already, or was written over."""


@transaction.atomic
def take_back_correction(*, proposal: Proposal, revision: int, actor: Person, at: datetime) -> Proposal:
    """A proposal as it was before the last correction, split or join (hoàn tác lần sửa)."""
    proposal = locked_proposal(proposal, actor, revision, "correct")
    before = dict(proposal.before or {})
    if not before:
        raise NothingToTakeBack("Không còn lần sửa nào để hoàn tác.")
    _shape_again(proposal, before, actor, at)
    if "lead" in before:
        proposal.lead_id = before.pop("lead")
    if "coop" in before:
        proposal.coop.set(before.pop("coop"))
    for name, value in before.items():
        setattr(proposal, name, value)
    proposal.before = None
    proposal.revision += 1
    proposal.save()
    record("documents.correction_taken_back", proposal.document, actor=actor, at=at, proposal=proposal.number)
    return proposal


def _shape_again(proposal: Proposal, before: dict[str, Any], actor: Person, at: datetime) -> None:
    """The pieces of a split are dropped, the other of a join stands again; neither if somebody went on with them."""
    others = Proposal.objects.select_for_update(of=("self",)).filter(reading=proposal.reading_id)
    pieces, joined = before.pop("pieces", []), before.pop("joined", None)
    for piece in others.filter(number__in=pieces):
        if piece.state != ProposalState.PROPOSED or piece.revision:
            raise ChangedMeanwhile("Một phần đã tách ra đã được xử lý, không hoàn tác được việc tách nữa.")
        piece.state, piece.decided_by, piece.decided_at, piece.revision = ProposalState.DROPPED, actor, at, 1
        piece.save(update_fields=["state", "decided_by", "decided_at", "revision"])
    for other in others.filter(number=joined):
        if other.state != ProposalState.DROPPED:
            raise ChangedMeanwhile("Đề xuất đã gộp vào đã được lấy lại, không hoàn tác được việc gộp nữa.")
        other.state, other.decided_by, other.decided_at = ProposalState.PROPOSED, None, None
        other.revision += 1
        other.save(update_fields=["state", "decided_by", "decided_at", "revision"])
