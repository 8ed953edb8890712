"""The figures of the progress statement: classes that add up, on the right day, from what was known then."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from caicach.orgs.rules import Role
from caicach.plans import actions, rules
from caicach.plans.models import Plan, Task
from caicach.plans.rules import Progress, Standing, TaskState, Timeliness
from caicach.plans.statement import figures, sentences
from caicach.plans.statement.classes import Classes, Printed, Share
from caicach.plans.statement.values import Statement
from caicach.plans.tests.factories import (
    Department,
    a_department,
    a_document,
    a_person,
    a_plan,
    a_report,
    a_task,
    moment,
)

Q3 = rules.quarter(2026, 3)
END = date(2026, 9, 30)
OCTOBER = moment(date(2026, 10, 5))


@pytest.fixture
def department(db) -> Department:
    return a_department()


@pytest.fixture
def plan(department) -> Plan:
    return a_plan(department=department)


def counted(statement: Statement) -> list[int]:
    return [statement.classes.printed[one] for one in Printed]


def one_of_each(department: Department, plan: Plan) -> None:
    """Six tasks: done in time, done late, open in time, overdue and reported, overdue and idle, without a deadline."""
    d, phuc, hoa, hanh = department, department.phuc, department.hoa, department.hanh
    in_time = a_task(plan=plan, lead=d.hospital, by=hanh, due_on=date(2026, 8, 31))
    a_report(task=in_time, by=phuc, at=moment(date(2026, 8, 31)), done_on=date(2026, 8, 31), sent_by=hoa,
             accepted_by=hanh, evidence=["Quyết định 15.pdf", "Danh mục.xlsx"])  # fmt: skip
    late = a_task(plan=plan, lead=d.hospital, by=hanh, due_on=date(2026, 7, 31))
    a_report(task=late, by=phuc, at=moment(date(2026, 8, 10)), done_on=date(2026, 8, 3), sent_by=hoa, accepted_by=hanh)
    open_one = a_task(plan=plan, lead=d.hospital, by=hanh, due_on=date(2026, 12, 15), field="the_che")
    a_report(task=open_one, by=phuc, at=moment(date(2026, 9, 1)), words="Đang lấy ý kiến.", sent_by=hoa)
    overdue = a_task(plan=plan, lead=d.hospital, by=hanh, due_on=date(2026, 9, 25), field="the_che")
    a_report(task=overdue, by=phuc, at=moment(date(2026, 9, 24)), done_on=date(2026, 9, 24), sent_by=hoa,
             returned_by=hanh, reason="Thiếu quyết định ban hành.", decided_at=moment(date(2026, 9, 28)))  # fmt: skip
    a_task(plan=plan, lead=d.centre, by=hanh, due_on=date(2026, 6, 30), field="cong_vu")
    a_task(plan=plan, lead=d.centre, by=hanh, phrase="Thường xuyên", field="cong_vu")


def test_every_task_stands_in_one_printed_class(department, plan):
    one_of_each(department, plan)

    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert counted(statement) == [1, 1, 1, 2, 1]
    assert statement.classes.total == 6
    three = [statement.classes.progress(one) for one in Progress]
    assert three == [2, 1, 3]
    assert [statement.classes.timeliness(one) for one in Timeliness] == [2, 3, 1]


def test_percentages_are_of_the_tasks_due(department, plan):
    one_of_each(department, plan)

    classes = figures.statement(plan, Q3, as_of=OCTOBER).classes

    assert classes.due == 4
    assert classes.share(Printed.DONE_ON_TIME) == Share(1, 4)
    assert classes.share(Printed.OPEN_OVERDUE).value == Decimal("0.5")
    assert sentences.percent(classes.share(Printed.DONE_ON_TIME)) == "25%"


def test_fields_and_units_add_up_to_the_whole(department, plan):
    one_of_each(department, plan)

    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert [(group.name, group.classes.total) for group in statement.by_field] == [
        ("Cải cách thể chế", 2),
        ("Cải cách thủ tục hành chính", 2),
        ("Cải cách chế độ công vụ", 2),
    ]
    assert [(group.name, group.classes.total) for group in statement.by_lead] == [
        ("Bệnh viện Đa khoa tỉnh Bình Minh", 4),
        ("Trung tâm Kiểm soát bệnh tật", 2),
    ]
    for groups in (statement.by_field, statement.by_lead):
        for one in Printed:
            assert sum(group.classes.printed[one] for group in groups) == statement.classes.printed[one]


def test_tasks_that_fall_due_in_the_period(department, plan):
    one_of_each(department, plan)

    fallen = figures.statement(plan, Q3, as_of=OCTOBER).due_in_period

    assert [fallen.printed[one] for one in Printed] == [1, 1, 0, 1, 0]


def test_lists_of_tasks_by_how_they_stand(department, plan):
    one_of_each(department, plan)

    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert [line.number for line in statement.completed_in_period] == [2, 1]
    assert [line.number for line in statement.overdue] == [5, 4]
    assert [line.number for line in statement.in_progress] == [3, 4]
    assert [line.number for line in statement.not_begun] == [5, 6]
    first = statement.lines[0]
    assert (first.done_on, first.evidence) == (date(2026, 8, 31), ("Quyết định 15.pdf", "Danh mục.xlsx"))


def test_days_late_are_told_by_the_calendar_and_by_working_days(department, plan):
    one_of_each(department, plan)

    done_late, overdue = (figures.statement(plan, Q3, as_of=OCTOBER).lines[n] for n in (1, 3))

    # Friday 31/07 to Monday 03/08; Friday 25/09 to Wednesday 30/09.
    assert (done_late.days_late, done_late.working_days_late) == (3, 1)
    assert (overdue.days_late, overdue.working_days_late) == (5, 3)
    assert sentences.status(overdue) == "Đang thực hiện, quá hạn 5 ngày (3 ngày làm việc)"


def test_a_year_without_a_working_calendar_leaves_calendar_days(department, plan):
    a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 9, 25))

    line = figures.statement(plan, rules.quarter(2031, 1), as_of=moment(date(2031, 4, 1))).lines[0]

    assert line.working_days_late is None
    assert sentences.late_by(line) == "1648 ngày"


def test_the_earlier_day_counts_and_is_named(department, plan):
    a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 9, 15))

    before, after = (figures.statement(plan, Q3, as_of=moment(day)) for day in (date(2026, 9, 15), date(2026, 10, 5)))

    assert (before.day, after.day) == (date(2026, 9, 15), END)
    assert (counted(before), counted(after)) == ([0, 0, 1, 0, 0], [0, 0, 0, 1, 0])
    assert sentences.standing_on(before) == "Số liệu tính đến ngày 15 tháng 9 năm 2026, khi kỳ chưa kết thúc"
    assert sentences.standing_on(after) == "Số liệu tính đến hết ngày 30 tháng 9 năm 2026, ngày cuối kỳ"
    assert sentences.taken_at(after) == "lập lúc 09:00 05/10/2026"


def test_a_period_to_come_has_nothing_done_in_it(department, plan):
    one_of_each(department, plan)

    statement = figures.statement(plan, rules.quarter(2027, 1), as_of=OCTOBER)

    assert statement.day == date(2026, 10, 5)
    assert (statement.due_in_period.total, statement.completed_in_period) == (0, ())
    assert sentences.standing_on(statement).endswith("khi kỳ chưa bắt đầu")


def test_a_past_period_keeps_the_deadline_then_in_force(department, plan):
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 9, 15))
    said = {"task": task, "reason": "Chờ văn bản của Bộ Y tế", "actor": department.hanh}
    actions.change_deadline(**said, due_on=date(2026, 9, 20), at=moment(date(2026, 9, 10)))
    actions.change_deadline(**said, due_on=date(2026, 11, 30), at=moment(date(2026, 10, 2)))

    third, fourth = (
        figures.statement(plan, rules.quarter(2026, number), as_of=moment(date(2026, 10, 5))).lines[0]
        for number in (3, 4)
    )

    assert (third.due_on, third.deadline_changes, third.printed) == (date(2026, 9, 20), 1, Printed.OPEN_OVERDUE)
    assert (fourth.due_on, fourth.deadline_changes, fourth.printed) == (date(2026, 11, 30), 2, Printed.OPEN_IN_TIME)
    assert third.first_due_on == fourth.first_due_on == date(2026, 9, 15)
    assert sentences.deadline(third) == "20/09/2026 (đã sửa 1 lần)"


def test_a_task_given_after_the_period_stands_by_its_first_deadline(department, plan):
    a_task(
        plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 9, 1), at=moment(date(2026, 10, 2))
    )

    line = figures.statement(plan, Q3, as_of=OCTOBER).lines[0]

    assert (line.due_on, line.printed, line.given_later) == (date(2026, 9, 1), Printed.OPEN_OVERDUE, True)


def test_what_was_done_after_the_period_was_not_done_in_it(department, plan):
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=date(2026, 9, 25))
    a_report(task=task, by=department.phuc, at=moment(date(2026, 10, 2)), done_on=date(2026, 10, 1),
             sent_by=department.hoa, accepted_by=department.hanh)  # fmt: skip

    line = figures.statement(plan, Q3, as_of=OCTOBER).lines[0]

    assert line.standing == Standing(Progress.NOT_COMPLETED, Timeliness.LATE)
    assert (line.begun, line.done_on, line.result, line.days_late) == (False, None, "", 5)


def test_a_completion_counts_on_the_day_it_names_once_it_is_confirmed(department, plan):
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END)
    a_report(task=task, by=department.phuc, at=moment(date(2026, 9, 29)), done_on=date(2026, 9, 29),
             sent_by=department.hoa, accepted_by=department.hanh, decided_at=moment(date(2026, 10, 3)))  # fmt: skip

    before, after = (
        figures.statement(plan, Q3, as_of=moment(day)).lines[0] for day in (date(2026, 10, 2), date(2026, 10, 5))
    )

    assert (before.printed, before.done_on) == (Printed.OPEN_IN_TIME, None)
    assert (after.printed, after.done_on) == (Printed.DONE_ON_TIME, date(2026, 9, 29))


def test_what_waits_for_the_office_is_told_apart(department, plan):
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END)
    a_report(
        task=task, by=department.phuc, at=moment(date(2026, 9, 29)), done_on=date(2026, 9, 29), sent_by=department.hoa
    )

    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert statement.lines[0].awaiting
    assert sentences.status(statement.lines[0]) == "Đang thực hiện, trong hạn; đã báo cáo hoàn thành, chờ xác nhận"
    assert "chờ xác nhận, chưa tính là hoàn thành" in dict(sentences.general(statement))["Ghi chú số liệu:"]


def test_the_office_s_reason_is_told_with_a_returned_report(department, plan):
    one_of_each(department, plan)

    idle, returned = figures.statement(plan, Q3, as_of=OCTOBER).overdue

    assert sentences.last_report(returned) == "Báo cáo bị trả lại: Thiếu quyết định ban hành."
    assert sentences.last_report(idle) == "Chưa có báo cáo"
    assert returned.evidence == ()


def test_a_draft_and_what_a_head_returned_stay_in_the_unit(department, plan):
    drafted = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END)
    a_report(task=drafted, by=department.phuc, at=moment(date(2026, 9, 1)), words="bản nháp", evidence=["nháp.pdf"])
    within = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END)
    report = a_report(task=within, by=department.phuc, at=moment(date(2026, 9, 1)), words="chưa gửi")
    actions.submit_report(report=report, actor=department.phuc, at=moment(date(2026, 9, 2)))
    actions.return_report(report=report, reason="nội bộ", actor=department.hoa, at=moment(date(2026, 9, 3)))

    lines = figures.statement(plan, Q3, as_of=OCTOBER).lines

    assert [(line.begun, line.result, line.reason, line.evidence) for line in lines] == [(False, "", "", ())] * 2


def test_words_rewritten_after_a_return_are_not_told(department, plan):
    task = a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END)
    a_report(task=task, by=department.phuc, at=moment(date(2026, 9, 1)), sent_by=department.hoa,
             returned_by=department.hanh, decided_at=moment(date(2026, 9, 5)))  # fmt: skip
    a_report(task=task, by=department.phuc, at=moment(date(2026, 9, 8)), words="viết lại, chưa gửi")

    line = figures.statement(plan, Q3, as_of=OCTOBER).lines[0]

    assert (line.begun, line.result, line.reason) == (True, "", "")
    assert sentences.last_report(line) == "Chưa có nội dung báo cáo"


def test_an_officer_of_another_unit_counts_only_what_he_may_see(department, plan):
    one_of_each(department, plan)

    statement = figures.statement(plan, Q3, as_of=OCTOBER, tasks=Task.objects.visible_to(department.son))

    assert [line.lead.name for line in statement.lines] == ["Trung tâm Kiểm soát bệnh tật"] * 2
    assert statement.partial
    assert sentences.PARTIAL in sentences.general(statement)[0][1]


def test_a_task_is_counted_once_however_it_was_found(department, plan):
    a_task(plan=plan, lead=department.hospital, by=department.hanh, coop=[department.centre])
    another = a_plan(department=department, code="KH khác")
    a_task(plan=another, lead=department.hospital, by=department.hanh)

    found = Task.objects.filter(parts__unit__in=[department.hospital, department.centre])
    statement = figures.statement(plan, Q3, as_of=OCTOBER, tasks=found)

    assert statement.classes.total == 1
    assert statement.lines[0].coop == ("Trung tâm Kiểm soát bệnh tật",)
    assert not statement.partial


def test_an_empty_plan_has_a_statement(department, plan):
    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert counted(statement) == [0, 0, 0, 0, 0]
    assert sentences.percent(statement.classes.share(Printed.DONE_ON_TIME)) == "–"


def test_the_letterhead_of_a_provincial_department(department, plan):
    office = figures.statement(plan, Q3, as_of=OCTOBER).office

    assert (office.agency, office.parent, office.symbol) == ("Sở Y tế", "UBND tỉnh Bình Minh", "SYT")
    assert (office.place, office.signs, office.head) == ("Bình Minh", "Giám đốc", "Trần Thị Hoa")


def test_who_signs_is_left_to_the_clerk_where_two_head_the_unit(department, plan):
    a_person(name="Đỗ Văn An", unit=department.unit, role=Role.HEAD, title="Giám đốc")

    office = figures.statement(plan, Q3, as_of=OCTOBER).office

    assert (office.signs, office.head) == ("Giám đốc", "")


def test_a_deputy_does_not_sign_for_the_head(department, plan):
    a_person(name="Đỗ Văn An", unit=department.unit, role=Role.HEAD, title="Phó Giám đốc")

    assert figures.statement(plan, Q3, as_of=OCTOBER).office.head == "Trần Thị Hoa"


def test_the_plan_s_document_is_cited_in_full(department):
    plan = a_plan(
        department=department, document=a_document(department=department), title="Cải cách hành chính năm 2026"
    )

    statement = figures.statement(plan, Q3, as_of=OCTOBER)

    assert sentences.citation(statement) == (
        "Căn cứ Kế hoạch số 62/KH-SYT ngày 31 tháng 12 năm 2025 của Sở Y tế tỉnh Bình Minh "
        "về cải cách hành chính năm 2026"
    )
    assert sentences.plan_name(statement) == "Kế hoạch cải cách hành chính năm 2026"


def test_ten_tasks_and_three_hundred_cost_the_same_queries(department, plan):
    def add(number: int) -> None:
        for _ in range(number):
            a_task(plan=plan, lead=department.hospital, by=department.hanh, due_on=END, coop=[department.centre])

    def queries() -> int:
        fresh = Plan.objects.get(pk=plan.pk)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures.statement(fresh, Q3, as_of=OCTOBER)
        return len(seen)

    one_of_each(department, plan)
    add(4)
    few = queries()
    add(290)

    assert queries() == few <= 12


standings = st.builds(
    lambda state, done, due: rules.standing(
        state=state, done_on=done if state is TaskState.COMPLETED else None, due_on=due, on=END
    ),
    st.sampled_from(TaskState),
    st.integers(-90, 90).map(lambda days: END + timedelta(days=days)),
    st.none() | st.integers(-90, 90).map(lambda days: END + timedelta(days=days)),
)


@given(st.lists(standings, max_size=40))
def test_whatever_the_tasks_the_classes_add_up(found):
    classes = Classes.of(found)

    assert sum(classes.printed.values()) == sum(classes.cells.values()) == classes.total == len(found)
    assert sum(classes.progress(one) for one in Progress) == classes.total
    assert sum(classes.timeliness(one) for one in Timeliness) == classes.total
    assert classes.due + classes.printed[Printed.OPEN_IN_TIME] + classes.printed[Printed.NO_DEADLINE] == classes.total
    assert classes.cells[Progress.IN_PROGRESS, Timeliness.LATE] == 0
