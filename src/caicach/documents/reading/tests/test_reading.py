"""cô Hạnh gives the reader a plan and sees proposed tasks, each with its place on the paper."""

import json

import pytest

from caicach.documents.reading import UnitIndex, read_lines
from caicach.documents.reading.normalise import clean, fold, lower
from caicach.documents.reading.paper import paper_of
from caicach.documents.reading.paragraphs import paragraphs_of
from caicach.documents.reading.tests.papers import PLAN

UNITS = UnitIndex(
    {
        "Văn phòng Sở": "VP",
        "Phòng Kế hoạch - Tài chính": "KHTC",
        "BVĐK tỉnh": "BVT",
        "Phòng Tổ chức cán bộ": "TCCB",
        "Trung tâm Y tế Sông Hồng": "TTYT1",
        "TTYT Sông Hồng": "TTYT2",
    }
)


@pytest.fixture(scope="module")
def reading():
    return read_lines(PLAN.splitlines(), file="ke-hoach.txt", units=UNITS)


def task(reading, start):
    return next(found for found in reading.tasks if found.text.startswith(start))


def test_the_head_and_foot_are_read(reading):
    document = reading.document

    assert (document.type, document.number, document.date) == ("KH", "31/KH-SYT", "2027-01-05")
    assert (document.issuer, document.parent) == ("Sở Y tế tỉnh Bình Minh", "UBND tỉnh Bình Minh")
    assert document.place == "Bình Minh"
    assert document.subject.startswith("Cải cách hành chính năm 2027 của ngành Y tế")
    assert document.signer == "Trần Thị Giả Định"
    assert document.signer_authority == "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"
    assert document.recipients == ("UBND tỉnh (b/c)", "Các đơn vị trực thuộc", "Lưu: VT, VP")


def test_leaves_of_the_operative_part_are_tasks_and_nothing_else(reading):
    assert [found.path for found in reading.tasks] == [
        "II.1.a",
        "II.1.b",
        "II.2.-",
        "II.2.-",
        "III.1",
        "III.2",
        "III.2",
        "PL.I.1",
        "PL.I.2",
        "PL.I.3",
    ]


def test_a_block_gives_lead_partners_and_deadline_to_its_item(reading):
    published = task(reading, "Niêm yết")

    assert published.lead == ("Văn phòng Sở",)
    assert published.coop == ("Phòng Nghiệp vụ Y", "Bệnh viện Đa khoa tỉnh")
    assert published.deadline == {"kind": "date", "date": "2027-03-31", "comparator": "before"}


def test_dashes_before_a_block_share_it(reading):
    for start in ("Số hóa", "Ký số"):
        assert task(reading, start).lead == ("Các đơn vị trực thuộc",)
        assert task(reading, start).deadline == {"kind": "continuous"}
        assert task(reading, start).field == "chinh_quyen_so"


def test_a_sentence_with_another_lead_is_a_task_of_its_own(reading):
    surveyed, funded = (found for found in reading.tasks if found.path == "III.2")

    assert surveyed.lead == ("Bệnh viện Đa khoa tỉnh",)
    assert surveyed.coop == ("Trung tâm Y tế Sông Hồng",)
    assert funded.lead == ("Phòng Kế hoạch - Tài chính",)
    assert funded.deadline is None


def test_an_annex_fills_ditto_and_merged_cells_and_says_so(reading):
    trained, judged, checked = (found for found in reading.tasks if found.where == "annex")

    assert judged.lead == trained.lead == ("Phòng Tổ chức cán bộ",)
    assert checked.lead == ("Thanh tra Sở",)
    assert checked.deadline == {"kind": "date", "date": "2027-11-15", "comparator": "by"}
    assert trained.product == "Lớp tập huấn"
    assert any("lấy theo dòng trên" in reason for reason in judged.because)


def test_an_annex_row_that_repeats_the_body_is_the_same_task(reading):
    assert sum(found.text.startswith("Ký số") for found in reading.tasks) == 1
    assert any("Phụ lục nhắc lại" in reason for reason in task(reading, "Ký số").because)


def test_a_goal_with_a_figure_and_no_doer_is_an_objective(reading):
    (objective,) = reading.objectives

    assert (objective.targets[0].comparator, objective.targets[0].value) == ("gt", 98)


def test_cited_acts_are_listed_once_and_the_paper_itself_is_not(reading):
    assert [(act.type, act.number, act.date) for act in reading.citations] == [("QĐ", "12/QĐ-UBND", "2027-01-04")]
    assert task(reading, "Rà soát").citations == reading.citations


