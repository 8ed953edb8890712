"""The sheet of paper (trang giấy): size, margins, fonts and page numbers of annex I of Decree 30/2020."""

import io
from datetime import datetime
from typing import Any, cast

import docx
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from caicach.documents.layout.words import printable

FONT = "Times New Roman"
SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 165, 252  # mm between the margins
BODY, SMALL, TABLE = 14, 12, 11  # points
INDENT = Mm(12.7)


def new_paper(*, title: str, at: datetime, author: str = "") -> Paper:
    """An empty A4 paper with its margins, fonts and page numbers."""
    paper = docx.Document()
    _set_fonts(paper)
    _modern(paper)
    set_page(paper.sections[0], landscape=False)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = printable(title)[:250], printable(author)[:250], ""
    properties.created = properties.modified = at.replace(microsecond=0)
    properties.last_modified_by, properties.language = printable(author)[:250], "vi-VN"
    return paper


def to_bytes(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    """A piece of WordprocessingML that the library has no word for."""
    made: Any = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return cast(BaseOxmlElement, made)


def set_page(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG_SIDE, SHORT_SIDE) if landscape else (SHORT_SIDE, LONG_SIDE)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = write(line, "", 13)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif text == "PAGE":
            code = element("w:instrText")
            code.text = text
            run._r.append(code)
        else:
            run.text = text


def write(block: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Run:
    run = block.add_run(printable(text))
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None
    return run


def _set_fonts(paper: Paper) -> None:
    defaults = paper.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    heading_one = paper.styles["Heading 1"]
    names: list[Any] = [defaults, paper.styles["Normal"].element.get_or_add_rPr(), heading_one.element.get_or_add_rPr()]
    for properties in names:
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            fonts = element("w:rFonts")
            properties.insert(0, fonts)
        fonts.attrib.clear()  # a theme's font would win over the names
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
    language = defaults.find(qn("w:lang"))
    if language is not None:
        language.set(qn("w:val"), "vi-VN")
    normal: Any = paper.styles["Normal"]
    normal.font.size = Pt(BODY)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    form: Any = heading_one
    form.font.size, form.font.bold, form.font.color.rgb = Pt(BODY), True, RGBColor(0, 0, 0)
    form.paragraph_format.space_before, form.paragraph_format.space_after = Pt(10), Pt(4)
    form.paragraph_format.first_line_indent, form.paragraph_format.keep_with_next = INDENT, True


def _modern(paper: Paper) -> None:
    # Without this Word opens the file in the compatibility mode of 2007 and says so in its title.
    compat: Any = paper.settings.element.find(qn("w:compat"))
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    address = "http://schemas.microsoft.com/office/word"
    compat.append(element("w:compatSetting", name="compatibilityMode", uri=address, val="15"))
