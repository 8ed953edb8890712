"""The pages of plans and tasks: for whom they open, what is shown again, what leaves as a file."""

import io
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from caicach.documents.tests.factories import bare, last_line, taken_in
from caicach.documents.tests.streams import Stream, streamed
from caicach.orgs.models import Draft
from caicach.plans import actions
from caicach.plans.models import Evidence, ProgressReport, Task
from caicach.plans.rules import PlanLevel, TaskState, quarter_of
from caicach.plans.tests.factories import a_report, a_task, nothing_happens

pytestmark = pytest.mark.django_db

NAMES = ("hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai")
MB = 1024 * 1024


@pytest.fixture
def plan(house):
    """The department's plan of these months, from its paper."""
    today = localdate()
    return actions.open_plan(
        code="62/KH-SYT",
        title="Cải cách hành chính",
        level=PlanLevel.YEARLY,
        unit=house.unit.syt,
        starts_on=today - timedelta(days=200),
        ends_on=today + timedelta(days=100),
        document=taken_in(house),
        actor=house.hanh,
        at=now(),
    )


@pytest.fixture
def task(house, plan):
    due = localdate() + timedelta(days=20)
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=due, phrase="trong quý này", at=now())


def typed(**said):
    return {"words": "Đã rà soát.", "revision": "0", "figure": "", "figure_unit": "", "done_on": ""} | said


def seen(report, **said):
    """What a page drawn now posts with a verb."""
    report.refresh_from_db()
    return {"revision": report.revision} | said


@pytest.mark.parametrize("name", NAMES)
def test_pages_open_for_who_may_and_are_absent_for_others(house, as_, plan, task, name):
    report = a_report(task=task, by=house.phuc, at=now(), evidence=["bien-ban.txt"], sent_by=house.de)
    client = as_(house.cast[name])
    sees = {"hanh", "hoa", "mai", "phuc", "de"}
    statement = f"/plans/{plan.pk}/statement/{quarter_of(localdate()).code}"
    addresses = {
        f"/plans/{plan.pk}/": sees,
        f"/plans/tasks/{task.pk}/": sees,
        f"/plans/review/{plan.document.pk}/": sees,  # the units that got a task read its paper
        f"/plans/evidence/{report.evidence.get().pk}/": sees,
        f"{statement}.docx": sees,
        f"{statement}.xlsx": sees,
        f"/plans/{plan.pk}/tasks/add/": {"hanh"},
    }

    absent = client.get("/plans/999999/")
    assert absent.status_code == 404
    assert client.get("/plans/").status_code == 200
    for address, allowed in addresses.items():
        answer = client.get(address)
        if name in allowed:
            assert answer.status_code == 200, address
        else:
            assert answer.status_code == 404, address
            assert bare(answer) == bare(absent), address


def test_the_verbs_of_a_task_are_absent_for_who_may_not(house, as_, plan, task):
    report = a_report(task=task, by=house.phuc, at=now())
    posts = {
        f"/plans/tasks/{task.pk}/report/": (typed(), {"phuc", "de"}),
        f"/plans/tasks/{task.pk}/deadline/": ({"due_on": "", "reason": "Bỏ hạn"}, {"hanh"}),
        f"/plans/reports/{report.pk}/submit/": ({}, {"phuc", "de"}),
        f"/plans/{plan.pk}/tasks/add/": ({"row-0-text": "x", "row-0-lead": "SYT-NVY"}, {"hanh"}),
        f"/plans/review/{plan.document.pk}/1/confirm/": ({"revision": "0"}, {"hanh"}),
        f"/plans/review/{plan.document.pk}/confirm-clear/": ({}, {"hanh"}),
        f"/plans/review/{plan.document.pk}/assign/": ({"under": "II", "lead": "SYT-NVY"}, {"hanh"}),
    }
    for address, (content, allowed) in posts.items():
        for name in NAMES:
            if name not in allowed:
                with nothing_happens():
                    assert as_(house.cast[name]).post(address, content).status_code == 404, (address, name)
        assert as_(house.hanh).get(f"/plans/reports/{report.pk}/submit/").status_code == 405


