"""The proposals of a document as an Excel file, to be worked on and pasted back."""

import io
from collections.abc import Sequence

import xlsxwriter

from caicach.documents.models import Document
from caicach.plans.rules import FIELDS
from caicach.ui.parts import GridRow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("place", "Mục", 10),
    ("text", "Nội dung nhiệm vụ", 70),
    ("lead", "Đơn vị chủ trì", 32),
    ("coop", "Phối hợp", 28),
    ("due_on", "Hạn", 12),
    ("product", "Sản phẩm", 24),
    ("field", "Lĩnh vực", 18),
)


def render(document: Document, rows: Sequence[GridRow]) -> bytes:
    """One sheet, every cell as text, so that nothing typed becomes a formula and a paste gives it back as it was."""
    paper = io.BytesIO()
    with xlsxwriter.Workbook(
        paper, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        page = book.add_worksheet("Đề xuất")
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        page.set_header(f"&L{document.title[:100].replace('&', '&&')}&R&P/&N")
        for column, (name, title, width) in enumerate(COLUMNS):
            page.set_column(column, column, width)
            page.write_string(0, column, title, head)
            for line, row in enumerate(rows, 1):
                value = row.values.get(name, "")
                page.write_string(line, column, FIELDS[value][0] if name == "field" else value, cell)
    return paper.getvalue()
