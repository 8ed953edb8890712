"""From a plan's paper to completed tasks: what each verb writes, tells and refuses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from caicach.audit.models import Line
from caicach.documents import actions as documents
from caicach.documents.models import Document
from caicach.documents.rules import Direction
from caicach.documents.tests.factories import last_line, taken_in
from caicach.notifications.models import Notice
from caicach.plans import actions, rules
from caicach.plans.models import DeadlineEntry, Plan, Task
from caicach.plans.rules import PlanLevel, TaskState
from caicach.plans.tests.factories import (
    GIVEN_AT,
    a_plan,
    a_report,
    a_task,
    department_of,
    moment,
    nothing_happens,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 6, 30)
LATER = moment(date(2026, 3, 2))


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


@pytest.fixture
def task(house, plan):
    return a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh, due_on=DUE)


def confirm(house, document, *numbers):
    plan = actions.plan_of(document=document, actor=house.hanh, at=GIVEN_AT)
    chosen = [(one, one.revision) for one in document.proposals.filter(number__in=numbers).select_related("lead")]
    return actions.confirm_proposals(plan=plan, proposals=chosen, actor=house.hanh, at=GIVEN_AT)


def told(person):
    return list(Notice.objects.filter(to=person).order_by("pk").values_list("kind", flat=True))


def test_a_plan_becomes_done_work(house):
    document = taken_in(house)
    number_four = document.proposals.get(number=4)
    documents.correct_proposal(
        proposal=number_four, revision=0, text="Tập huấn kỹ năng số.", lead=None, actor=house.hanh, at=GIVEN_AT
    )
    given = documents.assign_lead(document=document, under="II.2", lead=house.unit.bvdk, actor=house.hanh, at=GIVEN_AT)
    assert given == 2

    tasks = confirm(house, document, 1, 2, 3, 4)

    assert [(one.number, one.lead.code, one.due_on) for one in tasks] == [
        (1, "BVDK-BM", date(2026, 6, 29)),
        (2, "TTYT-LK", DUE),
        (3, "BVDK-BM", date(2026, 12, 30)),
        (4, "BVDK-BM", date(2026, 9, 30)),
    ]
    assert tasks[3].text == "Tập huấn kỹ năng số."
    task = tasks[0]
    report = a_report(task=task, by=house.phuc, at=LATER, evidence=["bien-ban.pdf"], sent_by=house.de)
    report = actions.return_report(report=report, reason="Thiếu số liệu.", actor=house.hanh, at=LATER)
    report = actions.write_report(
        task=task, words="Đủ số liệu.", revision=report.revision, says_done=True, done_on=date(2026, 3, 1),
        figure=Decimal("12.5"), figure_unit="%", actor=house.phuc, at=LATER,
    )  # fmt: skip
    report = actions.submit_report(report=report, actor=house.phuc, at=LATER)
    report = actions.send_report(report=report, actor=house.de, at=LATER)
    report = actions.accept_report(report=report, actor=house.hanh, at=LATER)

    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.COMPLETED, date(2026, 3, 1))
    assert (report.state, report.number, report.revision) == ("accepted", 1, 8)
    assert report.evidence.get().name == "bien-ban.pdf"  # kept through the rewriting
    kinds = Line.objects.of(f"plans.task:{task.pk}").values_list("kind", flat=True)
    assert [kind.removeprefix("plans.") for kind in kinds] == [
        "task_given",
        "report_written",
        "report_with_head",
        "report_sent",
        "task_moved",
        "report_returned",
        "report_written",
        "report_with_head",
        "report_sent",
        "task_moved",
        "report_accepted",
        "task_moved",
    ]
    assert told(house.phuc).count("plans.report_return") == told(house.phuc).count("plans.report_accept") == 1
    assert told(house.de).count("plans.report_submit") == 2
    assert told(house.hanh) == ["plans.report_send", "plans.report_send"]


def test_the_plan_of_a_document_is_opened_once_by_its_own_words(house):
    document = taken_in(house)

    plan = actions.plan_of(document=document, actor=house.hanh, at=GIVEN_AT)
    again = actions.plan_of(document=document, actor=house.hanh, at=GIVEN_AT)

    assert plan == again
    assert (plan.code, plan.title, plan.level) == ("62/KH-SYT", "Cải cách hành chính năm 2026", PlanLevel.YEARLY)
    assert (plan.starts_on, plan.ends_on) == (date(2025, 12, 31), date(2026, 12, 31))  # from its day of issue
    line = last_line(plan)
    assert (line.kind, line.actor_name) == ("plans.opened", "Nguyễn Thị Hạnh")


def test_three_documents_of_the_same_number_open_three_plans(house):
    text = "Số: 9/KH-SYT\nBình Minh, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nLàm sạch dữ liệu giai đoạn 2026 - 2030\n"
    made = []
    for unit, direction in (("syt", Direction.OUTGOING), ("syt", Direction.INCOMING), ("bvdk", Direction.INCOMING)):
        kept = documents.keep_file(chunks=[text.encode()], actor=house.hanh, at=GIVEN_AT)
        document = documents.take_in(
            stored=kept,
            name="a.txt",
            unit=getattr(house.unit, unit),
            direction=direction,
            actor=house.hanh,
            at=GIVEN_AT,
        )
        made.append(actions.plan_of(document=document, actor=house.hanh, at=GIVEN_AT))

    assert len({plan.code for plan in made}) == 3
    assert {plan.level for plan in made} == {PlanLevel.FIVE_YEAR}


def test_a_confirmed_task_keeps_its_words_its_source_and_lets_its_units_read_it(house):
    document = taken_in(house)
    assert not Document.objects.visible_to(house.son).exists()

    task = confirm(house, document, 1)[0]

    assert task.source.document == document
    assert task.deadline_phrase == "trước ngày 30/6/2026"
    assert {(part.unit.code, part.part) for part in task.parts.all()} == {("BVDK-BM", "lead"), ("TTYT-LK", "coop")}
    entry = task.deadline_entries.get()
    assert (entry.number, entry.kind, entry.due_on) == (1, DeadlineEntry.SET, date(2026, 6, 29))
    assert "trước ngày 30/06/2026" in entry.because[0]
    for person in (house.phuc, house.son):  # the chain back to the clause opens for them
        assert list(Document.objects.visible_to(person)) == [document]
    assert not Document.objects.visible_to(house.thu).exists()
    assert last_line(task).kind == "plans.task_given"
    assert last_line(document).kind == "documents.handed_out"
    assert told(house.phuc) == told(house.de) == ["plans.task_given"]
    assert told(house.son) == told(house.hanh) == []


def test_several_proposals_are_confirmed_all_or_none(house):
    document = taken_in(house)

    with (
        nothing_happens(),
        pytest.raises(actions.NoLead, match="Đề xuất 3 chưa có đơn vị chủ trì"),
        transaction.atomic(),
    ):
        confirm(house, document, 1, 2, 3)

    assert not Plan.objects.exists()


def test_a_task_typed_by_hand_needs_words(house, plan):
    for text in ("", "   \n"):
        with nothing_happens(), pytest.raises(actions.NoWords, match="nội dung"):
            a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, text=text)


def test_a_lead_is_not_also_a_helper(house, plan):
    task = a_task(
        plan=plan, lead=house.unit.bvdk, coop=[house.unit.bvdk, house.unit.ttyt, house.unit.ttyt], by=house.hanh
    )

    assert sorted(task.parts.values_list("unit__code", "part")) == [("BVDK-BM", "lead"), ("TTYT-LK", "coop")]


def test_a_sheet_is_given_as_a_whole_or_not_at_all(house, plan):
    good = actions.Assignment(text="Việc một", field="tthc", lead=house.unit.bvdk)
    empty = actions.Assignment(text=" ", field="tthc", lead=house.unit.bvdk)

    with nothing_happens(), pytest.raises(actions.NoWords):
        actions.add_tasks(plan=plan, assignments=[good, empty], actor=house.hanh, at=GIVEN_AT)

    tasks = actions.add_tasks(plan=plan, assignments=[good, good], actor=house.hanh, at=GIVEN_AT, after=0)
    assert [task.number for task in tasks] == [1, 2]


def test_the_same_sheet_sent_twice_gives_its_tasks_once(house, plan):
    rows = [actions.Assignment(text="Việc một", field="tthc", lead=house.unit.bvdk)]
    actions.add_tasks(plan=plan, assignments=rows, actor=house.hanh, at=GIVEN_AT, after=0)

    with nothing_happens(), pytest.raises(documents.ChangedMeanwhile, match="bấm hai lần"):
        actions.add_tasks(plan=plan, assignments=rows, actor=house.hanh, at=GIVEN_AT, after=0)


def test_a_changed_deadline_is_another_line_and_the_first_stays(house, task):
    moved = actions.change_deadline(
        task=task, due_on=DUE + timedelta(days=31), reason="Chờ Bộ Y tế hướng dẫn.", actor=house.hanh, at=LATER
    )

    assert (moved.due_on, moved.first_due_on) == (date(2026, 7, 31), DUE)
    assert list(moved.deadline_entries.values_list("number", "kind", "due_on")) == [
        (1, "set", DUE),
        (2, "changed", date(2026, 7, 31)),
    ]
    line = last_line(task)
    assert line.kind == "plans.deadline_changed"
    assert line.changes["due_on"] == {"before": "2026-06-30", "after": "2026-07-31"}
    assert told(house.phuc) == ["plans.task_given", "plans.deadline_changed"]


def test_a_deadline_is_changed_with_a_reason_only(house, task):
    for reason in ("", "  "):
        with nothing_happens(), pytest.raises(actions.NoWords, match="lý do"):
            actions.change_deadline(task=task, due_on=None, reason=reason, actor=house.hanh, at=LATER)


def test_the_deadline_of_a_completed_task_stands(house, task):
    a_report(
        task=task, by=house.phuc, at=LATER, done_on=DUE - timedelta(days=130), sent_by=house.de, accepted_by=house.hanh
    )

    with nothing_happens(), pytest.raises(rules.WrongState, match="đã hoàn thành"):
        actions.change_deadline(task=task, due_on=None, reason="Bỏ hạn.", actor=house.hanh, at=LATER)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": " "}, "Hãy ghi kết quả"),
        ({"says_done": True}, "Hãy ghi ngày hoàn thành"),
        ({"says_done": True, "done_on": LATER.date() + timedelta(days=1)}, "không thể sau hôm nay"),
        ({"says_done": True, "done_on": date(2025, 12, 31)}, "không thể trước ngày bắt đầu kế hoạch"),
    ],
)
def test_a_report_must_say_what_was_done_and_a_day_that_can_be(house, task, said, sentence):
    with nothing_happens(), pytest.raises(actions.NothingSaid, match=sentence):
        actions.write_report(**({"task": task, "words": "Xong.", "actor": house.phuc, "at": LATER} | said))


def test_the_day_of_completion_may_be_today(house, task):
    report = a_report(task=task, by=house.phuc, at=LATER, done_on=LATER.date())

    assert report.done_on == LATER.date()
    assert last_line(task).changes["done_on"] == "2026-03-02"


def test_evidence_is_taken_out_and_the_trail_says_which(house, plan, task):
    report = a_report(task=task, by=house.phuc, at=LATER, evidence=["nham.pdf", "dung.pdf"])
    other = a_report(
        task=a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh), by=house.phuc, at=LATER, evidence=["k"]
    )
    wrong = [report.evidence.get(name="nham.pdf"), other.evidence.get()]

    actions.write_report(task=task, words="Xong.", revision=1, without=wrong, actor=house.phuc, at=LATER)

    assert list(report.evidence.values_list("name", flat=True)) == ["dung.pdf"]
    assert last_line(task).changes["taken_out"] == ["nham.pdf"]
    assert other.evidence.count() == 1


def test_a_completed_task_takes_no_more_reports(house, task):
    a_report(task=task, by=house.phuc, at=LATER, done_on=LATER.date(), sent_by=house.de, accepted_by=house.hanh)

    with nothing_happens(), pytest.raises(rules.WrongState, match="không báo cáo thêm"):
        actions.write_report(task=task, words="Thêm nữa.", actor=house.phuc, at=LATER)


def test_progress_accepted_leaves_the_task_in_hand_and_the_next_report_is_the_second(house, task):
    a_report(task=task, by=house.phuc, at=LATER, sent_by=house.de, accepted_by=house.hanh)
    second = a_report(task=task, by=house.phuc, at=LATER)

    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.IN_PROGRESS, None)
    assert (second.number, second.revision) == (2, 1)


def test_who_wrote_second_on_an_old_page_is_told(house, task):
    a_report(task=task, by=house.phuc, at=LATER, words="Của Phúc")

    with nothing_happens(), pytest.raises(documents.ChangedMeanwhile, match="vừa sửa báo cáo"):
        actions.write_report(task=task, words="Của ông Đệ", revision=0, actor=house.de, at=LATER)


def test_a_report_laid_before_the_head_waits_until_it_is_taken_back(house, task):
    report = actions.submit_report(report=a_report(task=task, by=house.phuc, at=LATER), actor=house.phuc, at=LATER)
    with nothing_happens(), pytest.raises(rules.WrongState):
        actions.write_report(task=task, words="Sửa", revision=report.revision, actor=house.phuc, at=LATER)

    back = actions.take_back_report(report=report, actor=house.phuc, at=LATER)

    assert back.state == "draft"
    assert last_line(task).kind == "plans.report_draft"


def test_a_head_returns_what_lies_before_them_and_the_task_does_not_move(house, task):
    report = actions.submit_report(report=a_report(task=task, by=house.phuc, at=LATER), actor=house.phuc, at=LATER)

    returned = actions.return_report(report=report, reason="Ghi rõ số giường.", actor=house.de, at=LATER)

    assert (returned.state, returned.reason, returned.decided_by) == ("returned", "Ghi rõ số giường.", None)
    assert Task.objects.get(pk=task.pk).state == TaskState.ASSIGNED
    assert last_line(task).changes["reason"] == "Ghi rõ số giường."


def test_a_report_is_not_returned_without_a_reason(house, task):
    report = a_report(task=task, by=house.phuc, at=LATER, sent_by=house.de)

    with nothing_happens(), pytest.raises(actions.NothingSaid, match="lý do trả lại"):
        actions.return_report(report=report, reason=" ", actor=house.hanh, at=LATER)


def test_the_same_step_twice_is_refused_with_a_sentence_and_tells_nobody_again(house, task):
    report = a_report(task=task, by=house.phuc, at=LATER, sent_by=house.de)
    with nothing_happens(), pytest.raises(rules.WrongState, match="đã được xử lý"):
        actions.send_report(report=report, actor=house.de, at=LATER)
    actions.return_report(report=report, reason="Thiếu.", actor=house.hanh, at=LATER)

    for actor, verb in ((house.hanh, "return"), (house.hanh, "accept"), (house.de, "return")):
        with nothing_happens(), pytest.raises(rules.WrongState, match="đã được xử lý"):
            if verb == "accept":
                actions.accept_report(report=report, actor=actor, at=LATER)
            else:
                actions.return_report(report=report, reason="Thiếu.", actor=actor, at=LATER)


def test_without_a_head_of_its_own_the_unit_reports_to_the_head_above(house):
    plan = a_plan(department=department_of(house))
    task = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh)
    report = a_report(task=task, by=house.son, at=LATER, sent_by=house.hoa)

    assert report.sent_by == house.hoa
    assert told(house.hoa) == ["plans.report_submit"]
