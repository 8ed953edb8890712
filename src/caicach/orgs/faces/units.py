"""How one unit looks on a page: its life by decisions, its figures."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.orgs.faces.tree import CHANGE_ICONS, handed_on, how_of
from caicach.orgs.models import Unit, UnitSuccession, UnitVersion
from caicach.ui.parts import Figure

WITH_LIFE = (
    Prefetch("versions", UnitVersion.objects.select_related("parent").order_by("effective_from")),
    Prefetch(
        "successions",
        UnitSuccession.objects.select_related("successor").order_by("effective_from", "-inherits_work", "pk"),
    ),
    Prefetch("predecessions", UnitSuccession.objects.select_related("predecessor").order_by("effective_from", "pk")),
)


@dataclass(frozen=True)
class Moment:
    """One decision in the life of a unit (một mốc trong lịch sử đơn vị)."""

    on: datetime.date
    what: str
    icon: str
    says: str
    decision: str
    coming: bool = False


def history(unit: Unit, *, on: datetime.date) -> list[Moment]:
    """The life of a unit, newest first: its own decisions, and those that gave it work or took a part away.

    The unit comes with its versions, successions and predecessions (`WITH_LIFE`).
    """
    moments: list[Moment] = []
    before: UnitVersion | None = None
    for version in unit.versions.all():
        moments.append(
            Moment(
                version.effective_from,
                how_of(version),
                CHANGE_ICONS[version.change],
                _said(version, before),
                version.decision,
                coming=version.effective_from > on,
            )
        )
        before = version
    return sorted([*moments, *_handed(unit, on)], key=lambda moment: moment.on, reverse=True)


def _handed(unit: Unit, on: datetime.date) -> list[Moment]:
    """Work that came from others, and a part of its own that went while the unit stayed."""
    closed = {version.effective_from for version in unit.versions.all() if version.change == UnitVersion.CLOSED}
    gone = [row for row in unit.successions.all() if row.effective_from not in closed]
    came = unit.predecessions.all()
    moments = []
    for row in gone:
        says = _("một phần việc chuyển cho %(name)s") % {"name": row.successor}
        moments.append((row, _("Tách"), "stack-2", says))
    for row in came:
        says = _("của %(name)s") % {"name": row.predecessor}
        moments.append((row, _("Nhận việc"), "inbox", says))
    return [
        Moment(row.effective_from, what, icon, says, row.decision, coming=row.effective_from > on)
        for row, what, icon, says in moments
    ]


def _said(version: UnitVersion, before: UnitVersion | None) -> str:
    place = {"name": version.name, "parent": version.parent or ""}
    if version.change == UnitVersion.OPENED:
        return _("%(name)s, trực thuộc %(parent)s") % place if version.parent else version.name
    if version.change == UnitVersion.RENAMED and before is not None:
        return _("%(before)s thành %(name)s") % {"before": before.name, "name": version.name}
    if version.change == UnitVersion.MOVED:
        start = before.parent if before is not None else None
        return _("từ %(start)s sang %(end)s") % {"start": start or "—", "end": version.parent or "—"}
    heirs = handed_on(version)
    if heirs:
        work = heirs[0].successor.name
        others = ", ".join(row.successor.name for row in heirs[1:])
        if others:
            return _("việc đang làm chuyển cho %(work)s; kế thừa cùng: %(others)s") % {"work": work, "others": others}
        return _("việc đang làm chuyển cho %(work)s") % {"work": work}
    return version.name


def unit_figures(unit: Unit, *, below: int, holders: int | None, changes: int) -> list[Figure]:
    """How a unit stands: what is below it, who works in it, how often it changed."""
    figures = [Figure(_("Đơn vị cấp dưới"), below, ngettext("đơn vị", "đơn vị", below), url="#below")]
    if holders is not None:
        figures.append(Figure(_("Người giữ vị trí"), holders, ngettext("người", "người", holders), url="#people"))
    figures.append(Figure(_("Quyết định về đơn vị"), changes, ngettext("lần", "lần", changes), url="#history"))
    return figures
