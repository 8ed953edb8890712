"""Small papers of the demo, the same bytes on every machine (văn bản .docx)."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
MADE_ON = (2020, 1, 1, 0, 0, 0)
LEFT_HEAD = ("ỦY BAN NHÂN DÂN", "TỈNH BÌNH MINH", "SỞ Y TẾ")
RIGHT_HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def plain_docx(title: str, lines: Iterable[str]) -> bytes:
    """A Word file of one bold title and plain paragraphs."""
    body = _paragraph(title, bold=True) + "".join(_paragraph(line) for line in lines)
    document = f'{XML}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return _zipped({name: text.encode() for name, text in parts.items()})


def plan_docx(
    *,
    number: str,
    place_and_day: str,
    subject: Sequence[str],
    lines: Iterable[str],
    recipients: Sequence[str],
    signer: str,
) -> bytes:
    """A plan laid out as Decree 30/2020 asks: margins, Times New Roman 14, two-column head, recipients, signature.

    A line that begins with "# " is a section's heading, "## " one below it.
    """
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    head = paper.add_table(rows=2, cols=2)
    _cell(head.cell(0, 0).paragraphs[0], LEFT_HEAD, bold_from=2)
    _cell(head.cell(0, 1).paragraphs[0], RIGHT_HEAD, bold_from=0)
    _cell(head.cell(1, 0).paragraphs[0], [f"Số: {number}"], bold_from=1)
    _cell(head.cell(1, 1).paragraphs[0], [place_and_day], bold_from=1, italic=True)
    for line in ("KẾ HOẠCH", *subject):
        paragraph = paper.add_paragraph()
        _cell(paragraph, [line], bold_from=0)
    for line in lines:
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        text = line.lstrip("# ")
        run = paragraph.add_run(text)
        run.bold = line.startswith("#")
        run.italic = line.startswith("##")
        if not run.bold:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    foot = paper.add_table(rows=1, cols=2)
    left = foot.cell(0, 0).paragraphs[0]
    left.add_run("Nơi nhận:").bold = True
    for recipient in recipients:
        foot.cell(0, 0).add_paragraph(f"- {recipient}").runs[0].font.size = Pt(11)
    _cell(foot.cell(0, 1).paragraphs[0], ["GIÁM ĐỐC", "", "", signer], bold_from=0)
    paper.core_properties.author = "Sở Y tế tỉnh Bình Minh (dữ liệu trình diễn)"
    paper.core_properties.created = paper.core_properties.modified = datetime(*MADE_ON, tzinfo=UTC)
    written = io.BytesIO()
    paper.save(written)
    with zipfile.ZipFile(written) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _cell(paragraph: Paragraph, lines: Sequence[str], *, bold_from: int, italic: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        run.bold, run.italic = number >= bold_from, italic
        if number < len(lines) - 1:
            run.add_break()


def _paragraph(text: str, *, bold: bool = False) -> str:
    properties = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    properties += "<w:b/>" if bold else ""
    run = f'<w:r><w:rPr>{properties}<w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p>{run}</w:p>"


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A zip without the clock, so that the same paper has the same hash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, MADE_ON), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
