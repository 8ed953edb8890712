"""The Word and the Excel of the progress statement, read back: numbers, form, and text that stays text."""

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.utils.translation import override
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from caicach.documents.layout import printable
from caicach.plans import rules
from caicach.plans.rules import FIELDS, TaskState
from caicach.plans.statement import excel, naming, sentences, word
from caicach.plans.statement.classes import Printed, Share
from caicach.plans.statement.values import Lead, Line, Office, Source, Statement

END = date(2026, 9, 30)
OPENINGS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "'=1", "\r=1", "﻿=1", "http://a.vn")


def a_line(number: int, **said) -> Line:
    """A task on paper: every third done in time, the next late by a day each, the next without a deadline."""
    kind = number % 3
    due_on = None if kind == 2 else END - timedelta(days=number % 40 + 1)
    done_on = due_on if kind == 0 else None
    state = TaskState.COMPLETED if done_on else TaskState.ASSIGNED
    line = Line(
        task_id=number,
        number=number,
        text=f"Nhiệm vụ {number}",
        title=f"Nhiệm vụ {number}",
        field=list(FIELDS)[number % len(FIELDS)],
        lead=Lead(number % 5, f"Đơn vị {number % 5}", f"000{number % 5}"),
        coop=("Văn phòng Sở",),
        due_on=due_on,
        first_due_on=due_on,
        deadline_changes=0,
        deadline_phrase="" if due_on else "Thường xuyên",
        standing=rules.standing(state=state, done_on=done_on, due_on=due_on, on=END),
        begun=done_on is not None,
        awaiting=False,
        given_later=False,
        done_on=done_on,
        days_late=(END - due_on).days if due_on and not done_on else 0,
        working_days_late=None,
        result="",
        reason="",
        evidence=("Quyết định.pdf",) if done_on else (),
    )
    return replace(line, **said)


def a_statement(lines: list[Line], **said) -> Statement:
    statement = Statement(
        plan_code="62/KH-SYT",
        plan_title="Kế hoạch cải cách hành chính năm 2026",
        synthetic=True,
        source=Source(
            "Kế hoạch", "62/KH-SYT", date(2026, 1, 5), "Sở Y tế tỉnh Bình Minh", "Cải cách hành chính năm 2026"
        ),
        office=Office("Sở Y tế", "UBND tỉnh Bình Minh", "SYT", "Bình Minh", "Giám đốc", "Trần Thị Hoa"),
        period=rules.quarter(2026, 3),
        as_of=datetime(2026, 10, 5, 2, 30, tzinfo=UTC),
        day=END,
        partial=False,
        lines=tuple(lines),
    )
    return replace(statement, **said)


TWELVE = [a_line(number) for number in range(1, 13)]


def paper_of(statement: Statement):
    return docx.Document(io.BytesIO(word.render(statement)))


def book_of(statement: Statement):
    return openpyxl.load_workbook(io.BytesIO(excel.render(statement)))


