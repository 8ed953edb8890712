"""Files as they come: each kind is read, each trouble is told in one sentence."""

import time
import zipfile

import pytest

from caicach.documents.reading import CannotRead, read_file
from caicach.documents.reading.extract import extract_lines
from caicach.documents.reading.tests.papers import (
    PLAN,
    blank_docx,
    docx_of,
    paragraph,
    plan_docx,
    ruled_pdf,
    small_pdf,
    table,
)

WORDS = paragraph("1. Rà soát thủ tục.")
NUMBERED = "<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>"
NUMBERING = (
    "<?xml version='1.0'?><w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='\uf0b7'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)


def refused(path, name=""):
    began = time.monotonic()
    with pytest.raises(CannotRead) as caught:
        read_file(path, name=name)
    assert time.monotonic() - began < 2
    sentence = str(caught.value)
    assert sentence.endswith(".") and "{" not in sentence and (name or path.name) in sentence
    assert caught.value.english.endswith(".") and "{" not in caught.value.english
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_the_usual_encodings(tmp_path, encoding):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding=encoding)

    assert read_file(path).document.number == "31/KH-SYT"


def test_a_text_file_of_old_windows_is_read(tmp_path):
    path = tmp_path / "cu.txt"
    path.write_bytes("Sở Y tế rà soát thủ tục.".replace("ở", "ơ\u0309").replace("à", "à").encode("cp1258", "replace"))

    assert "Sở Y t" in extract_lines(path)[0].replace("ơ\u0309", "ở")


def test_a_word_file_reads_like_its_text(tmp_path):
    text = tmp_path / "ke-hoach.txt"
    text.write_text(PLAN, encoding="utf-8")

    from_word, from_text = read_file(plan_docx(tmp_path / "ke-hoach.docx")), read_file(text)

    def told(reading):
        return [(task.path, task.text, task.lead, task.deadline) for task in reading.tasks]

    assert told(from_word) == told(from_text)
    assert from_word.document == from_text.document


def test_a_word_file_of_python_docx_is_read(tmp_path):
    docx = pytest.importorskip("docx")
    paper = docx.Document()
    paper.add_paragraph("II. NHIỆM VỤ")
    paper.add_paragraph("1. Văn phòng Sở rà soát thủ tục trước ngày 31/3/2027.")
    paper.add_paragraph("2. Báo cáo Giám đốc.")
    grid = paper.add_table(rows=2, cols=3)
    for cell, words in zip(grid.rows[0].cells, ("Nhiệm vụ", "Chủ trì", "Thời hạn"), strict=True):
        cell.text = words
    for cell, words in zip(grid.rows[1].cells, ("Ký số", "Phòng A", "Quý I/2027"), strict=True):
        cell.text = words
    paper.save(str(tmp_path / "may.docx"))

    found = read_file(tmp_path / "may.docx").tasks

    assert [(task.label, task.lead) for task in found] == [
        ("1.", ("Văn phòng Sở",)),
        ("2.", ()),
        ("", ("Phòng A",)),
    ]


def test_automatic_numbers_are_written_out(tmp_path):
    levels = [0, 1, 2, 1, 0]
    body = "".join(paragraph("Rà soát", NUMBERED.format(level=level)) for level in levels)

    lines = extract_lines(docx_of(body, tmp_path / "so.docx", {"word/numbering.xml": NUMBERING}))

    assert lines == ["I. Rà soát", "1. Rà soát", "- Rà soát", "2. Rà soát", "II. Rà soát"]


