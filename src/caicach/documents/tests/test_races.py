"""Many hands at the same moment, on real connections: numbers without gaps, one file for the same bytes."""

import pytest

from caicach.audit import checks as trail
from caicach.documents import actions, checks, storage
from caicach.documents.freezing import Cell, Payload
from caicach.documents.models import Book, Document, FrozenIssue, StoredFile
from caicach.documents.rules import Direction, WrongState
from caicach.documents.tests.factories import AT, PLAN_TEXT, entered, kept, taken_in, together
from caicach.orgs.tests.factories import build_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db):
    return build_house()


def all_holds():
    return [*checks.faults(), *trail.faults()] == []


def test_the_numbers_of_a_register_have_no_gap_under_eight_hands(house):
    outcomes = together(*[lambda: [entered(house).number_in_book for _ in range(4)]] * 8)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert sorted(number for numbers in outcomes for number in numbers) == list(range(1, 33))
    assert Book.objects.get().last_number == 32
    assert all_holds()


def test_the_same_bytes_from_eight_hands_are_kept_once(house):
    outcomes = together(*[lambda: kept("Biên bản họp", house.hanh)] * 8)

    assert len({stored.pk for stored in outcomes}) == 1
    assert StoredFile.objects.count() == 1
    assert [path.name for path in storage.folder().rglob("*") if path.is_file()] == [outcomes[0].sha256]
    assert all_holds()


def test_the_same_file_sent_by_four_clicks_is_entered_once(house):
    kept(PLAN_TEXT, house.hanh)

    outcomes = together(*[lambda: taken_in(house)] * 4)

    assert len({document.pk for document in outcomes}) == 1
    assert Document.objects.get().proposals.count() == 4
    assert all_holds()


def test_the_same_upload_from_four_browsers_is_kept_and_entered_once(house):
    given = {"chunks": [PLAN_TEXT.encode()], "name": "ke-hoach.txt", "unit": house.unit.syt}

    outcomes = together(*[lambda: actions.receive(**given, direction=Direction.OUTGOING, actor=house.hanh, at=AT)] * 4)

    assert len({document.pk for document in outcomes}) == 1
    assert StoredFile.objects.count() == Document.objects.count() == 1
    assert len([path for path in storage.folder().rglob("*") if path.is_file()]) == 1
    assert all_holds()


def test_one_confirms_while_the_other_drops_and_one_of_the_two_holds(house):
    proposal = taken_in(house).proposals.get(number=1)
    given = {"proposal": proposal, "revision": 0, "actor": house.hanh, "at": AT}

    outcomes = together(lambda: actions.drop_proposal(**given), lambda: actions.confirm_proposal(**given))

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [WrongState]
    proposal.refresh_from_db()
    assert (proposal.revision, proposal.state in ("dropped", "confirmed")) == (1, True)


def test_forty_who_freeze_the_same_key_get_the_numbers_one_to_forty(house):
    def one(place):
        payload = Payload((Cell("total", "Tổng số", place),))
        given = {"kind": "x", "key": "SYT", "unit": house.unit.syt, "title": "Bảng", "files": {"a.docx": b"%d" % place}}
        return lambda: actions.freeze(payload=payload, actor=house.hanh, at=AT, **given).number

    outcomes = together(*[one(place) for place in range(40)])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert sorted(outcomes) == list(range(1, 41))
    assert all(issue.previous.number == issue.number - 1 for issue in FrozenIssue.objects.filter(number__gt=1))
    assert all_holds()


def test_of_forty_who_freeze_the_same_content_one_does(house):
    given = {"kind": "x", "key": "SYT", "unit": house.unit.syt, "title": "Bảng", "files": {}}
    payload = Payload((Cell("total", "Tổng số", 1),))

    outcomes = together(*[lambda: actions.freeze(payload=payload, actor=house.hanh, at=AT, **given).number] * 40)

    assert [outcome for outcome in outcomes if not isinstance(outcome, actions.NothingChanged)] == [1]
    assert FrozenIssue.objects.count() == 1
    assert all_holds()
