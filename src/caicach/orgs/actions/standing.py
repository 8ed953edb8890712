"""The versions of units: what may be written, and how units come to stand as their versions say."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from caicach.audit.actions import Deed, record_many
from caicach.orgs import rules
from caicach.orgs.models import Person, Unit, UnitSuccession, UnitVersion, tree_on


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


def require_sound(on: datetime.date, *, closing: set[int]) -> None:
    """After several decisions at once: no circle on any day from `on`, and nothing left below a unit that closes."""
    later = UnitVersion.objects.filter(effective_from__gt=on).values_list("effective_from", flat=True).distinct()
    for day in [on, *later]:
        standing = {row.unit_id: row for row in tree_on(day)}
        parents = {pk: row.parent_id if row.parent_id in standing else None for pk, row in standing.items()}
        try:
            rules.paths_of(parents)
        except rules.CircularTree:
            raise rules.CircularTree(
                _("Một đơn vị sẽ trực thuộc chính đơn vị cấp dưới của nó từ %(day)s. Hãy chuyển đơn vị đó ra trước.")
                % {"day": f"{day:%d/%m/%Y}"}
            ) from None
        left = [row.name for row in standing.values() if row.parent_id in closing]
        if left:
            raise UnitNotOpen(
                _("Từ %(day)s “%(unit)s” sẽ trực thuộc một đơn vị không còn. Hãy chuyển đơn vị đó trước.")
                % {"day": f"{day:%d/%m/%Y}", "unit": left[0]}
            )


def require_nothing_to_inherit(unit: Unit, on: datetime.date) -> None:
    """A unit does not end before the day on which it is to take over another's work."""
    coming = UnitSuccession.objects.filter(successor=unit, effective_from__gt=on).select_related("predecessor")
    for row in coming.order_by("-effective_from"):
        raise OutOfOrder(
            _("“%(unit)s” sẽ nhận việc của “%(other)s” từ %(day)s. Hãy chọn ngày đó hoặc ngày sau đó.")
            % {"unit": unit, "other": row.predecessor, "day": f"{row.effective_from:%d/%m/%Y}"}
        )


def version_of(
    unit: Unit,
    change: str,
    on: datetime.date,
    decision: str,
    *,
    name: str,
    short_name: str,
    kind: str,
    parent: Unit | None,
) -> UnitVersion:
    """The version a decision makes of a unit, to be saved; a second decision of the same day completes the first."""
    same_day = UnitVersion.objects.filter(unit=unit, effective_from=on).first()
    version = same_day or UnitVersion(unit=unit, effective_from=on)
    if same_day is not None and decision not in same_day.decision:
        decision = f"{same_day.decision}; {decision}"[:300]
    if same_day is not None and same_day.change == UnitVersion.OPENED and change != UnitVersion.CLOSED:
        change = UnitVersion.OPENED
    version.change, version.decision = change, decision
    version.name, version.short_name, version.kind, version.parent = name, short_name, kind, parent
    return version


def require_no_children(unit: Unit, on: datetime.date) -> None:
    """A unit closes when no unit stands below it, on that day or later."""
    below = [row for row in tree_on(on) if row.parent_id == unit.pk]
    coming = UnitVersion.objects.filter(parent=unit, effective_from__gt=on).exclude(change=UnitVersion.CLOSED)
    if below or coming.exists():
        raise UnitNotOpen(_("Đơn vị còn đơn vị trực thuộc. Hãy chuyển hoặc giải thể các đơn vị đó trước."))
