"""How tasks look on a page: plain values for the parts of `ui`."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.audit.faces import told
from caicach.audit.models import Line
from caicach.orgs.faces import acting_for
from caicach.orgs.models import Person
from caicach.plans import permissions, rules
from caicach.plans.models import DeadlineEntry, ProgressReport, Task
from caicach.plans.rules import FIELDS, Progress, ReportState, TaskBond, TaskState, Timeliness
from caicach.regulations import packs
from caicach.regulations.models import NotInForce, working_calendar
from caicach.regulations.rules.calendar import CalendarUnknown, WorkingCalendar, working_days_between
from caicach.ui import wording
from caicach.ui.parts import Because, Citation, Clock, FileChip, Link, Step, Tone, TrailLine

SOON = 5  # working days left from which a deadline is amber


def field_name(code: str) -> str:
    """A field of reform in the language of the page."""
    return FIELDS[code][1 if wording.is_english() else 0]


def state_words(task: Task, today: datetime.date) -> tuple[str, Tone]:
    """Where a task stands in two or three words, and its tone."""
    if task.state in rules.STOPPED:
        return (_("tạm dừng"), "waiting") if task.state == TaskState.SUSPENDED else (_("đã hủy"), "done")
    standing = rules.standing(state=TaskState(task.state), done_on=task.done_on, due_on=task.due_on, on=today)
    if standing.progress is Progress.COMPLETED:
        late = standing.timeliness is Timeliness.LATE
        return (_("hoàn thành quá hạn"), "done") if late else (_("đã hoàn thành"), "done")
    if standing.timeliness is Timeliness.LATE:
        return _("quá hạn"), "late"
    words: dict[str, tuple[str, Tone]] = {
        TaskState.ASSIGNED: (_("chưa bắt đầu"), "none"),
        TaskState.IN_PROGRESS: (_("đang thực hiện"), "info"),
        TaskState.REPORTED_DONE: (_("chờ xác nhận"), "waiting"),
    }
    return words[task.state]


REPORT_TONES: dict[str, Tone] = {
    ReportState.DRAFT: "none",
    ReportState.WITH_HEAD: "waiting",
    ReportState.SENT: "waiting",
    ReportState.ACCEPTED: "ok",
    ReportState.RETURNED: "late",
}


def report_words(state: str, *, of_part: bool = False) -> str:
    """Where a progress report stands; one on a part waits for the unit that handed it down."""
    if of_part and state == ReportState.SENT:
        return _("chờ nơi giao việc xác nhận")
    return {
        ReportState.DRAFT: _("bản nháp"),
        ReportState.WITH_HEAD: _("chờ lãnh đạo đơn vị gửi"),
        ReportState.SENT: _("chờ Văn phòng xác nhận"),
        ReportState.ACCEPTED: _("đã xác nhận"),
        ReportState.RETURNED: _("bị trả lại"),
    }[ReportState(state)]


def tone_of(due: datetime.date, today: datetime.date, left: int | None) -> Tone:
    """The tone of a deadline: late, soon or none."""
    if today > due:
        return "late"
    return "soon" if left is not None and left < SOON else "none"


def calendar_in_use() -> WorkingCalendar:
    """The office's working calendar, read once for a page; the files that ship where none is loaded yet."""
    try:
        return working_calendar()
    except NotInForce:
        return packs.calendar()


def working_days(today: datetime.date, due: datetime.date, calendar: WorkingCalendar) -> int | None:
    """Working days from today to a day, below zero when it has passed; None where that year's calendar is not known."""
    try:
        return working_days_between(today, due, calendar)
    except CalendarUnknown:
        return None


def clock(task: Task, now: datetime.datetime, calendar: WorkingCalendar) -> Clock:
    """How a task's deadline stands."""
    today = timezone.localdate(now)
    if task.due_on is None:
        return Clock(due=None, now=now, says=_("không có hạn"), due_says=task.deadline_phrase)
    start = min(timezone.localdate(task.assigned_at), task.due_on)
    first = task.first_due_on if task.first_due_on != task.due_on else None
    if task.state in rules.STOPPED:
        return Clock(
            due=task.due_on, now=now, start=start, tone="done", says=state_words(task, today)[0], first_due=first
        )
    if task.done_on is not None:
        tone: Tone = "late" if task.done_on > task.due_on else "done"
        says = _("xong ngày %(day)s") % {"day": wording.day(task.done_on)}
        return Clock(due=task.due_on, now=now, start=start, tone=tone, says=says, first_due=first, done_on=task.done_on)
    left = working_days(today, task.due_on, calendar)
    return Clock(
        due=task.due_on,
        now=now,
        start=start,
        tone=tone_of(task.due_on, today, left),
        says=left_words(task.due_on, today, left),
        first_due=first,
    )


