"""How proposals look in Source view, and what a person's correction of one says."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.models import Document, Proposal
from caicach.documents.rules import ProposalState
from caicach.orgs.models import Person, Unit
from caicach.plans import faces, rules
from caicach.plans.forms import ProposalForm, typed_deadline
from caicach.plans.paper import Clause
from caicach.ui import wording
from caicach.ui.parts import Because, Tone

CLEAR = Decimal("0.9")


def is_clear(proposal: Proposal) -> bool:
    """Whether a proposal may be confirmed with the others: the reader is sure, and the unit is known."""
    return proposal.confidence >= CLEAR and proposal.lead_id is not None


def drawn(proposals: Iterable[Proposal]) -> str:
    """The clear proposals a page shows, each with its revision: «1.0 4.2»."""
    return seen(one for one in proposals if one.state == ProposalState.PROPOSED and is_clear(one))


def as_drawn(seen: str, proposals: Iterable[Proposal]) -> list[tuple[Proposal, int]]:
    """The proposals a page had drawn, each with the revision seen there; raises ChangedMeanwhile."""
    known = {one.number: one for one in proposals}
    pairs = [pair.partition(".") for pair in seen.split()]
    found = [(known[whole(number)], whole(revision)) for number, _dot, revision in pairs if whole(number) in known]
    if not found or len(found) != len(pairs):
        raise ChangedMeanwhile("Các đề xuất vừa thay đổi, chưa xác nhận việc nào. Hãy xem lại rồi xác nhận.")
    return found


def chosen(proposals: Sequence[Proposal], number: str) -> Proposal | None:
    """The proposal the page is about: the one asked for, else the first that waits."""
    asked = next((one for one in proposals if str(one.number) == number), None)
    waiting = next((one for one in proposals if one.state == ProposalState.PROPOSED), None)
    return asked or waiting or (proposals[0] if proposals else None)


def whole(text: str) -> int:
    """A whole number as posted; -1 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def pieces(text: str) -> list[str]:
    """The tasks of a text parted by empty lines."""
    return [" ".join(piece.split()) for piece in re.split(r"\n\s*\n", text.replace("\r", "")) if piece.strip()]


def next_open(proposals: Iterable[Proposal], number: int) -> int | None:
    """The number of the next proposal that waits, in the order of the paper and round to its beginning."""
    listed = list(proposals)
    here = next((at for at, one in enumerate(listed) if one.number == number), -1)
    waiting = [one.number for one in listed[here + 1 :] + listed[:here] if one.state == ProposalState.PROPOSED]
    return waiting[0] if waiting else None


def is_doubtful(proposal: Proposal) -> bool:
    """Whether a person should look twice: the reader is not sure, or the unit is not known."""
    return proposal.state == ProposalState.PROPOSED and not is_clear(proposal)


def next_doubtful(proposals: Sequence[Proposal], here: Proposal | None) -> int | None:
    """The number of the next proposal to look at twice, after the chosen one."""
    at = proposals.index(here) if here in proposals else -1
    found = [one.number for one in [*proposals[at + 1 :], *proposals[: max(at, 0)]] if is_doubtful(one)]
    return found[0] if found else None


@dataclass(frozen=True)
class AtWork:
    """Somebody else who has just worked on the same document."""

    name: str
    at: datetime.datetime


def others_at_work(document: Document, person: Person, now: datetime.datetime) -> list[AtWork]:
    """Who else decided or corrected something here in the last quarter of an hour (ai đang cùng xử lý)."""
    since = now - datetime.timedelta(minutes=15)
    lines = Line.objects.of(f"documents.document:{document.pk}").filter(at__gte=since, kind__startswith="documents.")
    found: dict[int | None, AtWork] = {}
    for line in lines.exclude(actor_id=person.pk).exclude(actor_id=None):
        found[line.actor_id] = AtWork(line.actor_name, line.at)
    return list(found.values())