def test_every_span_points_at_its_words(reading):
    kinds = {"lead", "coop", "deadline", "target", "citation"}
    for span in reading.spans:
        words = reading.lines[span.line - 1][span.start : span.end]
        assert span.kind in kinds and words.strip()
    written = {reading.lines[span.line - 1][span.start : span.end] for span in reading.spans if span.kind == "deadline"}
    assert {"trước ngày 31/3/2027", "trong quý II", "Thường xuyên", "trước ngày 20 hằng tháng"} <= written


def test_units_are_resolved_or_left_open_but_never_guessed(reading):
    surveyed = next(found for found in reading.tasks if found.path == "III.2")

    assert surveyed.lead_units == (("BVT",),)
    assert task(reading, "Ký số").lead_units == ((),)
    assert UNITS.codes("TTYT Sông Hồng") == ("TTYT1", "TTYT2")
    assert UNITS.codes("P. KHTC") == UNITS.codes("phong ke hoach tai chinh") == ("KHTC",)


def test_the_page_puts_every_line_in_one_block(reading):
    page = reading.as_page()
    kinds = {}
    for block in page["blocks"]:
        for line in range(block["line"], block["line_end"] + 1):
            assert line not in kinds
            kinds[line] = block["kind"]

    assert set(kinds) == set(range(1, len(reading.lines) + 1))
    assert [kinds[line] for line in (1, 4, 7, 9, 11, 12)] == [
        "issuer",
        "motto",
        "number",
        "place_date",
        "type",
        "subject",
    ]
    assert kinds[PLAN.splitlines().index("II. NHIỆM VỤ") + 1] == "heading1"
    assert kinds[PLAN.splitlines().index("PHÓ GIÁM ĐỐC") + 1] == "signature"
    assert {"n", "line", "line_end"} == set(page["tasks"][0])


def test_the_json_has_the_members_of_the_schema(reading):
    written = json.loads(json.dumps(reading.as_json(), ensure_ascii=False))

    assert list(written) == ["schema", "file", "document", "tasks", "objectives", "citations", "warnings"]
    assert written["schema"] == "caicach-read/1"
    names = "n label path where line text field lead coop deadline_phrase deadline targets citations confidence because"
    assert " ".join(written["tasks"][0]) == names


def test_a_draft_is_told():
    lines = [line.replace("31/KH-SYT", "/KH-SYT") if line.startswith("Số:") else line for line in PLAN.splitlines()]

    found = read_lines(lines)

    assert found.document.number is None
    assert any("dự thảo" in warning.says for warning in found.warnings)


def test_broken_lines_become_one_paragraph_again():
    lines = [
        "1. Tiếp tục thực hiện Nghị",
        "",
        "quyết số 18-NQ/TW giai đoạn 2026",
        "- 2030 trên địa bàn.",
        "",
        "2. Báo cáo.",
    ]

    found = paragraphs_of(paper_of(lines), 0, len(lines))

    assert [paragraph.text for paragraph in found] == [
        "1. Tiếp tục thực hiện Nghị quyết số 18-NQ/TW giai đoạn 2026 - 2030 trên địa bàn.",
        "2. Báo cáo.",
    ]
    assert found[0].places(19, 34) == [(1, 19, 26), (3, 0, 7)]


def test_folding_keeps_every_letter_in_its_place():
    text = clean("Uỷ ban “nhân dân” – thuỷ, hoà; quý QÐ, КН\u200b")

    assert fold(text) == 'Ủy ban "nhân dân" - thủy, hòa; quý QĐ, KH'
    assert len(lower(fold(text))) == len(text)


def test_news_without_numbering_carries_the_lead():
    found = read_lines(
        [
            "Giám đốc Sở chỉ đạo cải cách hành chính",
            "Tuần qua, ngành Y tế đã tổ chức hội nghị về thủ tục hành chính.",
            "Giám đốc Sở yêu cầu Văn phòng Sở rà soát thủ tục hành chính. Báo cáo kết quả trước ngày 15/4/2027.",
        ]
    )

    assert [(one.lead, one.text) for one in found.tasks] == [
        (("Văn phòng Sở",), "Giám đốc Sở yêu cầu Văn phòng Sở rà soát thủ tục hành chính."),
        (("Văn phòng Sở",), "Báo cáo kết quả trước ngày 15/4/2027."),
    ]


