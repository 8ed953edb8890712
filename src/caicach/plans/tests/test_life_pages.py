"""The pages on which a task is given more time, stopped, helped with, corrected and handed over."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.documents.tests.factories import entered
from caicach.orgs import actions as orgs
from caicach.orgs.tests.factories import fresh
from caicach.plans import actions
from caicach.plans.models import ExtensionRequest, Task
from caicach.plans.tests.factories import a_plan, a_report_in, a_task, department_of, nothing_happens

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    due = localdate() + timedelta(days=20)
    return a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh, due_on=due, at=now())


def page(client, task):
    return client.get(f"/plans/tasks/{task.pk}/").content.decode()


def day(shift):
    return f"{localdate() + timedelta(days=shift):%d/%m/%Y}"


def test_more_time_is_asked_for_and_granted_on_the_page(house, as_, task):
    phuc, hanh, son = as_(house.phuc), as_(house.hanh), as_(house.son)
    asking = f"/plans/tasks/{task.pk}/extension/"
    with nothing_happens():
        wrong = phuc.post(asking, {"ask-until": day(5), "ask-reason": "Chờ Bộ hướng dẫn."})
    assert wrong.status_code == 422
    assert "Ngày gia hạn phải sau hạn hiện nay" in wrong.content.decode()
    assert "Chờ Bộ hướng dẫn." in wrong.content.decode()

    phuc.post(asking, {"ask-until": day(40), "ask-reason": "Chờ Bộ hướng dẫn."})

    one = ExtensionRequest.objects.get()
    assert "Xem và trả lời" in hanh.get("/").content.decode()
    assert "Đồng ý gia hạn" in page(hanh, task)
    for client, shown in ((phuc, "Rút lại đề nghị"), (son, "chờ trả lời")):
        assert shown in page(client, task)
        assert "Đồng ý gia hạn" not in page(client, task)
    with nothing_happens():
        refused = hanh.post(f"/plans/extensions/{one.pk}/refuse/", {"decide-until": "", "decide-words": ""})
    assert refused.status_code == 422
    assert "Hãy ghi lý do không đồng ý" in refused.content.decode()
    hanh.post(f"/plans/extensions/{one.pk}/grant/", {"decide-until": day(30), "decide-words": "Đúng lý do."})
    told = page(phuc, task)
    assert "đã gia hạn 1 lần" in told
    assert f"Cho đến {day(30)}" in told
    assert "Nguyễn Thị Hạnh đồng ý gia hạn ngày" in told
    assert "Xem và trả lời" not in hanh.get("/").content.decode()


def test_a_task_is_suspended_resumed_and_cancelled_on_the_page(house, as_, task):
    entered(house, number="12/QĐ-SYT")
    entered(house, number="13/QĐ-SYT")
    report = a_report_in(house, task, "draft")
    hanh, phuc, stop = as_(house.hanh), as_(house.phuc), f"/plans/tasks/{task.pk}/stop/"
    assert "Hãy ghi lý do tạm dừng." in hanh.post(stop + "suspend/", {}).content.decode()
    hanh.post(stop + "suspend/", {"suspend-reason": "Chờ nghị định."})
    for client in (hanh, phuc):
        assert "Tạm dừng từ ngày" in page(client, task)
    assert "Lưu và trình lãnh đạo" not in page(phuc, task)

    hanh.post(stop + "resume/", {"resume-due_on": day(60), "resume-reason": "Đã có nghị định."})
    assert "Lưu và trình lãnh đạo" in page(phuc, task)

    for words, says in (("99/QĐ", "Không có văn bản nào khớp"), ("QĐ-SYT", "Có nhiều văn bản khớp")):
        with nothing_happens():
            wrong = hanh.post(stop + "cancel/", {"cancel-document": words, "cancel-reason": "Bỏ."})
        assert says in wrong.content.decode()
    hanh.post(stop + "cancel/", {"cancel-document": "12/QĐ-SYT", "cancel-reason": "Bỏ theo quyết định."})
    told = page(phuc, task)
    assert "12/QĐ-SYT" in told
    assert report.words in told
    assert "Lưu và trình lãnh đạo" not in told
    assert "Trình lãnh đạo</button>" not in told
    assert "Sửa nhiệm vụ" not in page(hanh, task)


def test_a_unit_that_helps_confirms_its_part_and_its_desk_is_clear(house, as_, task):
    son, part = as_(house.son), task.parts.get(part="coop")
    assert "Trung tâm Y tế Long Khê phối hợp" in son.get("/").content.decode()
    assert "1/1 đơn vị chưa xác nhận" in page(as_(house.phuc), task)

    son.post(f"/plans/parts/{part.pk}/", {"part-said": "Đã gửi số liệu.", "part-seen_at": ""})

    assert "Trung tâm Y tế Long Khê phối hợp" not in son.get("/").content.decode()
    assert "Đã gửi số liệu." in page(as_(house.phuc), task)
    for seen in ("", "hôm qua"):
        with nothing_happens():
            late = son.post(f"/plans/parts/{part.pk}/", {"part-said": "Lời khác.", "part-seen_at": seen})
        assert "Người khác trong đơn vị vừa sửa" in late.content.decode()
        assert "Lời khác." in late.content.decode()


def form_of(client, task):
    """The form of correction as its page was drawn, ready to be sent."""
    return filled(client.get(f"/plans/tasks/{task.pk}/edit/"))


def filled(answer):
    """What stands in the fields of a page's form."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_the_second_of_two_editors_keeps_the_words_sees_what_changed_and_saves(house, as_, task):
    hanh, mai = as_(house.hanh), as_(house.hanh)
    first, second = form_of(hanh, task), form_of(mai, task)
    hanh.post(f"/plans/tasks/{task.pk}/edit/", first | {"text": "Lời thứ nhất.", "product": "Quyết định", "coop": ""})

    with nothing_happens():
        answer = mai.post(f"/plans/tasks/{task.pk}/edit/", second | {"text": "Lời thứ hai.", "field": "khac"})

    assert answer.status_code == 422
    changed = {one.label: one for one in answer.context["changed"]}
    assert {name: (one.theirs, one.touched) for name, one in changed.items()} == {
        "Nội dung": ("Lời thứ nhất.", True),
        "Sản phẩm": ("Quyết định", False),
        "Phối hợp": ("", False),
    }
    assert changed["Nội dung"].yours == "Lời thứ hai."
    assert changed["Nội dung"].who == "Nguyễn Thị Hạnh"
    again = filled(answer)
    assert (again["text"], again["product"], again["coop"]) == ("Lời thứ hai.", "Quyết định", "")
    mai.post(f"/plans/tasks/{task.pk}/edit/", again)
    task.refresh_from_db()
    assert (task.text, task.product, task.field) == ("Lời thứ hai.", "Quyết định", "khac")