def test_a_report_goes_from_the_form_to_the_office_and_back(house, as_, task):
    phuc, de, hanh = as_(house.phuc), as_(house.de), as_(house.hanh)
    files = [SimpleUploadedFile("Biên bản.pdf", b"%PDF-1.4 a"), SimpleUploadedFile("ảnh.jpg", b"\xff\xd8 b")]
    day = f"{localdate():%d/%m/%Y}"

    answer = phuc.post(
        f"/plans/tasks/{task.pk}/report/",
        typed(figure="1.234,5", figure_unit="hồ sơ", says_done="on", done_on=day, evidence=files, submit="1"),
    )

    report = ProgressReport.objects.get()
    assert answer.headers["Location"] == f"/plans/tasks/{task.pk}/"
    assert (str(report.figure), report.says_done, report.done_on) == ("1234.5000", True, localdate())
    assert report.state == "with_head"
    assert "Đã trình lãnh đạo đơn vị." in phuc.get(answer.headers["Location"]).content.decode()
    assert "1.234,5" in phuc.get(answer.headers["Location"]).content.decode()

    assert de.post(f"/plans/reports/{report.pk}/send/", seen(report)).status_code == 302
    no_reason = hanh.post(f"/plans/reports/{report.pk}/return/", {"reason": " "})
    assert no_reason.status_code == 422
    assert "Hãy ghi lý do trả lại" in no_reason.content.decode()
    hanh.post(f"/plans/reports/{report.pk}/return/", seen(report, reason="Thiếu số."))
    page = phuc.get(f"/plans/tasks/{task.pk}/").content.decode()
    assert "Thiếu số." in page and "<dt>Trả lại</dt><dd>Nguyễn Thị Hạnh" in page and "<dt>Duyệt</dt>" not in page

    report.refresh_from_db()
    phuc.post(
        f"/plans/tasks/{task.pk}/report/",
        typed(revision=report.revision, says_done="on", done_on=day, submit="1"),
    )
    page = phuc.get(f"/plans/tasks/{task.pk}/").content.decode()
    assert "<dt>Gửi</dt>" not in page and "<dt>Trả lại</dt>" not in page  # that was said of the words before
    de.post(f"/plans/reports/{report.pk}/send/", seen(report))
    hanh.post(f"/plans/reports/{report.pk}/accept/", seen(report))

    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.COMPLETED, localdate())
    assert report.evidence.count() == 2
    assert last_line(task).actor_name == "Nguyễn Thị Hạnh"
    file = Evidence.objects.get(name="Biên bản.pdf")
    download = hanh.get(f"/plans/evidence/{file.pk}/")
    assert b"".join(download.streaming_content) == b"%PDF-1.4 a"
    assert download.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "  "}, "Hãy ghi kết quả thực hiện."),
        ({"says_done": "on"}, "Hãy ghi ngày hoàn thành"),
        ({"says_done": "on", "done_on": "31/02/2026"}, "31/02/2026"),
        ({"says_done": "on", "done_on": f"{localdate() + timedelta(days=1):%d/%m/%Y}"}, "không thể sau hôm nay"),
        ({"figure": "nhiều lắm"}, "nhiều lắm"),
        ({"evidence": SimpleUploadedFile("rong.pdf", b"")}, "rỗng"),
    ],
)
def test_a_report_that_cannot_be_is_shown_again_with_what_was_typed(house, as_, task, said, sentence):
    with nothing_happens():
        answer = as_(house.phuc).post(f"/plans/tasks/{task.pk}/report/", typed(figure_unit="giường", **said))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "giường" in page


