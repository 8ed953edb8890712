"""A statement as an administrative report in Word (báo cáo), in the layout of Decree 30/2020."""

from collections.abc import Iterable, Sequence

from django.utils.timezone import localdate
from docx.document import Document as Paper

from caicach.documents import layout
from caicach.documents.layout import Align, Column
from caicach.plans.rules import Progress, Timeliness
from caicach.plans.statement import sentences
from caicach.plans.statement.classes import PRINTED_NAMES, PROGRESS_NAMES, TIMELINESS_NAMES, Classes, Printed
from caicach.plans.statement.naming import disposition, filename
from caicach.plans.statement.values import Group, Line, Statement

__all__ = ["disposition", "filename", "render"]

LONG = 320  # characters of reported words that a row of a table holds
CLASS_COLUMNS = [
    Column("Tổng số", 15, Align.CENTRE),
    *(
        Column(PRINTED_NAMES[one], width, Align.CENTRE)
        for one, width in zip(Printed, (18, 18, 19, 19, 15), strict=True)
    ),
    Column("Tỷ lệ đúng hạn", 21, Align.CENTRE),
]


def render(statement: Statement) -> bytes:
    """The whole report, ready for the clerk to number and date."""
    office = statement.office
    paper = layout.new_paper(
        title=sentences.subject(statement).replace("\n", " "), at=statement.as_of, author=office.agency
    )
    month = localdate(statement.as_of)
    layout.letterhead(
        paper,
        layout.Letterhead(
            agency=office.agency,
            parent=office.parent,
            symbol=f"BC-{office.symbol}",
            place_and_date=layout.place_and_date(office.place, month),
        ),
    )
    note = sentences.SYNTHETIC if statement.synthetic else ""
    layout.type_and_subject(paper, "Báo cáo", sentences.subject(statement), note)
    layout.citations(paper, [sentences.citation(statement)])
    layout.paragraph(
        paper,
        f"{office.agency} báo cáo tiến độ thực hiện kế hoạch trong {sentences.period_name(statement.period)} "
        f"({_lower(sentences.standing_on(statement))}; {sentences.taken_at(statement)}) như sau:",
    )
    tables = _Captions()
    _general(paper, statement, tables)
    _by_unit(paper, statement, tables)
    _overdue(paper, statement, tables)
    _proposals(paper, statement)
    parent = [f"{office.parent} (để báo cáo)"] if office.parent else []
    layout.signing(
        paper,
        recipients=[*parent, "Các đơn vị chủ trì nhiệm vụ", "Lưu: VT"],
        authority=[office.signs],
        name=office.head,
    )
    _annex(paper, statement, note)
    return layout.to_bytes(paper)


class _Captions:
    """Numbers the tables as they come: Bảng 1, Bảng 2."""

    def __init__(self) -> None:
        self.number = 0

    def next(self, text: str) -> str:
        self.number += 1
        return f"Bảng {self.number}. {text}"


def _general(paper: Paper, statement: Statement, tables: _Captions) -> None:
    layout.heading(paper, "I. TÌNH HÌNH CHUNG")
    for number, (title, sentence) in enumerate(sentences.general(statement), start=1):
        layout.paragraph(paper, sentence, title=f"{number}. {title}")
    layout.caption(paper, tables.next("Nhiệm vụ theo tiến độ và thời hạn"))
    columns = [Column("Tiến độ", 45), Column("Tổng số", 30, Align.CENTRE)]
    columns += [Column(TIMELINESS_NAMES[one], 30, Align.CENTRE) for one in Timeliness]
    classes = statement.classes
    rows = [
        [PROGRESS_NAMES[one], str(classes.progress(one)), *(str(classes.cells[one, against]) for against in Timeliness)]
        for one in Progress
    ]
    total = ["Tổng số", str(classes.total), *(str(classes.timeliness(one)) for one in Timeliness)]
    layout.table(paper, columns, rows, total=total, size=12, middle=True)
    layout.remark(
        paper,
        "Đang thực hiện: đã bắt đầu, còn trong hạn hoặc không hạn. Chưa hoàn thành: đã quá hạn, hoặc chưa bắt đầu.",
    )
    layout.caption(paper, tables.next("Nhiệm vụ theo nội dung cải cách"))
    _classes_table(paper, "Nội dung cải cách", statement.by_field, classes)
    layout.remark(paper, sentences.DENOMINATOR)


def _by_unit(paper: Paper, statement: Statement, tables: _Captions) -> None:
    layout.heading(paper, "II. KẾT QUẢ THEO ĐƠN VỊ")
    layout.caption(paper, tables.next("Nhiệm vụ theo đơn vị chủ trì"))
    _classes_table(paper, "Đơn vị chủ trì", statement.by_lead, statement.classes)
    layout.remark(paper, "Tỷ lệ đúng hạn tính như ở bảng 2.")
    if not statement.completed_in_period:
        layout.paragraph(paper, "Trong kỳ chưa có nhiệm vụ nào được xác nhận hoàn thành.")
        return
    layout.caption(paper, tables.next("Nhiệm vụ hoàn thành trong kỳ"))
    columns = [
        Column("STT", 11, Align.CENTRE),
        Column("Nội dung", 49),
        Column("Đơn vị chủ trì", 27),
        Column("Hạn", 22, Align.CENTRE),
        Column("Ngày hoàn thành", 22, Align.CENTRE),
        Column("Minh chứng", 34),
    ]
    rows = (
        [
            str(line.number),
            line.title,
            line.lead.name,
            sentences.deadline(line),
            sentences.day(line.done_on),
            _named(line.evidence),
        ]
        for line in statement.completed_in_period
    )
    layout.table(paper, columns, rows)
    layout.remark(paper, "STT là số thứ tự của nhiệm vụ trong kế hoạch, như ở Phụ lục.")


