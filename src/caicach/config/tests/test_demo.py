"""The demo is believable, honest and always the same (dữ liệu mẫu)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from random import Random

import pytest
from django.db import transaction
from django.db.models import F

from caicach.audit import checks as audit
from caicach.config import checks, demo
from caicach.documents.demo import days_of
from caicach.documents.models import Book, Document, Proposal
from caicach.documents.rules import ProposalState
from caicach.notifications.models import Notice
from caicach.orgs.demo import House
from caicach.orgs.models import Person, Unit, UnitSuccession
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans.demo.schedule import schedule
from caicach.plans.gathering.inspecting import inspectable
from caicach.plans.models import DeadlineEntry, Finding, Inspection, Meeting, Plan, ProgressReport, Task
from caicach.plans.rules import FIELDS, ReportState, TaskState, last_day

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HANOI = timezone(timedelta(hours=7))
AT = datetime(2026, 9, 9, 9, 0, tzinfo=HANOI)
TODAY = AT.date()


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo, built once for all tests here and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.build(AT)
        yield
        transaction.set_rollback(True)


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def test_the_same_moment_and_seed_tell_the_same_story(story) -> None:
    house = House(units={unit.code: unit for unit in Unit.objects.order_by("pk")})
    planned = schedule(days_of(AT), house, Random(2026 + 2))

    tasks = (
        Task.objects.filter(plan__kept_from="plan")
        .exclude(plan__code__endswith="/KH-SYT")
        .select_related("lead", "plan")
    )
    by_text = {(task.plan.starts_on, task.text): task for task in tasks}
    assert len(planned) == len(by_text) == 390
    for one in planned:
        task = by_text[days_of(AT).plans[one.plan].starts_on, one.wording.text]
        assert (task.lead.code, task.due_on, task.done_on) == (one.wording.lead, one.due_on, one.done_on)
        assert (task.state == TaskState.COMPLETED) == (one.fate == "completed")


def test_a_filled_database_is_left_alone(story) -> None:
    with pytest.raises(demo.NotEmpty):
        demo.build(AT)

    assert Plan.objects.filter(kept_from="plan").count() == 9


def test_a_moment_before_the_story_is_refused() -> None:
    with pytest.raises(demo.NotEmpty):
        demo.build(datetime(2025, 11, 21, 9, 0, tzinfo=HANOI))


def test_the_province_has_sixty_units_with_a_reporter_and_a_head(story) -> None:
    open_units = Unit.objects.open_now()

    assert open_units.count() == 60
    assert UnitSuccession.objects.count() == 4
    alone = {"SYT", "SNV", "SKHCN", "PVHCC"}
    for unit in open_units.exclude(code__in=alone):
        assert people_with(unit, Role.REPORTER), unit
        assert people_with(unit, Role.HEAD) or unit.code in {"VP", "NVD"}, unit
    assert Person.objects.values("full_name").distinct().count() == Person.objects.count()


def test_everyone_named_at_the_start_signs_in_with_the_one_password(story) -> None:
    for username, _, _ in demo.SIGN_INS:
        assert person(username).check_password(demo.PASSWORD), username


def test_there_are_nine_plans_of_four_hundred_different_tasks(story) -> None:
    assert Plan.objects.filter(kept_from="plan").count() == 9
    assert Task.objects.filter(plan__kept_from="plan").count() == 400
    assert not Plan.objects.filter(synthetic=False).exists()
    assert not Document.objects.filter(synthetic=False).exists()
    for plan in Plan.objects.all():
        assert plan.tasks.values("text").distinct().count() == plan.tasks.count()
        assert "{" not in "".join(plan.tasks.values_list("text", flat=True))
    assert set(Task.objects.values_list("field", flat=True)) <= set(FIELDS)


def test_two_thirds_are_done_and_six_in_seven_of_them_in_time(story) -> None:
    done = Task.objects.filter(state=TaskState.COMPLETED, due_on__isnull=False)
    late = done.filter(done_on__gt=F("due_on")).count()

    assert 248 <= Task.objects.filter(state=TaskState.COMPLETED).count() <= 280
    assert 0.82 <= 1 - late / done.count() <= 0.88
    assert 6 <= Task.objects.overdue(on=TODAY).count() <= 12
    assert Task.objects.open().filter(due_on=TODAY).count() == 3
    assert 4 <= Task.objects.due_between(TODAY + timedelta(days=1), TODAY + timedelta(days=7)).count() <= 14


def test_every_deadline_in_the_ledger_follows_from_its_words(story) -> None:
    for entry in DeadlineEntry.objects.select_related("task"):
        assert entry.due_on == last_day(entry.typed).due_on
    changed = DeadlineEntry.objects.filter(kind=DeadlineEntry.CHANGED)
    assert changed.count() >= 8
    assert not changed.filter(reason="").exists()


def test_the_trail_and_every_other_promise_hold(story) -> None:
    assert list(audit.faults()) == []
    assert list(checks.faults()) == []


def test_nothing_happened_later_than_now(story) -> None:
    assert not ProgressReport.objects.filter(written_at__gte=AT).exists()
    assert not ProgressReport.objects.filter(decided_at__gte=AT).exists()
    assert not Document.objects.filter(registered_at__gte=AT).exists()
    assert not Notice.objects.filter(at__gte=AT).exists()
    decided = ProgressReport.objects.filter(state=ReportState.ACCEPTED)
    assert decided.filter(written_at__lt=F("sent_at"), sent_at__lt=F("decided_at")).count() == decided.count()


def test_reports_wait_for_ba_hoa_and_for_co_hanh(story) -> None:
    with_head = ProgressReport.objects.filter(state=ReportState.WITH_HEAD)

    assert with_head.filter(unit__code__in=["VP", "NVD"]).count() >= 3
    assert 5 <= ProgressReport.objects.filter(state=ReportState.SENT).count() <= 9
    assert ProgressReport.objects.filter(state=ReportState.RETURNED).count() == 3
    for username in ("hanh", "phuc", "hoa", "lan", "minh", "thu", "mai"):
        assert 1 <= Notice.objects.visible_to(person(username)).unread().count() <= 20, username


def test_anh_phuc_sees_some_of_each_kind(story) -> None:
    phuc = person("phuc")
    mine = Task.objects.visible_to(phuc)

    assert 6 <= mine.count() <= 10
    assert mine.overdue(on=TODAY).count() == 1
    assert mine.open().filter(due_on=date(2026, 9, 11)).count() == 1
    assert ProgressReport.objects.visible_to(phuc).filter(state=ReportState.RETURNED).count() == 1


def test_anh_son_sees_nothing_of_the_department(story) -> None:
    son = person("son")

    assert not Task.objects.visible_to(son).exists()
    assert not Plan.objects.visible_to(son).exists()
    assert not Document.objects.visible_to(son).exists()
    assert not ProgressReport.objects.visible_to(son).exists()
    assert not Notice.objects.visible_to(son).exists()


def test_the_office_met_twice_and_inspects_three_in_ten_units(story) -> None:
    assert Meeting.objects.count() == 2
    assert all(meeting.items.exists() and meeting.plan is not None for meeting in Meeting.objects.all())
    visited = Inspection.objects.values("unit").distinct().count()
    assert 0.3 <= visited / inspectable(Unit.objects.get(code="SYT")).count() <= 0.35
    assert 2 <= Finding.objects.handled().count() < Finding.objects.count()


def test_the_registers_number_without_gaps_and_the_newest_plan_is_half_confirmed(story) -> None:
    for book in Book.objects.all():
        assert list(book.documents.order_by("number_in_book").values_list("number_in_book", flat=True)) == list(
            range(1, book.last_number + 1)
        )
    assert 34 <= Document.objects.count() <= 42
    assert Proposal.objects.filter(state=ProposalState.CONFIRMED).count() == 10
    assert Proposal.objects.filter(state=ProposalState.PROPOSED).count() >= 8
    assert Proposal.objects.filter(state=ProposalState.DROPPED).count() == 1


@pytest.mark.parametrize("day", [date(2026, 1, 3), date(2026, 2, 24), date(2026, 12, 31), date(2027, 6, 7)])
def test_on_any_day_two_thirds_of_the_story_is_done(day: date) -> None:
    days = days_of(datetime(day.year, day.month, day.day, 9, 0, tzinfo=HANOI))

    assert sum(days.completed.values()) == 264
    assert all(0 <= count <= 150 for count in days.completed.values())
    assert days.plans["thematic"].issued_on < day
    assert all(plan.starts_on < plan.ends_on for plan in days.plans.values())
