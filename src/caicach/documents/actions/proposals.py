"""What the reader proposes, and what a person makes of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import rules, storage
from caicach.documents.models import Document, DocumentFile, Proposal, Reading
from caicach.documents.permissions import require_review
from caicach.documents.reading import UnitIndex, read_file
from caicach.documents.rules import ProposalState
from caicach.orgs.models import Person, Unit, names_on

CORRECTABLE = ("text", "field", "deadline_phrase", "deadline", "targets", "product")


class ChangedMeanwhile(ValueError):
    """Somebody else decided or corrected first; the words typed are kept and shown again."""


def read_document(*, document: Document, file: DocumentFile, actor: Person, at: datetime) -> Reading:
    """Read a document's file and keep what it proposes (đọc văn bản); units as they stood on the document's day.

    The reading itself runs outside any transaction; raises `CannotRead` with a sentence for the clerk.
    """
    require_review(actor, document)
    names = names_on(document.issued_on or localdate(at))
    found = read_file(storage.path_of(file.stored.sha256), units=UnitIndex(names), name=file.name)
    units = {unit.code: unit for unit in Unit.objects.open_now()}
    proposals, coop = [], {}
    for task in found.tasks:
        leads = [candidates[0] for candidates in task.lead_units if len(candidates) == 1]
        helpers = [*leads[1:], *(candidates[0] for candidates in task.coop_units if len(candidates) == 1)]
        coop[task.n] = [units[code].pk for code in dict.fromkeys(helpers) if code in units]
        row = task.as_json()
        proposals.append(
            Proposal(
                number=task.n,
                label=task.label,
                path=task.path[:60],
                line=task.line,
                line_end=task.line_end,
                text=task.text,
                field=task.field,
                lead_words=row["lead"],
                coop_words=row["coop"],
                lead=units.get(leads[0]) if leads else None,
                deadline_phrase=(task.deadline_phrase or "")[:300],
                deadline=row["deadline"],
                targets=row["targets"],
                citations=row["citations"],
                confidence=row["confidence"],
                because=row["because"],
            )
        )
    return keep_reading(
        document=document,
        file=file,
        result=found.as_json(),
        page=found.as_page(),
        proposals=proposals,
        coop=coop,
        actor=actor,
        at=at,
    )


@transaction.atomic
def keep_reading(
    *,
    document: Document,
    file: DocumentFile,
    result: dict[str, Any],
    page: dict[str, Any],
    proposals: Iterable[Proposal],
    coop: dict[int, list[int]],
    actor: Person,
    at: datetime,
) -> Reading:
    """Keep what the reader understood, with one proposal for each clause that orders something (đọc văn bản).

    `proposals` are unsaved; `coop` maps a proposal's number to the ids of its co-operating units.
    """
    require_review(actor, document)
    document = Document.objects.select_for_update().get(pk=document.pk)
    if Reading.objects.filter(document=document).exists():
        raise ChangedMeanwhile("Văn bản này đã được đọc. Hãy mở phần đề xuất để xem.")
    reading = Reading.objects.create(document=document, file=file, result=result, page=page, read_at=at)
    rows = list(proposals)
    for row in rows:
        row.reading, row.document, row.state = reading, document, ProposalState.PROPOSED
    Proposal.objects.bulk_create(rows)
    through = Proposal.coop.through
    through.objects.bulk_create(
        [through(proposal_id=row.pk, unit_id=unit) for row in rows for unit in coop.get(row.number, [])]
    )
    record("documents.read", document, actor=actor, at=at, proposals=len(rows), file=file.stored.sha256)
    return reading


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
    proposal = _locked(proposal, actor, revision, "correct")
    changed: dict[str, Any] = {}
    for name, value in corrections.items():
        if name not in CORRECTABLE:
            raise TypeError(f"{name} is not corrected by hand")
        if getattr(proposal, name) != value:
            changed[name] = {"before": getattr(proposal, name), "after": value}
            setattr(proposal, name, value)
    if proposal.lead_id != (lead.pk if lead else None):
        changed["lead"] = {"before": proposal.lead_id, "after": lead.pk if lead else None}
        proposal.lead = lead
    if coop is not None:
        proposal.coop.set(coop)
    proposal.revision += 1
    proposal.save()
    record("documents.proposal_corrected", proposal.document, actor=actor, at=at, proposal=proposal.number, **changed)
    return proposal


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


def _decide(proposal: Proposal, revision: int, verb: str, actor: Person, at: datetime) -> Proposal:
    proposal = _locked(proposal, actor, revision, verb)
    proposal.state = rules.next_state(ProposalState(proposal.state), verb)
    proposal.revision += 1
    open_again = proposal.state == ProposalState.PROPOSED
    proposal.decided_by, proposal.decided_at = (None, None) if open_again else (actor, at)
    proposal.save(update_fields=["state", "revision", "decided_by", "decided_at"])
    record(f"documents.proposal_{proposal.state}", proposal.document, actor=actor, at=at, proposal=proposal.number)
    return proposal


def _locked(proposal: Proposal, actor: Person, revision: int, verb: str) -> Proposal:
    # The document's row orders everyone who works on it, and is the head of its trail.
    document = Document.objects.select_for_update().get(pk=proposal.document_id)
    require_review(actor, document)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=proposal.pk)
    rules.next_state(ProposalState(proposal.state), verb)
    if proposal.revision != revision:
        raise ChangedMeanwhile("Người khác vừa sửa đề xuất này. Nội dung anh/chị nhập vẫn còn, hãy xem lại rồi lưu.")
    return proposal