def _overdue(paper: Paper, statement: Statement, tables: _Captions) -> None:
    layout.heading(paper, "III. NHIỆM VỤ QUÁ HẠN")
    if statement.overdue:
        layout.paragraph(
            paper,
            f"Đến thời điểm chốt số liệu có {layout.counted(len(statement.overdue))} nhiệm vụ quá hạn chưa hoàn thành:",
            keep_with_next=True,
        )
        layout.caption(paper, tables.next("Nhiệm vụ quá hạn chưa hoàn thành"))
        columns = [
            Column("STT", 11, Align.CENTRE),
            Column("Nội dung", 44),
            Column("Đơn vị chủ trì", 27),
            Column("Hạn", 22, Align.CENTRE),
            Column("Số ngày quá hạn", 17, Align.CENTRE),
            Column("Nguyên nhân, nội dung báo cáo gần nhất", 44),
        ]
        layout.table(paper, columns, (_late_row(line) for line in statement.overdue))
        layout.remark(paper, "Số ngày quá hạn tính theo ngày lịch; trong ngoặc là số ngày làm việc.")
    else:
        layout.paragraph(paper, "Đến thời điểm chốt số liệu không có nhiệm vụ quá hạn chưa hoàn thành.")
    if statement.completed_late_in_period:
        named = "; ".join(
            f"nhiệm vụ {line.number} của {line.lead.name}, quá hạn {sentences.late_by(line)}"
            for line in statement.completed_late_in_period
        )
        number = layout.counted(len(statement.completed_late_in_period))
        layout.paragraph(paper, f"Trong kỳ có {number} nhiệm vụ hoàn thành quá hạn: {named}.")


def _late_row(line: Line) -> list[str]:
    working = "" if line.working_days_late is None else f"\n({line.working_days_late})"
    return [
        str(line.number),
        line.title,
        line.lead.name,
        sentences.deadline(line),
        f"{line.days_late}{working}",
        sentences.shortened(sentences.last_report(line), LONG),
    ]


def _proposals(paper: Paper, statement: Statement) -> None:
    layout.heading(paper, "IV. ĐỀ NGHỊ")
    for number, sentence in enumerate(sentences.proposals(statement), start=1):
        layout.paragraph(paper, f"{number}. {sentence}")
    layout.paragraph(
        paper,
        f"Trên đây là báo cáo tiến độ thực hiện {sentences.plan_name(statement)} trong "
        f"{sentences.period_name(statement.period)} của {statement.office.agency}./.",
        keep_with_next=True,
    )


def _annex(paper: Paper, statement: Statement, note: str) -> None:
    office = statement.office
    blank = layout.BLANK
    layout.annex(
        paper,
        title="Danh mục nhiệm vụ và tình trạng thực hiện",
        of=f"Báo cáo số{blank}/BC-{office.symbol} ngày{blank}"
        f"{layout.month_in_words(localdate(statement.as_of))} của {office.agency}",
        note=note,
    )
    columns = [
        Column("STT", 11, Align.CENTRE),
        Column("Nội dung", 63),
        Column("Đơn vị chủ trì", 28),
        Column("Đơn vị phối hợp", 28),
        Column("Hạn", 22, Align.CENTRE),
        Column("Tình trạng", 26),
        Column("Ngày hoàn thành", 22, Align.CENTRE),
        Column("Kết quả, minh chứng", 52),
    ]
    layout.table(paper, columns, (_annex_row(line) for line in statement.lines))
    layout.remark(paper, f"{sentences.standing_on(statement)}; {sentences.taken_at(statement)}.")


def _annex_row(line: Line) -> list[str]:
    result = sentences.shortened(line.result, LONG)
    if line.evidence:
        result = f"{result}\nMinh chứng: {_named(line.evidence)}".strip()
    return [
        str(line.number),
        line.text,
        line.lead.name,
        "; ".join(line.coop),
        sentences.deadline(line),
        sentences.status(line),
        sentences.day(line.done_on),
        result,
    ]


def _classes_table(paper: Paper, name: str, groups: Iterable[Group], total: Classes) -> None:
    columns = [Column(name, layout.PORTRAIT_WIDTH - sum(column.width for column in CLASS_COLUMNS)), *CLASS_COLUMNS]
    rows = ([group.name, *_numbers(group.classes)] for group in groups)
    layout.table(paper, columns, rows, total=["Tổng số", *_numbers(total)], middle=True)


def _numbers(classes: Classes) -> list[str]:
    share = classes.share(Printed.DONE_ON_TIME)
    shown = f"{share.counted}/{share.of}\n{sentences.percent(share)}" if share.of else "–"
    return [str(classes.total), *(str(classes.printed[one]) for one in Printed), shown]


def _named(names: Sequence[str]) -> str:
    return "; ".join(names)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
