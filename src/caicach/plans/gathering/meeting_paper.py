"""The agenda of a meeting as a programme in Word (chương trình họp), in the layout of Decree 30/2020."""

from collections.abc import Sequence

from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from caicach.documents import layout
from caicach.documents.layout import Align, Column
from caicach.plans.gathering.agenda import Row
from caicach.plans.models import Meeting
from caicach.plans.rules import AgendaReason
from caicach.plans.statement import sentences
from caicach.plans.statement.figures import office_of

SHARES = {
    AgendaReason.BEFORE: "kết luận lần họp trước",
    AgendaReason.LATE: "nhiệm vụ quá hạn",
    AgendaReason.DUE: "nhiệm vụ sắp đến hạn",
    AgendaReason.REPORT: "báo cáo chờ duyệt",
    AgendaReason.OTHER: "nội dung khác",
}


def rule_words(meeting: Meeting) -> str:
    """How the agenda was made, in one sentence (cách lập nội dung)."""
    return (
        "Nội dung lập từ hệ thống gồm: nhiệm vụ của kết luận lần họp trước; nhiệm vụ đã quá hạn; nhiệm vụ đến hạn "
        f"chậm nhất ngày {meeting.until:%d/%m/%Y}; báo cáo của đơn vị đang chờ duyệt."
    )


def render(meeting: Meeting, rows: Sequence[Row]) -> bytes:
    """The programme, ready for the clerk to number and date."""
    with override("vi"):
        return _render(meeting, rows)


def _render(meeting: Meeting, rows: Sequence[Row]) -> bytes:
    office, made_at = office_of(meeting.unit, meeting.on), localtime(meeting.agenda_at)
    paper = layout.new_paper(title=str(meeting), at=meeting.agenda_at, author=office.agency)
    head = layout.Letterhead(
        agency=office.agency,
        parent=office.parent,
        symbol=f"CTr-{office.symbol}",
        place_and_date=layout.place_and_date(office.place, localdate(meeting.agenda_at)),
    )
    layout.letterhead(paper, head)
    note = sentences.SYNTHETIC if any(row.item.task and row.item.task.plan.synthetic for row in rows) else ""
    layout.type_and_subject(paper, "Chương trình", f"{meeting.title}\n{layout.day_in_words(meeting.on)}", note)
    layout.paragraph(paper, f"{rule_words(meeting)} Số liệu lấy lúc {made_at:%H:%M} ngày {made_at:%d/%m/%Y}.")
    counts = [(sum(row.item.why == why for row in rows), words) for why, words in SHARES.items()]
    told = "; ".join(f"{layout.counted(count)} {words}" for count, words in counts if count)
    layout.paragraph(paper, f"Có {layout.counted(len(rows))} nội dung: {told}." if rows else "Chưa có nội dung nào.")
    columns = [
        Column("STT", 11, Align.CENTRE),
        Column("Nội dung", 52),
        Column("Đơn vị chủ trì", 28),
        Column("Hạn", 22, Align.CENTRE),
        Column("Tình trạng", 24),
        Column("Ý kiến, kết luận", 28),
    ]
    if rows:
        layout.table(paper, columns, [_cells(row) for row in rows])
    layout.signing(
        paper,
        recipients=["Các đơn vị dự họp", "Lưu: VT"],
        authority=[office.signs],
        name=office.head,
    )
    return layout.to_bytes(paper)


def _cells(row: Row) -> list[str]:
    item = row.item
    stood = " - ".join(word for word in (row.stood, row.late_says) if word)
    lead = item.lead.name if item.lead else ""
    return [str(item.number), item.text, lead, sentences.day(item.due_on), stood or row.why, item.said]
