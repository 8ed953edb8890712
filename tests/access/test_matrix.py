"""Every address, role and relation: what the table allows works, everything else is as if it were not there."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from caicach.audit.models import Line
from caicach.config.urls import not_offered
from tests.access.table import CAST, EVERYONE, NOT_OFFERED, PUBLIC, TABLE, Row
from tests.access.world import ABSENT, NO_SUCH_NUMBER

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
TOKENS = re.compile(rb"[A-Za-z0-9]{64}")
METHODS = ("get", "post")
FINE = {200, 204, 302, 422}


def patterns(resolver, space=""):
    """The names of all addresses below a resolver; those not offered stand in front of named ones."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.callback is not not_offered:
            yield f"{space}{entry.name}"


def rows():
    """Every row of the table with each method it allows."""
    return [(name, method) for name, row in TABLE.items() for method in METHODS if getattr(row, method) is not None]


def ids(case):
    return "-".join(case).replace(" ", "/") if isinstance(case, tuple) else str(case)


PRIVATE = [(name, method) for name, method in rows() if getattr(TABLE[name], method) not in (PUBLIC, NOT_OFFERED)]
CLOSED = [(name, method) for name, method in rows() if getattr(TABLE[name], method) == NOT_OFFERED]
OPEN = [(name, method) for name, method in rows() if getattr(TABLE[name], method) == PUBLIC]


def address(name, row, args=()):
    return reverse(name.split()[0], kwargs={**dict(args), **row.args}) + row.query


def ask(client, method, row, path):
    """The answer; whatever it changed is taken back."""
    with transaction.atomic():
        before = Line.objects.count()
        answer = client.get(path) if method == "get" else client.post(path, row.data)
        answer.told = Line.objects.count() - before
        transaction.set_rollback(True)
    return answer


def bare(answer, path):
    """An answer as far as it could tell two refusals apart."""
    content = b"" if answer.streaming else answer.content
    own = path.partition("?")[0]
    return answer.status_code, TOKENS.sub(b"", content).replace(own.encode(), b"")


def test_the_table_names_every_address_and_no_other():
    named = {name.split()[0] for name in TABLE}
    there = set(patterns(get_resolver()))

    assert sorted(there - named) == [], "addresses without a row: say in tests/access/table.py who may"
    assert sorted(named - there) == [], "rows without an address"


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("case", PRIVATE, ids=ids)
def test_who_may_can_and_who_may_not_finds_nothing(world, case, who):
    name, method = case
    row = TABLE[name]
    rights, client = getattr(row, method)[who], world.clients[who]
    if not row.kind:
        check(client, method, row, address(name, row), rights, nothing(client, method, row, "/khong-co-trang-nay/"))
        return
    absent = nothing(client, method, row, address(name, row, ABSENT.get(row.kind, NO_SUCH_NUMBER).items()))
    for place, args in world.things[row.kind].items():
        allowed = world.relation(who, row.kind, place) in rights
        check(client, method, row, address(name, row, args.items()), allowed, absent, place=place)


def nothing(client, method, row, path):
    """What the address of a thing that is not there answers."""
    return bare(ask(client, method, row, path), path)


def check(client, method, row: Row, path, allowed, absent, *, place=""):
    answer = ask(client, method, row, path)
    if allowed:
        fine = FINE | ({404} if row.may_lack else set())
        assert answer.status_code in fine, f"{place}: {path} → {answer.status_code}, though the table allows it"
        assert not answer.headers.get("Location", "").startswith(LOGIN)
        return
    assert answer.status_code == 404, f"{place}: {path} → {answer.status_code}, though the table does not allow it"
    assert answer.told == 0
    assert bare(answer, path) == absent, f"{place}: {path} can be told from an absent one"


@pytest.mark.parametrize("who", [*CAST, None])
@pytest.mark.parametrize("case", CLOSED, ids=ids)
def test_what_is_not_offered_is_absent_for_everybody(world, case, who):
    name, method = case
    row = TABLE[name]

    answer = ask(world.clients[who] if who else Client(), method, row, address(name, row))

    assert answer.status_code == 404


@pytest.mark.parametrize("case", PRIVATE, ids=ids)
def test_a_visitor_is_led_to_the_sign_in_and_learns_nothing(world, case):
    name, method = case
    row = TABLE[name]
    places = world.things[row.kind].values() if row.kind else [{}]
    found = next(iter(places))
    absent = ABSENT.get(row.kind, NO_SUCH_NUMBER) if row.kind else {}

    for args in (found, absent):
        answer = ask(Client(), method, row, address(name, row, args.items()))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{LOGIN}?next=")
        assert answer.content == b""
        assert answer.told == 0


@pytest.mark.parametrize("case", OPEN, ids=ids)
def test_what_is_public_answers_a_visitor(world, case):
    name, method = case
    row = TABLE[name]

    answer = ask(Client(), method, row, address(name, row))

    assert answer.status_code in {200, 302, 404}
    assert "?next=" not in answer.headers.get("Location", "")


def test_the_matrix_can_fail():
    """Everybody may be told from nobody: a table that allowed all or nothing would not pass here."""
    said = [getattr(TABLE[name], method)[who] for name, method in PRIVATE for who in CAST]

    assert frozenset() in said
    assert EVERYONE["son"] in said
    assert frozenset({"own"}) in said
    assert frozenset({"own", "below"}) in said
