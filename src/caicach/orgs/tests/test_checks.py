"""`verify` finds each thing about units that is not as the decisions say."""

import datetime

import pytest

from caicach.orgs import actions
from caicach.orgs.checks import faults
from caicach.orgs.models import Post, Unit, UnitSuccession, UnitVersion
from caicach.orgs.tests.factories import AT, fresh

TODAY = datetime.date(2026, 9, 9)


def close(house, unit):
    mai, at = fresh(house.mai), AT.replace(year=2026)
    actions.close_unit(unit=unit, on=TODAY, decision="x", without_heir=True, actor=mai, at=at)


def test_a_house_in_order_has_no_fault(house):
    assert list(faults(on=TODAY)) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "Tên khác"}, "tên hoặc loại"),
        ({"kind": "station"}, "tên hoặc loại"),
        ({"is_open": False}, "không mở"),
        ({"path": "0001"}, "đường dẫn"),
    ],
)
def test_a_unit_that_is_not_what_its_decisions_say(house, wrong, says):
    Unit.objects.filter(code="BVDK-BM").update(**wrong)

    found = list(faults(on=TODAY))

    assert any(sentence.startswith("BVDK-BM") and says in sentence for sentence in found)


def test_a_unit_under_the_wrong_parent(house):
    Unit.objects.filter(code="TYT-DA").update(parent=house.unit.bvdk)

    assert [sentence for sentence in faults(on=TODAY) if "cấp trên khác" in sentence]


def test_a_circle_in_the_tree(house):
    Unit.objects.filter(code="SYT").update(parent=house.unit.bvdk)

    assert any("có vòng" in sentence for sentence in faults(on=TODAY))


def test_a_circle_to_come(house):
    day = TODAY + datetime.timedelta(days=30)
    UnitVersion.objects.create(
        unit=house.unit.syt,
        effective_from=day,
        change="moved",
        name=house.unit.syt.name,
        kind=house.unit.syt.kind,
        parent=house.unit.bvdk,
        decision="x",
    )

    found = list(faults(on=TODAY))

    assert "Ngày 09/10/2026 cây đơn vị có vòng." in found
    assert "SYT: thay đổi ngày 09/10/2026 không có trong nhật ký." in found


def test_a_decision_that_vanished_but_is_in_the_trail(house):
    UnitVersion.objects.filter(unit=house.unit.tram).delete()

    found = list(faults(on=TODAY))

    assert any("nhật ký ghi thay đổi ngày 2025-07-01" in sentence for sentence in found)
    assert any(sentence.startswith("TYT-DA: đang mở") for sentence in found)


def test_somebody_still_in_a_closed_unit(house):
    close(house, house.unit.nvy)
    Post.objects.filter(person=house.minh).update(until=None)

    assert "SYT-NVY: đã giải thể nhưng minh còn giữ vị trí." in list(faults(on=TODAY))


def test_a_unit_below_a_closed_one(house):
    close(house, house.unit.tram)
    UnitVersion.objects.filter(unit=house.unit.khth).update(parent=house.unit.tram)

    assert any("trực thuộc một đơn vị không mở" in sentence for sentence in faults(on=TODAY))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"effective_from": TODAY + datetime.timedelta(days=1)}, "không kết thúc ngày ấy"),
        ({"inherits_work": False}, "0 đơn vị nhận việc đang làm"),
        ({"effective_from": datetime.date(2020, 1, 1)}, "khi không mở"),
    ],
)
def test_a_succession_that_is_not_as_decided(house, wrong, says):
    mai, at = fresh(house.mai), AT.replace(year=2026, month=9, day=9)
    actions.merge_units(units=[house.unit.nvy], into=house.unit.bvdk, on=TODAY, decision="x", actor=mai, at=at)
    assert list(faults(on=TODAY)) == []

    UnitSuccession.objects.update(**wrong)

    assert any(says in sentence for sentence in faults(on=TODAY))


def test_heirs_in_a_circle(house):
    mai, at = fresh(house.mai), AT.replace(year=2026, month=9, day=9)
    actions.merge_units(units=[house.unit.nvy], into=house.unit.bvdk, on=TODAY, decision="x", actor=mai, at=at)
    UnitSuccession.objects.create(
        predecessor=house.unit.bvdk, successor=house.unit.nvy, effective_from=TODAY, decision="x", inherits_work=True
    )

    assert "Các đơn vị kế thừa nhau thành vòng." in list(faults(on=TODAY))
