"""Two people at the same moment, on real connections: one wins, the other is told, nothing is half done."""

from datetime import date
from functools import partial

import pytest

from caicach.audit import checks as trail
from caicach.audit.models import Line
from caicach.documents import actions as documents
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.rules import WrongState as ProposalDecided
from caicach.documents.tests.factories import taken_in, together
from caicach.orgs import actions as orgs
from caicach.orgs.models import Person
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED, build_house
from caicach.plans import actions, checks
from caicach.plans.actions import Assignment
from caicach.plans.models import Plan, ProgressReport, Task
from caicach.plans.rules import WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment

pytestmark = pytest.mark.django_db(transaction=True)

AT = moment(date(2026, 3, 2))


@pytest.fixture
def house(transactional_db):
    """The cast, and a second specialist beside cô Hạnh; all of it committed."""
    house = build_house()
    orgs.give_post(person=house.minh, unit=house.unit.syt, role=Role.OFFICE_SPECIALIST, since=OPENED, actor=None, at=AT)
    return house


def anew(person):
    """The same person as another request reads them."""
    return Person.objects.get(pk=person.pk)


def all_holds():
    return [*checks.faults(), *trail.faults()] == []


def losers(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_two_people_confirm_the_same_proposal_and_there_is_one_task(house):
    document = taken_in(house)

    def confirm(person):
        plan = actions.plan_of(document=document, actor=anew(person), at=AT)
        one = document.proposals.get(number=1)
        return actions.confirm_proposals(plan=plan, proposals=[(one, 0)], actor=anew(person), at=AT)

    outcomes = together(partial(confirm, house.hanh), partial(confirm, house.minh))

    (loser,) = losers(outcomes)
    assert isinstance(loser, ProposalDecided)
    assert "đã được xử lý" in str(loser)
    assert Task.objects.count() == Plan.objects.count() == 1
    assert Line.objects.filter(kind="plans.task_given").count() == 1
    assert all_holds()


def test_two_people_confirm_overlapping_proposals_and_the_loser_confirms_none(house):
    document = taken_in(house)
    plan = actions.plan_of(document=document, actor=house.hanh, at=AT)
    for number in (3, 4):
        one = document.proposals.get(number=number)
        documents.correct_proposal(proposal=one, revision=0, lead=house.unit.nvy, actor=house.hanh, at=AT)

    def confirm(person, *numbers):
        seen = [(one, one.revision) for one in document.proposals.filter(number__in=numbers)]
        return actions.confirm_proposals(plan=plan, proposals=seen, actor=anew(person), at=AT)

    outcomes = together(partial(confirm, house.hanh, 1, 2, 3), partial(confirm, house.minh, 4, 3))

    assert len(losers(outcomes)) == 1
    assert isinstance(losers(outcomes)[0], (ProposalDecided, ChangedMeanwhile))
    assert Task.objects.count() in (3, 2)
    assert document.proposals.filter(state="confirmed").count() == Task.objects.count()
    assert all_holds()


def test_two_people_write_one_report_and_one_of_them_is_told(house):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)

    def write(person):
        words = f"{person.full_name} ghi."
        return actions.write_report(task=task, words=words, actor=anew(person), at=AT)

    outcomes = together(partial(write, house.phuc), partial(write, house.de))

    (loser,) = losers(outcomes)
    assert isinstance(loser, ChangedMeanwhile)
    report = ProgressReport.objects.get()
    assert (report.revision, report.words) == (1, f"{report.written_by.full_name} ghi.")
    assert all_holds()


def test_one_accepts_while_the_other_returns_and_one_of_the_two_holds(house):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)
    report = a_report(task=task, by=house.phuc, at=AT, done_on=AT.date(), sent_by=house.de)

    outcomes = together(
        lambda: actions.accept_report(report=report, actor=anew(house.hanh), at=AT),
        lambda: actions.return_report(report=report, reason="Thiếu.", actor=anew(house.minh), at=AT),
    )

    (loser,) = losers(outcomes)
    assert isinstance(loser, WrongState)
    report.refresh_from_db()
    task.refresh_from_db()
    assert (report.state, task.state) in {("accepted", "completed"), ("returned", "in_progress")}
    assert all_holds()


def test_eight_people_give_tasks_and_the_numbers_have_no_gap(house):
    plan = a_plan(department=department_of(house))

    def give():
        hanh = anew(house.hanh)
        return [a_task(plan=plan, lead=house.unit.bvdk, by=hanh, at=AT).number for _ in range(3)]

    outcomes = together(*[give] * 8)

    assert losers(outcomes) == []
    assert sorted(number for numbers in outcomes for number in numbers) == list(range(1, 25))
    assert all_holds()


def test_five_clicks_on_the_same_sheet_give_its_tasks_once(house):
    plan = a_plan(department=department_of(house))
    rows = [Assignment(text=f"Việc {n}", field="tthc", lead=house.unit.bvdk) for n in (1, 2)]

    outcomes = together(
        *[lambda: actions.add_tasks(plan=plan, assignments=rows, actor=anew(house.hanh), at=AT, after=0)] * 5
    )

    assert [type(loser) for loser in losers(outcomes)] == [ChangedMeanwhile] * 4
    assert Task.objects.count() == 2
    assert all_holds()
