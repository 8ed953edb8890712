"""Freezing through the action: numbers, what stays out, what the database refuses, what `verify` sees."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.flush import without_triggers

from caicach.audit.models import Line
from caicach.documents import actions, checks, storage
from caicach.documents.actions import KeyOfAnotherUnit, NothingChanged
from caicach.documents.freezing import CannotFreeze, Payload
from caicach.documents.models import FrozenFile, FrozenIssue, StoredFile
from caicach.documents.tests.factories import AT, last_line, nothing_happens
from caicach.documents.tests.frozen import KEY, KIND, LATER, corrected, frozen, frozen_twice, statement, tasks
from caicach.orgs.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_statement_is_frozen_with_its_files_and_told_in_the_trail(house):
    issue = frozen(house)

    assert (issue.number, issue.previous, issue.issued_by, issue.issued_at) == (1, None, house.hanh, AT)
    assert issue.content.cells[0].value == 6
    assert [file.name for file in issue.files.order_by("pk")] == ["phan-loai-quy-III.docx", "phan-loai-quy-III.xlsx"]
    word = issue.files.get(name="phan-loai-quy-III.docx").stored
    assert storage.path_of(word.sha256).read_bytes() == b"word 1"
    line = last_line(issue)
    assert (line.kind, line.actor_id) == ("documents.frozen", house.hanh.pk)
    assert line.changes["sha256"] == issue.sha256
    assert line.changes["files"]["phan-loai-quy-III.docx"] == word.sha256
    assert list(checks.faults()) == []


def test_a_correction_is_the_next_number_and_leaves_the_first_as_it_was(house):
    first = frozen(house)
    before = FrozenIssue.objects.values().get(pk=first.pk)

    second = frozen(house, corrected(tasks()), at=LATER, reason="Đính chính")

    assert (second.number, second.previous, second.because) == (2, first, "Đính chính")
    assert FrozenIssue.objects.values().get(pk=first.pk) == before
    assert list(checks.faults()) == []


def test_the_same_content_is_not_issued_twice_in_a_row(house):
    first = frozen(house)

    with nothing_happens(FrozenIssue, FrozenFile), pytest.raises(NothingChanged) as told:
        frozen(house, files={"khac.docx": b"word 2"}, at=LATER)

    assert told.value.issue == first
    assert str(told.value).startswith("Không có gì thay đổi so với bản đã chốt")


def test_what_stood_before_may_be_issued_again_after_a_correction(house):
    frozen_twice(house)

    assert frozen(house, at=LATER).number == 3


def test_another_key_has_its_own_numbers(house):
    frozen(house)

    assert frozen(house, key="SYT:2026-Q2").number == 1
    assert frozen(house, kind="reports.round").number == 1


@pytest.mark.parametrize(
    ("where", "refusal"),
    [
        (lambda house: {"actor": house.phuc}, NotAllowed),
        (lambda house: {"actor": house.son}, NotAllowed),
        (lambda house: {"actor": house.thu}, NotAllowed),
        (lambda house: {"payload": Payload(())}, CannotFreeze),
        (lambda house: {"unit": house.unit.bvdk, "payload": statement(tasks()[1:])}, KeyOfAnotherUnit),
    ],
)
def test_what_is_refused_leaves_nothing(house, where, refusal):
    frozen(house)

    with nothing_happens(FrozenIssue, FrozenFile), pytest.raises(refusal):
        frozen(house, at=LATER, **where(house))


def test_the_reporter_freezes_for_the_unit_they_are_of(house):
    issue = frozen(house, unit=house.unit.bvdk, key="BVDK-BM:2026-Q3", actor=house.phuc)

    assert set(FrozenIssue.objects.visible_to(house.phuc)) == {issue}
    assert set(FrozenIssue.objects.visible_to(house.hanh)) == {issue}
    assert not FrozenIssue.objects.visible_to(house.son).exists()


@pytest.mark.parametrize("table", ["documents_frozenissue", "documents_frozenfile"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "DELETE FROM {} WHERE id > 1", "TRUNCATE {}"]
)
def test_the_database_refuses_to_change_or_remove_what_was_frozen(house, table, statement):
    frozen_twice(house)
    if connection.vendor == "sqlite":
        statement = statement.replace("TRUNCATE", "DELETE FROM")
    else:
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing waits that would refuse first

    with (
        nothing_happens(FrozenIssue, FrozenFile),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table) + (" CASCADE" if "TRUNCATE" in statement else ""))


def test_the_database_refuses_a_number_twice_and_a_second_first(house):
    first = frozen(house)
    for wrong in ({"number": 1}, {"number": 2}):
        same = FrozenIssue(
            **(FrozenIssue.objects.values().get(pk=first.pk) | {"id": None, "previous_id": None} | wrong)
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            same.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"payload": "{}"}, "nội dung đã bị thay đổi"),
        ({"title": "Khác"}, "khác với dòng nhật ký"),
        ({"because": "Khác"}, "khác với dòng nhật ký"),
        ({"issued_at": LATER + (LATER - AT)}, "khác với dòng nhật ký"),
        ({"sha256": "0" * 64}, "nội dung đã bị thay đổi"),
        ({"number": 3}, "số không liên tục (2 bản, số cuối 3)"),
        ({"key": "SYT:2026-Q4"}, "số không liên tục (1 bản, số cuối 2)"),
    ],
)
def test_an_issue_changed_behind_the_database_is_named(house, wrong, says):
    _first, second = frozen_twice(house)

    with without_triggers():
        FrozenIssue.objects.filter(pk=second.pk).update(**wrong)

    assert any(says in fault for fault in checks.faults())


@pytest.mark.django_db(transaction=True)
def test_an_issue_taken_away_is_named_though_it_was_the_last(house):
    _first, second = frozen_twice(house)

    with without_triggers():
        FrozenFile.objects.filter(issue=second).delete()
        FrozenIssue.objects.filter(pk=second.pk).delete()

    assert list(checks.faults()) == [f"Nhật ký documents.frozenissue:{second.pk}: bản đã chốt không còn nữa."]


def test_a_file_put_with_an_issue_later_is_named(house):
    issue = frozen(house)

    FrozenFile.objects.create(issue=issue, stored=StoredFile.objects.all()[0], name="them.docx")

    (fault,) = checks.faults()
    assert fault.endswith("thông tin hoặc tệp kèm theo khác với dòng nhật ký lúc chốt.")


def test_a_flipped_byte_in_an_issued_file_is_named(house):
    stored = frozen(house).files.get(name="phan-loai-quy-III.docx").stored

    storage.path_of(stored.sha256).write_bytes(b"word 9")

    assert list(checks.faults()) == [f"Tệp {stored.sha256[:12]}: mất hoặc đã bị thay đổi so với lúc lưu."]


def test_an_issue_no_line_tells_of_is_named(house):
    issue = frozen(house)
    row = FrozenIssue.objects.values().get(pk=issue.pk) | {"id": None, "number": 2, "previous_id": issue.pk}

    FrozenIssue(**row).save()

    (fault,) = checks.faults()
    assert fault.endswith("nhật ký không có dòng chốt.")
    assert Line.objects.filter(kind="documents.frozen").count() == 1


def test_freezing_asks_the_database_the_same_number_of_times_however_much_is_frozen(house, django_assert_num_queries):
    few, many = statement(tasks()[:2]), statement(tasks())

    for payload, key in ((few, "A"), (many, "B")):
        actor = type(house.hanh).objects.get(pk=house.hanh.pk)
        with django_assert_num_queries(10):  # two for rights: posts, and the closed units whose work they have
            actions.freeze(
                kind=KIND,
                key=f"{KEY}{key}",
                unit=house.unit.syt,
                title="Phân loại",
                payload=payload,
                files={},
                actor=actor,
                at=AT,
            )
