"""Questions over many tasks: the database says what the rules say on paper, and nobody is shown another's work."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caicach.plans.models import Plan, ProgressReport, Task, TaskUnit, classes
from caicach.plans.rules import Progress, TaskState, Timeliness, standing
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_report, a_report_in, a_task, department_of, moment

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)
near = st.integers(-3, 3).map(lambda shift: DAY + timedelta(days=shift))
open_states = st.sampled_from([TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.REPORTED_DONE])
task_values = st.one_of(
    st.tuples(st.just(TaskState.COMPLETED), near, st.none() | near), st.tuples(open_states, st.none(), st.none() | near)
)


def class_on_paper(state, done_on, due_on, on):
    """The name `classes` gives to what `standing` says."""
    found = standing(state=state, done_on=done_on, due_on=due_on, on=on)
    late = found.timeliness is Timeliness.LATE
    if found.progress is Progress.COMPLETED:
        return "done_late" if late else "done_on_time"
    if late:
        return "overdue"
    return "in_progress" if found.progress is Progress.IN_PROGRESS else "not_begun"


def many(plan, lead, values, first=1):
    """Tasks in given states, written in bulk as no office could."""
    made = Task.objects.bulk_create(
        Task(
            plan=plan,
            number=number,
            text=f"Việc {number}",
            field="tthc",
            lead=lead,
            state=state,
            done_on=done_on,
            due_on=due_on,
            first_due_on=due_on,
            assigned_at=GIVEN_AT,
            changed_at=GIVEN_AT,
            folded=f"viec {number}",
        )
        for number, (state, done_on, due_on) in enumerate(values, first)
    )
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=lead, part=TaskUnit.LEAD) for task in made)
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(task_values, max_size=25), on=near)
def test_the_classes_in_the_database_are_those_on_paper(house, values, on):
    Task.objects.all().delete()
    Plan.objects.all().delete()
    plan = a_plan(department=department_of(house))
    made = many(plan, house.unit.bvdk, values)
    wanted: dict[str, set[int]] = {name: set() for name in classes(on)}
    for task, (state, done_on, due_on) in zip(made, values, strict=True):
        wanted[class_on_paper(state, done_on, due_on, on)].add(task.pk)

    found = {name: set(Task.objects.in_class(name, on=on).values_list("pk", flat=True)) for name in classes(on)}

    assert found == wanted  # so every task is in exactly one class
    counts = Task.objects.counted(on=on)
    assert counts == {name: len(tasks) for name, tasks in wanted.items()} | {"total": len(values)}


def test_two_classes_together_are_their_tasks_together(house):
    plan = a_plan(department=department_of(house))
    values = [(TaskState.COMPLETED, DAY, DAY), (TaskState.COMPLETED, DAY, DAY - timedelta(days=1))]
    in_time, late = many(plan, house.unit.bvdk, [*values, (TaskState.ASSIGNED, None, None)])[:2]

    assert set(Task.objects.in_class("done_on_time", "done_late", on=DAY)) == {in_time, late}
    assert list(Task.objects.in_class(on=DAY)) == []


def test_tasks_are_tallied_by_their_lead(house):
    plan = a_plan(department=department_of(house))
    overdue = (TaskState.ASSIGNED, None, DAY - timedelta(days=1))
    many(plan, house.unit.bvdk, [overdue, overdue, (TaskState.IN_PROGRESS, None, DAY)])
    many(plan, house.unit.ttyt, [(TaskState.COMPLETED, DAY, DAY)], first=4)

    rows = {row["lead__code"]: row for row in Task.objects.tallied("lead__code", on=DAY)}

    assert (rows["BVDK-BM"]["overdue"], rows["BVDK-BM"]["in_progress"], rows["BVDK-BM"]["total"]) == (2, 1, 3)
    assert (rows["TTYT-LK"]["done_on_time"], rows["TTYT-LK"]["total"]) == (1, 1)


def test_what_is_due_and_overdue_leaves_out_what_is_done_and_what_has_no_day(house):
    plan = a_plan(department=department_of(house))
    late, today, _none, _done = many(
        plan,
        house.unit.bvdk,
        [
            (TaskState.IN_PROGRESS, None, DAY - timedelta(days=1)),
            (TaskState.ASSIGNED, None, DAY),
            (TaskState.ASSIGNED, None, None),
            (TaskState.COMPLETED, DAY, DAY - timedelta(days=1)),
        ],
    )

    assert list(Task.objects.overdue(on=DAY)) == [late]
    assert list(Task.objects.due_between(DAY, DAY + timedelta(days=7))) == [today]
    assert Task.objects.open().count() == 3


@pytest.mark.parametrize("words", ["rà soát", "RA SOAT", "soat  don", "62/kh-syt ra", "dơn giản", "benh vien da khoa"])
def test_a_task_is_found_by_any_of_its_words_without_accents(house, words):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)

    assert list(Task.objects.matching(words)) == [task]


def test_a_word_too_many_finds_nothing(house):
    a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)

    assert not Task.objects.matching("rà soát mái nhà").exists()


SEES = {"hanh": 2, "hoa": 2, "mai": 2, "phuc": 1, "de": 1, "son": 1, "minh": 0, "lan": 0, "thu": 0}


@pytest.mark.parametrize("name", SEES)
def test_who_sees_which_tasks(house, name):
    plan = a_plan(department=department_of(house))
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    of_son = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh)

    seen = Task.objects.visible_to(house.cast[name])

    assert seen.count() == SEES[name]
    assert Plan.objects.visible_to(house.cast[name]).exists() == (SEES[name] > 0)
    assert name != "son" or list(seen) == [of_son]


def test_a_unit_that_helps_sees_the_task_and_its_report_too(house):
    plan = a_plan(department=department_of(house))
    task = a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh)
    report = a_report(task=task, by=house.phuc, at=moment(DAY), sent_by=house.de)

    assert list(Task.objects.visible_to(house.son)) == [task]
    assert list(ProgressReport.objects.visible_to(house.son)) == [report]
    assert not ProgressReport.objects.visible_to(house.thu).exists()


@pytest.mark.parametrize("state", ["draft", "with_head", "returned", "sent", "sent and returned"])
def test_what_was_never_sent_is_for_the_unit_and_the_heads_above(house, state):
    plan = a_plan(department=department_of(house))
    task = a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh)
    report = a_report_in(house, task, state)

    seen_by = {name for name in SEES if ProgressReport.objects.visible_to(house.cast[name]).exists()}

    own = {"phuc", "de", "hoa"}
    assert seen_by == (own | {"hanh", "mai", "son"} if report.first_sent_at else own)


def test_who_sees_a_report_is_asked_in_one_question(house, django_assert_num_queries):
    ProgressReport.objects.visible_to(house.de).exists()  # the posts are read once for a request

    with django_assert_num_queries(1):
        list(ProgressReport.objects.visible_to(house.de))
