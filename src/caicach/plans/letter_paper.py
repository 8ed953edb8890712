"""An urging letter as Word for signature (công văn đôn đốc), in the layout of Decree 30/2020."""

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from caicach.documents import layout
from caicach.documents.layout import Align, Column
from caicach.orgs.rules import fold
from caicach.plans.models import Task, UrgedTask, UrgingLetter
from caicach.plans.models.tasks import short
from caicach.plans.statement.figures import office_of
from caicach.plans.urging import reminded_on

ABOUT = "đôn đốc thực hiện nhiệm vụ quá hạn"
SYNTHETIC = "(Số liệu minh họa, tỉnh Bình Minh là hư cấu)"
DRAFTED_BY = "VP"  # the office of the department drafts it
COLUMNS = [
    Column("STT", 11, Align.CENTRE),
    Column("Nhiệm vụ", 62),
    Column("Kế hoạch, số thứ tự", 30),
    Column("Hạn", 22, Align.CENTRE),
    Column("Số ngày quá hạn", 18, Align.CENTRE),
    Column("Nhắc gần nhất", 22, Align.CENTRE),
]


def subject(letter: UrgingLetter) -> str:
    """What the register calls it."""
    return f"Đôn đốc {letter.to.name} thực hiện nhiệm vụ quá hạn"


def render(letter: UrgingLetter) -> bytes:
    """The whole letter; the clerk numbers and dates it, where the program does not know the number yet."""
    office = office_of(letter.office, letter.on)
    paper = layout.new_paper(title=subject(letter), at=letter.made_at, author=office.agency)
    layout.letterhead(
        paper,
        layout.Letterhead(
            agency=office.agency,
            parent=office.parent,
            symbol=f"{office.symbol}-{DRAFTED_BY}",
            place_and_date=layout.place_and_date(office.place, letter.on),
            about=ABOUT,
        ),
    )
    layout.addressed_to(paper, [letter.to.name])
    late = list(letter.tasks.select_related("task__plan").order_by("due_on", "pk"))
    layout.paragraph(
        paper,
        f"Qua theo dõi các kế hoạch do {office.agency} giao, đến ngày {letter.on:%d/%m/%Y} "
        f"{letter.to.name} còn {layout.counted(len(late))} nhiệm vụ đã quá hạn mà chưa báo cáo hoàn thành:",
        keep_with_next=True,
    )
    reminded = reminded_on(Task.objects.filter(urged__letter=letter))
    rows = (
        [
            str(number),
            short(one.task.text),
            f"{one.task.plan.code}\nsố {one.task.label}",
            f"{one.due_on:%d/%m/%Y}",
            _late(letter, one),
            f"{on:%d/%m/%Y}" if (on := reminded.get(one.task_id)) and on <= letter.on else "",
        ]
        for number, one in enumerate(late, start=1)
    )
    layout.table(paper, COLUMNS, rows)
    layout.remark(paper, "Số ngày quá hạn tính theo ngày lịch; trong ngoặc là số ngày làm việc.")
    by = f" trước ngày {letter.answer_by:%d/%m/%Y}" if letter.answer_by else ""
    layout.paragraph(
        paper,
        f"{office.agency} đề nghị {letter.to.name} khẩn trương hoàn thành các nhiệm vụ nêu trên; báo cáo kết quả hoặc "
        f"nêu rõ nguyên nhân, thời gian hoàn thành từng nhiệm vụ và gửi về {office.agency} (qua Văn phòng){by}.",
    )
    layout.paragraph(paper, f"{office.agency} đề nghị {letter.to.name} quan tâm thực hiện./.", keep_with_next=True)
    layout.signing(
        paper,
        recipients=["Như trên", f"Lãnh đạo {office.agency} (để báo cáo)", f"Lưu: VT, {DRAFTED_BY}"],
        authority=[office.signs],
        name=office.head,
    )
    if any(one.task.plan.synthetic for one in late):
        layout.remark(paper, SYNTHETIC)
    return layout.to_bytes(paper)


def filename(letter: UrgingLetter) -> str:
    """Công văn đôn đốc … 2026-11-22.docx, without the letters some systems refuse in a name."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", layout.printable(f"Công văn đôn đốc {letter.to.name}"))
    return f"{' '.join(name.split()).strip('. ')[:120]} {letter.on:%Y-%m-%d}.docx"


def plain_filename(letter: UrgingLetter) -> str:
    """The same in bare ASCII."""
    words = fold(f"cong van don doc {letter.to.code} {letter.on:%Y-%m-%d}")
    return f"{'-'.join(re.findall('[a-z0-9]+', words))[:120]}.docx"


def zipped(letters: Iterable[UrgingLetter]) -> bytes:
    """Several letters in one file, two of one name told apart by their number."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        names: set[str] = set()
        for letter in letters:
            name = filename(letter)
            name = name if name not in names else name.replace(".docx", f" ({letter.pk}).docx")
            names.add(name)
            box.writestr(name, render(letter))
    return file.getvalue()


def _late(letter: UrgingLetter, one: UrgedTask) -> str:
    working = "" if one.working_days_late is None else f"\n({one.working_days_late})"
    return f"{(letter.on - one.due_on).days}{working}"
