"""Who may assign, report, send, accept (quyền đối với kế hoạch và nhiệm vụ)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from caicach.orgs.models import Person, Post, Unit
from caicach.orgs.permissions import NotAllowed, acting_in, scope_of
from caicach.orgs.rules import Role, is_under
from caicach.plans.models import ExtensionRequest, Plan, PlanTarget, ProgressReport, Task, TaskUnit, UrgingLetter
from caicach.plans.rules import TaskBond

KEEPER = Role.OFFICE_SPECIALIST
WRITERS = (Role.REPORTER, Role.OFFICE_SPECIALIST, Role.HEAD)


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


def office_of(person: Person) -> Unit | None:
    """The unit whose plans the person keeps: the first one by name of its place in the tree."""
    return Unit.objects.filter(pk__in=scope_of(person).unit_ids(KEEPER)).order_by("path").first()


def can_open_plan(person: Person, unit: Unit) -> bool:
    return scope_of(person).reaches(unit, KEEPER)


def can_report(person: Person, task: Task) -> bool:
    """Whether the person writes the lead unit's progress: its reporter, specialist or head, or who is named."""
    scope = scope_of(person)
    named = task.person_id == person.pk and task.lead_id in scope.unit_ids()
    return named or scope.holds_in(task.lead, *WRITERS)


def can_hand_down(person: Person, task: Task) -> bool:
    """Whether the person breaks the task into parts and takes them back: its lead's reporter, specialist or head."""
    return scope_of(person).holds_in(task.lead, *WRITERS)


def reporting_units(person: Person) -> set[int]:
    """The units whose progress the person writes, whoever a task names."""
    return scope_of(person).unit_ids(*WRITERS)


def can_send(person: Person, report: ProgressReport) -> bool:
    """Whether the person sends a unit's report: its head, or a head above it; within a unit whoever writes it."""
    if report.task.is_within_unit:
        return can_report(person, report.task)
    return scope_of(person).reaches(report.unit, Role.HEAD)


def can_decide(person: Person, report: ProgressReport) -> bool:
    """Whether the person accepts or returns a sent report; nobody decides on what they wrote or sent themselves.

    The head of the plan's unit may too: else a report of its only keeper would wait for ever. On a part that was handed
    down decides whoever may hand down, or a head above: the office decides on the whole.
    """
    scope, task = scope_of(person), report.task
    if task.bond == TaskBond.PART and task.parent is not None:
        may = can_hand_down(person, task.parent) or scope.reaches(task.parent.lead, Role.HEAD)
        may = may and person.pk != task.person_id
    else:
        may = _may_decide(person, task.plan)
    return may and person.pk not in (report.written_by_id, report.sent_by_id)


def can_decide_extension(person: Person, request: ExtensionRequest) -> bool:
    """Whether the person grants or refuses more time: as with reports, but never what they asked for themselves."""
    return _may_decide(person, request.task.plan) and person.pk != request.asked_by_id


def can_confirm_part(person: Person, part: TaskUnit) -> bool:
    """Whether the person says what a unit that helps has done: its reporter, specialist or head."""
    return part.part == TaskUnit.COOP and scope_of(person).holds_in(part.unit, *WRITERS)


def may_work_in(person: Person, unit: Unit) -> bool:
    """Whether the person has a post in the unit today, so that a task of the unit can be theirs."""
    held = Post.objects.held(on=timezone.localdate()).filter(person=person, unit=unit)
    return person.is_active and held.exists()


def _may_decide(person: Person, plan: Plan) -> bool:
    return can_keep(person, plan) or scope_of(person).holds_in(plan.unit, Role.HEAD)


