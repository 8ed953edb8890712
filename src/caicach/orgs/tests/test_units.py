"""What happens to units: who may change them, what is kept, what is refused."""

import datetime
from typing import Any

import pytest

from caicach.audit.models import Line
from caicach.orgs import actions, checks
from caicach.orgs.models import Post, Unit, UnitAlias, UnitSuccession, UnitVersion, names_on, tree_on
from caicach.orgs.permissions import NotAllowed, units_in_reach
from caicach.orgs.rules import CircularTree, Role, UnitKind
from caicach.orgs.tests.factories import AT, OPENED, fresh

NOW = datetime.datetime(2026, 9, 9, 9, 10, tzinfo=AT.tzinfo)
TODAY = NOW.date()
TOMORROW = TODAY + datetime.timedelta(days=1)
WHY = "Quyết định 402/QĐ-SYT ngày 05/9/2026"


def name_on(unit, day):
    return next(row.name for row in tree_on(day) if row.unit_id == unit.pk)


def everything():
    return (
        list(Unit.objects.order_by("pk").values()),
        list(UnitVersion.objects.order_by("pk").values()),
        UnitAlias.objects.count(),
        Line.objects.count(),
    )


def do_rename(unit, actor, **changed):
    said: dict[str, Any] = {"name": "Trung tâm Y tế khu vực Long Khê", "on": TODAY, "decision": WHY, "at": NOW}
    return actions.rename_unit(unit=unit, actor=fresh(actor), **(said | changed))


def do_move(unit, parent, actor, **changed):
    said: dict[str, Any] = {"on": TODAY, "decision": WHY, "at": NOW}
    return actions.move_unit(unit=unit, parent=parent, actor=fresh(actor), **(said | changed))


def do_close(unit, actor, **changed):
    said: dict[str, Any] = {"on": TODAY, "decision": WHY, "at": NOW, "without_heir": "successors" not in changed}
    return actions.close_unit(unit=unit, actor=fresh(actor), **(said | changed))


@pytest.mark.parametrize("who", ["hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu"])
def test_only_the_administrator_changes_units(house, who):
    person, unit = getattr(house, who), house.unit.ttyt
    before = everything()
    new: dict[str, Any] = {
        "code": "X",
        "name": "X",
        "kind": UnitKind.DIVISION,
        "parent": house.unit.syt,
        "on": TODAY,
        "decision": WHY,
    }

    for attempt in (
        lambda: actions.open_unit(**new, actor=fresh(person), at=NOW),
        lambda: do_rename(unit, person),
        lambda: do_move(unit, house.unit.bvdk, person),
        lambda: do_close(house.unit.tram, person),
    ):
        with pytest.raises(NotAllowed):
            attempt()

    assert everything() == before


@pytest.mark.parametrize("who", ["hoa", "phuc", "de", "minh", "lan", "son", "thu"])
def test_only_the_office_above_and_the_administrator_teach_names(house, who):
    before = everything()

    with pytest.raises(NotAllowed):
        actions.add_alias(unit=house.unit.ttyt, text="Trung tâm huyện", actor=fresh(getattr(house, who)), at=NOW)

    assert everything() == before


@pytest.mark.parametrize("who", ["hanh", "mai"])
def test_the_office_and_the_administrator_teach_names(house, who):
    actions.add_alias(unit=house.unit.ttyt, text="Trung tâm huyện", actor=fresh(getattr(house, who)), at=NOW)

    assert list(Unit.objects.named("trung tam huyen")) == [house.unit.ttyt]
    assert Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}").latest("number").kind == "orgs.alias_added"


def test_mai_renames_a_unit_and_the_old_name_still_finds_it(house):
    unit = do_rename(house.unit.ttyt, house.mai)

    assert unit.name == "Trung tâm Y tế khu vực Long Khê"
    assert name_on(unit, OPENED) == "Trung tâm Y tế Long Khê"
    assert list(Unit.objects.named("trung tam y te long khe")) == [unit]
    line = Line.objects.of(f"orgs.unit:{unit.pk}").latest("number")
    assert (line.kind, line.actor_name) == ("orgs.unit_renamed", "Hoàng Thị Mai")
    assert line.changes["name"] == {"before": "Trung tâm Y tế Long Khê", "after": "Trung tâm Y tế khu vực Long Khê"}
    assert list(checks.faults(on=TODAY)) == []


