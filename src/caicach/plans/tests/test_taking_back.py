"""Taking back a confirmation: the task goes, its trail and its number stay, the clause waits as it was corrected."""

import html
from datetime import date

import pytest

from caicach.audit import checks as trail
from caicach.audit.models import Line
from caicach.documents import actions as documents
from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.rules import WrongState
from caicach.documents.tests.factories import PLAN_TEXT, last_line, taken_in
from caicach.notifications.models import Notice
from caicach.orgs.actions import save_draft
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.actions import TaskInUse
from caicach.plans.models import Plan, Task
from caicach.plans.tests.factories import a_plan, a_report, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 3, 2))
LATER = moment(date(2026, 3, 3))


@pytest.fixture
def document(house):
    """Two tasks of a paper: 1 for the hospital, corrected before it was confirmed, 2 for the centre."""
    document = taken_in(house)
    one = document.proposals.get(number=1)
    documents.correct_proposal(
        proposal=one, revision=0, text="Rà soát quy trình.", lead=one.lead, actor=house.hanh, at=AT
    )
    confirm(house, document, 1, 2)
    return document


def confirm(house, document, *numbers):
    plan = actions.plan_of(document=document, actor=house.hanh, at=AT)
    chosen = [(one, one.revision) for one in document.proposals.filter(number__in=numbers)]
    return actions.confirm_proposals(plan=plan, proposals=chosen, actor=house.hanh, at=AT)


def take_back(house, document, number, *, actor=None, revision=None):
    one = document.proposals.get(number=number)
    return actions.take_back_confirmation(
        proposal=one, revision=one.revision if revision is None else revision, actor=actor or house.hanh, at=LATER
    )


def all_holds():
    return [*checks.faults(), *trail.faults()] == []


def test_the_task_goes_and_the_proposal_waits_with_its_correction(house, document):
    task = Task.objects.get(number=1)

    one = take_back(house, document, 1)

    assert (one.state, one.text, one.lead, one.decided_by) == ("proposed", "Rà soát quy trình.", house.unit.bvdk, None)
    assert list(Task.objects.values_list("number", flat=True)) == [2]
    said = last_line(task)
    assert (said.kind, said.actor_name, said.changes["number"]) == ("plans.task_taken_back", "Nguyễn Thị Hạnh", 1)
    assert last_line(document).kind == "documents.proposal_taken_back"
    assert all_holds()


def test_the_number_is_never_given_again(house, document):
    take_back(house, document, 1)
    take_back(house, document, 2)
    assert all_holds()

    (task,) = confirm(house, document, 1)

    assert (task.number, Plan.objects.get().last_task_number) == (3, 3)
    assert all_holds()
    Plan.objects.update(last_task_number=4)
    assert list(checks.faults()) == ["Kế hoạch 62/KH-SYT: số thứ tự nhiệm vụ không liên tục."]


def test_the_unit_is_told_and_no_notice_leads_to_a_page_that_is_gone(house, document):
    task = Task.objects.get(number=1)

    take_back(house, document, 1)

    told = Notice.objects.filter(to=house.phuc).order_by("pk")
    assert [notice.kind for notice in told] == ["plans.task_given", "plans.task_taken_back"]
    assert told[1].text == f"Văn phòng đã rút lại nhiệm vụ {task} giao Bệnh viện Đa khoa Bình Minh: {task.title}"
    assert {notice.link for notice in told} == {f"/plans/review/{document.pk}/?n=1"}


HANGING = {
    "a report": (
        lambda house, task: a_report(task=task, by=house.phuc, at=AT),
        "đã có báo cáo tiến độ",
    ),
    "another deadline": (
        lambda house, task: actions.change_deadline(
            task=task, due_on=date(2026, 9, 1), reason="Chờ.", actor=house.hanh, at=LATER
        ),
        "đã được sửa sau khi giao",
    ),
    "a place in another plan": (
        lambda house, task: actions.place_task(
            task=task,
            plan=a_plan(department=department_of(house), code="9/KH-SYT"),
            field="tthc",
            actor=house.hanh,
            at=AT,
        ),
        "còn đứng trong kế hoạch khác",
    ),
    "words not yet sent": (
        lambda house, task: save_draft(
            actor=house.phuc, place=f"task:{task.pk}:report", content={"words": ["Đang"]}, at=AT
        ),
        "đã bắt đầu ghi kết quả",
    ),
}


@pytest.mark.parametrize("what", HANGING)
def test_what_hangs_on_a_task_keeps_it(house, document, what):
    hang, sentence = HANGING[what]
    hang(house, Task.objects.get(number=1))

    with nothing_happens(), pytest.raises(TaskInUse, match=sentence):
        take_back(house, document, 1)


def test_a_record_of_any_other_kind_that_names_the_task_keeps_it(house, document, monkeypatch):
    monkeypatch.setattr("caicach.plans.actions.taking_back.OWN", ())

    with nothing_happens(), pytest.raises(TaskInUse, match="Đã có việc khác gắn với nhiệm vụ"):
        take_back(house, document, 1)