def test_who_comes_second_keeps_the_words_is_told_and_may_then_save(house, as_, task):
    a_report(task=task, by=house.phuc, at=now(), words="Của anh Phúc.")
    client = as_(house.de)

    with nothing_happens():
        second = client.post(f"/plans/tasks/{task.pk}/report/", typed(words="Của ông Đệ."))

    page = second.content.decode()
    assert second.status_code == 422
    assert "vừa sửa báo cáo này" in page and "Của ông Đệ." in page and "Của anh Phúc." in page
    seen = second.context["report_form"]["revision"].value()
    assert client.post(f"/plans/tasks/{task.pk}/report/", typed(words="Của ông Đệ.", revision=seen)).status_code == 302
    assert ProgressReport.objects.get().words == "Của ông Đệ."


def test_words_are_not_lost_when_the_report_has_gone_to_the_head_meanwhile(house, as_, task):
    report = a_report(task=task, by=house.phuc, at=now())
    actions.submit_report(report=report, actor=house.phuc, at=now())

    with nothing_happens():
        answer = as_(house.de).post(f"/plans/tasks/{task.pk}/report/", typed(words="Câu dài đã gõ.", revision=1))

    assert answer.status_code == 422
    assert "Câu dài đã gõ." in answer.content.decode()


def test_evidence_over_the_limit_is_refused_and_no_report_is_saved_without_it(house, as_, task):
    client = as_(house.phuc)
    stream = Stream(typed(), "evidence", 60 * MB)

    with nothing_happens():
        answer = streamed(client, f"/plans/tasks/{task.pk}/report/", stream)

    assert answer.status_code == 422
    assert "lớn hơn 20 MB" in answer.content.decode()
    assert "Đã rà soát." in answer.content.decode()


def test_a_wrong_file_is_taken_out_on_the_page(house, as_, task):
    report = a_report(task=task, by=house.phuc, at=now(), evidence=["nham.pdf", "dung.pdf"])
    wrong = report.evidence.get(name="nham.pdf")
    client = as_(house.phuc)
    assert "Bỏ tệp đã đính kèm" in client.get(f"/plans/tasks/{task.pk}/").content.decode()

    client.post(f"/plans/tasks/{task.pk}/report/", typed(revision=1, without=[wrong.pk]))

    assert [file.name for file in report.evidence.all()] == ["dung.pdf"]


def test_a_draft_is_shown_again_and_gone_once_it_is_sent(house, as_, task):
    client = as_(house.phuc)
    place = f"/drafts/?place=task:{task.pk}:report"
    assert client.post(place, typed(words="Đang gõ dở", figure="12,", says_done="on")).status_code == 204

    page = client.get(f"/plans/tasks/{task.pk}/").content.decode()
    assert "Đang gõ dở" in page and 'value="12,"' in page
    assert "Đang gõ dở" not in as_(house.de).get(f"/plans/tasks/{task.pk}/").content.decode()

    client.post(f"/plans/tasks/{task.pk}/report/", typed(words="Đã xong phần một."))
    assert not Draft.objects.exists()


def test_a_draft_typed_on_an_older_report_is_told_of_the_change(house, as_, task):
    client = as_(house.phuc)
    client.post(f"/drafts/?place=task:{task.pk}:report", typed(words="Nháp của Phúc"))
    a_report(task=task, by=house.de, at=now(), words="Ông Đệ ghi.")

    form = client.get(f"/plans/tasks/{task.pk}/").context["report_form"]
    with nothing_happens():
        answer = client.post(
            f"/plans/tasks/{task.pk}/report/", typed(words=form["words"].value(), revision=form["revision"].value())
        )

    assert answer.status_code == 422
    assert "Nháp của Phúc" in answer.content.decode()


