"""Who may assign, report, send, accept (quyền đối với kế hoạch và nhiệm vụ)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import NotAllowed, acting_in, scope_of
from caicach.orgs.rules import Role, is_under
from caicach.plans.models import Plan, ProgressReport, Task

KEEPER = Role.OFFICE_SPECIALIST


def can_keep(person: Person, plan: Plan) -> bool:
    """Whether the person keeps the plan: assigns tasks, accepts and returns reports."""
    return scope_of(person).reaches(plan.unit, KEEPER)


def keeps_any(person: Person) -> bool:
    """Whether the person keeps plans at all."""
    return scope_of(person).has(KEEPER)


def kept_by(person: Person) -> "QuerySet[Plan]":
    """The plans the person keeps."""
    units = Unit.objects.under(scope_of(person).paths(KEEPER)).values("pk")
    return Plan.objects.filter(unit__in=units)


def can_open_plan(person: Person, unit: Unit) -> bool:
    return scope_of(person).reaches(unit, KEEPER)


def can_report(person: Person, task: Task) -> bool:
    """Whether the person writes the lead unit's progress: its reporter, specialist or head."""
    return scope_of(person).holds_in(task.lead, Role.REPORTER, Role.OFFICE_SPECIALIST, Role.HEAD)


def can_send(person: Person, report: ProgressReport) -> bool:
    """Whether the person sends a unit's report: its head, or a head above it."""
    return scope_of(person).reaches(report.unit, Role.HEAD)


def can_decide(person: Person, report: ProgressReport) -> bool:
    """Whether the person accepts or returns a sent report; nobody decides on what they wrote or sent themselves.

    The head of the plan's unit may too: else a report of its only keeper would wait for ever.
    """
    plan = report.task.plan
    may = can_keep(person, plan) or scope_of(person).holds_in(plan.unit, Role.HEAD)
    return may and person.pk not in (report.written_by_id, report.sent_by_id)


def without_keeper(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """Those of the reports on which no keeper but the writer or sender could decide: they wait for the head."""
    keepers = acting_in(KEEPER)
    return [
        report
        for report in reports
        if not any(
            is_under(report.task.plan.unit.path, path) and person not in (report.written_by_id, report.sent_by_id)
            for person, path in keepers
        )
    ]


def require_call(person: Person, unit: Unit) -> None:
    if not can_open_plan(person, unit):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được triệu tập họp và ghi kết luận.")


def require_inspect(person: Person, office: Unit) -> None:
    if not can_open_plan(person, office):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được lập kế hoạch và ghi kết quả kiểm tra.")


def sees_merits(person: Person) -> bool:
    """Whether the person sees results beside names: the office and heads, each of the units they look over."""
    return scope_of(person).has(KEEPER, Role.HEAD)


def require_merits(person: Person, unit: Unit) -> None:
    if not can_open_plan(person, unit):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được đặt tiêu chí đề xuất.")


def require_keeper(person: Person, plan: Plan) -> None:
    if not can_keep(person, plan):
        raise NotAllowed("Chỉ chuyên viên Văn phòng giữ kế hoạch được làm việc này.")


def require_open_plan(person: Person, unit: Unit) -> None:
    if not can_open_plan(person, unit):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được mở kế hoạch.")


def require_reporter(person: Person, task: Task) -> None:
    if not can_report(person, task):
        raise NotAllowed("Chỉ người của đơn vị chủ trì được báo cáo tiến độ.")


def require_sender(person: Person, report: ProgressReport) -> None:
    if not can_send(person, report):
        raise NotAllowed("Chỉ lãnh đạo đơn vị được gửi báo cáo.")


def require_decider(person: Person, report: ProgressReport) -> None:
    if not can_decide(person, report):
        raise NotAllowed(
            "Chỉ chuyên viên Văn phòng giữ kế hoạch hoặc lãnh đạo của đơn vị giữ kế hoạch được duyệt báo cáo, "
            "và không duyệt báo cáo do mình gửi."
        )
