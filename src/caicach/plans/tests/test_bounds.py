"""What is typed has bounds: a day a year that work can have, words no sign that a database refuses."""

import inspect
from datetime import date

import pytest
from django import forms as django_forms
from django.utils.translation import override

from caicach.documents.models import FrozenIssue
from caicach.orgs.models import AccessToken
from caicach.plans import actions, chasing_forms, duty_forms, forms, life_forms, sheet
from caicach.plans.gathering import forms as gathering_forms
from caicach.plans.models import PlanLine, SavedView
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_task, department_of

SAYS = "Năm phải từ 1990 đến 2200."
DAYS = [
    pytest.param(field, id=f"{form.__name__}.{name}")
    for module in (forms, duty_forms, life_forms, chasing_forms, gathering_forms)
    for form in vars(module).values()
    if inspect.isclass(form) and issubclass(form, django_forms.BaseForm) and form.__module__ == module.__name__
    for name, field in getattr(form, "base_fields", {}).items()
    if isinstance(field, django_forms.DateField)
]


def test_the_forms_of_plans_ask_for_days():
    assert len(DAYS) >= 20


@pytest.mark.once
@pytest.mark.parametrize("field", DAYS)
def test_every_day_of_a_form_stands_in_a_year_that_work_can_have(field):
    with override("vi"):
        for typed in ("31/12/9999", "01/01/2201", "31/12/1989"):
            with pytest.raises(django_forms.ValidationError) as refused:
                field.clean(typed)
            assert refused.value.messages == [SAYS]
        assert field.clean("31/12/2200") == date(2200, 12, 31)
        assert 'placeholder="dd/mm/yyyy"' in field.widget.render("day", None, {**field.widget.attrs})


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "wrong"), [("31/12/9999", True), ("1989-12-31", True), ("1.1.1990", False), ("31/12/2200", False)]
)
def test_a_day_of_a_sheet_has_the_same_bounds(typed, wrong):
    errors: sheet.Errors = {}

    with override("vi"):
        day = sheet.day_in(typed, errors)

    assert (day is None) is wrong
    assert errors == ({"due_on": SAYS} if wrong else {})


@pytest.mark.django_db
def test_a_rhythm_to_the_end_of_time_is_refused_beside_its_field(house, as_):
    task = a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh)
    said = {"every": "month", "due_day": "25", "due_months_after": "0", "starts_on": "1/1/2026"}

    answer = as_(house.hanh).post(f"/plans/tasks/{task.pk}/recurrence/", said | {"ends_on": "31/12/9999"})

    assert answer.status_code == 422 and SAYS in answer.content.decode()


@pytest.mark.django_db
def test_words_with_a_nul_are_kept_without_it(house, as_):
    department = department_of(house)
    task = a_task(plan=a_plan(department=department), lead=house.unit.bvdk, by=house.hanh)
    other = a_plan(department=department, code="CP-2026")
    line = actions.place_task(task=task, plan=other, field=task.field, actor=house.hanh, at=GIVEN_AT)
    office = as_(house.hanh)

    taken = office.post(f"/plans/lines/{line.pk}/out/", {"reason": "Trùng\x00"})
    issued = office.post("/plans/classification/SYT/issue/", {"reason": "Lần\x00 đầu"})
    fed = as_(house.phuc).post("/plans/feeds/", {"unit": "BVDK\x00-BM"})

    assert (taken.status_code, issued.status_code, fed.status_code) == (302, 302, 200)
    assert not PlanLine.objects.filter(pk=line.pk).exists()
    assert FrozenIssue.objects.count() == 1
    assert AccessToken.objects.get().unit == house.unit.bvdk


@pytest.mark.django_db
def test_a_long_question_in_accented_words_is_kept_whole(house, as_):
    words = "ệ" * 99

    answer = as_(house.hanh).post(f"/plans/tasks/views/?q={words}", {"name": "Dài"})

    assert answer.status_code == 302
    assert SavedView.objects.get().query == "q=" + "%E1%BB%87" * 99
