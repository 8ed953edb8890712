"""What happens to people and posts."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from caicach.audit.models import Line
from caicach.orgs import actions
from caicach.orgs.models import Person, Post
from caicach.orgs.permissions import NotAllowed, can_see_people, is_administrator, scope_of, units_in_reach
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import AT, OPENED, PASSWORD, fresh

NOW = datetime.datetime(2026, 9, 9, 9, 10, tzinfo=AT.tzinfo)
TODAY = NOW.date()
YESTERDAY = TODAY - datetime.timedelta(days=1)
TEMPORARY = "kd7m-x3qp-9rtb-hv4w"


def everything():
    return list(Person.objects.order_by("pk").values()), list(Post.objects.values()), Line.objects.count()


def last_line(person):
    line = Line.objects.of(f"orgs.person:{person.pk}").latest("number")
    return line.kind, line.actor_name


@pytest.mark.parametrize("who", ["hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu"])
def test_only_the_administrator_gives_sign_ins_and_rights(house, who):
    person = getattr(house, who)
    before = everything()
    post = Post.objects.get(person=house.phuc)

    for attempt in (
        lambda by: actions.add_person(username="x", full_name="X", password=TEMPORARY, **by),
        lambda by: actions.give_post(person=person, unit=house.unit.syt, role=Role.ADMINISTRATOR, since=TODAY, **by),
        lambda by: actions.end_post(post=post, until=TODAY, **by),
        lambda by: actions.deactivate_person(person=house.phuc, **by),
        lambda by: actions.reactivate_person(person=house.phuc, password=TEMPORARY, **by),
        lambda by: actions.reset_password(person=house.phuc, password=TEMPORARY, **by),
    ):
        with pytest.raises(NotAllowed):
            attempt({"actor": fresh(person), "at": NOW})

    assert everything() == before


def test_a_new_person_signs_in_with_a_temporary_password_and_sees_nothing_yet(house):
    person = actions.add_person(
        username="hien.dt", full_name="Đào Thị Hiền", password=TEMPORARY, actor=fresh(house.mai), at=NOW
    )

    assert person.check_password(TEMPORARY)
    assert person.password_is_temporary
    assert not units_in_reach(fresh(person)).exists()
    assert last_line(person) == ("orgs.person_added", "Hoàng Thị Mai")
    assert [found.username for found in Person.objects.matching("dao hien")] == ["hien.dt"]


def test_a_password_is_no_longer_temporary_once_its_owner_sets_one(house):
    actions.reset_password(person=house.phuc, password=TEMPORARY, actor=fresh(house.mai), at=NOW)
    phuc = fresh(house.phuc)
    assert phuc.password_is_temporary

    phuc.set_password("một mật khẩu của riêng tôi")
    phuc.save()

    assert not fresh(house.phuc).password_is_temporary


def test_a_sign_in_belongs_to_one_person_whatever_the_capitals(house):
    before = everything()

    with pytest.raises(actions.PersonAlready):
        actions.add_person(username="PHUC", full_name="X", password=None, actor=fresh(house.mai), at=NOW)

    assert everything() == before


def test_a_closed_sign_in_opens_again_only_with_a_new_password(house):
    mai = fresh(house.mai)
    actions.deactivate_person(person=house.phuc, actor=mai, at=NOW)
    phuc = fresh(house.phuc)
    assert (phuc.is_active, phuc.has_usable_password()) == (False, False)
    assert scope_of(phuc).held == frozenset()

    actions.reactivate_person(person=phuc, password=TEMPORARY, actor=mai, at=NOW)

    phuc = fresh(house.phuc)
    assert phuc.is_active
    assert phuc.check_password(TEMPORARY)
    assert not phuc.check_password(PASSWORD)
    assert last_line(phuc) == ("orgs.person_reactivated", "Hoàng Thị Mai")


def test_what_is_so_already_is_refused(house):
    mai = fresh(house.mai)
    with pytest.raises(actions.PersonAlready):
        actions.reactivate_person(person=house.phuc, password=TEMPORARY, actor=mai, at=NOW)
    actions.deactivate_person(person=house.phuc, actor=mai, at=NOW)
    before = everything()

    with pytest.raises(actions.PersonAlready):
        actions.deactivate_person(person=house.phuc, actor=mai, at=NOW)
    with pytest.raises(actions.PersonAlready):
        actions.reset_password(person=house.phuc, password=TEMPORARY, actor=mai, at=NOW)

    assert everything() == before


def test_the_last_administrator_stays(house):
    mai = fresh(house.mai)
    before = everything()

    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(person=house.mai, actor=mai, at=NOW)
    with pytest.raises(actions.LastAdministrator):
        actions.end_post(post=Post.objects.get(person=house.mai), until=TODAY, actor=mai, at=NOW)

    assert everything() == before


def test_with_a_second_administrator_the_first_may_go(house):
    mai = fresh(house.mai)
    actions.give_post(person=house.hanh, unit=house.unit.syt, role=Role.ADMINISTRATOR, since=TODAY, actor=mai, at=NOW)

    actions.end_post(post=Post.objects.get(person=house.mai), until=YESTERDAY, actor=mai, at=NOW)

    assert not is_administrator(fresh(house.mai))
    assert is_administrator(fresh(house.hanh))


def test_a_post_counts_from_its_first_to_its_last_day(house):
    post = Post.objects.get(person=house.phuc)
    actions.end_post(post=post, until=TODAY, actor=fresh(house.mai), at=NOW)

    days = [OPENED - datetime.timedelta(days=1), OPENED, TODAY, TODAY + datetime.timedelta(days=1)]

    assert [scope_of(fresh(house.phuc), on=day).has(Role.REPORTER) for day in days] == [False, True, True, False]
    assert last_line(house.phuc) == ("orgs.post_ended", "Hoàng Thị Mai")


def test_a_post_is_given_once_and_ends_once_after_it_began(house):
    mai, post = fresh(house.mai), Post.objects.get(person=house.phuc)
    before = everything()
    with pytest.raises(actions.PostAlready):
        actions.give_post(person=house.phuc, unit=house.unit.bvdk, role=Role.REPORTER, since=TODAY, actor=mai, at=NOW)
    with pytest.raises(actions.WrongDays):
        actions.end_post(post=post, until=OPENED - datetime.timedelta(days=1), actor=mai, at=NOW)
    assert everything() == before

    actions.end_post(post=post, until=YESTERDAY, actor=mai, at=NOW)

    with pytest.raises(actions.WrongDays):
        actions.end_post(post=post, until=TODAY, actor=mai, at=NOW)


def test_the_database_itself_refuses_a_post_that_ends_before_it_begins(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(person=house.phuc, unit=house.unit.nvy, role=Role.REPORTER, since=TODAY, until=YESTERDAY)


@pytest.mark.parametrize(
    ("who", "reach"),
    [
        ("hanh", {"SYT", "SYT-NVY", "BVDK-BM", "BVDK-BM-KHTH", "TTYT-LK", "TYT-DA"}),
        ("hoa", {"SYT", "SYT-NVY", "BVDK-BM", "BVDK-BM-KHTH", "TTYT-LK", "TYT-DA"}),
        ("de", {"BVDK-BM", "BVDK-BM-KHTH"}),
        ("phuc", {"BVDK-BM"}),
        ("minh", {"SYT-NVY"}),
        ("son", {"TTYT-LK"}),
        ("lan", {"TTPVHCC"}),
        ("thu", {"SNV"}),
    ],
)
def test_a_role_reaches_its_unit_and_some_roles_the_units_below(house, who, reach):
    assert {unit.code for unit in units_in_reach(fresh(getattr(house, who)))} == reach


def test_who_works_in_a_unit_is_seen_from_it_and_from_above(house):
    seen = {name for name, person in house.cast.items() if can_see_people(fresh(person), house.unit.bvdk)}

    assert seen == {"hanh", "hoa", "phuc", "de", "mai"}
