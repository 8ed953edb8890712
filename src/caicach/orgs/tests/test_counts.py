"""Pages ask the database as often for a thousand units or people as for ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caicach.orgs.actions import apply_due_changes
from caicach.orgs.models import Person, Post, Unit, UnitAlias, UnitVersion
from caicach.orgs.rules import Role, UnitKind
from caicach.orgs.tests.factories import AT, DECISION, OPENED

ADDRESSES = [
    "/units/",
    "/units/?q=tram+y+te",
    "/units/?on=01/08/2025",
    "/units/TTYT-LK/",
    "/units/people/",
    "/units/people/?q=nguoi+dung",
    "/units/people/?show=without-post",
    "/units/people/mai/",
]


def many(house, first, last):
    """Stations below the centre with an alias and a person each, written in bulk as no office could."""
    stations = Unit.objects.bulk_create(
        Unit(code=f"T{n}", name=f"Trạm y tế {n}", kind=UnitKind.STATION, parent=house.unit.ttyt, path="", folded="")
        for n in range(first, last)
    )
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            effective_from=OPENED,
            change="opened",
            name=unit.name,
            kind=unit.kind,
            parent=unit.parent,
            decision=DECISION,
        )
        for unit in stations
    )
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=unit, text=f"TYT {unit.pk}", folded=f"tyt {unit.pk}") for unit in stations
    )
    people = Person.objects.bulk_create(
        Person(username=f"nguoi{n}", full_name=f"Người Dùng {n}", folded=f"nguoi dung {n} nguoi{n}", date_joined=AT)
        for n in range(first, last)
    )
    Post.objects.bulk_create(
        Post(person=person, unit=unit, role=Role.REPORTER, since=OPENED)
        for person, unit in zip(people[::2], stations[::2], strict=True)
    )
    apply_due_changes(on=AT.date())


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.slow
def test_a_thousand_cost_as_many_questions_as_ten(house, as_):
    mai = as_(house.mai)
    many(house, 0, 10)
    with_ten = {address: asked(mai, address) for address in ADDRESSES}

    many(house, 10, 1000)

    assert {address: asked(mai, address) for address in ADDRESSES} == with_ten
    assert max(with_ten.values()) <= 20
