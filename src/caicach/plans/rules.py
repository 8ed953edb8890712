"""What is true of plans and tasks on paper: states, classes of progress, the last day of a deadline in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from caicach.plans import counting, recurring

# Fields of reform (lĩnh vực): six contents in law, direction, and whatever stands outside (plans-and-reports 1.2).
FIELDS: dict[str, tuple[str, str]] = {
    "the_che": ("Cải cách thể chế", "Institutions"),
    "tthc": ("Cải cách thủ tục hành chính", "Procedures"),
    "to_chuc_bo_may": ("Cải cách tổ chức bộ máy", "Organisation"),
    "cong_vu": ("Cải cách chế độ công vụ", "Civil service"),
    "tai_chinh_cong": ("Cải cách tài chính công", "Public finance"),
    "chinh_quyen_so": ("Chính quyền điện tử, chính quyền số", "Digital government"),
    "chi_dao_dieu_hanh": ("Chỉ đạo, điều hành", "Direction"),
    "khac": ("Nội dung khác", "Other"),
}


class PlanLevel(StrEnum):
    """Where a plan stands (cấp kế hoạch): the four levels of the HCMC letter, and thematic plans beside them."""

    TEN_YEAR = "ten_year"
    FIVE_YEAR = "five_year"
    YEARLY = "yearly"
    UNIT = "unit"
    THEMATIC = "thematic"


class Assigner(StrEnum):
    """Who gave the work of a plan (cơ quan giao): each with its own regime of following up."""

    OWN = "own"
    GOVERNMENT = "government"
    PRIME_MINISTER = "prime_minister"
    PEOPLES_COMMITTEE = "peoples_committee"
    MINISTRY = "ministry"


class PlanSource(StrEnum):
    """What a plan's tasks come from (nguồn nhiệm vụ)."""

    PLAN = "plan"
    MEETING = "meeting"
    INSPECTION = "inspection"


class AgendaReason(StrEnum):
    """Why a line stands on a meeting's agenda (lý do đưa vào nội dung giao ban)."""

    BEFORE = "before"
    LATE = "late"
    DUE = "due"
    REPORT = "report"
    OTHER = "other"


class TaskBond(StrEnum):
    """How a task belongs to the one above it: a part handed down, or an occurrence of a recurring duty."""

    PART = "part"
    OCCURRENCE = "occurrence"


