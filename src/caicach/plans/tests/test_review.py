"""Source view: confirming, correcting, dropping and giving units, as the person saw the proposals."""

import html
import re
from datetime import date

import pytest

from caicach.documents import actions as documents
from caicach.documents.tests.factories import AT, PLAN_TEXT, last_line, taken_in
from caicach.orgs.actions import give_post
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED
from caicach.plans import actions
from caicach.plans.actions import Assignment
from caicach.plans.models import Plan, Task
from caicach.plans.paper import paper_of
from caicach.plans.rules import PlanLevel
from caicach.plans.tests.factories import nothing_happens

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(house):
    return taken_in(house)


@pytest.fixture
def page(as_, house, document):
    """Cô Hạnh's browser on the paper: `page.get(...)`, `page.post("1/confirm/", ...)`."""
    client, base = as_(house.hanh), f"/plans/review/{document.pk}/"

    class Page:
        def get(self, query=""):
            return client.get(base + query)

        def post(self, verb, **content):
            return client.post(base + verb, content)

        def says(self):
            return client.get(base).content.decode()

    return Page()


def fields(proposal, **said):
    """The form of a correction as the page shows it."""
    return {
        "revision": proposal.revision,
        "text": proposal.text,
        "lead": proposal.lead.name if proposal.lead else "",
        "coop": "",
        "due_on": "",
        "field": proposal.field,
        "product": "",
    } | said


def test_the_paper_shows_every_line_and_every_proposal(document, page):
    answer = page.get()
    text = answer.content.decode()

    words = " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())
    assert [line for line in PLAN_TEXT.splitlines() if line.strip() not in words] == []
    assert len(answer.context["rows"]) == 4
    assert answer.context["counts"] | {"clear": 2, "no_lead": 2, "confirmed": 0} == answer.context["counts"]
    assert answer.context["chosen"].proposal.number == 1
    assert page.get("?n=3").context["chosen"].proposal.number == 3
    assert page.get("?n=99").context["chosen"].proposal.number == 1


def test_the_paper_loses_no_letter(document):
    paper = paper_of(document.reading.page)
    blocks = [*paper.left, *paper.right, *paper.body]

    shown = " ".join("".join(piece.text for piece in block.pieces) for block in blocks)
    assert sorted(shown.split()) == sorted(" ".join(document.reading.page["lines"]).split())


def test_one_proposal_is_confirmed_and_the_next_is_shown(document, page):
    answer = page.post("1/confirm/", revision="0")

    assert answer.headers["Location"].endswith("?n=2&after=1")
    task = Task.objects.get()
    assert (task.source.number, task.due_on, task.plan.code) == (1, date(2026, 6, 29), "62/KH-SYT")
    assert last_line(task).actor_name == "Nguyễn Thị Hạnh"
    assert "1/4" in page.says()


def test_confirming_twice_or_on_an_old_page_gives_one_task_and_a_sentence(house, document, page):
    page.post("1/confirm/", revision="0")
    with nothing_happens():
        for revision in ("0", "1", "", "x"):
            assert page.post("1/confirm/", revision=revision).status_code == 302
    assert "Đề xuất này đã được xử lý" in page.says()

    documents.correct_proposal(
        proposal=document.proposals.get(number=2), revision=0, text="Khác", actor=house.hanh, at=AT
    )
    with nothing_happens():
        page.post("2/confirm/", revision="0")
    assert "Người khác vừa sửa đề xuất này" in page.says()


def test_a_proposal_without_a_unit_is_not_confirmed_and_no_plan_is_opened_for_it(document, page):
    with nothing_happens():
        page.post("3/confirm/", revision="0")

    assert "chưa có đơn vị chủ trì" in page.says()
    assert not Plan.objects.exists()


def test_everything_clear_is_confirmed_at_once(document, page):
    assert "Xác nhận 2 đề xuất chắc chắn" in page.says()

    seen = page.get().context["clear"]
    assert f'name="seen" value="{seen}"' in page.says()

    answer = page.post("confirm-clear/", seen=seen)

    assert Task.objects.count() == 2
    assert "Đã xác nhận 2 nhiệm vụ." in page.get("?" + answer.headers["Location"].partition("?")[2]).content.decode()
    with nothing_happens():
        page.post("confirm-clear/", seen=seen)
    assert Task.objects.count() == 2


