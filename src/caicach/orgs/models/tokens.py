from django.db import models
from django.db.models import Q

from caicach.orgs.models.people import Person
from caicach.orgs.models.units import Unit


class AccessToken(models.Model):
    """A secret by which a machine acts for a person (mã truy cập): a calendar on a phone, a program over the API.

    Only its hash is kept; a calendar may be of the person or of one unit in the person's reach.
    """

    FEED, API = "feed", "api"
    READ, REPORT = "read", "report"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_tokens")
    kind = models.CharField(max_length=4, choices=[(FEED, "Lịch"), (API, "API")])
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    hashed = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="feed") | Q(expires_on__isnull=False), name="orgs_api_token_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.name or self.person}"
