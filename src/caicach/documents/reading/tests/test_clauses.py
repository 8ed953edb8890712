"""Leads, time limits, figures and cited acts in single sentences."""

from decimal import Decimal

import pytest

from caicach.documents.reading.citations import find_citations
from caicach.documents.reading.deadlines import find_deadlines, settle
from caicach.documents.reading.laws import laws_named
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.owners import find_owner, find_partners, split_units
from caicach.documents.reading.paper import paper_of
from caicach.documents.reading.paragraphs import paragraphs_of
from caicach.documents.reading.targets import find_targets, number

LEADS = [
    ("Sở Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị xây dựng kế hoạch", ["Sở Nội vụ"], ["các cơ quan, đơn vị"]),
    ("Giao Văn phòng Sở theo dõi, đôn đốc các đơn vị", ["Văn phòng Sở"], []),
    ("Đơn vị được kiểm tra gửi báo cáo về Đoàn kiểm tra", ["Đơn vị được kiểm tra"], []),
    (
        "Các cơ quan được phân công chủ trì nhiệm vụ có trách nhiệm lập dự toán",
        ["Các cơ quan được phân công chủ trì nhiệm vụ"],
        [],
    ),
    ("Phòng Kế hoạch tổng hợp là đầu mối theo dõi", ["Phòng Kế hoạch tổng hợp"], []),
    ("Trung tâm Kiểm soát bệnh tật: Chủ động đăng tải thông tin", ["Trung tâm Kiểm soát bệnh tật"], []),
    ("Sở Giáo dục và Đào tạo và Sở Y tế chủ trì tổ chức", ["Sở Giáo dục và Đào tạo", "Sở Y tế"], []),
    ("Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng kế hoạch của mình", ["các sở, ban, ngành"], []),
    ("Giám đốc Sở yêu cầu Bệnh viện Đa khoa tỉnh hoàn thiện đề án", ["Bệnh viện Đa khoa tỉnh"], []),
    ("Đối với Phòng Nghiệp vụ Y, Giám đốc Sở yêu cầu rà soát quy trình", ["Phòng Nghiệp vụ Y"], []),
    ("Tổ chức tập huấn cho cán bộ các đơn vị", None, []),
    ("Ban hành quy chế phối hợp", None, []),
    ("Theo dõi, đôn đốc các cơ quan, đơn vị sử dụng phần mềm", None, []),
    ("Phối hợp với Sở Tài chính bố trí kinh phí", None, ["Sở Tài chính"]),
    ("Sở Y tế, Ban Dân tộc chủ trì khảo sát", ["Sở Y tế", "Ban Dân tộc"], []),
    ("Các Sở, Ban, ngành rà soát quy trình", ["Các Sở, Ban, ngành"], []),
    ("Về phía các bệnh viện: Rà soát danh mục", ["các bệnh viện"], []),
    ("Phòng, chống dịch bệnh tại các trường học", None, []),
    ("Trung tâm dữ liệu y tế: Nâng cấp máy chủ", None, []),
    ("Các phòng chức năng chủ trì rà soát", ["Các phòng chức năng"], []),
    ("Các bệnh viện công lập, ngoài công lập xây dựng kế hoạch", ["Các bệnh viện công lập, ngoài công lập"], []),
    ("Các Vụ, Cục trình ban hành văn bản", ["Các Vụ, Cục"], []),
    ("Báo và Đài Phát thanh tỉnh đẩy mạnh tuyên truyền", ["Báo và Đài Phát thanh tỉnh"], []),
    ("Khoa hồi sức cấp cứu phối hợp với Khoa Dược lập dự trù", ["Khoa hồi sức cấp cứu"], ["Khoa Dược"]),
    ("Giao ban chuyên môn hằng tuần", None, []),
]


@pytest.mark.parametrize(("sentence", "leads", "partners"), LEADS)
def test_who_is_to_do_it_and_with_whom(sentence, leads, partners):
    folded, low = fold(sentence), lower(fold(sentence))

    owner = find_owner(folded, low, 0, len(low))
    with_whom = find_partners(folded, low, owner.action if owner else 0, len(low))

    assert (owner and split_units(sentence[owner.start : owner.end], low[owner.start : owner.end])) == leads
    assert (split_units(sentence[slice(*with_whom)], low[slice(*with_whom)]) if with_whom else []) == partners


