from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from caicach.documents.actions import ChangedMeanwhile, keep_file
from caicach.orgs.current import person_of
from caicach.plans import actions, permissions, update_book, update_sheet
from caicach.plans.actions.updates import changed_since
from caicach.plans.asking import Wanted
from caicach.plans.models import Plan, SheetUpdate
from caicach.plans.rules import WrongState
from caicach.plans.update_faces import preview
from caicach.ui.parts import GridRow


def _plan_and_lines(request: HttpRequest, pk: int) -> tuple[Plan, list[update_sheet.Line]]:
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person), pk=pk)
    permissions.require_updating(person)
    tasks, today = update_sheet.tasks_to_update(plan, person), timezone.localdate()
    return plan, update_sheet.lines(tasks.filter(Wanted.read(request.GET).condition(person, today)), person)


def update_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in results and new deadlines of many tasks, in an Excel file or in the page; nothing changes yet."""
    plan, lines = _plan_and_lines(request, pk)
    if request.method != "POST":
        return _page(request, plan, lines)
    try:
        rows, content, name = _sent(request)
    except update_book.NotOurSheet as trouble:
        return _page(request, plan, lines, trouble=str(trouble))
    read = update_sheet.read(rows, lines)
    if read.wrong or read.foreign or not read.said:
        return _page(request, plan, lines, read=read)
    person, at = person_of(request), timezone.now()
    with transaction.atomic():
        stored = keep_file(chunks=[content], actor=person, at=at)
        update = actions.keep_update(stored=stored, name=name, said=read.said, actor=person, at=at)
    return redirect("plans:sheet_update", update.pk)


def _sent(request: HttpRequest) -> tuple[Iterable[Mapping[str, str]], bytes, str]:
    """The rows that came, the bytes to keep of them, and what to call these."""
    file = request.FILES.get("file")
    if "rows" in request.POST:
        return update_sheet.posted(request.POST), request.POST.urlencode().encode(), _("bảng trên trang")
    if file is None or request.META.get("too_large"):
        raise update_book.NotOurSheet(_("Hãy chọn tệp .xlsx đã điền, đến 5 MB."))
    rows = update_book.read(file, file.size or 0)
    file.seek(0)
    return rows, file.read(), file.name or "bang.xlsx"


def _page(
    request: HttpRequest,
    plan: Plan,
    lines: list[update_sheet.Line],
    read: update_sheet.Read | None = None,
    trouble: str = "",
) -> HttpResponse:
    rows: list[GridRow] = read.rows if read else []
    context: dict[str, Any] = {
        "plan": plan,
        "count": len(lines),
        "query": request.GET.urlencode(),
        "grid": update_sheet.grid(lines, rows) if 0 < len(lines) <= update_sheet.SHOWN else None,
        "most": update_sheet.SHOWN,
        "trouble": trouble or (_("Chưa có dòng nào được điền.") if read and not (rows or read.foreign) else ""),
        "foreign": read.foreign[:20] if read else [],
        "wrong": update_sheet.wrong_cells(read.rows)[:50] if read else [],
        "before": SheetUpdate.objects.filter(person=person_of(request), rows__task__plan=plan).distinct()[:5],
    }
    return render(request, "plans/update_tasks.html", context, status=422 if request.method == "POST" else 200)


def update_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as an Excel file to fill in."""
    plan, lines = _plan_and_lines(request, pk)
    answer = HttpResponse(update_book.render(plan, lines[: update_sheet.LIMIT]), content_type=update_book.MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="cap-nhat-{plan.pk}.xlsx"'
    return answer


def _own(request: HttpRequest, pk: int) -> SheetUpdate:
    return get_object_or_404(SheetUpdate.objects.filter(person=person_of(request)), pk=pk)


def sheet_update(request: HttpRequest, pk: int) -> HttpResponse:
    """What a sheet will change, or has changed."""
    update = _own(request, pk)
    changed = changed_since(update) if update.applied_at is None else set()
    rows = list(update.rows.select_related("task__plan", "task__lead"))
    context = {
        "update": update,
        "plan": rows[0].task.plan if rows else None,
        "rows": preview(update, rows, changed),
        "changed": len(changed),
    }
    return render(request, "plans/sheet_update.html", context)


Verb = Callable[..., Any]
VERBS: dict[str, Verb] = {
    "apply": actions.apply_update,
    "undo": actions.undo_update,
    "leave_out": actions.leave_out_changed,
}


@require_POST
def decide_update(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Apply a sheet, undo it, or leave out the rows that changed meanwhile."""
    update = _own(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](update=update, actor=person_of(request), at=timezone.now())
    except (actions.RowRefused, actions.LaterWork, ChangedMeanwhile, WrongState) as trouble:
        messages.error(request, _(str(trouble)))
    else:
        count = update.rows.count()
        said = {
            "apply": ngettext("Đã cập nhật %(count)d nhiệm vụ.", "Đã cập nhật %(count)d nhiệm vụ.", count),
            "undo": ngettext("Đã hoàn tác %(count)d nhiệm vụ.", "Đã hoàn tác %(count)d nhiệm vụ.", count),
            "leave_out": ngettext("Bảng còn %(count)d dòng.", "Bảng còn %(count)d dòng.", count),
        }[verb]
        messages.success(request, said % {"count": count})
    return redirect("plans:sheet_update", pk)
