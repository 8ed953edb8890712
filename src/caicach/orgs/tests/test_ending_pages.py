"""The pages of mergers, splits, two days of the tree and lent posts, as the cast meets them."""

import datetime

import pytest
from django.utils import timezone

from caicach.audit.models import Line
from caicach.orgs import actions
from caicach.orgs.faces import acting_for, marks
from caicach.orgs.faces.tree import View
from caicach.orgs.models import Delegation, Person, Post, Unit, UnitSuccession, heirs_on, tree_on
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import fresh

WHY = "Quyết định 402/QĐ-SYT"
DAY = datetime.timedelta(days=1)


def text_of(answer):
    return answer.content.decode()


def day(days=0):
    return f"{timezone.localdate() + days * DAY:%d/%m/%Y}"


def typed(**said):
    return {"on": day(), "decision": WHY, "posts": "all"} | said


def test_a_merger_is_asked_with_what_it_touches_and_then_done(house, as_):
    mai = as_(house.mai)
    said = typed(others="SYT-NVY", into="bvdk-bm", kind="centre")

    question = text_of(mai.post("/units/TTYT-LK/merge/", said))
    assert "Sáp nhập “Trung tâm Y tế Long Khê”, “Phòng Nghiệp vụ Y” vào “Bệnh viện Đa khoa Bình Minh” từ" in question
    assert f"2 người thôi vị trí cũ sau ngày {day(-1)}; 2 người giữ vai trò ấy" in question
    assert "1 đơn vị cấp dưới chuyển sang" in question
    assert heirs_on(timezone.localdate()) == {}

    answer = mai.post("/units/TTYT-LK/merge/", said | {"confirmed": "1"}, follow=True)

    assert "Đã ghi quyết định sáp nhập." in text_of(answer)
    assert set(heirs_on(timezone.localdate())) == {house.unit.ttyt.pk, house.unit.nvy.pk}
    page = text_of(mai.get("/units/BVDK-BM/"))
    assert "của Trung tâm Y tế Long Khê" in page
    assert "/units/TTYT-LK/" in page
    assert "việc đang làm và hồ sơ của đơn vị này thuộc về" in text_of(mai.get("/units/TTYT-LK/"))


def test_a_merger_into_a_new_unit_puts_it_where_the_old_one_stood(house, as_):
    said = typed(name="Trung tâm Y tế khu vực", code="TTYT-KV", kind="centre", confirmed="1")

    as_(house.mai).post("/units/TTYT-LK/merge/", said)

    made = Unit.objects.get(code="TTYT-KV")
    assert (made.parent, made.name) == (house.unit.syt, "Trung tâm Y tế khu vực")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "chỉ một trong hai"),
        ({"into": "SNV", "name": "Mới", "code": "M1"}, "chỉ một trong hai"),
        ({"into": "TTYT-LK"}, "Đơn vị không thể sáp nhập vào chính nó."),
        ({"name": "Mới", "code": "SYT"}, "Mã “SYT” đã dùng."),
        ({"name": "Mới", "code": "có dấu"}, "Mã chỉ gồm chữ không dấu"),
        ({"into": "TYT-DA"}, "Một đơn vị sẽ trực thuộc chính đơn vị cấp dưới của nó"),
    ],
)
def test_a_merger_that_cannot_be_is_said_and_nothing_typed_is_lost(house, as_, said, says):
    answer = as_(house.mai).post("/units/TTYT-LK/merge/", typed(kind="centre", confirmed="1") | said)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert f'value="{WHY}"' in text_of(answer)
    assert (Unit.objects.count(), heirs_on(timezone.localdate())) == (8, {})


def test_a_unit_is_divided_into_new_ones_and_the_one_named_has_the_work(house, as_):
    mai = as_(house.mai)
    said = typed(made="LK1, Trung tâm Một\nLK2, Trung tâm Hai", heir="trung tam hai")
    assert "Việc đang làm chuyển cho “Trung tâm Hai”" in text_of(mai.post("/units/TTYT-LK/split/", said))

    mai.post("/units/TTYT-LK/split/", said | {"confirmed": "1"})

    assert heirs_on(timezone.localdate()) == {house.unit.ttyt.pk: Unit.objects.get(code="LK2").pk}
    assert "Chia tách" in text_of(mai.get("/units/TTYT-LK/"))