PASSIVE = (
    "Bệnh viện được xếp hạng theo quy định",
    "Bệnh viện hạng I sẽ được ưu tiên bố trí kinh phí",
    "Đơn vị hoàn thành xuất sắc nhiệm vụ được xem xét khen thưởng",
    "Đơn vị vi phạm quy định bị xử lý theo pháp luật",
)


@pytest.mark.parametrize("sentence", PASSIVE)
def test_who_has_something_done_to_him_is_given_no_order(sentence):
    folded, low = fold(sentence), lower(fold(sentence))

    assert find_owner(folded, low, 0, len(low)).predicate == ""


DEADLINES = [
    (
        "trình Giám đốc ký ban hành trước ngày 18/3/2027",
        {"kind": "date", "date": "2027-03-18", "comparator": "before"},
    ),
    ("xử lý lỗi trong 03 ngày làm việc", {"kind": "relative", "working_days": 3, "after": None}),
    ("mở lớp trong 03 ngày", None),
    ("gửi trước ngày 30/8/2027", {"kind": "date", "date": "2027-08-30", "comparator": "before"}),
    ("chậm nhất ngày 05 tháng 4 năm 2027", {"kind": "date", "date": "2027-04-05", "comparator": "by"}),
    ("xong trong quý I.", {"kind": "period", "unit": "quarter", "from": "2027-01-01", "to": "2027-03-31"}),
    ("trước ngày 20 hằng tháng", {"kind": "recurring", "every": "month", "day": 20, "comparator": "before"}),
    (
        "báo cáo hằng năm (trước ngày 15 tháng 11)",
        {"kind": "recurring", "every": "year", "month": 11, "day": 15, "comparator": "before"},
    ),
    (
        "trong tháng 11/2026, chậm nhất trong quý I năm 2027",
        {
            "kind": "multi",
            "items": [
                {"kind": "period", "unit": "month", "from": "2026-11-01", "to": "2026-11-30"},
                {"kind": "date", "date": "2027-03-31", "comparator": "by"},
            ],
        },
    ),
    (
        "trong thời hạn 24 - 48 giờ kể từ khi nhận phản ánh",
        {"kind": "relative", "hours": [24, 48], "after": "khi nhận phản ánh"},
    ),
    ("bố trí dự toán ngân sách hàng năm", None),
    ("kịp thời, khẩn trương xử lý", None),
    ("giai đoạn 2021-2025 trên địa bàn tỉnh", None),
    ("có hiệu lực từ ngày 01/7/2026", None),
    ("trước ngày 31/02/2027", None),
    (
        "mở lớp trong tháng 5-6/2027",
        {"kind": "period", "unit": "month", "from": "2027-05-01", "to": "2027-06-30"},
    ),
    (
        "Báo cáo quý II/2027 trước ngày 05/7/2027",
        {"kind": "date", "date": "2027-07-05", "comparator": "before"},
    ),
    ("hoàn thành ngày 30/6/2027", {"kind": "date", "date": "2027-06-30", "comparator": "by"}),
    ("hoàn thành tháng 6/2027", {"kind": "period", "unit": "month", "from": "2027-06-01", "to": "2027-06-30"}),
    ("mới hoàn thành 9/12 chỉ tiêu", None),
    ("Triển khai Chương trình dinh dưỡng đến năm 2035", None),
    ("rà soát các văn bản ban hành trước ngày 01/7/2027", None),
    ("số liệu tính đến ngày 30/6/2027", None),
    ("trực cấp cứu 24/24 giờ", None),
]


@pytest.mark.parametrize(("sentence", "value"), DEADLINES)
def test_by_when(sentence, value):
    low = lower(fold(sentence))

    assert settle(find_deadlines(sentence, low, 0, len(low), year=2027)) == value


