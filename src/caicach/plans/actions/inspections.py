"""Planning visits of inspection, keeping their conclusion, following each finding to its end."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents import actions as documents
from caicach.documents.models import Document
from caicach.documents.permissions import can_register
from caicach.orgs.models import Person, Unit
from caicach.plans.actions.plans import open_plan
from caicach.plans.actions.tasks import Assignment, NoWords, add_task
from caicach.plans.models import Finding, Inspection, Plan
from caicach.plans.permissions import require_inspect
from caicach.plans.rules import PlanLevel, PlanSource, WrongState


class VisitRefused(ValueError):
    """A visit cannot be planned or made so."""


@transaction.atomic
def plan_visits(*, office: Unit, visits: Sequence[tuple[Unit, date]], actor: Person, at: datetime) -> list[Inspection]:
    """Put units on the yearly inspection plan (kế hoạch kiểm tra): all of them, or none."""
    require_inspect(actor, office)
    Unit.objects.select_for_update(of=("self",)).get(pk=office.pk)
    planned = []
    for unit, day in visits:
        if unit.pk == office.pk:
            raise VisitRefused("Cơ quan không kiểm tra chính mình. Hãy chọn đơn vị khác.")
        if Inspection.objects.filter(office=office, unit=unit, planned_on=day).exists():
            raise VisitRefused("Có đơn vị đã nằm trong kế hoạch đúng ngày đó. Hãy xem lại danh sách.")
        visit = Inspection.objects.create(
            office=office, unit=unit, year=day.year, planned_on=day, planned_by=actor, planned_at=at
        )
        record("plans.visit_planned", visit, actor=actor, at=at, office=office, unit=unit, planned_on=day)
        planned.append(visit)
    return planned


@transaction.atomic
def move_visit(*, inspection: Inspection, planned_on: date, actor: Person, at: datetime) -> Inspection:
    """Plan a visit for another day (dời lịch kiểm tra)."""
    inspection = _locked(inspection, actor)
    if inspection.made_on is not None:
        raise WrongState("Đã kiểm tra rồi nên không dời lịch được nữa.")
    same = Inspection.objects.filter(office=inspection.office, unit=inspection.unit, planned_on=planned_on)
    if same.exclude(pk=inspection.pk).exists():
        raise VisitRefused("Đơn vị đã nằm trong kế hoạch đúng ngày đó. Hãy chọn ngày khác.")
    moved = {"before": inspection.planned_on, "after": planned_on}
    inspection.planned_on, inspection.year = planned_on, planned_on.year
    inspection.save(update_fields=["planned_on", "year"])
    record("plans.visit_moved", inspection, actor=actor, at=at, planned_on=moved)
    return inspection


@transaction.atomic
def drop_visit(*, inspection: Inspection, actor: Person, at: datetime) -> None:
    """Take a visit nobody has made off the plan (bỏ khỏi kế hoạch kiểm tra)."""
    inspection = _locked(inspection, actor)
    if inspection.made_on is not None or inspection.conclusion_id is not None or inspection.findings.exists():
        raise WrongState("Đã kiểm tra hoặc đã có kết luận nên không bỏ khỏi kế hoạch được nữa.")
    record("plans.visit_dropped", inspection, actor=actor, at=at, unit=inspection.unit)
    inspection.delete()


@transaction.atomic
def make_visit(*, inspection: Inspection, made_on: date, actor: Person, at: datetime) -> Inspection:
    """Say on which day a visit was made (đã kiểm tra)."""
    inspection = _locked(inspection, actor)
    if made_on > localdate(at):
        raise VisitRefused("Ngày kiểm tra không thể sau hôm nay. Hãy ghi khi đã kiểm tra xong.")
    said = {"before": inspection.made_on, "after": made_on}
    inspection.made_on = made_on
    inspection.save(update_fields=["made_on"])
    record("plans.visit_made", inspection, actor=actor, at=at, made_on=said)
    return inspection


@transaction.atomic
def attach_conclusion(*, inspection: Inspection, document: Document, actor: Person, at: datetime) -> Inspection:
    """Tie the conclusion to its visit (kết luận kiểm tra) and hand it to the unit; its tasks go to the visit's plan.

    One conclusion may speak of several visits: only the first takes the tasks read from it.
    """
    inspection = _locked(inspection, actor)
    if inspection.conclusion_id is not None and inspection.conclusion_id != document.pk:
        raise WrongState("Lần kiểm tra này đã có kết luận. Hãy xem văn bản đã gắn.")
    inspection.conclusion = document
    inspection.save(update_fields=["conclusion"])
    if not Plan.objects.filter(document=document).exists():
        plan = _plan_of(inspection, actor, at)
        plan.document = document
        plan.save(update_fields=["document"])
    if can_register(actor, document.unit):
        documents.hand_out(document=document, units=[inspection.unit], actor=actor, at=at)
    record("plans.conclusion_attached", inspection, actor=actor, at=at, conclusion=document)
    return inspection


@transaction.atomic
def add_findings(*, inspection: Inspection, texts: Sequence[str], actor: Person, at: datetime) -> list[Finding]:
    """Write down what a visit found (vấn đề phát hiện), each on its own."""
    inspection = _locked(inspection, actor)
    if inspection.made_on is None:
        raise WrongState("Hãy ghi ngày đã kiểm tra trước, rồi ghi vấn đề phát hiện.")
    kept = [text.strip() for text in texts if text.strip()]
    if not kept:
        raise NoWords("Hãy ghi ít nhất một vấn đề, mỗi vấn đề một dòng.")
    last = inspection.findings.aggregate(last=Max("number"))["last"] or 0
    found = [Finding(inspection=inspection, number=number, text=text) for number, text in enumerate(kept, last + 1)]
    for finding in found:
        finding.save()
        record("plans.finding_written", inspection, actor=actor, at=at, number=finding.number, text=finding.text)
    return found


@transaction.atomic
def follow_finding(*, finding: Finding, text: str, field: str, due_on: date, actor: Person, at: datetime) -> Finding:
    """Give the inspected unit a task that mends a finding, with its deadline (giao khắc phục)."""
    inspection = _locked(finding.inspection, actor)
    finding = _open(finding)
    if finding.task_id is not None:
        raise WrongState("Vấn đề này đã có nhiệm vụ khắc phục. Hãy xem nhiệm vụ đó.")
    deadline = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"}
    finding.task = add_task(
        plan=_plan_of(inspection, actor, at),
        assignment=Assignment(text=text, field=field, lead=inspection.unit, deadline=deadline),
        actor=actor,
        at=at,
    )
    finding.save(update_fields=["task"])
    record("plans.finding_followed", inspection, actor=actor, at=at, number=finding.number, task=finding.task)
    return finding


@transaction.atomic
def close_finding(*, finding: Finding, reason: str, actor: Person, at: datetime) -> Finding:
    """Close a finding with a reason instead of a task's end (kết thúc theo dõi)."""
    inspection = _locked(finding.inspection, actor)
    finding = _open(finding)
    if not reason.strip():
        raise NoWords("Hãy ghi lý do kết thúc theo dõi vấn đề này.")
    finding.closed_without, finding.closed_on = reason.strip(), localdate(at)
    finding.save(update_fields=["closed_without", "closed_on"])
    record("plans.finding_closed", inspection, actor=actor, at=at, number=finding.number, reason=reason.strip())
    return finding


