from django.db import models
from django.db.models import Q

from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import units_in_reach
from caicach.plans.models.plans import Plan
from caicach.plans.models.tasks import Task


class Reminder(models.Model):
    """One rung of a plan's ladder that a task has reached (đôn đốc tự động), told to one person on one day.

    The constraint is the promise: nobody is told the same rung of the same deadline twice.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    rung = models.SmallIntegerField()
    due_on = models.DateField()
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "due_on", "rung", "to"], name="plans_a_rung_is_told_once"),
        ]
        indexes = [models.Index(fields=["to", "on"], name="plans_reminders_of_a_day")]


class LetterQuerySet(models.QuerySet["UrgingLetter"]):
    def visible_to(self, person: Person) -> "LetterQuerySet":
        """Letters to or from a unit in reach."""
        reach = units_in_reach(person).values("pk")
        return self.filter(Q(to__in=reach) | Q(office__in=reach))


class UrgingLetter(models.Model):
    """A letter that urges a unit (công văn đôn đốc): prepared for signature, acknowledged by the unit.

    The list of late tasks is kept as it was when the letter was made.
    """

    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters_sent")
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters_got")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answer_by = models.DateField(null=True)
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="urging_letter")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="plans_acknowledged_by_somebody_at_a_moment",
            ),
        ]


class UrgedTask(models.Model):
    """A task on an urging letter, with the day it was due and how late it was then."""

    letter = models.ForeignKey(UrgingLetter, on_delete=models.CASCADE, related_name="tasks")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="urged")
    due_on = models.DateField()
    working_days_late = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "task"], name="plans_urged_once_a_letter")]