def test_a_table_that_only_places_the_head_is_no_table(tmp_path):
    body = table([["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]) + WORDS + table([["a|b", "c"], ["d", "e"]])

    lines = [line for line in extract_lines(docx_of(body, tmp_path / "dau.docx")) if line]

    assert lines == ["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "1. Rà soát thủ tục.", "| a/b | c |", "| d | e |"]


def test_deleted_and_hidden_words_are_not_read(tmp_path):
    body = (
        "<w:p><w:r><w:t>giữ</w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:tab/><w:t>lại</w:t></w:r></w:p>"
    )

    assert extract_lines(docx_of(body, tmp_path / "sua.docx")) == ["giữ lại"]


def test_a_pdf_with_text_is_read(tmp_path):
    lines = extract_lines(small_pdf(tmp_path / "so.pdf", pages=2))

    assert lines == ["KE HOACH", "1. Ra soat quy trinh.", "2. Bao cao Giam doc."] * 2


def test_a_stored_file_goes_by_the_name_the_clerk_knows(tmp_path):
    path = tmp_path / "9f8a"
    path.write_text("1. Rà soát.", encoding="utf-8")

    assert read_file(path, name="van-ban.txt").file == "van-ban.txt"
    assert refused(path, name="van-ban.pdf") == "wrong_extension"


CONTENTS = {
    "empty": b"",
    "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "old_word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"),
    "old_excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"),
    "image": b"\x89PNG\r\n\x1a\n" + b"\x00" * 99,
    "rtf": b"{\\rtf1 abc}",
    "html": b"<!DOCTYPE html><html></html>",
    "not_text": bytes(range(256)) * 40,
    "damaged": b"PK\x03\x04" + b"cut off",
}


@pytest.mark.parametrize("reason", CONTENTS)
def test_a_file_of_another_kind_is_refused_by_its_content(tmp_path, reason):
    path = tmp_path / "tep"
    path.write_bytes(CONTENTS[reason])

    assert refused(path) == reason


def test_a_missing_and_a_giant_file_are_refused(tmp_path):
    giant = tmp_path / "to.txt"
    with giant.open("wb") as stream:
        stream.truncate(300 * 2**20)

    assert refused(giant) == "too_big"
    assert refused(tmp_path / "khong.txt") == "missing"


def test_a_cut_off_pdf_a_scan_and_a_locked_one_are_refused(tmp_path):
    whole = small_pdf(tmp_path / "du.pdf").read_bytes()
    cut, scan = tmp_path / "cut.pdf", small_pdf(tmp_path / "scan.pdf", lines=(" ",))
    cut.write_bytes(whole[: len(whole) // 2])
    locked = tmp_path / "khoa.pdf"
    locked.write_bytes(
        whole.replace(
            b"/Root 1 0 R",
            b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
            b"/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
        )
    )

    assert refused(cut) == "damaged"
    assert refused(scan) == "scanned"
    assert refused(locked) == "password"


def test_bombs_macros_and_archives_are_refused(tmp_path):
    bomb = tmp_path / "bom.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 2**20))
    many = tmp_path / "nhieu.docx"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(2100):
            archive.writestr(f"word/{number}.xml", "")
    doctype = docx_of("", tmp_path / "thuc-the.docx")
    with zipfile.ZipFile(doctype, "w") as archive:
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "x">{entities}]><d>&e8;</d>'
        )
    macros = docx_of(WORDS, tmp_path / "macro.docx", {"word/vbaProject.bin": "x"})
    sheet = tmp_path / "bang.docx"
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    archive_of_papers = tmp_path / "nen"
    with zipfile.ZipFile(archive_of_papers, "w") as archive:
        archive.writestr("a.txt", "x")

    assert refused(bomb) == "bomb"
    assert refused(many) == "bomb"
    assert refused(doctype) == "bomb"
    assert refused(macros) == "macros"
    assert refused(sheet) == "excel"
    assert refused(archive_of_papers) == "zip"


def test_a_long_table_is_read_in_a_moment(tmp_path):
    path = blank_docx(tmp_path / "dai.docx", rows=3000)
    began = time.process_time()

    assert len(extract_lines(path)) > 3000
    assert time.process_time() - began < 2


def test_a_ruled_table_in_a_pdf_keeps_its_columns(tmp_path):
    rows = [["STT", "Viec", "Chu tri"], ["1", "Ra soat", "Phong A"], ["2", "Bao cao", "Phong B"]]

    assert extract_lines(ruled_pdf(tmp_path / "a.pdf", rows)) == [
        "PHU LUC NHIEM VU",
        "| STT | Viec | Chu tri |",
        "| 1 | Ra soat | Phong A |",
        "| 2 | Bao cao | Phong B |",
        "Het phu luc.",
    ]


def test_a_cell_merged_over_two_rows_has_its_words_in_the_first(tmp_path):
    rows = [["STT", "Viec", "Chu tri"], ["1", "Ra soat", "Phong A"], ["2", "Bao cao", ""]]

    assert extract_lines(ruled_pdf(tmp_path / "a.pdf", rows, merged=(2, 1)))[2:4] == [
        "| 1 | Ra soat | Phong A |",
        "| 2 | Bao cao |  |",
    ]