def words_of(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def text_of(paper) -> list[str]:
    return [line.text for line in paper.paragraphs]


@pytest.fixture(scope="module")
def paper():
    return paper_of(a_statement(TWELVE))


@pytest.fixture(scope="module")
def book():
    return book_of(a_statement(TWELVE))


def test_the_head_of_the_report_is_that_of_an_administrative_document(paper):
    (left, right), (number, place) = words_of(paper.tables[0])

    assert left.split("\n")[:2] == ["UBND TỈNH BÌNH MINH", "SỞ Y TẾ"]
    assert right.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert " ".join(number.split()) == "Số: /BC-SYT"
    assert " ".join(place.split()) == "Bình Minh, ngày tháng 10 năm 2026"
    assert text_of(paper)[:2] == [
        "BÁO CÁO",
        "Tiến độ thực hiện Kế hoạch cải cách hành chính năm 2026\nquý III năm 2026",
    ]


def test_the_report_cites_its_plan_and_says_when_its_figures_stand(paper):
    lines = text_of(paper)

    assert (
        "Căn cứ Kế hoạch số 62/KH-SYT ngày 05 tháng 01 năm 2026 của Sở Y tế tỉnh Bình Minh "
        "về cải cách hành chính năm 2026."
    ) in lines
    assert any(
        "số liệu tính đến hết ngày 30 tháng 9 năm 2026, ngày cuối kỳ; lập lúc 09:30 05/10/2026" in x for x in lines
    )


def test_the_pages_are_a4_with_the_margins_of_the_decree_and_a_landscape_annex(paper):
    body, annex = paper.sections

    assert (round(body.page_width.mm), round(body.page_height.mm)) == (210, 297)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    assert (body.orientation, annex.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    for section in (body, annex):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml


def test_all_text_is_in_times_new_roman_for_every_script(paper):
    fonts = paper.styles["Normal"].element.rPr.rFonts

    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert paper.styles["Normal"].font.size.pt == 14
    named = {run.font.name for line in paper.paragraphs for run in line.runs}
    assert named == {None}


def test_tables_print_the_five_classes_and_their_sum(paper):
    statement = a_statement(TWELVE)
    by_field, by_unit = words_of(paper.tables[2]), words_of(paper.tables[3])

    assert by_field[0][1:] == [
        "Tổng số",
        "Hoàn thành đúng hạn",
        "Hoàn thành quá hạn",
        "Đang thực hiện trong hạn",
        "Chưa hoàn thành, quá hạn",
        "Không hạn",
        "Tỷ lệ đúng hạn",
    ]
    assert by_field[-1] == by_unit[-1] == ["Tổng số", "12", "4", "0", "0", "4", "4", "4/8\n50%"]
    for rows in (by_field, by_unit):
        for column in range(1, 7):
            assert sum(int(row[column]) for row in rows[1:-1]) == int(rows[-1][column])
        for row in rows[1:]:
            assert sum(map(int, row[2:7])) == int(row[1])
    assert [row[0] for row in by_unit[1:-1]] == [group.name for group in statement.by_lead]


def test_the_three_classes_stand_against_the_deadline(paper):
    assert words_of(paper.tables[1]) == [
        ["Tiến độ", "Tổng số", "Đúng hạn, trong hạn", "Quá hạn", "Không hạn"],
        ["Đã hoàn thành", "4", "4", "0", "0"],
        ["Đang thực hiện", "0", "0", "0", "0"],
        ["Chưa hoàn thành", "8", "0", "4", "4"],
        ["Tổng số", "12", "4", "4", "4"],
    ]


def test_sentences_name_their_counts_and_denominators(paper):
    said = "\n".join(text_of(paper))

    assert (
        "1. Nhiệm vụ được giao: 12 nhiệm vụ, do 05 đơn vị chủ trì, thuộc 08 nội dung cải cách; 08 nhiệm vụ có hạn"
        in said
    )
    assert "đã hoàn thành 04/12 nhiệm vụ; đang thực hiện 0/12 nhiệm vụ; chưa hoàn thành 08/12 nhiệm vụ" in said
    assert (
        "trong 08 nhiệm vụ có hạn đã hoàn thành hoặc đã quá hạn, hoàn thành đúng hạn 04/08 nhiệm vụ (50%), hoàn thành "
        "quá hạn 0/08 nhiệm vụ (0%), quá hạn chưa hoàn thành 04/08 nhiệm vụ (50%)"
    ) in said


def test_late_tasks_are_listed_the_longest_first(paper):
    rows = words_of(paper.tables[5])

    assert [row[0] for row in rows] == ["STT", "10", "7", "4", "1"]
    assert rows[1] == ["10", "Nhiệm vụ 10", "Đơn vị 0", "19/09/2026", "11", "Chưa có báo cáo"]


def test_the_annex_holds_every_task(paper):
    rows = words_of(paper.tables[-1])

    assert rows[0] == [
        "STT",
        "Nội dung",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Hạn",
        "Tình trạng",
        "Ngày hoàn thành",
        "Kết quả, minh chứng",
    ]
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 13)]
    assert rows[3][4:] == ["26/09/2026", "Hoàn thành đúng hạn", "26/09/2026", "Minh chứng: Quyết định.pdf"]
    assert rows[2][4:6] == ["Thường xuyên", "Chưa thực hiện (không hạn)"]


