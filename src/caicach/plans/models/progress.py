from django.db import models
from django.db.models import Q

from caicach.documents.models import StoredFile
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import Role
from caicach.plans.models.tasks import Task
from caicach.plans.rules import ReportState


class ReportQuerySet(models.QuerySet["ProgressReport"]):
    def visible_to(self, person: Person) -> "ReportQuerySet":
        """Reports on tasks the person sees; what was never sent is for its unit and the heads who may send it."""
        scope = scope_of(person)
        below = Unit.objects.under(scope.paths(Role.HEAD)).values("pk")
        own = Q(unit__in=Unit.objects.filter(pk__in=scope.unit_ids()).values("pk")) | Q(unit__in=below)
        seen = self.filter(task__in=Task.objects.visible_to(person).values("pk"))
        return seen.filter(Q(first_sent_at__isnull=False) | own)


class ProgressReport(models.Model):
    """What a unit says it has done on a task (báo cáo tiến độ): words, a figure, evidence; sent by its head."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in ReportState], default=ReportState.DRAFT.value
    )
    words = models.TextField("Kết quả thực hiện")
    figure = models.DecimalField("Số liệu", max_digits=18, decimal_places=4, null=True, blank=True)
    figure_unit = models.CharField("Đơn vị tính", max_length=40, blank=True)
    says_done = models.BooleanField("Đã hoàn thành", default=False)
    done_on = models.DateField("Ngày hoàn thành", null=True, blank=True)
    reason = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="plans_report_number_once"),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(state__in=["draft", "with_head", "sent", "returned"]),
                name="plans_one_open_report",
            ),
            models.CheckConstraint(
                condition=Q(says_done=False) | Q(done_on__isnull=False), name="plans_done_report_names_its_day"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="plans_reports_by_state")]


class Evidence(models.Model):
    """A file that shows what a report says (tài liệu kiểm chứng)."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="evidence")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "stored"], name="plans_evidence_once")]

    def __str__(self) -> str:
        return self.name