TARGETS = [
    ("Tỷ lệ hài lòng đạt 87%", [("eq", 87, None, "%", None)]),
    ("cắt giảm ít nhất 02 bước", [("gte", 2, None, "bước", "decrease")]),
    ("giảm từ 35-40% thời gian", [("range", 35, 40, "%", "decrease")]),
    ("Kiểm tra 05/15 đơn vị trực thuộc (đạt 33,3%)", [("fraction", 5, 15, "đơn vị", None)]),
    ("từ 95% trở lên", [("gte", 95, None, "%", None)]),
    ("đạt trên 98,62%", [("gt", Decimal("98.62"), None, "%", None)]),
    ("Thời gian chờ không quá 60 phút", [("lte", 60, None, "phút", None)]),
    ("thuộc nhóm 05 đơn vị dẫn đầu", [("rank_lte", 5, None, "đơn vị", None)]),
    ("Tỷ số giới tính dưới 112 bé trai/100 bé gái", [("lt", 112, None, "bé trai/100 bé gái", None)]),
    ("giảm từ 20% xuống còn 10%", [("eq", 10, None, "%", "decrease")]),
    ("Chlorine 70%", []),
    ("mỗi xã có ít nhất một câu lạc bộ", [("gte", 1, None, "câu lạc bộ", None)]),
    ("tiếp cận ít nhất một trong các dịch vụ", []),
    ("tối thiểu trong năm 2027 đạt 70%", [("gte", 70, None, "%", None)]),
    ("Đối với xã có tỷ lệ dưới 30% có thể điều chỉnh", []),
    (
        "hình thành ít nhất 20 tổ tuyến xã, 10 tổ tuyến thôn",
        [("gte", 20, None, "tổ", None), ("gte", 10, None, "tổ", None)],
    ),
    ("thuộc top 3 vùng Đồng bằng", [("rank_lte", 3, None, None, None)]),
    ("dịch vụ công mức độ 3, tiêu chuẩn ISO 9001:2015", []),
]


@pytest.mark.parametrize(("sentence", "expected"), TARGETS)
def test_figures_to_reach(sentence, expected):
    low = lower(fold(sentence))

    found = find_targets(sentence, low, 0, len(low))

    assert [(one.comparator, one.value, one.value_to, one.unit, one.direction) for one in found] == expected


def test_a_dot_parts_thousands_and_a_comma_decimals():
    assert number("1.185") == 1185
    assert number("98,62") == Decimal("98.62")


CITATIONS = [
    ("Quyết định số 12/QĐ-UBND ngày 04/01/2027 của UBND tỉnh về", [("QĐ", "12/QĐ-UBND", "2027-01-04", "UBND tỉnh")]),
    (
        "Nghị định 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ",
        [("NĐ", "118/2025/NĐ-CP", "2025-06-09", "Chính phủ")],
    ),
    ("Công văn số 7883 /SYT-VP", [("CV", "7883/SYT-VP", None, None)]),
    ("văn bản số 57-NQ/TW và Kế hoạch", [("NQ", "57-NQ/TW", None, None)]),
    ("Chương trình hành động số 10- CTr/TU", [("CTr", "10-CTr/TU", None, None)]),
    ("Quyết định số 15/QÐ-SYT", [("QĐ", "15/QĐ-SYT", None, None)]),
    (
        "các Quyết định số: 7/QĐ-TTg ngày 03 tháng 6 năm 2020; 9/QĐ-TTg ngày 15/6/2021",
        [("QĐ", "7/QĐ-TTg", "2020-06-03", None), ("QĐ", "9/QĐ-TTg", "2021-06-15", None)],
    ),
    ("Kế hoạch liên tịch số 01/KHLT-SYT-SGDĐT", [("KH", "01/KHLT-SYT-SGDĐT", None, None)]),
    ("Luật Dinh dưỡng số 11/2027/QH15", [("Luật", "11/2027/QH15", None, None)]),
    ("Quyết định số 34/QĐ - SYT ngày 07/01/2027", [("QĐ", "34/QĐ-SYT", "2027-01-07", None)]),
    ("Quyết định số    /QĐ-SYT", []),
    ("đạt 05/15 đơn vị, mạng 4G/5G", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CITATIONS)
def test_acts_named_in_the_text(sentence, expected):
    folded = fold(sentence)

    found = [mention.citation for mention in find_citations(sentence, folded, lower(folded))]

    assert [(act.type, act.number, act.date, act.issuer) for act in found] == expected


LAWS = [
    ("theo quy định của Luật Ngân sách nhà nước, Luật Đầu tư công và pháp luật có liên quan", 2),
    ("Luật Khám bệnh, chữa bệnh số 15/2023/QH15", 1),
    ("Luật Phòng, chống tác hại của thuốc lá", 1),
    ("Luật sư, luật gia của tỉnh", 0),
]


@pytest.mark.parametrize(("sentence", "count"), LAWS)
def test_laws_are_named_without_a_number(sentence, count):
    paragraphs = paragraphs_of(paper_of([sentence]), 0, 1)

    assert len(laws_named(paragraphs)) == count
    assert all(name in sentence for name in laws_named(paragraphs))
