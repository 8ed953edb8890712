"""A statement in words: sentences that name their counts and what they are counted out of (câu chữ của báo cáo)."""

from datetime import date, datetime
from typing import Protocol

from django.utils.translation import override

from caicach.documents.layout import counted, day_in_words
from caicach.documents.rules import OTHER_TYPES, TYPES
from caicach.plans.rules import ROMAN, Period, Progress, Timeliness
from caicach.plans.statement.classes import Printed, Share
from caicach.plans.statement.values import Line, Statement
from caicach.ui import wording

SYNTHETIC = "Số liệu minh họa (tỉnh Bình Minh là hư cấu)"
DENOMINATOR = (
    "Tỷ lệ đúng hạn = hoàn thành đúng hạn / (hoàn thành đúng hạn + hoàn thành quá hạn + chưa hoàn thành, quá hạn); "
    "không tính nhiệm vụ không hạn và nhiệm vụ đang trong hạn."
)
PARTIAL = "chỉ gồm các nhiệm vụ được chọn hoặc thuộc phạm vi người lập được xem, không phải toàn bộ kế hoạch"
_TYPE_NAMES = [names[0] for names in (TYPES | OTHER_TYPES).values()]


def percent(share: Share) -> str:
    """81,8%; a dash where there is nothing to be a share of."""
    if share.value is None:
        return "–"
    with override("vi"):
        return wording.percent(share.value).replace(wording.HARD_SPACE, "")


def day(value: date | None) -> str:
    """30/09/2026, as tables write it."""
    return f"{value:%d/%m/%Y}" if value else ""


def period_name(period: Period) -> str:
    """quý III năm 2026."""
    year, _, quarter = period.code.partition("-Q")
    if quarter:
        return f"quý {ROMAN[int(quarter) - 1]} năm {year}"
    if period.code == year and year.isdecimal():
        return f"năm {year}"
    return f"từ {day_in_words(period.first_day)} đến {day_in_words(period.last_day)}"


def plan_name(statement: Statement) -> str:
    """The plan as a sentence names it: its title, with the type of its document before it where the title has none."""
    title = statement.plan_title.strip()
    if any(title.lower().startswith(name.lower()) for name in _TYPE_NAMES):
        return title
    return f"{statement.source.type_name if statement.source else 'Kế hoạch'} {_lower_first(title)}"


def subject(statement: Statement) -> str:
    """What the report is about (trích yếu); the period stands on a line of its own."""
    return f"Tiến độ thực hiện {plan_name(statement)}\n{period_name(statement.period)}"


class Dated(Protocol):
    """Something whose figures stand on a day and were taken at a moment."""

    @property
    def period(self) -> Period: ...
    @property
    def day(self) -> date: ...
    @property
    def as_of(self) -> datetime: ...


def standing_on(statement: Dated) -> str:
    """On which day the figures stand, and which of the two days that is."""
    said = f"Số liệu tính đến hết {day_in_words(statement.day)}"
    if statement.day == statement.period.last_day:
        return f"{said}, ngày cuối kỳ"
    begun = statement.day >= statement.period.first_day
    return f"{said.replace(' hết', '')}, khi kỳ chưa {'kết thúc' if begun else 'bắt đầu'}"


def taken_at(statement: Dated) -> str:
    """When the figures were taken: lập lúc 16:30 05/10/2026."""
    with override("vi"):
        return f"lập lúc {wording.moment(statement.as_of)}"


def citation(statement: Statement) -> str:
    """The plan's document as one cites it the first time: type, number, date, issuer and subject."""
    source = statement.source
    if source is None or not source.number:
        return f"Căn cứ {plan_name(statement)}"
    words = [f"Căn cứ {source.type_name} số {source.number}"]
    if source.issued_on:
        words.append(day_in_words(source.issued_on))
    if source.issuer:
        words.append(f"của {source.issuer}")
    about = source.subject.strip()
    for opening in (f"{source.type_name} ", "v/v ", "về việc ", "về "):
        if about.lower().startswith(opening.lower()):
            about = about[len(opening) :]
    return f"{' '.join(words)} về {_lower_first(about)}" if about else " ".join(words)