def left_words(due: datetime.date, today: datetime.date, left: int | None) -> str:
    """còn 2 ngày làm việc · hết hạn hôm nay · quá hạn 3 ngày làm việc; days off alone make it plainly late."""
    if today == due:
        return _("hết hạn hôm nay")
    if left is None:
        days = abs((due - today).days)
        said = _("quá hạn %(days)s ngày") if today > due else _("còn %(days)s ngày")
        return said % {"days": wording.count(days)}
    if left == 0:
        return _("quá hạn") if today > due else _("chỉ còn ngày nghỉ trước hạn")
    return wording.days_left(left)


def because(task: Task, entries: Iterable[DeadlineEntry]) -> Because:
    """Why the deadline is what it is: every line of its ledger, first to last."""
    english = wording.is_english()
    steps = []
    for entry in entries:
        if entry.phrase:
            steps.append(Step(_("Văn bản ghi: “%(phrase)s”.") % {"phrase": entry.phrase}, _cited(task)))
        steps += [Step(says) for says in (entry.because_en if english else entry.because)]
        if entry.by is not None and entry.kind in (DeadlineEntry.CHANGED, DeadlineEntry.EXTENDED):
            said = {"who": entry.by.get_full_name(), "day": wording.day(entry.at)}
            extended = entry.kind == DeadlineEntry.EXTENDED
            says = _("%(who)s đồng ý gia hạn ngày %(day)s.") if extended else _("%(who)s sửa hạn ngày %(day)s.")
            steps.append(Step(says % said))
    return Because(_("Vì sao hạn này?"), steps, id=f"han-{task.pk}")


def _cited(task: Task) -> list[Citation]:
    if task.source is None:
        return []
    place = _("%(document)s, mục %(path)s") % {"document": task.source.document.title, "path": task.source.path}
    return [Citation(place, source_url(task))]


def source_url(task: Task) -> str:
    """The clause a task came from, on its paper."""
    if task.source is None:
        return ""
    return f"{reverse('plans:review', args=[task.source.document_id])}?n={task.source.number}"


def chain(task: Task) -> list[Link]:
    """From the document to the task (chuỗi nguồn gốc)."""
    links = []
    if task.source is not None:
        document = task.source.document
        url = reverse("documents:detail", args=[document.pk])
        links.append(Link(document.title, "file-text", url, kind=_("Văn bản")))
        clause = _("mục %(path)s") % {"path": task.source.path or task.source.label}
        links.append(Link(clause, "quote", source_url(task), kind=_("Điều khoản")))
    links.append(Link(task.plan.code, "clipboard-list", reverse("plans:plan", args=[task.plan_id]), kind=_("Kế hoạch")))
    name = _("nhiệm vụ %(number)s") % {"number": task.label}
    links.append(Link(name, "checkbox", current=True, kind=_("Nhiệm vụ")))
    return links


COMPARATORS = {"eq": "=", "gte": "≥", "gt": ">", "lte": "≤", "lt": "<"}


def target_words(target: Mapping[str, Any]) -> str:
    """A target as one reads it: ≥ 90 % hồ sơ."""
    unit, of = target.get("unit") or "", target.get("of") or ""
    value = target.get("value")
    if value is None or target["comparator"] not in COMPARATORS:
        return str(target["text"])
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    sign = COMPARATORS[target["comparator"]]
    return " ".join(word for word in [sign, shown.replace(".", ","), unit, of] if word)


@dataclass(frozen=True)
class TaskRow:
    """One line of a list of tasks."""

    task: Task
    clock: Clock
    state: str
    tone: Tone


def rows(tasks: Iterable[Task], now: datetime.datetime) -> list[TaskRow]:
    """Tasks as a list shows them."""
    today, calendar = timezone.localdate(now), calendar_in_use()
    return [TaskRow(task, clock(task, now, calendar), *state_words(task, today)) for task in tasks]


