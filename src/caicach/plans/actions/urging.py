"""Letters that urge units: prepared for signature, signed and registered, acknowledged by the unit."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.rules import Direction
from caicach.notifications.actions import notify
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import faces, ladder, letter_paper
from caicach.plans.models import UrgedTask, UrgingLetter
from caicach.plans.permissions import require_acknowledger, require_open_plan
from caicach.plans.rules import WrongState
from caicach.plans.statement.figures import office_of
from caicach.plans.urging import late_tasks
from caicach.regulations.rules.calendar import Days


class NobodyLate(ValueError):
    """No chosen unit has a late task, or the day of the answer cannot be."""


@transaction.atomic
def prepare_letters(
    *, office: Unit, units: Iterable[Unit], answer_by: date, actor: Person, at: datetime
) -> list[UrgingLetter]:
    """One letter for each unit with its late tasks (lập công văn đôn đốc); the unit is told at once.

    A unit that got a letter today gets no second one, so that a button pressed twice has one effect.
    """
    require_open_plan(actor, office)
    on = localdate(at)
    if answer_by <= on:
        raise NobodyLate("Ngày trả lời phải sau hôm nay.")
    Unit.objects.select_for_update().get(pk=office.pk)
    wanted = {unit.pk: unit for unit in units}
    written = set(UrgingLetter.objects.filter(office=office, on=on).values_list("to", flat=True))
    tasks = list(late_tasks(office, on).filter(lead__in=wanted).order_by("due_on", "pk"))
    if not tasks:
        raise NobodyLate("Các đơn vị đã chọn không còn nhiệm vụ quá hạn. Hãy tải lại trang để xem.")
    calendar = faces.calendar_in_use().known(on)
    made = []
    for pk, unit in wanted.items():
        late = [task for task in tasks if task.lead_id == pk]
        if not late or pk in written:
            continue
        one = UrgingLetter.objects.create(office=office, to=unit, on=on, answer_by=answer_by, made_by=actor, made_at=at)
        UrgedTask.objects.bulk_create(
            UrgedTask(letter=one, task=task, due_on=task.due_on, working_days_late=_late(task.due_on, on, calendar))
            for task in late
            if task.due_on is not None
        )
        record("plans.letter_made", one, actor=actor, at=at, to=unit, answer_by=answer_by, tasks=late)
        text = f"{office} đôn đốc {len(late)} nhiệm vụ quá hạn, đề nghị trả lời trước ngày {answer_by:%d/%m/%Y}."
        _tell(one, people_with(unit, Role.REPORTER, Role.HEAD), text, "made", actor, at)
        made.append(one)
    return made


@transaction.atomic
def sign_letter(*, letter: UrgingLetter, number: str, signed_on: date, actor: Person, at: datetime) -> UrgingLetter:
    """The letter is signed (đã ký): it enters the register of outgoing documents, and the unit may read it there.

    Without a number it gets the register's own.
    """
    require_open_plan(actor, letter.office)
    letter = _locked(letter)
    if letter.document is not None:
        raise WrongState("Công văn này đã vào sổ văn bản đi. Hãy tải lại trang để xem.")
    if not letter.on <= signed_on <= localdate(at):
        raise NobodyLate("Ngày ký không thể trước ngày lập công văn hoặc sau hôm nay.")
    head = office_of(letter.office, signed_on)
    document = documents.register(
        unit=letter.office,
        direction=Direction.OUTGOING,
        type_code="CV",
        subject=letter_paper.subject(letter),
        number=number.strip(),
        issued_on=signed_on,
        issuer=head.agency,
        place=head.place,
        signer=head.head,
        signer_authority=head.signs,
        recipients=[letter.to.name],
        synthetic=letter.tasks.filter(task__plan__synthetic=True).exists(),
        actor=actor,
        at=at,
    )
    letter.document = document
    letter.save(update_fields=["document"])
    stored = documents.keep_file(chunks=[letter_paper.render(letter)], actor=actor, at=at)
    documents.attach(document=document, stored=stored, name=letter_paper.filename(letter), actor=actor, at=at)
    documents.hand_out(document=document, units=[letter.to], actor=actor, at=at)
    record("plans.letter_signed", letter, actor=actor, at=at, document=document, symbol=document.number)
    return letter


@transaction.atomic
def acknowledge_letter(*, letter: UrgingLetter, answer: str, actor: Person, at: datetime) -> UrgingLetter:
    """The unit says it has the letter, and what it answers (đã nhận); the office is told."""
    require_acknowledger(actor, letter)
    letter = _locked(letter)
    if letter.acknowledged_at is not None:
        raise WrongState("Người khác trong đơn vị đã nhận công văn này. Hãy tải lại trang để xem.")
    letter.acknowledged_by, letter.acknowledged_at, letter.answer = actor, at, answer.strip()
    letter.save(update_fields=["acknowledged_by", "acknowledged_at", "answer"])
    record("plans.letter_acknowledged", letter, actor=actor, at=at, answer=letter.answer)
    text = f"{letter.to} đã nhận công văn đôn đốc ngày {letter.on:%d/%m/%Y}."
    _tell(letter, [letter.made_by], text, "acknowledged", actor, at)
    return letter


def _locked(letter: UrgingLetter) -> UrgingLetter:
    letters = UrgingLetter.objects.select_related("office__parent", "to", "made_by", "document")
    return letters.select_for_update(of=("self",)).get(pk=letter.pk)


def _late(due_on: date, on: date, calendar: Days) -> int:
    return max(0, ladder.days_past(due_on, on, calendar))


def _tell(letter: UrgingLetter, people: Sequence[Person], text: str, verb: str, actor: Person, at: datetime) -> None:
    notify(
        people=people,
        kind=f"plans.letter_{verb}",
        text=text,
        link=reverse("plans:letter", args=[letter.pk]),
        once_key=f"letter:{letter.pk}:{verb}",
        actor=actor,
        at=at,
    )
