from django.db import models
from django.db.models import Q

from caicach.documents.models import StoredFile
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.plans.models.tasks import Task


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: Person) -> "SavedViewQuerySet":
        """A person's own views, and those shared with a unit in which they have a post."""
        return self.filter(Q(person=person) | Q(shared_with__in=scope_of(person).unit_ids()))


class SavedView(models.Model):
    """Filters of the task list kept under a name (bộ lọc đã lưu), one's own or shared with a unit.

    It keeps only the question; what it finds is what its reader may see.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("Tên bộ lọc", max_length=80)
    query = models.TextField()
    shared_with = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="plans_one_view_a_name")]

    def __str__(self) -> str:
        return self.name


class SheetUpdate(models.Model):
    """A sheet of results sent back from Excel (cập nhật hàng loạt): looked at, then applied as a whole, then undone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sheet_updates")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False), name="plans_only_the_applied_undone"
            ),
        ]


class SheetUpdateRow(models.Model):
    """One task's row of a sheet: what it says, what stood before, and the revision it left, for an honest undo."""

    update = models.ForeignKey(SheetUpdate, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    says = models.JSONField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["update", "task"], name="plans_a_task_once_a_sheet")]
