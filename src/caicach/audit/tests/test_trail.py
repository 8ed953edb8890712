"""The trail: who did what, in chains the database itself will not let anybody rewrite."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from tests.flush import without_triggers

from caicach.audit import rules
from caicach.audit.actions import SYSTEM_NAME, Deed, plain, record, record_many, stream_of
from caicach.audit.checks import faults
from caicach.audit.models import Line

AT = datetime.datetime(2026, 9, 9, 2, 10, tzinfo=datetime.UTC)


class Hanh:
    pk = 7

    def get_full_name(self):
        return "Nguyễn Thị Hạnh"


class Someone:
    pk = 9

    def get_full_name(self):
        return "Lê Văn Phúc"


def a_record(pk=1):
    """Any record of the house: the trail knows it as a kind and a number."""
    return Line(pk=pk)


def write(count=3, pk=1):
    return [
        record("test.changed", a_record(pk), actor=Hanh(), at=AT + datetime.timedelta(minutes=n), number=n)
        for n in range(count)
    ]


@pytest.mark.django_db
def test_a_line_tells_who_what_and_when_and_outlives_the_account():
    line = record("test.changed", a_record(), actor=Hanh(), at=AT, name={"before": "Cũ", "after": "Mới"})

    line = Line.objects.get(pk=line.pk)
    assert (line.actor_id, line.actor_name, line.at) == (7, "Nguyễn Thị Hạnh", AT)
    assert line.changes == {"name": {"before": "Cũ", "after": "Mới"}}
    assert line.stream == stream_of(a_record()) == "audit.line:1"


@pytest.mark.django_db
def test_what_nobody_did_is_done_by_the_system():
    assert record("test.changed", a_record(), actor=None, at=AT).actor_name == SYSTEM_NAME


@pytest.mark.django_db
def test_each_line_is_bound_to_the_one_before_it():
    lines = write(3)

    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.previous_hash for line in lines] == [rules.FIRST, lines[0].hash, lines[1].hash]
    assert list(faults()) == []


@pytest.mark.django_db
def test_many_lines_at_once_make_the_same_chains_as_one_by_one(django_assert_num_queries):
    write(2, pk=1)
    deeds = [Deed("test.changed", a_record(pk), {"n": n}) for n, pk in enumerate([1, 2, 1, 3, 2, 1])]
    deeds[3] = Deed("test.changed", a_record(3), {"n": 3}, at=AT + datetime.timedelta(days=1), actor=Someone())

    with django_assert_num_queries(2):
        lines = record_many(deeds, actor=Hanh(), at=AT)

    assert [(line.stream[-1], line.number) for line in lines] == [
        ("1", 3),
        ("2", 1),
        ("1", 4),
        ("3", 1),
        ("2", 2),
        ("1", 5),
    ]
    assert (lines[3].actor_name, lines[3].at) == ("Lê Văn Phúc", AT + datetime.timedelta(days=1))
    assert list(faults()) == []


@pytest.mark.django_db
def test_two_thousand_lines_go_in_with_few_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        record_many([Deed("test.changed", a_record(pk), {}) for pk in range(2000)], actor=None, at=AT)

    assert Line.objects.count() == 2000
    assert list(faults()) == []


@pytest.mark.django_db
def test_nothing_is_told_of_nothing():
    assert record_many([], actor=None, at=AT) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_line SET content = '{}'",
        "UPDATE audit_line SET actor_name = 'Người khác' WHERE number = 1",
        "DELETE FROM audit_line",
        "DELETE FROM audit_line WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(statement):
    write(2)
    before = list(Line.objects.values())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Line.objects.values()) == before


@pytest.mark.django_db
def test_postgresql_refuses_to_empty_the_trail_at_once():
    write(2)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_line")

    assert Line.objects.count() == 2


@pytest.mark.django_db
def test_two_writers_cannot_both_write_the_next_line():
    write(1)
    same = Line(**(Line.objects.values().get() | {"id": None}))

    with pytest.raises(IntegrityError), transaction.atomic():
        same.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"content": '{"number":9}'}, "nội dung đã bị sửa"),
        ({"actor_name": "Người khác"}, "không khớp dấu băm"),
        ({"actor_id": 8}, "không khớp dấu băm"),
        ({"kind": "test.opened"}, "không khớp dấu băm"),
        ({"at_text": "2026-09-09T02:10:00.000000+00:00"}, "không khớp dấu băm"),
        ({"at": AT - datetime.timedelta(days=1)}, "thời điểm hiển thị khác"),
        ({"previous_hash": "0" * 64}, "không nối với dòng trước"),
        ({"number": 7}, "thiếu dòng 2"),
    ],
)
def test_a_line_changed_behind_the_database_is_found(wrong, says):
    write(3)

    with without_triggers():
        Line.objects.filter(number=2).update(**wrong)

    assert any(says in sentence for sentence in faults())


@pytest.mark.django_db(transaction=True)
def test_one_flipped_byte_is_found():
    write(3)
    line = Line.objects.get(number=2)

    with without_triggers():
        Line.objects.filter(pk=line.pk).update(content=line.content.replace("1", "2"))

    assert list(faults()) == [
        "audit.line:1 dòng 2: nội dung đã bị sửa.",
        "audit.line:1 dòng 2: dòng không khớp dấu băm của nó.",
    ]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("85.20"), "85.20"),
        (datetime.date(2026, 9, 9), "2026-09-09"),
        (AT, "2026-09-09T02:10:00+00:00"),
        (Line(pk=3), "audit.line:3"),
        ({"a": Decimal(1)}, {"a": "1"}),
        ((1, None, True), [1, None, True]),
    ],
)
def test_values_are_kept_in_words(value, kept):
    assert plain(value) == kept


@pytest.mark.parametrize("value", [0.5, object()])
def test_what_cannot_be_kept_exactly_is_refused(value):
    with pytest.raises(TypeError):
        plain(value)


contents = st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.booleans()))


@given(contents)
def test_the_order_in_which_a_content_is_told_makes_no_difference(content):
    turned = dict(reversed(content.items()))

    assert rules.canonical(turned) == rules.canonical(content)


def test_two_spellings_of_one_letter_are_one_content():
    apart = unicodedata.normalize("NFD", "Hòa")

    assert rules.canonical({"name": apart}) == rules.canonical({"name": "Hòa"})
