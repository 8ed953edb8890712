import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from caicach.documents.models import Document, Proposal
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import ROLES_OVER_THE_TREE, fold
from caicach.plans.models.plans import Plan, PlanLine
from caicach.plans.recurring import Every, Period, occurrences
from caicach.plans.rules import FIELDS, STOPPED, TaskBond, TaskState

ANSWERED = ("continuous", "relative", "event")  # kinds of deadlines without a day nobody need be asked for


def short(text: str) -> str:
    """A clause on one line: its first sentence, or as much as a list can hold."""
    first = text.split(". ")[0].strip()
    return first if len(first) <= 160 else first[:157].rsplit(" ", 1)[0] + "…"


def classes(on: datetime.date) -> dict[str, Q]:
    """The classes a list of tasks is cut into on a day; together they are all tasks, and no task is in two.

    They say in the database what `rules.standing` says on paper (a test holds them together).
    """
    done = Q(state=TaskState.COMPLETED, done_on__lte=on)
    stopped = Q(state__in=STOPPED)
    late = ~done & ~stopped & Q(due_on__lt=on)
    in_time = ~done & ~stopped & (Q(due_on__isnull=True) | Q(due_on__gte=on))
    return {
        "done_on_time": done & (Q(due_on__isnull=True) | Q(done_on__lte=F("due_on"))),
        "done_late": done & Q(done_on__gt=F("due_on")),
        "in_progress": in_time & ~Q(state=TaskState.ASSIGNED),
        "not_begun": in_time & Q(state=TaskState.ASSIGNED),
        "overdue": late,
        "suspended": Q(state=TaskState.SUSPENDED),
        "cancelled": Q(state=TaskState.CANCELLED),
    }


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> "TaskQuerySet":
        """Tasks of plans kept in reach by a role that looks down, and tasks in which a unit in reach has a part.

        Who once reported on a task goes on seeing it, also when another unit leads it now; who leads a task also sees
        the parts it handed down.
        """
        over = Unit.objects.under(scope_of(person).paths(*ROLES_OVER_THE_TREE)).values("pk")
        own = Unit.objects.filter(pk__in=scope_of(person).unit_ids()).values("pk")
        part = TaskUnit.objects.filter(Q(unit__in=over) | Q(unit__in=own)).values("task")
        led = TaskUnit.objects.filter(unit__in=own, part=TaskUnit.LEAD).values("task")
        line = PlanLine.objects.filter(plan__unit__in=over).values("task")
        reported = Task.objects.filter(reports__unit__in=own).values("pk")
        own_parts = Q(pk__in=part) | Q(pk__in=reported) | Q(parent__in=led)
        return self.filter(Q(plan__unit__in=over) | Q(pk__in=line) | own_parts)

    def in_plan(self, plan: Plan) -> "TaskQuerySet":
        """The tasks that stand in a plan, with their `line_number`, `line_field` and `line_wording` there."""
        return self.annotate(
            line=FilteredRelation("lines", condition=Q(lines__plan=plan)),
            line_number=F("line__number"),
            line_field=F("line__field"),
            line_wording=F("line__wording"),
        ).filter(line_number__isnull=False)

    def in_line_order(self) -> "TaskQuerySet":
        """As the plan asked for through `in_plan` numbers them."""
        return self.order_by(F("line_number"))

    def whole(self) -> "TaskQuerySet":
        """Tasks as plans count them: without the parts and occurrences that belong to another task."""
        return self.filter(parent__isnull=True)

    def to_do(self) -> "TaskQuerySet":
        """Tasks somebody works on: a duty that recurs is done through its occurrences, so it is not among them."""
        return self.filter(recurrence__isnull=True)

    def without_day(self) -> "TaskQuerySet":
        """Running tasks whose day somebody must still name: no continuous duty, none that waits for its event."""
        last = DeadlineEntry.objects.filter(task=OuterRef("pk")).order_by("-number").values(kind_of=KT("typed__kind"))
        asked = self.running().to_do().filter(due_on__isnull=True).alias(typed_kind=Subquery(last[:1]))
        return asked.filter(Q(typed_kind__isnull=True) | ~Q(typed_kind__in=ANSWERED))

    def open(self) -> "TaskQuerySet":
        return self.exclude(state__in=[TaskState.COMPLETED, TaskState.CANCELLED])

    def running(self) -> "TaskQuerySet":
        """Open tasks whose clock runs: the suspended wait."""
        return self.open().exclude(state=TaskState.SUSPENDED)

    def orphaned(self) -> "TaskQuerySet":
        """Open tasks whose lead is closed, and nobody has its work yet (chưa có đơn vị nhận)."""
        return self.open().filter(lead__is_open=False)

    def overdue(self, *, on: datetime.date) -> "TaskQuerySet":
        """Running tasks whose last day has passed."""
        return self.running().filter(due_on__lt=on)

    def due_between(self, first: datetime.date, last: datetime.date) -> "TaskQuerySet":
        return self.running().filter(due_on__range=(first, last))

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

    `plan` is the plan it was first given in, whose keeper decides; `lines` are its places in all plans.
    `due_on` is the last line of the deadline's ledger, `first_due_on` the first; classes are computed, never stored.
    A task with a `parent` is a part a unit handed down (`bond` part) or one occurrence of a recurring duty.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    bond = models.CharField(max_length=10, choices=[(bond.value, bond.value) for bond in TaskBond], blank=True)
    period = models.CharField(max_length=12, blank=True)
    cutoff_on = models.DateField(null=True, blank=True)
    is_estimate = models.BooleanField(default=False)
    text = models.TextField("Nội dung")
    field = models.CharField("Lĩnh vực", max_length=20, choices=[(code, names[0]) for code, names in FIELDS.items()])
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="led_tasks")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="own_tasks", verbose_name="Người làm"
    )
    product = models.CharField("Sản phẩm", max_length=300, blank=True)
    targets = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    source = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="task")
    state = models.CharField(
        max_length=15, choices=[(state.value, state.value) for state in TaskState], default=TaskState.ASSIGNED.value
    )
    stopped_on = models.DateField(null=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    cancelled_by = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="cancelled_tasks"
    )
    deadline_phrase = models.CharField("Hạn ghi trong văn bản", max_length=300, blank=True)
    due_on = models.DateField("Hạn", null=True, blank=True)
    first_due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    folded = models.TextField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], condition=Q(parent__isnull=True), name="plans_task_number_once"
            ),
            models.UniqueConstraint(
                fields=["parent", "number"], condition=Q(parent__isnull=False), name="plans_child_number_once"
            ),
            models.UniqueConstraint(
                fields=["parent", "period"], condition=Q(bond=TaskBond.OCCURRENCE), name="plans_one_occurrence_a_period"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, bond="") | (Q(parent__isnull=False) & ~Q(bond="")),
                name="plans_child_has_a_bond",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.COMPLETED, done_on__isnull=False)
                | (~Q(state=TaskState.COMPLETED) & Q(done_on__isnull=True)),
                name="plans_done_on_if_and_only_if_completed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=STOPPED, stopped_on__isnull=False)
                | (~Q(state__in=STOPPED) & Q(stopped_on__isnull=True)),
                name="plans_stopped_on_if_and_only_if_stopped",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=~Q(state="completed"), name="plans_open_by_due"),
            models.Index(fields=["lead", "state"], name="plans_by_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.plan.code} #{self.label}"

    @property
    def is_within_unit(self) -> bool:
        """Whether this is a part handed to somebody of the very unit that leads the whole."""
        return self.bond == TaskBond.PART and self.parent is not None and self.parent.lead_id == self.lead_id

    @property
    def title(self) -> str:
        """The clause on one line: its first sentence, or as much as a list can hold."""
        return short(self.text)

    @property
    def title_here(self) -> str:
        """The title in the words of the plan it was asked for through `in_plan`."""
        return short(getattr(self, "line_wording", "") or self.text)


class TaskUnit(models.Model):
    """A unit's part in a task (chủ trì, phối hợp); the lead stands here too, so that one look finds both."""

    LEAD, COOP = "lead", "coop"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_parts")
    part = models.CharField(max_length=4, choices=[(LEAD, "Chủ trì"), (COOP, "Phối hợp")])
    said = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="plans_one_part_a_unit"),
            models.UniqueConstraint(fields=["task"], condition=Q(part="lead"), name="plans_one_lead"),
        ]