def counts(proposals: Iterable[Proposal]) -> dict[str, int]:
    """How far the review has come."""
    listed = [one for one in proposals if one.state != ProposalState.DROPPED]
    waiting = [one for one in listed if one.state == ProposalState.PROPOSED]
    total, confirmed = len(listed), len(listed) - len(waiting)
    return {
        "total": total,
        "confirmed": confirmed,
        "waiting": len(waiting),
        "share": confirmed * 100 // total if total else 0,
        "no_lead": sum(one.lead_id is None for one in waiting),
        "no_due": sum(one.deadline is None for one in waiting),
        "clear": sum(is_clear(one) for one in waiting),
    }


def due_words(proposal: Proposal) -> str:
    """The deadline in a few words: the day where there is one, else the document's own words."""
    found = rules.last_day(proposal.deadline)
    if found.due_on is None:
        return proposal.deadline_phrase
    return wording.day(found.due_on)


STATE_TONES: dict[str, tuple[str, Tone]] = {
    ProposalState.CONFIRMED: ("circle-check", "ok"),
    ProposalState.DROPPED: ("circle-x", "none"),
    ProposalState.PROPOSED: ("circle-dashed", "none"),
}


@dataclass(frozen=True)
class ProposalRow:
    """One line of the list of proposals."""

    proposal: Proposal
    title: str
    icon: str
    tone: Tone
    due: str
    targets: list[str]


def row(proposal: Proposal) -> ProposalRow:
    icon, tone = STATE_TONES[proposal.state]
    if proposal.state == ProposalState.PROPOSED and proposal.lead_id is None:
        icon, tone = "help-circle", "soon"
    targets = [faces.target_words(target) for target in proposal.targets]
    return ProposalRow(proposal, first_words(proposal.text), icon, tone, due_words(proposal), targets)


