"""The list of tasks on its pages: table, shapes, files, kept views."""

import io
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions
from caicach.plans.models import SavedView
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of

pytestmark = pytest.mark.django_db

SHAPES = ("heat", "tree", "board", "calendar", "timeline", "load", "risk", "week")


@pytest.fixture
def plan(house):
    """Three tasks: one late, one soon, one of the centre far away."""
    plan, today = a_plan(department=department_of(house)), localdate()
    for unit, days, text in [
        (house.unit.bvdk, -3, "Rà soát quy trình"),
        (house.unit.bvdk, 5, "Công khai bảng giá"),
        (house.unit.ttyt, 90, "Tập huấn một cửa"),
    ]:
        a_task(plan=plan, lead=unit, by=house.hanh, text=text, due_on=today + timedelta(days=days), at=now())
    return plan


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_table_shows_the_most_urgent_first_and_opens_each(house, as_, plan):
    shown = page(as_(house.hanh), "/plans/tasks/")

    assert shown.index("Rà soát quy trình") < shown.index("Công khai bảng giá") < shown.index("Tập huấn một cửa")
    assert "3 nhiệm vụ của mọi kế hoạch" in shown


def test_heads_sort_both_ways(house, as_, plan):
    down = page(as_(house.hanh), "/plans/tasks/?sort=-due")

    assert down.index("Tập huấn một cửa") < down.index("Rà soát quy trình")
    assert 'aria-sort="descending"' in down


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_answers_the_same_question(house, as_, plan, shape):
    client = as_(house.hanh)

    answer = client.get(f"/plans/tasks/in/{shape}/?unit=BVDK-BM")

    assert answer.context["counts"]["total"] == 2
    assert "Tập huấn một cửa" not in answer.content.decode()
    assert f'href="/plans/tasks/in/{shape}/?unit=BVDK-BM" aria-current' in answer.content.decode()


@pytest.mark.parametrize("shape", ("", *SHAPES))
def test_an_empty_shape_says_what_will_stand_there(house, as_, shape):
    address = f"/plans/tasks/in/{shape}/" if shape else "/plans/tasks/"

    assert "empty-says" in page(as_(house.son), address) or shape in ("calendar", "week")


def test_a_shape_nobody_knows_is_not_there(house, as_):
    assert as_(house.hanh).get("/plans/tasks/in/cloud/").status_code == 404
    assert as_(house.hanh).get("/plans/tasks/file.pdf").status_code == 404


def test_the_heat_of_months_says_late_none_and_nothing_reported(house, as_, plan):
    today = localdate()
    done = a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=today - timedelta(days=1), at=now())
    a_report(
        task=done, by=house.son, at=now(), done_on=today - timedelta(days=1), sent_by=house.hoa, accepted_by=house.hanh
    )

    heat = as_(house.hanh).get("/plans/tasks/in/heat/").context["by_month"]

    last = {row.name: row for row in heat.rows}
    months = {(today - timedelta(days=days)).replace(day=1) for days in (1, 3)}
    assert [row.name for row in heat.rows][-1] == "Tất cả đơn vị"
    if len(months) == 1 and max(months).month == today.month:
        assert last["Bệnh viện Đa khoa Bình Minh"].cells[-1].nothing == "not_sent"
        assert last["Trung tâm Y tế Long Khê"].cells[-1].value == "0"
        assert last["Tất cả đơn vị"].cells[-1].value == "50"
    assert last["Trung tâm Y tế Long Khê"].cells[0].nothing == "not_applicable"
    assert "unit=BVDK-BM" in last["Bệnh viện Đa khoa Bình Minh"].url


def test_the_calendar_turns_its_months_and_survives_nonsense(house, as_, plan):
    client = as_(house.hanh)

    assert "Tháng 2/2027" in page(client, "/plans/tasks/in/calendar/?month=2027-02")
    assert f"Tháng {localdate().month}/" in page(client, "/plans/tasks/in/calendar/?month=2027-22")