def trail(lines: Iterable[Line]) -> list[TrailLine]:
    """The trail of a task or plan in words."""
    kinds = {
        "plans.opened": _("Mở kế hoạch"),
        "plans.task_given": _("Giao nhiệm vụ"),
        "plans.task_taken_back": _("Rút lại nhiệm vụ"),
        "plans.deadline_changed": _("Sửa hạn"),
        "plans.report_written": _("Ghi kết quả thực hiện"),
        "plans.report_with_head": _("Trình lãnh đạo đơn vị"),
        "plans.report_draft": _("Rút lại báo cáo"),
        "plans.report_sent": _("Gửi báo cáo"),
        "plans.report_accepted": _("Xác nhận báo cáo"),
        "plans.report_returned": _("Trả lại báo cáo"),
        "plans.task_moved": _("Chuyển trạng thái"),
        "plans.recurrence_set": _("Đặt định kỳ"),
        "plans.recurrence_stopped": _("Dừng định kỳ"),
        "plans.event_recorded": _("Ghi nhận sự kiện"),
        "plans.parts_given": _("Chia phần việc"),
        "plans.part_taken_back": _("Thu hồi phần việc"),
        "plans.plan_changed": _("Sửa thông tin kế hoạch"),
        "plans.target_set": _("Đặt chỉ tiêu"),
        "plans.target_reached": _("Ghi số đạt được của chỉ tiêu"),
        "plans.task_placed": _("Đưa vào kế hoạch"),
        "plans.line_reworded": _("Sửa cách ghi trong kế hoạch"),
        "plans.task_taken_out": _("Đưa ra khỏi kế hoạch"),
        "plans.report_undone": _("Hoàn tác báo cáo từ bảng"),
        "plans.ladder_set": _("Sửa thang đôn đốc"),
        "plans.letter_made": _("Lập công văn đôn đốc"),
        "plans.letter_signed": _("Công văn đã ký, vào sổ văn bản đi"),
        "plans.letter_acknowledged": _("Đơn vị nhận công văn"),
        "plans.extension_asked": _("Đề nghị gia hạn"),
        "plans.extension_taken_back": _("Đề nghị gia hạn không còn chờ"),
        "plans.extension_granted": _("Đồng ý gia hạn"),
        "plans.extension_refused": _("Không đồng ý gia hạn"),
        "plans.task_suspended": _("Tạm dừng nhiệm vụ"),
        "plans.task_resumed": _("Cho tiếp tục nhiệm vụ"),
        "plans.task_cancelled": _("Hủy nhiệm vụ"),
        "plans.part_confirmed": _("Xác nhận phần phối hợp"),
        "plans.part_followed": _("Phần phối hợp theo đơn vị kế thừa"),
        "plans.task_edited": _("Sửa nhiệm vụ"),
        "plans.lead_changed": _("Đổi đơn vị chủ trì"),
        "plans.plan_followed": _("Kế hoạch theo đơn vị kế thừa"),
        "plans.meeting_called": _("Triệu tập họp, lập nội dung"),
        "plans.agenda_renewed": _("Cập nhật nội dung họp"),
        "plans.agenda_changed": _("Sửa nội dung, ghi ý kiến họp"),
        "plans.minutes_attached": _("Gắn thông báo kết luận"),
        "plans.visit_planned": _("Đưa vào kế hoạch kiểm tra"),
        "plans.visit_moved": _("Dời lịch kiểm tra"),
        "plans.visit_dropped": _("Bỏ khỏi kế hoạch kiểm tra"),
        "plans.visit_made": _("Ghi ngày đã kiểm tra"),
        "plans.conclusion_attached": _("Gắn kết luận kiểm tra"),
        "plans.finding_written": _("Ghi vấn đề phát hiện"),
        "plans.finding_followed": _("Giao khắc phục vấn đề"),
        "plans.finding_closed": _("Kết thúc theo dõi vấn đề"),
    }
    names = {
        "text": _("Nội dung"),
        "due_on": _("Hạn"),
        "phrase": _("Hạn ghi trong văn bản"),
        "reason": _("Lý do"),
        "words": _("Kết quả"),
        "done_on": _("Ngày hoàn thành"),
        "evidence": _("Minh chứng"),
        "taken_out": _("Bỏ minh chứng"),
        "state": _("Trạng thái"),
        "happened_on": _("Ngày xảy ra"),
        "last_on": _("Không mở kỳ mới sau ngày"),
        "parts": _("Phần việc"),
        "title": _("Tên kế hoạch"),
        "wording": _("Cách ghi trong kế hoạch"),
        "field": _("Lĩnh vực"),
        "product": _("Sản phẩm"),
        "led_by": _("Chủ trì"),
        "helped_by": _("Phối hợp"),
        "done_by": _("Người làm"),
        "until": _("Đến ngày"),
        "answer": _("Trả lời"),
        "document": _("Văn bản"),
        "unit_name": _("Đơn vị"),
        "said": _("Phần việc đã làm"),
        "keeper": _("Đơn vị giữ kế hoạch"),
        "name": _("Tên cuộc họp"),
        "lines": _("Số dòng"),
        "taken_off": _("Số dòng bỏ"),
        "planned_on": _("Ngày dự kiến"),
        "made_on": _("Ngày kiểm tra"),
        "number": _("Số thứ tự"),
        "answer_by": _("Trả lời trước ngày"),
        "symbol": _("Số, ký hiệu"),
    }
    lines = list(lines)
    return told(lines, kinds, names, _shown, acting_for(lines))


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "field":
        return field_name(str(value))
    if name in {"due_on", "done_on", "until", "happened_on", "last_on", "answer_by", "planned_on", "made_on"}:
        return wording.day(datetime.date.fromisoformat(str(value)))
    if name == "evidence":
        return ", ".join(item["name"] for item in value)
    if name in {"taken_out", "parts"}:
        return ", ".join(value)
    if name == "state":
        words: dict[str, str] = {
            TaskState.ASSIGNED: _("chưa bắt đầu"),
            TaskState.IN_PROGRESS: _("đang thực hiện"),
            TaskState.REPORTED_DONE: _("chờ xác nhận"),
            TaskState.COMPLETED: _("đã hoàn thành"),
            TaskState.SUSPENDED: _("tạm dừng"),
            TaskState.CANCELLED: _("đã hủy"),
        }
        return words.get(str(value), str(value))
    return str(value)


