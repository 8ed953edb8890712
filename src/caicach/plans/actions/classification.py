"""Issuing a classification: its figures, the tasks behind each of them and its files are frozen together."""

from datetime import datetime

from django.db import transaction

from caicach.documents.actions import freeze
from caicach.documents.models import FrozenIssue
from caicach.orgs.models import Person, Unit
from caicach.plans.permissions import require_issuer
from caicach.plans.rules import Period
from caicach.plans.statement import classification_excel, classification_word, classified
from caicach.plans.statement.classifying import classification
from caicach.plans.statement.naming import safe_name
from caicach.plans.statement.tiers import Tier


@transaction.atomic
def issue_classification(
    *, unit: Unit, tier: Tier | None, period: Period, actor: Person, at: datetime, reason: str = ""
) -> FrozenIssue:
    """Freeze how a unit's tasks stand, with Word and Excel (chốt và phát hành bảng phân loại).

    All of the unit's tasks, whatever the actor's page shows of them. The trail's line is that of the frozen issue.
    """
    require_issuer(actor, unit)
    found = classification(unit, tier, period, as_of=at)
    title = classified.title(found)
    name = safe_name(title)
    return freeze(
        kind=classified.KIND,
        key=classified.key(found),
        unit=unit,
        title=title,
        payload=classified.payload(found),
        files={f"{name}.docx": classification_word.render(found), f"{name}.xlsx": classification_excel.render(found)},
        actor=actor,
        at=at,
        reason=reason,
    )
