"""What a frozen content is on paper: one way to write it, nothing that does not fit, differences that say why."""

import datetime
import json
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caicach.documents.freezing import (
    CannotFreeze,
    Cell,
    Change,
    Difference,
    HeadLine,
    Nothing,
    Payload,
    Record,
    canonical,
    differences,
    read,
    sha256_of,
)
from caicach.documents.tests.frozen import corrected, statement, tasks

FLOAT: Any = 0.5
DONE, LATE = "Hoàn thành đúng hạn", "Đang thực hiện quá hạn"
A, B, C = Record("t:1", "Một", LATE), Record("t:2", "Hai", DONE), Record("t:3", "Ba", DONE)


def cell(value=1, *ids, code="done", **more):
    return Cell(code, "Hoàn thành", value, records=ids, **more)


def test_a_content_is_written_one_way_and_read_back():
    head = {"Kỳ": "Quý III", "Ngày": datetime.date(2026, 9, 30), "Mức": Decimal("0.50"), "Nơi": ["A", "B"]}
    payload = Payload(
        (cell(Decimal("2.50"), "t:2", "t:1", row="Sở", column="Xong"), cell(Nothing.NOT_SENT, code="x")), (A, B), head
    )

    text = canonical(payload)

    assert text == (
        '{"cells":[{"code":"done","column":"Xong","records":["t:1","t:2"],"row":"Sở","title":"Hoàn thành","unit":"",'
        '"value":"2.5"},{"code":"x","records":[],"title":"Hoàn thành","unit":"","value":"not_sent"}],'
        '"head":[["Kỳ","Quý III"],["Ngày","2026-09-30"],["Mức","0.50"],["Nơi",["A","B"]]],'
        '"records":[{"class":"Đang thực hiện quá hạn","id":"t:1","label":"Một"},'
        '{"class":"Hoàn thành đúng hạn","id":"t:2","label":"Hai"}],"schema":"caicach-frozen/1"}'
    )
    assert canonical(read(text)) == text
    assert len(sha256_of(text)) == 64


@pytest.mark.parametrize("same", [4, Decimal(4), Decimal("4.0"), Decimal("4E+0"), Decimal("0.4E+1")])
def test_the_same_number_has_the_same_hash_however_it_is_written(same):
    assert canonical(Payload((cell(same),))) == canonical(Payload((cell(4),)))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers())
def test_every_number_comes_back_exactly(number):
    (back,) = read(canonical(Payload((cell(number),)))).cells

    assert back.value == number


def test_accents_typed_another_way_have_the_same_hash():
    typed, pasted = (unicodedata.normalize(form, "Số liệu đã chốt") for form in ("NFC", "NFD"))

    assert typed != pasted
    assert canonical(Payload((Cell("a", typed, 1),))) == canonical(Payload((Cell("a", pasted, 1),)))


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (Payload(()), "ít nhất một ô"),
        (Payload((cell(), cell())), "trống hoặc trùng"),
        (Payload((cell(code=""),)), "trống hoặc trùng"),
        (Payload((cell(1, "t:9"),), (A,)), "“t:9” không có trong danh sách"),
        (Payload((cell(),), (A, A)), "có hai lần"),
        (Payload((cell(1.5),)), "số thập phân chính xác"),
        (Payload((cell(True),)), "số thập phân chính xác"),
        (Payload((cell(Decimal("NaN")),)), "không phải là một số"),
        (Payload((cell(row="Sở"),)), "cả tên dòng và tên cột"),
        (Payload((cell(),), (Record("t:1", "Một", url="javascript:alert(1)"),)), "bắt đầu bằng “/”"),
        (Payload((cell(),), (Record("t:1", "Một", url="//example.org"),)), "bắt đầu bằng “/”"),
        (Payload((cell(),), (Record("t:1", "Một\0"),)), "ký tự rỗng"),
        (Payload((cell(),), (), {"Lúc": datetime.datetime(2026, 1, 1)}), "múi giờ"),
        (Payload((cell(),), (), {"Mức": FLOAT}), "float"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(payload, says):
    with pytest.raises(CannotFreeze, match=says):
        canonical(payload)


BECAUSE = Record("t:1", "Một", DONE, because=("hoàn thành ngày 12/09/2026",))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (Payload((cell(1, "t:2"),), (B,)), Payload((cell(Decimal(1), "t:2"),), (B,)), []),
        (
            Payload((cell(1, "t:2"),), (B,)),
            Payload((cell(2, "t:2", "t:3"),), (B, C)),
            [
                Difference(Change.CHANGED, cell(1, "t:2"), cell(2, "t:2", "t:3"), came=(C,)),
                Difference(Change.ADDED, None, C),
            ],
        ),
        (
            Payload((cell(2, "t:2", "t:3"),), (B, C)),
            Payload((cell(1, "t:2"),), (B,)),
            [
                Difference(Change.CHANGED, cell(2, "t:2", "t:3"), cell(1, "t:2"), went=(C,)),
                Difference(Change.GONE, C, None),
            ],
        ),
        # the same number of other records is a difference
        (
            Payload((cell(1, "t:2"),), (B, C)),
            Payload((cell(1, "t:3"),), (B, C)),
            [Difference(Change.CHANGED, cell(1, "t:2"), cell(1, "t:3"), came=(C,), went=(B,))],
        ),
        # the same records in another class: only the records differ, and what is new in them says why
        (
            Payload((cell(1, "t:1"),), (A,)),
            Payload((cell(1, "t:1"),), (BECAUSE,)),
            [Difference(Change.CHANGED, A, BECAUSE, reasons=("hoàn thành ngày 12/09/2026",))],
        ),
        (
            Payload((cell(0, code="old"),), (), {"Kỳ": "II", "Nơi": "A"}),
            Payload((cell(Nothing.NOT_APPLICABLE, code="new"),), (), {"Kỳ": "III", "Nơi": "A"}),
            [
                Difference(Change.CHANGED, HeadLine("Kỳ", "II"), HeadLine("Kỳ", "III")),
                Difference(Change.ADDED, None, cell(Nothing.NOT_APPLICABLE, code="new")),
                Difference(Change.GONE, cell(0, code="old"), None),
            ],
        ),
        # zero and a nothing are unlike
        (
            Payload((cell(0),)),
            Payload((cell(Nothing.NOT_SENT),)),
            [Difference(Change.CHANGED, cell(0), cell(Nothing.NOT_SENT))],
        ),
    ],
)
def test_differences(before, after, found):
    assert differences(before, after) == found


def test_the_caller_explains_records_by_their_identity():
    after = Record("t:1", "Một", DONE)

    (found,) = differences(Payload((cell(),), (A,)), Payload((cell(),), (after,)), {"t:1": ["gia hạn đến 30/09"]})

    assert found.reasons == ("gia hạn đến 30/09",)


def test_a_total_whose_number_stays_names_who_came_went_and_moved():
    before, after = statement(tasks()), statement(corrected(tasks()))

    total = next(one for one in differences(before, after) if isinstance(one.thing, Cell) and one.thing.code == "total")

    assert (total.before.value, total.after.value) == (81, 81)
    assert [record.id for record in total.came] == ["plans.task:140"]
    assert [record.id for record in total.went] == ["plans.task:60"]
    assert [record.id for record in total.moved] == ["plans.task:11", "plans.task:12", "plans.task:32"]


def test_an_issue_read_back_from_its_text_does_not_differ_from_what_was_handed_in():
    payload = statement(tasks())

    assert differences(payload, read(canonical(payload))) == []
    assert json.loads(canonical(payload))["schema"] == "caicach-frozen/1"