def test_a_moved_unit_takes_the_units_below_it_along(house):
    do_move(house.unit.ttyt, house.unit.bvdk, house.mai)

    house.unit.tram.refresh_from_db()
    house.unit.bvdk.refresh_from_db()
    assert house.unit.tram.path.startswith(house.unit.bvdk.path)
    line = Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}").latest("number")
    assert line.changes["parent"] == {
        "before": f"orgs.unit:{house.unit.syt.pk}",
        "after": f"orgs.unit:{house.unit.bvdk.pk}",
    }
    assert list(checks.faults(on=TODAY)) == []


def test_rights_follow_a_moved_unit_at_once(house):
    do_move(house.unit.ttyt, house.unit.bvdk, house.mai)

    assert house.unit.tram in units_in_reach(fresh(house.de))


@pytest.mark.parametrize("target", ["ttyt", "tram"])
def test_a_unit_never_stands_below_itself(house, target):
    before = everything()

    with pytest.raises(CircularTree):
        do_move(house.unit.ttyt, getattr(house.unit, target), house.mai)

    assert everything() == before


def test_two_decisions_to_come_may_not_make_a_circle_together(house):
    do_move(house.unit.bvdk, house.unit.ttyt, house.mai, on=TOMORROW)
    before = everything()

    with pytest.raises(CircularTree):
        do_move(house.unit.ttyt, house.unit.bvdk, house.mai, on=TODAY)
    with pytest.raises(CircularTree):
        do_move(house.unit.ttyt, house.unit.bvdk, house.mai, on=TOMORROW + datetime.timedelta(days=5))

    assert everything() == before


def test_a_decision_to_come_changes_nothing_before_its_day(house):
    do_rename(house.unit.ttyt, house.mai, on=TOMORROW)

    house.unit.ttyt.refresh_from_db()
    assert house.unit.ttyt.name == name_on(house.unit.ttyt, TODAY) == "Trung tâm Y tế Long Khê"
    assert name_on(house.unit.ttyt, TOMORROW) == "Trung tâm Y tế khu vực Long Khê"
    assert list(checks.faults(on=TODAY)) == []


def test_the_daily_job_takes_up_what_takes_effect_and_says_so(house):
    do_rename(house.unit.ttyt, house.mai, on=TOMORROW)
    morning = NOW + datetime.timedelta(days=1)
    assert actions.apply_due_changes(on=TODAY, at=NOW) == 0

    assert actions.apply_due_changes(on=TOMORROW, at=morning) == 1

    house.unit.ttyt.refresh_from_db()
    assert house.unit.ttyt.name == "Trung tâm Y tế khu vực Long Khê"
    line = Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}").latest("number")
    assert (line.kind, line.actor_name) == ("orgs.decision_took_effect", "Hệ thống")
    assert actions.apply_due_changes(on=TOMORROW, at=morning) == 0
    assert list(checks.faults(on=TOMORROW)) == []


def test_a_unit_moved_after_it_is_renamed_keeps_the_new_name(house):
    do_rename(house.unit.ttyt, house.mai, on=TOMORROW)
    later = TOMORROW + datetime.timedelta(days=30)

    do_move(house.unit.ttyt, house.unit.bvdk, house.mai, on=later)

    assert name_on(house.unit.ttyt, later) == "Trung tâm Y tế khu vực Long Khê"


def test_a_rename_and_a_move_of_the_same_day_both_hold(house):
    do_rename(house.unit.ttyt, house.mai)

    unit = do_move(house.unit.ttyt, house.unit.bvdk, house.mai, decision="Quyết định 403/QĐ-SYT")

    assert (unit.name, unit.parent) == ("Trung tâm Y tế khu vực Long Khê", house.unit.bvdk)
    version = unit.versions.get(effective_from=TODAY)
    assert version.decision == f"{WHY}; Quyết định 403/QĐ-SYT"
    assert list(checks.faults(on=TODAY)) == []


def test_a_decision_may_not_slip_in_before_one_already_written(house):
    do_rename(house.unit.ttyt, house.mai, on=TOMORROW)
    before = everything()

    with pytest.raises(actions.OutOfOrder):
        do_move(house.unit.ttyt, house.unit.bvdk, house.mai, on=TODAY)

    assert everything() == before


def test_a_unit_with_units_below_does_not_close(house):
    before = everything()

    with pytest.raises(actions.UnitNotOpen):
        do_close(house.unit.ttyt, house.mai)

    assert everything() == before


