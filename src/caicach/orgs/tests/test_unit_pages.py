"""The pages of units, as the cast meets them."""

import datetime

import pytest
from django.utils import timezone

from caicach.audit.models import Line
from caicach.orgs import actions
from caicach.orgs.models import Unit, UnitVersion
from caicach.orgs.tests.factories import fresh

WHY = "Quyết định 402/QĐ-SYT"


def text_of(answer):
    return answer.content.decode()


def day(days=0):
    return f"{timezone.localdate() + datetime.timedelta(days=days):%d/%m/%Y}"


def test_everybody_signed_in_sees_the_tree_in_order_with_depth(house, as_):
    answer = as_(house.son).get("/units/")

    rows = [(row.code, row.depth) for row in answer.context["tree"].rows]
    assert rows == [
        ("SYT", 0),
        ("SYT-NVY", 1),
        ("BVDK-BM", 1),
        ("BVDK-BM-KHTH", 2),
        ("TTYT-LK", 1),
        ("TYT-DA", 2),
        ("SNV", 0),
        ("TTPVHCC", 0),
    ]
    assert "Thành lập đơn vị" not in text_of(answer)


def test_a_search_without_accents_keeps_the_units_above_what_it_finds(house, as_):
    answer = as_(house.son).get("/units/", {"q": "dong an"})

    rows = [(row.code, row.found) for row in answer.context["tree"].rows]
    assert rows == [("SYT", False), ("TTYT-LK", False), ("TYT-DA", True)]
    assert answer.context["tree"].found == 1


def test_a_search_finds_a_unit_by_its_old_name(house, as_):
    actions.rename_unit(
        unit=house.unit.ttyt,
        name="Trung tâm Y tế khu vực 3",
        on=timezone.localdate(),
        decision=WHY,
        actor=fresh(house.mai),
        at=timezone.now(),
    )

    answer = as_(house.son).get("/units/", {"q": "long khe"})

    assert [row.name for row in answer.context["tree"].rows if row.found] == ["Trung tâm Y tế khu vực 3"]


def test_the_tree_is_shown_as_on_the_day_asked_for(house, as_):
    actions.close_unit(
        unit=house.unit.nvy,
        on=timezone.localdate(),
        decision=WHY,
        without_heir=True,
        actor=fresh(house.mai),
        at=timezone.now(),
    )

    today = as_(house.hanh).get("/units/")
    yesterday = as_(house.hanh).get("/units/", {"on": day(-1)})
    long_ago = as_(house.hanh).get("/units/", {"on": "01/01/2020"})

    assert "SYT-NVY" not in {row.code for row in today.context["tree"].rows}
    assert "SYT-NVY" in {row.code for row in yesterday.context["tree"].rows}
    assert list(long_ago.context["tree"].rows) == []
    assert "Cây đơn vị sẽ hiện ở đây" in text_of(long_ago)


def test_a_kind_shows_its_units_and_those_above(house, as_):
    answer = as_(house.hanh).get("/units/", {"kind": "station"})

    assert [row.code for row in answer.context["tree"].rows if row.found] == ["TYT-DA"]


def test_a_day_that_is_none_is_said_beside_the_field(house, as_):
    answer = as_(house.hanh).get("/units/", {"on": "31/02/2026"})

    assert "Ghi ngày dạng 01/07/2026" in text_of(answer)
    assert len(answer.context["tree"].rows) == 8


def test_a_change_is_asked_once_and_then_done(house, as_):
    mai = as_(house.mai)
    typed = {"name": "Bệnh viện tỉnh Bình Minh", "short_name": "", "on": day(), "decision": WHY}

    question = mai.post("/units/BVDK-BM/rename/", typed)
    assert "thành “Bệnh viện tỉnh Bình Minh” từ" in text_of(question)
    assert "2 người và 1 đơn vị cấp dưới" in text_of(question)
    assert Unit.objects.get(code="BVDK-BM").name == "Bệnh viện Đa khoa Bình Minh"

    answer = mai.post("/units/BVDK-BM/rename/", typed | {"confirmed": "1"}, follow=True)
    assert "Đã ghi quyết định đổi tên." in text_of(answer)
    assert Unit.objects.get(code="BVDK-BM").name == "Bệnh viện tỉnh Bình Minh"


def test_going_back_from_the_question_loses_nothing_typed(house, as_):
    typed = {"name": "Bệnh viện tỉnh", "short_name": "BVT", "on": "1/1/2030", "decision": WHY, "again": "1"}

    answer = as_(house.mai).post("/units/BVDK-BM/rename/", typed)

    for words in ("Bệnh viện tỉnh", "BVT", "1/1/2030", WHY):
        assert f'value="{words}"' in text_of(answer)


