"""An old plan cites a decree that no longer binds: the reader says by what it was replaced."""

from caicach.documents.reading import replaced
from caicach.documents.reading.citations import Citation

SUCCESSION = [
    {"type": "NĐ", "number": "61/2018/NĐ-CP", "date": "2018-04-23", "by": "NĐ 118/2025/NĐ-CP", "since": "2025-07-01"},
    {"type": "NĐ", "number": "60/2021/NĐ-CP", "by": "NĐ 111/2025/NĐ-CP", "since": "2025-05-22", "partly": True},
]
OLD = Citation("NĐ", "61/2018/NĐ-CP", "2018-04-23", "Chính phủ")


def test_a_replaced_act_is_told_in_both_languages():
    (warning,) = replaced([OLD], SUCCESSION)

    assert warning.says == "61/2018/NĐ-CP đã được thay thế bởi NĐ 118/2025/NĐ-CP từ ngày 01/7/2025."
    assert warning.says_en == "61/2018/NĐ-CP was replaced by NĐ 118/2025/NĐ-CP from 2025-07-01."


def test_an_amended_act_still_binds_and_is_told_so():
    (warning,) = replaced([Citation("NĐ", "60/2021/NĐ-CP", None, None)], SUCCESSION)

    assert warning.code == "replaced_in_part"


def test_before_the_new_act_is_in_force_nothing_is_said():
    assert replaced([OLD], SUCCESSION, on="2025-06-30") == ()


def test_the_key_of_an_act_is_type_number_and_date():
    others = [Citation("QĐ", "61/2018/NĐ-CP", None, None), Citation("NĐ", "61/2018/NĐ-CP", "2018-05-23", None)]

    assert replaced(others, SUCCESSION) == ()


def test_an_act_cited_twice_is_told_once():
    assert len(replaced([OLD, OLD], SUCCESSION)) == 1