def test_a_closed_unit_names_its_successors_and_ends_its_posts_the_day_before(house):
    do_move(house.unit.tram, house.unit.bvdk, house.mai)

    unit = do_close(house.unit.ttyt, house.mai, successors=[house.unit.bvdk, house.unit.nvy])

    assert not unit.is_open
    assert set(UnitSuccession.objects.values_list("predecessor", "successor")) == {
        (unit.pk, house.unit.bvdk.pk),
        (unit.pk, house.unit.nvy.pk),
    }
    post = Post.objects.get(person=house.son)
    assert post.until == TODAY - datetime.timedelta(days=1)
    line = Line.objects.of(f"orgs.person:{house.son.pk}").latest("number")
    assert (line.kind, line.changes["until"]) == ("orgs.post_ended", "2026-09-08")
    assert unit.pk not in {row.unit_id for row in tree_on(TODAY)}
    assert unit.pk in {row.unit_id for row in tree_on(TODAY - datetime.timedelta(days=1))}
    assert list(checks.faults(on=TODAY)) == []


def test_nothing_new_is_hung_on_a_unit_that_is_to_close(house):
    do_close(house.unit.nvy, house.mai, on=TOMORROW)
    new: dict[str, Any] = {"code": "X", "name": "X", "kind": UnitKind.DIVISION, "on": TODAY, "decision": WHY}
    before = everything()

    with pytest.raises(actions.UnitNotOpen):
        do_move(house.unit.tram, house.unit.nvy, house.mai)
    with pytest.raises(actions.UnitNotOpen):
        actions.open_unit(**new, parent=house.unit.nvy, actor=fresh(house.mai), at=NOW)
    with pytest.raises(actions.UnitNotOpen):
        do_close(house.unit.khth, house.mai, successors=[house.unit.nvy])
    with pytest.raises(actions.UnitNotOpen):
        do_rename(house.unit.nvy, house.mai, on=TOMORROW)

    assert everything() == before


def test_the_unit_of_the_last_administrator_does_not_close(house):
    unit = actions.open_unit(
        code="CNTT",
        name="Phòng Công nghệ",
        kind=UnitKind.DIVISION,
        parent=house.unit.syt,
        on=OPENED,
        decision=WHY,
        actor=fresh(house.mai),
        at=NOW,
    )
    old = Post.objects.get(person=house.mai)
    actions.give_post(
        person=house.mai, unit=unit, role=Role.ADMINISTRATOR, since=OPENED, actor=fresh(house.mai), at=NOW
    )
    actions.end_post(post=old, until=TODAY - datetime.timedelta(days=1), actor=fresh(house.mai), at=NOW)

    with pytest.raises(actions.LastAdministrator):
        do_close(unit, house.mai)

    unit.refresh_from_db()
    assert unit.is_open


def test_an_alias_is_kept_once_however_it_is_typed(house):
    mai = fresh(house.mai)

    actions.add_alias(unit=house.unit.bvdk, text="Bệnh viện tỉnh", actor=mai, at=NOW)
    actions.add_alias(unit=house.unit.bvdk, text="BENH VIEN TINH", actor=mai, at=NOW)

    assert [alias.text for alias in house.unit.bvdk.aliases.all()] == ["Bệnh viện tỉnh"]
    assert Line.objects.filter(kind="orgs.alias_added").count() == 1


def test_documents_name_units_by_name_short_name_and_alias_of_that_day(house):
    do_rename(house.unit.ttyt, house.mai)

    now, then = names_on(TODAY), names_on(OPENED)

    assert now["Trung tâm Y tế khu vực Long Khê"] == now["Trung tâm Y tế Long Khê"] == ("TTYT-LK",)
    assert "Trung tâm Y tế khu vực Long Khê" not in then


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("bvdk-bm", ["BVDK-BM"]),
        ("Bệnh viện Đa khoa Bình Minh (BVDK-BM)", ["BVDK-BM"]),
        ("benh vien da khoa binh minh", ["BVDK-BM"]),
        ("so y te", ["SYT"]),
        ("long khe", ["TTYT-LK"]),
        ("binh minh", ["SYT", "BVDK-BM", "SNV"]),
        ("phòng không có", []),
    ],
)
def test_a_unit_is_named_by_code_name_or_some_words(house, typed, codes):
    assert [unit.code for unit in Unit.objects.named(typed).order_by("pk")] == codes