def test_a_place_in_one_more_plan_is_taken_back_and_the_task_stays(house, document):
    other = taken_in(house, text=PLAN_TEXT.replace("Số: 62", "Số: 63"))
    plan = actions.plan_of(document=other, actor=house.hanh, at=AT)
    task = Task.objects.get(number=1)
    actions.place_task(
        task=task, plan=plan, field="tthc", proposal=other.proposals.get(number=1), actor=house.hanh, at=AT
    )

    one = take_back(house, other, 1)

    assert one.state == "proposed"
    assert list(task.lines.values_list("plan__code", flat=True)) == ["62/KH-SYT"]
    assert (last_line(task).kind, last_line(task).changes["number"]) == ("plans.task_taken_out", 1)
    assert all_holds()


def test_who_may_not_or_comes_second_changes_nothing(house, document):
    for person in (house.phuc, house.hoa, house.mai):
        with nothing_happens(), pytest.raises(NotAllowed):
            take_back(house, document, 1, actor=person)
    with nothing_happens(), pytest.raises(ChangedMeanwhile):
        take_back(house, document, 1, revision=0)
    with nothing_happens(), pytest.raises(WrongState):
        take_back(house, document, 3)


@pytest.fixture
def page(as_, house, document):
    """Cô Hạnh's browser on the paper."""
    client, base = as_(house.hanh), f"/plans/review/{document.pk}/"

    class Page:
        def get(self, query=""):
            return client.get(base + query)

        def post(self, verb, **content):
            return client.post(base + verb, content, follow=True)

    return Page()


def test_what_was_just_done_is_taken_back_from_the_page_all_or_none(house, document, page):
    shown = page.get("?n=3&after=1.2")
    assert shown.context["undo"].says == "Đã xác nhận 2 nhiệm vụ."

    undone = page.post("undo/", seen=shown.context["undo"].seen)

    assert "Đã hoàn tác." in undone.content.decode()
    assert not Task.objects.exists()
    confirm(house, document, 1, 2)
    a_report(task=Task.objects.get(number=4), by=house.son, at=AT)
    with nothing_happens():
        refused = page.post("undo/", seen=page.get("?after=1.2").context["undo"].seen)
    assert "#4 đã có báo cáo tiến độ" in refused.content.decode()
    for after in ("", "x", "9", "1.9", "3"):
        assert page.get(f"?after={after}").context["undo"] is None
    with nothing_happens():
        assert "chưa hoàn tác gì" in page.post("undo/", seen="1.0").content.decode()
        assert "chưa hoàn tác gì" in page.post("undo/", seen="").content.decode()


def test_a_dropped_and_a_corrected_proposal_are_taken_back_too(document, page):
    page.post("3/drop/", revision="0")
    page.post("undo/", seen="3.1")
    assert document.proposals.get(number=3).state == "proposed"

    pointed = {"revision": "2", "as": "deadline", "first": "1.0", "last": "1.3"}
    line = next(n for n, text in enumerate(document.reading.page["lines"], 1) if "trước ngày 30/6/2026" in text)
    column = document.reading.page["lines"][line - 1].index("trước ngày 30/6/2026")
    done = page.post("3/point/", **(pointed | {"first": f"{line}.{column}", "last": f"{line}.{column + 20}"}))
    assert done.context["undo"].says == "Đã sửa đề xuất 3."
    assert document.proposals.get(number=3).deadline["date"] == "2026-06-30"

    page.post("undo/", seen=done.context["undo"].seen)
    assert document.proposals.get(number=3).deadline["date"] == "2026-12-31"
    assert Line.objects.filter(kind="documents.correction_taken_back").count() == 1


def test_words_that_name_no_unit_are_asked_about_and_the_answer_is_taken(house, document, page):
    line = next(n for n, text in enumerate(document.reading.page["lines"], 1) if "cơ sở khám chữa bệnh" in text)
    column = document.reading.page["lines"][line - 1].index("cơ sở khám chữa bệnh")
    pointed = {"revision": "0", "as": "lead", "first": f"{line}.{column}", "last": f"{line}.{column + 20}"}

    with nothing_happens():
        asked = page.post("3/point/", **pointed)
    assert asked.status_code == 422
    assert "Không có đơn vị nào đang mở mang tên “cơ sở khám chữa bệnh”" in asked.content.decode()
    with nothing_happens():
        again = page.post("3/point/", **pointed, typed="không có ai")
    assert 'value="không có ai"' in again.content.decode()

    page.post("3/point/", **pointed, typed="phong nghiep vu y")
    assert document.proposals.get(number=3).lead == house.unit.nvy


def test_the_paper_marks_what_was_pointed_at_instead_of_what_the_reader_took(document, page):
    lines = document.reading.page["lines"]
    line = next(n for n, text in enumerate(lines, 1) if "tháng 9 năm 2026" in text)
    column = lines[line - 1].index("năm 2026")
    answer = page.post(
        "4/point/", revision="0", **{"as": "deadline", "first": f"{line}.{column}", "last": f"{line}.{column + 8}"}
    )

    marked = [
        piece.text
        for block in answer.context["paper"].body
        if 4 in block.tasks
        for piece in block.pieces
        if piece.kind == "deadline"
    ]
    assert marked == ["năm 2026"]


def test_reasons_stand_in_the_language_of_the_page(document, page, as_, house):
    client = as_(house.hanh)
    client.cookies["django_language"] = "en"

    words = html.unescape(client.get(f"/plans/review/{document.pk}/?n=3").content.decode())

    three = document.proposals.get(number=3)
    assert [reason for reason in three.because_en if reason not in words] == []
    assert [reason for reason in three.because if reason in words] == []