def general(statement: Statement) -> list[tuple[str, str]]:
    """The general situation (tình hình chung): a title and a sentence for each thing that is true."""
    classes, five = statement.classes, statement.classes.printed
    total, unbounded = classes.total, five[Printed.NO_DEADLINE]
    left = classes.progress(Progress.NOT_COMPLETED)
    overdue = five[Printed.OPEN_OVERDUE]
    scope = f" (báo cáo này {PARTIAL})" if statement.partial else ""
    told = [
        (
            "Nhiệm vụ được giao:",
            f"{counted(total)} nhiệm vụ{scope}, do {counted(len(statement.by_lead))} đơn vị chủ trì, thuộc "
            f"{counted(len(statement.by_field))} nội dung cải cách; {counted(total - unbounded)} nhiệm vụ có hạn "
            f"hoàn thành, {counted(unbounded)} nhiệm vụ không hạn (thường xuyên, theo lộ trình hoặc văn bản không "
            "nêu ngày).",
        ),
        (
            "Theo tiến độ:",
            f"đã hoàn thành {out_of(classes.progress(Progress.COMPLETED), total)} nhiệm vụ; đang thực hiện "
            f"{out_of(classes.progress(Progress.IN_PROGRESS), total)} nhiệm vụ; chưa hoàn thành {out_of(left, total)} "
            f"nhiệm vụ, trong đó {counted(overdue)} nhiệm vụ quá hạn, {counted(left - overdue)} nhiệm vụ chưa bắt đầu "
            "nhưng còn trong hạn hoặc không hạn.",
        ),
        ("Theo thời hạn:", _against_deadline(statement)),
        ("Trong kỳ:", _in_period(statement)),
    ]
    if noted := _noted(statement):
        told.append(("Ghi chú số liệu:", "; ".join(noted) + "."))
    return told


def proposals(statement: Statement) -> list[str]:
    """What follows from the figures (đề nghị); nothing that they do not say."""
    asked = []
    if statement.overdue:
        leads: dict[str, int] = {}
        for line in sorted(statement.overdue, key=lambda line: line.lead.path):
            leads[line.lead.name] = leads.get(line.lead.name, 0) + 1
        units = "; ".join(f"{name}: {counted(number)} nhiệm vụ" for name, number in leads.items())
        asked.append(
            f"Các đơn vị có nhiệm vụ quá hạn ({units}) khẩn trương hoàn thành, báo cáo rõ nguyên nhân và thời gian "
            "hoàn thành từng nhiệm vụ."
        )
    if waiting := sum(line.awaiting for line in statement.lines):
        asked.append(
            f"Đơn vị theo dõi kế hoạch xem xét, xác nhận {counted(waiting)} nhiệm vụ đã được báo cáo hoàn thành."
        )
    if idle := sum(not line.is_overdue for line in statement.not_begun):
        asked.append(
            f"Các đơn vị chủ trì {counted(idle)} nhiệm vụ chưa bắt đầu và chưa quá hạn triển khai thực hiện, "
            "báo cáo tiến độ kèm minh chứng."
        )
    return asked or ["Các đơn vị tiếp tục thực hiện đúng tiến độ các nhiệm vụ được giao."]


def status(line: Line) -> str:
    """How a task stands, in the words of the printed class with what makes it so."""
    match line.printed:
        case Printed.DONE_ON_TIME:
            said = "Hoàn thành đúng hạn"
        case Printed.DONE_LATE:
            said = f"Hoàn thành quá hạn {late_by(line)}"
        case Printed.OPEN_OVERDUE:
            said = f"{_hand(line)}, quá hạn {late_by(line)}"
        case Printed.OPEN_IN_TIME:
            said = f"{_hand(line)}, trong hạn"
        case _:
            said = "Hoàn thành (không hạn)" if line.is_done else f"{_hand(line)} (không hạn)"
    return f"{said}; đã báo cáo hoàn thành, chờ xác nhận" if line.awaiting else said


def late_by(line: Line) -> str:
    """12 ngày (8 ngày làm việc)."""
    said = f"{line.days_late} ngày"
    return said if line.working_days_late is None else f"{said} ({line.working_days_late} ngày làm việc)"


