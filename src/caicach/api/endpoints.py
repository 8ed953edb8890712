"""The addresses of the API: plans and tasks read, progress reported."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Query, Status
from ninja.pagination import PageNumberPagination, paginate

from caicach.api import refusals
from caicach.api.rights import MayRead, MayReport
from caicach.api.shapes import PlanOut, Refusal, ReportIn, ReportOut, TaskFilter, TaskFull, TaskOut
from caicach.orgs.current import person_of
from caicach.plans import actions
from caicach.plans.models import Plan, PlanLine, ProgressReport, Task, TaskQuerySet

PAGE = 100
api = NinjaAPI(
    title="Cải Cách",
    version="1",
    description="Plans and tasks, with the rights of the person whose access token is shown.",
    docs_url=None,  # its pages load scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=MayRead(),
)
refusals.install(api)


def _tasks(request: HttpRequest) -> TaskQuerySet:
    return Task.objects.visible_to(person_of(request)).select_related("plan", "lead")


@api.get("/plans", response=list[PlanOut], url_name="plans", tags=["plans"])
@paginate(PageNumberPagination, page_size=PAGE)
def plans(request: HttpRequest) -> Any:
    """The plans the person may see, the newest first."""
    return Plan.objects.visible_to(person_of(request)).select_related("unit").order_by("-starts_on", "-pk")


@api.get("/plans/{int:pk}", response={200: PlanOut, 404: Refusal}, url_name="plan", tags=["plans"])
def plan(request: HttpRequest, pk: int) -> Any:
    """One plan."""
    return get_object_or_404(Plan.objects.visible_to(person_of(request)).select_related("unit"), pk=pk)


@api.get("/tasks", response=list[TaskOut], url_name="tasks", tags=["tasks"])
@paginate(PageNumberPagination, page_size=PAGE)
def tasks(request: HttpRequest, wanted: Query[TaskFilter]) -> Any:
    """The tasks the person may see, by number; parts and occurrences among them have a `parent_id`."""
    found = _tasks(request)
    if wanted.plan is not None:
        found = found.filter(pk__in=PlanLine.objects.filter(plan=wanted.plan).values("task"))
    if wanted.of_class is not None:
        found = found.in_class(wanted.of_class, on=timezone.localdate())
    if wanted.q:
        found = found.matching(wanted.q.replace("\x00", ""))
    asked = {
        "lead__code": wanted.lead,
        "field": wanted.field,
        "due_on__gte": wanted.due_from,
        "due_on__lte": wanted.due_to,
        "changed_at__gte": wanted.changed_since,
    }
    return found.filter(**{name: value for name, value in asked.items() if value is not None}).order_by("pk")


@api.get("/tasks/{int:pk}", response={200: TaskFull, 404: Refusal}, url_name="task", tags=["tasks"])
def task(request: HttpRequest, pk: int) -> Any:
    """One task with its ledger of deadlines, its places in plans, its parts and its reports."""
    person, found = person_of(request), get_object_or_404(_tasks(request), pk=pk)
    coop = found.parts.filter(part="coop").select_related("unit").order_by("unit__path")
    lines = found.lines.filter(plan__in=Plan.objects.visible_to(person).values("pk")).select_related("plan")
    reports = ProgressReport.objects.visible_to(person).filter(task=found).select_related("unit", "written_by")
    shown = {name: getattr(found, name) for name in TaskOut.model_fields}
    return shown | {
        "coop": [part.unit for part in coop],
        "deadlines": list(found.deadline_entries.all()),
        "lines": list(lines.order_by("pk")),
        "children": list(_tasks(request).filter(parent=found).order_by("number")),
        "reports": list(reports),
    }


@api.post(
    "/tasks/{int:pk}/reports",
    response={201: ReportOut, 404: Refusal, 409: Refusal, 422: Refusal},
    url_name="report",
    auth=MayReport(),
    tags=["tasks"],
)
def report(request: HttpRequest, pk: int, said: ReportIn) -> Any:
    """Write the lead unit's report on a task, and lay it before the unit's head with `submit`."""
    person, at = person_of(request), timezone.now()
    found = get_object_or_404(Task.objects.visible_to(person), pk=pk)
    with transaction.atomic():
        written = actions.write_report(task=found, actor=person, at=at, **said.model_dump(exclude={"submit"}))
        if said.submit:
            written = actions.submit_report(report=written, actor=person, at=at)
    return Status(201, written)
