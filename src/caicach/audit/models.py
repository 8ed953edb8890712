import json
from typing import Any

from django.db import models


class LineQuerySet(models.QuerySet["Line"]):
    def of(self, stream: str) -> "LineQuerySet":
        """The lines of one record, oldest first."""
        return self.filter(stream=stream).order_by("number")


class Line(models.Model):
    """One line of the append-only trail (dòng nhật ký): who did what to which record, when.

    The actor is kept as number and name in words, so that the line outlives the account.
    The database refuses change and removal (triggers in migration 0002).
    """

    stream = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    at_text = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="audit_one_line_per_number"),
        ]
        indexes = [models.Index(fields=["at"], name="audit_line_at")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.kind}"

    @property
    def changes(self) -> dict[str, Any]:
        """What the line says, read back."""
        return dict(json.loads(self.content))
