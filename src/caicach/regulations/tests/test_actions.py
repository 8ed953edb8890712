"""Versions of rules in the database: published once, frozen, found by the day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from caicach.audit.models import Line
from caicach.orgs.actions import add_person, give_post, open_unit
from caicach.orgs.models import Person
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import Role, UnitKind
from caicach.regulations import actions, checks, models, packs
from caicach.regulations.models import NotInForce, OfficeSchedule, Regulation
from caicach.regulations.rules.calendar import CalendarDay, OfficeHours

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WEDNESDAY_OFF = CalendarDay(date(2026, 12, 2), False, "swap of 2026-12-05", "nghỉ", "off", known_on=date(2026, 11, 20))
SATURDAY_WORKED = CalendarDay(
    date(2026, 12, 5), True, "swap of 2026-12-02", "làm bù", "worked", known_on=date(2026, 11, 20)
)


@pytest.fixture
def loaded() -> int:
    """A fresh installation: every pack on file is published."""
    return actions.load_packs(at=NOW)


@pytest.fixture
def mai() -> Person:
    """Cô Mai, the administrator."""
    since = date(2020, 1, 1)
    unit = open_unit(
        code="SYT", name="Sở Y tế", kind=UnitKind.DEPARTMENT, parent=None, on=since, decision="…", actor=None, at=NOW
    )
    person = add_person(username="mai", full_name="Mai", password=None, actor=None, at=NOW)
    give_post(person=person, unit=unit, role=Role.ADMINISTRATOR, since=since, actor=None, at=NOW)
    return person


def test_a_fresh_installation_publishes_every_pack_with_a_line_of_the_trail(loaded: int) -> None:
    assert loaded == len(list(packs.packs()))
    assert Regulation.objects.published().count() == loaded
    assert Line.objects.filter(kind="regulations.published").count() == loaded


def test_loading_again_changes_nothing(loaded: int) -> None:
    assert actions.load_packs(at=NOW) == 0
    assert Regulation.objects.count() == Line.objects.count() == loaded


def test_the_database_and_the_files_give_one_and_the_same_calendar(loaded: int) -> None:
    assert models.working_calendar().days == packs.calendar().days
    assert models.working_calendar() is models.working_calendar()


def test_the_version_that_binds_is_found_by_the_day(loaded: int) -> None:
    found = Regulation.objects.in_force("calendar", "vn", on=date(2026, 3, 1))

    assert found.effective_from == date(2026, 1, 1)
    with pytest.raises(NotInForce):
        Regulation.objects.in_force("calendar", "vn", on=date(2019, 12, 31))


def test_a_misprint_is_a_new_revision_and_the_old_one_stays(loaded: int, mai: Person) -> None:
    before = Regulation.objects.in_force("calendar", "vn", on=date(2026, 3, 1))
    pack = before.pack
    pack.payload["citation"] = "đã sửa"

    after = actions.publish_pack(pack=pack, actor=mai, at=NOW)

    assert (after.revision, after.citation) == (2, "đã sửa")
    assert Regulation.objects.in_force("calendar", "vn", on=date(2026, 3, 1)) == after
    assert Regulation.objects.filter(pk=before.pk).exists()
    assert actions.load_packs(at=NOW) == 0


def test_a_swap_ordered_late_reaches_the_next_computation(loaded: int, mai: Person) -> None:
    days = [WEDNESDAY_OFF, SATURDAY_WORKED]

    actions.change_calendar(days=days, citation="Công văn của Thủ tướng", actor=mai, at=NOW)

    calendar = models.working_calendar()
    assert not calendar.known().is_working(date(2026, 12, 2))
    assert calendar.known(date(2026, 11, 19)).is_working(date(2026, 12, 2))
    line = Line.objects.latest("pk")
    assert (line.kind, line.actor_id) == ("regulations.published", mai.pk)


def test_an_officer_publishes_nothing(loaded: int, mai: Person) -> None:
    minh = add_person(username="minh", full_name="Minh", password=None, actor=None, at=NOW)
    lines = Line.objects.count()

    with pytest.raises(NotAllowed):
        actions.change_calendar(days=[WEDNESDAY_OFF], citation="…", actor=minh, at=NOW)
    with pytest.raises(NotAllowed):
        actions.choose_office_hours(unit_code="BV1", profile="vn", effective_from=NOW.date(), actor=minh, at=NOW)

    assert (Regulation.objects.count(), OfficeSchedule.objects.count(), Line.objects.count()) == (loaded, 0, lines)


def test_a_repealed_rule_binds_no_more_from_its_day_on(loaded: int, mai: Person) -> None:
    actions.repeal(kind="office_hours", code="vn", from_day=date(2027, 1, 1), citation="bãi bỏ", actor=mai, at=NOW)

    assert Regulation.objects.in_force("office_hours", "vn", on=date(2026, 12, 31))
    with pytest.raises(NotInForce):
        Regulation.objects.in_force("office_hours", "vn", on=date(2027, 1, 1))


def test_a_unit_works_by_the_default_hours_until_it_chooses_others(loaded: int, mai: Person) -> None:
    early = packs.load(packs.FOLDER / "office_hours" / "vn" / "2020-01-01.yaml")
    payload = {**early.payload, "code": "early", "hours": [["07:00", "11:30"], ["13:00", "16:30"]]}
    actions.publish_pack(pack=packs.Pack("office_hours", "early", early.effective_from, payload), actor=mai, at=NOW)

    actions.choose_office_hours(unit_code="BV1", profile="early", effective_from=date(2026, 12, 1), actor=mai, at=NOW)

    assert models.office_profile("BV1", on=date(2026, 11, 30)).hours.opens == 450
    assert models.office_profile("BV1", on=date(2026, 12, 1)).hours.opens == 420
    assert models.timetable_of("BV1", on=date(2026, 12, 1)).hours == OfficeHours(((420, 690), (780, 990)))
    assert Line.objects.latest("pk").kind == "regulations.office_hours_chosen"


def test_a_bad_calendar_is_not_published(loaded: int, mai: Person) -> None:
    pack = Regulation.objects.in_force("calendar", "vn", on=date(2026, 3, 1)).pack
    pack.payload["days"][0]["is"] = "maybe"

    with pytest.raises(packs.BadPack):
        actions.publish_pack(pack=pack, actor=mai, at=NOW)

    assert Regulation.objects.count() == loaded


@pytest.mark.parametrize("field", ["payload", "payload_hash", "citation", "effective_from", "published_at", "repealed"])
def test_the_database_refuses_to_change_a_published_version(loaded: int, field: str) -> None:
    regulation = Regulation.objects.in_force("calendar", "vn", on=date(2026, 3, 1))
    value = {"payload": {}, "effective_from": date(2021, 3, 1), "published_at": None, "repealed": True}.get(field, "x")

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Regulation.objects.filter(pk=regulation.pk).update(**{field: value})


def test_the_database_refuses_to_remove_a_published_version(loaded: int) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Regulation.objects.all().delete()

    assert Regulation.objects.count() == loaded


def test_the_day_of_the_last_check_may_move(loaded: int) -> None:
    changed = Regulation.objects.filter(kind="calendar").update(last_checked_on=date(2026, 12, 1))

    assert changed == 8


def test_a_draft_may_be_changed_and_removed(loaded: int) -> None:
    published = Regulation.objects.in_force("office_hours", "vn", on=date(2026, 3, 1))
    draft = Regulation.objects.get(pk=published.pk)
    draft.pk, draft.revision, draft.published_at = None, 2, None
    draft.save(force_insert=True)

    draft.citation = "bản nháp"
    draft.save()
    assert Regulation.objects.in_force("office_hours", "vn", on=date(2026, 3, 1)) == published
    draft.delete()


def test_verify_finds_a_published_version_that_was_tampered_with(loaded: int) -> None:
    assert list(checks.faults()) == []
    good = Regulation.objects.in_force("office_hours", "vn", on=date(2026, 3, 1))
    payload = {**good.payload, "hours": [["00:00", "23:59"]]}
    Regulation.objects.create(
        kind="office_hours",
        code="vn",
        effective_from=good.effective_from,
        revision=2,
        citation=good.citation,
        link=good.link,
        last_checked_on=good.last_checked_on,
        status=good.status,
        published_at=NOW,
        payload=payload,
        payload_hash=good.payload_hash,
    )

    assert len(list(checks.faults())) == 1


def test_packs_of_other_kinds_are_kept_for_their_owners(tmp_path: Path) -> None:
    folder = tmp_path / "fees" / "ytế"
    folder.mkdir(parents=True)
    header = (packs.FOLDER / "office_hours" / "vn" / "2020-01-01.yaml").read_text(encoding="utf-8")
    text = header.replace("code: vn", "code: ytế").split("hours:")[0] + "fee: 1050000.50\n"
    (folder / "2020-01-01.yaml").write_text(text, encoding="utf-8")

    assert actions.load_packs(at=NOW, folder=tmp_path) == 1

    found = Regulation.objects.in_force("fees", "ytế", on=date(2026, 1, 1))
    assert str(found.pack.payload["fee"]) == "1050000.50"