class DeadlineEntry(models.Model):
    """A line in the ledger of a task's deadline (sổ hạn): the words, their typed value, the last day, and why."""

    SET, CHANGED, EXTENDED, STARTED, PERIOD = "set", "changed", "extended", "started", "period"
    KINDS = [
        (SET, "Giao hạn"),
        (CHANGED, "Sửa hạn"),
        (EXTENDED, "Gia hạn"),
        (STARTED, "Sự kiện xảy ra"),
        (PERIOD, "Sang kỳ mới"),
    ]

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="deadline_entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=KINDS)
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


class Recurrence(models.Model):
    """When a recurring or continuous duty comes round (việc định kỳ): every period has a cut-off and a due day.

    Three separate settings: the day figures stop (`cutoff_day`, of the last month), the day the work is due (`due_day`
    of the last month, `due_months_after` it or, when negative, before it), and whether an estimate is asked for.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="recurrence")
    every = models.CharField(max_length=12, choices=[(every.value, every.value) for every in Every])
    due_day = models.PositiveSmallIntegerField()
    due_months_after = models.SmallIntegerField(default=0)
    cutoff_day = models.PositiveSmallIntegerField(null=True, blank=True)
    is_estimate = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plans_recurs_for_some_time"),
            models.CheckConstraint(condition=Q(due_day__range=(1, 31)), name="plans_recurs_on_a_day"),
        ]

    def periods(self) -> list[Period]:
        """Every period of the duty, opened or ahead."""
        return occurrences(
            Every(self.every), self.due_day, self.due_months_after, self.cutoff_day, self.starts_on, self.ends_on
        )


class ExtensionRequest(models.Model):
    """A unit asks for more time and the keeper decides (đề nghị gia hạn); the first date stays in the ledger."""

    ASKED, GRANTED, REFUSED, TAKEN_BACK = "asked", "granted", "refused", "taken_back"
    STATES = [(ASKED, "Đang chờ"), (GRANTED, "Đồng ý"), (REFUSED, "Không đồng ý"), (TAKEN_BACK, "Rút lại")]

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField("Đề nghị đến ngày")
    reason = models.TextField("Lý do")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    granted_until = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="plans_one_open_extension"),
            models.CheckConstraint(
                condition=Q(state="granted", granted_until__isnull=False)
                | (~Q(state="granted") & Q(granted_until__isnull=True)),
                name="plans_granted_names_its_day",
            ),
        ]
