"""The components of a document (thành phần thể thức), from the letterhead to the signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from caicach.documents.layout.pages import BODY, INDENT, PORTRAIT_WIDTH, SMALL, element, set_page, write
from caicach.documents.layout.tables import Align, bare_table, row_property
from caicach.documents.layout.words import BLANK

AGENCY_WIDTH = 67  # mm of the left column of the letterhead
MOTTO_LINE = 57  # mm: as long as the motto in 13 points
LETTER_WIDTH = 2.5  # mm of a bold capital in 12 points

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Letterhead:
    """What stands above the title (phần đầu văn bản): agency, its parent, number, place and date."""

    agency: str
    symbol: str
    """What follows the number, e.g. `BC-SYT`; the clerk writes the number itself."""
    place_and_date: str
    parent: str = ""
    about: str = ""
    """Of a letter (công văn), which has no type name: V/v …"""


def letterhead(paper: Paper, head: Letterhead) -> None:
    """Agency on the left, country and motto on the right, each over its line; number, place and date below."""
    grid = bare_table(paper, 2, (AGENCY_WIDTH, PORTRAIT_WIDTH - AGENCY_WIDTH))
    left, right = grid.rows[0].cells
    if head.parent:
        _line(left, head.parent.upper(), size=12)
    _line(left, head.agency.upper(), size=12, bold=True)
    agency = min(len(head.agency) * LETTER_WIDTH, AGENCY_WIDTH)
    _rule(left, AGENCY_WIDTH, agency * 0.4)
    _line(right, NATION, size=12, bold=True)
    _line(right, MOTTO, size=13, bold=True)
    _rule(right, PORTRAIT_WIDTH - AGENCY_WIDTH, MOTTO_LINE)
    left, right = grid.rows[1].cells
    _line(left, f"Số:{BLANK}/{head.symbol}", size=13)
    if head.about:
        _line(left, f"V/v {head.about}", size=12)
    _line(right, head.place_and_date, size=13, italic=True)
    for cell in grid.rows[1].cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)


def type_and_subject(paper: Paper, type_name: str, subject: str, note: str = "") -> None:
    """The type in capitals and the subject below it (tên loại, trích yếu), over a short line; a note in italics."""
    _centred(paper, type_name.upper(), BODY, bold=True, before=18)
    _centred(paper, subject, BODY, bold=True)
    _rule(paper, PORTRAIT_WIDTH, 50)
    if note:
        _centred(paper, note, 13, italic=True, before=4)
    paper.paragraphs[-1].paragraph_format.space_after = Pt(8)


def addressed_to(paper: Paper, addressees: Sequence[str]) -> None:
    """Whom a letter is for (Kính gửi)."""
    if len(addressees) == 1:
        _centred(paper, f"Kính gửi: {addressees[0]}", BODY, before=12, after=10)
        return
    block = paper.add_paragraph()
    block.paragraph_format.left_indent, block.paragraph_format.space_before = Mm(45), Pt(12)
    write(block, "Kính gửi:", BODY)
    for number, name in enumerate(addressees, start=1):
        line = paper.add_paragraph()
        line.paragraph_format.left_indent = Mm(55)
        write(line, f"- {name}{'.' if number == len(addressees) else ';'}", BODY)
    paper.paragraphs[-1].paragraph_format.space_after = Pt(10)


def citations(paper: Paper, texts: Sequence[str]) -> None:
    """The documents this one rests on (căn cứ): in italics, a line each, the last ends with a full stop."""
    for number, citation in enumerate(texts, start=1):
        end = "." if number == len(texts) else ";"
        write(_body(paper), f"{citation.rstrip('.; ')}{end}", BODY, italic=True)


def heading(paper: Paper, text: str) -> None:
    """A part's title (đề mục), which stays with what follows and shows in Word's outline."""
    line = paper.add_paragraph(style="Heading 1")
    write(line, text, BODY, bold=True)


def paragraph(paper: Paper, text: str, *, title: str = "", keep_with_next: bool = False) -> None:
    """A paragraph of the body; `title` stands before it in bold."""
    block = _body(paper)
    block.paragraph_format.keep_with_next = keep_with_next
    if title:
        write(block, f"{title} ", BODY, bold=True)
    write(block, text, BODY)


def caption(paper: Paper, text: str) -> None:
    """The name of a table, above it."""
    line = _centred(paper, text, 13, bold=True, before=8, after=4)
    line.paragraph_format.keep_with_next = True


def remark(paper: Paper, text: str) -> None:
    """A remark under a table (ghi chú)."""
    block = paper.add_paragraph()
    block.paragraph_format.space_before, block.paragraph_format.space_after = Pt(3), Pt(8)
    block.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    write(block, text, SMALL, italic=True)


def annex(paper: Paper, *, title: str, of: str, note: str = "", mark: str = "Phụ lục") -> None:
    """Begin an annex on landscape pages with page numbers of its own (phụ lục)."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    end_of_last = paper.paragraphs[-1].paragraph_format
    end_of_last.line_spacing = Pt(1)  # else it may take a page of its own
    set_page(section, landscape=True)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid")
    line = paper.add_paragraph(style="Heading 1")
    line.alignment, line.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
    write(line, mark, BODY, bold=True)
    _centred(paper, title.upper(), BODY, bold=True)
    _centred(paper, f"(Kèm theo {of})", 13, italic=True, after=0 if note else 8)
    if note:
        _centred(paper, note, 13, italic=True, after=8)