def without_keeper(reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """Those of the reports on which no keeper but the writer or sender could decide: they wait for the head."""
    keepers = acting_in(KEEPER)
    return [one for one in reports if not _another(keepers, one.task.plan, one.written_by_id, one.sent_by_id)]


def extensions_without_keeper(requests: Iterable[ExtensionRequest]) -> list[ExtensionRequest]:
    """Those of the requests for more time on which no keeper but who asked could decide: they wait for the head."""
    keepers = acting_in(KEEPER)
    return [one for one in requests if not _another(keepers, one.task.plan, one.asked_by_id)]


def _another(keepers: Iterable[tuple[int, str]], plan: Plan, *besides: int | None) -> bool:
    return any(is_under(plan.unit.path, path) and person not in besides for person, path in keepers)


def require_updating(person: Person) -> None:
    """Who writes no unit's progress and keeps no plan has no sheet to fill in."""
    if not reporting_units(person):
        raise NotAllowed("Chỉ người báo cáo hoặc giữ kế hoạch được cập nhật hàng loạt.")


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


def can_tell_target(person: Person, target: PlanTarget) -> bool:
    """Whether the person says what a target reached: the plan's keeper, or who reports for the target's unit."""
    if can_keep(person, target.plan):
        return True
    unit = target.unit
    return unit is not None and scope_of(person).holds_in(unit, *WRITERS)


def require_target_teller(person: Person, target: PlanTarget) -> None:
    if not can_tell_target(person, target):
        raise NotAllowed("Chỉ chuyên viên giữ kế hoạch hoặc người của đơn vị chịu trách nhiệm được ghi số đạt được.")


def can_issue(person: Person, unit: Unit) -> bool:
    """Whether the person issues a unit's classification of tasks: its head or its office specialist."""
    return scope_of(person).holds_in(unit, Role.HEAD, KEEPER)


def require_issuer(person: Person, unit: Unit) -> None:
    if not can_issue(person, unit):
        raise NotAllowed("Chỉ lãnh đạo hoặc chuyên viên Văn phòng của đơn vị được chốt và phát hành bảng phân loại.")


def can_acknowledge(person: Person, letter: UrgingLetter) -> bool:
    """Whether the person says for the unit that it has an urging letter: its reporter, specialist or head."""
    return scope_of(person).holds_in(letter.to, *WRITERS)


def require_acknowledger(person: Person, letter: UrgingLetter) -> None:
    if not can_acknowledge(person, letter):
        raise NotAllowed("Chỉ người của đơn vị nhận công văn được xác nhận đã nhận.")


def require_keeper(person: Person, plan: Plan) -> None:
    if not can_keep(person, plan):
        raise NotAllowed("Chỉ chuyên viên Văn phòng giữ kế hoạch được làm việc này.")


def require_open_plan(person: Person, unit: Unit) -> None:
    if not can_open_plan(person, unit):
        raise NotAllowed("Chỉ chuyên viên Văn phòng của đơn vị được mở kế hoạch.")


def require_reporter(person: Person, task: Task) -> None:
    if not can_report(person, task):
        raise NotAllowed("Chỉ người của đơn vị chủ trì được báo cáo tiến độ.")


def require_hand_down(person: Person, task: Task) -> None:
    if not can_hand_down(person, task):
        raise NotAllowed("Chỉ người của đơn vị chủ trì được chia hoặc thu hồi phần việc.")


def require_sender(person: Person, report: ProgressReport) -> None:
    if not can_send(person, report):
        raise NotAllowed("Chỉ lãnh đạo đơn vị được gửi báo cáo.")


def require_decider(person: Person, report: ProgressReport) -> None:
    if not can_decide(person, report):
        raise NotAllowed(
            "Chỉ nơi giao việc (chuyên viên Văn phòng giữ kế hoạch, lãnh đạo của đơn vị giữ kế hoạch; với phần việc là "
            "đơn vị chia việc) được duyệt báo cáo, và không duyệt báo cáo do mình gửi."
        )


def require_asker(person: Person, task: Task) -> None:
    if not can_report(person, task):
        raise NotAllowed("Chỉ người của đơn vị chủ trì được đề nghị gia hạn.")


def require_extension_decider(person: Person, request: ExtensionRequest) -> None:
    if not can_decide_extension(person, request):
        raise NotAllowed(
            "Chỉ chuyên viên Văn phòng giữ kế hoạch hoặc lãnh đạo của đơn vị giữ kế hoạch được trả lời "
            "đề nghị gia hạn, và không trả lời đề nghị của chính mình."
        )


def require_helper(person: Person, part: TaskUnit) -> None:
    if not can_confirm_part(person, part):
        raise NotAllowed("Chỉ người của đơn vị phối hợp được xác nhận phần việc của đơn vị mình.")
