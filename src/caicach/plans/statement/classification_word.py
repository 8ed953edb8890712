"""A classification as an administrative report in Word, in the layout of Decree 30/2020."""

from collections.abc import Iterable

from django.utils.timezone import localdate
from docx.document import Document as Paper

from caicach.documents import layout
from caicach.documents.layout import Align, Column
from caicach.plans.statement import classified, periods, sentences
from caicach.plans.statement.classes import PROGRESS_NAMES
from caicach.plans.statement.classification import (
    APART,
    CLASS_NAMES,
    COUNTED,
    PROGRESS_OF,
    Class,
    Classification,
    Entry,
    Row,
)
from caicach.plans.statement.tiers import TIER_NAMES

NUMBERS = [
    Column("Tổng số", 12, Align.CENTRE),
    *(Column(CLASS_NAMES[one], 19, Align.CENTRE) for one in COUNTED),
    Column("Tỷ lệ đúng hạn", 20, Align.CENTRE),
    *(Column(CLASS_NAMES[one], 13, Align.CENTRE) for one in APART),
]
THREE = [
    Column("Tổng số", 16, Align.CENTRE),
    *(Column(PROGRESS_NAMES[one], 22, Align.CENTRE) for one in PROGRESS_OF),
    Column("Trong đó quá hạn", 18, Align.CENTRE),
    Column("Tỷ lệ đúng hạn", 22, Align.CENTRE),
]


def lower_first(text: str) -> str:
    """Text inside a sentence; a name that opens it keeps its capital."""
    first = text.split()[0]
    return text if first in ("Chính", "UBND") else text[:1].lower() + text[1:]


def render(classification: Classification) -> bytes:
    """The whole report, ready for the clerk to number and date."""
    office, month = classification.office, localdate(classification.as_of)
    paper = layout.new_paper(title=classified.title(classification), at=classification.as_of, author=office.agency)
    place_and_date = layout.place_and_date(office.place, month)
    layout.letterhead(
        paper,
        layout.Letterhead(
            agency=office.agency, parent=office.parent, symbol=f"BC-{office.symbol}", place_and_date=place_and_date
        ),
    )
    note = sentences.SYNTHETIC if classification.synthetic else ""
    period = periods.name(classification.period)
    layout.type_and_subject(
        paper, "Báo cáo", f"Phân loại nhiệm vụ thuộc {classified.tier_words(classification)}\n{period}", note
    )
    layout.paragraph(
        paper,
        f"{office.agency} báo cáo phân loại nhiệm vụ đã hoàn thành, đang thực hiện, chưa hoàn thành trong {period} "
        f"({lower_first(sentences.standing_on(classification))}; {sentences.taken_at(classification)}) như sau:",
    )
    _general(paper, classification)
    _tables(paper, classification)
    parent = [f"{office.parent} (để báo cáo)"] if office.parent else []
    layout.paragraph(paper, f"Trên đây là bảng phân loại nhiệm vụ {period} của {office.agency}./.", keep_with_next=True)
    layout.signing(
        paper,
        recipients=[*parent, "Các đơn vị chủ trì nhiệm vụ", "Lưu: VT"],
        authority=[office.signs],
        name=office.head,
    )
    _annexes(paper, classification, note)
    return layout.to_bytes(paper)


def _general(paper: Paper, classification: Classification) -> None:
    layout.heading(paper, "I. KẾT QUẢ CHUNG")
    total = layout.counted(len(classification.total.counted))
    layout.paragraph(paper, f"{total} nhiệm vụ: {classified.general(classification.total)}", title="1. Tổng số:")
    rows = [] if classification.tier else [row for row in classification.by_tier if row.entries]
    for number, row in enumerate(rows, start=2):
        said = f"{layout.counted(len(row.counted))} nhiệm vụ: {classified.general(row)}"
        layout.paragraph(paper, said, title=f"{number}. {row.name}:")
    if classification.plans:
        layout.paragraph(paper, "Các kế hoạch được tính: " + "; ".join(
            f"{plan.code} ({', '.join(lower_first(TIER_NAMES[tier]) for tier in plan.tiers)})"
            for plan in classification.plans
        ) + ".")  # fmt: skip