def test_a_step_somebody_has_just_done_is_told_and_not_done_again(house, as_, task):
    report = a_report(task=task, by=house.phuc, at=now(), sent_by=house.de, accepted_by=house.hanh)
    client = as_(house.hanh)

    with nothing_happens():
        answers = [
            client.post(f"/plans/reports/{report.pk}/accept/"),
            client.post(f"/plans/reports/{report.pk}/return/", {"reason": "Thiếu."}),
        ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "đã được xử lý ở bước khác" in client.get(f"/plans/tasks/{task.pk}/").content.decode()
    with nothing_happens():
        assert client.post(f"/plans/reports/{report.pk}/nonsense/").status_code == 404


def test_a_deadline_is_changed_on_the_page_with_its_reason(house, as_, task):
    client = as_(house.hanh)
    with nothing_happens():
        assert (
            client.post(f"/plans/tasks/{task.pk}/deadline/", {"due_on": "1/13/2026", "reason": "x"}).status_code == 422
        )
        assert client.post(f"/plans/tasks/{task.pk}/deadline/", {"due_on": "1/12/2026"}).status_code == 422

    later = localdate() + timedelta(days=60)
    client.post(f"/plans/tasks/{task.pk}/deadline/", {"due_on": f"{later:%d/%m/%Y}", "reason": "Chờ Bộ hướng dẫn."})

    task.refresh_from_db()
    assert task.due_on == later
    assert "Chờ Bộ hướng dẫn." in client.get(f"/plans/tasks/{task.pk}/").content.decode()


def test_the_figures_of_a_plan_open_the_tasks_they_count(house, as_, plan, task):
    late = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=localdate() - timedelta(days=9), at=now())
    done_on = localdate() - timedelta(days=1)
    for one in (task, late):
        person = house.phuc if one == task else house.son
        a_report(task=one, by=person, at=now(), done_on=done_on, sent_by=house.hoa, accepted_by=house.hanh)
    client = as_(house.hanh)

    done = client.get(f"/plans/{plan.pk}/").context["figures"][0]

    assert done.value == 2
    assert len(client.get(done.url).context["rows"]) == 2
    for query, numbers in {
        "class=done_late": [2],
        "class=done_on_time": [1],
        "class=overdue": [],
        "unit=TTYT-LK": [2],
        "field=tthc": [1, 2],
        "field=nonsense&class=nonsense": [1, 2],
        "q=benh+vien": [1],
    }.items():
        rows = client.get(f"/plans/{plan.pk}/?{query}").context["rows"]
        assert [row.task.number for row in rows] == numbers, query


def test_the_statement_opens_in_word_and_excel_under_its_name(house, as_, plan, task):
    client = as_(house.hanh)
    address = f"/plans/{plan.pk}/statement/{quarter_of(localdate()).code}"

    word, excel = client.get(f"{address}.docx"), client.get(f"{address}.xlsx")

    paper = docx.Document(io.BytesIO(word.content))
    assert any("Bệnh viện" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert openpyxl.load_workbook(io.BytesIO(excel.content)).sheetnames
    for answer, ending in ((word, "docx"), (excel, "xlsx")):
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert ending in answer.headers["Content-Disposition"]
    for wrong in ("2026-Q5.docx", "x.xlsx", "2026-Q1.pdf"):
        assert client.get(f"/plans/{plan.pk}/statement/{wrong}").status_code == 404


def test_pages_are_vietnamese_unless_switched(house, as_, plan, task):
    client = as_(house.phuc)
    address = f"/plans/tasks/{task.pk}/"
    page = client.get(address, headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "vi"
    assert "Kết quả thực hiện" in page.content.decode()

    client.cookies["django_language"] = "en"
    english = client.get(address).content.decode()
    assert "Kết quả thực hiện" not in english
    assert "Lưu và trình lãnh đạo" not in english


def test_a_task_of_another_unit_is_nowhere_on_anh_sons_pages(house, as_, plan, task):
    Task.objects.filter(pk=task.pk).update(text="CHIM-HOÀNG-YẾN", folded="chim-hoang-yen")
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, at=now())
    client = as_(house.son)

    for address in ("/", "/plans/", f"/plans/{plan.pk}/", "/search/?q=chim-hoang-yen", "/notices/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "CHIM" not in page.content.decode(), address
    statement = client.get(f"/plans/{plan.pk}/statement/{quarter_of(localdate()).code}.docx")
    paper = docx.Document(io.BytesIO(statement.content))
    assert not any("CHIM" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)