def test_a_part_is_split_off_and_the_unit_stays(house, as_):
    mai = as_(house.mai)

    mai.post("/units/TTYT-LK/split/", typed(made="LK1, Trung tâm Một", keeps_open="on", confirmed="1"))

    assert Unit.objects.get(code="TTYT-LK").is_open
    assert "một phần việc chuyển cho Trung tâm Một" in text_of(mai.get("/units/TTYT-LK/"))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"made": "LK1, Trung tâm Một"}, "từ hai đơn vị nhận việc"),
        ({"made": "LK1"}, "cần mã, dấu phẩy rồi tên"),
        ({"made": "LK1, A\nlk1, B"}, "Hai đơn vị mới trùng mã."),
        ({"made": "LK1, A\nLK2, B", "heir": "SNV"}, "Không có đơn vị này trong các đơn vị nhận."),
        ({"made": "LK1, A", "keeps_open": "on", "heir": "LK1"}, "Hãy để trống mục này"),
        ({"into": "TTYT-LK; SNV"}, "Đơn vị không thể nhận việc của chính nó."),
    ],
)
def test_a_split_that_cannot_be_is_said(house, as_, said, says):
    answer = as_(house.mai).post("/units/TTYT-LK/split/", typed(confirmed="1") | said)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert Unit.objects.count() == 8


def test_a_unit_closes_without_an_heir_only_where_that_is_marked(house, as_):
    mai, said = as_(house.mai), {"on": day(), "decision": WHY, "confirmed": "1"}
    assert mai.post("/units/SYT-NVY/close/", said).status_code == 422
    assert mai.post("/units/SYT-NVY/close/", said | {"heir_1": "SNV", "without_heir": "on"}).status_code == 422
    assert Unit.objects.get(code="SYT-NVY").is_open

    mai.post("/units/SYT-NVY/close/", said | {"without_heir": "on"})

    assert not Unit.objects.get(code="SYT-NVY").is_open


def test_two_days_of_the_tree_stand_side_by_side(house, as_):
    mai = fresh(house.mai)
    today = timezone.localdate()
    said = {"on": today, "decision": WHY, "actor": mai, "at": timezone.now()}
    actions.merge_units(units=[house.unit.ttyt], into=house.unit.bvdk, **said)
    actions.rename_unit(unit=house.unit.nvy, name="Phòng Quản lý khám, chữa bệnh", **said)

    then = as_(house.son).get("/units/", {"on": day(-1)})
    now = as_(house.son).get("/units/", {"on": day(-1), "by": "now"})

    def marked(answer):
        return {row.code: row.mark for row in answer.context["tree"].rows if row.mark}

    assert marked(then) == {
        "TTYT-LK": "nay không còn, việc chuyển cho Bệnh viện Đa khoa Bình Minh",
        "TYT-DA": "nay thuộc Bệnh viện Đa khoa Bình Minh",
        "SYT-NVY": "nay là Phòng Quản lý khám, chữa bệnh",
    }
    assert marked(now) == {
        "BVDK-BM": "nhận việc của Trung tâm Y tế Long Khê",
        "TYT-DA": "trước thuộc Trung tâm Y tế Long Khê",
        "SYT-NVY": "trước là Phòng Nghiệp vụ Y",
    }
    assert "3 đơn vị khác." in text_of(then)
    assert marked(as_(house.son).get("/units/")) == {}


def test_a_tree_to_come_is_told_from_today(house):
    later = timezone.localdate() + 9 * DAY
    actions.close_unit(
        unit=house.unit.nvy,
        on=later,
        decision=WHY,
        without_heir=True,
        actor=fresh(house.mai),
        at=timezone.now(),
    )
    view = View(later, timezone.localdate(), as_now=True)

    found = marks(view, tree_on(view.shown), tree_on(view.other), UnitSuccession.objects.all())

    assert found == {house.unit.nvy.pk: "nay không còn, không có kế thừa"}


