"""Publishing versions of rules, and choosing an office's hours."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from caicach.audit.actions import record
from caicach.orgs.models import Person
from caicach.regulations import packs
from caicach.regulations.models import OfficeSchedule, Regulation
from caicach.regulations.permissions import require_publisher
from caicach.regulations.rules.calendar import CalendarDay

PARSERS: dict[str, Callable[[packs.Pack], object]] = {
    "calendar": lambda pack: packs.parse_calendar([pack]),
    "office_hours": packs.parse_office_hours,
}
"""The kinds this package owns: a version is read once before it is published. Other kinds are read by their owners."""


@transaction.atomic
def publish_pack(*, pack: packs.Pack, actor: Person | None, at: datetime) -> Regulation:
    """Publish a version of a rule (ban hành phiên bản); the same content again changes nothing."""
    require_publisher(actor)
    if pack.kind in PARSERS:
        PARSERS[pack.kind](pack)
    versions = Regulation.objects.select_for_update().versions(pack.kind, pack.code)
    last = versions.filter(effective_from=pack.effective_from).last()
    payload = packs.to_json(pack.payload)
    payload_hash = packs.payload_hash(payload)
    if last is not None and last.payload_hash == payload_hash and not last.repealed:
        return last
    return _published(pack, last, payload, payload_hash, actor, at)


@transaction.atomic
def repeal(*, kind: str, code: str, from_day: date, citation: str, actor: Person, at: datetime) -> Regulation:
    """End a rule that nothing follows, from a day on (bãi bỏ)."""
    require_publisher(actor)
    before = Regulation.objects.in_force(kind, code, on=from_day)
    pack = packs.Pack(kind, code, from_day, {**before.pack.payload, "citation": citation})
    last = Regulation.objects.select_for_update().versions(kind, code).filter(effective_from=from_day).last()
    payload = packs.to_json(pack.payload)
    return _published(pack, last, payload, packs.payload_hash(payload), actor, at, repealed=True)


@transaction.atomic
def change_calendar(
    *, days: list[CalendarDay], citation: str, actor: Person, at: datetime, code: str = "vn"
) -> Regulation:
    """Add days off and made-up days ordered late to their year's calendar (hoán đổi ngày làm việc)."""
    require_publisher(actor)
    year = days[0].day.year
    before = Regulation.objects.in_force("calendar", code, on=days[0].day).pack
    name = f"order-{at:%Y%m%d%H%M%S}"
    entries = [
        {
            "day": entry.day,
            "is": "working" if entry.is_working else "off",
            "name": {"vi": entry.name_vi, "en": entry.name_en},
            "by": entry.by,
            "source": name,
            "known_on": entry.known_on,
            "status": entry.status,
        }
        for entry in days
    ]
    payload = {
        **before.payload,
        "sources": {**before.payload["sources"], name: citation},
        "days": [*before.payload["days"], *entries],
    }
    return publish_pack(pack=packs.Pack("calendar", code, date(year, 1, 1), payload), actor=actor, at=at)


def load_packs(*, at: datetime, actor: Person | None = None, folder: Path = packs.FOLDER) -> int:
    """Publish every pack on file that is new or changed; returns how many. Safe to run at each start.

    A version corrected on screen is not undone: a file is published only when its content was never published before.
    """
    known = set(Regulation.objects.published().values_list("kind", "code", "effective_from", "payload_hash"))
    published = 0
    for pack in packs.packs(folder=folder):
        payload_hash = packs.payload_hash(packs.to_json(pack.payload))
        if (pack.kind, pack.code, pack.effective_from, payload_hash) not in known:
            publish_pack(pack=pack, actor=actor, at=at)
            published += 1
    return published


@transaction.atomic
def choose_office_hours(
    *, unit_code: str, profile: str, effective_from: date, actor: Person | None, at: datetime
) -> OfficeSchedule:
    """Let a unit work by other hours from a day on (đổi giờ làm việc của đơn vị)."""
    require_publisher(actor)
    Regulation.objects.in_force("office_hours", profile, on=effective_from)
    schedule, _ = OfficeSchedule.objects.update_or_create(
        unit_code=unit_code, effective_from=effective_from, defaults={"profile": profile}
    )
    record(
        "regulations.office_hours_chosen",
        schedule,
        actor=actor,
        at=at,
        unit=unit_code,
        profile=profile,
        effective_from=effective_from,
    )
    return schedule


def _published(
    pack: packs.Pack,
    last: Regulation | None,
    payload: Any,
    payload_hash: str,
    actor: Person | None,
    at: datetime,
    *,
    repealed: bool = False,
) -> Regulation:
    regulation = Regulation.objects.create(
        kind=pack.kind,
        code=pack.code,
        effective_from=pack.effective_from,
        revision=1 if last is None else last.revision + 1,
        citation=pack.payload["citation"],
        link=pack.payload["link"],
        last_checked_on=pack.payload["last_checked_on"],
        status=pack.payload["status"],
        published_at=at,
        repealed=repealed,
        payload=payload,
        payload_hash=payload_hash,
    )
    record(
        "regulations.repealed" if repealed else "regulations.published",
        regulation,
        actor=actor,
        at=at,
        version=str(regulation),
        citation=regulation.citation,
        payload_hash=payload_hash,
        replaces=None if last is None else last.payload_hash,
    )
    return regulation