def _locked(inspection: Inspection, actor: Person) -> Inspection:
    require_inspect(actor, inspection.office)
    visits = Inspection.objects.select_for_update(of=("self",)).select_related("office", "unit", "plan")
    return visits.get(pk=inspection.pk)


def _open(finding: Finding) -> Finding:
    finding = Finding.objects.select_related("task").get(pk=finding.pk)
    if finding.is_handled:
        raise WrongState("Vấn đề này đã xử lý xong, không sửa được nữa.")
    return finding


def _plan_of(inspection: Inspection, actor: Person, at: datetime) -> Plan:
    """The plan that keeps the tasks of a visit, opened with the first of them or with the conclusion."""
    if inspection.plan is not None:
        return inspection.plan
    day = inspection.made_on or inspection.planned_on
    code = f"KT {inspection.unit.code} {day:%d/%m/%Y}"
    if Plan.objects.filter(code=code).exists():
        code = f"{code} ({inspection.pk})"
    inspection.plan = open_plan(
        code=code[:60],
        title=f"Khắc phục sau kiểm tra cải cách hành chính tại {inspection.unit.name}"[:300],
        level=PlanLevel.THEMATIC,
        unit=inspection.office,
        starts_on=day,
        ends_on=date(day.year + (day.month > 6), 12, 31),
        kept_from=PlanSource.INSPECTION,
        actor=actor,
        at=at,
    )
    inspection.save(update_fields=["plan"])
    return inspection.plan
