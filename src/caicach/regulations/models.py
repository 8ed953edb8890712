"""Versions of rules in the database, and the hours each office works by."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models

from caicach.regulations import packs
from caicach.regulations.rules.calendar import Timetable, WorkingCalendar


class NotInForce(LookupError):
    """No version binds on that day (chưa có quy định có hiệu lực)."""


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def published(self) -> "RegulationQuerySet":
        """Versions that bind or once bound; drafts are left out."""
        return self.filter(published_at__isnull=False)

    def versions(self, kind: str, code: str) -> "RegulationQuerySet":
        """Published versions of one rule, oldest first, corrections after what they correct."""
        return self.published().filter(kind=kind, code=code).order_by("effective_from", "revision")

    def in_force(self, kind: str, code: str, *, on: date) -> "Regulation":
        """The version that binds on a day (quy định đang có hiệu lực)."""
        found = self.versions(kind, code).filter(effective_from__lte=on).last()
        if found is None or found.repealed:
            raise NotInForce(f"Không có quy định «{kind}/{code}» có hiệu lực ngày {on:%d/%m/%Y}.")
        return found


class Regulation(models.Model):
    """One version of a rule of the law (phiên bản quy định): a pack as it was published.

    It has no end date: the next version ends this one. A misprint is a new revision; a repeal without successor is a
    version marked `repealed`. The database refuses to change or remove a published row (migration 0002).
    """

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=80)
    effective_from = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    citation = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    last_checked_on = models.DateField()
    status = models.CharField(max_length=12, choices=[(status, status) for status in packs.STATUSES])
    published_at = models.DateTimeField(null=True, blank=True)
    repealed = models.BooleanField(default=False)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "effective_from", "revision"], name="regulations_one_row_per_revision"
            ),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="regulations_revision_from_one"),
            models.CheckConstraint(condition=models.Q(status__in=packs.STATUSES), name="regulations_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.code} {self.effective_from} (lần {self.revision})"

    @property
    def pack(self) -> packs.Pack:
        """The version as the owner of its kind parses it."""
        return packs.Pack(self.kind, self.code, self.effective_from, packs.from_json(self.payload), str(self))


class OfficeScheduleQuerySet(models.QuerySet["OfficeSchedule"]):
    def of(self, unit_code: str, *, on: date) -> "OfficeSchedule | None":
        """The hours a unit chose that hold on a day; None where it never chose."""
        return self.filter(unit_code=unit_code, effective_from__lte=on).order_by("effective_from").last()


class OfficeSchedule(models.Model):
    """Which office hours a unit works by from a day on (giờ làm việc của đơn vị)."""

    unit_code = models.CharField(max_length=80)
    effective_from = models.DateField()
    profile = models.CharField(max_length=80)

    objects = OfficeScheduleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_code", "effective_from"], name="regulations_one_schedule_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.effective_from}: {self.profile}"


def working_calendar(code: str = "vn") -> WorkingCalendar:
    """The working calendar as published in this installation, late changes included (lịch làm việc)."""
    years: dict[date, tuple[int, str, bool]] = {}
    rows = Regulation.objects.versions("calendar", code)
    for effective_from, pk, content, repealed in rows.values_list("effective_from", "pk", "payload_hash", "repealed"):
        years[effective_from] = (pk, content, repealed)
    newest = tuple((pk, content) for pk, content, repealed in years.values() if not repealed)
    if not newest:
        raise NotInForce(f"Chưa nạp lịch làm việc «{code}».")
    return _calendar_of(newest)


def office_profile(unit_code: str, *, on: date) -> packs.OfficeProfile:
    """The hours and cut-offs of a unit on a day; the default ones where it chose none."""
    chosen = OfficeSchedule.objects.of(unit_code, on=on)
    regulation = Regulation.objects.in_force("office_hours", chosen.profile if chosen else "vn", on=on)
    return packs.parse_office_hours(regulation.pack)


def timetable_of(unit_code: str, *, on: date, known_on: date | None = None) -> Timetable:
    """The tables a unit's deadlines are counted on."""
    return working_calendar().timetable(office_profile(unit_code, on=on).hours, known_on)


@lru_cache(maxsize=8)
def _calendar_of(versions: tuple[tuple[int, str], ...]) -> WorkingCalendar:
    """Published rows never change, so number and content name the calendar for good.

    The number alone would not: one that was rolled back is given again.
    """
    found: dict[int, Any] = Regulation.objects.in_bulk([pk for pk, _content in versions])
    return packs.parse_calendar([found[pk].pack for pk, _content in versions])
