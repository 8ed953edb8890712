"""Setting an office's own limits for proposing names."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from caicach.audit.actions import record
from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.models import Person, Unit
from caicach.plans.meriting import MeritLimits
from caicach.plans.models import MeritRule
from caicach.plans.permissions import require_merits


@transaction.atomic
def set_merit_limits(*, unit: Unit, limits: MeritLimits, revision: int, actor: Person, at: datetime) -> MeritRule:
    """Set what an office holds against results before it proposes names (đặt tiêu chí đề xuất)."""
    require_merits(actor, unit)
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    found = MeritRule.objects.filter(unit=unit).first()
    if (found.revision if found else 0) != revision:
        raise ChangedMeanwhile("Người khác vừa sửa tiêu chí. Hãy xem tiêu chí mới rồi lưu lại.")
    before = asdict(found.limits) if found else {}
    said = asdict(limits) | {"revision": revision + 1, "set_by": actor, "set_at": at}
    rule, _made = MeritRule.objects.update_or_create(unit=unit, defaults=said)
    changed = {
        name: {"before": before.get(name), "after": value}
        for name, value in asdict(limits).items()
        if before.get(name) != value
    }
    record("plans.merit_limits_set", rule, actor=actor, at=at, unit=unit, **changed)
    return rule
