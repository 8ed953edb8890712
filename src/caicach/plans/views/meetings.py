"""Meetings: calling one, its agenda, its minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.audit.models import Line
from caicach.documents import actions as documents
from caicach.documents.faces import sentence
from caicach.documents.models import Document
from caicach.documents.reading import CannotRead
from caicach.documents.rules import Direction
from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, faces, permissions
from caicach.plans.gathering import agenda, meeting_paper
from caicach.plans.gathering.forms import MeetingForm, PaperForm, kept_units
from caicach.plans.gathering.naming import attachment
from caicach.plans.models import Meeting
from caicach.plans.rules import WrongState
from caicach.ui.paging import page_of

PAGE = 40
BETWEEN = timedelta(days=7)  # meetings are weekly unless somebody says otherwise


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    found = Meeting.objects.visible_to(person_of(request)).select_related("unit", "plan", "minutes", "called_by")
    return get_object_or_404(found, pk=pk)


def _meeting_to_keep(request: HttpRequest, pk: int) -> Meeting:
    meeting = _meeting(request, pk)
    permissions.require_call(person_of(request), meeting.unit)
    return meeting


def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings the person may see, with how their conclusions stand."""
    person = person_of(request)
    page = page_of(request, agenda.with_lines(Meeting.objects.visible_to(person), person), size=PAGE)
    context = {
        "meetings": agenda.meeting_rows(page.rows, person, timezone.localdate()),
        "pages": page.pages,
        "may_call": permissions.keeps_any(person),
    }
    return render(request, "plans/meetings.html", context)


def call_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting; its agenda is made at once."""
    person, today = person_of(request), timezone.localdate()
    if not permissions.keeps_any(person):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được triệu tập họp và ghi kết luận.")
    initial = {"on": today, "until": today + BETWEEN, "title": _("Giao ban cải cách hành chính")}
    form = MeetingForm(request.POST or None, units=kept_units(person), initial=initial)
    if request.method == "POST" and form.is_valid():
        meeting = actions.call_meeting(actor=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Đã lập nội dung họp từ nhiệm vụ quá hạn, sắp đến hạn và báo cáo chờ duyệt."))
        return redirect("plans:meeting", meeting.pk)
    return render(request, "plans/meeting_call.html", {"form": form}, status=422 if form.errors else 200)


def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting: its agenda as it stood, what was said, and how its conclusions stand."""
    return _show(request, _meeting(request, pk))


def _show(request: HttpRequest, meeting: Meeting, form: PaperForm | None = None) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    items = list(agenda.items_of(meeting, person))
    may_keep = permissions.can_open_plan(person, meeting.unit)
    minutes = Document.objects.visible_to(person).filter(meeting=meeting).first()
    context = {
        "meeting": meeting,
        "figures": agenda.figures(items),
        "rows": agenda.rows(meeting, items),
        "conclusions": agenda.conclusions(meeting, person, now),
        "minutes": minutes,
        "waiting": minutes.proposals.open().count() if minutes else 0,
        "may_keep": may_keep,
        "is_open": meeting.plan_id is None and meeting.minutes_id is None,
        "form": (form or PaperForm()) if may_keep and meeting.minutes_id is None else None,
        "trail": faces.trail(Line.objects.of(f"plans.meeting:{meeting.pk}")),
    }
    return render(request, "plans/meeting.html", context, status=422 if form else 200)


def edit_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the agenda in order and write down what was said; all lines are saved, or none."""
    meeting = _meeting_to_keep(request, pk)
    now = {row.key: row for row in map(agenda.grid_row, meeting.items.all())}
    shown = list(now.values())
    if request.method == "POST":
        shown, lines = agenda.read(request.POST, now)
        seen = request.GET.get("seen", "")
        if not any(row.errors for row in shown):
            try:
                actions.change_agenda(
                    meeting=meeting,
                    revision=int(seen) if seen.isdecimal() else -1,
                    lines=lines,
                    actor=person_of(request),
                    at=timezone.now(),
                )
            except documents.ChangedMeanwhile as trouble:
                messages.error(request, _(str(trouble)))
                meeting.refresh_from_db(fields=["revision"])
                shown = agenda.beside(shown, now)
            else:
                messages.success(request, _("Đã lưu nội dung họp."))
                return redirect("plans:meeting", pk)
    context = {"meeting": meeting, "grid": agenda.grid(meeting, shown)}
    return render(request, "plans/meeting_agenda.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def renew_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the agenda up to today."""
    meeting = _meeting_to_keep(request, pk)
    try:
        actions.renew_agenda(meeting=meeting, actor=person_of(request), at=timezone.now())
    except WrongState as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(request, _("Đã cập nhật nội dung họp đến bây giờ; thứ tự và ý kiến đã ghi giữ nguyên."))
    return redirect("plans:meeting", pk)


def meeting_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as a programme in Word."""
    meeting = _meeting(request, pk)
    rows = agenda.rows(meeting, list(agenda.items_of(meeting, person_of(request))))
    return attachment(
        meeting_paper.render(meeting, rows), f"Chương trình {meeting.title} {meeting.on:%d.%m.%Y}", "docx"
    )


@require_POST
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the conclusions into the sheet of the meeting's plan."""
    meeting = _meeting_to_keep(request, pk)
    plan = actions.begin_conclusions(meeting=meeting, actor=person_of(request), at=timezone.now())
    return redirect("plans:add_tasks", plan.pk)


@require_POST
def attach_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the notice of conclusions in and read it; its tasks are confirmed into the meeting's plan."""
    meeting = _meeting_to_keep(request, pk)
    person, at = person_of(request), timezone.now()
    form = PaperForm(request.POST, request.FILES)

    def attach(document: Document) -> None:
        actions.attach_minutes(meeting=meeting, document=document, actor=person, at=at)

    if form.arrived(request.META) and take_paper(form, meeting.unit, person, at, attach):
        return redirect("plans:review", Meeting.objects.values_list("minutes", flat=True).get(pk=pk))
    return _show(request, meeting, form)


def take_paper(form: PaperForm, unit: Unit, person: Person, at: datetime, attach: Callable[[Document], None]) -> bool:
    """The file into the register, and to what it belongs; what is wrong stands in the form."""
    file = form.cleaned_data["file"]
    try:
        with transaction.atomic():
            document = documents.receive(
                chunks=file.chunks(),
                name=file.name or "van-ban",
                unit=unit,
                direction=Direction(form.cleaned_data["direction"]),
                actor=person,
                at=at,
            )
            attach(document)
    except CannotRead as trouble:
        form.add_error("file", sentence(trouble))
    except (actions.MinutesTaken, WrongState) as trouble:
        form.add_error("file", _(str(trouble)))
    return not form.errors
