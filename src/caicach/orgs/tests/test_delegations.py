"""Posts lent while their holders are absent: what the one who stands in may do, who may lend, when it ends."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from caicach.audit.models import Line
from caicach.orgs import actions, checks
from caicach.orgs.models import Delegation, Post
from caicach.orgs.permissions import NotAllowed, acting_in, people_with, scope_of, units_in_reach
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import fresh

DAY = datetime.timedelta(days=1)
WHY = "Đi công tác theo Công văn 88/SYT-VP"


def post_of(person):
    return Post.objects.get(person=person)


def lend(holder, to, *, actor=None, **changed):
    today = timezone.localdate()
    said: dict[str, Any] = {"since": today, "until": today + 5 * DAY, "words": WHY, "at": timezone.now()}
    return actions.delegate(post=post_of(holder), to=to, actor=fresh(actor or holder), **(said | changed))


def test_who_stands_in_for_the_head_acts_in_her_post_and_the_trail_says_so(house):
    assert not scope_of(fresh(house.hanh)).has(Role.HEAD)

    lend(house.hoa, house.hanh)

    scope = scope_of(fresh(house.hanh))
    assert scope.holds_in(house.unit.syt, Role.HEAD)
    assert scope.reaches(house.unit.tram, Role.HEAD)
    assert scope.acts_for == ("Trần Thị Hoa",)
    assert people_with(house.unit.syt, Role.HEAD) == [house.hanh, house.hoa]
    assert scope_of(fresh(house.hoa)).holds_in(house.unit.syt, Role.HEAD)
    given = Line.objects.of(f"orgs.person:{house.hoa.pk}").latest("number")
    taken = Line.objects.of(f"orgs.person:{house.hanh.pk}").latest("number")
    assert (given.kind, given.actor_name) == ("orgs.post_delegated", "Trần Thị Hoa")
    assert given.changes["to"] == f"orgs.person:{house.hanh.pk}"
    assert (taken.kind, taken.changes["words"]) == ("orgs.stands_in", WHY)
    assert list(checks.faults()) == []


def test_it_begins_and_ends_by_itself(house):
    today = timezone.localdate()
    lend(house.hoa, house.minh, since=today + DAY, until=today + 3 * DAY)

    may = [scope_of(fresh(house.minh), on=today + n * DAY).has(Role.HEAD) for n in range(6)]

    assert may == [False, True, True, True, False, False]


def test_the_holder_takes_the_post_back_at_once(house):
    delegation = lend(house.hoa, house.hanh)

    actions.end_delegation(delegation=delegation, actor=fresh(house.hoa), at=timezone.now())

    assert not scope_of(fresh(house.hanh)).has(Role.HEAD)
    assert people_with(house.unit.syt, Role.HEAD) == [house.hoa]
    assert Line.objects.of(f"orgs.person:{house.hoa.pk}").latest("number").kind == "orgs.delegation_ended"
    with pytest.raises(actions.WrongDays):
        actions.end_delegation(delegation=delegation, actor=fresh(house.hoa), at=timezone.now())
    assert list(checks.faults()) == []


def test_it_ends_with_the_post_and_sleeps_while_the_holder_is_locked_out(house):
    lend(house.de, house.phuc)
    actions.deactivate_person(person=house.de, actor=fresh(house.mai), at=timezone.now())
    assert not scope_of(fresh(house.phuc)).has(Role.HEAD)
    actions.reactivate_person(person=house.de, password="x", actor=fresh(house.mai), at=timezone.now())
    assert scope_of(fresh(house.phuc)).has(Role.HEAD)

    yesterday = timezone.localdate() - DAY
    actions.end_post(post=post_of(house.de), until=yesterday, actor=fresh(house.mai), at=timezone.now())

    assert not scope_of(fresh(house.phuc)).has(Role.HEAD)


def test_the_office_is_asked_through_who_stands_in(house):
    lend(house.hanh, house.minh)

    assert acting_in(Role.OFFICE_SPECIALIST) == [
        (house.hanh.pk, house.unit.syt.path),
        (house.minh.pk, house.unit.syt.path),
    ]
    assert house.unit.tram in units_in_reach(fresh(house.minh))


def test_rights_cost_two_questions_however_they_come(house, django_assert_num_queries):
    lend(house.hoa, house.hanh)
    hanh = fresh(house.hanh)

    with django_assert_num_queries(2):
        scope_of(hanh)


@pytest.mark.parametrize(
    ("holder", "to", "actor", "refusal"),
    [
        ("hoa", "hoa", "hoa", actions.NotDelegable),
        ("hoa", "thu", "hoa", actions.NotDelegable),
        ("phuc", "hanh", "phuc", actions.NotDelegable),
        ("mai", "hanh", "mai", actions.NotDelegable),
        ("hoa", "hanh", "hanh", NotAllowed),
        ("phuc", "de", "hoa", NotAllowed),
        ("son", "phuc", "phuc", NotAllowed),
    ],
)
def test_nobody_lends_what_is_not_theirs_nor_to_a_stranger(house, holder, to, actor, refusal):
    before = Line.objects.count()

    with pytest.raises(refusal):
        lend(getattr(house, holder), getattr(house, to), actor=getattr(house, actor))

    assert (Delegation.objects.count(), Line.objects.count()) == (0, before)


def test_the_administrator_lends_a_post_for_somebody_absent_to_anybody(house):
    lend(house.hoa, house.son, actor=house.mai)

    assert scope_of(fresh(house.son)).holds_in(house.unit.syt, Role.HEAD)


def test_a_lent_post_is_not_lent_on(house):
    lend(house.hoa, house.hanh)

    with pytest.raises(NotAllowed):
        actions.delegate(
            post=post_of(house.hoa),
            to=house.minh,
            since=timezone.localdate() + 20 * DAY,
            until=timezone.localdate() + 21 * DAY,
            words=WHY,
            actor=fresh(house.hanh),
            at=timezone.now(),
        )

    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "until", "refusal"),
    [(-1, 3, actions.WrongDays), (3, 2, actions.WrongDays), (5, 9, actions.PostAlready), (0, 0, actions.PostAlready)],
)
def test_days_that_cannot_be(house, since, until, refusal):
    lend(house.hoa, house.hanh)
    today = timezone.localdate()

    with pytest.raises(refusal):
        lend(house.hoa, house.minh, since=today + since * DAY, until=today + until * DAY)

    assert Delegation.objects.get().to == house.hanh


def test_a_second_one_may_follow_the_first(house):
    lend(house.hoa, house.hanh)
    lend(house.hoa, house.minh, since=timezone.localdate() + 6 * DAY, until=timezone.localdate() + 7 * DAY)

    assert list(checks.faults()) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to_id": "hoa"}, "không được phép"),
        ({"since": datetime.date(2020, 1, 1)}, "không có trong nhật ký"),
        ({"ended_at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "trước khi bắt đầu"),
    ],
)
def test_verify_finds_a_delegation_that_cannot_be(house, wrong, says):
    lend(house.hoa, house.hanh)
    Delegation.objects.update(**{name: house.hoa.pk if value == "hoa" else value for name, value in wrong.items()})

    assert any(sentence.startswith("hoa: ") and says in sentence for sentence in checks.faults())