class TaskState(StrEnum):
    """Where a task stands (trạng thái nhiệm vụ)."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REPORTED_DONE = "reported_done"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


STOPPED = (TaskState.SUSPENDED, TaskState.CANCELLED)  # stand apart in every count: their clock does not run


class ReportState(StrEnum):
    """Where a progress report stands (trạng thái báo cáo tiến độ)."""

    DRAFT = "draft"
    WITH_HEAD = "with_head"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class WrongState(ValueError):
    """The step does not fit where the record stands now."""


# verb → (states it may start from, state it leads to)
REPORT_TRANSITIONS: dict[str, tuple[frozenset[ReportState], ReportState]] = {
    "write": (frozenset({ReportState.DRAFT, ReportState.RETURNED}), ReportState.DRAFT),
    "submit": (frozenset({ReportState.DRAFT}), ReportState.WITH_HEAD),
    "take_back": (frozenset({ReportState.WITH_HEAD}), ReportState.DRAFT),
    "send": (frozenset({ReportState.WITH_HEAD}), ReportState.SENT),
    "accept": (frozenset({ReportState.SENT}), ReportState.ACCEPTED),
    "return": (frozenset({ReportState.WITH_HEAD, ReportState.SENT}), ReportState.RETURNED),
}
TASK_TRANSITIONS: dict[str, tuple[frozenset[TaskState], TaskState]] = {
    "begin": (frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS}), TaskState.IN_PROGRESS),
    "report_done": (frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS}), TaskState.REPORTED_DONE),
    "accept_progress": (frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS}), TaskState.IN_PROGRESS),
    "complete": (frozenset({TaskState.REPORTED_DONE}), TaskState.COMPLETED),
    "return": (frozenset({TaskState.REPORTED_DONE, TaskState.IN_PROGRESS, TaskState.ASSIGNED}), TaskState.IN_PROGRESS),
    "suspend": (frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS}), TaskState.SUSPENDED),
    "resume": (frozenset({TaskState.SUSPENDED}), TaskState.ASSIGNED),
    "resume_begun": (frozenset({TaskState.SUSPENDED}), TaskState.IN_PROGRESS),
    "cancel": (
        frozenset({TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.REPORTED_DONE, TaskState.SUSPENDED}),
        TaskState.CANCELLED,
    ),
}


def next_report_state(state: ReportState, verb: str) -> ReportState:
    """The state a verb leads a progress report to; raises WrongState."""
    allowed, leads_to = REPORT_TRANSITIONS[verb]
    if state not in allowed:
        raise WrongState("Báo cáo tiến độ này đã được xử lý ở bước khác. Hãy tải lại trang để xem.")
    return leads_to


def next_task_state(state: TaskState, verb: str) -> TaskState:
    """The state a verb leads a task to; raises WrongState."""
    allowed, leads_to = TASK_TRANSITIONS[verb]
    if state not in allowed:
        raise WrongState("Nhiệm vụ không còn ở trạng thái cho phép bước này. Hãy tải lại trang để xem.")
    return leads_to


def require_under_way(state: TaskState) -> None:
    """Words about a task are written and sent while it is under way; raises WrongState with why not."""
    match state:
        case TaskState.COMPLETED:
            raise WrongState("Nhiệm vụ đã được xác nhận hoàn thành, không báo cáo thêm được.")
        case TaskState.SUSPENDED:
            raise WrongState("Nhiệm vụ đang tạm dừng. Nội dung đã ghi vẫn còn, viết và gửi tiếp khi nhiệm vụ tiếp tục.")
        case TaskState.CANCELLED:
            raise WrongState("Nhiệm vụ đã hủy. Nội dung đã ghi vẫn xem được nhưng không gửi được nữa.")


def state_by_reports(*, accepted_done: bool, sent_done: bool, ever_sent: bool) -> TaskState:
    """Where a task stands by its reports alone: one says done and is accepted, or waits, or any was ever sent."""
    if accepted_done:
        return TaskState.COMPLETED
    if sent_done:
        return TaskState.REPORTED_DONE
    return TaskState.IN_PROGRESS if ever_sent else TaskState.ASSIGNED


def agenda_reason(
    *, running: bool, concluded_before: bool, reported: bool, due_on: date | None, on: date, until: date
) -> AgendaReason | None:
    """Why a task is on the agenda made on a day that looks ahead up to another; None where nobody need speak of it."""
    if concluded_before:
        return AgendaReason.BEFORE
    if running and due_on is not None and due_on <= until:
        return AgendaReason.LATE if due_on < on else AgendaReason.DUE
    return AgendaReason.REPORT if reported else None


def shared_percent(one: str, other: str) -> int:
    """How much two folded texts say the same, in percent of the words of both; short words do not count."""
    here, there = ({word for word in text.split() if len(word) > 2} for text in (one, other))
    return 100 * len(here & there) // max(len(here | there), 1)


class Progress(StrEnum):
    """The three classes of letter 7883/SYT-VP (2023) 3.2 (phân loại tiến độ)."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NOT_COMPLETED = "not_completed"


class Timeliness(StrEnum):
    """Against the deadline in force (đúng hạn, quá hạn, không có hạn)."""

    ON_TIME = "on_time"
    LATE = "late"
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True)
class Standing:
    """How a task counts on a day."""

    progress: Progress
    timeliness: Timeliness