def test_heads_repeat_rows_are_not_cut_and_every_cell_has_its_width(paper):
    for table in [*paper.tables[1:6], paper.tables[-1]]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert not table.autofit
        wide = table.rows[0].cells[0].text == "STT" and len(table.columns) == 8
        assert {round(sum(cell.width.mm for cell in row.cells)) for row in table.rows} == {252 if wide else 165}


def test_the_signature_and_the_recipients_close_the_report(paper):
    ((left, right),) = words_of(paper.tables[6])

    assert left.split("\n") == [
        "Nơi nhận:",
        "- UBND tỉnh Bình Minh (để báo cáo);",
        "- Các đơn vị chủ trì nhiệm vụ;",
        "- Lưu: VT.",
    ]
    assert [line for line in right.split("\n") if line] == ["GIÁM ĐỐC", "Trần Thị Hoa"]
    assert any(line.endswith("của Sở Y tế./.") for line in text_of(paper))


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_figures_say_so(synthetic):
    statement = a_statement(TWELVE, synthetic=synthetic)

    assert (sentences.SYNTHETIC in text_of(paper_of(statement))) is synthetic
    first_column = [cell.value for cell in book_of(statement)["Tổng hợp"]["A"]]
    assert (f"{sentences.SYNTHETIC}." in first_column) is synthetic


def test_an_empty_plan_still_makes_both_files():
    statement = a_statement([], source=None, office=Office("Đơn vị", "", "DV", "", "Thủ trưởng", ""))

    assert any("chưa tính tỷ lệ" in line for line in text_of(paper_of(statement)))
    assert book_of(statement)["Nhiệm vụ"].max_row == 6


def test_the_files_are_vietnamese_whatever_the_language_of_the_page():
    statement = a_statement([a_line(3), a_line(6), a_line(1)])

    with override("en"):
        rows = words_of(paper_of(statement).tables[2])

    assert rows[-1][-1] == "2/3\n66,7%"


def test_the_workbook_has_typed_numbers_and_dates(book):
    sheet = book["Nhiệm vụ"]
    head = {cell.value: cell.column for cell in sheet[6]}
    third = {name: sheet.cell(9, column) for name, column in head.items()}

    assert third["STT"].value == 3
    assert third["Ngày hoàn thành"].value == datetime(2026, 9, 26)
    assert third["Ngày hoàn thành"].number_format == "dd/mm/yyyy"
    assert third["Số ngày quá hạn"].value is None
    assert sheet.cell(7, head["Số ngày quá hạn"]).value == 2


def test_totals_are_values_and_equal_to_their_columns(book):
    sheet = book["Theo đơn vị"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=11)]

    assert rows[0][:2] == ["Đơn vị chủ trì", "Tổng số"]
    assert rows[-1] == ["Tổng số", 12, 4, 0, 0, 4, 4, 8, 0.5, 4, 0, 8]
    for column in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11):
        assert sum(row[column] for row in rows[1:-1]) == rows[-1][column]
    assert sheet.cell(11, 9).number_format == "0.0%"


def test_sheets_are_frozen_filtered_and_fit_a_landscape_a4(book):
    assert book.sheetnames == ["Tổng hợp", "Theo đơn vị", "Nhiệm vụ"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            1,
            0,
        ) or sheet.page_setup.fitToHeight == 0
    tasks = book["Nhiệm vụ"]
    assert tasks.auto_filter.ref == "A6:R18"
    assert tasks.print_title_rows == "$6:$6"
    assert tasks.print_area == "'Nhiệm vụ'!$A$1:$J$18"
    assert book["Theo đơn vị"].auto_filter.ref == "A5:L10"


