"""Tasks that wait, go on, or are no longer to be done."""

from datetime import date

import pytest

from caicach.documents.tests.factories import entered, last_line
from caicach.notifications.models import Notice
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.models import DeadlineEntry, ExtensionRequest, ProgressReport, Task
from caicach.plans.rules import TaskBond, TaskState, WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_report_in, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 5, 4))
DUE = date(2026, 6, 30)
WHY = "Chờ Chính phủ ban hành nghị định."


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    return a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh, due_on=DUE)


@pytest.fixture
def order(house):
    """The document that orders the cancellation."""
    return entered(house, number="12/QĐ-SYT")


def suspended(task, house):
    return actions.suspend_task(task=task, reason=WHY, actor=house.hanh, at=AT)


def a_part(task, lead, number=1):
    """A part of a task, as its lead hands it down."""
    part = Task.objects.get(pk=task.pk)
    part.pk, part.parent, part.bond, part.number, part.label = (
        None,
        task,
        TaskBond.PART,
        number,
        f"{task.label}.{number}",
    )
    part.lead = lead
    part.save(force_insert=True)
    return part


def test_a_suspended_task_says_why_and_is_asked_of_nobody(house, task):
    task = suspended(task, house)

    assert (task.state, task.stopped_on, task.stopped_because) == (TaskState.SUSPENDED, date(2026, 5, 4), WHY)
    assert not Task.objects.running().exists()
    assert last_line(task).kind == "plans.task_suspended"
    assert {one.to for one in Notice.objects.filter(kind="plans.task_suspended")} == {house.phuc, house.de, house.son}
    assert list(checks.faults()) == []


def test_a_task_goes_on_with_another_day_told_in_the_ledger(house, task):
    suspended(task, house)

    task = actions.resume_task(task=task, due_on=date(2026, 9, 30), reason="Đã có nghị định.", actor=house.hanh, at=AT)

    assert (task.state, task.stopped_on, task.stopped_because) == (TaskState.ASSIGNED, None, "")
    assert (task.first_due_on, task.due_on) == (DUE, date(2026, 9, 30))
    assert task.deadline_entries.last().kind == DeadlineEntry.CHANGED
    assert list(checks.faults()) == []


def test_a_task_that_had_begun_goes_on_where_it_was_with_its_old_day(house, task):
    a_report(task=task, by=house.phuc, at=AT, sent_by=house.de, accepted_by=house.hanh)
    suspended(task, house)

    task = actions.resume_task(task=task, due_on=DUE, reason="Đã có nghị định.", actor=house.hanh, at=AT)

    assert (task.state, task.due_on, task.deadline_entries.count()) == (TaskState.IN_PROGRESS, DUE, 1)
    assert list(checks.faults()) == []


def test_nothing_is_written_or_sent_while_a_task_waits_and_the_draft_is_kept(house, task):
    report = a_report_in(house, task, "with_head")
    suspended(task, house)

    with nothing_happens(), pytest.raises(WrongState, match="đang tạm dừng"):
        actions.send_report(report=report, actor=house.de, at=AT)
    with nothing_happens(), pytest.raises(WrongState, match="đang tạm dừng"):
        actions.write_report(task=task, words="Thêm.", revision=report.revision, actor=house.phuc, at=AT)
    actions.resume_task(task=task, due_on=DUE, reason="Đã có nghị định.", actor=house.hanh, at=AT)
    assert actions.send_report(report=report, actor=house.de, at=AT).state == "sent"
    assert list(checks.faults()) == []


def test_what_waits_for_the_office_is_decided_before_a_task_waits(house, task):
    a_report(task=task, by=house.phuc, at=AT, done_on=date(2026, 5, 1), sent_by=house.de)

    with nothing_happens(), pytest.raises(WrongState):
        suspended(task, house)


def test_a_task_is_cancelled_by_a_document_and_nothing_is_deleted(house, task, order):
    report = a_report_in(house, task, "with_head")
    request = actions.ask_extension(task=task, until=date(2026, 8, 1), reason="Chờ.", actor=house.phuc, at=AT)

    task = actions.cancel_task(task=task, document=order, reason="Bỏ theo quyết định.", actor=house.hanh, at=AT)

    assert (task.state, task.cancelled_by, task.stopped_on) == (TaskState.CANCELLED, order, date(2026, 5, 4))
    assert not Task.objects.open().exists()
    assert list(ProgressReport.objects.visible_to(house.phuc)) == [report]
    request.refresh_from_db()
    assert (request.state, request.answer) == (ExtensionRequest.TAKEN_BACK, "Nhiệm vụ đã hủy.")
    for refused in (
        lambda: actions.send_report(report=report, actor=house.de, at=AT),
        lambda: actions.resume_task(task=task, due_on=DUE, reason="Làm tiếp.", actor=house.hanh, at=AT),
        lambda: actions.change_deadline(task=task, due_on=DUE, reason="Lùi.", actor=house.hanh, at=AT),
    ):
        with nothing_happens(), pytest.raises(WrongState):
            refused()
    assert list(checks.faults()) == []


def test_a_cancellation_needs_a_document_one_may_read_and_a_reason(house, task, order):
    elsewhere = entered(house, number="99/QĐ-SNV")
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(unit=house.unit.snv)

    with nothing_happens(), pytest.raises(NotAllowed):
        actions.cancel_task(task=task, document=elsewhere, reason="Bỏ.", actor=house.hanh, at=AT)
    with nothing_happens(), pytest.raises(actions.NoWords, match="lý do hủy"):
        actions.cancel_task(task=task, document=order, reason=" ", actor=house.hanh, at=AT)


def test_parts_wait_go_on_and_end_with_their_task(house, task, order):
    part = a_part(task, house.unit.khth)

    for deed, state in (
        (lambda: suspended(task, house), TaskState.SUSPENDED),
        (
            lambda: actions.resume_task(task=task, due_on=DUE, reason="Tiếp.", actor=house.hanh, at=AT),
            TaskState.ASSIGNED,
        ),
        (
            lambda: actions.cancel_task(task=task, document=order, reason="Bỏ.", actor=house.hanh, at=AT),
            TaskState.CANCELLED,
        ),
    ):
        deed()
        part.refresh_from_db()
        assert part.state == state


@pytest.mark.parametrize("verb", ["suspend", "resume", "cancel"])
def test_only_the_keeper_stops_a_task_or_lets_it_go_on(house, task, order, verb):
    if verb == "resume":
        suspended(task, house)
    for name in ("hoa", "phuc", "de", "son", "minh", "lan", "mai"):
        said = {"task": task, "reason": WHY, "actor": house.cast[name], "at": AT}
        with nothing_happens(), pytest.raises(NotAllowed):
            match verb:
                case "suspend":
                    actions.suspend_task(**said)
                case "resume":
                    actions.resume_task(due_on=DUE, **said)
                case "cancel":
                    actions.cancel_task(document=order, **said)
