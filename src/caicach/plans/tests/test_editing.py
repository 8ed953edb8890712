"""Correcting a task: nobody writes over what they have not seen, and a task that changes hands keeps its history."""

from datetime import date

import pytest

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.tests.factories import last_line
from caicach.notifications.models import Notice
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.models import ProgressReport, Task
from caicach.plans.rules import WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_report_in, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 5, 4))


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    return a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh)


def edited(task, by, **said):
    """The task with something changed, everything else as it stands."""
    task = Task.objects.select_related("lead", "person").get(pk=task.pk)
    stands = {
        "text": task.text,
        "field": task.field,
        "product": task.product,
        "lead": task.lead,
        "coop": [part.unit for part in task.parts.filter(part="coop")],
        "person": task.person,
        "revision": task.revision,
    }
    return actions.edit_task(task=task, actor=by, at=AT, **(stands | said))


def moved(task, to, by):
    return actions.change_lead(task=task, lead=to, reason="Đúng chức năng.", actor=by, at=AT)


def test_what_is_corrected_is_told_with_what_stood_before(house, task):
    task = edited(
        task, house.hanh, text="Công khai thủ tục.", field="chinh_quyen_so", coop=[house.unit.nvy], person=house.phuc
    )

    assert (task.text, task.field, task.person, task.revision) == (
        "Công khai thủ tục.",
        "chinh_quyen_so",
        house.phuc,
        1,
    )
    assert [line.field for line in task.lines.all()] == ["chinh_quyen_so"]
    assert list(Task.objects.matching("cong khai thu tuc benh vien")) == [task]
    said = last_line(task).changes
    assert set(said) == {"revision", "text", "field", "helped_by", "done_by"}
    assert said["helped_by"] == {"before": "Trung tâm Y tế Long Khê (TTYT-LK)", "after": "Phòng Nghiệp vụ Y (SYT-NVY)"}
    assert Notice.objects.filter(to=house.phuc, text__startswith="Anh/chị được giao làm").count() == 1
    assert list(checks.faults()) == []


def test_nothing_changed_leaves_no_trace(house, task):
    with nothing_happens():
        edited(task, house.hanh)


def test_the_second_of_two_editors_overwrites_nothing(house, task):
    edited(task, house.hanh, text="Lời của người thứ nhất.")

    with nothing_happens(), pytest.raises(ChangedMeanwhile):
        edited(task, house.hanh, text="Lời của người thứ hai.", revision=0)

    assert edited(task, house.hanh, text="Lời của người thứ hai.").text == "Lời của người thứ hai."


def test_a_part_already_confirmed_keeps_its_words_when_the_task_is_corrected(house, task):
    part = task.parts.get(part="coop")
    actions.confirm_part(part=part, said="Đã gửi số liệu.", actor=house.son, at=AT)

    edited(task, house.hanh, coop=[house.unit.ttyt, house.unit.nvy])

    part.refresh_from_db()
    assert part.said == "Đã gửi số liệu."
    assert task.parts.filter(part="coop").count() == 2


def test_a_task_is_done_by_somebody_of_its_lead_unit(house, task):
    with nothing_happens(), pytest.raises(actions.NotHandedOver, match="không giữ vị trí nào"):
        edited(task, house.hanh, person=house.son)


def test_only_the_keeper_corrects_a_task_or_gives_it_to_another_unit(house, task):
    for name in ("hoa", "phuc", "de", "son", "minh", "lan", "mai"):
        with nothing_happens(), pytest.raises(NotAllowed):
            edited(task, house.cast[name], text="Khác.")
        with nothing_happens(), pytest.raises(NotAllowed):
            moved(task, house.unit.ttyt, house.cast[name])


def test_another_unit_leads_and_both_are_told(house, task):
    edited(task, house.hanh, person=house.phuc)
    task = moved(task, house.unit.ttyt, house.hanh)

    assert (task.lead, task.person) == (house.unit.ttyt, None)
    assert [(part.unit, part.part) for part in task.parts.all()] == [(house.unit.ttyt, "lead")]
    assert last_line(task).kind == "plans.lead_changed"
    assert {one.to for one in Notice.objects.filter(kind="plans.lead_changed")} == {house.phuc, house.de, house.son}
    assert list(checks.faults()) == []


def test_the_old_lead_reads_its_draft_and_cannot_send_it_the_new_one_begins_anew(house, task):
    old = a_report_in(house, task, "with_head")
    moved(task, house.unit.ttyt, house.hanh)

    old.refresh_from_db()
    assert (old.state, old.unit) == ("draft", house.unit.bvdk)
    assert list(ProgressReport.objects.visible_to(house.phuc)) == [old]
    assert not ProgressReport.objects.visible_to(house.son).exists()
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.submit_report(report=old, actor=house.phuc, at=AT)
    with nothing_happens(), pytest.raises(WrongState, match="đơn vị khác chủ trì"):
        actions.submit_report(report=old, actor=house.son, at=AT)
    new = a_report(task=task, by=house.son, at=AT, words="Bắt đầu.")
    assert (new.unit, new.number) == (house.unit.ttyt, 2)
    assert list(checks.faults()) == []


def test_what_was_sent_stays_the_history_of_who_sent_it(house, task):
    sent = a_report(task=task, by=house.phuc, at=AT, sent_by=house.de)
    with nothing_happens(), pytest.raises(actions.NotHandedOver, match="đang chờ xác nhận"):
        moved(task, house.unit.ttyt, house.hanh)
    actions.accept_report(report=sent, actor=house.hanh, at=AT)

    task = moved(task, house.unit.ttyt, house.hanh)

    sent.refresh_from_db()
    assert (sent.unit, task.state) == (house.unit.bvdk, "in_progress")
    assert list(Task.objects.visible_to(house.phuc)) == [task]
    assert list(checks.faults()) == []


def test_a_new_lead_in_the_form_is_a_hand_over_with_its_reason(house, task):
    with nothing_happens(), pytest.raises(actions.NoWords, match="lý do đổi"):
        edited(task, house.hanh, lead=house.unit.ttyt)

    task = edited(
        task, house.hanh, lead=house.unit.ttyt, coop=[house.unit.bvdk], text="Lời mới.", reason="Đúng chức năng."
    )

    assert [part.unit for part in task.parts.filter(part="coop")] == [house.unit.bvdk]
    kinds = list(Line.objects.of(f"plans.task:{task.pk}").values_list("kind", flat=True))
    assert kinds[-2:] == ["plans.lead_changed", "plans.task_edited"]
    assert "led_by" not in last_line(task).changes
    assert list(checks.faults()) == []


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_what_is_over_is_not_corrected(house, task, state):
    Task.objects.filter(pk=task.pk).update(
        state=state, **({"done_on": date(2026, 5, 1)} if state == "completed" else {"stopped_on": date(2026, 5, 1)})
    )

    with nothing_happens(), pytest.raises(WrongState):
        edited(task, house.hanh, text="Khác.")
    with nothing_happens(), pytest.raises(WrongState):
        moved(task, house.unit.ttyt, house.hanh)
