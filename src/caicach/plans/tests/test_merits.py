"""Results beside names: a stated rule proposes, every line opens its tasks, the head decides."""

import io
from datetime import date, timedelta
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions
from caicach.plans.actions import PartGiven
from caicach.plans.gathering import merits
from caicach.plans.meriting import MeritLimits, Proposed, Reason, Results, proposed
from caicach.plans.models import MeritRule, Task
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_report, a_task, department_of, moment

LIMITS = MeritLimits(
    least_tasks=4, praise_share=Decimal("0.9"), praise_returned=1, answer_overdue=3, answer_share=Decimal("0.5")
)


@pytest.mark.parametrize(
    ("results", "what", "why"),
    [
        (Results(on_time=4), Proposed.PRAISE, Reason.GOOD),
        (Results(on_time=9, late=1), Proposed.PRAISE, Reason.GOOD),
        (Results(on_time=8, late=1), Proposed.NEITHER, Reason.NOT_ENOUGH),
        (Results(on_time=9, returned=2), Proposed.NEITHER, Reason.RETURNED),
        (Results(on_time=20, overdue=1), Proposed.NEITHER, Reason.OVERDUE),
        (Results(on_time=3), Proposed.NEITHER, Reason.TOO_FEW),
        (Results(undated=9), Proposed.NEITHER, Reason.TOO_FEW),
        (Results(overdue=3), Proposed.ANSWER, Reason.OVERDUE),
        (Results(on_time=2, late=3), Proposed.ANSWER, Reason.LOW_SHARE),
        (Results(on_time=2, late=2), Proposed.NEITHER, Reason.NOT_ENOUGH),
    ],
)
def test_the_rule_on_paper(results, what, why):
    assert proposed(results, LIMITS) == (what, why)


in_database = pytest.mark.django_db


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


def given(house, plan, *, lead, due):
    return a_task(plan=plan, lead=lead, by=house.hanh, due_on=due, at=now())


def day(days):
    return localdate() + timedelta(days=days)


def of_year(house, person=None):
    return merits.merits(person or house.hanh, merits.parse(str(localdate().year)), localdate())


@in_database
def test_results_are_counted_from_the_tasks_of_the_period(house, plan):
    hospital, on = house.unit.bvdk, date(2026, 6, 20)
    for due, done in ((29, 20), (20, 20), (19, 20), (1, None), (30, None), (15, 3)):
        task = a_task(plan=plan, lead=hospital, by=house.hanh, due_on=date(2026, 6, due))
        if done:
            done_on = date(2026, 3 if done == 3 else 6, done)
            at = moment(date(2026, 7, 1))
            a_report(task=task, by=house.phuc, at=at, done_on=done_on, sent_by=house.de, accepted_by=house.hanh)
        elif due == 1:
            words = {"due_on": date(2026, 6, 2), "reason": "Chờ thông tư."}
            actions.change_deadline(task=task, actor=house.hanh, at=GIVEN_AT, **words)
    Task.objects.filter(done_on__month=3).update(person=house.phuc)

    [row] = merits.merits(house.hanh, merits.parse("2026-Q2"), on).units
    assert row.results == Results(on_time=2, early=1, late=1, overdue=1, extended=1)
    assert row.results.share == Decimal(2) / 4
    [before] = merits.merits(house.hanh, merits.parse("2026-Q1"), on).people
    assert (before.name, before.results) == (house.phuc.get_full_name(), Results(on_time=1, early=1))


@in_database
def test_a_line_opens_the_tasks_it_is_made_of(house, as_, plan):
    mine = given(house, plan, due=day(-3), lead=house.unit.bvdk)
    given(house, plan, due=day(-3), lead=house.unit.ttyt)
    client = as_(house.hanh)

    url = of_year(house).units[0].url
    page = client.get(url)

    assert len(page.context["behind"]) == 1
    behind = client.get(url.replace("TTYT-LK", "BVDK-BM")).context["behind"]
    assert [task for task, _says, _tone in behind] == [mine]
    assert "người quyết định là lãnh đạo" in page.content.decode()


