"""The page of the classification: every number opens its tasks; what is issued stays, later differences are told."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document as read_docx
from openpyxl import load_workbook

from caicach.audit.models import Line
from caicach.documents import storage
from caicach.documents.actions import NothingChanged
from caicach.documents.models import FrozenIssue
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions
from caicach.plans.models import Plan
from caicach.plans.statement import periods
from caicach.plans.statement.tiers import Tier
from caicach.plans.tests.factories import a_plan, a_task, department_of, moment, nothing_happens
from caicach.plans.tests.test_classification import OCTOBER, done, one_of_each

PAGE = "/plans/classification/SYT/"
ASKED = "?level=yearly&period=2026-Q3"


@pytest.fixture
def plan(house) -> Plan:
    return a_plan(department=department_of(house))


def issue(house, *, at=OCTOBER, actor=None, reason="", unit=None) -> FrozenIssue:
    return actions.issue_classification(
        unit=unit or house.unit.syt,
        tier=Tier.YEARLY,
        period=periods.parse("2026-Q3"),
        actor=actor or house.hanh,
        at=at,
        reason=reason,
    )


def content(issue: FrozenIssue, ending: str) -> bytes:
    return storage.path_of(issue.files.get(name__endswith=ending).stored.sha256).read_bytes()


def test_the_matrix_shows_each_number_as_a_link_to_its_tasks(house, as_, plan):
    tasks = one_of_each(house, plan)

    page = as_(house.hanh).get(PAGE + ASKED + "&by=field")

    face = page.context["total"]
    assert [cell.number for cell in face.cells] == [8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    assert all(cell.url for cell in face.cells if cell.number)
    late = next(cell for cell in face.cells if "left_late" in cell.url)
    opened = as_(house.hanh).get(PAGE + late.url.partition("#")[0])
    (entry,) = (face.entry for face in opened.context["entries"])
    assert entry.task_id == next(task.pk for one, task in tasks.items() if one == "left_late")


def test_own_classification_is_that_of_the_unit_one_answers_for(house, as_):
    assert as_(house.hoa).get("/plans/classification/").url == PAGE
    assert as_(house.phuc).get("/plans/classification/?level=unit").url == ("/plans/classification/BVDK-BM/?level=unit")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?period=2026-Q9", "Không có kỳ này"),
        ("?period=days&first=01/02/2026", "Hãy ghi ngày"),
        ("?period=days&first=01/03/2026&last=01/02/2026", "Ngày cuối đứng trước ngày đầu"),
    ],
)
def test_a_period_that_is_none_is_told_beside_the_field_and_the_page_still_stands(house, as_, plan, query, says):
    page = as_(house.hanh).get(PAGE + query)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert page.context["asked"].period.code == periods.last_quarter(timezone.localdate())


def test_two_days_and_the_cut_off_are_understood(house, as_, plan):
    def asked(query: str) -> str:
        return str(as_(house.hanh).get(PAGE + query).context["asked"].period.code)

    assert asked("?period=days&first=01/02/2026&last=15/03/2026") == "2026-02-01..2026-03-15"
    assert asked("?period=2026-02-01..2026-03-15") == "2026-02-01..2026-03-15"
    assert asked("?period=2026-Q1&cutoff=15-14") == asked("?period=2026-Q1@15-14") == "2026-Q1@15-14"


def test_what_is_issued_has_its_figures_its_tasks_and_its_files(house, as_, plan):
    tasks = one_of_each(house, plan)

    made = issue(house)

    assert (made.kind, made.key, made.number) == ("plans.classification", "SYT:yearly:2026-Q3", 1)
    assert Line.objects.filter(kind="documents.frozen").get().changes["key"] == made.key
    records = {record.id: record for record in made.content.records}
    assert set(records) == {f"plans.task:{task.pk}" for task in tasks.values()}
    assert {record.of_class for record in records.values()} >= {"Hoàn thành đúng hạn", "Chưa hoàn thành, quá hạn"}
    word = read_docx(BytesIO(content(made, ".docx")))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "08 nhiệm vụ: đã hoàn thành 03/08; đang thực hiện 02/08; chưa hoàn thành 03/08" in said
    assert "hoàn thành đúng hạn 01/03 (33,3%)" in said
    total = [[cell.text for cell in table.rows[-1].cells] for table in word.tables if len(table.columns) == 7]
    assert total == [["Tổng số", "8", "3", "2", "3", "1", "1/3\n33,3%"]] * 2
    matrix = [[cell.text for cell in table.rows[-1].cells] for table in word.tables if len(table.columns) == 13]
    assert matrix[0] == ["Tổng số", "8", *"11111111", "1/3\n33,3%", "0", "0"]
    book = load_workbook(BytesIO(content(made, ".xlsx")))
    assert book.sheetnames == ["Phân loại", "Nhiệm vụ"]
    totals = [row for row in book["Phân loại"].iter_rows(values_only=True) if str(row[0]).startswith("Tổng số")]
    assert totals[0][1:11] == (8, 1, 1, 1, 1, 1, 1, 1, 1, 3)
    listed = [row for row in book["Nhiệm vụ"].iter_rows(values_only=True) if row[2] in range(1, 9)]
    assert len(listed) == 8


def test_the_page_shows_the_issue_its_files_and_later_what_differs_and_why(house, as_, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 9, 30))
    other = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 9, 1))
    issue(house, at=moment(date(2026, 10, 1)))
    done(house, task, date(2026, 9, 30), confirmed=moment(date(2026, 10, 3)))
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, at=moment(date(2026, 9, 29)))

    page = as_(house.hanh).get(PAGE + ASKED)

    assert page.context["stamp"].number == 1
    assert [chip.name.rpartition(".")[2] for chip in page.context["stamp"].files] == ["docx", "xlsx"]
    rows = {row.title: (row.before, row.after, row.reasons) for row in page.context["differences"].records}
    assert len(rows) == 2
    assert rows[f"62/KH-SYT #{task.number} {task.title}"] == (
        "Chưa bắt đầu, trong hạn",
        "Hoàn thành đúng hạn",
        ("có báo cáo từ ngày 30/09/2026", "hoàn thành ngày 30/09/2026, xác nhận ngày 03/10/2026"),
    )
    assert any("giao ngày 29/09/2026" in reasons for _before, _after, reasons in rows.values())
    assert other.title in page.content.decode()


def test_a_correction_is_the_next_number_with_its_reason(house, as_, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=date(2026, 9, 30))
    first = issue(house, at=moment(date(2026, 10, 1)))
    done(house, task, date(2026, 9, 30), confirmed=moment(date(2026, 10, 3)))

    said = {"reason": "Bổ sung xác nhận"}
    answer = as_(house.hoa).post(f"{PAGE}issue/{ASKED}", said)

    second = FrozenIssue.objects.get(number=2)
    assert answer.url == f"{PAGE}?level=yearly&period=2026-Q3&by=field"
    assert (second.previous, second.because, second.issued_by) == (first, "Bổ sung xác nhận", house.hoa)
    with pytest.raises(NothingChanged):
        issue(house, at=moment(date(2026, 12, 1)))


def test_only_the_units_own_head_or_specialist_issues(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    for actor, unit in ((house.phuc, "bvdk"), (house.hanh, "bvdk"), (house.mai, "syt"), (house.de, "syt")):
        with nothing_happens(), pytest.raises(NotAllowed):
            issue(house, actor=actor, unit=getattr(house.unit, unit))
    with nothing_happens():
        assert as_(house.de).post(f"{PAGE}issue/{ASKED}").status_code == 404

    assert issue(house, actor=house.de, unit=house.unit.bvdk).key == "BVDK-BM:yearly:2026-Q3"


def test_who_sees_a_part_is_told_so_and_compares_nothing(house, as_, plan):
    a_task(plan=plan, lead=house.unit.khth, by=house.hanh)
    issue(house, actor=house.de, unit=house.unit.bvdk)

    page = as_(house.phuc).get(f"/plans/classification/BVDK-BM/{ASKED}")

    assert page.context["found"].partial
    assert page.context["differences"] is None
    assert "Chỉ gồm nhiệm vụ anh/chị được xem." in page.content.decode()


def test_the_page_asks_the_same_number_of_questions_for_few_and_many(
    house, as_, plan, django_assert_max_num_queries, django_assert_num_queries
):
    client = as_(house.hanh)
    for _ in range(2):
        a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    client.get(PAGE + ASKED)
    with django_assert_max_num_queries(30) as few:
        client.get(PAGE + ASKED + "&by=unit")
    for unit in (house.unit.ttyt, house.unit.khth, house.unit.nvy):
        for _ in range(4):
            a_task(plan=plan, lead=unit, by=house.hanh)

    with django_assert_num_queries(len(few)):
        client.get(PAGE + ASKED + "&by=unit")