def test_an_error_stands_beside_its_field_and_on_top_and_what_was_typed_stays(house, as_):
    typed = {"parent": "khong co don vi nay", "on": "hôm qua", "decision": ""}

    answer = as_(house.mai).post("/units/BVDK-BM/move/", typed | {"confirmed": "1"})

    said = text_of(answer)
    assert answer.status_code == 422
    assert said.count("Không có đơn vị nào đang mở khớp “khong co don vi nay”.") == 2
    assert 'value="hôm qua"' in said
    assert UnitVersion.objects.filter(unit=house.unit.bvdk).count() == 1


def test_a_refusal_of_the_action_stands_on_top_of_the_form(house, as_):
    typed = {"on": day(), "decision": WHY, "confirmed": "1"}

    answer = as_(house.mai).post("/units/TTYT-LK/close/", typed)

    assert answer.status_code == 422
    assert "Hãy chuyển hoặc giải thể các đơn vị đó trước." in text_of(answer)
    assert Unit.objects.get(code="TTYT-LK").is_open


def test_mai_moves_a_unit_named_without_accents(house, as_):
    typed = {"parent": "benh vien da khoa binh minh", "on": day(), "decision": WHY}
    mai = as_(house.mai)
    assert "Chuyển “Trạm Y tế xã Đông An” từ “Trung tâm Y tế Long Khê” sang" in text_of(
        mai.post("/units/TYT-DA/move/", typed)
    )

    mai.post("/units/TYT-DA/move/", typed | {"confirmed": "1"})

    assert Unit.objects.get(code="TYT-DA").parent == house.unit.bvdk


def test_mai_opens_a_unit_with_its_aliases(house, as_):
    mai = as_(house.mai)
    typed = {
        "name": "Chi cục  Dân số",
        "code": "CCDS",
        "kind": "agency",
        "parent": "SYT",
        "aliases": "Chi cục DS\nChi cục Dân số - KHHGĐ\nchi cuc ds",
        "on": day(),
        "decision": WHY,
    }

    mai.post("/units/open/", typed | {"confirmed": "1"})

    unit = Unit.objects.get(code="CCDS")
    assert (unit.name, unit.parent, unit.is_open) == ("Chi cục Dân số", house.unit.syt, True)
    assert unit.aliases.count() == 2


@pytest.mark.parametrize("code", ["SYT", "syt", "open", "People", "có dấu", "a/b", ""])
def test_a_code_is_free_plain_and_not_a_word_of_the_addresses(house, as_, code):
    typed = {"name": "X", "code": code, "kind": "agency", "on": day(), "decision": WHY, "confirmed": "1"}

    answer = as_(house.mai).post("/units/open/", typed)

    assert answer.status_code == 422
    assert Unit.objects.count() == 8


def test_a_closed_unit_keeps_its_page_with_its_life_and_its_heir(house, as_):
    actions.close_unit(
        unit=house.unit.nvy,
        on=timezone.localdate(),
        decision=WHY,
        successors=[house.unit.bvdk],
        actor=fresh(house.mai),
        at=timezone.now(),
    )

    said = text_of(as_(house.mai).get("/units/SYT-NVY/"))

    assert "Không mở" in said
    assert WHY in said
    assert "/units/BVDK-BM/" in said
    assert "/units/SYT-NVY/rename/" not in said


def test_the_trail_of_a_unit_is_told_in_words_to_the_administrator_alone(house, as_):
    actions.move_unit(
        unit=house.unit.tram,
        parent=house.unit.bvdk,
        on=timezone.localdate(),
        decision=WHY,
        actor=fresh(house.mai),
        at=timezone.now(),
    )

    mai, phuc = (as_(who).get("/units/TYT-DA/") for who in (house.mai, house.phuc))

    line = mai.context["trail"][0]
    assert (line.who, line.what) == ("Hoàng Thị Mai", "chuyển đơn vị")
    assert ("Trung tâm Y tế Long Khê", "Bệnh viện Đa khoa Bình Minh") in {(c.before, c.after) for c in line.changes}
    assert phuc.context["trail"] is None


def test_an_alias_typed_twice_is_refused_where_it_was_typed(house, as_):
    mai = as_(house.mai)
    mai.post("/units/BVDK-BM/aliases/add/", {"text": "Bệnh viện tỉnh"})

    answer = mai.post("/units/BVDK-BM/aliases/add/", {"text": "benh vien tinh"})

    assert answer.status_code == 422
    assert "Đơn vị đã có tên gọi này." in text_of(answer)
    assert 'value="benh vien tinh"' in text_of(answer)
    assert Line.objects.filter(kind="orgs.alias_added").count() == 1


def test_a_live_search_answers_with_the_list_alone(house, as_):
    answer = as_(house.hanh).get("/units/", {"q": "tram"}, headers={"HX-Request": "true"})

    assert text_of(answer).strip().startswith('<div id="found"')
    assert "<html" not in text_of(answer)


def test_the_pages_speak_english_when_asked(house, as_):
    client = as_(house.mai)
    client.cookies["django_language"] = "en"

    for address in ("/units/", "/units/BVDK-BM/", "/units/people/", "/units/people/phuc/", "/units/open/", "/notices/"):
        answer = client.get(address)
        assert '<html lang="en"' in text_of(answer)