@pytest.mark.parametrize("seen", ["", "x", "9.0", "1.0 9.0", "1", f"1.{'9' * 5000}"])
def test_what_the_page_did_not_draw_is_not_confirmed(page, seen):
    with nothing_happens():
        page.post("confirm-clear/", seen=seen)

    assert "chưa xác nhận việc nào" in page.says()


def test_a_clear_proposal_changed_since_the_page_was_drawn_stops_them_all(house, document, page):
    seen = page.get().context["clear"]
    one = document.proposals.get(number=int(seen.split(".")[0]))
    documents.correct_proposal(proposal=one, revision=0, text="Điều khác.", lead=one.lead, actor=house.hanh, at=AT)

    with nothing_happens():
        page.post("confirm-clear/", seen=seen)

    assert "chưa xác nhận việc nào" in page.says()
    assert not Plan.objects.exists()


def test_where_nothing_is_clear_no_plan_is_opened(house, as_):
    document = taken_in(house, text=PLAN_TEXT.replace("Bệnh viện Đa khoa Bình Minh", "Bệnh viện X").replace("TTYT", ""))
    document.proposals.update(lead=None)

    as_(house.hanh).post(f"/plans/review/{document.pk}/confirm-clear/")

    assert not Plan.objects.exists()


def test_a_correction_is_saved_and_may_be_confirmed_in_one_step(document, page):
    three = document.proposals.get(number=3)
    saved = page.post("3/correct/", **fields(three, text="Bệnh án điện tử.", lead="bvdk-bm"))
    assert saved.headers["Location"].endswith("?n=3&after=3")
    three.refresh_from_db()
    assert (three.text, three.lead.code, three.revision) == ("Bệnh án điện tử.", "BVDK-BM", 1)
    assert three.deadline is None  # the day was emptied

    confirmed = page.post(
        "3/correct/", **fields(three, due_on="15/10/2026", coop="TTYT Long Khê", product="Báo cáo", confirm="1")
    )

    assert confirmed.headers["Location"].endswith("?n=4&after=3")
    task = Task.objects.get()
    assert (task.text, task.due_on, task.product) == ("Bệnh án điện tử.", date(2026, 10, 15), "Báo cáo")
    assert sorted(task.parts.values_list("unit__code", flat=True)) == ["BVDK-BM", "TTYT-LK"]


def test_an_untouched_day_keeps_the_words_of_the_paper(document, page):
    one = document.proposals.get(number=1)

    page.post("1/correct/", **fields(one, due_on="29/06/2026", product="Báo cáo"))

    one.refresh_from_db()
    assert one.deadline == {"kind": "date", "date": "2026-06-30", "comparator": "before"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": " "}, "Hãy ghi nội dung nhiệm vụ."),
        ({"lead": "Không có"}, "khớp “Không có”"),
        ({"lead": "phòng"}, "Có nhiều đơn vị khớp"),
        ({"coop": "TTYT Long Khê; Ai đó"}, "“Ai đó”"),
        ({"due_on": "30/02/2026"}, "30/02/2026"),
        ({"lead": "", "confirm": "1"}, "chưa có đơn vị chủ trì"),
    ],
)
def test_a_correction_that_cannot_be_is_shown_again_with_what_was_typed(document, page, said, sentence):
    one = document.proposals.get(number=1)

    with nothing_happens():
        answer = page.post("1/correct/", **fields(one, product="Sản phẩm đã gõ", **said))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Sản phẩm đã gõ" in answer.content.decode()


def test_who_corrects_second_keeps_the_words_is_told_and_may_then_save(house, document, page):
    one = document.proposals.get(number=1)
    old = fields(one, text="Chữ của người sau")
    documents.correct_proposal(proposal=one, revision=0, text="Chữ của người trước", actor=house.hanh, at=AT)

    with nothing_happens():
        answer = page.post("1/correct/", **old)

    assert answer.status_code == 422
    assert "Người khác vừa sửa" in answer.content.decode()
    assert "Chữ của người sau" in answer.content.decode()
    page.post("1/correct/", **(old | {"revision": answer.context["form"]["revision"].value()}))
    one.refresh_from_db()
    assert one.text == "Chữ của người sau"