def standing(*, state: TaskState, done_on: date | None, due_on: date | None, on: date) -> Standing:
    """How a task counts at the end of a day; never typed, always computed (plans-and-reports 5.2).

    Completed only when accepted with a day of completion not after `on`. A task in hand counts as "in progress" while
    it is in time; one that is overdue, or that nobody has begun, counts as "not completed". No deadline is never late.
    What is suspended or cancelled is shown apart by the caller (`STOPPED`): its clock does not run.
    """
    completed = state is TaskState.COMPLETED and done_on is not None and done_on <= on
    compared = done_on if completed else on
    if due_on is None:
        timeliness = Timeliness.NO_DEADLINE
    elif compared is not None and compared > due_on:
        timeliness = Timeliness.LATE
    else:
        timeliness = Timeliness.ON_TIME
    if completed:
        return Standing(Progress.COMPLETED, timeliness)
    begun = state is not TaskState.ASSIGNED
    if begun and timeliness is not Timeliness.LATE:
        return Standing(Progress.IN_PROGRESS, timeliness)
    return Standing(Progress.NOT_COMPLETED, timeliness)


def tally(standings: Iterable[Standing]) -> dict[tuple[Progress, Timeliness], int]:
    """How many tasks stand in each class; every class is present, so the cells add up to the total."""
    counts = {(progress, timeliness): 0 for progress in Progress for timeliness in Timeliness}
    for one in standings:
        counts[(one.progress, one.timeliness)] += 1
    return counts


LATE_SOON_DAYS, LAST_DAYS = 14, 3  # days ahead in which a task may become late; days in which every open one may


class Risk(StrEnum):
    """Why a task will probably be late (sẽ trễ): nobody reported yet, a report came back, or hardly a day is left."""

    RETURNED = "returned"
    NOT_BEGUN = "not_begun"
    LAST_DAYS = "last_days"


def risk(*, state: TaskState, due_on: date | None, returned: bool, on: date) -> Risk | None:
    """Whether a task due within 14 days will probably be late, and why; None where it is in hand, done or stopped."""
    running = state in (TaskState.ASSIGNED, TaskState.IN_PROGRESS)
    if not running or due_on is None or not 0 <= (due_on - on).days <= LATE_SOON_DAYS:
        return None
    if returned:
        return Risk.RETURNED
    if state is TaskState.ASSIGNED:
        return Risk.NOT_BEGUN
    return Risk.LAST_DAYS if (due_on - on).days < LAST_DAYS else None


@dataclass(frozen=True)
class LastDay:
    """The last day on which a task still counts as in time, and why; None where the words give no day."""

    due_on: date | None
    because: tuple[str, ...]
    because_en: tuple[str, ...]


def last_day(deadline: Mapping[str, Any] | None) -> LastDay:
    """The last day of a typed deadline (design section 6), read by its words.

    "trước ngày D" ends the day before D; "đến", "chậm nhất" and a period end on their last day. Recurring, continuous,
    relative, event, roadmap and open deadlines name no single day, so such a task is never late by itself.
    """
    if deadline is None:
        return LastDay(None, ("Văn bản không nêu hạn.",), ("The document states no deadline.",))
    match deadline["kind"]:
        case "date" | "datetime":
            return _of_date(deadline)
        case "period":
            end = date.fromisoformat(deadline["to"])
            return LastDay(
                end,
                (f"Hạn là một khoảng thời gian; ngày cuối là {end:%d/%m/%Y}.",),
                (f"The deadline is a period; its last day is {end:%d/%m/%Y}.",),
            )
        case "week":
            return _of_week(deadline)
        case "multi":
            return _of_several(deadline["items"])
        case "occurrence":
            return LastDay(*recurring.last_day_of_period(deadline))
        case "relative" if "happened" in deadline:
            return LastDay(*counting.last_day_after(deadline))
        case kind:
            words, english = NO_SINGLE_DAY[kind]
            return LastDay(None, (words,), (english,))


NO_SINGLE_DAY: dict[str, tuple[str, str]] = {
    "recurring": ("Việc định kỳ: mỗi kỳ một hạn.", "A recurring duty: each period has its own deadline."),
    "relative": ("Hạn tính từ một sự kiện chưa ghi nhận.", "The deadline counts from an event not yet recorded."),
    "event": ("Hạn bắt đầu khi sự kiện nêu trong văn bản xảy ra.", "The deadline starts with the event named."),
    "roadmap": ("Hạn theo lộ trình, văn bản không nêu ngày.", "By a roadmap; the document names no day."),
    "continuous": ("Việc thường xuyên, không có ngày cuối.", "A continuous duty without a last day."),
    "open": ("Hạn mở, không có ngày cuối.", "Open-ended, without a last day."),
}


