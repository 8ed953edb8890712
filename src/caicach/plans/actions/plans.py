"""Opening plans and correcting what is said of them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit
from caicach.plans import rules
from caicach.plans.models import Plan
from caicach.plans.permissions import require_keeper, require_open_plan
from caicach.plans.rules import Assigner, PlanLevel, PlanSource


class CircularPlans(ValueError):
    """A plan would carry out itself."""


@transaction.atomic
def open_plan(
    *,
    code: str,
    title: str,
    level: PlanLevel,
    unit: Unit,
    starts_on: date,
    ends_on: date,
    actor: Person,
    at: datetime,
    document: Document | None = None,
    synthetic: bool = False,
    assigned_by: Assigner = Assigner.OWN,
    kept_from: PlanSource = PlanSource.PLAN,
    above: Plan | None = None,
) -> Plan:
    """Begin to follow a plan (mở kế hoạch), from its document where there is one."""
    require_open_plan(actor, unit)
    plan = Plan.objects.create(
        code=code,
        title=title,
        level=level,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        synthetic=synthetic,
        assigned_by=assigned_by,
        kept_from=kept_from,
        above=above,
        opened_at=at,
    )
    record(
        "plans.opened",
        plan,
        actor=actor,
        at=at,
        code=code,
        title=title,
        level=str(level),
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        assigned_by=str(assigned_by),
        above=above,
    )
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: Plan,
    code: str,
    title: str,
    level: PlanLevel,
    assigned_by: Assigner,
    above: Plan | None,
    starts_on: date,
    ends_on: date,
    actor: Person,
    at: datetime,
) -> Plan:
    """Correct what is said of a plan (sửa thông tin kế hoạch)."""
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    higher, seen = above, {plan.pk}
    while higher is not None:
        if higher.pk in seen:
            raise CircularPlans("Kế hoạch cấp trên không thể là chính kế hoạch này hoặc kế hoạch thực hiện nó.")
        seen.add(higher.pk)
        higher = higher.above
    said = {
        "code": code,
        "title": title,
        "level": str(level),
        "assigned_by": str(assigned_by),
        "above": above,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    changed = {
        name: {"before": getattr(plan, name), "after": to} for name, to in said.items() if getattr(plan, name) != to
    }
    for name, value in said.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(said))
    record("plans.plan_changed", plan, actor=actor, at=at, **changed)
    return plan


@transaction.atomic
def plan_of(*, document: Document, actor: Person, at: datetime) -> Plan:
    """The plan that follows a document's tasks, opened when the first one is confirmed.

    Its time is the year named in the subject ("năm 2026", "giai đoạn 2026 - 2030"), else that of the document's day;
    a plan issued before its year begins on the day it is issued, since its first tasks may be due by then.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    found = Plan.objects.filter(document=document).first()
    if found is not None:
        return found
    first, last = rules.years_named(document.subject, (document.issued_on or localdate(at)).year)
    code = document.number if document.number[:1].isdigit() else f"VB {document.number_in_book}/{document.book.year}"
    if Plan.objects.filter(code=code).exists():
        code = f"{code[:40]} (văn bản {document.pk})"
    begins = date(first, 1, 1)
    if document.issued_on is not None and document.issued_on.year == first - 1:
        begins = document.issued_on
    years = last - first
    level = PlanLevel.TEN_YEAR if years > 5 else PlanLevel.FIVE_YEAR if years else PlanLevel.YEARLY
    return open_plan(
        code=code[:60],
        title=document.subject[:300],
        level=level,
        unit=document.unit,
        starts_on=begins,
        ends_on=date(last, 12, 31),
        document=document,
        synthetic=document.synthetic,
        actor=actor,
        at=at,
    )
