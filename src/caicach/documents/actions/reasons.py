"""What a correction leaves behind: what it wrote over, and reasons that say what a person did."""

from collections.abc import Iterable
from typing import Any

from caicach.documents.models import Proposal
from caicach.documents.reading.sentences import Said

ABOUT = {
    "lead": ("lead_", "no_lead", "pointed_lead", "given_lead", "another_lead"),
    "deadline": ("time_", "year_of_plan", "pointed_time", "given_time"),
}


def kept(proposal: Proposal, *names: str) -> dict[str, Any]:
    """What a correction of these attributes is about to write over; reasons and marks go with them."""
    before: dict[str, Any] = {}
    for name in (*names, "because", "because_en", "because_codes", "marks"):
        if name == "coop":
            before[name] = sorted(unit.pk for unit in proposal.coop.all())
        else:
            before[name] = proposal.lead_id if name == "lead" else getattr(proposal, name)
    return before


def now_because(proposal: Proposal, kind: str, reasons: Iterable[Said]) -> None:
    """Reasons about a kind give way to those of a person; those kept without a code all stay."""
    codes = proposal.because_codes
    if len(codes) != len(proposal.because):
        codes = [""] * len(proposal.because)
    english = proposal.because_en if len(proposal.because_en) == len(codes) else list(proposal.because)
    rows = [
        row
        for row in zip(proposal.because, english, codes, strict=True)
        if not row[2].startswith(ABOUT.get(kind, ("\0",)))
    ]
    rows += [(reason.vi, reason.en, reason.code) for reason in reasons]
    proposal.because = [row[0] for row in rows]
    proposal.because_en = [row[1] for row in rows]
    proposal.because_codes = [row[2] for row in rows]
