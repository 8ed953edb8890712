"""Who is late and is urged by letter; letters signed by the office, acknowledged by the unit."""

import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.audit.models import Line
from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, faces, letter_paper, permissions, urging
from caicach.plans.chasing_forms import AnswerForm, SignForm, UrgeForm
from caicach.plans.models import UrgingLetter
from caicach.plans.rules import WrongState
from caicach.ui import wording
from caicach.ui.paging import page_of
from caicach.ui.parts import Figure, Tab

PAGE = 60
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LETTERS = "letters"


def urging_page(request: HttpRequest) -> HttpResponse:
    """Units with late tasks, to be urged by one letter each; and the letters there are."""
    person, today = person_of(request), timezone.localdate()
    office = permissions.office_of(person)
    if office is None and request.method == "POST":
        raise NotAllowed("Chỉ chuyên viên Văn phòng giữ kế hoạch được lập công văn đôn đốc.")
    if office is None or (request.GET.get("show") == LETTERS and request.method == "GET"):
        return _letters(request, person, office, today)
    late = urging.late_units(office, today)
    ticked = [] if "none" in request.GET else [one.unit.pk for one in late if not one.letter or one.letter.on < today]
    initial = {"units": ticked, "answer_by": urging.answer_day(today)}
    form = UrgeForm(request.POST if request.method == "POST" else None, late=late, initial=initial)
    if request.method == "POST" and form.is_valid() and _prepare(request, office, form):
        return redirect(f"{reverse('plans:urging')}?show={LETTERS}")
    context = {
        "office": office,
        "late": late,
        "form": form,
        "tabs": _tabs(person, late, letters=False),
        "figures": _figures(late, today),
    }
    return render(request, "plans/urging.html", context, status=422 if form.errors else 200)


def _prepare(request: HttpRequest, office: Unit, form: UrgeForm) -> bool:
    try:
        made = actions.prepare_letters(office=office, actor=person_of(request), at=timezone.now(), **form.cleaned_data)
    except actions.NobodyLate as trouble:
        form.add_error(None, _(str(trouble)))
        return False
    if not made:
        messages.info(request, _("Các đơn vị đã chọn đều có công văn lập hôm nay."))
        return True
    says = ngettext("Đã lập %(n)s công văn và báo đơn vị nhận.", "Đã lập %(n)s công văn và báo đơn vị nhận.", len(made))
    messages.success(request, says % {"n": wording.count(len(made))})
    return True


def _letters(request: HttpRequest, person: Person, office: Unit | None, today: datetime.date) -> HttpResponse:
    letters = UrgingLetter.objects.visible_to(person).select_related("to", "office", "document").order_by("-on", "-pk")
    page = page_of(request, letters, size=PAGE)
    rows = urging.letter_faces(page.rows, today)
    context = {
        "office": office,
        "days": [(day, list(found)) for day, found in groupby(rows, key=lambda row: row.letter.on)],
        "pages": page.pages,
        "tabs": _tabs(person, urging.late_units(office, today), letters=True) if office else [],
    }
    return render(request, "plans/urging_letters.html", context)


def _tabs(person: Person, late: list[urging.LateUnit], *, letters: bool) -> list[Tab]:
    page, count = reverse("plans:urging"), UrgingLetter.objects.visible_to(person).count()
    return [
        Tab(_("Đơn vị có việc quá hạn"), page, current=not letters, count=len(late), tone="late" if late else "none"),
        Tab(_("Công văn đã lập"), f"{page}?show={LETTERS}", current=letters, count=count),
    ]


def _figures(late: list[urging.LateUnit], today: datetime.date) -> list[Figure]:
    tasks = sum(len(one.tasks) for one in late)
    silent = [one for one in late if one.letter is not None and one.letter.acknowledged_at is None]
    return [
        Figure(_("Đơn vị có việc quá hạn"), len(late), _("đơn vị"), tone="late" if late else "none", as_of=today),
        Figure(_("Nhiệm vụ quá hạn"), tasks, _("nhiệm vụ"), tone="late" if tasks else "none", as_of=today),
        Figure(
            _("Công văn chưa nhận"),
            len(silent),
            _("đơn vị"),
            tone="waiting" if silent else "none",
            url=f"{reverse('plans:urging')}?show={LETTERS}" if silent else "",
        ),
    ]


def _letter(request: HttpRequest, pk: int) -> UrgingLetter:
    letters = UrgingLetter.objects.visible_to(person_of(request))
    related = ("office__parent", "to", "document", "made_by", "acknowledged_by")
    return get_object_or_404(letters.select_related(*related), pk=pk)


def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its late tasks, whether it is signed, what the unit says."""
    return _show(request, _letter(request, pk))


def _show(request: HttpRequest, letter: UrgingLetter, *, status: int = 200, **forms: Any) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    listed = {one.task_id: one for one in letter.tasks.all()}
    tasks = [one.task for one in letter.tasks.select_related("task__plan", "task__lead").order_by("due_on", "pk")]
    may_sign = letter.document is None and permissions.can_open_plan(person, letter.office)
    may_answer = letter.acknowledged_at is None and permissions.can_acknowledge(person, letter)
    context = {
        "letter": letter,
        "face": urging.letter_faces([letter], timezone.localdate(now))[0],
        "rows": [(row, listed[row.task.pk]) for row in faces.rows(tasks, now)],
        "sign_form": SignForm(initial={"signed_on": timezone.localdate(now)}) if may_sign else None,
        "answer_form": AnswerForm() if may_answer else None,
        "trail": faces.trail(Line.objects.of(f"plans.urgingletter:{letter.pk}")),
        **forms,
    }
    return render(request, "plans/letter.html", context, status=status)


@require_POST
def sign_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter is signed: into the register of outgoing documents."""
    letter, person = _letter(request, pk), person_of(request)
    permissions.require_open_plan(person, letter.office)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _show(request, letter, sign_form=form, status=422)
    try:
        signed = actions.sign_letter(letter=letter, actor=person, at=timezone.now(), **form.cleaned_data)
    except (WrongState, actions.NobodyLate) as trouble:
        form.add_error(None, _(str(trouble)))
        return _show(request, _letter(request, pk), sign_form=form, status=422)
    assert signed.document is not None
    messages.success(request, _("Đã vào sổ văn bản đi, số %(number)s.") % {"number": signed.document.number})
    return redirect("plans:letter", pk)


@require_POST
def acknowledge_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit has the letter."""
    letter, person = _letter(request, pk), person_of(request)
    permissions.require_acknowledger(person, letter)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, letter, answer_form=form, status=422)
    try:
        actions.acknowledge_letter(letter=letter, actor=person, at=timezone.now(), **form.cleaned_data)
    except WrongState as trouble:
        form.add_error(None, _(str(trouble)))
        return _show(request, _letter(request, pk), answer_form=form, status=422)
    messages.success(request, _("Đã xác nhận nhận công văn."))
    return redirect("plans:letter", pk)


def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as Word, for signature."""
    letter = _letter(request, pk)
    return _download(letter_paper.render(letter), WORD, letter_paper.filename(letter))


def letters_file(request: HttpRequest, day: str) -> HttpResponse:
    """All letters of a day in one file."""
    try:
        on = datetime.date.fromisoformat(day)
    except ValueError as trouble:
        raise Http404 from trouble
    letters = UrgingLetter.objects.visible_to(person_of(request)).filter(on=on).order_by("to__path", "pk")
    found = list(letters.select_related("office__parent", "to"))
    if not found:
        raise Http404
    return _download(letter_paper.zipped(found), "application/zip", f"{_('Công văn đôn đốc')} {on:%Y-%m-%d}.zip")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
