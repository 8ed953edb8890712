import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from caicach.documents.models import Document, Proposal, StoredFile
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of, units_in_reach
from caicach.orgs.rules import ROLES_OVER_THE_TREE, Role, fold
from caicach.plans.rules import FIELDS, PlanLevel, ReportState, TaskState

LEVEL_NAMES = {
    PlanLevel.TEN_YEAR: _("Kế hoạch 10 năm"),
    PlanLevel.FIVE_YEAR: _("Kế hoạch 5 năm"),
    PlanLevel.YEARLY: _("Kế hoạch năm"),
    PlanLevel.UNIT: _("Kế hoạch của đơn vị"),
    PlanLevel.THEMATIC: _("Kế hoạch chuyên đề"),
}


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> "PlanQuerySet":
        """Plans of the units in reach, and those in which such a unit has a task."""
        reach = units_in_reach(person).values("pk")
        with_task = TaskUnit.objects.filter(unit__in=reach).values("task__plan")
        return self.filter(Q(unit__in=reach) | Q(pk__in=with_task))


class Plan(models.Model):
    """A plan, programme or directive whose tasks are followed (kế hoạch)."""

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField("Tên kế hoạch", max_length=300)
    level = models.CharField("Cấp", max_length=10, choices=[(level, LEVEL_NAMES[level]) for level in PlanLevel])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày")
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="plan")
    synthetic = models.BooleanField(default=False)
    last_task_number = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plans_ends_after_it_starts"),
        ]
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def classes(on: datetime.date) -> dict[str, Q]:
    """The classes a list of tasks is cut into on a day; together they are all tasks, and no task is in two.

    They say in the database what `rules.standing` says on paper (a test holds them together).
    """
    done = Q(state=TaskState.COMPLETED, done_on__lte=on)
    late = ~done & Q(due_on__lt=on)
    in_time = ~done & (Q(due_on__isnull=True) | Q(due_on__gte=on))
    return {
        "done_on_time": done & (Q(due_on__isnull=True) | Q(done_on__lte=F("due_on"))),
        "done_late": done & Q(done_on__gt=F("due_on")),
        "in_progress": in_time & ~Q(state=TaskState.ASSIGNED),
        "not_begun": in_time & Q(state=TaskState.ASSIGNED),
        "overdue": late,
    }


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> "TaskQuerySet":
        """Tasks of plans kept in reach by a role that looks down, and tasks in which a unit in reach has a part."""
        over = Unit.objects.under(scope_of(person).paths(*ROLES_OVER_THE_TREE)).values("pk")
        own = Unit.objects.filter(pk__in=scope_of(person).unit_ids()).values("pk")
        part = TaskUnit.objects.filter(Q(unit__in=over) | Q(unit__in=own)).values("task")
        return self.filter(Q(plan__unit__in=over) | Q(pk__in=part))

    def open(self) -> "TaskQuerySet":
        return self.exclude(state=TaskState.COMPLETED)

    def overdue(self, *, on: datetime.date) -> "TaskQuerySet":
        """Open tasks whose last day has passed."""
        return self.open().filter(due_on__lt=on)

    def due_between(self, first: datetime.date, last: datetime.date) -> "TaskQuerySet":
        return self.open().filter(due_on__range=(first, last))

    def in_class(self, *names: str, on: datetime.date) -> "TaskQuerySet":
        """The tasks of these classes of `classes(on)`."""
        known, wanted = classes(on), Q(pk__in=[])
        for name in names:
            wanted |= known[name]
        return self.filter(wanted)

    def tallied(self, *by: str, on: datetime.date) -> Any:
        """How many tasks stand in each class, by the named columns."""
        counts = {name: Count("pk", filter=condition) for name, condition in classes(on).items()}
        return self.order_by().values(*by).annotate(total=Count("pk"), **counts)

    def counted(self, *, on: datetime.date) -> dict[str, int]:
        """How many tasks stand in each class, and in all."""
        counts = {name: Count("pk", filter=condition) for name, condition in classes(on).items()}
        return dict(self.order_by().aggregate(total=Count("pk"), **counts))

    def matching(self, words: str) -> "TaskQuerySet":
        """Tasks that hold every word, whatever their accents, case or đ."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(folded__contains=word)
        return found


class Task(models.Model):
    """Something a unit must do, from a clause of a document (nhiệm vụ).

    `due_on` is the last line of the deadline's ledger, `first_due_on` the first; classes are computed, never stored.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    text = models.TextField("Nội dung")
    field = models.CharField("Lĩnh vực", max_length=20, choices=[(code, names[0]) for code, names in FIELDS.items()])
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="led_tasks")
    product = models.CharField("Sản phẩm", max_length=300, blank=True)
    targets = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    source = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="task")
    state = models.CharField(
        max_length=15, choices=[(state.value, state.value) for state in TaskState], default=TaskState.ASSIGNED.value
    )
    deadline_phrase = models.CharField("Hạn ghi trong văn bản", max_length=300, blank=True)
    due_on = models.DateField("Hạn", null=True, blank=True)
    first_due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    folded = models.TextField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_task_number_once"),
            models.CheckConstraint(
                condition=Q(state=TaskState.COMPLETED, done_on__isnull=False)
                | (~Q(state=TaskState.COMPLETED) & Q(done_on__isnull=True)),
                name="plans_done_on_if_and_only_if_completed",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=~Q(state="completed"), name="plans_open_by_due"),
            models.Index(fields=["lead", "state"], name="plans_by_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.plan.code} #{self.number}"

    @property
    def title(self) -> str:
        """The clause on one line: its first sentence, or as much as a list can hold."""
        first = self.text.split(". ")[0].strip()
        return first if len(first) <= 160 else first[:157].rsplit(" ", 1)[0] + "…"


class TaskUnit(models.Model):
    """A unit's part in a task (chủ trì, phối hợp); the lead stands here too, so that one look finds both."""

    LEAD, COOP = "lead", "coop"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_parts")
    part = models.CharField(max_length=4, choices=[(LEAD, "Chủ trì"), (COOP, "Phối hợp")])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="plans_one_part_a_unit"),
            models.UniqueConstraint(fields=["task"], condition=Q(part="lead"), name="plans_one_lead"),
        ]


class DeadlineEntry(models.Model):
    """A line in the ledger of a task's deadline (sổ hạn): the words, their typed value, the last day, and why."""

    SET, CHANGED = "set", "changed"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deadline_entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(SET, "Giao hạn"), (CHANGED, "Sửa hạn")])
    phrase = models.CharField(max_length=300, blank=True)
    typed = models.JSONField(null=True)
    due_on = models.DateField(null=True)
    because = models.JSONField(default=list)
    because_en = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="plans_ledger_number_once")]


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
