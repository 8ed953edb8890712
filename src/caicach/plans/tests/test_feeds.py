"""A phone subscribes to an address: the due days of one's tasks, moved when they move, gone when the address is."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from caicach.audit.models import Line
from caicach.orgs import actions as orgs
from caicach.orgs.models import AccessToken
from caicach.plans import actions
from caicach.plans.tests.factories import a_plan, a_task, department_of, nothing_happens

DUE = date(2026, 12, 1)


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE, coop=[house.unit.bvdk], text="Việc phối hợp")
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, phrase="thường xuyên")
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE, text="Rà soát, báo cáo; xong")


def address(browser, **said):
    """What the page shows once."""
    shown = browser.post("/plans/feeds/", said).context["address"]
    return shown.removeprefix(settings.ADDRESS)


def events(where):
    answer = Client().get(where)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_phucs_phone_shows_his_units_due_days_and_follows_them(house, as_, task):
    where = address(as_(house.phuc))

    (event,) = events(where)
    assert (event["SUMMARY"], event.decoded("DTSTART"), event["SEQUENCE"]) == ("Hạn: Rà soát, báo cáo; xong", DUE, 0)
    assert event["URL"].endswith(f"/plans/tasks/{task.pk}/") and len(event.walk("VALARM")) == 1
    moved = DUE + timedelta(days=9)
    actions.change_deadline(task=task, due_on=moved, reason="Chờ thông tư", actor=house.hanh, at=timezone.now())
    (again,) = events(where)
    assert (again["UID"], again.decoded("DTSTART"), again["SEQUENCE"]) == (event["UID"], moved, 1)


def test_a_units_calendar_holds_what_it_leads_and_helps_with(house, as_, task):
    found = events(address(as_(house.phuc), unit=house.unit.bvdk.code))

    assert sorted(str(event["SUMMARY"]) for event in found) == ["Hạn: Rà soát, báo cáo; xong", "Hạn: Việc phối hợp"]


def test_a_renewed_or_revoked_address_is_gone_and_told_in_the_trail(house, as_, task):
    browser = as_(house.phuc)
    first = address(browser)
    second = address(browser)

    assert Client().get(first).status_code == 404 and len(events(second)) == 1
    browser.post("/plans/feeds/", {"revoke": "1"})
    assert Client().get(second).status_code == 404
    kinds = Line.objects.of(f"orgs.person:{house.phuc.pk}").values_list("kind", flat=True)
    assert list(kinds).count("orgs.token_made") == list(kinds).count("orgs.token_revoked") == 2
    secret = second.split("/")[-1].removesuffix(".ics")
    assert not AccessToken.objects.filter(hashed=secret).exists()


def test_an_address_ends_with_the_persons_account_and_with_the_post_in_the_unit(house, as_, task):
    own, units = address(as_(house.phuc)), address(as_(house.phuc), unit=house.unit.bvdk.code)
    post = house.phuc.posts.get()

    orgs.end_post(post=post, until=timezone.localdate() - timedelta(days=1), actor=house.mai, at=timezone.now())
    assert Client().get(units).status_code == 404 and events(own) == []
    orgs.deactivate_person(person=house.phuc, actor=house.mai, at=timezone.now())
    assert Client().get(own).status_code == 404


def test_nobody_gets_the_calendar_of_a_unit_they_do_not_work_in(house, as_, task):
    with nothing_happens():
        assert as_(house.phuc).post("/plans/feeds/", {"unit": house.unit.ttyt.code}).status_code == 404
    assert Client().get("/plans/feeds/wrong.ics").status_code == 404 and not AccessToken.objects.exists()


def test_a_long_calendar_asks_as_much_as_a_short_one(house, as_, task, django_assert_max_num_queries):
    for _n in range(30):
        a_task(plan=task.plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    where = address(as_(house.phuc))

    with django_assert_max_num_queries(8):
        assert len(events(where)) == 31
