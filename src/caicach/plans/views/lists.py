from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.orgs.current import person_of
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.plans import actions, faces, heats, listing, loads, risks, shapes, task_files
from caicach.plans.asking import Wanted, at_risk, span_of
from caicach.plans.models import SavedView, TaskQuerySet
from caicach.ui.paging import page_of

PAGE, MOST_RISKS = 50, 200


@dataclass(frozen=True)
class Asked:
    """A question and what it found, for the shape that shows it."""

    request: HttpRequest
    person: Person
    wanted: Wanted
    tasks: TaskQuerySet
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


def _asked(request: HttpRequest) -> Asked:
    person, now, wanted = person_of(request), timezone.now(), Wanted.read(request.GET)
    return Asked(request, person, wanted, wanted.tasks(person, timezone.localdate(now)), now)


def task_list(request: HttpRequest) -> HttpResponse:
    """All tasks a person may see, narrowed, sorted and paged."""
    return _show(request, "", _table)


def task_shape(request: HttpRequest, shape: str) -> HttpResponse:
    """The same tasks in another shape."""
    if shape not in SHAPES:
        raise Http404
    return _show(request, shape, SHAPES[shape])


def task_file(request: HttpRequest, form: str) -> HttpResponse:
    """Exactly the tasks asked for, as Word or Excel."""
    if form not in task_files.FORMS:
        raise Http404
    asked = _asked(request)
    return task_files.answer(asked.wanted.in_order(asked.tasks), asked.wanted, asked.person, asked.now, form)


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the question asked under a name."""
    person, wanted = person_of(request), Wanted.read(request.GET)
    shared = Unit.objects.filter(code=request.POST.get("shared_with", "").replace("\x00", "")).first()
    name = request.POST.get("name", "").replace("\x00", "")[:80]
    try:
        actions.keep_view(
            name=name, query=wanted.query if wanted.narrows else "", shared_with=shared, actor=person, at=timezone.now()
        )
    except (actions.NothingAsked, actions.TooManyViews) as trouble:
        messages.error(request, _(str(trouble)))
    else:
        messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": name})
    return redirect(listing.address("", wanted))


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own kept view."""
    person = person_of(request)
    view = get_object_or_404(SavedView.objects.visible_to(person).distinct(), pk=pk)
    actions.drop_view(view=view, actor=person, at=timezone.now())
    messages.success(request, _("Đã xóa bộ lọc “%(name)s”.") % {"name": view.name})
    return redirect("plans:tasks")


def _show(request: HttpRequest, shape: str, build: Callable[[Asked], Mapping[str, Any]]) -> HttpResponse:
    asked = _asked(request)
    counted = listing.whole_question(asked.wanted).tasks(asked.person, asked.today)
    counts = listing.counts_of(counted, asked.today)
    common, more = listing.filters(asked.person, asked.wanted)
    context = {
        "shape": shape,
        "part": f"plans/tasks_{shape or 'table'}.html",
        "wanted": asked.wanted,
        "counts": counts,
        "figures": listing.figures(counts, asked.wanted),
        "shapes": listing.shape_tabs(shape, asked.wanted),
        "tabs": listing.class_tabs(counts, asked.wanted),
        "common": common,
        "more": more,
        "more_open": any(one.chosen for one in more),
        "kept": listing.kept_views(asked.person, asked.wanted, asked.today),
        "own_units": Unit.objects.filter(pk__in=scope_of(asked.person).unit_ids()).in_tree_order(),
        **build(asked),
    }
    return render(request, "plans/tasks.html", context)


def _table(asked: Asked) -> Mapping[str, Any]:
    page = page_of(
        asked.request, asked.wanted.in_order(asked.tasks).select_related("lead", "plan", "person"), size=PAGE
    )
    return {
        "rows": faces.rows(page.rows, asked.now),
        "pages": page.pages,
        "heads": listing.heads(asked.wanted),
    }


def _heat(asked: Asked) -> Mapping[str, Any]:
    def open_list(**said: str) -> str:
        if "order" in said:
            query = asked.request.GET.copy()
            query["order"] = said["order"]
            return f"?{query.urlencode()}"
        return listing.address("", listing.with_said(asked.wanted, said))

    order = heats.Order(open_list, asked.request.GET.get("order", ""))
    return {
        "by_month": heats.by_month(asked.tasks, asked.today, open_list, order),
        "by_state": heats.by_state(asked.tasks, asked.today, open_list, order),
    }


def _tree(asked: Asked) -> Mapping[str, Any]:
    branches, more = shapes.tree(asked.wanted, asked.person, asked.now)
    return {"branches": branches, "cut": more}


def _board(asked: Asked) -> Mapping[str, Any]:
    return {"columns": shapes.board(asked.tasks, asked.wanted, asked.now)}


def _calendar(asked: Asked) -> Mapping[str, Any]:
    code = asked.request.GET.get("month", "")
    span = span_of(code) if len(code) == len("2026-09") else None
    first = (span[0] if span else asked.today).replace(day=1)
    return {"month": shapes.month(asked.tasks, asked.wanted, asked.now, first)}


def _timeline(asked: Asked) -> Mapping[str, Any]:
    page = page_of(asked.request, asked.wanted.in_order(asked.tasks).select_related("lead", "plan"), size=PAGE)
    return {"timeline": shapes.timeline(page.rows, asked.now), "pages": page.pages}


def _load(asked: Asked) -> Mapping[str, Any]:
    people = asked.tasks.filter(person__isnull=False)
    by_person = people.tallied("person__username", "person__full_name", "lead__name", on=asked.today)
    return {
        "by_unit": loads.by_unit(list(asked.tasks.tallied(*heats.UNIT, on=asked.today)), asked.wanted),
        "by_person": loads.by_person(list(by_person), asked.wanted),
    }


def _risk(asked: Asked) -> Mapping[str, Any]:
    found = asked.tasks.filter(at_risk(asked.today)).select_related("lead", "plan", "person").order_by("due_on", "pk")
    return {"risks": risks.risk_rows(found[:MOST_RISKS], asked.now), "because": risks.because()}


def _week(asked: Asked) -> Mapping[str, Any]:
    return {"changes": shapes.week(asked.tasks, asked.wanted, asked.now)}


SHAPES: dict[str, Callable[[Asked], Mapping[str, Any]]] = {
    "heat": _heat,
    "tree": _tree,
    "board": _board,
    "calendar": _calendar,
    "timeline": _timeline,
    "load": _load,
    "risk": _risk,
    "week": _week,
}
