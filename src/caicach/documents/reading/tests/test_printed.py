"""A paper printed to PDF says what its Word file says: wrapped lines, tables with and without ruling lines."""

import os
import time
from pathlib import Path

import pytest

from caicach.documents.reading import CannotRead, read_file, read_lines
from caicach.documents.reading.extract import extract_lines
from caicach.documents.reading.measure import essence
from caicach.documents.reading.tests.papers import PLAN, plan_docx, small_pdf
from caicach.documents.reading.tests.printing import (
    HEIGHT,
    LEADING,
    PADDING,
    Printer,
    blocks_of,
    edges_of,
    printed,
    written,
)

SHARED = Path(os.environ.get("CAICACH_SHARED", Path(__file__).parents[6] / "shared")) / "samples" / "documents"
LONG = "".join(
    f"| {n} | Rà soát quy trình nội bộ giải quyết thủ tục hành chính số {n} của Sở Y tế | Phòng {n % 7} "
    f"| Các đơn vị trực thuộc, các phòng chuyên môn | Tháng {n % 12 + 1}/2027 | Báo cáo số {n} |\n"
    for n in range(5, 60)
)


def told(reading):
    return [
        (task.path, task.text, task.lead, task.coop, task.deadline, task.product, task.where) for task in reading.tasks
    ]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
@pytest.mark.parametrize("row_space", [0, 6], ids=["close", "spaced"])
def test_a_plan_printed_with_its_annex_reads_like_the_word_file(tmp_path, ruled, row_space):
    path = printed(tmp_path / "a.pdf", blocks_of(PLAN.splitlines()), ruled=ruled, row_space=row_space)

    from_pdf, from_word = read_file(path), read_file(plan_docx(tmp_path / "a.docx"))

    assert told(from_pdf) == told(from_word)
    assert from_pdf.document == from_word.document


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
def test_a_table_goes_on_over_pages_with_its_columns(tmp_path, ruled):
    lines = [*PLAN.splitlines(), *LONG.splitlines()]

    found = read_file(printed(tmp_path / "a.pdf", blocks_of(lines), ruled=ruled))

    assert told(found) == told(read_lines(lines))


def test_a_row_broken_by_the_page_s_end_is_one_row(tmp_path):
    printer = Printer(ruled=False)
    rows = [["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"]]
    rows += [[str(n), "Rà soát quy trình nội bộ", "Văn phòng Sở", "Quý I/2027"] for n in (1, 2)]
    columns = [x + PADDING for x in edges_of(rows)[:-1]]

    def line(*cells):
        for x, words in zip(columns, cells, strict=True):
            printer.text(x, words)
        printer.down(LEADING)

    printer.table(rows)
    line("3", "Rà soát quy trình đã", "Thanh tra Sở", "Quý II/2027")
    printer.down(HEIGHT)
    line("", "công bố năm 2026", "", "")
    line("4", "Ký số văn bản đi", "Văn phòng Sở", "Thường xuyên")

    found = [text for text in extract_lines(written(tmp_path / "a.pdf", printer.pages)) if text.startswith("|")]
    assert found[-2:] == [
        "| 3 | Rà soát quy trình đã công bố năm 2026 | Thanh tra Sở | Quý II/2027 |",
        "| 4 | Ký số văn bản đi | Văn phòng Sở | Thường xuyên |",
    ]


def test_words_side_by_side_are_no_table(tmp_path):
    text = ["Nơi nhận:", "- Sở Y tế;", "KT. GIÁM ĐỐC"] + ["Đoạn văn thường không có cột nào cả " * 6] * 12

    lines = extract_lines(printed(tmp_path / "a.pdf", text))

    assert not any(line.startswith("|") for line in lines)
    assert lines[3] == ("Đoạn văn thường không có cột nào cả " * 6).strip()


def test_wrapped_lines_are_put_together_and_items_stay_apart(tmp_path):
    long = "Rà soát, đề xuất đơn giản hóa ít nhất 10 thủ tục hành chính theo quy định tại khoản 3 Điều 6 Nghị định số "
    text = [f"a) {long * 2}12/2027/NĐ-CP;", f"b) {long}1/2027/NĐ-CP.", "Số hóa kết quả.", "- Ký số."]

    assert extract_lines(printed(tmp_path / "a.pdf", text)) == text


def test_the_place_beside_the_number_is_split_off_whole(tmp_path):
    text = ["Số: 31/KH-SYT   Bà Rịa - Vũng Tàu, ngày 05 tháng 01 năm 2027", "Bình Minh, ngày 05 tháng 01 năm 2027"]

    assert extract_lines(printed(tmp_path / "a.pdf", text)) == [
        "Số: 31/KH-SYT", "Bà Rịa - Vũng Tàu, ngày 05 tháng 01 năm 2027", "Bình Minh, ngày 05 tháng 01 năm 2027"
    ]  # fmt: skip


def test_a_scan_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(CannotRead) as caught:
        read_file(small_pdf(tmp_path / "chup.pdf", lines=(" ",)))

    assert str(caught.value) == (
        "Tệp “chup.pdf” là bản chụp (scan), không có chữ để đọc. "
        "Hãy dùng bản Word hoặc PDF xuất từ Word, hoặc nhận dạng chữ (OCR) trước."
    )


@pytest.mark.parametrize("columns", [24, 90, 400])
def test_pages_strewn_with_words_are_read_or_refused_in_a_moment(tmp_path, columns):
    printer = Printer()
    for number in range(20 * 2900):
        printer.y = 580 - number % 2900 // columns * 4
        printer.text(20 + number % columns * 800 / columns, "ab")
        if number % 2900 == 2899:
            printer.pages.append([])
    path = written(tmp_path / "a.pdf", printer.pages)
    began = time.monotonic()

    try:
        extract_lines(path)
    except CannotRead as refused:
        assert refused.reason in {"too_slow", "too_large"}

    assert time.monotonic() - began < 3


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize(("name", "tasks"), [("d1", 25), ("d2", 48), ("s07", 47), ("s09", 72), ("y04", 11)])
def test_a_sample_printed_to_pdf_gives_every_task_of_its_text(tmp_path, name, tasks):
    lines = next(SHARED.glob(f"{name}-*.txt")).read_text(encoding="utf-8").splitlines()

    found = read_file(printed(tmp_path / "a.pdf", blocks_of(lines), ruled=False))

    assert len(found.tasks) == tasks
    assert essence(found) == essence(read_lines(lines))