def _tables(paper: Paper, classification: Classification) -> None:
    layout.heading(paper, "II. BẢNG PHÂN LOẠI")
    tables: list[tuple[str, str, Iterable[Row]]] = [
        ("nội dung cải cách", "Nội dung cải cách", classification.by_field),
        ("đơn vị chủ trì", "Đơn vị chủ trì", classification.by_unit),
    ]
    if classification.tier is None:
        tables.insert(0, ("cấp kế hoạch", "Cấp kế hoạch", classification.by_tier))
    for number, (by, head, rows) in enumerate(tables, start=1):
        layout.caption(paper, f"Bảng {number}. Nhiệm vụ theo {by}")
        columns = [Column(head, layout.PORTRAIT_WIDTH - sum(column.width for column in THREE)), *THREE]
        body = ([row.name, *_three(row)] for row in rows)
        total = ["Tổng số (mỗi nhiệm vụ tính một lần)" if by == "cấp kế hoạch" else "Tổng số"]
        layout.table(paper, columns, body, total=[*total, *_three(classification.total)], middle=True)
    for remark in classified.remarks(classification):
        layout.remark(paper, remark)


def _annexes(paper: Paper, classification: Classification, note: str) -> None:
    office, blank = classification.office, layout.BLANK
    of = (
        f"Báo cáo số{blank}/BC-{office.symbol} ngày{blank}"
        f"{layout.month_in_words(localdate(classification.as_of))} của {office.agency}"
    )
    layout.annex(paper, title="Phân loại theo tiến độ và thời hạn", of=of, note=note, mark="Phụ lục I")
    columns = [Column("", layout.LANDSCAPE_WIDTH - sum(column.width for column in NUMBERS)), *NUMBERS]
    parts = [("Theo nội dung cải cách", classification.by_field), ("Theo đơn vị chủ trì", classification.by_unit)]
    if classification.tier is None:
        parts.insert(0, ("Theo cấp kế hoạch", classification.by_tier))
    for name, rows in parts:
        layout.caption(paper, name)
        body = ([row.name, *_numbers(row)] for row in rows)
        layout.table(paper, columns, body, total=["Tổng số", *_numbers(classification.total)], size=10, middle=True)
    layout.annex(paper, title="Danh mục nhiệm vụ", of=of, note=note, mark="Phụ lục II")
    columns = [
        Column("Kế hoạch, STT", 30),
        Column("Nội dung", 82),
        Column("Đơn vị chủ trì", 40),
        Column("Hạn", 24, Align.CENTRE),
        Column("Phân loại", 30),
        Column("Vì sao", layout.LANDSCAPE_WIDTH - 206),
    ]
    layout.table(paper, columns, (_task(entry) for entry in classification.entries))


def _numbers(row: Row) -> list[str]:
    share = row.share
    shown = f"{share.counted}/{share.of}\n{sentences.percent(share)}" if share.of else "–"
    classes = [str(len(row.by_class[one])) for one in COUNTED]
    return [str(len(row.counted)), *classes, shown, *(str(len(row.by_class[one])) for one in APART)]


def _three(row: Row) -> list[str]:
    numbers = _numbers(row)
    three = [str(len(row.of(*classes))) for classes in PROGRESS_OF.values()]
    return [numbers[0], *three, numbers[1 + COUNTED.index(Class.LEFT_LATE)], numbers[1 + len(COUNTED)]]


def _task(entry: Entry) -> list[str]:
    return [
        f"{entry.plan_code}, {entry.number}",
        entry.line.text if entry.line else entry.title,
        entry.lead.name,
        sentences.deadline(entry.line) if entry.line else "–",
        CLASS_NAMES[entry.of_class],
        "; ".join(entry.because),
    ]
