from django.db import models
from django.db.models import Q

from caicach.notifications.rules import Channel
from caicach.orgs.models import Person


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> "NoticeQuerySet":
        """A notice is its receiver's alone."""
        return self.filter(to=person)

    def unread_first(self) -> "NoticeQuerySet":
        is_read = models.Q(read_at__isnull=False)
        return self.annotate(is_read=models.ExpressionWrapper(is_read, models.BooleanField())).order_by(
            "is_read", "-at", "-pk"
        )

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something a person should know (thông báo), written in the transaction of the deed it tells of."""

    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    once_key = models.CharField(max_length=120, unique=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="notices_unread")]

    def __str__(self) -> str:
        return self.text