def test_a_head_lends_her_post_from_her_own_page(house, as_):
    hoa, post = as_(house.hoa), Post.objects.get(person=house.hoa)
    address = f"/units/people/hoa/posts/{post.pk}/delegate/"
    assert address in text_of(hoa.get("/units/absence/"))
    said = {"to": "nguyen thi hanh", "since": day(), "until": day(3), "words": "Đi công tác"}
    assert "Nguyễn Thị Hạnh làm thay Trần Thị Hoa trong vai trò Lãnh đạo" in text_of(hoa.post(address, said))
    assert not Delegation.objects.exists()

    answer = hoa.post(address, said | {"confirmed": "1"}, follow=True)

    assert "Đang làm thay" in text_of(answer)
    assert scope_of(fresh(house.hanh)).has(Role.HEAD)
    hanh = as_(house.hanh)
    assert "làm thay Trần Thị Hoa" in text_of(hanh.get("/units/absence/"))
    assert f"Vắng mặt, ủy quyền cho Nguyễn Thị Hạnh đến hết {day(3)}" in text_of(hanh.get("/units/SYT/"))

    lent = Delegation.objects.get()
    assert hanh.post(f"/units/delegations/{lent.pk}/end/", {"confirmed": "1"}).status_code == 404
    hoa.post(f"/units/delegations/{lent.pk}/end/", {"confirmed": "1"})
    assert not scope_of(fresh(house.hanh)).has(Role.HEAD)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"to": "thu"}, "Không có ai phù hợp tên “thu”."),
        ({"to": "nguyen"}, "Có nhiều người khớp"),
        ({"to": ""}, "Hãy ghi tên một người."),
        ({"until": day(-2)}, "Ngày cuối không được trước ngày bắt đầu"),
        ({"since": day(-5)}, "Ủy quyền không ghi lùi ngày."),
    ],
)
def test_a_delegation_that_cannot_be_is_said_and_nothing_typed_is_lost(house, as_, said, says):
    post = Post.objects.get(person=house.hoa)
    good = {"to": "hanh", "since": day(), "until": day(3), "words": "Đi công tác", "confirmed": "1"}

    answer = as_(house.hoa).post(f"/units/people/hoa/posts/{post.pk}/delegate/", good | said)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'value="Đi công tác"' in text_of(answer)
    assert not Delegation.objects.exists()


def test_the_administrator_is_offered_no_lending_of_her_own_post(house, as_):
    post = Post.objects.get(person=house.mai)
    mai = as_(house.mai)

    assert mai.get(f"/units/people/mai/posts/{post.pk}/delegate/").status_code == 404
    assert "không ủy quyền được" in text_of(mai.get("/units/absence/"))


def test_the_trail_says_under_whose_delegation_one_acted(house):
    at = timezone.now()
    days = {"since": timezone.localdate(), "until": timezone.localdate() + DAY}
    post = Post.objects.get(person=house.hanh)
    actions.delegate(post=post, to=house.minh, words="Nghỉ phép", actor=fresh(house.hanh), at=at, **days)

    actions.add_alias(unit=house.unit.ttyt, text="TTYT huyện", actor=fresh(house.minh), at=at + DAY / 24 / 60)

    lines = list(Line.objects.of(f"orgs.unit:{house.unit.ttyt.pk}"))
    assert list(acting_for(lines).values()) == ["khi được ủy quyền của Nguyễn Thị Hạnh"]


def test_absence_costs_as_many_questions_for_ten_delegations_as_for_one(
    house, as_, django_assert_num_queries, django_assert_max_num_queries
):
    hoa, post = as_(house.hoa), Post.objects.get(person=house.hoa)

    def lend(number):
        at = timezone.now()
        first = timezone.localdate() + number * DAY
        given = {"since": first, "until": first, "words": "Đi công tác", "actor": fresh(house.hoa), "at": at}
        actions.delegate(post=post, to=Person.objects.get(username="minh"), **given)

    lend(0)
    hoa.get("/units/absence/")
    with django_assert_max_num_queries(10) as asked:
        hoa.get("/units/absence/")
    for number in range(1, 10):
        lend(number)

    with django_assert_num_queries(len(asked)):
        hoa.get("/units/absence/")