def every_text(book) -> list:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("opening", OPENINGS)
def test_text_that_looks_like_a_formula_stays_text(opening):
    line = a_line(1, text=opening, coop=(opening,), result=opening, reason=opening, evidence=(opening,),
                  deadline_phrase=opening, lead=Lead(1, opening, "1"))  # fmt: skip
    book = book_of(a_statement([line], plan_title=f"Kế hoạch {opening}", plan_code=opening))

    assert {cell.data_type for cell in every_text(book)} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in every_text(book))
    cell = book["Nhiệm vụ"].cell(7, 2)
    assert cell.value == printable(opening)
    assert cell.quotePrefix is opening.startswith(("=", "+", "-", "@", "\t", "\r", "'"))


def test_whatever_people_type_comes_back_as_typed():
    chance = random.Random(2026)
    letters = "=+-@\t\n\r\0'\"<>&_x0041{}[];,.|%! aZ09đĐẵỆ\u0300\ufeff\u200b\u202e\x0b\x1f😀"
    texts = ["".join(chance.choices(letters, k=chance.randint(0, 24))) for _ in range(3000)]
    texts += [opening + text for opening, text in zip(OPENINGS, texts, strict=False)]
    statement = a_statement([a_line(number, text=text, result=text) for number, text in enumerate(texts, start=1)])

    rows = list(book_of(statement)["Nhiệm vụ"].iter_rows(min_row=7, max_col=9))
    annex = paper_of(statement).tables[-1]._tbl.tr_lst[1:]

    assert len(rows) == len(annex) == len(texts)
    for text, row, drawn in zip(texts, rows, annex, strict=True):
        assert {row[1].data_type, row[8].data_type} <= {"s", "n"}
        assert (row[1].value or "") == (row[8].value or "") == printable(text)
        assert drawn.tc_lst[1].p_lst[0].text == printable(text)


def test_a_text_longer_than_a_cell_is_cut_not_lost():
    book = book_of(a_statement([a_line(1, text="a" * 40_000)]))

    assert len(book["Nhiệm vụ"].cell(7, 2).value) == 32_767


def test_two_thousand_tasks_fit_both_files():
    statement = a_statement([a_line(number) for number in range(1, 2001)])

    assert book_of(statement)["Nhiệm vụ"].max_row == 2006
    annex = paper_of(statement).tables[-1]._tbl.tr_lst
    assert len(annex) == 2001
    assert statement.classes.printed[Printed.DONE_ON_TIME] == 666


def test_file_names_fit_every_system():
    statement = a_statement([])

    assert naming.filename(statement, "docx") == "Tiến độ 62-KH-SYT quý III năm 2026.docx"
    assert naming.plain_filename(statement, "xlsx") == "tien-do-62-kh-syt-2026-q3.xlsx"
    said = word.disposition(a_statement([], plan_code='a"b\r\nc/../d'), "docx")
    assert said.isascii()
    assert "\n" not in said
    assert said.startswith("attachment; filename=\"tien-do-a-b-c-d-2026-q3.docx\"; filename*=UTF-8''")


@pytest.mark.parametrize(
    ("share", "shown"),
    [((1, 3), "33,3%"), ((1999, 2000), "99,9%"), ((1, 5000), "0,1%"), ((2, 2), "100%"), ((0, 2), "0%"), ((0, 0), "–")],
)
def test_a_share_never_rounds_to_all_or_nothing(share, shown):
    assert sentences.percent(Share(*share)) == shown


def test_a_share_is_exact():
    assert Share(1, 8).value == Decimal("0.125")


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Cải cách hành chính năm 2026", "Kế hoạch cải cách hành chính năm 2026"),
        ("CCHC năm 2026", "Kế hoạch CCHC năm 2026"),
        ("Chương trình hành động số 5", "Chương trình hành động số 5"),
        ("Bộ Y tế giao", "Kế hoạch Bộ Y tế giao"),
    ],
)
def test_a_plan_is_named_as_a_sentence_needs_it(title, named):
    assert sentences.plan_name(a_statement([], plan_title=title)) == named