def test_another_lead_is_named_with_a_reason(house, as_, task):
    hanh = as_(house.hanh)
    said = form_of(hanh, task) | {"lead": "TTYT-LK", "coop": ""}
    with nothing_happens():
        wrong = hanh.post(f"/plans/tasks/{task.pk}/edit/", said)
    assert "reason" in wrong.context["form"].errors

    hanh.post(f"/plans/tasks/{task.pk}/edit/", said | {"reason": "Đúng chức năng."})

    task.refresh_from_db()
    assert task.lead == house.unit.ttyt


def test_work_of_a_closed_unit_is_given_to_another_all_at_once(house, as_, task):
    plan = task.plan
    more = [a_task(plan=plan, lead=house.unit.nvy, by=house.hanh) for _ in range(2)]
    hanh, address = as_(house.hanh), f"/plans/{plan.pk}/hand-over/"
    assert "Mọi nhiệm vụ đều có đơn vị" in hanh.get(address).content.decode()
    orgs.close_unit(
        unit=house.unit.nvy,
        on=localdate(),
        decision="Quyết định 9/QĐ-SYT",
        without_heir=True,
        actor=fresh(house.mai),
        at=now(),
    )
    assert "2 nhiệm vụ của đơn vị đã giải thể chưa có đơn vị nhận" in hanh.get(f"/plans/{plan.pk}/").content.decode()
    assert "chưa có đơn vị nhận" in hanh.get("/").content.decode()
    for wrong in ({"lead": "TTYT-LK", "reason": "Mới."}, {"task": [more[0].pk], "lead": "", "reason": "Mới."}):
        with nothing_happens():
            assert hanh.post(address, wrong).status_code == 422

    hanh.post(address, {"task": [one.pk for one in more], "lead": "TTYT-LK", "reason": "Phân công mới."})

    assert set(Task.objects.filter(lead=house.unit.ttyt)) == set(more)
    assert not Task.objects.orphaned().exists()


def test_the_page_asks_as_often_whatever_happened_to_the_task(house, as_, task, django_assert_max_num_queries):
    def queries(client):
        client.get(f"/plans/tasks/{task.pk}/")
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/plans/tasks/{task.pk}/")
        return len(asked)

    hanh = as_(house.hanh)
    before = queries(hanh)
    for shift in range(21, 29):
        request = actions.ask_extension(
            task=task, until=localdate() + timedelta(days=shift), reason="Chờ.", actor=house.phuc, at=now()
        )
        actions.decide_extension(request=request, granted=True, actor=house.hanh, at=now())
    units = [house.unit.nvy, house.unit.khth, house.unit.tram]
    actions.edit_task(
        task=task, revision=0, text="Lời mới.", field="tthc", lead=task.lead, coop=units, actor=house.hanh, at=now()
    )

    assert queries(hanh) <= before
    assert before < 30, before