def first_words(text: str, size: int = 110) -> str:
    """The beginning of a clause, cut between words."""
    return text if len(text) <= size else text[: size - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class ProposalFace:
    """The chosen proposal in full."""

    proposal: Proposal
    row: ProposalRow
    field: str
    coop: list[str]
    because: Because
    heading: str
    heading_open: int
    is_open: bool
    follower: int | None
    may_take_back: bool


def face(proposal: Proposal, proposals: Sequence[Proposal], page: Mapping[str, Any]) -> ProposalFace:
    heading = proposal.path.rpartition(".")[0]
    open_there = sum(
        one.lead_id is None and one.state == ProposalState.PROPOSED and one.path.startswith(f"{heading}.")
        for one in proposals
        if heading
    )
    percent = f"{proposal.confidence * 100:.0f}"
    title = _("Vì sao %(percent)s %%?") % {"percent": percent}
    last, english = rules.last_day(proposal.deadline), wording.is_english()
    reasons = proposal.because_en if english and proposal.because_en else proposal.because
    steps = [*reasons, *(last.because_en if english else last.because), *_doubts(proposal, page)]
    return ProposalFace(
        proposal=proposal,
        row=row(proposal),
        field=faces.field_name(proposal.field),
        coop=[unit.name for unit in proposal.coop.all()],
        because=Because(title, steps, id=f"vi-sao-{proposal.number}"),
        heading=heading,
        heading_open=open_there,
        is_open=proposal.state == ProposalState.PROPOSED,
        follower=_follower(proposal, proposals),
        may_take_back=_may_take_back(proposal),
    )


def _may_take_back(proposal: Proposal) -> bool:
    """Whether the proposal offers to take its decision or last correction back; the deed itself looks closer."""
    if proposal.state == ProposalState.CONFIRMED:
        line = getattr(proposal, "plan_line", None)
        return line is not None and (line.task.source_id != proposal.pk or line.task.state == rules.TaskState.ASSIGNED)
    return proposal.state == ProposalState.DROPPED or bool(proposal.before)


SETTLED = {"time_not_understood": "deadline", "ambiguous": "lead"}


def _doubts(proposal: Proposal, page: Mapping[str, Any]) -> list[str]:
    """What the reader doubted about a clause and nobody has settled since."""
    return [
        _("Cần xem lại: %(doubt)s") % {"doubt": says(warning)}
        for warning in page.get("warnings", ())
        if warning["line"] == proposal.line
        and warning["code"] in {"time_not_understood", "ambiguous", "task_inferred"}
        and getattr(proposal, SETTLED.get(warning["code"], ""), None) is None
    ]


def of_the_paper(page: Mapping[str, Any]) -> list[str]:
    """What the reader doubted about the document as a whole: a draft, dates that do not agree."""
    return [says(warning) for warning in page.get("warnings", ()) if warning["code"] in WHOLE]


WHOLE = {"draft", "two_dates", "later_act"}


def says(warning: Mapping[str, Any]) -> str:
    return str(warning["says_en"] if wording.is_english() else warning["says"])


def clauses(proposals: Iterable[Proposal]) -> list[Clause]:
    """Where the proposals stand on the paper."""
    return [Clause(one.number, one.line, one.line_end, one.marks) for one in proposals]


@dataclass(frozen=True)
class Undo:
    """What was just done to proposals, and what takes it back: «3.1 4.2»."""

    says: str
    seen: str


def undo(after: str, proposals: Iterable[Proposal]) -> Undo | None:
    """The offer to take back what an address says was just done: `?after=3` or, of several, `?after=3.4.9`."""
    numbers = {whole(number) for number in after.split(".")}
    found = [one for one in proposals if one.number in numbers and _may_take_back(one)]
    if not found or len(found) != len(numbers):
        return None
    count, number = len(found), found[0].number
    words = {
        ProposalState.CONFIRMED: ngettext("Đã xác nhận %(count)d nhiệm vụ.", "Đã xác nhận %(count)d nhiệm vụ.", count),
        ProposalState.DROPPED: _("Đã bỏ đề xuất %(number)d."),
        ProposalState.PROPOSED: _("Đã sửa đề xuất %(number)d."),
    }
    if count == 1:
        words[ProposalState.CONFIRMED] = _("Đã xác nhận đề xuất %(number)d.")
    state = ProposalState(found[0].state)
    return Undo(words[state] % {"count": count, "number": number}, seen(found))


@dataclass(frozen=True)
class Unclear:
    """What is asked where words pointed at name no unit, or several: a sentence, the choices, the words."""

    says: str
    choices: Sequence[Unit]
    name: str
    kind: str
    first: str
    last: str
    typed: str


def seen(proposals: Iterable[Proposal]) -> str:
    """Proposals with their revisions, as a page shows them: «1.0 4.2»."""
    return " ".join(f"{one.number}.{one.revision}" for one in proposals)


def _follower(proposal: Proposal, proposals: Sequence[Proposal]) -> int | None:
    """The open proposal that stands next on the paper, which may be joined to this one."""
    after = proposals[proposals.index(proposal) + 1 :]
    return after[0].number if after and after[0].state == ProposalState.PROPOSED else None


def form_of(proposal: Proposal) -> ProposalForm:
    """The proposal ready to be corrected."""
    return ProposalForm(
        initial={
            "revision": proposal.revision,
            "text": proposal.text,
            "lead": proposal.lead,
            "coop": list(proposal.coop.all()),
            "due_on": rules.last_day(proposal.deadline).due_on,
            "field": proposal.field,
            "product": proposal.product,
        }
    )


def corrections(form: ProposalForm, proposal: Proposal) -> dict[str, Any]:
    """What the form says, as `correct_proposal` takes it; an untouched day keeps the document's own deadline."""
    typed = form.cleaned_data
    due_on: datetime.date | None = typed["due_on"]
    deadline = proposal.deadline
    if due_on != rules.last_day(proposal.deadline).due_on:
        deadline = typed_deadline(due_on)
    return {
        "text": typed["text"],
        "lead": typed["lead"],
        "coop": typed["coop"],
        "deadline": deadline,
        "field": typed["field"],
        "product": typed["product"],
    }
