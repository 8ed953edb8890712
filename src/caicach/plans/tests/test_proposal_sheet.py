"""All open proposals in one sheet."""

import io
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.timezone import now
from openpyxl import load_workbook

from caicach.documents.actions import correct_proposal, drop_proposal, keep_file, take_in
from caicach.documents.models import Proposal
from caicach.documents.rules import Direction
from caicach.orgs.models import Draft
from caicach.plans.tests.factories import a_department

pytestmark = pytest.mark.django_db
PAPER = """\
SỞ Y TẾ TỈNH BÌNH MINH

Số: 9/KH-SYT

Bình Minh, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2026

II. NHIỆM VỤ

1. Trung tâm Kiểm soát bệnh tật công khai lịch tiêm chủng trước ngày 30/6/2026.

2. Rà soát quy trình khám bệnh, hoàn thành trong quý III năm 2026.
"""


@pytest.fixture
def house():
    department = a_department()
    stored = keep_file(chunks=[PAPER.encode()], actor=department.hanh, at=now())
    document = take_in(
        stored=stored,
        name="kh.txt",
        unit=department.unit,
        direction=Direction.OUTGOING,
        actor=department.hanh,
        at=now(),
    )
    browser = Client()
    browser.force_login(department.hanh)
    return department, document, browser


def posted(document, **changed):
    """The sheet as the browser posts it, with some cells changed: `row_1_lead="…"`."""
    cells = {}
    for line, one in enumerate(document.proposals.open().in_paper_order()):
        cells[f"row-{line}-key"] = f"{one.number}.{one.revision}"
    return cells | {name.replace("_", "-", 2): value for name, value in changed.items()}


def test_hanh_gives_a_unit_and_a_day_in_the_sheet(house):
    department, document, browser = house
    content = posted(
        document, row_1_lead="bvdk", row_1_due_on="30/9/2026", row_1_field="Chính quyền điện tử, chính quyền số"
    )

    answer = browser.post(f"/plans/review/{document.pk}/sheet/", content)

    assert answer.status_code == 302
    second = Proposal.objects.get(number=2)
    assert (second.lead, second.field) == (department.hospital, "chinh_quyen_so")
    assert second.deadline == {"kind": "date", "date": "2026-09-30", "comparator": "by"}
    assert Proposal.objects.get(number=1).revision == 0  # an untouched row is not a correction


def test_one_wrong_cell_saves_nothing_and_shows_the_words_again(house):
    _, document, browser = house
    content = posted(document, row_0_text="Công khai lịch tiêm", row_1_lead="Bệnh viện Không Có")

    answer = browser.post(f"/plans/review/{document.pk}/sheet/", content)

    assert answer.status_code == 422
    assert "Bệnh viện Không Có" in answer.text
    assert "Công khai lịch tiêm" in answer.text
    assert set(Proposal.objects.values_list("revision", flat=True)) == {0}


def test_a_row_that_somebody_decided_meanwhile_is_named(house):
    department, document, browser = house
    content = posted(document, row_1_lead="bvdk")
    drop_proposal(proposal=Proposal.objects.get(number=2), revision=0, actor=department.hanh, at=now())

    answer = browser.post(f"/plans/review/{document.pk}/sheet/", content)

    assert answer.status_code == 422
    assert "1 đề xuất vừa được người khác xử lý" in answer.text
    assert [row.key for row in answer.context["grid"].rows] == ["1.0"]
    again = {"row-0-key": "1.0", "row-0-text": "Công khai lịch tiêm"}
    assert browser.post(f"/plans/review/{document.pk}/sheet/", again).status_code == 302
    assert Proposal.objects.get(number=1).text == "Công khai lịch tiêm"


def test_a_row_somebody_corrected_meanwhile_comes_back_with_their_words_beside(house):
    department, document, browser = house
    content = posted(document, row_1_text="Lời của cô Hạnh", row_0_product="Lịch tiêm")
    second = Proposal.objects.get(number=2)
    correct_proposal(proposal=second, revision=0, text="Lời người khác", actor=department.hanh, at=now())

    answer = browser.post(f"/plans/review/{document.pk}/sheet/", content)

    assert answer.status_code == 422
    row = answer.context["grid"].rows[1]
    assert (row.key, row.values["text"], list(row.errors)) == ("2.1", "Lời của cô Hạnh", ["text"])
    assert "bản mới ghi: “Lời người khác”" in answer.text
    assert browser.post(f"/plans/review/{document.pk}/sheet/", content | {"row-1-key": "2.1"}).status_code == 302
    assert Proposal.objects.get(number=2).text == "Lời của cô Hạnh"


def test_the_sheet_opens_again_from_its_draft_where_nobody_was_before(house):
    department, document, browser = house
    address = f"/plans/review/{document.pk}/sheet/"
    content = posted(document, row_0_text="Nháp một", row_1_text="Nháp hai")
    assert browser.post(browser.get(address).context["grid"].draft_url, content).status_code == 204
    second = Proposal.objects.get(number=2)
    correct_proposal(proposal=second, revision=0, text="Lời người khác", actor=department.hanh, at=now())

    rows = browser.get(address).context["grid"].rows

    assert [row.values["text"] for row in rows] == ["Nháp một", "Lời người khác"]
    assert browser.post(address, {"row-0-key": "1.0", "row-0-text": "Nháp một"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_row_with_a_number_beyond_reason_is_no_row(house):
    _, document, browser = house
    content = urlencode({f"row-{'9' * 5000}-key": "1.0", "row-0-key": f"{'9' * 5000}.0"})
    kind = "application/x-www-form-urlencoded"

    answer = browser.post(f"/plans/review/{document.pk}/sheet/", content, content_type=kind)

    assert answer.status_code == 422


def test_the_excel_file_holds_what_the_sheet_shows(house):
    _, document, browser = house
    Proposal.objects.filter(number=2).update(text="=1+1 Rà soát")

    answer = browser.get(f"/plans/review/{document.pk}/proposals.xlsx")

    page = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][:3] == ["Mục", "Nội dung nhiệm vụ", "Đơn vị chủ trì"]
    assert rows[1][2] == "Trung tâm Kiểm soát bệnh tật"
    assert rows[1][4] == "29/06/2026"
    assert rows[2][1] == "=1+1 Rà soát"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_phuc_does_not_find_the_sheet(house):
    department, document, _ = house
    browser = Client()
    browser.force_login(department.phuc)

    assert browser.get(f"/plans/review/{document.pk}/sheet/").status_code == 404
    assert browser.get(f"/plans/review/{document.pk}/proposals.xlsx").status_code == 404
