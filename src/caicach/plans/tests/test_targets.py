"""Targets of a plan: milestones by year, what was reached; a year without a number is not a zero."""

from datetime import date
from decimal import Decimal

import pytest

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, targets
from caicach.plans.actions import Reached, ReachedStays
from caicach.plans.models import Milestone, Plan, PlanTarget
from caicach.plans.tests.factories import GIVEN_AT, a_plan, department_of, moment

TODAY = date(2026, 9, 9)
ON = moment(TODAY)


@pytest.fixture
def plan(house) -> Plan:
    plan = a_plan(department=department_of(house))
    Plan.objects.filter(pk=plan.pk).update(starts_on=date(2024, 1, 1), ends_on=date(2028, 12, 31))
    plan.refresh_from_db()
    return plan


def a_target(house, plan, **said) -> PlanTarget:
    default = {
        "text": "Hồ sơ đúng hẹn",
        "comparator": "gte",
        "unit_of_measure": "%",
        "unit": house.unit.bvdk,
        "milestones": {year: Decimal(90 + n) for n, year in enumerate(range(2024, 2029))},
        "actor": house.hanh,
        "at": GIVEN_AT,
    }
    return actions.set_target(plan=plan, **(default | said))


def said(target: PlanTarget, **years: Reached) -> dict[int, Reached]:
    return {int(year[1:]): told for year, told in years.items()}


def test_a_target_has_a_milestone_a_year_and_its_line_in_the_trail(house, plan):
    target = a_target(house, plan)

    assert target.number == 1
    assert list(target.milestones.values_list("year", "value")) == [(2024 + n, Decimal(90 + n)) for n in range(5)]
    line = Line.objects.filter(kind="plans.target_set").get()
    assert line.changes["milestones"]["2028"] == "94"


def test_the_picture_tells_no_number_from_zero_and_met_from_missed(house, plan):
    target = a_target(house, plan)
    told = said(target, y2024=Reached(Decimal("90.5")), y2025=Reached(Decimal(0), "Tạm ngừng tiếp nhận"))
    actions.say_reached(target=target, years=told, actor=house.hanh, at=ON)

    (face,) = targets.card(plan, house.hanh, TODAY)["targets"]

    assert [(one.year, one.reached, one.says) for one in face.years] == [
        (2024, "90,5", "đạt"),
        (2025, "0", "chưa đạt"),
        (2026, "", "chưa có số"),
        (2027, "", "chưa đến năm"),
        (2028, "", "chưa đến năm"),
    ]
    assert [one.bar for one in face.years] == [46, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("comparator", "met"), [("gte", (True, True, False)), ("lte", (False, True, True)), ("eq", (False, True, False))]
)
def test_a_number_is_compared_as_the_target_says(comparator, met):
    numbers = (Decimal(11), Decimal(10), Decimal(9))

    assert tuple(targets.is_met(comparator, number, Decimal(10)) for number in numbers) == met


def test_the_units_reporter_says_what_was_reached_and_nobody_elses(house, plan):
    target = a_target(house, plan)

    assert list(actions.say_reached(
        target=target, years=said(target, y2025=Reached(Decimal(91))), actor=house.phuc, at=ON
    )) == [2025]  # fmt: skip

    milestone = target.milestones.get(year=2025)
    assert (milestone.reached, milestone.said_by, milestone.said_at) == (Decimal(91), house.phuc, ON)
    for other in (house.son, house.mai):
        with pytest.raises(NotAllowed):
            actions.say_reached(target=target, years=said(target, y2024=Reached(Decimal(1))), actor=other, at=ON)
    with pytest.raises(NotAllowed):
        a_target(house, plan, actor=house.phuc)
    assert target.milestones.get(year=2024).reached is None
    assert PlanTarget.objects.count() == 1


def test_a_year_with_a_number_keeps_its_milestone(house, plan):
    target = a_target(house, plan)
    actions.say_reached(target=target, years=said(target, y2024=Reached(Decimal(90))), actor=house.hanh, at=ON)

    with pytest.raises(ReachedStays):
        a_target(house, plan, target=target, milestones={2025: Decimal(91)})

    assert Milestone.objects.filter(target=target).count() == 5


def test_who_saves_second_is_told_and_keeps_the_words(house, as_, plan):
    target = a_target(house, plan)
    page = as_(house.hanh).get(f"/plans/targets/{target.pk}/")
    seen = page.context["form"].initial["seen"]
    actions.say_reached(target=target, years=said(target, y2024=Reached(Decimal(95))), actor=house.phuc, at=ON)
    typed = {"seen": seen, "text": "Hồ sơ đúng hẹn hoặc sớm", "comparator": "gte", "value_2024": "90,5"}

    answer = as_(house.hanh).post(f"/plans/targets/{target.pk}/", typed)

    assert answer.status_code == 422
    assert "vừa được người khác sửa" in answer.content.decode()
    assert "Hồ sơ đúng hẹn hoặc sớm" in answer.content.decode()
    target.refresh_from_db()
    assert target.text == "Hồ sơ đúng hẹn"
    with pytest.raises(ChangedMeanwhile):
        actions.say_reached(target=target, years={}, seen=seen, actor=house.hanh, at=ON)


def test_a_target_is_added_and_told_on_its_pages(house, as_, plan):
    typed = {"text": "Hài lòng", "comparator": "gte", "unit_of_measure": "%", "unit": "BVDK-BM", "value_2026": "87,5",
             "reached_2026": "0"}  # fmt: skip

    answer = as_(house.hanh).post(f"/plans/{plan.pk}/targets/add/", typed)

    assert answer.url == f"/plans/{plan.pk}/"
    target = PlanTarget.objects.get()
    assert (target.unit, target.milestones.get().value, target.milestones.get().reached) == (
        house.unit.bvdk, Decimal("87.5"), Decimal(0))  # fmt: skip
    assert "Hài lòng" in as_(house.hanh).get(f"/plans/{plan.pk}/").content.decode()


def test_a_number_without_its_milestone_is_told_beside_it(house, as_, plan):
    answer = as_(house.hanh).post(
        f"/plans/{plan.pk}/targets/add/", {"text": "Hài lòng", "comparator": "gte", "reached_2025": "90"}
    )

    assert answer.status_code == 422
    assert "Hãy ghi mốc của năm này" in answer.content.decode()
    assert not PlanTarget.objects.exists()
