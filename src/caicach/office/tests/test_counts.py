"""Every list asks the database as often for a thousand records as for ten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from caicach.documents.models import Proposal
from caicach.documents.tests.factories import entered, taken_in
from caicach.notifications.models import Notice
from caicach.plans import actions
from caicach.plans.models import DeadlineEntry, ExtensionRequest, Plan, PlanLine, ProgressReport, Task, TaskUnit
from caicach.plans.rules import PlanLevel

pytestmark = pytest.mark.django_db

STATES = ("with_head", "sent", "returned", "accepted")


@pytest.fixture
def world(house):
    """A plan from its paper, and a document without one."""
    entered(house)
    document = taken_in(house)
    plan = actions.plan_of(document=document, actor=house.hanh, at=now())
    one = document.proposals.get(number=1)
    (task,) = actions.confirm_proposals(plan=plan, proposals=[(one, 0)], actor=house.hanh, at=now())
    return house, plan, task, document


def many(world, first, last):
    """Tasks with parts, ledgers and reports, plans, proposals and notices, in bulk as no office could write them."""
    house, plan, task, document = world
    today = localdate()
    leads = (house.unit.bvdk, house.unit.ttyt, house.unit.syt)
    tasks = Task.objects.bulk_create(
        Task(
            plan=plan,
            number=number,
            label=str(number),
            text=f"Rà soát lần {number}",
            field="tthc",
            lead=leads[number % 3],
            state="in_progress" if number % 5 else "assigned",
            due_on=today + timedelta(days=number % 40 - 20),
            first_due_on=today,
            assigned_at=now(),
            changed_at=now(),
            folded=f"ra soat lan {number}",
        )
        for number in range(first + 1, last + 1)
    )
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, task=one, number=one.number, field=one.field, placed_at=now()) for one in tasks
    )
    TaskUnit.objects.bulk_create(TaskUnit(task=one, unit=one.lead, part=TaskUnit.LEAD) for one in tasks)
    TaskUnit.objects.bulk_create(
        TaskUnit(task=one, unit=leads[(one.number + 1) % 3], part=TaskUnit.COOP) for one in tasks
    )
    ExtensionRequest.objects.bulk_create(
        ExtensionRequest(task=one, until=today, reason="Chờ", asked_by=house.phuc, asked_at=now()) for one in tasks
    )
    DeadlineEntry.objects.bulk_create(
        DeadlineEntry(task=one, number=1, kind="set", due_on=one.due_on, by=house.hanh, at=now()) for one in tasks
    )
    people = {"written_by": house.phuc, "written_at": now(), "words": "Xong", "sent_by": house.de, "sent_at": now()}
    ProgressReport.objects.bulk_create(
        ProgressReport(task=one, unit=one.lead, number=1, state=STATES[one.number % 4], **people) for one in tasks
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(task=task, unit=task.lead, number=number, state="accepted", **people)
        for number in range(first + 1, last + 1)
    )
    Plan.objects.bulk_create(
        Plan(
            code=f"{number}/KH",
            title=f"Rà soát {number}",
            level=PlanLevel.UNIT,
            unit=house.unit.syt,
            starts_on=today,
            ends_on=today,
            opened_at=now(),
        )
        for number in range(first, last)
    )
    seen = document.proposals.get(number=1)
    Proposal.objects.bulk_create(
        Proposal(
            reading=seen.reading,
            document=document,
            number=number + 10,
            path=f"III.{number}",
            line=seen.line,
            line_end=seen.line_end,
            text=f"Rà soát {number}",
            field="tthc",
            lead=leads[number % 3],
            confidence=Decimal("0.95"),
            state="proposed",
        )
        for number in range(first, last)
    )
    Notice.objects.bulk_create(
        Notice(to=person, channel="in_app", kind="x", text="Tin", link="/", at=now(), once_key=f"{number}:{person.pk}")
        for number in range(first, last)
        for person in (house.hanh, house.phuc)
    )


PAGES = {
    "my work of the office": ("hanh", "/"),
    "my work of a unit": ("phuc", "/"),
    "the whole for a head": ("de", "/"),
    "the whole for the head above": ("hoa", "/"),
    "my work of a head": ("de", "/desk/"),
    "my work of the head above": ("hoa", "/desk/"),
    "all tasks": ("hanh", "/plans/tasks/"),
    "all tasks, narrowed": (
        "hanh",
        "/plans/tasks/?q=ra+soat&class=open&unit=SYT&below=1&level=unit&changed=any&report=waiting&sort=-unit",
    ),
    "all tasks of a unit": ("phuc", "/plans/tasks/?items=work"),
    **{
        f"tasks as {shape}": ("hanh", f"/plans/tasks/in/{shape}/")
        for shape in ("heat", "tree", "board", "calendar", "timeline", "load", "risk", "week")
    },
    "plans": ("hanh", "/plans/"),
    "plans of a unit": ("phuc", "/plans/"),
    "a plan": ("hanh", "/plans/{plan}/"),
    "a plan, narrowed": ("hanh", "/plans/{plan}/?q=ra+soat&class=overdue&field=tthc&page=2"),
    "a task with its reports": ("hanh", "/plans/tasks/{task}/"),
    "a task before its reporter": ("phuc", "/plans/tasks/{task}/"),
    "correcting a task": ("hanh", "/plans/tasks/{task}/edit/"),
    "work of closed units": ("hanh", "/plans/{plan}/hand-over/"),
    "the paper": ("hanh", "/plans/review/{document}/"),
    "the paper, correcting": ("hanh", "/plans/review/{document}/?n=3&edit=1"),
    "a document": ("hanh", "/documents/{document}/"),
    "search": ("hanh", "/search/?q=ra+soat"),
    "notices": ("phuc", "/notices/"),
    "the sheet": ("hanh", "/plans/{plan}/tasks/add/"),
}


def asked(world, as_):
    """How many queries each page makes, the second time it is opened."""
    house, plan, task, document = world
    counts = {}
    for name, (person, address) in PAGES.items():
        client = as_(house.cast[person])
        address = address.format(plan=plan.pk, task=task.pk, document=document.pk)
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[name] = len(queries)
    return counts


def test_every_page_asks_as_often_for_a_thousand_records_as_for_ten(world, as_):
    many(world, 1, 11)
    ten = asked(world, as_)
    many(world, 11, 1001)

    thousand = asked(world, as_)
    assert {name: count for name, count in thousand.items() if count > ten[name]} == {}
    assert max(ten.values()) < 40, ten
