"""Pages of what hangs on a task: turns, parts, events, tasks without a date."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from caicach.plans import actions
from caicach.plans.actions import Assignment, PartGiven, Rhythm
from caicach.plans.models import Recurrence, Task
from caicach.plans.recurring import Every
from caicach.plans.rules import TaskState
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_report, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 3, 2))


def a_given(house, deadline=None, phrase="", text="Báo cáo kết quả."):
    plan = a_plan(department=department_of(house), code=f"{Task.objects.count() + 1}/KH-SYT")
    assignment = Assignment(text=text, field="tthc", lead=house.unit.bvdk, deadline=deadline, deadline_phrase=phrase)
    return actions.add_task(plan=plan, assignment=assignment, actor=house.hanh, at=GIVEN_AT)


def page(as_, task):
    return as_.get(reverse("plans:task", args=[task.pk])).content.decode()


def test_the_form_proposes_the_rhythm_of_the_paper_and_opens_its_turn(as_, house):
    task = a_given(house, {"kind": "recurring", "every": "quarter", "day": 5, "of": "last_month_of_period"})
    asked = as_(house.hanh).get(reverse("plans:task", args=[task.pk])).context["recurrence_form"]
    assert (str(asked.initial["every"]), asked.initial["due_day"]) == ("quarter", 5)

    today = localdate()
    typed = {
        "every": "month",
        "due_day": "31",
        "due_months_after": "0",
        "starts_on": f"{today:%d/%m/%Y}",
        "ends_on": f"{today + timedelta(days=90):%d/%m/%Y}",
    }
    answer = as_(house.hanh).post(reverse("plans:set_recurrence", args=[task.pk]), typed)
    assert answer.status_code == 302
    shown = page(as_(house.phuc), task)
    assert "Các kỳ" in shown
    assert "Kết quả thực hiện" not in shown
    assert task.children.get().lead == house.unit.bvdk


def test_a_due_day_before_the_cut_off_asks_for_an_estimate(as_, house):
    task = a_given(house)
    typed = {
        "every": "quarter",
        "due_day": "5",
        "due_months_after": "0",
        "cutoff_day": "14",
        "starts_on": f"{localdate():%d/%m/%Y}",
        "ends_on": "31/12/2030",
    }
    url = reverse("plans:set_recurrence", args=[task.pk])
    with nothing_happens():
        answer = as_(house.hanh).post(url, typed)
    assert answer.status_code == 422
    assert "Hạn nộp trước ngày chốt" in answer.content.decode()
    assert as_(house.hanh).post(url, typed | {"is_estimate": "on"}).status_code == 302
    assert Recurrence.objects.get(task=task).is_estimate


def test_a_rhythm_that_cannot_be_keeps_what_was_typed(as_, house):
    task = a_given(house)
    typed = {
        "every": "month",
        "due_day": "7",
        "due_months_after": "0",
        "starts_on": "01/01/2020",
        "ends_on": "1/1/2030",
    }
    answer = as_(house.hanh).post(reverse("plans:set_recurrence", args=[task.pk]), typed)
    assert answer.status_code == 422
    assert "Kỳ đầu không thể trước ngày giao" in answer.content.decode()
    assert 'value="01/01/2020"' in answer.content.decode()


def test_stopping_and_the_event_answer_with_a_sentence(as_, house):
    duty, waits = a_given(house), a_given(house, {"kind": "relative", "working_days": 5, "after": "Nghị định ban hành"})
    stop = reverse("plans:stop_recurrence", args=[duty.pk])
    answer = as_(house.hanh).post(stop, {"last_on": "1/1/2030", "reason": "Thôi"})
    assert "không đặt định kỳ" in answer.content.decode()

    assert "Nghị định ban hành" in page(as_(house.hanh), waits)
    url = reverse("plans:record_event", args=[waits.pk])
    assert "Hãy ghi sự kiện" in as_(house.hanh).post(url, {"happened_on": "07/09/2026"}).content.decode()
    as_(house.hanh).post(url, {"words": "Nghị định số 5 ban hành", "happened_on": "07/09/2026"})
    waits.refresh_from_db()
    assert waits.due_on == date(2026, 9, 14)
    assert "Nghị định số 5 ban hành" in page(as_(house.phuc), waits)


def test_parts_are_handed_down_on_a_sheet_and_wrong_cells_keep_every_word(as_, house):
    task = a_task(
        plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 6, 30)
    )
    url = reverse("plans:hand_down", args=[task.pk])
    assert "Phòng Kế hoạch tổng hợp (BVDK-BM-KHTH)" in as_(house.phuc).get(url).content.decode()
    typed = {
        "row-0-text": "Tổng hợp số liệu.",
        "row-0-to": "phong ke hoach tong hop",
        "row-0-due_on": "31/05/2026",
        "row-1-text": "Viết dự thảo.",
        "row-1-to": "Trạm Y tế xã Đông An",
        "row-1-due_on": "31/07/2026",
    }
    with nothing_happens():
        answer = as_(house.phuc).post(f"{url}?after=0", typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Trạm Y tế xã Đông An”" in shown
    assert "không thể sau hạn của nhiệm vụ (30/06/2026)" in shown
    assert "Viết dự thảo." in shown

    typed |= {"row-1-to": "Lê Văn Phúc", "row-1-due_on": ""}
    assert as_(house.phuc).post(f"{url}?after=0", typed).status_code == 302
    below, own = task.children.order_by("number")
    assert (below.lead, own.person, own.due_on) == (house.unit.khth, house.phuc, date(2026, 6, 30))
    assert "vừa có thêm phần việc" in as_(house.phuc).post(f"{url}?after=0", typed).content.decode()


def a_broken_task(house):
    task = a_task(
        plan=a_plan(department=department_of(house)), lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 6, 30)
    )
    parts = [
        PartGiven("Tổng hợp số liệu.", house.unit.khth, due_on=date(2026, 5, 31)),
        PartGiven("Viết dự thảo.", house.unit.bvdk, house.phuc),
    ]
    return task, actions.hand_down(task=task, parts=parts, actor=house.de, at=AT)


def test_the_whole_shows_its_share_and_why_and_begins_with_the_words_of_its_parts(as_, house):
    task, (below, own) = a_broken_task(house)
    shown = page(as_(house.de), task)
    assert "Phần 1.1 của Phòng Kế hoạch tổng hợp quá hạn từ 31/05/2026" in shown

    assert as_(house.de).post(reverse("plans:take_back_part", args=[below.pk]), {"reason": ""}).status_code == 422
    as_(house.de).post(reverse("plans:take_back_part", args=[below.pk]), {"reason": "Khoa khác làm."})
    below.refresh_from_db()
    assert (below.state, below.stopped_because) == (TaskState.CANCELLED, "Khoa khác làm.")
    report = a_report(task=own, by=house.phuc, at=AT, words="Đã viết xong.", done_on=date(2026, 3, 1))
    report = actions.submit_report(report=report, actor=house.phuc, at=AT)
    actions.accept_report(report=report, actor=house.de, at=AT)

    answer = as_(house.phuc).get(reverse("plans:task", args=[task.pk]))
    assert answer.context["report_form"].initial["words"] == "- Viết dự thảo: Đã viết xong."
    assert answer.context["handed"].share.all_done


def test_a_part_lies_on_the_desk_of_the_person_named_and_the_whole_once_on_its_units(as_, house):
    task, (_below, own) = a_broken_task(house)
    phuc, de = as_(house.phuc).get("/").content.decode(), as_(house.de).get("/desk/").content.decode()
    assert own.title in phuc
    assert own.title not in de.split("Chờ đơn vị khác")[0].split('id="cho-don-vi-khac"')[0]
    assert phuc.count(f'href="/plans/tasks/{task.pk}/"') == de.count(f'href="/plans/tasks/{task.pk}/"') > 0
    report = a_report(task=own, by=house.phuc, at=AT)
    actions.submit_report(report=report, actor=house.phuc, at=AT)
    assert "Xem và xác nhận" in as_(house.de).get("/desk/").content.decode()
    assert "Xem và xác nhận" not in as_(house.hanh).get("/").content.decode()


def test_the_chain_of_a_part_leads_to_the_whole_where_one_may_read_it(as_, house):
    task, (below, _own) = a_broken_task(house)
    assert f'href="/plans/tasks/{task.pk}/"' in page(as_(house.phuc), below)
    assert as_(house.son).get(reverse("plans:task", args=[below.pk])).status_code == 404


def test_the_plan_asks_for_missing_days_and_takes_many_at_once(as_, house):
    one = a_given(house, text="Xây dựng quy chế.")
    plan = one.plan
    two, three = (
        actions.add_task(
            plan=plan,
            assignment=Assignment(text=f"Việc {n}", field="tthc", lead=house.unit.bvdk),
            actor=house.hanh,
            at=GIVEN_AT,
        )
        for n in (2, 3)
    )
    assert "3 nhiệm vụ chưa có hạn" in as_(house.hanh).get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "nhiệm vụ chưa có hạn" not in as_(house.phuc).get(reverse("plans:plan", args=[plan.pk])).content.decode()
    url = reverse("plans:undated", args=[plan.pk])
    typed = {f"due-{one.pk}": "30/09/2026", f"always-{two.pk}": "on", f"due-{three.pk}": "mai"}
    with nothing_happens():
        shown = as_(house.hanh).post(url, typed).content.decode()
    assert "“mai” không phải ngày" in shown
    assert 'value="30/09/2026"' in shown

    as_(house.hanh).post(url, typed | {f"due-{three.pk}": ""})
    one.refresh_from_db()
    assert one.due_on == date(2026, 9, 30)
    assert list(Task.objects.without_day()) == [three]
    assert "Chưa có dòng nào" in as_(house.hanh).post(url, {}).content.decode()


def test_a_task_with_many_turns_or_parts_asks_as_often_as_with_few(as_, house):
    duty, (whole, _parts) = a_given(house), a_broken_task(house)
    rhythm = Rhythm(Every.WEEK, 5, localdate(), localdate() + timedelta(days=400))
    actions.set_recurrence(task=duty, rhythm=rhythm, actor=house.hanh, at=now())

    def asked(task):
        with CaptureQueriesContext(connection) as queries:
            page(as_(house.de), task)
        return len(queries)

    page(as_(house.de), duty)
    few = asked(duty), asked(whole)
    actions.open_occurrences(on=localdate() + timedelta(days=200), at=now())
    more = [PartGiven(f"Phần {n}", house.unit.khth) for n in range(20)]
    actions.hand_down(task=whole, parts=more, actor=house.de, at=AT)
    assert duty.children.count() > 20
    assert (asked(duty), asked(whole)) == few
