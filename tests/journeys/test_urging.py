"""The office's monthly round by keyboard: who is late, a letter to each; the unit acknowledges."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from caicach.plans.models import UrgingLetter
from caicach.plans.tests.factories import a_department, a_plan, a_task
from tests.browser import PageOf, axe_faults
from tests.journeys.keyboard import key, keys_pressed, press, typed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_KEYS = 40


def test_late_units_are_urged_within_forty_keys(page_of: PageOf) -> None:
    department = a_department()
    plan = a_plan(department=department)
    for lead in (department.hospital, department.centre):
        for days in (3, 30):
            a_task(plan=plan, lead=lead, by=department.hanh, due_on=localdate() - timedelta(days=days))
    hanh = page_of(department.hanh)
    hanh.goto("/plans/")
    before = keys_pressed(hanh)

    with hanh.expect_navigation():
        key(hanh, "d")
    assert axe_faults(hanh) == []
    with hanh.expect_navigation():
        key(hanh, "c")

    assert keys_pressed(hanh) - before <= MOST_KEYS
    assert {letter.to for letter in UrgingLetter.objects.all()} == {department.hospital, department.centre}
    assert axe_faults(hanh) == []

    hanh.goto("/plans/")
    before = keys_pressed(hanh)
    press(hanh, hanh.get_by_role("link", name="Đôn đốc", exact=True))
    press(hanh, hanh.get_by_role("button", name="Lập công văn cho đơn vị đã chọn"))
    assert keys_pressed(hanh) - before <= MOST_KEYS  # without knowing a single short-cut
    assert UrgingLetter.objects.count() == 2

    phuc = page_of(department.phuc)
    letter = UrgingLetter.objects.get(to=department.hospital)
    phuc.goto(f"/plans/urging/{letter.pk}/")
    assert axe_faults(phuc) == []
    phuc.get_by_label("Trả lời").focus()
    typed(phuc, "Xong trong tuần.")
    press(phuc, phuc.get_by_role("button", name="Đã nhận"))

    letter.refresh_from_db()
    assert (letter.acknowledged_by, letter.answer) == (department.phuc, "Xong trong tuần.")
    hanh.goto(f"/plans/{plan.pk}/ladder/")
    assert axe_faults(hanh) == []
