"""Giving proposals another shape: one clause holds several tasks, or one task stands in several clauses."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from caicach.audit.actions import record
from caicach.documents.actions.proposals import ChangedMeanwhile, locked_proposal
from caicach.documents.actions.reasons import kept
from caicach.documents.models import Proposal
from caicach.documents.rules import ProposalState
from caicach.orgs.models import Person


class NothingToSplit(ValueError):
    """The words are one piece, or there is nothing to join them with."""


@transaction.atomic
def split_proposal(
    *, proposal: Proposal, revision: int, texts: Sequence[str], actor: Person, at: datetime
) -> list[Proposal]:
    """Make several proposals of one (tách đề xuất); each keeps unit, deadline and the rest, to be corrected apart."""
    pieces = [text.strip() for text in texts if text.strip()]
    if len(pieces) < 2:
        raise NothingToSplit("Để tách, hãy để một dòng trống giữa hai việc trong ô Nội dung.")
    proposal = locked_proposal(proposal, actor, revision, "correct")
    helpers = list(proposal.coop.all())
    first = Proposal.objects.filter(reading=proposal.reading_id).aggregate(last=Max("number"))["last"] + 1
    numbers = list(range(first, first + len(pieces) - 1))
    proposal.before = kept(proposal, "text") | {"pieces": numbers}
    proposal.text, proposal.revision = pieces[0], proposal.revision + 1
    proposal.save(update_fields=["text", "revision", "before"])
    made = []
    for number, text in zip(numbers, pieces[1:], strict=True):
        another = Proposal.objects.get(pk=proposal.pk)
        another.pk, another.number, another.text, another.revision, another.before = None, number, text, 0, None
        another._state.adding = True
        another.save()
        another.coop.set(helpers)
        made.append(another)
    record("documents.proposal_split", proposal.document, actor=actor, at=at, proposal=proposal.number, into=numbers)
    return [proposal, *made]


@transaction.atomic
def join_proposals(*, proposal: Proposal, revision: int, other: Proposal, actor: Person, at: datetime) -> Proposal:
    """Join another open proposal of the same document to this one (gộp đề xuất); the other counts as dropped."""
    proposal = locked_proposal(proposal, actor, revision, "correct")
    other = Proposal.objects.select_for_update(of=("self",)).get(pk=other.pk)
    if other.document_id != proposal.document_id or other.pk == proposal.pk:
        raise NothingToSplit("Chỉ gộp được hai đề xuất khác nhau của cùng một văn bản.")
    if other.state != ProposalState.PROPOSED:
        raise ChangedMeanwhile("Đề xuất kia vừa được xử lý. Hãy tải lại trang rồi gộp lại nếu vẫn cần.")
    written = ("text", "line", "line_end", "targets", "citations", "lead", "deadline", "deadline_phrase", "coop")
    proposal.before = kept(proposal, *written) | {"joined": other.number}
    proposal.text = f"{proposal.text.rstrip()} {other.text.lstrip()}"
    proposal.line, proposal.line_end = min(proposal.line, other.line), max(proposal.line_end, other.line_end)
    proposal.targets = [*proposal.targets, *other.targets]
    proposal.citations = [*proposal.citations, *(act for act in other.citations if act not in proposal.citations)]
    proposal.lead_id = proposal.lead_id or other.lead_id
    if proposal.deadline is None:
        proposal.deadline, proposal.deadline_phrase = other.deadline, other.deadline_phrase
    proposal.revision += 1
    proposal.save()
    proposal.coop.add(*other.coop.all())
    other.state, other.decided_by, other.decided_at = ProposalState.DROPPED, actor, at
    other.revision += 1
    other.save(update_fields=["state", "decided_by", "decided_at", "revision"])
    record(
        "documents.proposal_joined", proposal.document, actor=actor, at=at, proposal=proposal.number, other=other.number
    )
    return proposal