def test_rows_whose_cells_fell_apart_are_put_together():
    table = "| TT | Nhiệm vụ | Chủ trì | Thời gian |\n| 1 | Ký số văn bản | Phòng A | Thường xuyên |\n"
    loose = "2\n\nRà soát quy trình\n\nPhòng B\n\nQuý I/2027\n\n3\n\nKiểm tra kỷ luật\n\nPhòng C\n\n2027\n"

    found = read_lines(("PHỤ LỤC\n" + table + "\n" + loose).splitlines())

    assert [(one.label, one.text, one.lead) for one in found.tasks] == [
        ("1", "Ký số văn bản", ("Phòng A",)),
        ("2", "Rà soát quy trình", ("Phòng B",)),
        ("3", "Kiểm tra kỷ luật", ("Phòng C",)),
    ]


def test_an_item_may_name_lead_partner_and_time_in_brackets():
    text = "1. Rà soát thủ tục (Chủ trì: Văn phòng Sở; phối hợp: Phòng Nghiệp vụ Y; thời gian: tháng 3/2027)."

    (found,) = read_lines(["II. NHIỆM VỤ", text, "2. Nội dung khác:"]).tasks[:1]

    assert (found.lead, found.coop, found.deadline_phrase) == (
        ("Văn phòng Sở",),
        ("Phòng Nghiệp vụ Y",),
        "tháng 3/2027",
    )


def test_a_topic_before_the_order_does_not_hide_the_lead():
    text = "2. Về chuyển đổi số: Giao Phòng Công nghệ thông tin hoàn thành bệnh án điện tử trong năm 2027."

    found = read_lines(["Giám đốc Sở kết luận như sau:", "1. Ký số văn bản.", text, "3. Báo cáo."]).tasks[1]

    assert found.lead == ("Phòng Công nghệ thông tin",)


def test_a_name_of_two_units_is_shown_with_both_for_partners_too():
    units = UnitIndex({"Phòng Tổng hợp": ("TH1", "TH2"), "Sở Y tế": "SYT", "Ty Y tế": "SYT"})
    text = "1. Ty Y tế chủ trì, phối hợp với Phòng Tổng hợp rà soát quy trình."

    found = read_lines(["II. NHIỆM VỤ", text, "2. Báo cáo."], units=units)

    assert found.tasks[0].lead_units == (("SYT",),)
    assert found.tasks[0].coop_units == (("TH1", "TH2"),)
    (doubt,) = [warning for warning in found.warnings if warning.code == "ambiguous"]
    assert doubt.says_en == "“Phòng Tổng hợp” may mean several units: TH1, TH2."


def test_a_year_taken_from_the_plan_is_said(reading):
    counted = next(found for found in reading.tasks if found.path == "II.1.a")
    lines = PLAN.replace("quý II\nnăm 2027", "quý II").splitlines()

    unsaid = next(found for found in read_lines(lines).tasks if found.path == "II.1.a")

    assert "year_of_plan" not in counted.because_codes
    assert unsaid.deadline == counted.deadline
    assert "The time limit states no year: 2027, the year of the paper, is taken." in unsaid.because_en


def test_items_listed_in_a_sentence_are_tasks_of_their_own():
    text = (
        "1. Văn phòng Sở xử lý các tồn tại trong tháng 5/2027, cụ thể: (i) Kết nối kho dữ liệu; (ii) Sửa lỗi hiển thị "
        "kết quả; (iii) Báo cáo Giám đốc Sở."
    )

    found = read_lines(["II. NHIỆM VỤ", text, "2. Báo cáo."]).tasks[:3]

    assert [(one.label, one.lead, one.deadline_phrase) for one in found] == [
        (label, ("Văn phòng Sở",), "trong tháng 5/2027") for label in ("(i)", "(ii)", "(iii)")
    ]


def test_a_date_below_an_order_belongs_to_it():
    order, date = "1. Văn phòng Sở rà soát quy trình.", "Hoàn thành trước ngày 30/6/2027."
    lines = ["II. NHIỆM VỤ", "", order, "", date, "", "2. Báo cáo."]

    (first, _) = read_lines(lines).tasks

    assert first.deadline == {"kind": "date", "date": "2027-06-30", "comparator": "before"}


def test_a_name_broken_over_a_page_is_one_name():
    lines = [
        "II. NHIỆM VỤ",
        "",
        "1. Giao cho các cơ quan chuyên môn và Ủy ban nhân dân",
        "",
        "Thành phố Bình Minh rà soát quy trình.",
        "",
        "2. Báo cáo.",
    ]

    assert read_lines(lines).tasks[0].lead == ("các cơ quan chuyên môn", "Ủy ban nhân dân Thành phố Bình Minh")