def test_a_proposal_is_dropped_and_taken_back(document, page):
    page.post("2/drop/", revision="0")
    assert document.proposals.get(number=2).state == "dropped"
    assert last_line(document).kind == "documents.proposal_dropped"
    assert page.get().context["counts"]["total"] == 3

    page.post("2/restore/", revision="1")
    assert document.proposals.get(number=2).state == "proposed"
    with nothing_happens():
        assert page.post("2/nonsense/", revision="2").status_code == 404
        assert page.post("9/confirm/", revision="0").status_code == 404


def test_a_heading_is_given_to_a_unit_found_without_accents(document, page):
    page.post("assign/", under="II.2", lead="phong nghiep vu y", n="3")

    assert list(document.proposals.values_list("lead__code", flat=True)) == ["BVDK-BM", "TTYT-LK", "SYT-NVY", "SYT-NVY"]
    assert "Đã giao Phòng Nghiệp vụ Y chủ trì 2 đề xuất." in page.says()
    with nothing_happens():
        page.post("assign/", under="II.2", lead="không có", n="3")
        page.post("assign/", under="II.2", lead="", n="x")
    assert "Hãy chọn một đơn vị" in page.says()


def test_who_only_reads_sees_the_paper_without_its_verbs(house, as_, document):
    documents.hand_out(document=document, units=[house.unit.bvdk], actor=house.hanh, at=AT)

    page = as_(house.phuc).get(f"/plans/review/{document.pk}/?edit=1").content.decode()

    assert "Cải cách hành chính năm 2026" in page
    assert "/confirm/" not in page and "/correct/" not in page and "/assign/" not in page


def test_the_next_doubtful_one_is_found_round_the_paper_and_what_lacks_is_counted(document, page):
    assert page.get("?n=1").context["doubtful"] == 3
    assert page.get("?n=3").context["doubtful"] == 4
    assert page.get("?n=4").context["doubtful"] == 3

    page.post("3/drop/", revision="0")
    document.proposals.filter(number=4).update(deadline=None)

    assert page.get("?n=4").context["doubtful"] is None
    counts = page.get().context["counts"]
    assert (counts["no_lead"], counts["no_due"], counts["waiting"], counts["total"]) == (1, 1, 3, 3)


def test_who_leaves_comes_back_to_the_first_that_waits_and_sees_who_else_is_at_work(house, document, page, as_):
    page.post("1/confirm/", revision="0")
    assert page.get().context["chosen"].proposal.number == 2
    assert page.get().context["others"] == []
    minh = house.minh
    give_post(person=minh, unit=house.unit.syt, role=Role.OFFICE_SPECIALIST, since=OPENED, actor=None, at=AT)

    seen = as_(minh).get(f"/plans/review/{document.pk}/")

    assert [other.name for other in seen.context["others"]] == ["Nguyễn Thị Hạnh"]
    assert "Nguyễn Thị Hạnh cũng đang xử lý văn bản này" in seen.content.decode()


def test_a_clause_that_orders_tracked_work_becomes_one_more_place_of_that_task(house, document, page, as_):
    plan = actions.open_plan(
        code="CP-2026",
        title="Nhiệm vụ Chính phủ giao",
        level=PlanLevel.THEMATIC,
        unit=house.unit.syt,
        starts_on=OPENED,
        ends_on=OPENED,
        actor=house.hanh,
        at=AT,
    )
    proposal = document.proposals.get(number=1)
    tracked = actions.add_task(
        plan=plan,
        assignment=Assignment(text=proposal.text, field="tthc", lead=proposal.lead),
        actor=house.hanh,
        at=AT,
    )

    client = as_(house.hanh)
    offered = client.get(f"/plans/review/{document.pk}/1/same/").context["found"]
    page.post("1/same/", task=str(tracked.pk), revision="0")

    assert [(one.task, one.percent) for one in offered] == [(tracked, 100)]
    assert Task.objects.count() == 1
    assert set(tracked.lines.values_list("plan__code", flat=True)) == {"CP-2026", document.plan.code}
    proposal.refresh_from_db()
    assert proposal.state == "confirmed" and proposal.plan_line.task == tracked
    with nothing_happens():
        assert page.post("2/same/", task="0", revision="0").status_code == 422
