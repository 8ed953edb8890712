"""The Word layout of Decree 30/2020, read back from the file."""

import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from caicach.documents import layout
from caicach.documents.layout import Align, Column, Letterhead

AT = datetime(2026, 9, 9, 2, 0, tzinfo=UTC)


def a_paper(title: str = "Báo cáo"):
    return layout.new_paper(title=title, at=AT, author="Sở Y tế")


def read_back(paper):
    return docx.Document(io.BytesIO(layout.to_bytes(paper)))


def border_of(paragraph):
    return paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pBdr")) is not None


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (8, "08"), (12, "12"), (1185, "1.185"), (1000000, "1.000.000")]
)
def test_numbers_of_things_as_an_office_writes_them(number, shown):
    assert layout.counted(number) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_are_padded(day, shown):
    assert layout.day_in_words(day) == shown


def test_a_draft_leaves_the_day_to_the_clerk():
    assert " ".join(layout.place_and_date("Bình Minh", date(2026, 9, 9)).split()) == "Bình Minh, ngày tháng 9 năm 2026"
    assert layout.place_and_date("", date(2026, 9, 9)).startswith(layout.DOTS)


def test_text_is_composed_and_without_control_characters():
    assert layout.printable("Nguye\u0302\u0303n\x00\x0b\r\nĐệ") == "Nguyễn\nĐệ"


@given(st.text(max_size=80))
def test_any_text_can_be_written(text):
    paper = a_paper(title=text)
    layout.paragraph(paper, text)

    assert read_back(paper).paragraphs[-1].text == layout.printable(text)


def test_the_letterhead_stands_in_two_columns_over_its_lines():
    paper = a_paper()
    head = Letterhead(agency="Sở Y tế", parent="UBND tỉnh Bình Minh", symbol="BC-SYT", place_and_date="Bình Minh, ngày")
    layout.letterhead(paper, head)

    (left, right), (number, place) = (row.cells for row in read_back(paper).tables[0].rows)
    assert [line.text for line in left.paragraphs] == ["UBND TỈNH BÌNH MINH", "SỞ Y TẾ", ""]
    assert [run.bold for line in left.paragraphs[:2] for run in line.runs] == [None, True]
    assert [line.text for line in right.paragraphs] == [layout.NATION, layout.MOTTO, ""]
    assert [line.runs[0].font.size.pt for line in right.paragraphs[:2]] == [12, 13]
    assert border_of(left.paragraphs[-1])
    assert border_of(right.paragraphs[-1])
    assert round(left.width.mm + right.width.mm) == 165
    assert number.text.endswith("/BC-SYT")
    assert place.paragraphs[0].runs[0].italic


def test_a_letter_says_what_it_is_about_and_for_whom():
    paper = a_paper()
    layout.letterhead(paper, Letterhead("Sở Y tế", "SYT-VP", "Bình Minh, ngày", about="đôn đốc nhiệm vụ quá hạn"))
    layout.addressed_to(paper, ["Văn phòng Sở", "Bệnh viện Đa khoa tỉnh"])

    found = read_back(paper)
    assert found.tables[0].rows[1].cells[0].paragraphs[1].text == "V/v đôn đốc nhiệm vụ quá hạn"
    assert [line.text for line in found.paragraphs] == ["Kính gửi:", "- Văn phòng Sở;", "- Bệnh viện Đa khoa tỉnh."]


def test_a_letter_to_one_is_addressed_on_one_line():
    paper = a_paper()
    layout.addressed_to(paper, ["Văn phòng Sở"])

    assert read_back(paper).paragraphs[-1].text == "Kính gửi: Văn phòng Sở"


def test_citations_end_with_semicolons_and_one_full_stop():
    paper = a_paper()
    layout.citations(paper, ["Căn cứ Luật A;", "Căn cứ Kế hoạch B"])

    lines = read_back(paper).paragraphs
    assert [line.text for line in lines] == ["Căn cứ Luật A;", "Căn cứ Kế hoạch B."]
    assert all(run.italic for line in lines for run in line.runs)


def test_the_type_stands_in_capitals_over_its_subject():
    paper = a_paper()
    layout.type_and_subject(paper, "Báo cáo", "Tiến độ", "Số liệu minh họa")

    kind, subject, rule, note = read_back(paper).paragraphs
    assert (kind.text, subject.text, note.text) == ("BÁO CÁO", "Tiến độ", "Số liệu minh họa")
    assert border_of(rule)


def test_a_table_keeps_its_widths_and_repeats_its_head():
    paper = a_paper()
    columns = [Column("STT", 15, Align.CENTRE), Column("Nội dung", 150)]
    layout.table(paper, columns, ([str(n), f"Việc {n}"] for n in range(3)), total=["", "3"])

    table = read_back(paper).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][-1] == ["", "3"]
    assert {tuple(round(cell.width.mm) for cell in row.cells) for row in table.rows} == {(15, 150)}
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[-1].cells[1].paragraphs[0].runs[0].bold


def test_each_annex_numbers_its_own_pages():
    paper = a_paper()
    layout.annex(paper, title="Danh mục", of="Báo cáo số 1", mark="Phụ lục I")
    layout.annex(paper, title="Số liệu", of="Báo cáo số 1", note="Ghi chú", mark="Phụ lục II")

    found = read_back(paper)
    numbers = [section._sectPr.findall(qn("w:pgNumType")) for section in found.sections]
    assert [len(found) for found in numbers] == [0, 1, 1]
    assert [found[0].get(qn("w:start")) for found in numbers[1:]] == ["1", "1"]
    assert [round(section.page_width.mm) for section in found.sections] == [210, 297, 297]
    assert "(Kèm theo Báo cáo số 1)" in [line.text for line in found.paragraphs]


def test_the_signature_stands_beside_the_recipients():
    paper = a_paper()
    layout.signing(
        paper, recipients=["Như trên;", "Lưu: VT"], authority=["KT. Giám đốc", "Phó Giám đốc"], name="Trần Thị Hoa"
    )

    left, right = read_back(paper).tables[0].rows[0].cells
    assert [line.text for line in left.paragraphs] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert [line.text for line in right.paragraphs if line.text] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Hoa"]


def test_word_opens_the_file_in_its_own_mode_in_vietnamese_without_theme_fonts():
    with zipfile.ZipFile(io.BytesIO(layout.to_bytes(a_paper()))) as package:
        settings = package.read("word/settings.xml").decode()
        styles = docx.Document(io.BytesIO(layout.to_bytes(a_paper()))).styles

    assert 'w:name="compatibilityMode"' in settings
    assert 'w:val="15"' in settings
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    for properties in (defaults, styles["Normal"].element.rPr, styles["Heading 1"].element.rPr):
        fonts = properties.find(qn("w:rFonts"))
        assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert len(fonts.attrib) == 4


def test_the_file_says_who_made_it_and_when():
    properties = read_back(a_paper()).core_properties

    assert (properties.title, properties.author) == ("Báo cáo", "Sở Y tế")
    assert properties.created == AT
