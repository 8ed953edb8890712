"""What `verify` promises of plans and tasks."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q

from caicach.audit.models import Line
from caicach.documents.models import Proposal
from caicach.documents.rules import ProposalState
from caicach.plans import ladder, rules
from caicach.plans.models import (
    DeadlineEntry,
    ExtensionRequest,
    Finding,
    Meeting,
    Plan,
    PlanLine,
    ProgressReport,
    Recurrence,
    Task,
    TaskUnit,
    UrgingLetter,
)
from caicach.plans.recurring import span
from caicach.plans.rollup import Followed, Turn, duty_follows
from caicach.plans.rules import Assigner, ReportState, TaskBond, TaskState

TAKEN = ("plans.task_taken_out", "plans.task_taken_back")  # deeds that leave a number of a plan without a task
APART = {TaskState.COMPLETED, *rules.STOPPED}  # told by other records than sent reports

STOPS = {  # what each deed leaves of being stopped
    "plans.task_suspended": TaskState.SUSPENDED.value,
    "plans.task_cancelled": TaskState.CANCELLED.value,
    "plans.part_taken_back": TaskState.CANCELLED.value,
    "plans.task_resumed": "",
}
UNCONFIRMED = Q(confirmed_at__isnull=False) & (Q(confirmed_by__isnull=True) | Q(said="")) | Q(
    confirmed_at__isnull=True, confirmed_by__isnull=False
)


def faults() -> Iterator[str]:
    """Every task whose deadline, state or parts do not follow from its own records."""
    yield from _deadlines()
    yield from _states()
    yield from _duties()
    yield from _reports()
    yield from _parts()
    yield from _stops()
    yield from _extensions()
    yield from _numbers()
    yield from _sources()
    yield from _gatherings()
    yield from _chasing()
    yield from _trail()


def _deadlines() -> Iterator[str]:
    """Clocks: each line of a ledger follows from its typed value, and the task carries the last line."""
    last: dict[int, tuple[Any, Any]] = {}
    entries = DeadlineEntry.objects.order_by("task_id", "number")
    for entry in entries.iterator(chunk_size=2000):
        if rules.last_day(entry.typed).due_on != entry.due_on:
            yield f"Nhiệm vụ {entry.task_id}: dòng {entry.number} của sổ hạn không tính lại được từ hạn đã ghi."
        first = last[entry.task_id][0] if entry.task_id in last else entry.due_on
        last[entry.task_id] = (first or entry.due_on, entry.due_on)
    for pk, first_due_on, due_on in Task.objects.values_list("pk", "first_due_on", "due_on").iterator():
        if pk not in last:
            yield f"Nhiệm vụ {pk}: không có sổ hạn."
        elif last[pk] != (first_due_on, due_on):
            yield f"Nhiệm vụ {pk}: hạn đang dùng khác dòng cuối của sổ hạn."


def _states() -> Iterator[str]:
    """States: a task stands where its reports put it; a completed one has exactly one that says so, and its day."""
    done = Q(reports__state=ReportState.ACCEPTED, reports__says_done=True)
    waits = Q(reports__state=ReportState.SENT, reports__says_done=True)
    tasks = (
        Task.objects.order_by()
        .to_do()
        .annotate(
            said_done=Count("reports", filter=done),
            waiting=Count("reports", filter=waits),
            sent=Count("reports", filter=Q(reports__sent_at__isnull=False)),
        )
    )
    for pk, state, said_done, waiting, sent in tasks.values_list("pk", "state", "said_done", "waiting", "sent"):
        found = rules.state_by_reports(accepted_done=said_done > 0, sent_done=waiting > 0, ever_sent=sent > 0)
        if state != found and not {state, found} & APART:
            yield f"Nhiệm vụ {pk}: trạng thái khác với các báo cáo tiến độ của nó."
    for pk in tasks.filter(state=TaskState.COMPLETED).exclude(said_done=1).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: ghi là hoàn thành nhưng không có đúng một báo cáo hoàn thành được xác nhận."
    for pk in tasks.exclude(state=TaskState.COMPLETED).filter(said_done__gt=0).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: báo cáo hoàn thành đã được xác nhận nhưng nhiệm vụ chưa hoàn thành."
    accepted = ProgressReport.objects.filter(state=ReportState.ACCEPTED, says_done=True)
    for pk in accepted.exclude(task__done_on=F("done_on")).values_list("task_id", flat=True):
        yield f"Nhiệm vụ {pk}: ngày hoàn thành khác ngày trong báo cáo được xác nhận."


def _duties() -> Iterator[str]:
    """Duties: each stands where its turns put it, on their day; none of the turns up to the last opened is missing."""
    turns = Task.objects.filter(bond=TaskBond.OCCURRENCE).order_by("number")
    recurring = Recurrence.objects.select_related("task").prefetch_related(Prefetch("task__children", queryset=turns))
    begun = set(ProgressReport.objects.filter(sent_at__isnull=False).values_list("task_id", flat=True))
    for recurrence in recurring:
        duty, periods = recurrence.task, recurrence.periods()
        opened = {turn.period: turn for turn in duty.children.all()}
        last = max((span(code)[0] for code in opened), default=date.min)
        for period in periods:
            if period.code not in opened and period.first_day < last:
                yield f"Nhiệm vụ {duty.pk}: thiếu kỳ {period.code}."
        found = duty_follows(
            [Turn(TaskState(turn.state), turn.due_on, turn.done_on) for turn in opened.values()],
            [period.due_on for period in periods if period.code not in opened],
            begun=duty.pk in begun,
        )
        if duty.state not in rules.STOPPED and found != Followed(TaskState(duty.state), duty.done_on, duty.due_on):
            yield f"Nhiệm vụ {duty.pk}: trạng thái hoặc hạn không theo các kỳ của nó."


def _reports() -> Iterator[str]:
    """Reports: each stands where its last line in the trail put it, and says what was last written."""
    states: dict[tuple[str, int], str] = {}
    words: dict[tuple[str, int], tuple[Any, ...]] = {}
    lines = Line.objects.filter(kind__startswith="plans.report_").order_by("stream", "number")
    for line in lines.iterator(chunk_size=2000):
        said, step = line.changes, line.kind.removeprefix("plans.report_")
        key = (line.stream, said["report"])
        states[key] = ReportState.DRAFT if step == "written" else step
        if step == "written":
            words[key] = (said["words"], said["says_done"], said["done_on"], _exact(said["figure"]))
    for report in ProgressReport.objects.order_by().iterator(chunk_size=2000):
        key = (f"plans.task:{report.task_id}", report.number)
        done_on = report.done_on.isoformat() if report.done_on else None
        if states.get(key) != report.state:
            yield f"Nhiệm vụ {report.task_id}: trạng thái báo cáo lần {report.number} khác với nhật ký."
        if words.get(key) != (report.words, report.says_done, done_on, report.figure):
            yield f"Nhiệm vụ {report.task_id}: nội dung báo cáo lần {report.number} khác với nhật ký."


def _exact(figure: str | None) -> Decimal | None:
    return None if figure is None else Decimal(figure)


def _parts() -> Iterator[str]:
    """Parts: the lead of a task stands among its parts, so that lists by unit are whole."""
    leads = TaskUnit.objects.filter(part=TaskUnit.LEAD, unit=F("task__lead")).values("task")
    for pk in Task.objects.exclude(pk__in=leads).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: đơn vị chủ trì không khớp danh sách phân công."

    for pk in TaskUnit.objects.filter(UNCONFIRMED).values_list("task", flat=True):
        yield f"Nhiệm vụ {pk}: phần phối hợp ghi là đã xác nhận nhưng thiếu nội dung, người hoặc thời điểm."


def _stops() -> Iterator[str]:
    """Stops: what waits or is cancelled has its reason, the cancelled its document, and the trail says the same."""
    last: dict[str, str] = {}
    lines = Line.objects.filter(kind__in=STOPS).order_by("stream", "number")
    for stream, kind in lines.values_list("stream", "kind").iterator():
        last[stream] = STOPS[kind]
    tasks = Task.objects.values_list("pk", "state", "stopped_because", "cancelled_by", "bond")
    for pk, state, because, document, bond in tasks.iterator():
        stopped = state in rules.STOPPED
        ordered = document is not None or bond == TaskBond.PART  # a part is taken back by whoever handed it down
        is_cancelled = state == TaskState.CANCELLED
        if stopped != bool(because) or (is_cancelled and not ordered) or (document is not None and not is_cancelled):
            yield f"Nhiệm vụ {pk}: trạng thái khác với lý do tạm dừng, hủy hoặc văn bản hủy đã ghi."
        if last.get(f"plans.task:{pk}", "") != (state if stopped else ""):
            yield f"Nhiệm vụ {pk}: việc tạm dừng, tiếp tục hoặc hủy khác với nhật ký."


def _extensions() -> Iterator[str]:
    """Extensions: what was granted is what the ledger says, and nothing waits for a task that is done or stopped."""
    granted, written = Counter[tuple[int, Any]](), Counter[tuple[int, Any]]()
    decided = ExtensionRequest.objects.filter(state=ExtensionRequest.GRANTED)
    granted.update(decided.order_by().values_list("task_id", "granted_until"))
    lines = DeadlineEntry.objects.filter(kind=DeadlineEntry.EXTENDED)
    written.update(lines.order_by().values_list("task_id", "due_on"))
    for pk in sorted({pk for pk, _day in (granted - written) + (written - granted)}):
        yield f"Nhiệm vụ {pk}: các lần đồng ý gia hạn khác với sổ hạn."
    waiting = ExtensionRequest.objects.filter(state=ExtensionRequest.ASKED, task__state__in=APART)
    for pk in waiting.values_list("task_id", flat=True):
        yield f"Nhiệm vụ {pk}: đề nghị gia hạn còn chờ trong khi nhiệm vụ đã xong hoặc đã dừng."


def _numbers() -> Iterator[str]:
    """Numbers: every number a plan gave is a line of it, or was taken out, which the trail tells."""
    lines = Line.objects.filter(kind__in=TAKEN)
    gone = Counter(line.changes["plan"] for line in lines.iterator(chunk_size=2000))
    plans = Plan.objects.order_by().annotate(held=Count("lines"), highest=Max("lines__number"))
    for pk, code, given, held, highest in plans.values_list("pk", "code", "last_task_number", "held", "highest"):
        if (highest or 0) > given or held + gone[f"plans.plan:{pk}"] != given:
            yield f"Kế hoạch {code}: số thứ tự nhiệm vụ không liên tục."
    home = PlanLine.objects.filter(task=OuterRef("pk"), plan=OuterRef("plan"), number=OuterRef("number"))
    for pk in Task.objects.filter(parent__isnull=True).exclude(Exists(home)).values_list("pk", flat=True):
        yield f"Nhiệm vụ {pk}: không có dòng trong kế hoạch đã giao nó."
    for pk in PlanLine.objects.filter(task__parent__isnull=False).values_list("task_id", flat=True):
        yield f"Nhiệm vụ {pk}: phần việc không đứng riêng trong kế hoạch."


def _sources() -> Iterator[str]:
    """Sources: a proposal is confirmed exactly when a task came of it."""
    for pk in Proposal.objects.filter(state=ProposalState.CONFIRMED, plan_line__isnull=True).values_list(
        "pk", flat=True
    ):
        yield f"Đề xuất {pk}: ghi là đã xác nhận nhưng không có nhiệm vụ."
    lines = PlanLine.objects.filter(source__isnull=False).exclude(source__state=ProposalState.CONFIRMED)
    for pk in lines.values_list("task_id", flat=True):
        yield f"Nhiệm vụ {pk}: đề xuất gốc chưa được xác nhận."


def _gatherings() -> Iterator[str]:
    """Meetings and inspections: their papers' tasks go to their own plan, and a finding is mended in its visit's."""
    astray = Meeting.objects.filter(minutes__plan__isnull=False).exclude(plan=F("minutes__plan"))
    for pk in astray.values_list("pk", flat=True):
        yield f"Cuộc họp {pk}: thông báo kết luận có kế hoạch khác kế hoạch của cuộc họp."
    elsewhere = Finding.objects.filter(task__isnull=False).exclude(task__plan=F("inspection__plan"))
    for pk in elsewhere.values_list("pk", flat=True):
        yield f"Vấn đề {pk}: nhiệm vụ khắc phục không thuộc kế hoạch của cuộc kiểm tra."


def _chasing() -> Iterator[str]:
    """Chasing: every plan's ladder ends at a superior; a letter is acknowledged exactly when the trail says so."""
    for code, assigner, own in Plan.objects.filter(ladder__isnull=False).values_list("code", "assigned_by", "ladder"):
        try:
            ladder.checked(ladder.ladder_of(Assigner(assigner), own))
        except (ValueError, TypeError, KeyError):
            yield f"Kế hoạch {code}: thang đôn đốc không dùng được."
    said = set(Line.objects.filter(kind="plans.letter_acknowledged").values_list("stream", flat=True))
    for pk, at in UrgingLetter.objects.values_list("pk", "acknowledged_at"):
        if (at is not None) != (f"plans.urgingletter:{pk}" in said):
            yield f"Công văn đôn đốc {pk}: việc đơn vị đã nhận khác với nhật ký."


def _trail() -> Iterator[str]:
    """Trail: every task was given by somebody, and its trail says so."""
    given = set(Line.objects.filter(kind="plans.task_given").values_list("stream", flat=True))
    for pk in Task.objects.values_list("pk", flat=True).iterator():
        if f"plans.task:{pk}" not in given:
            yield f"Nhiệm vụ {pk}: nhật ký không có dòng giao việc."