def done_words(verb: str) -> str:
    """What has just been done to a report."""
    return {
        "submit": _("Đã trình lãnh đạo đơn vị."),
        "take_back": _("Đã rút lại để viết tiếp."),
        "send": _("Đã gửi báo cáo tới Văn phòng."),
        "accept": _("Đã xác nhận báo cáo."),
        "return": _("Đã trả lại đơn vị, kèm lý do."),
    }[verb]


@dataclass(frozen=True)
class ReportFace:
    """A progress report as a task's page shows it, with what the reader of the page may do to it."""

    report: ProgressReport
    state: str
    tone: Tone
    figure: str
    evidence: list[FileChip]
    may: frozenset[str]
    was_sent: bool  # these very words, not an earlier writing of them


def report_face(report: ProgressReport, person: Person) -> ReportFace:
    """A report with its verbs for this person."""
    state = ReportState(report.state)
    may: set[str] = set()
    writes = permissions.can_report(person, report.task) and report.unit_id == report.task.lead_id
    if state is ReportState.DRAFT and writes:
        may.add("submit")
    if state is ReportState.WITH_HEAD:
        if writes:
            may.add("take_back")
        if permissions.can_send(person, report):
            may |= {"send", "return"}
    if state is ReportState.SENT and permissions.can_decide(person, report):
        may |= {"accept", "return"}
    if report.task.state in rules.STOPPED:
        may.clear()
    files = [
        FileChip(file.name, reverse("plans:evidence", args=[file.pk]), file.stored.size)
        for file in report.evidence.all()
    ]
    figure = wording.count(_plain(report.figure)) if report.figure is not None else ""
    gone = state not in (ReportState.DRAFT, ReportState.WITH_HEAD)
    was_sent = gone and report.sent_at is not None and report.sent_at >= report.written_at
    words = report_words(state, of_part=report.task.bond == TaskBond.PART)
    return ReportFace(report, words, REPORT_TONES[state], figure, files, frozenset(may), was_sent)


def _plain(number: Decimal) -> Decimal:
    """Without the zeros a column of numbers adds: 770, not 770.0000."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
