"""The list of tasks as a file: exactly what was asked for, as Word in the layout of Decree 30/2020, or as Excel."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caicach.documents import layout
from caicach.documents.layout import Align, Column
from caicach.orgs.models import Person
from caicach.orgs.permissions import main_post
from caicach.orgs.rules import fold
from caicach.plans import faces, listing
from caicach.plans.asking import Wanted, class_names
from caicach.plans.models import Task, TaskQuerySet, TaskUnit
from caicach.plans.statement.figures import office_of
from caicach.plans.statement.sheets import Forms, Value, new_sheet, set_widths, workbook, write_row
from caicach.plans.statement.values import Office

NO_DAY = "Không thời hạn"
NOBODY = Office(agency="", parent="", symbol="", place="", signs="", head="")
HEADS: list[tuple[str, float]] = [
    ("STT", 6),
    ("Mã", 18),
    ("Nội dung", 52),
    ("Đơn vị chủ trì", 26),
    ("Đơn vị phối hợp", 24),
    ("Người làm", 18),
    ("Hạn", 12),
    ("Tình trạng", 18),
    ("Ngày hoàn thành", 12),
    ("Sản phẩm", 24),
    ("Lĩnh vực", 24),
    ("Hạn ghi trong văn bản", 20),
]


@dataclass(frozen=True)
class Listed:
    """What a file says: whose list, asked for how, on which day, and its tasks."""

    office: Office
    conditions: str
    at: datetime.datetime
    tasks: Sequence[Task]
    synthetic: bool

    @property
    def note(self) -> str:
        taken = f"Số liệu lấy lúc {timezone.localtime(self.at):%H:%M} ngày {timezone.localdate(self.at):%d/%m/%Y}"
        return f"{taken}; {self.conditions or 'toàn bộ nhiệm vụ trong phạm vi theo dõi'}."


def answer(tasks: TaskQuerySet, wanted: Wanted, person: Person, now: datetime.datetime, form: str) -> HttpResponse:
    """The file to be downloaded; it is Vietnamese whatever the page's language."""
    with translation.override("vi"):
        post = main_post(person)
        found = list(tasks.select_related("plan", "lead", "person").prefetch_related("parts__unit"))
        listed = Listed(
            office=office_of(post.unit, timezone.localdate(now)) if post else NOBODY,
            conditions=conditions(person, wanted),
            at=now,
            tasks=found,
            synthetic=any(task.plan.synthetic for task in found),
        )
        render, media_type = FORMS[form]
        file = HttpResponse(render(listed), content_type=media_type)
    name = f"Danh mục nhiệm vụ {timezone.localdate(now):%d-%m-%Y}"
    plain = "-".join(re.findall("[a-z0-9]+", fold(name)))
    file.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(f'{name}.{form}', safe='')}"
    )
    return file


def conditions(person: Person, wanted: Wanted) -> str:
    """What was asked, in words: "đơn vị: Bệnh viện …; quá hạn"."""
    said = [_("có chữ “%(words)s”") % {"words": wanted.q}] if wanted.q else []
    names = {name: says for name, (says, _tone) in class_names().items()} | listing.group_names()
    if wanted.of_class:
        said.append(names[wanted.of_class].lower())
    common, more = listing.filters(person, wanted)
    for one in [*common, *more]:
        if one.chosen:
            said.append(dict(one.choices).get(one.chosen, one.chosen))
            if one.name == "unit" and wanted.below:
                said.append(_("cả đơn vị trực thuộc"))
    if wanted.items:
        said.append(_("kể cả phần việc và việc theo kỳ"))
    return "; ".join(said)


def word(listed: Listed) -> bytes:
    """The list as a paper of the office, ready to be attached."""
    office, today = listed.office, timezone.localdate(listed.at)
    paper = layout.new_paper(title="Danh mục nhiệm vụ", at=listed.at, author=office.agency)
    layout.letterhead(
        paper,
        layout.Letterhead(
            agency=office.agency,
            parent=office.parent,
            symbol=f"DM-{office.symbol}",
            place_and_date=layout.place_and_date(office.place, today),
        ),
    )
    note = "Số liệu minh họa, tỉnh Bình Minh là hư cấu" if listed.synthetic else ""
    layout.type_and_subject(paper, "Danh mục", f"{layout.counted(len(listed.tasks))} nhiệm vụ", note)
    layout.remark(paper, listed.note)
    columns = [
        Column("STT", 11, Align.CENTRE),
        Column("Nội dung", 66),
        Column("Đơn vị chủ trì", 33),
        Column("Hạn", 24, Align.CENTRE),
        Column("Tình trạng", 31),
    ]
    rows = (
        [
            str(number),
            f"{task.text}\n({task})",
            task.lead.name + (f"\n{task.person.full_name}" if task.person else ""),
            f"{task.due_on:%d/%m/%Y}" if task.due_on else NO_DAY,
            _state(task, today),
        ]
        for number, task in enumerate(listed.tasks, start=1)
    )
    layout.table(paper, columns, rows)
    return layout.to_bytes(paper)


def _state(task: Task, today: datetime.date) -> str:
    words = faces.state_words(task, today)[0]
    done = f"\nngày {task.done_on:%d/%m/%Y}" if task.done_on else ""
    return f"{words[:1].upper()}{words[1:]}{done}"


def excel(listed: Listed) -> bytes:
    """The list as a workbook, to filter and to count by."""
    today, widths = timezone.localdate(listed.at), [width for _head, width in HEADS]

    def fill(book: Any, forms: Forms) -> None:
        sheet = new_sheet(book, "Nhiệm vụ", listed.office.agency)
        set_widths(sheet, widths)
        sheet.write_string(0, 0, "Danh mục nhiệm vụ", forms.made["title"])
        sheet.write_string(1, 0, layout.printable(listed.note), forms.made["note"])
        if listed.synthetic:
            sheet.write_string(2, 0, "Số liệu minh họa, tỉnh Bình Minh là hư cấu.", forms.made["note"])
        write_row(sheet, 3, [head for head, _width in HEADS], forms, "!head", widths=widths)
        for number, task in enumerate(listed.tasks, start=1):
            write_row(sheet, number + 3, _cells(number, task, today), forms, widths=widths)
        sheet.freeze_panes(4, 3)
        sheet.repeat_rows(3)
        if listed.tasks:
            sheet.autofilter(3, 0, 3 + len(listed.tasks), len(HEADS) - 1)

    return workbook(title="Danh mục nhiệm vụ", author=listed.office.agency, at=listed.at, write=fill)


def _cells(number: int, task: Task, today: datetime.date) -> list[Value]:
    state = faces.state_words(task, today)[0]
    return [
        number,
        str(task),
        task.text,
        task.lead.name,
        "; ".join(part.unit.name for part in task.parts.all() if part.part == TaskUnit.COOP),
        task.person.full_name if task.person else "",
        task.due_on,
        f"{state[:1].upper()}{state[1:]}",
        task.done_on,
        task.product,
        faces.field_name(task.field),
        task.deadline_phrase,
    ]


FORMS: dict[str, tuple[Callable[[Listed], bytes], str]] = {
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