def signing(paper: Paper, *, recipients: Sequence[str], authority: Sequence[str], name: str = "") -> None:
    """Recipients on the left, who signs on the right (nơi nhận; chức vụ, họ tên, chữ ký), never parted by a page's end.

    `authority` is one line or two: GIÁM ĐỐC, or KT. GIÁM ĐỐC and PHÓ GIÁM ĐỐC.
    """
    grid = bare_table(paper, 1, (85, PORTRAIT_WIDTH - 85))
    row_property(grid.rows[0], "w:cantSplit")
    left, right = grid.rows[0].cells
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=Align.LEFT)
    for number, recipient in enumerate(recipients, start=1):
        end = "." if number == len(recipients) else ";"
        _line(left, f"- {recipient.rstrip('.; ')}{end}", size=11, align=Align.LEFT)
    for text in authority:
        _line(right, text.upper(), size=BODY, bold=True)
    for _ in range(4):
        _line(right, "", size=BODY)
    _line(right, name, size=BODY, bold=True)
    for cell in (left, right):
        for line in cell.paragraphs:
            line.paragraph_format.keep_with_next = True
    left.paragraphs[0].paragraph_format.space_before = right.paragraphs[0].paragraph_format.space_before = Pt(10)


def _body(paper: Paper) -> Paragraph:
    block = paper.add_paragraph()
    block.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    block.paragraph_format.first_line_indent, block.paragraph_format.space_after = INDENT, Pt(6)
    block.paragraph_format.line_spacing = 1.1
    return block


def _centred(
    paper: Paper,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    write(line, text, size, bold=bold, italic=italic)
    return line


def _line(
    cell: _Cell, text: str, *, size: float, bold: bool = False, italic: bool = False, align: Align = Align.CENTRE
) -> None:
    first = cell.paragraphs[0]
    line = first if not first.runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    line.alignment = align.value
    write(line, text, size, bold=bold, italic=italic)


def _rule(place: Paper | _Cell, width: float, length: float) -> None:
    """A line of a given length in mm, in the middle of a width: the upper border of an empty paragraph."""
    line = place.add_paragraph()
    side = Mm((width - length) / 2)
    form = line.paragraph_format
    form.left_indent = form.right_indent = side
    form.line_spacing, form.space_before = Pt(3), Pt(2)
    write(line, "", 1)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="0", color="000000"))
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
