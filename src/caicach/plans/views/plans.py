from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.rules import ProposalState
from caicach.orgs import actions as orgs
from caicach.orgs.current import person_of
from caicach.orgs.models import Draft
from caicach.plans import faces, levels, overview, permissions, proposing, rules, sheet, targets
from caicach.plans.actions import Assignment
from caicach.plans.actions import add_tasks as add_tasks_together
from caicach.plans.asking import Wanted
from caicach.plans.forms import field_choices
from caicach.plans.ladder_words import ladder_face
from caicach.plans.models import Plan, Task, TaskQuerySet
from caicach.plans.statement import excel, figures, word
from caicach.ui.paging import page_of

PAGE = 40
FORMS = {
    "docx": (word.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (excel.render, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the person may see, with how its tasks stand."""
    person, today = person_of(request), timezone.localdate()
    rows = overview.plan_rows(Plan.objects.visible_to(person).select_related("unit"), person, today)
    chosen = levels.Chosen.read(request)
    context = {
        "plans": rows,
        "groups": levels.groups(rows, chosen),
        "level_tabs": levels.level_tabs(rows, chosen),
        "assigner_tabs": levels.assigner_tabs(rows, chosen),
        "may_open": permissions.keeps_any(person),
        "figures": overview.all_figures(Task.objects.visible_to(person).whole(), today),
    }
    return render(request, "plans/list.html", context)


def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan: three figures, its tasks, and units by state."""
    person, now = person_of(request), timezone.now()
    today = timezone.localdate(now)
    waiting = Count("document__proposals", filter=Q(document__proposals__state=ProposalState.PROPOSED))
    mine = Task.objects.filter(plan=OuterRef("pk"))
    plans = Plan.objects.visible_to(person).select_related("unit", "document", "above")
    asked = plans.annotate(
        open_proposals=waiting, orphans=_how_many(mine.orphaned()), undated=_how_many(mine.whole().without_day())
    )
    plan: Any = get_object_or_404(asked, pk=pk)
    tasks = Task.objects.visible_to(person).in_plan(plan)
    if also := levels.also_in(request, person):
        tasks = tasks.filter(pk__in=also.lines.values("task"))
    counts = tasks.counted(on=today)
    wanted = Wanted.read(request.GET)
    page = page_of(
        request,
        tasks.filter(wanted.condition(person, today, "line_field")).select_related("lead", "plan").in_line_order(),
        size=PAGE,
    )
    may_keep = permissions.can_keep(person, plan)
    context = {
        "plan": plan,
        "figures": overview.plan_figures(counts, plan),
        "heat": overview.heat(tasks, plan, today),
        "wanted": wanted,
        "tabs": overview.tabs(request, tasks, wanted, today, counts),
        "fields": field_choices(),
        "rows": faces.rows(page.rows, now),
        "pages": page.pages,
        "may_update": bool(permissions.reporting_units(person)),
        "may_keep": may_keep,
        "orphans": plan.orphans if may_keep else 0,
        "undated_count": plan.undated if may_keep else 0,
        "periods": overview.periods(plan, today),
        "ladder": ladder_face(plan),
        "open_proposals": plan.open_proposals,
        "also": also,
        "relatives": levels.relatives(plan, person, today),
        **targets.card(plan, person, today),
    }
    return render(request, "plans/plan.html", context)


def _how_many(tasks: TaskQuerySet) -> Subquery:
    """How many of a plan's tasks there are, asked together with the plan itself."""
    return Subquery(tasks.order_by().values("plan").annotate(n=Count("pk")).values("n"))


def add_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Type or paste tasks from Excel into a sheet; all of them are given, or none."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person), pk=pk)
    permissions.require_keeper(person, plan)
    place = sheet.draft_place(plan.pk)
    if request.method == "POST":
        typed = sheet.read(request.POST)
        if typed.assignments:
            try:
                count = _give(request, plan, typed.assignments)
            except ChangedMeanwhile as trouble:
                messages.error(request, _(str(trouble)))
                plan.refresh_from_db()
            else:
                said = ngettext("Đã giao %(count)d nhiệm vụ.", "Đã giao %(count)d nhiệm vụ.", count)
                messages.success(request, said % {"count": count})
                return redirect("plans:plan", pk)
        rows = typed.rows
    else:
        draft = Draft.objects.filter(person=person, place=place).first()
        typed, rows = None, sheet.rows_of(draft.content) if draft else []
    context: dict[str, Any] = {
        "plan": plan,
        "grid": sheet.grid(rows, place, plan.last_task_number),
        "nothing": bool(typed and not typed.rows),
    }
    return render(request, "plans/add_tasks.html", context, status=422 if typed else 200)


def _give(request: HttpRequest, plan: Plan, assignments: Sequence[Assignment]) -> int:
    person, at, seen = person_of(request), timezone.now(), request.GET.get("after", "")
    after = proposing.whole(seen) if seen else None
    with transaction.atomic():
        given = add_tasks_together(plan=plan, assignments=assignments, actor=person, at=at, after=after)
        orgs.drop_draft(actor=person, place=sheet.draft_place(plan.pk), at=at)
    return len(given)


def statement_file(request: HttpRequest, pk: int, period: str, form: str) -> HttpResponse:
    """The progress statement of a plan for a quarter, as Word or Excel."""
    person = person_of(request)
    plan = get_object_or_404(Plan.objects.visible_to(person).select_related("unit", "document"), pk=pk)
    if form not in FORMS:
        raise Http404
    try:
        quarter = rules.parse_period(period)
    except ValueError as trouble:
        raise Http404 from trouble
    tasks = Task.objects.visible_to(person).in_plan(plan)
    statement = figures.statement(plan, quarter, as_of=timezone.now(), tasks=tasks)
    render_form, media_type = FORMS[form]
    answer = HttpResponse(render_form(statement), content_type=media_type)
    answer.headers["Content-Disposition"] = word.disposition(statement, form)
    return answer
