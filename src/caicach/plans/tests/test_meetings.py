"""Meetings: an agenda made of what is late or due, kept as it was; conclusions that become tasks."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.models import Document
from caicach.documents.tests.factories import PLAN_TEXT, entered
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.actions import AgendaLine
from caicach.plans.gathering import agenda
from caicach.plans.models import Meeting, MeetingItem, Plan, Task
from caicach.plans.rules import PlanSource, WrongState, agenda_reason
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, nothing_happens

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


def soon(days):
    return localdate() + timedelta(days=days)


def called(house, **said):
    words = {"title": "Giao ban tuần", "on": localdate(), "until": soon(7), "unit": house.unit.syt}
    return actions.call_meeting(**(words | said), actor=house.hanh, at=now())


def lines_of(meeting):
    return [(item.why, item.task_id, item.standing) for item in meeting.items.all()]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"due_on": date(2026, 11, 19)}, "late"),
        ({"due_on": date(2026, 11, 20)}, "due"),
        ({"due_on": date(2026, 11, 27)}, "due"),
        ({"due_on": date(2026, 11, 28)}, None),
        ({"due_on": date(2026, 11, 28), "reported": True}, "report"),
        ({"due_on": date(2026, 11, 19), "reported": True}, "late"),
        ({"due_on": None}, None),
        ({"due_on": date(2026, 11, 19), "running": False}, None),
        ({"due_on": None, "running": False, "concluded_before": True}, "before"),
    ],
)
def test_a_task_is_on_the_agenda_for_one_reason(said, why):
    usual = {"running": True, "concluded_before": False, "reported": False}

    assert agenda_reason(**(usual | said), on=date(2026, 11, 20), until=date(2026, 11, 27)) == why


def test_the_agenda_is_what_is_late_due_or_waits_and_stays_as_it_was(house, plan):
    given = {
        name: a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(days), at=now())
        for name, days in {"later": 30, "due": 3, "late": -2, "reported": 40}.items()
    }
    a_report(task=given["reported"], by=house.phuc, at=now(), sent_by=house.de)

    meeting = called(house)

    kept = [
        ("late", given["late"].pk, "overdue"),
        ("due", given["due"].pk, "not_begun"),
        ("report", given["reported"].pk, "in_progress"),
    ]
    assert lines_of(meeting) == kept
    a_report(task=given["late"], by=house.phuc, at=now(), done_on=localdate(), sent_by=house.de, accepted_by=house.hanh)
    assert lines_of(meeting) == kept
    [line] = Line.objects.of(f"plans.meeting:{meeting.pk}")
    assert (line.kind, line.changes["lines"]) == ("plans.meeting_called", 3)


def test_an_agenda_brought_up_to_today_keeps_its_order_and_what_was_said(house, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(3), at=now())
    meeting = called(house)
    [item] = meeting.items.all()
    lines = [AgendaLine(None, "Thông báo thông tư mới", ""), AgendaLine(item.pk, item.text, "Xong trước thứ Sáu.")]
    meeting = actions.change_agenda(meeting=meeting, revision=0, lines=lines, actor=house.hanh, at=now())
    fresh = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=soon(-1), at=now())

    meeting = actions.renew_agenda(meeting=meeting, actor=house.hanh, at=now())

    assert lines_of(meeting) == [("other", None, ""), ("due", task.pk, "not_begun"), ("late", fresh.pk, "overdue")]
    assert [one.said for one in meeting.items.all()] == ["", "Xong trước thứ Sáu.", ""]
    kinds = [line.kind for line in Line.objects.of(f"plans.meeting:{meeting.pk}")]
    assert kinds == ["plans.meeting_called", "plans.agenda_changed", "plans.agenda_renewed"]


def test_the_next_agenda_shows_the_conclusions_of_the_last_meeting_and_how_they_stand(house, plan):
    first = called(house, on=soon(-7), until=soon(-1))
    kept = actions.begin_conclusions(meeting=first, actor=house.hanh, at=now())
    done = a_task(plan=kept, lead=house.unit.bvdk, by=house.hanh, due_on=soon(20), at=now())
    waits = a_task(plan=kept, lead=house.unit.ttyt, by=house.hanh, due_on=soon(-1), at=now())
    a_report(task=done, by=house.phuc, at=now(), done_on=localdate(), sent_by=house.de, accepted_by=house.hanh)

    second = called(house)

    assert lines_of(second) == [("before", waits.pk, "overdue"), ("before", done.pk, "done_on_time")]


def test_what_is_stopped_does_not_come_back_at_every_meeting(house, plan):
    first = called(house, on=soon(-7), until=soon(-1))
    kept = actions.begin_conclusions(meeting=first, actor=house.hanh, at=now())
    stays, drops, later = (
        a_task(plan=kept, lead=house.unit.bvdk, by=house.hanh, due_on=soon(days), at=now()) for days in (20, 30, 40)
    )
    reported = [a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(40), at=now()) for _ in range(3)]
    for task in reported:
        a_report(task=task, by=house.phuc, at=now(), sent_by=house.de)
    order, why = entered(house, number="12/QĐ-SYT"), "Trùng việc."
    stop = {"reason": why, "actor": house.hanh, "at": now()}
    for task in (drops, reported[0]):
        actions.cancel_task(task=task, document=order, **stop)
    actions.suspend_task(task=reported[1], **stop)

    second = called(house)

    lines = [("before", stays.pk, "not_begun"), ("before", later.pk, "not_begun")]
    assert lines_of(second) == [*lines, ("report", reported[2].pk, "in_progress")]
    for task in (later, reported[2]):
        actions.cancel_task(task=task, document=order, **stop)
    actions.renew_agenda(meeting=second, actor=house.hanh, at=now())
    stopped = [("before", later.pk, "cancelled"), ("report", reported[2].pk, "cancelled")]
    assert lines_of(second) == [lines[0], *stopped]
    done = agenda.figures(list(second.items.all()))[-1]
    meetings = agenda.with_lines(Meeting.objects.filter(pk=first.pk), house.hanh)
    [row] = agenda.meeting_rows(meetings, house.hanh, localdate())
    assert (done.of, row.done, row.total) == (1, 0, 1)


def test_what_was_concluded_on_is_not_made_anew(house, plan):
    meeting = called(house)
    actions.begin_conclusions(meeting=meeting, actor=house.hanh, at=now())

    with nothing_happens(), pytest.raises(WrongState, match="giữ nguyên"):
        actions.renew_agenda(meeting=meeting, actor=house.hanh, at=now())


def test_of_two_people_at_one_agenda_the_second_keeps_his_words_and_sees_the_others(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(3), at=now())
    meeting = called(house)
    [item] = meeting.items.all()
    line = AgendaLine(item.pk, item.text, "Lời của người trước.")
    actions.change_agenda(meeting=meeting, revision=0, lines=[line], actor=house.hanh, at=now())
    cells = {"row-0-key": str(item.pk), "row-0-order": "1", "row-0-text": item.text, "row-0-said": "Lời tôi."}

    page = as_(house.hanh).post(f"/plans/meetings/{meeting.pk}/agenda/?seen=0", cells)

    item.refresh_from_db()
    assert (page.status_code, item.said) == (422, "Lời của người trước.")
    text = page.content.decode()
    assert "Lời tôi." in text
    assert "Lời của người trước." in text
    with pytest.raises(ChangedMeanwhile):
        actions.change_agenda(meeting=meeting, revision=0, lines=[], actor=house.hanh, at=now())
    again = as_(house.hanh).post(f"/plans/meetings/{meeting.pk}/agenda/?seen=1", cells)
    item.refresh_from_db()
    assert (again.status_code, item.said) == (302, "Lời tôi.")


def test_an_agenda_is_put_in_order_a_line_is_taken_off_and_wrong_cells_say_why(house, as_, plan):
    for days in (1, 2, 3):
        a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(days), at=now())
    meeting = called(house)
    one, two, three = meeting.items.all()
    address = f"/plans/meetings/{meeting.pk}/agenda/?seen=0"
    cells: dict[str, str] = {}
    for n, (item, order) in enumerate([(one, "2"), (two, ""), (three, "1")]):
        cells |= {f"row-{n}-key": str(item.pk), f"row-{n}-order": order, f"row-{n}-text": item.text}
    cells |= {"row-3-order": "", "row-3-text": "Việc khác", "row-3-said": ""}

    wrong = as_(house.hanh).post(address, cells | {"row-0-order": "hai", "row-2-text": ""})
    assert wrong.status_code == 422
    assert meeting.items.count() == 3

    assert as_(house.hanh).post(address, cells).status_code == 302
    assert [(item.number, item.pk) for item in meeting.items.all()][:2] == [(1, three.pk), (2, one.pk)]
    assert meeting.items.last().text == "Việc khác"


def test_minutes_are_read_and_their_tasks_go_to_the_plan_of_the_meeting(house, as_):
    meeting = called(house)
    client = as_(house.hanh)
    file = SimpleUploadedFile("tb-15.txt", PLAN_TEXT.encode())

    answer = client.post(f"/plans/meetings/{meeting.pk}/minutes/", {"file": file, "direction": "outgoing"})

    meeting.refresh_from_db()
    document = Document.objects.get()
    assert answer.headers["Location"] == f"/plans/review/{document.pk}/"
    assert (meeting.minutes, meeting.plan.document, meeting.plan.kept_from) == (document, document, PlanSource.MEETING)
    proposal = document.proposals.open().exclude(lead=None).first()
    client.post(f"/plans/review/{document.pk}/{proposal.number}/confirm/", {"revision": proposal.revision})
    task = Task.objects.get()
    assert task.plan == meeting.plan
    assert task.title in client.get(f"/plans/meetings/{meeting.pk}/").content.decode()
    assert Line.objects.of(f"plans.meeting:{meeting.pk}").filter(kind="plans.minutes_attached").count() == 1
    assert list(checks.faults()) == []


def test_a_paper_is_the_minutes_of_one_meeting(house, as_, folder):
    first, second = called(house), called(house, title="Giao ban khác")
    sent = {"file": SimpleUploadedFile("tb-15.txt", PLAN_TEXT.encode()), "direction": "outgoing"}
    as_(house.hanh).post(f"/plans/meetings/{first.pk}/minutes/", sent)
    sent["file"] = SimpleUploadedFile("tb-15.txt", PLAN_TEXT.encode())

    page = as_(house.hanh).post(f"/plans/meetings/{second.pk}/minutes/", sent)

    second.refresh_from_db()
    assert (page.status_code, second.minutes_id, second.plan_id) == (422, None, None)
    assert "đã là thông báo kết luận của một cuộc họp khác" in page.content.decode()


def test_a_file_that_cannot_be_read_leaves_nothing(house, as_):
    meeting = called(house)

    with nothing_happens():
        page = as_(house.hanh).post(
            f"/plans/meetings/{meeting.pk}/minutes/",
            {"file": SimpleUploadedFile("anh.png", b"GIF8"), "direction": "outgoing"},
        )
        nothing = as_(house.hanh).post(f"/plans/meetings/{meeting.pk}/minutes/", {"direction": "outgoing"})

    assert (page.status_code, nothing.status_code) == (422, 422)
    assert "Hãy chọn tệp .docx" in nothing.content.decode()


def test_conclusions_typed_by_hand_stand_in_the_meetings_plan(house, as_):
    meeting = called(house)
    client = as_(house.hanh)

    sheet = client.post(f"/plans/meetings/{meeting.pk}/conclude/").headers["Location"]
    client.post(sheet, {"row-0-text": "Công khai lịch tiếp công dân", "row-0-lead": "BVDK-BM", "row-0-due_on": ""})
    again = client.post(f"/plans/meetings/{meeting.pk}/conclude/").headers["Location"]

    meeting.refresh_from_db()
    assert sheet == again == f"/plans/{meeting.plan.pk}/tasks/add/"
    assert meeting.plan.lines.get().task.lead == house.unit.bvdk
    assert Plan.objects.count() == 1


def test_only_the_keeper_calls_a_meeting_and_writes_its_agenda(house, plan):
    meeting = called(house)
    count = Line.objects.count()

    for person in (house.hoa, house.phuc, house.minh, house.mai):
        with pytest.raises(NotAllowed):
            called_by(house, person)
        with pytest.raises(NotAllowed):
            actions.change_agenda(meeting=meeting, revision=0, lines=[], actor=person, at=now())
        with pytest.raises(NotAllowed):
            actions.renew_agenda(meeting=meeting, actor=person, at=now())
        with pytest.raises(NotAllowed):
            actions.begin_conclusions(meeting=meeting, actor=person, at=now())

    assert (Meeting.objects.count(), Line.objects.count()) == (1, count)


def called_by(house, person):
    return actions.call_meeting(
        unit=house.unit.syt, title="Giao ban", on=localdate(), until=soon(7), actor=person, at=now()
    )


def test_anh_son_sees_no_line_about_a_task_he_may_not_see(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(2), text="CHIM HOÀNG YẾN", at=now())
    meeting = called(house)
    MeetingItem.objects.filter(meeting=meeting).update(text="CHIM HOÀNG YẾN")
    Meeting.objects.filter(pk=meeting.pk).update(unit=house.unit.ttyt)

    for address in ("/plans/meetings/", f"/plans/meetings/{meeting.pk}/"):
        page = as_(house.son).get(address)
        assert page.status_code == 200
        assert "CHIM" not in page.content.decode()


def test_the_programme_opens_in_word_with_the_rule_it_was_made_by(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(-2), at=now())
    meeting = called(house)

    answer = as_(house.hoa).get(f"/plans/meetings/{meeting.pk}/agenda.docx")

    paper = docx.Document(io.BytesIO(answer.content))
    told = " ".join(block.text for block in paper.paragraphs)
    assert "CHƯƠNG TRÌNH" in told
    assert "nhiệm vụ đã quá hạn" in told
    assert "1 nhiệm vụ quá hạn" in told or "01 nhiệm vụ quá hạn" in told
    assert any("quá hạn 2 ngày" in cell.text for row in paper.tables[1].rows for cell in row.cells)


def test_a_meeting_is_called_on_a_page_and_bad_days_are_told_beside_their_field(house, as_):
    client = as_(house.hanh)
    said = {"title": "Giao ban tháng", "unit": house.unit.syt.pk, "on": "30/11/2026", "until": "29/11/2026"}

    page = client.post("/plans/meetings/call/", said)
    assert (page.status_code, Meeting.objects.count()) == (422, 0)
    assert "không thể trước ngày họp (30/11/2026)" in page.content.decode()

    answer = client.post("/plans/meetings/call/", said | {"until": "7/12/2026"})
    assert answer.headers["Location"] == f"/plans/meetings/{Meeting.objects.get().pk}/"
    assert "Giao ban tháng" in client.get("/plans/meetings/").content.decode()


def test_the_pages_ask_the_same_however_many_tasks_there_are(house, as_, plan):
    def asked(address):
        client = as_(house.hanh)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    counts = []
    for number in (1, 6):
        for _ in range(number):
            a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=soon(-2), at=now())
        meeting = called(house, title=f"Giao ban {number}")
        kept = actions.begin_conclusions(meeting=meeting, actor=house.hanh, at=now())
        for _ in range(number):
            a_task(plan=kept, lead=house.unit.ttyt, by=house.hanh, due_on=soon(5), at=now())
        counts.append([asked(f"/plans/meetings/{meeting.pk}/"), asked("/plans/meetings/")])

    assert counts[0] == counts[1]