def test_the_workbook_holds_exactly_what_was_asked(house, as_, plan):
    answer = as_(house.hanh).get("/plans/tasks/file.xlsx?unit=BVDK-BM")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[2] for row in rows] == ["Rà soát quy trình", "Công khai bảng giá"]
    assert rows[0][7] == "Quá hạn"
    assert rows[0][6].date() == localdate() - timedelta(days=3)
    assert "Bệnh viện Đa khoa Bình Minh" in sheet["A2"].value


def test_the_paper_holds_exactly_what_was_asked(house, as_, plan):
    answer = as_(house.hanh).get("/plans/tasks/file.docx?class=overdue")

    paper = docx.Document(io.BytesIO(answer.content))
    table = paper.tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["STT", "Nội dung", "Đơn vị chủ trì", "Hạn", "Tình trạng"]
    assert len(table.rows) == 2
    assert table.rows[1].cells[1].text.startswith("Rà soát quy trình")
    assert any("quá hạn" in line.text for line in paper.paragraphs)
    assert "danh-muc-nhiem-vu" in answer.headers["Content-Disposition"]


def test_a_view_is_kept_counted_and_deleted_with_a_line_in_the_trail(house, as_, plan):
    client = as_(house.hanh)

    client.post("/plans/tasks/views/?class=overdue&unit=BVDK-BM&page=2", {"name": " Bệnh viện  trễ "})

    view = SavedView.objects.get()
    assert (view.name, view.query, view.shared_with) == ("Bệnh viện trễ", "class=overdue&unit=BVDK-BM", None)
    kept = client.get("/plans/tasks/").context["kept"]
    assert [(one.view.name, one.count, one.current) for one in kept] == [("Bệnh viện trễ", 1, False)]
    assert client.get(kept[0].url).context["kept"][0].current

    client.post(f"/plans/tasks/views/{view.pk}/drop/")

    assert not SavedView.objects.exists()
    assert set(Line.objects.filter(kind__startswith="plans.view").values_list("kind", flat=True)) == {
        "plans.view_kept",
        "plans.view_dropped",
    }


def test_a_shared_view_finds_for_each_what_they_may_see(house, as_, plan):
    as_(house.de).post("/plans/tasks/views/?class=open", {"name": "Đang mở", "shared_with": "BVDK-BM"})

    kept = as_(house.phuc).get("/plans/tasks/").context["kept"]
    assert [(one.view.name, one.count, one.mine) for one in kept] == [("Đang mở", 2, False)]
    assert as_(house.son).get("/plans/tasks/").context["kept"] == []
    assert as_(house.phuc).post(f"/plans/tasks/views/{kept[0].view.pk}/drop/").status_code == 404
    assert SavedView.objects.count() == 1


def test_a_view_is_shared_only_with_one_s_own_unit(house, plan):
    with pytest.raises(NotAllowed):
        actions.keep_view(
            name="Của người khác", query="class=open", shared_with=house.unit.ttyt, actor=house.phuc, at=now()
        )

    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("query", "name"), [("", "Mọi việc"), ("?sort=due", "Mọi việc"), ("?class=open", "  ")])
def test_a_view_without_a_name_or_a_condition_is_not_kept(house, as_, query, name):
    answer = as_(house.hanh).post(f"/plans/tasks/views/{query}", {"name": name}, follow=True)

    assert "Hãy chọn ít nhất một điều kiện và đặt tên cho bộ lọc." in answer.content.decode()
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_and_a_page_full_of_views_is_enough(house):
    for number in range(30):
        actions.keep_view(name=f"Bộ {number}", query="class=open", actor=house.hanh, at=now())
    actions.keep_view(name="Bộ 3", query="class=overdue", actor=house.hanh, at=now())

    with pytest.raises(actions.TooManyViews):
        actions.keep_view(name="Bộ nữa", query="class=open", actor=house.hanh, at=now())

    assert SavedView.objects.count() == 30
    assert SavedView.objects.get(name="Bộ 3").query == "class=overdue"
