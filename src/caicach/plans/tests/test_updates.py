"""Results of many tasks in one sheet: out to Excel, back, looked at, applied as a whole, undone as a whole."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from caicach.audit.models import Line
from caicach.notifications.models import Notice
from caicach.plans import actions, update_book, update_sheet
from caicach.plans.checks import faults
from caicach.plans.models import ProgressReport, SheetUpdate, Task
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_report, a_task, department_of, nothing_happens
from caicach.plans.update_sheet import titles

DUE = date(2026, 12, 1)


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


@pytest.fixture
def tasks(house, plan):
    made = [a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE) for _ in range(3)]
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE)
    return made


def filled(browser, plan, **rows):
    """The sheet as downloaded, with cells filled by row number: `r1={"words": "…"}`."""
    book = load_workbook(io.BytesIO(browser.get(f"/plans/{plan.pk}/update.xlsx").content))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[update_book.HEAD + 1]]
    by_name = {name: heads.index(title) + 1 for name, title in titles().items() if title in heads}
    for row, values in rows.items():
        for name, value in values.items():
            page.cell(update_book.HEAD + 1 + int(row[1:]), by_name[name]).value = value
    paper = io.BytesIO()
    book.save(paper)
    return SimpleUploadedFile("ket-qua.xlsx", paper.getvalue())


def sent(browser, plan, **rows):
    answer = browser.post(f"/plans/{plan.pk}/update/", {"file": filled(browser, plan, **rows)})
    assert answer.status_code == 302, answer.content.decode()
    return SheetUpdate.objects.latest("pk")


def do(browser, update, verb):
    answer = browser.post(f"/plans/updates/{update.pk}/{verb}/", follow=True)
    update.refresh_from_db()
    return answer


def test_phuc_reports_two_tasks_from_excel_and_takes_both_back(house, as_, plan, tasks):
    browser, today = as_(house.phuc), timezone.localdate()

    update = sent(
        browser,
        plan,
        r1={"words": "Đã rà soát 12 thủ tục", "says_done": "x", "done_on": today, "figure": 98.5, "figure_unit": "%"},
        r3={"words": "Đang làm"},
    )

    preview = browser.get(f"/plans/updates/{update.pk}/").content.decode()
    assert "Đã rà soát 12 thủ tục" in preview and "98,5 %" in preview and not ProgressReport.objects.exists()
    do(browser, update, "apply")
    first, third = ProgressReport.objects.order_by("task__number")
    assert (first.task, first.state, first.says_done, first.done_on) == (tasks[0], "with_head", True, today)
    assert (str(first.figure), first.figure_unit, third.words, third.task) == ("98.5000", "%", "Đang làm", tasks[2])
    notice = Notice.objects.get(to=house.de, kind="plans.report_submit")
    assert "trình 2 báo cáo tiến độ" in notice.text
    kinds = {line.kind for line in Line.objects.of(f"plans.sheetupdate:{update.pk}")}
    assert kinds == {"plans.sheet_sent", "plans.sheet_applied"}
    do(browser, update, "undo")
    assert not ProgressReport.objects.exists() and update.undone_at is not None
    assert Line.objects.filter(kind="plans.report_undone").count() == 2
    assert list(faults()) == []


def test_undoing_gives_a_returned_report_its_words_back(house, as_, plan, tasks):
    a_report(task=tasks[0], by=house.phuc, at=GIVEN_AT, words="Lời cũ", sent_by=house.de, returned_by=house.hanh)
    browser = as_(house.phuc)
    update = sent(browser, plan, r1={"words": "Lời mới"})
    do(browser, update, "apply")
    assert ProgressReport.objects.get().words == "Lời mới"

    do(browser, update, "undo")

    report = ProgressReport.objects.get()
    assert (report.words, report.state, report.written_at) == ("Lời cũ", "returned", GIVEN_AT)
    assert list(faults()) == []


def test_what_was_done_later_stands_against_undoing(house, as_, plan, tasks):
    browser = as_(house.phuc)
    update = sent(browser, plan, r1={"words": "Một"}, r2={"words": "Hai"})
    do(browser, update, "apply")
    report = ProgressReport.objects.get(task=tasks[1])
    actions.send_report(report=report, actor=house.de, at=timezone.now())

    with nothing_happens():
        answer = do(browser, update, "undo")

    assert f"đã có việc khác ở nhiệm vụ {tasks[1]}." in answer.content.decode()
    assert ProgressReport.objects.count() == 2


def test_hanh_moves_deadlines_and_moves_them_back_in_the_ledger(house, as_, plan, tasks):
    browser = as_(house.hanh)
    update = sent(browser, plan, r2={"due_on": "15/12/2026", "reason": "Chờ thông tư"})

    do(browser, update, "apply")
    tasks[1].refresh_from_db()
    assert tasks[1].due_on == date(2026, 12, 15)
    do(browser, update, "undo")

    tasks[1].refresh_from_db()
    assert tasks[1].due_on == DUE
    assert [entry.due_on for entry in tasks[1].deadline_entries.all()] == [DUE, date(2026, 12, 15), DUE]


def test_a_task_changed_meanwhile_is_marked_and_may_be_left_out(house, as_, plan, tasks):
    browser = as_(house.phuc)
    update = sent(browser, plan, r1={"words": "Một"}, r2={"words": "Hai"})
    actions.change_deadline(task=tasks[0], due_on=DUE, reason="Sửa", actor=house.hanh, at=timezone.now())

    page = browser.get(f"/plans/updates/{update.pk}/").content.decode()
    assert "1 nhiệm vụ đã thay đổi sau khi lập bảng" in page and "Áp dụng 2 dòng" not in page
    with nothing_happens():
        answer = do(browser, update, "apply")
    assert "Hãy bỏ các dòng đó" in answer.content.decode() and update.applied_at is None
    do(browser, update, "leave_out")
    do(browser, update, "apply")
    assert list(ProgressReport.objects.values_list("task", flat=True)) == [tasks[1].pk]


@pytest.mark.parametrize(
    ("cells", "wrong", "sentence"),
    [
        ({"says_done": "x"}, "words", "Hãy ghi kết quả"),
        ({"words": "Xong", "says_done": "x"}, "done_on", "Hãy ghi ngày hoàn thành"),
        ({"words": "Xong", "says_done": "có lẽ"}, "says_done", "Chỉ ghi x"),
        ({"words": "Xong", "says_done": "x", "done_on": "31/02/2026"}, "done_on", "không phải ngày"),
        ({"words": "Xong", "says_done": "x", "done_on": date.today() + timedelta(2)}, "done_on", "sau hôm nay"),
        ({"words": "Xong", "figure": "nhiều"}, "figure", "không phải số"),
        ({"words": "x" * 5001}, "words", "Dài quá 5000"),
    ],
)
def test_one_wrong_cell_stops_the_sheet_and_is_shown_in_its_place(house, as_, plan, tasks, cells, wrong, sentence):
    browser = as_(house.phuc)
    file = filled(browser, plan, r1=cells, r2={"words": "Đúng"})

    with nothing_happens():
        answer = browser.post(f"/plans/{plan.pk}/update/", {"file": file})

    assert answer.status_code == 422 and not SheetUpdate.objects.exists()
    first, second, _third = answer.context["grid"].rows
    assert sentence in first.errors[wrong] and second.values["words"] == "Đúng" and not second.errors


def test_the_same_rows_pasted_into_the_page_become_the_same_preview(house, as_, plan, tasks):
    browser = as_(house.phuc)
    rows = browser.get(f"/plans/{plan.pk}/update/").context["grid"].rows
    content = {f"row-{n}-key": row.key for n, row in enumerate(rows)} | {"rows": "3", "row-1-words": "Dán vào"}

    answer = browser.post(f"/plans/{plan.pk}/update/", content)

    update = SheetUpdate.objects.get()
    assert answer.headers["Location"] == f"/plans/updates/{update.pk}/"
    assert [(row.task, row.says["words"]) for row in update.rows.all()] == [(tasks[1], "Dán vào")]


def test_rows_of_others_and_rows_twice_are_refused(house, as_, plan, tasks):
    other = Task.objects.get(lead=house.unit.ttyt)
    lines = update_sheet.lines(update_sheet.tasks_to_update(plan, house.phuc), house.phuc)

    read = update_sheet.read(
        [{"key": f"{other.pk}.x", "words": "Của người khác"}, *[{"key": lines[0].key, "words": "Hai lần"}] * 2], lines
    )

    assert [line.task for line in lines] == tasks
    assert len(read.foreign) == 2 and "Dòng 1: không có nhiệm vụ này" in read.foreign[0]


def test_a_file_that_is_no_sheet_of_ours_is_refused_in_a_sentence(house, as_, plan, tasks):
    book, bomb, other = io.BytesIO(), io.BytesIO(), io.BytesIO()
    Workbook().save(book)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (update_book.ROOM + 1))
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')

    for content in (book.getvalue(), bomb.getvalue(), other.getvalue(), b"PK\x03\x04 cut short", b"a;b;c"):
        file = SimpleUploadedFile("bang.xlsx", content)
        answer = as_(house.phuc).post(f"/plans/{plan.pk}/update/", {"file": file})
        assert answer.status_code == 422 and "tải lên lại" in answer.content.decode()
    answer = as_(house.phuc).post(
        f"/plans/{plan.pk}/update/", {"file": SimpleUploadedFile("to.xlsx", b"P" * 6 * 2**20)}
    )
    assert answer.status_code == 422 and not SheetUpdate.objects.exists()


def test_only_the_sender_finds_a_sheet(house, as_, plan, tasks):
    update = sent(as_(house.phuc), plan, r1={"words": "Một"})

    for person in (house.hanh, house.son, house.mai):
        assert as_(person).get(f"/plans/updates/{update.pk}/").status_code == 404
        with nothing_happens():
            assert as_(person).post(f"/plans/updates/{update.pk}/apply/").status_code == 404


def test_pages_of_long_sheets_ask_as_much_as_those_of_short_ones(
    house, as_, plan, tasks, django_assert_max_num_queries
):
    for _n in range(40):
        a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    browser = as_(house.phuc)
    update = sent(browser, plan, **{f"r{n}": {"words": f"Việc {n}"} for n in range(1, 41)})

    with django_assert_max_num_queries(32):
        browser.get(f"/plans/{plan.pk}/update/")
    with django_assert_max_num_queries(32):
        browser.get(f"/plans/updates/{update.pk}/")
