"""Tasks typed or pasted as a sheet: every row or none, each wrong cell told, nothing typed lost; numbers as typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from caicach.documents.tests.factories import last_line, taken_in
from caicach.orgs.models import Draft
from caicach.plans import sheet
from caicach.plans.forms import NumberField, plain_number
from caicach.plans.models import Task
from caicach.plans.tests.factories import a_plan, a_task, department_of, nothing_happens

GOOD = {"text": "Rà soát thủ tục", "lead": "benh vien da khoa binh minh", "due_on": "30/09/2026", "product": "Báo cáo"}


def posted(*rows):
    return {f"row-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house), document=taken_in(house))


@pytest.mark.django_db
def test_a_pasted_sheet_becomes_tasks(house, as_, plan):
    rows = [
        GOOD | {"coop": "TTYT Long Khê; SYT-NVY", "field": "tthc"},
        {"text": "Công khai thủ tục\nở nơi tiếp nhận", "lead": "TTYT Long Khê", "field": "Cải cách thể chế"},
        {"text": "", "lead": "", "field": "khac"},  # an empty row with its choice
    ]

    answer = as_(house.hanh).post(f"/plans/{plan.pk}/tasks/add/?after=0", posted(*rows))

    assert answer.headers["Location"] == f"/plans/{plan.pk}/"
    first, second = Task.objects.order_by("number")
    assert (first.lead, first.due_on, first.field, first.product) == (
        house.unit.bvdk,
        date(2026, 9, 30),
        "tthc",
        "Báo cáo",
    )
    assert first.parts.count() == 3
    assert (second.lead, second.due_on, second.field) == (house.unit.ttyt, None, "the_che")
    assert last_line(second).actor_name == "Nguyễn Thị Hạnh"
    assert plan.document.hand_outs.count() == 3  # whoever got a task may read the plan's paper


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "cell", "sentence"),
    [
        ({"text": ""}, "text", "Hãy ghi nội dung"),
        ({"lead": ""}, "lead", "Hãy chọn đơn vị chủ trì"),
        ({"lead": "Phòng Không Có"}, "lead", "Không có đơn vị nào tên “Phòng Không Có”"),
        ({"lead": "phòng"}, "lead", "hoặc có nhiều đơn vị khớp"),
        ({"coop": "TTYT Long Khê; Ai đó"}, "coop", "“Ai đó”"),
        ({"due_on": "31/02/2026"}, "due_on", "“31/02/2026” không phải ngày"),
        ({"due_on": "quý III"}, "due_on", "30/09/2026"),
        ({"product": "x" * 301}, "product", "dài quá 300 chữ"),
        ({"field": "lĩnh vực lạ"}, "field", "“lĩnh vực lạ”"),
    ],
)
def test_one_wrong_cell_stops_the_sheet_and_everything_typed_is_shown_again(house, as_, plan, wrong, cell, sentence):
    with nothing_happens():
        answer = as_(house.hanh).post(f"/plans/{plan.pk}/tasks/add/", posted(GOOD, GOOD | {"text": "Dòng hai"} | wrong))

    assert answer.status_code == 422
    first, second = answer.context["grid"].rows
    assert first.errors == {} and first.values == GOOD
    assert sentence in second.errors[cell]
    page = answer.content.decode()
    assert page.count("Rà soát thủ tục") == 1
    assert all(value.replace('"', "&quot;") in page for value in wrong.values())


@pytest.mark.django_db
def test_an_empty_sheet_is_told_so(house, as_, plan):
    with nothing_happens():
        answer = as_(house.hanh).post(f"/plans/{plan.pk}/tasks/add/", {"rows": "8", "row-0-field": "tthc"})

    assert answer.status_code == 422
    assert "Bảng còn trống" in answer.content.decode()


@pytest.mark.django_db
def test_more_rows_than_fit_are_refused_not_cut_off(house, as_, plan):
    rows = [{"text": f"Việc {n}", "lead": "BVDK-BM"} for n in range(sheet.LIMIT + 1)]

    typed = sheet.read(posted(*rows))

    assert typed.wrong and typed.assignments == []
    assert len(typed.rows) == sheet.LIMIT + 1
    assert [number for number, row in enumerate(typed.rows, 1) if row.errors] == [sheet.LIMIT + 1]
    assert "nhiều nhất 300" in typed.rows[-1].errors["text"]
    assert len(sheet.read(posted(*rows[:-1])).assignments) == sheet.LIMIT


@pytest.mark.django_db
def test_the_same_sheet_sent_twice_is_given_once_and_shown_again(house, as_, plan):
    client = as_(house.hanh)
    address = f"/plans/{plan.pk}/tasks/add/?after=0"
    client.post(address, posted(GOOD))

    with nothing_happens():
        again = client.post(address, posted(GOOD))

    assert again.status_code == 422
    page = again.content.decode()
    assert "có thể do bấm hai lần" in page and "Rà soát thủ tục" in page
    assert client.post(f"/plans/{plan.pk}/tasks/add/{again.context['grid'].post_url}", posted(GOOD)).status_code == 302
    assert Task.objects.count() == 2


@pytest.mark.django_db
def test_a_draft_of_the_sheet_waits_until_it_is_given(house, as_, plan):
    client = as_(house.hanh)
    page = client.get(f"/plans/{plan.pk}/tasks/add/")
    assert page.context["grid"].post_url == "?after=0"
    client.post(page.context["grid"].draft_url, posted(GOOD | {"due_on": "chưa rõ"}))

    again = client.get(f"/plans/{plan.pk}/tasks/add/")
    assert again.context["grid"].rows[0].values["due_on"] == "chưa rõ"
    assert "Rà soát thủ tục" in again.content.decode()

    assert client.post(f"/plans/{plan.pk}/tasks/add/?after={'9' * 5000}", posted(GOOD)).status_code == 422
    assert Draft.objects.exists()
    client.post(f"/plans/{plan.pk}/tasks/add/", posted(GOOD))
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_a_task_given_meanwhile_is_seen_by_the_next_page(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    assert as_(house.hanh).get(f"/plans/{plan.pk}/tasks/add/").context["grid"].post_url == "?after=1"


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ({"row-2-text": " b ", "row-0-text": "a"}, [{"text": "a"}, {"text": "b"}]),
        ({"row-x-text": "a", "row--1-text": "b", "text": "c", "row-1-other": "d"}, []),
        ({"row-0-field": "tthc"}, []),
        ({f"row-{'9' * 5000}-text": "a", "row-²-text": "b"}, []),
    ],
)
def test_the_cells_of_a_sheet_are_put_in_rows(content, rows):
    assert [row.values for row in sheet.rows_of(content)] == rows


@pytest.mark.once
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]))
def test_a_day_is_understood_in_every_writing_of_the_office(day, form):
    errors: dict[str, str] = {}

    assert sheet.day_in(day.strftime(form), errors) == day
    assert errors == {}


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("12.5", "12.5"),
        ("0.125", "0.125"),
        ("12,50", "12.50"),
        ("-1.000", "-1000"),
        ("1 234,5", "1234.5"),
        ("1234", "1234"),
    ],
)
def test_a_figure_is_read_as_the_office_writes_it(typed, plain):
    assert plain_number(typed, ",") == plain
    with override("vi"):
        assert NumberField().clean(typed) == Decimal(plain)


@pytest.mark.once
@given(st.integers(-(10**13), 10**13).map(lambda number: Decimal(number) / 10**4))
def test_a_figure_shown_in_a_form_is_read_back_as_it_was(number):
    for language in ("vi", "en"):
        with override(language):
            field = NumberField(max_digits=18, decimal_places=4)
            assert field.clean(field.prepare_value(number)) == number


@pytest.mark.once
@pytest.mark.parametrize("typed", ["nhiều", "1,2,3", "12,5%", "NaN", "1.23456"])
def test_what_is_no_figure_is_refused(typed):
    with pytest.raises(Exception, match="số") as refused, override("vi"):
        NumberField(max_digits=18, decimal_places=4).clean(typed)
    assert refused.type.__name__ == "ValidationError"


@pytest.mark.django_db
def test_a_deadline_typed_in_a_sheet_counts_that_day_in(house, as_, plan):
    day = localdate() + timedelta(days=3)

    as_(house.hanh).post(f"/plans/{plan.pk}/tasks/add/", posted(GOOD | {"due_on": f"{day:%d/%m/%Y}"}))

    task = Task.objects.get()
    assert task.due_on == day
    assert task.deadline_entries.get().typed == {"kind": "date", "date": day.isoformat(), "comparator": "by"}
