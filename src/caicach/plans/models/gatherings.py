from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import units_in_reach
from caicach.plans.models.plans import Plan
from caicach.plans.models.tasks import Task
from caicach.plans.rules import AgendaReason, TaskState

REASON_NAMES = {
    AgendaReason.BEFORE: _("Kết luận lần trước"),
    AgendaReason.LATE: _("Quá hạn"),
    AgendaReason.DUE: _("Sắp đến hạn"),
    AgendaReason.REPORT: _("Báo cáo chờ duyệt"),
    AgendaReason.OTHER: _("Khác"),
}


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> "MeetingQuerySet":
        return self.filter(unit__in=units_in_reach(person).values("pk"))


class Meeting(models.Model):
    """A briefing that directs work (giao ban): an agenda made of what is late or due, minutes that give tasks.

    Its agenda stands as it was at `agenda_at` and looks ahead up to `until`. The tasks of its conclusions stand in
    `plan`, which is opened with the first of them or with the minutes.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField("Ngày họp")
    until = models.DateField()
    agenda_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    title = models.CharField("Tên cuộc họp", max_length=200)
    minutes = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="meeting")
    plan = models.OneToOneField(Plan, null=True, on_delete=models.PROTECT, related_name="meeting")
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("on")), name="plans_agenda_looks_ahead"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.on:%d/%m/%Y})"


class MeetingItem(models.Model):
    """A line of a meeting's agenda (nội dung giao ban): a task as it stood when it was made, and what was said.

    `standing` is the class of `classes(on)` the task was in, `due_on` its deadline then.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    why = models.CharField(max_length=10, choices=[(why, REASON_NAMES[why]) for why in AgendaReason])
    lead = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    standing = models.CharField(max_length=15, blank=True)
    said = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="plans_agenda_number_once")]


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, person: Person) -> "InspectionQuerySet":
        """Inspections made by or made at a unit in reach."""
        reach = units_in_reach(person).values("pk")
        return self.filter(Q(office__in=reach) | Q(unit__in=reach))


class Inspection(models.Model):
    """A visit of the yearly inspection plan (kiểm tra cải cách hành chính): planned, made, its findings followed."""

    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections_made")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections_had")
    year = models.PositiveSmallIntegerField()
    planned_on = models.DateField("Dự kiến")
    made_on = models.DateField("Ngày kiểm tra", null=True, blank=True)
    conclusion = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="inspections")
    plan = models.OneToOneField(Plan, null=True, on_delete=models.PROTECT, related_name="inspection")
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "unit", "planned_on"], name="plans_one_visit_a_day"),
            models.CheckConstraint(condition=~Q(office=models.F("unit")), name="plans_nobody_inspects_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} ({self.made_on or self.planned_on:%d/%m/%Y})"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, person: Person) -> "FindingQuerySet":
        """Findings of the inspections the person may see."""
        return self.filter(inspection__in=Inspection.objects.visible_to(person).values("pk"))

    def handled(self) -> "FindingQuerySet":
        """Findings whose task was accepted as done, or that were closed with a reason."""
        return self.filter(Q(closed_on__isnull=False) | Q(task__state=TaskState.COMPLETED))


class Finding(models.Model):
    """A trouble an inspection found (vấn đề phát hiện): followed by a task, closed when that is accepted as done."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    text = models.TextField("Vấn đề phát hiện")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="finding")
    closed_without = models.TextField(blank=True)
    closed_on = models.DateField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="plans_finding_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(task__isnull=False) | ~Q(closed_without=""),
                name="plans_closed_by_a_task_or_with_a_reason",
            ),
        ]

    @property
    def is_handled(self) -> bool:
        """Whether its task was accepted as done, or it was closed with a reason."""
        return self.closed_on is not None or (self.task is not None and self.task.state == TaskState.COMPLETED)
