"""Where parts, turns, extensions and units that no longer lead meet."""

from datetime import date

import pytest

from caicach.plans import actions, checks
from caicach.plans.actions import PartGiven
from caicach.plans.models import ExtensionRequest, ProgressReport, Task
from caicach.plans.rollup import Followed, Turn, duty_follows
from caicach.plans.rules import TaskState, WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 30)
AT = moment(date(2026, 11, 2))


@pytest.fixture
def task(house):
    return a_task(plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh, due_on=DUE)


def a_part(task, unit, by, due_on=DUE):
    part = PartGiven(text="Tổng hợp số liệu.", lead=unit, due_on=due_on)
    return actions.hand_down(task=task, parts=[part], actor=by, at=AT)[0]


def test_a_part_taken_back_takes_what_was_asked_and_handed_on_along(house, task):
    part = a_part(task, house.unit.khth, house.phuc)
    Task.objects.filter(pk=part.pk).update(state=TaskState.IN_PROGRESS)
    ExtensionRequest.objects.create(task=part, until=DUE, reason="Chờ.", asked_by=house.phuc, asked_at=AT)
    below = Task.objects.create(
        plan=task.plan, parent=part, bond="part", number=1, label="1.1.1", text="Việc nhỏ", field="tthc",
        lead=house.unit.khth, assigned_at=AT, changed_at=AT, folded="viec nho",
    )  # fmt: skip

    actions.take_back_part(part=part, reason="Khoa khác làm.", actor=house.phuc, at=AT)

    assert Task.objects.get(pk=below.pk).state == TaskState.CANCELLED
    assert ExtensionRequest.objects.get().state == ExtensionRequest.TAKEN_BACK


def test_a_part_gets_no_day_after_its_whole(house, task):
    part = a_part(task, house.unit.khth, house.phuc)

    with pytest.raises(WrongState, match="không thể sau hạn của nhiệm vụ"):
        actions.change_deadline(task=part, due_on=date(2026, 12, 31), reason="Chờ.", actor=house.hanh, at=AT)

    assert Task.objects.get(pk=part.pk).due_on == DUE


def test_words_of_a_unit_that_led_before_do_not_undo_those_of_the_unit_that_leads(house, task):
    old = a_report(task=task, by=house.phuc, at=AT, words="Đã làm một nửa.", done_on=None, sent_by=house.de)
    Task.objects.filter(pk=task.pk).update(lead=house.unit.ttyt, state=TaskState.REPORTED_DONE)
    task.parts.filter(part="lead").update(unit=house.unit.ttyt)
    ProgressReport.objects.create(
        task=task, unit=house.unit.ttyt, number=2, state="sent", words="Xong.", says_done=True, done_on=AT.date(),
        written_by=house.son, written_at=AT, sent_by=house.son, sent_at=AT, first_sent_at=AT,
    )  # fmt: skip

    actions.return_report(report=old, reason="Đơn vị khác đã làm.", actor=house.hanh, at=AT)

    assert Task.objects.get(pk=task.pk).state == TaskState.REPORTED_DONE
    assert not [fault for fault in checks.faults() if "trạng thái khác với các báo cáo" in fault]


@pytest.mark.parametrize(
    ("turns", "stands"),
    [
        (
            [Turn(TaskState.COMPLETED, date(2026, 10, 20), date(2026, 10, 19)), Turn(TaskState.SUSPENDED, DUE)],
            Followed(TaskState.IN_PROGRESS, None, None),
        ),
        ([Turn(TaskState.CANCELLED, DUE)], Followed(TaskState.ASSIGNED, None, None)),
    ],
)
def test_a_duty_none_of_whose_turns_runs_has_no_day_to_be_late_by(turns, stands):
    assert duty_follows(turns, []) == stands