def deadline(line: Line) -> str:
    """The deadline in force, else the words that name no day; a changed one says so."""
    said = day(line.due_on) or line.deadline_phrase or "Không hạn"
    return f"{said} (đã sửa {line.deadline_changes} lần)" if line.deadline_changes else said


def last_report(line: Line) -> str:
    """The last words about a late task: why its report was returned, else what the unit reported."""
    if line.reason:
        return f"Báo cáo bị trả lại: {line.reason}"
    return line.result or ("Chưa có nội dung báo cáo" if line.begun else "Chưa có báo cáo")


def shortened(text: str, length: int) -> str:
    """Text cut at a word, so that a row of a table stays readable."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def _hand(line: Line) -> str:
    return "Đang thực hiện" if line.begun else "Chưa thực hiện"


def out_of(number: int, total: int) -> str:
    """05/12."""
    return f"{counted(number)}/{counted(total)}"


def _against_deadline(statement: Statement) -> str:
    classes, five = statement.classes, statement.classes.printed
    in_time = f"{counted(five[Printed.OPEN_IN_TIME])} nhiệm vụ chưa hoàn thành còn trong hạn"
    if not classes.due:
        return f"chưa có nhiệm vụ có hạn nào đã hoàn thành hoặc quá hạn, nên chưa tính tỷ lệ; {in_time}."
    parts = [
        f"{words} {out_of(five[one], classes.due)} nhiệm vụ ({percent(classes.share(one))})"
        for one, words in (
            (Printed.DONE_ON_TIME, "hoàn thành đúng hạn"),
            (Printed.DONE_LATE, "hoàn thành quá hạn"),
            (Printed.OPEN_OVERDUE, "quá hạn chưa hoàn thành"),
        )
    ]
    return (
        f"trong {counted(classes.due)} nhiệm vụ có hạn đã hoàn thành hoặc đã quá hạn, {', '.join(parts)}; "
        f"ngoài ra còn {in_time}."
    )


def _in_period(statement: Statement) -> str:
    fallen = statement.due_in_period
    done = counted(len(statement.completed_in_period))
    if not fallen.total:
        return f"không có nhiệm vụ đến hạn; đã hoàn thành {done} nhiệm vụ."
    five = fallen.printed
    words = [
        f"{counted(five[Printed.DONE_ON_TIME])} hoàn thành đúng hạn",
        f"{counted(five[Printed.DONE_LATE])} hoàn thành quá hạn",
        f"{counted(five[Printed.OPEN_OVERDUE])} quá hạn chưa hoàn thành",
    ]
    if five[Printed.OPEN_IN_TIME]:
        words.append(f"{counted(five[Printed.OPEN_IN_TIME])} chưa hoàn thành, còn trong hạn")
    return (
        f"có {counted(fallen.total)} nhiệm vụ có hạn rơi vào kỳ ({', '.join(words)}); đã hoàn thành {done} nhiệm vụ, "
        "kể cả nhiệm vụ có hạn ngoài kỳ hoặc không hạn."
    )


def _noted(statement: Statement) -> list[str]:
    lines = statement.lines
    waiting = sum(line.awaiting for line in lines)
    changed = sum(bool(line.deadline_changes) for line in lines)
    later = sum(line.given_later for line in lines)
    without_deadline = statement.classes.cells[Progress.COMPLETED, Timeliness.NO_DEADLINE]
    on = day_in_words(statement.day)
    said = {
        f"{counted(without_deadline)} nhiệm vụ không hạn đã hoàn thành": without_deadline,
        f"{counted(waiting)} nhiệm vụ đã báo cáo hoàn thành, chờ xác nhận, chưa tính là hoàn thành": waiting,
        f"{counted(changed)} nhiệm vụ đã sửa hạn, được tính theo hạn đang áp dụng": changed,
        f"{counted(later)} nhiệm vụ được giao sau {on}, được tính theo hạn giao ban đầu": later,
    }
    return [sentence for sentence, number in said.items() if number]


def _lower_first(text: str) -> str:
    """A title inside a sentence; a name (Bộ Y tế, CCHC) keeps its capital."""
    first, _, rest = text.partition(" ")
    is_a_name = first[1:2].isupper() or rest[:1].isupper()
    return text if is_a_name else text[:1].lower() + text[1:]
