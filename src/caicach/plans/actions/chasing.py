"""Reminding people of deadlines, and the ladder a plan does it by."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate

from caicach.audit.actions import record
from caicach.notifications.actions import digest
from caicach.notifications.models import Digest
from caicach.notifications.quiet import next_opening
from caicach.orgs.models import Person
from caicach.plans import chasing, ladder
from caicach.plans.chasing import Call
from caicach.plans.ladder import Ladder
from caicach.plans.models import Plan, Reminder
from caicach.plans.permissions import require_keeper


def chase(*, at: datetime, actor: Person | None = None) -> int:
    """Tell everybody in one digest what has come near or passed (đôn đốc tự động); returns how many were told.

    Only in office hours, and once a day each: what a rung reaches after somebody's digest waits for the next day.
    """
    if next_opening(at) > at:
        return 0
    on = localdate(at)
    with translation.override(settings.LANGUAGE_CODE):
        calls = chasing.calls(on)
    told = set(Digest.objects.filter(day=on).values_list("person", flat=True))
    people = Person.objects.filter(is_active=True).in_bulk([pk for pk in calls if pk not in told])
    return sum(_tell(person=person, calls=calls[pk], on=on, at=at) for pk, person in people.items())


@transaction.atomic
def _tell(*, person: Person, calls: Sequence[Call], on: date, at: datetime) -> bool:
    """The reminders and the digest that tells them, together or not at all."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Digest.objects.filter(person=person, day=on).exists():
        return False
    Reminder.objects.bulk_create(
        [Reminder(task_id=call.task, rung=call.rung, due_on=call.due_on, to=person, on=on) for call in calls],
        ignore_conflicts=True,
    )
    digest(person=person, day=on, lines=[call.line for call in calls], at=at)
    return True


@transaction.atomic
def set_ladder(*, plan: Plan, rungs: Ladder | None, actor: Person, at: datetime) -> Plan:
    """Give a plan a ladder of its own (thang đôn đốc riêng), or with None the one of who gave the work again."""
    require_keeper(actor, plan)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    before = plan.ladder
    plan.ladder = None if rungs is None else ladder.as_json(ladder.checked(rungs))
    if before != plan.ladder:
        plan.save(update_fields=["ladder"])
        record("plans.ladder_set", plan, actor=actor, at=at, ladder={"before": before, "after": plan.ladder})
    return plan