def _of_date(deadline: Mapping[str, Any]) -> LastDay:
    day = date.fromisoformat(deadline["date"])
    if deadline["kind"] == "datetime":  # before an hour of a day is still on that day
        return LastDay(
            day,
            (f"Văn bản ghi hạn {deadline['time']} ngày {day:%d/%m/%Y}; ngày cuối còn đúng hạn là ngày đó.",),
            (f"The document names {deadline['time']} on {day:%d/%m/%Y}; that day is the last one in time.",),
        )
    if deadline.get("comparator") == "before":
        last = day - timedelta(days=1)
        return LastDay(
            last,
            (f"Văn bản ghi trước ngày {day:%d/%m/%Y}, nên ngày cuối còn đúng hạn là {last:%d/%m/%Y}.",),
            (f"The document says before {day:%d/%m/%Y}, so the last day in time is {last:%d/%m/%Y}.",),
        )
    return LastDay(
        day,
        (f"Văn bản ghi hạn ngày {day:%d/%m/%Y}, kể cả ngày đó.",),
        (f"The document names {day:%d/%m/%Y}, that day included.",),
    )


def _of_week(deadline: Mapping[str, Any]) -> LastDay:
    year, month = (int(part) for part in deadline["month"].split("-"))
    first = date(year, month, 1)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() > 4:  # a first week without a working day belongs to the month before
        monday += timedelta(days=7)
    friday = monday + timedelta(days=7 * (int(deadline["week_of_month"]) - 1) + 4)
    return LastDay(
        friday,
        (f"Tuần {deadline['week_of_month']} tháng {month}/{year}: lấy thứ Sáu của tuần, {friday:%d/%m/%Y}.",),
        (f"Week {deadline['week_of_month']} of {month}/{year}: its Friday, {friday:%d/%m/%Y}.",),
    )


def _of_several(items: Iterable[Mapping[str, Any]]) -> LastDay:
    days = [found for found in (last_day(item) for item in items) if found.due_on is not None]
    if not days:
        return LastDay(None, ("Không mốc nào có ngày cụ thể.",), ("None of the dates names a day.",))
    latest = max(days, key=lambda found: found.due_on or date.min)
    return LastDay(
        latest.due_on,
        ("Văn bản nêu nhiều mốc; hạn là mốc cuối.", *latest.because),
        ("Several dates are named; the last one holds.", *latest.because_en),
    )


@dataclass(frozen=True)
class Period:
    """A quarter or a year on the calendar (kỳ)."""

    code: str
    first_day: date
    last_day: date


ROMAN = ("I", "II", "III", "IV")


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, e.g. 2026-Q3."""
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return Period(f"{year}-Q{number}", first, after - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """The calendar quarter a day stands in."""
    return quarter(day.year, (day.month + 2) // 3)


def parse_period(code: str) -> Period:
    """Read `2026-Q3`; raises ValueError with a sentence."""
    year, _, number = code.partition("-Q")
    if not (year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"} and 1990 <= int(year) <= 2200):
        raise ValueError("Kỳ phải có dạng 2026-Q3.")
    return quarter(int(year), int(number))


_YEARS = re.compile(r"(?:giai đoạn|năm)\s+((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?", re.IGNORECASE)


def years_named(subject: str, issued_in: int) -> tuple[int, int]:
    """The first and last year a plan's subject names; the year of issue where it names none.

    A subject may name other years before its own, those of the acts it carries out ("thực hiện Nghị quyết … năm 2021 …
    trong năm 2026"), so the last one that has not passed when the plan is issued holds, else the last one named.
    """
    named = [
        (int(found[1]), max(int(found[1]), int(found[2] or found[1])))  # a span written backwards counts as its first
        for found in _YEARS.finditer(subject)
    ]
    ahead = [years for years in named if years[1] >= issued_in]
    return (ahead or named or [(issued_in, issued_in)])[-1]
