"""Two versions of a plan."""

import pytest
from django.test import Client
from django.utils.timezone import now

from caicach.documents.actions import keep_file, take_in
from caicach.documents.models import Document
from caicach.documents.rules import Direction
from caicach.plans import actions, comparing
from caicach.plans.tests.factories import a_department

pytestmark = pytest.mark.django_db
HEAD = """\
SỞ Y TẾ TỈNH BÌNH MINH

Số: {number}/KH-SYT

Bình Minh, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2026

II. NHIỆM VỤ

"""
OLD = (
    "1. Trung tâm Kiểm soát bệnh tật công khai lịch tiêm chủng của các điểm tiêm trước ngày 30/6/2026.\n\n"
    "2. Bệnh viện Đa khoa tỉnh Bình Minh niêm yết giá dịch vụ tại khu khám bệnh trong quý II năm 2026.\n"
)
NEW = (
    "1. Trung tâm Kiểm soát bệnh tật công khai lịch tiêm chủng của các điểm tiêm trước ngày 30/9/2026.\n\n"
    "2. Bệnh viện Đa khoa tỉnh Bình Minh tập huấn kỹ năng giao tiếp cho bộ phận tiếp đón trong tháng 8 năm 2026.\n"
)


@pytest.fixture
def versions():
    """The department, its plan as first issued with every task confirmed, and the plan as issued again."""
    department = a_department()
    papers: list[Document] = []
    for number, text in ((9, OLD), (19, NEW)):
        stored = keep_file(chunks=[(HEAD.format(number=number) + text).encode()], actor=department.hanh, at=now())
        where = {"unit": department.unit, "direction": Direction.OUTGOING, "actor": department.hanh, "at": now()}
        papers.append(take_in(stored=stored, name=f"kh{number}.txt", **where))
    chosen = [(one, one.revision) for one in papers[0].proposals.all()]
    plan = actions.plan_of(document=papers[0], actor=department.hanh, at=now())
    actions.confirm_proposals(plan=plan, proposals=chosen, actor=department.hanh, at=now())
    return department, *papers


def test_what_changed_and_which_tracked_tasks_it_touches(versions):
    _, before, after = versions

    rows = comparing.changes(before, after)

    assert [(row.says, row.differs) for row in rows] == [("sửa", "nội dung, thời hạn"), ("thêm", ""), ("bỏ", "")]
    assert [(run.text, run.how) for run in rows[0].runs if run.how] == [("30/6/2026.", "del"), ("30/9/2026.", "ins")]
    (deadline,) = rows[0].pairs
    assert (deadline.name, deadline.before, deadline.after) == (
        "thời hạn",
        "trước ngày 30/6/2026",
        "trước ngày 30/9/2026",
    )
    assert [(one.value, one.tone) for one in comparing.figures(rows)] == [
        (1, "soon"),
        (1, "ok"),
        (1, "late"),
        (2, "soon"),
    ]
    assert [str(row.task) if row.task else "" for row in rows] == ["9/KH-SYT #1", "", "9/KH-SYT #2"]


def test_a_version_against_itself_changes_nothing(versions):
    _, before, _after = versions

    assert comparing.changes(before, before) == []


def test_the_page_shows_it_to_hanh_and_not_to_son(versions):
    department, before, after = versions
    browser = Client()
    browser.force_login(department.hanh)

    page = browser.get(f"/plans/compare/{after.pk}/?with={before.pk}")
    choice = browser.get(f"/plans/compare/{after.pk}/")

    assert "9/KH-SYT #1" in page.text
    assert f"?with={before.pk}" in choice.text
    browser.force_login(department.son)
    assert browser.get(f"/plans/compare/{after.pk}/?with={before.pk}").status_code == 404
