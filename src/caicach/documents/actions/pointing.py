"""Correcting a proposal by pointing at words of the paper."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import record
from caicach.documents.actions.proposals import locked_proposal
from caicach.documents.actions.reasons import kept, now_because
from caicach.documents.models import Proposal
from caicach.documents.reading.pointing import Pointed, targets_in, time_in, units_in, words_between
from caicach.documents.reading.read import year_of
from caicach.documents.reading.sentences import said
from caicach.documents.reading.units import UnitIndex, key_of
from caicach.orgs.models import Person, Unit, names_on

KINDS = ("lead", "coop", "deadline", "target")
MOST = 400  # letters; longer is no name and no day


class Unclear(ValueError):
    """The words do not say one thing: a sentence, and the units to choose from where it is about a unit."""

    def __init__(self, says: str, *, choices: Iterable[Unit] = (), name: str = "") -> None:
        super().__init__(says)
        self.choices = list(choices)
        self.name = name


@transaction.atomic
def point_at(
    *,
    proposal: Proposal,
    revision: int,
    kind: str,
    first: tuple[int, int],
    last: tuple[int, int],
    actor: Person,
    at: datetime,
    unit: Unit | None = None,
) -> Proposal:
    """Say what words of the paper are (chỉ trên văn bản): lead, helper, deadline or target; places are (line, column).

    The reader's own parsers read them. Where they name no unit or several, Unclear asks; `unit` is the answer.
    """
    proposal = locked_proposal(proposal, actor, revision, "correct")
    pointed = words_between(proposal.reading.page["lines"], first, last)
    if kind not in KINDS or pointed is None or len(pointed.words) > MOST:
        raise Unclear(_("Hãy chọn lại: chỉ những chữ nêu tên đơn vị, thời hạn hay chỉ tiêu, không chọn cả đoạn dài."))
    deed = {"lead": _lead, "coop": _coop}.get(kind)
    if deed is not None:
        deed(proposal, pointed, at, unit)
    elif kind == "deadline":
        _deadline(proposal, pointed)
    else:
        _target(proposal, pointed)
    proposal.revision += 1
    proposal.save()
    record(
        "documents.proposal_pointed",
        proposal.document,
        actor=actor,
        at=at,
        proposal=proposal.number,
        part=kind,
        words=pointed.words,
        unit=unit,
    )
    return proposal


def _lead(proposal: Proposal, pointed: Pointed, at: datetime, unit: Unit | None) -> None:
    named = _named(proposal, pointed, at)
    if unit is None:
        if len(named) > 1:
            every = list(dict.fromkeys(one for _name, units in named for one in units))
            raise Unclear(
                _("“%(words)s” nêu nhiều đơn vị. Hãy chọn một đơn vị chủ trì.") % {"words": pointed.words},
                choices=every,
            )
        unit = _the_one(*named[0])
    proposal.before = kept(proposal, "lead", "lead_words", "coop")
    proposal.lead, proposal.lead_words = unit, [named[0][0] if len(named) == 1 else pointed.words]
    proposal.coop.remove(unit)
    proposal.marks = {**proposal.marks, "lead": pointed.places}
    now_because(proposal, "lead", [said("pointed_lead", names=pointed.words)])


def _coop(proposal: Proposal, pointed: Pointed, at: datetime, unit: Unit | None) -> None:
    named = _named(proposal, pointed, at)
    sure = [units[0] for _name, units in named if len(units) == 1]
    found = [*sure, unit] if unit is not None else [_the_one(name, units) for name, units in named]
    there = {proposal.lead_id, *proposal.coop.values_list("pk", flat=True)}
    new = [one for one in found if one.pk not in there]
    if not new:
        raise Unclear(_("Đơn vị này đã có trong đề xuất."))
    proposal.before = kept(proposal, "coop", "coop_words")
    proposal.coop.add(*new)
    proposal.coop_words = [*proposal.coop_words, *(name for name, _units in named)]
    proposal.marks = {**proposal.marks, "coop": [*proposal.marks.get("coop", ()), *pointed.places]}
    now_because(proposal, "coop", [said("pointed_coop", names=pointed.words)])


def _deadline(proposal: Proposal, pointed: Pointed) -> None:
    document = proposal.document
    issued_on = document.issued_on.isoformat() if document.issued_on else None
    value, because = time_in(pointed.words, year_of(document.subject, issued_on))
    if value is None:
        raise Unclear(
            _("Không đọc được thời hạn trong “%(words)s”. Hãy chọn lại cho đủ ngày, tháng, quý hoặc năm.")
            % {"words": pointed.words}
        )
    proposal.before = kept(proposal, "deadline", "deadline_phrase")
    proposal.deadline, proposal.deadline_phrase = value, pointed.words[:300]
    proposal.marks = {**proposal.marks, "deadline": pointed.places}
    now_because(proposal, "deadline", because)


def _target(proposal: Proposal, pointed: Pointed) -> None:
    new = [target for target in targets_in(pointed.words) if target not in proposal.targets]
    if not new:
        raise Unclear(
            _("Không đọc được chỉ tiêu mới trong “%(words)s”. Hãy chọn cả con số và đơn vị tính.")
            % {"words": pointed.words}
        )
    proposal.before = kept(proposal, "targets")
    proposal.targets = [*proposal.targets, *new]
    proposal.marks = {**proposal.marks, "target": [*proposal.marks.get("target", ()), *pointed.places]}
    now_because(proposal, "target", [said("pointed_target", phrase=pointed.words)])


def _named(proposal: Proposal, pointed: Pointed, at: datetime) -> list[tuple[str, list[Unit]]]:
    """The units the words name, each with the open units it may be, by the names of the document's day."""
    names = UnitIndex(names_on(proposal.document.issued_on or localdate(at)))
    found = units_in(pointed.words, names) or [(pointed.words, ())]
    codes = {code for _name, meant in found for code in meant}
    units = {unit.code: unit for unit in Unit.objects.open_now().filter(code__in=codes)}
    return [(name, [units[code] for code in meant if code in units]) for name, meant in found]


def _the_one(name: str, units: Sequence[Unit]) -> Unit:
    if len(units) == 1:
        return units[0]
    if units:
        raise Unclear(_("“%(name)s” có thể là nhiều đơn vị. Hãy chọn một.") % {"name": name}, choices=units, name=name)
    near = Unit.objects.open_now().named(key_of(name))[:6]
    raise Unclear(
        _("Không có đơn vị nào đang mở mang tên “%(name)s”. Hãy chọn đơn vị.") % {"name": name}, choices=near, name=name
    )