@in_database
def test_a_unit_answers_once_for_a_task_it_broke_up_among_its_people(house, plan):
    whole = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=day(-3), at=now() - timedelta(days=30))
    parts = [PartGiven("Tổng hợp.", house.unit.bvdk, house.phuc), PartGiven("Viết.", house.unit.bvdk, house.phuc)]
    parts.append(PartGiven("Rà soát các khoa.", house.unit.khth))
    below = actions.hand_down(task=whole, parts=parts, actor=house.de, at=now() - timedelta(days=30))[-1]

    found = of_year(house)

    assert {row.name: (row.results, row.proposed) for row in found.units} == {
        house.unit.bvdk.name: (Results(overdue=1), Proposed.NEITHER),
        house.unit.khth.name: (Results(overdue=1), Proposed.NEITHER),
    }
    assert {task.pk for row in found.units for task in merits.behind(found, row)} == {whole.pk, below.pk}
    [person] = found.people
    assert (person.results.overdue, len(merits.behind(found, person))) == (2, 2)


@in_database
def test_limits_are_the_offices_own_and_a_second_writer_is_told(house, as_):
    actions.set_merit_limits(unit=house.unit.syt, limits=LIMITS, revision=0, actor=house.hanh, at=now())

    rule = MeritRule.objects.get()
    assert rule.limits == LIMITS
    assert merits.rule_of(house.unit.bvdk) == rule  # until the hospital sets its own
    [line] = Line.objects.filter(kind="plans.merit_limits_set")
    assert line.changes["praise_share"]["after"] == "0.9"
    with pytest.raises(ChangedMeanwhile):
        actions.set_merit_limits(unit=house.unit.syt, limits=LIMITS, revision=0, actor=house.hanh, at=now())
    typed = {"revision": "1", "least_tasks": "3", "praise_share": "80", "praise_returned": "0", "answer_overdue": "2"}
    page = as_(house.hanh).post("/plans/merits/", typed | {"answer_share": "90"})
    assert (page.status_code, "không thể cao hơn" in page.content.decode()) == (422, True)
    assert as_(house.hanh).post("/plans/merits/", typed | {"answer_share": "60"}).status_code == 302
    assert MeritRule.objects.get().limits.answer_share == Decimal("0.6")


@in_database
def test_only_the_office_sets_limits_and_reporters_see_no_list(house, as_):
    for person in (house.hoa, house.phuc, house.de, house.mai):
        with pytest.raises(NotAllowed):
            actions.set_merit_limits(unit=house.unit.syt, limits=LIMITS, revision=0, actor=person, at=now())
    assert not MeritRule.objects.exists()
    assert not Line.objects.filter(kind="plans.merit_limits_set").exists()
    for person in (house.phuc, house.son, house.minh, house.thu):
        for address in ("/plans/merits/", "/plans/merits/2026.xlsx"):
            assert as_(person).get(address).status_code == 404


@in_database
def test_the_head_of_the_hospital_sees_the_hospital_alone(house, as_, plan):
    given(house, plan, due=day(-3), lead=house.unit.bvdk)
    given(house, plan, due=day(-3), lead=house.unit.ttyt)

    page = as_(house.de).get("/plans/merits/")

    assert [row.name for row in page.context["found"].units] == [house.unit.bvdk.name]
    assert "Sửa tiêu chí" not in page.content.decode()


@in_database
def test_the_lists_open_in_word_and_excel_with_their_rule(house, as_, plan):
    for _ in range(3):
        given(house, plan, due=day(-3), lead=house.unit.bvdk)
    client, year = as_(house.hoa), localdate().year

    paper = docx.Document(io.BytesIO(client.get(f"/plans/merits/{year}.docx").content))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/plans/merits/{year}.xlsx").content))

    told = " ".join(block.text for block in paper.paragraphs)
    assert "người quyết định là lãnh đạo" in told
    assert "Đề xuất xem xét trách nhiệm" in told
    assert book.sheetnames == ["Đơn vị", "Cá nhân", "Nhiệm vụ"]
    cells = [cell.value for row in book["Đơn vị"].iter_rows() for cell in row if cell.value is not None]
    assert house.unit.bvdk.name in cells
    assert book["Nhiệm vụ"].max_row == book["Đơn vị"].max_row + 2
    for wrong in ("2026-Q5.docx", f"{year}.pdf", "x.xlsx"):
        assert client.get(f"/plans/merits/{wrong}").status_code == 404


@in_database
def test_the_page_asks_the_same_however_many_tasks_there_are(house, as_, plan):
    counts = []
    for number in (2, 9):
        for _ in range(number):
            given(house, plan, due=day(-3), lead=house.unit.bvdk)
        client = as_(house.hanh)
        client.get("/plans/merits/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/plans/merits/?unit=BVDK-BM")
        counts.append(len(seen))

    assert counts[0] == counts[1]
