"""My work, search, drafts and the frame around every page."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.documents.tests.factories import entered, taken_in
from caicach.notifications.models import Notice
from caicach.orgs.models import Draft
from caicach.plans.tests.factories import a_plan, a_task, department_of

pytestmark = pytest.mark.django_db

NAMES = ("hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai")


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


@pytest.mark.parametrize("name", NAMES)
def test_everybody_has_a_desk_a_search_and_notices(house, as_, name):
    client = as_(house.cast[name])

    for address in ("/", "/search/", "/search/?q=ke+hoach", "/notices/"):
        assert client.get(address).status_code == 200, address
    assert house.cast[name].called in client.get("/").content.decode()


def test_the_page_has_one_red_button_and_it_is_the_first_thing(house, as_, plan):
    for shift in (9, -2, 1):
        a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=localdate() + timedelta(days=shift), at=now())

    page = as_(house.phuc).get("/").content.decode()

    assert page.count("btn-primary") == 1
    assert page.index('id="qua-han"') < page.index("btn-primary")


def test_an_empty_desk_says_what_will_lie_there(house, as_):
    assert "Không có việc nào đang chờ anh/chị." in as_(house.phuc).get("/").content.decode()


def found(client, words):
    """The names found, by kind."""
    groups = client.get("/search/", {"q": words}).context["groups"]
    return {group.kind: [hit.name for hit in group.hits] for group in groups}


@pytest.mark.parametrize("words", ["nguyen van de", "NGUYỄN VĂN ĐỆ", "đệ nguyễn", "Nguyễn  Văn  Đệ".lower()])
def test_a_name_is_found_without_its_accents(house, as_, words):
    entered(house, type_code="QĐ", number="15/QĐ-SYT", subject="Bổ nhiệm", signer="Nguyễn Văn Đệ")
    entered(house, type_code="QĐ", number="16/QĐ-SYT", subject="Bổ nhiệm", signer="Nguyễn Văn Tế")

    assert found(as_(house.hanh), words) == {"Văn bản": ["Quyết định 15/QĐ-SYT"]}


@pytest.mark.parametrize("words", ["7883/SYT-VP", "7883/syt-vp", " 7883 / SYT-VP", "7883"])
def test_a_number_is_found_as_it_is_typed(house, as_, words):
    entered(house, number="7883/SYT-VP")
    entered(house, number="788/SYT-VP")

    assert found(as_(house.hanh), words) == {"Văn bản": ["Công văn 7883/SYT-VP"]}


def test_tasks_plans_and_units_are_found_together(house, as_, plan):
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    assert found(as_(house.phuc), "benh vien da khoa") == {
        "Nhiệm vụ": ["Rà soát, đơn giản hóa thủ tục hành chính thuộc lĩnh vực được giao."],
        "Đơn vị": ["Bệnh viện Đa khoa Bình Minh"],
    }
    assert found(as_(house.phuc), "62/kh-syt cai cach") == {"Kế hoạch": ["62/KH-SYT"]}
    assert found(as_(house.phuc), "") == found(as_(house.phuc), " ́ ") == {}


def test_anh_son_finds_nothing_of_what_is_not_his(house, as_, plan):
    taken_in(house)
    a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)

    for words in ("62/KH-SYT", "ra soat", "cai cach hanh chinh", "tran thi hoa", "ke hoach"):
        hits = found(as_(house.son), words)
        assert set(hits) <= {"Đơn vị"}, hits
    assert "Không tìm thấy gì." in as_(house.son).get("/search/?q=62/KH-SYT").content.decode()


def test_what_is_typed_is_kept_and_only_for_its_writer(house, as_):
    client = as_(house.phuc)

    assert (
        client.post("/drafts/?place=task:1:report", {"words": "Đang gõ", "csrfmiddlewaretoken": "x"}).status_code == 204
    )
    assert client.post("/drafts/?place=task:1:report", {"words": "Đang gõ tiếp"}).status_code == 204

    kept = Draft.objects.get()
    assert (kept.person, kept.place, kept.content) == (house.phuc, "task:1:report", {"words": "Đang gõ tiếp"})


def test_a_draft_without_a_place_or_too_large_is_refused(house, as_):
    client = as_(house.phuc)

    for address, content in [
        ("/drafts/", {"words": "x"}),
        ("/drafts/?place=made-up", {"words": "x"}),
        ("/drafts/?place=task:", {"words": "x"}),
        (f"/drafts/?place=task:{'1' * 101}", {"words": "x"}),
        ("/drafts/?place=task:1", {"words": "x" * 1_000_001}),
        ("/drafts/?place=task:1", {"x" * 1_000_001: ""}),
        ("/drafts/?place=task:1", {f"field{n}": "" for n in range(4001)}),
    ]:
        assert client.post(address, content).status_code == 400
    assert client.get("/drafts/?place=task:1").status_code == 405
    assert not Draft.objects.exists()


def test_the_largest_sheet_is_kept_as_a_draft(house, as_):
    columns = {"text": "Rà soát thủ tục. " * 60, **{f"column{n}": "Bệnh viện Đa khoa" for n in range(6)}}
    sheet = {f"row-{row}-{name}": text for row in range(300) for name, text in columns.items()}

    assert as_(house.hanh).post("/drafts/?place=plan:1:tasks", {"rows": "300"} | sheet).status_code == 204

    assert Draft.objects.get().content["row-299-text"] == columns["text"]


def test_a_draft_keeps_what_was_unticked_and_every_value_of_a_name(house, as_):
    typed = {"words": "Đã làm", "unit": ["1", "2"], "one": ["3"], "unticked": ["done", "words"]}

    as_(house.phuc).post("/drafts/?place=task:1:report", typed)

    assert Draft.objects.get().content == {"words": "Đã làm", "unit": ["1", "2"], "one": "3", "done": ""}


def test_beyond_two_hundred_places_the_oldest_draft_goes_and_only_the_writers(house, as_):
    Draft.objects.bulk_create(
        Draft(person=person, place=f"task:{n}:report", content={}, saved_at=now() - timedelta(days=300 - n))
        for person in (house.phuc, house.de)
        for n in range(200)
    )
    client = as_(house.phuc)

    client.post("/drafts/?place=task:200:report", {"words": "Mới"})
    client.post("/drafts/?place=task:200:report", {"words": "Mới hơn"})

    places = set(Draft.objects.filter(person=house.phuc).values_list("place", flat=True))
    assert places == {f"task:{n}:report" for n in range(1, 201)}
    assert Draft.objects.filter(person=house.de).count() == 200


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=a%00b",
        "/documents/?q=%00",
        "/plans/?q=%00",
        "/plans/{plan}/?q=%00&unit=%00&class=%00",
        "/?page=%00",
        "/documents/?page=%00",
        f"/documents/?page={'9' * 5000}",
        "/documents/?page=-1",
        "/documents/?page=0",
    ],
)
def test_a_letter_no_keyboard_has_breaks_no_page(house, as_, plan, address):
    answer = as_(house.hanh).get(address.format(plan=plan.pk))

    assert answer.status_code == 200


def test_a_letter_no_keyboard_has_is_left_out_of_a_draft_and_a_sheet(house, as_, plan):
    client = as_(house.hanh)

    assert client.post("/drafts/?place=task:1%00", {"words\x00": "gõ\x00 dở"}).status_code == 204
    assert Draft.objects.get().content == {"words": "gõ dở"}
    sheet = {"row-0-text": "Việc\x00 một", "row-0-lead": "BVDK\x00-BM"}
    assert client.post(f"/plans/{plan.pk}/tasks/add/", sheet).status_code == 302
    assert plan.tasks.get().text == "Việc một"
    document = taken_in(house)
    client.post(f"/plans/review/{document.pk}/assign/", {"under": "II\x00", "lead": "BVDK\x00-BM"})
    correction = {"revision": "0", "text": "a\x00b", "field": "tthc"}
    assert client.post(f"/plans/review/{document.pk}/1/correct/", correction).status_code == 422


def test_notices_are_told_once_and_open_where_they_point(house, as_, plan):
    task = a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh)
    client = as_(house.phuc)
    assert "được giao nhiệm vụ 62/KH-SYT #1" in client.get("/notices/").content.decode()
    notice = Notice.objects.get(to=house.phuc)

    answer = client.post(f"/notices/{notice.pk}/open/")

    assert answer.headers["Location"] == f"/plans/tasks/{task.pk}/"
    assert not Notice.objects.visible_to(house.phuc).unread().exists()
    assert as_(house.de).post(f"/notices/{notice.pk}/open/").status_code == 404
    assert Notice.objects.visible_to(house.de).unread().count() == 1


def test_the_desk_is_vietnamese_unless_switched(house, as_):
    client = as_(house.hanh)
    page = client.get("/", headers={"accept-language": "en-GB"})
    assert (page.headers["Content-Language"], "Việc của tôi" in page.content.decode()) == ("vi", True)

    client.cookies["django_language"] = "en"
    assert "Việc của tôi" not in client.get("/").content.decode()
