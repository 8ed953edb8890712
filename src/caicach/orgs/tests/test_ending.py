"""Units merge, split and end: who has their work, names, people and units below afterwards."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from caicach.audit.models import Line
from caicach.orgs import actions, checks, rules
from caicach.orgs.jobs import take_effect
from caicach.orgs.models import (
    Post,
    Unit,
    UnitAlias,
    UnitSuccession,
    UnitVersion,
    closed_without_heir,
    heir_of,
    heirs_on,
    names_on,
    tree_on,
    units_by_code,
)
from caicach.orgs.permissions import NotAllowed, scope_of, units_in_reach
from caicach.orgs.rules import CircularTree, PostsGo, Role, UnitKind
from caicach.orgs.tests.factories import AT, OPENED, build_house, fresh

NOW = datetime.datetime(2026, 9, 9, 9, 10, tzinfo=AT.tzinfo)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
WHY = "Quyết định 402/QĐ-SYT ngày 05/9/2026"


def merge(house, units, into, **changed):
    said: dict[str, Any] = {"on": TODAY, "decision": WHY, "at": NOW, "actor": fresh(house.mai)}
    return actions.merge_units(units=units, into=into, **(said | changed))


def split(house, unit, into, **changed):
    said: dict[str, Any] = {"on": TODAY, "decision": WHY, "at": NOW, "actor": fresh(house.mai), "keeps_open": False}
    said |= {"default_heir": None if changed.get("keeps_open") else into[0]}
    return actions.split_unit(unit=unit, into=into, **(said | changed))


def close(house, unit, **changed):
    said: dict[str, Any] = {"on": TODAY, "decision": WHY, "at": NOW, "actor": fresh(house.mai)}
    return actions.close_unit(unit=unit, **(said | changed))


def new(house, code="TTYT-KV", name="Trung tâm Y tế khu vực", parent="syt"):
    return actions.NewUnit(code, name, UnitKind.CENTRE, getattr(house.unit, parent))


def everything():
    models = (Unit, UnitVersion, UnitSuccession, UnitAlias, Post, Line)
    return [list(model.objects.order_by("pk").values()) for model in models]


def parent_on(unit, day):
    return next(row.parent_id for row in tree_on(day) if row.unit_id == unit.pk)


def test_a_merged_unit_hands_on_its_work_its_names_its_people_and_the_units_below(house):
    actions.add_alias(unit=house.unit.ttyt, text="TTYT huyện Long Khê", actor=fresh(house.mai), at=NOW)

    into = merge(house, [house.unit.ttyt], house.unit.bvdk)

    assert heir_of(house.unit.ttyt, TODAY) == into == house.unit.bvdk
    assert heir_of(house.unit.ttyt, TODAY - DAY) is None
    assert parent_on(house.unit.tram, TODAY) == house.unit.bvdk.pk
    assert parent_on(house.unit.tram, TODAY - DAY) == house.unit.ttyt.pk
    for name in ("Trung tâm Y tế Long Khê", "TTYT Long Khê", "TTYT huyện Long Khê"):
        assert names_on(TODAY)[name] == ("BVDK-BM",)
        assert names_on(TODAY - DAY)[name] == ("TTYT-LK",)
    assert units_by_code(TODAY)["TTYT-LK"] == house.unit.bvdk
    posts = list(Post.objects.filter(person=house.son).order_by("since").values_list("unit", "role", "since", "until"))
    assert posts == [
        (house.unit.ttyt.pk, Role.REPORTER, OPENED, TODAY - DAY),
        (house.unit.bvdk.pk, Role.REPORTER, TODAY, None),
    ]
    kinds = {line.stream: line.kind for line in Line.objects.order_by("pk")}
    assert kinds[f"orgs.unit:{house.unit.ttyt.pk}"] == "orgs.unit_merged"
    assert kinds[f"orgs.unit:{house.unit.bvdk.pk}"] == "orgs.work_taken_over"
    assert kinds[f"orgs.unit:{house.unit.tram.pk}"] == "orgs.unit_moved"
    assert list(checks.faults(on=TODAY)) == []


def test_rights_over_a_merged_unit_follow_to_who_has_its_work(house):
    son_before = scope_of(fresh(house.son), on=TODAY).unit_ids(Role.REPORTER)

    merge(house, [house.unit.ttyt], house.unit.bvdk, on=OPENED + DAY)

    assert son_before == {house.unit.ttyt.pk}
    for person in (house.son, house.phuc):
        assert scope_of(fresh(person)).unit_ids(Role.REPORTER) == {house.unit.bvdk.pk, house.unit.ttyt.pk}
    assert house.unit.ttyt in units_in_reach(fresh(house.de))
    assert house.unit.ttyt not in units_in_reach(fresh(house.minh))


def test_two_units_become_a_new_one(house):
    made = merge(house, [house.unit.ttyt, house.unit.bvdk], new(house))

    assert (made.name, made.parent, made.is_open) == ("Trung tâm Y tế khu vực", house.unit.syt, True)
    assert heirs_on(TODAY) == {house.unit.ttyt.pk: made.pk, house.unit.bvdk.pk: made.pk}
    assert {row.unit_id for row in tree_on(TODAY) if row.parent_id == made.pk} == {
        house.unit.tram.pk,
        house.unit.khth.pk,
    }
    assert list(checks.faults(on=TODAY)) == []


def test_a_unit_and_one_below_it_merge_together(house):
    merge(house, [house.unit.ttyt, house.unit.tram], house.unit.bvdk)

    assert heirs_on(TODAY) == {house.unit.ttyt.pk: house.unit.bvdk.pk, house.unit.tram.pk: house.unit.bvdk.pk}
    assert list(checks.faults(on=TODAY)) == []


@pytest.mark.parametrize(
    ("go", "stay"), [(PostsGo.ALL, {"phuc", "de"}), (PostsGo.BUT_HEADS, {"phuc"}), (PostsGo.NONE, set())]
)
def test_what_becomes_of_the_posts_is_as_said(house, go, stay):
    merge(house, [house.unit.bvdk], house.unit.ttyt, posts=go)

    held = Post.objects.held(on=TODAY).filter(unit=house.unit.ttyt, since=TODAY)
    assert {post.person.username for post in held} == stay
    assert not Post.objects.held(on=TODAY).filter(unit=house.unit.bvdk).exists()


def test_who_holds_the_role_at_the_heir_already_is_not_given_it_twice(house):
    mai = fresh(house.mai)
    actions.give_post(person=house.son, unit=house.unit.bvdk, role=Role.REPORTER, since=OPENED, actor=mai, at=NOW)

    merge(house, [house.unit.ttyt], house.unit.bvdk)

    assert [post.since for post in Post.objects.held(on=TODAY).filter(person=house.son)] == [OPENED]


def test_the_last_administrator_goes_along(house):
    merge(house, [house.unit.syt], house.unit.snv)

    assert scope_of(fresh(house.mai), on=TODAY).unit_ids(Role.ADMINISTRATOR) >= {house.unit.snv.pk}
    with pytest.raises(actions.LastAdministrator):
        merge(house, [house.unit.snv], house.unit.hcc, posts=PostsGo.NONE)


def test_a_merger_to_come_takes_effect_on_its_day(house):
    later = TODAY + 10 * DAY
    made = merge(house, [house.unit.ttyt, house.unit.bvdk], new(house), on=later)
    assert (heirs_on(TODAY), made.is_open) == ({}, False)
    assert Post.objects.held(on=TODAY).filter(person=house.son).get().unit == house.unit.ttyt

    take_effect(at=NOW + 10 * DAY)

    made.refresh_from_db()
    house.unit.ttyt.refresh_from_db()
    house.unit.tram.refresh_from_db()
    assert (made.is_open, house.unit.ttyt.is_open, house.unit.tram.parent) == (True, False, made)
    assert Post.objects.held(on=later).filter(person=house.son).get().unit == made
    assert list(checks.faults(on=later)) == []


def test_a_decision_to_come_on_a_unit_below_is_kept(house):
    later = TODAY + 10 * DAY
    close(house, house.unit.tram, on=later, without_heir=True)

    merge(house, [house.unit.ttyt], house.unit.bvdk)

    assert parent_on(house.unit.tram, later - DAY) == house.unit.bvdk.pk
    assert house.unit.tram.pk not in {row.unit_id for row in tree_on(later)}
    assert list(checks.faults(on=TODAY)) == []


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (lambda house: merge(house, [], house.unit.bvdk), actions.NoHeir),
        (lambda house: merge(house, [house.unit.ttyt, house.unit.bvdk], house.unit.bvdk), actions.NoHeir),
        (lambda house: merge(house, [house.unit.bvdk, house.unit.ttyt], house.unit.tram), CircularTree),
        (lambda house: merge(house, [house.unit.nvy, house.unit.ttyt], new(house, parent="ttyt")), CircularTree),
        (lambda house: merge(house, [house.unit.ttyt], house.unit.bvdk, on=OPENED - DAY), actions.UnitNotOpen),
        (lambda house: split(house, house.unit.ttyt, [house.unit.bvdk]), actions.NoHeir),
        (lambda house: split(house, house.unit.ttyt, [new(house)] * 2), actions.NoHeir),
        (lambda house: split(house, house.unit.ttyt, [house.unit.ttyt, new(house)]), actions.NoHeir),
        (lambda h: split(h, h.unit.ttyt, [h.unit.bvdk, new(h)], default_heir=h.unit.nvy), actions.NoHeir),
        (lambda h: split(h, h.unit.ttyt, [new(h)], keeps_open=True, default_heir=h.unit.nvy), actions.NoHeir),
        (lambda house: close(house, house.unit.nvy), actions.NoHeir),
        (lambda house: close(house, house.unit.nvy, successors=[house.unit.bvdk], without_heir=True), actions.NoHeir),
        (lambda house: merge(house, [house.unit.ttyt], house.unit.bvdk, actor=fresh(house.hoa)), NotAllowed),
        (lambda house: split(house, house.unit.ttyt, [new(house)], actor=fresh(house.hanh)), NotAllowed),
    ],
)
def test_all_or_nothing(house, attempt, refusal):
    before = everything()

    with pytest.raises(refusal):
        attempt(house)

    assert everything() == before


def test_a_unit_does_not_end_before_it_takes_over(house):
    merge(house, [house.unit.ttyt], house.unit.bvdk, on=TODAY + 10 * DAY)
    before = everything()

    with pytest.raises(actions.OutOfOrder):
        merge(house, [house.unit.bvdk], house.unit.nvy)

    assert everything() == before


def test_a_divided_unit_gives_its_open_work_to_one(house):
    second = actions.NewUnit("TTYT-2", "Trung tâm Y tế Long Khê 2", UnitKind.CENTRE, house.unit.syt)

    made = split(house, house.unit.ttyt, [new(house), second], default_heir=second)

    by_code = {unit.code: unit for unit in made}
    assert heirs_on(TODAY) == {house.unit.ttyt.pk: by_code["TTYT-2"].pk}
    assert set(house.unit.ttyt.successions.values_list("successor__code", "how", "inherits_work")) == {
        ("TTYT-KV", "split", False),
        ("TTYT-2", "split", True),
    }
    assert parent_on(house.unit.tram, TODAY) == by_code["TTYT-2"].pk
    assert names_on(TODAY)["Trung tâm Y tế Long Khê"] == ("TTYT-2",)
    assert Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}").latest("number").kind == "orgs.unit_divided"
    assert list(checks.faults(on=TODAY)) == []


def test_a_unit_from_which_another_is_split_keeps_its_work_and_name(house):
    (made,) = split(house, house.unit.ttyt, [new(house)], keeps_open=True)

    assert heirs_on(TODAY) == {}
    assert names_on(TODAY)["Trung tâm Y tế Long Khê"] == ("TTYT-LK",)
    assert parent_on(house.unit.tram, TODAY) == house.unit.ttyt.pk
    assert made.predecessions.get().predecessor == house.unit.ttyt
    assert Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}").latest("number").kind == "orgs.unit_split"
    assert list(checks.faults(on=TODAY)) == []


def test_what_was_split_off_may_come_back(house):
    (made,) = split(house, house.unit.ttyt, [new(house)], keeps_open=True)

    merge(house, [made], house.unit.ttyt, on=TODAY + DAY)

    assert heirs_on(TODAY + DAY) == {made.pk: house.unit.ttyt.pk}
    assert list(checks.faults(on=TODAY)) == []


def test_heirs_are_followed_to_the_one_that_is_open(house, django_assert_num_queries):
    merge(house, [house.unit.tram], house.unit.ttyt)
    merge(house, [house.unit.ttyt], house.unit.bvdk, on=TODAY + DAY)
    merge(house, [house.unit.bvdk], house.unit.nvy, on=TODAY + 2 * DAY)
    last = TODAY + 2 * DAY

    with django_assert_num_queries(1):
        heirs = heirs_on(last)

    assert heirs == {unit.pk: house.unit.nvy.pk for unit in (house.unit.tram, house.unit.ttyt, house.unit.bvdk)}
    assert heirs_on(TODAY + DAY) == {
        house.unit.tram.pk: house.unit.bvdk.pk,
        house.unit.ttyt.pk: house.unit.bvdk.pk,
    }
    assert names_on(last)["Trạm Y tế xã Đông An"] == ("SYT-NVY",)


def test_a_unit_closed_without_an_heir_is_listed_and_a_chain_to_it_leads_nowhere(house):
    merge(house, [house.unit.tram], house.unit.nvy)

    close(house, house.unit.nvy, without_heir=True, on=TODAY + DAY)

    assert list(closed_without_heir(TODAY)) == []
    assert list(closed_without_heir(TODAY + DAY)) == [house.unit.nvy]
    assert heirs_on(TODAY) == {house.unit.tram.pk: house.unit.nvy.pk}
    assert heirs_on(TODAY + DAY) == {}
    assert list(checks.faults(on=TODAY)) == []


def test_heirs_in_a_circle_lead_nowhere():
    assert rules.last_heirs({1: 2, 2: 3, 3: 1, 4: 1, 5: 6, 6: 7}) == {5: 7, 6: 7}


class AnyDecisions(TestCase):
    """Whatever is decided in whatever order, and whatever is refused, the tree and the heirs stay sound."""

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_any_decisions_leave_a_sound_tree_and_heirs_that_end(self, data):
        house = build_house()
        number = 0

        def unit():
            return data.draw(st.sampled_from(list(Unit.objects.order_by("pk"))))

        def fresh_unit():
            nonlocal number
            number += 1
            return actions.NewUnit(f"M{number}", f"Đơn vị {number}", UnitKind.OTHER, unit())

        def some():
            return unit() if data.draw(st.booleans()) else fresh_unit()

        for _ in range(data.draw(st.integers(2, 7))):
            on = TODAY + data.draw(st.integers(-3, 6)) * DAY
            decision = data.draw(st.sampled_from(["move", "merge", "divide", "split", "close"]))
            try:
                match decision:
                    case "move":
                        actions.move_unit(
                            unit=unit(), parent=unit(), on=on, decision=WHY, actor=fresh(house.mai), at=NOW
                        )
                    case "merge":
                        merge(house, [unit(), unit()], some(), on=on)
                    case "divide":
                        split(house, unit(), [some(), some()], on=on)
                    case "split":
                        split(house, unit(), [some()], on=on, keeps_open=True)
                    case "close":
                        close(house, unit(), on=on, successors=[unit()])
            except (ValueError, NotAllowed):
                continue

        for days in range(-4, 8):
            day = TODAY + days * DAY
            standing = {row.unit_id: row.parent_id for row in tree_on(day)}
            assert set(standing.values()) - {None} <= set(standing)
            rules.paths_of(standing)
            closed = set(
                UnitVersion.objects.filter(change="closed", effective_from__lte=day).values_list("unit", flat=True)
            )
            assert set(heirs_on(day)) <= closed
            assert set(heirs_on(day).values()) <= set(standing)
        assert list(checks.faults(on=TODAY)) == []
