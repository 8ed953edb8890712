"""`verify` re-computes tasks and reports: any one thing changed behind the program's back is named."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from caicach.audit import checks as trail
from caicach.documents import checks as document_checks
from caicach.documents.models import Proposal
from caicach.documents.tests.factories import taken_in
from caicach.plans import actions, checks
from caicach.plans.models import DeadlineEntry, Plan, PlanLine, ProgressReport, Task, TaskUnit
from caicach.plans.tests.factories import a_report, a_task, moment

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 3, 2))
DONE = date(2026, 3, 1)


@pytest.fixture
def plan(house):
    """A plan from a paper: task 1 completed, 2 in hand, 3 laid before the head, 4 sent as done, 5 untouched."""
    document = taken_in(house)
    plan = actions.plan_of(document=document, actor=house.hanh, at=AT)
    one, two = document.proposals.filter(number__lte=2).select_related("lead")
    first, second = actions.confirm_proposals(plan=plan, proposals=[(one, 0), (two, 0)], actor=house.hanh, at=AT)
    due = date(2026, 6, 30)
    third, fourth, _fifth = (a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=due) for _ in range(3))
    a_report(task=first, by=house.phuc, at=AT, done_on=DONE, sent_by=house.de, accepted_by=house.hanh)
    a_report(task=second, by=house.son, at=AT, sent_by=house.hoa, returned_by=house.hanh)
    actions.submit_report(report=a_report(task=third, by=house.phuc, at=AT), actor=house.phuc, at=AT)
    a_report(task=fourth, by=house.phuc, at=AT, done_on=DONE, sent_by=house.de)
    actions.change_deadline(task=third, due_on=due + timedelta(days=9), reason="Chờ.", actor=house.hanh, at=AT)
    return plan


def test_what_the_program_itself_did_holds(plan):
    assert list(checks.faults()) == []
    assert list(document_checks.faults()) == []
    assert list(trail.faults()) == []


LATE = date(2026, 12, 1)
TAMPERED = {
    "a reason nobody gave": (Task, {"number": 5}, {"stopped_because": "Chờ."}, "khác với lý do tạm dừng"),
    "a suspension nobody ordered": (
        Task,
        {"number": 5},
        {"state": "suspended", "stopped_on": DONE, "stopped_because": "Chờ."},
        "hủy khác với nhật ký",
    ),
    "an extension nobody granted": (
        DeadlineEntry,
        {"task__number": 3, "number": 2},
        {"kind": "extended"},
        "đồng ý gia hạn khác với sổ hạn",
    ),
    "a part confirmed by nobody": (
        TaskUnit,
        {"task__number": 1, "part": "coop"},
        {"confirmed_at": AT},
        "phần phối hợp",
    ),
    "a line of a ledger": (DeadlineEntry, {"task__number": 5}, {"due_on": LATE}, "không tính lại được"),
    "a typed deadline": (DeadlineEntry, {"task__number": 5}, {"typed": {"kind": "continuous"}}, "không tính lại được"),
    "a task's deadline": (Task, {"number": 3}, {"due_on": LATE}, "khác dòng cuối của sổ hạn"),
    "a task's first deadline": (Task, {"number": 3}, {"first_due_on": LATE}, "khác dòng cuối của sổ hạn"),
    "begun, says the task": (Task, {"number": 5}, {"state": "in_progress"}, "trạng thái khác với các báo cáo"),
    "not begun, says the task": (Task, {"number": 2}, {"state": "assigned"}, "trạng thái khác với các báo cáo"),
    "waiting, says the task": (Task, {"number": 5}, {"state": "reported_done"}, "trạng thái khác với các báo cáo"),
    "not waiting, says the task": (Task, {"number": 4}, {"state": "in_progress"}, "trạng thái khác với các báo cáo"),
    "done, says the task": (Task, {"number": 4}, {"state": "completed", "done_on": DONE}, "không có đúng một báo cáo"),
    "not done, says the task": (Task, {"number": 1}, {"state": "in_progress", "done_on": None}, "chưa hoàn thành"),
    "another day of completion": (Task, {"number": 1}, {"done_on": date(2026, 2, 1)}, "ngày hoàn thành khác"),
    "a report accepted": (ProgressReport, {"task__number": 2}, {"state": "accepted"}, "báo cáo lần 1 khác với nhật ký"),
    "a report sent": (ProgressReport, {"task__number": 3}, {"state": "sent"}, "báo cáo lần 1 khác với nhật ký"),
    "words of a report": (ProgressReport, {"task__number": 1}, {"words": "Chưa làm gì."}, "nội dung báo cáo lần 1"),
    "a figure": (ProgressReport, {"task__number": 1}, {"figure": 99}, "nội dung báo cáo lần 1"),
    "a part taken away": (TaskUnit, {"task__number": 5}, None, "không khớp danh sách phân công"),
    "another lead": (Task, {"number": 5}, {"lead": "ttyt"}, "không khớp danh sách phân công"),
    "a number left out": (PlanLine, {"number": 5}, {"number": 6}, "số thứ tự nhiệm vụ không liên tục"),
    "a number of its own": (Task, {"number": 5}, {"number": 6}, "không có dòng trong kế hoạch đã giao nó"),
    "a line taken away": (PlanLine, {"number": 5}, None, "số thứ tự nhiệm vụ không liên tục"),
    "a counter set back": (Plan, {}, {"last_task_number": 4}, "số thứ tự nhiệm vụ không liên tục"),
    "a proposal open again": (Proposal, {"number": 1}, {"state": "proposed"}, "đề xuất gốc chưa được xác nhận"),
    "a proposal confirmed by nobody": (
        Proposal,
        {"number": 3},
        {"state": "confirmed", "decided_at": AT},
        "không có nhiệm vụ",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_one_thing_changed_by_hand_is_found_and_named(house, plan, what):
    model, which, change, sentence = TAMPERED[what]
    rows = model.objects.filter(**which)
    assert rows.count() == 1

    if change is None:
        rows.delete()
    else:
        rows.update(**{name: getattr(house.unit, value) if name == "lead" else value for name, value in change.items()})

    found = list(checks.faults())
    assert found and any(sentence in fault for fault in found), found


def test_a_task_that_nobody_gave_is_found(house, plan):
    task = Task.objects.get(number=5)
    TaskUnit.objects.filter(task=task).delete()
    DeadlineEntry.objects.filter(task=task).delete()
    task.pk, task.number, task.source = None, 6, None
    task.save(force_insert=True)

    found = list(checks.faults())

    assert f"Nhiệm vụ {task.pk}: nhật ký không có dòng giao việc." in found
    assert f"Nhiệm vụ {task.pk}: không có sổ hạn." in found


def test_the_database_itself_refuses_a_completed_task_without_its_day(plan):

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(number=5).update(state="completed")
