from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caicach.documents.models import Document, Proposal
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import units_in_reach
from caicach.plans.rules import FIELDS, Assigner, PlanLevel, PlanSource

LEVEL_NAMES = {
    PlanLevel.TEN_YEAR: _("Kế hoạch 10 năm"),
    PlanLevel.FIVE_YEAR: _("Kế hoạch 5 năm"),
    PlanLevel.YEARLY: _("Kế hoạch năm"),
    PlanLevel.UNIT: _("Kế hoạch của đơn vị"),
    PlanLevel.THEMATIC: _("Kế hoạch chuyên đề"),
}
ASSIGNER_NAMES = {
    Assigner.OWN: _("Cơ quan tự đặt ra"),
    Assigner.GOVERNMENT: _("Chính phủ giao"),
    Assigner.PRIME_MINISTER: _("Thủ tướng Chính phủ giao"),
    Assigner.PEOPLES_COMMITTEE: _("Ủy ban nhân dân tỉnh giao"),
    Assigner.MINISTRY: _("Bộ, ngành giao"),
}
SOURCE_NAMES = {
    PlanSource.PLAN: _("Kế hoạch, chương trình, văn bản giao việc"),
    PlanSource.MEETING: _("Kết luận họp, giao ban"),
    PlanSource.INSPECTION: _("Kết luận kiểm tra"),
}


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> "PlanQuerySet":
        """Plans of the units in reach, and those in which such a unit has a task."""
        reach = units_in_reach(person).values("pk")
        with_task = PlanLine.objects.filter(task__parts__unit__in=reach).values("plan")
        return self.filter(Q(unit__in=reach) | Q(pk__in=with_task))


class Plan(models.Model):
    """A plan, programme or directive whose tasks are followed (kế hoạch); meetings and inspections keep theirs too.

    `ladder` is the plan's own ladder of reminders (rules.Rung as JSON); None means the one of its assigner.
    """

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField("Tên kế hoạch", max_length=300)
    level = models.CharField("Cấp", max_length=10, choices=[(level, LEVEL_NAMES[level]) for level in PlanLevel])
    assigned_by = models.CharField(
        "Cơ quan giao",
        max_length=20,
        choices=[(who, ASSIGNER_NAMES[who]) for who in Assigner],
        default=Assigner.OWN.value,
    )
    kept_from = models.CharField(
        max_length=12, choices=[(kind, SOURCE_NAMES[kind]) for kind in PlanSource], default=PlanSource.PLAN.value
    )
    above = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="below", verbose_name="Kế hoạch cấp trên"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến ngày")
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="plan")
    ladder = models.JSONField(null=True)
    synthetic = models.BooleanField(default=False)
    last_task_number = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plans_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(above__isnull=True) | ~Q(above=F("id")), name="plans_not_above_itself"),
        ]
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlanLine(models.Model):
    """A task's place in a plan (dòng của kế hoạch): its number there, the plan's own wording and field.

    A task stands in one plan or in several; its state, deadline and evidence are kept once, in the task. The line of
    the plan it was first given in (`task.plan`) is there too, so that one look finds all. Parts and occurrences of a
    task have no line of their own: they count through the task they belong to.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    wording = models.TextField(blank=True)
    field = models.CharField(max_length=20, choices=[(code, names[0]) for code, names in FIELDS.items()])
    source = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="plan_line")
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_line_number_once"),
            models.UniqueConstraint(fields=["plan", "task"], name="plans_task_once_in_a_plan"),
        ]
        indexes = [models.Index(fields=["plan", "field"], name="plans_lines_by_field")]

    def __str__(self) -> str:
        return f"{self.plan.code} #{self.number}"


class PlanTarget(models.Model):
    """A figure a plan sets out to reach (chỉ tiêu của kế hoạch), with milestones by year."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveIntegerField()
    text = models.CharField("Chỉ tiêu", max_length=300)
    comparator = models.CharField(max_length=4, choices=[("eq", "="), ("gte", "≥"), ("lte", "≤")], default="gte")
    unit_of_measure = models.CharField("Đơn vị tính", max_length=40, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plans_target_number_once")]

    def __str__(self) -> str:
        return self.text


class Milestone(models.Model):
    """What a target must reach by the end of a year, and what was reached (mốc chỉ tiêu theo năm).

    `reached` is None until somebody says it: "not said" is not zero.
    """

    target = models.ForeignKey(PlanTarget, on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    reached = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["target", "year"], name="plans_one_milestone_a_year"),
            models.CheckConstraint(
                condition=Q(reached__isnull=True) | Q(said_at__isnull=False), name="plans_reached_has_a_moment"
            ),
        ]
