"""Why the reader proposes a task, in words a clerk can check, and how sure it is (độ tin cậy)."""

from typing import Any

from caicach.documents.reading.clauses import Draft
from caicach.documents.reading.sections import OPERATIVE
from caicach.documents.reading.sentences import Said, said

LEADS = {"clause", "block", "cell", "heading", "addressee", "carried"}
TIMES = {"clause", "block", "heading"}


def reasons(draft: Draft, deadline: dict[str, Any] | None, year: int | None) -> tuple[float, tuple[Said, ...]]:
    """Confidence from 0 to 1 and the sentences behind it."""
    because = [_place(draft)]
    if draft.verb:
        because.append(said("verb", verb=draft.verb))
    if draft.lead is not None and draft.lead.names:
        source = draft.lead_from if draft.lead_from in LEADS else "clause"
        because.append(said(f"lead_{source}", names="; ".join(draft.lead.names)))
    else:
        because.append(said("no_lead"))
    if draft.time is not None:
        source = draft.time_from if draft.time_from in TIMES else "clause"
        because.append(said(f"time_{source}", phrase=draft.time.phrase))
        if year is not None and any(not limit.year_stated and _dated(limit.value) for limit in draft.time.every):
            because.append(said("year_of_plan", year=year))
    because += [said(code) for code, holds in _doubts(draft).items() if holds]
    return _points(draft, deadline), tuple(because)


def _place(draft: Draft) -> Said:
    if draft.where == "annex":
        return said("row_numbered", label=draft.label) if draft.label else said("row")
    return said("leaf", label=draft.label) if draft.label else said("paragraph")


def _dated(value: dict[str, Any]) -> bool:
    return value["kind"] in {"date", "datetime", "period", "week", "multi"}


def _doubts(draft: Draft) -> dict[str, bool]:
    return {
        "another_lead": "another lead" in draft.notes,
        "repeated": "repeated" in draft.notes,
        "inferred": any(note.startswith("inferred") for note in draft.notes),
        "outside": draft.role != OPERATIVE,
    }


def _points(draft: Draft, deadline: dict[str, Any] | None) -> float:
    """Points for each sign of an order, off for each doubt; measured against the labels (`calibration`)."""
    points = 80 if draft.where == "annex" else 65 if draft.label else 50
    points += 18 if draft.verb else 0
    if draft.lead is not None and draft.lead.names:
        points += 8 if draft.lead_from in {"clause", "block", "cell"} else 5
    points += 5 if deadline is not None else 0
    points += 4 if "repeated" in draft.notes else 0
    points = min(99, points)  # a doubt is seen however many signs speak for the task
    points -= 5 if "another lead" in draft.notes else 0
    points -= 8 if any(note.startswith("inferred") for note in draft.notes) else 0
    points -= 15 if draft.role != OPERATIVE else 0
    return round(max(5, points) / 100, 2)
