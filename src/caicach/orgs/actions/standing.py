"""The versions of units: what may be written, and how units come to stand as their versions say."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from caicach.audit.actions import Deed, record_many
from caicach.orgs import rules
from caicach.orgs.models import Person, Unit, UnitVersion, tree_on


class UnitNotOpen(ValueError):
    """The unit is closed, or has work or units that keep it open."""


class OutOfOrder(ValueError):
    """A decision would take effect before one that is already written."""


@transaction.atomic
def apply_due_changes(
    *,
    on: datetime.date,
    only: Iterable[int] | None = None,
    actor: Person | None = None,
    at: datetime.datetime | None = None,
) -> int:
    """Bring name, parent, path and openness of units to how they stand on a day; returns how many changed.

    Called by every action here for today, and by the daily job for decisions that take effect later; the job names
    the moment, so that each of those leaves a line.
    """
    standing = {row.unit_id: row for row in tree_on(on)}
    units = {unit.pk: unit for unit in Unit.objects.all()}
    parents = {pk: (standing[pk].parent_id if pk in standing else unit.parent_id) for pk, unit in units.items()}
    paths = rules.paths_of(parents)
    wanted = set(only) if only is not None else set(units)
    changed, took_effect = [], []
    for pk, unit in units.items():
        row = standing.get(pk)
        before = (_said(unit), unit.path, unit.folded)
        if row is not None:
            unit.name, unit.short_name, unit.parent_id, unit.kind = row.name, row.short_name, row.parent_id, row.kind
        unit.path, unit.is_open = paths[pk], row is not None
        unit.folded = rules.fold(" ".join([unit.name, unit.short_name, unit.code]))[:300]
        if before != (_said(unit), unit.path, unit.folded) and (pk in wanted or before[1] != unit.path):
            changed.append(unit)
            if before[0] != _said(unit):
                took_effect.append(Deed("orgs.decision_took_effect", unit, {"on": on}))
    Unit.objects.bulk_update(
        changed, ["name", "short_name", "parent", "kind", "path", "is_open", "folded"], batch_size=200
    )
    if at is not None:
        record_many(took_effect, actor=actor, at=at)
    return len(changed)


def _said(unit: Unit) -> tuple[object, ...]:
    return (unit.name, unit.short_name, unit.parent_id, unit.kind, unit.is_open)


def latest_version(unit: Unit) -> UnitVersion | None:
    """The last decision written for a unit, in effect or still to come."""
    return UnitVersion.objects.filter(unit=unit).select_related("parent").order_by("-effective_from").first()


def require_in_order(unit: Unit, on: datetime.date) -> UnitVersion:
    """Decisions on a unit are written in the order they take effect; returns the last one written."""
    last = latest_version(unit)
    if last is None or last.change == UnitVersion.CLOSED:
        raise UnitNotOpen(_("Đơn vị đã có quyết định giải thể, không thay đổi được nữa."))
    if on < last.effective_from:
        raise OutOfOrder(
            _("Đơn vị đã có thay đổi có hiệu lực từ %(day)s. Hãy chọn ngày đó hoặc ngày sau đó.")
            % {"day": f"{last.effective_from:%d/%m/%Y}"}
        )
    return last


def require_standing(unit: Unit, on: datetime.date) -> None:
    """Nothing new is hung on a unit that is not open on the day, or that a decision already closes."""
    versions = list(UnitVersion.objects.filter(unit=unit).values_list("effective_from", "change"))
    if not any(day <= on for day, _change in versions):
        raise UnitNotOpen(_("“%(unit)s” chưa thành lập vào ngày này.") % {"unit": unit})
    if any(change == UnitVersion.CLOSED for _day, change in versions):
        raise UnitNotOpen(_("“%(unit)s” đã có quyết định giải thể.") % {"unit": unit})


def require_no_circle(unit: Unit, parent: Unit | None, on: datetime.date) -> None:
    """On no day from `on` may the unit stand below itself; decisions still to come are counted."""
    later = UnitVersion.objects.filter(effective_from__gt=on).values_list("effective_from", flat=True).distinct()
    for day in [on, *later]:
        parents = {row.unit_id: row.parent_id for row in tree_on(day)}
        parents[unit.pk] = parent.pk if parent is not None else None
        for above in list(parents.values()):
            if above is not None:
                parents.setdefault(above, None)
        try:
            rules.paths_of(parents)
        except rules.CircularTree:
            raise rules.CircularTree(
                _("Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị cấp dưới của nó.")
            ) from None


def require_no_children(unit: Unit, on: datetime.date) -> None:
    """A unit closes when no unit stands below it, on that day or later."""
    below = [row for row in tree_on(on) if row.parent_id == unit.pk]
    coming = UnitVersion.objects.filter(parent=unit, effective_from__gt=on).exclude(change=UnitVersion.CLOSED)
    if below or coming.exists():
        raise UnitNotOpen(_("Đơn vị còn đơn vị trực thuộc. Hãy chuyển hoặc giải thể các đơn vị đó trước."))
