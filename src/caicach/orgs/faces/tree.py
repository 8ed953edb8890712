"""How the tree of units and its decisions look on a page."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.orgs.models import KIND_NAMES, Unit, UnitSuccession, UnitVersion
from caicach.orgs.rules import Standing, UnitKind, fold
from caicach.ui.parts import EmptyState, Figure, Tab
from caicach.ui.wording import count, day

KIND_ICONS = {
    UnitKind.MINISTRY: "flag",
    UnitKind.DEPARTMENT: "building-community",
    UnitKind.DIVISION: "users",
    UnitKind.AGENCY: "scale",
    UnitKind.HOSPITAL: "building-hospital",
    UnitKind.CENTRE: "stack-2",
    UnitKind.STATION: "home",
    UnitKind.OTHER: "circle-dot",
}
FACILITIES = (UnitKind.HOSPITAL, UnitKind.CENTRE, UnitKind.STATION)
FACILITIES_FILTER = "facilities"
OFFICE_FIRST = (UnitKind.DIVISION, UnitKind.AGENCY)  # below a unit, its own office stands before what it runs
NAMED = 3  # units named in the list of decisions before "and n more"
CHANGE_ICONS = {"opened": "plus", "renamed": "pencil", "moved": "arrow-narrow-right", "closed": "circle-x"}


@dataclass(frozen=True)
class Row:
    """One line of the tree (dòng của cây đơn vị)."""

    code: str
    name: str
    kind: str
    icon: str
    depth: int
    below: int = 0
    found: bool = True  # False: shown only because a unit below it was looked for
    mark: str = ""  # what differs on the other of two days


@dataclass(frozen=True)
class Tree:
    """The units of one day, in order, with how many there are of each kind."""

    rows: Sequence[Row]
    counts: Mapping[str, int]
    found: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def differing(self) -> int:
        """How many units shown stand otherwise on the other day."""
        return sum(1 for row in self.rows if row.mark)

    def of(self, *kinds: UnitKind) -> int:
        return sum(self.counts.get(kind, 0) for kind in kinds)


@dataclass(frozen=True)
class View:
    """Two days side by side: the tree of one is shown, with what differs on the other (như ngày ấy, như hôm nay)."""

    on: datetime.date
    today: datetime.date
    as_now: bool

    @property
    def shown(self) -> datetime.date:
        return self.today if self.as_now else self.on

    @property
    def other(self) -> datetime.date:
        return self.on if self.as_now else self.today

    def tabs(self, query: str) -> list[Tab]:
        """The switch between the two days; none where they are one."""
        if self.on == self.today:
            return []
        words = _("Như ngày %(day)s") % {"day": day(self.on)}
        return [
            Tab(words, f"?{query}&by=", current=not self.as_now),
            Tab(_("Như hôm nay"), f"?{query}&by=now", current=self.as_now),
        ]


def marks(
    view: View, shown: Iterable[Standing], other: Iterable[Standing], successions: Iterable[UnitSuccession]
) -> dict[int, str]:
    """What a unit of the shown day was before, or became later, on the other day; nothing where it stayed as it was."""
    here, there = ({row.unit_id: row for row in rows} for rows in (shown, other))
    names = {pk: row.name for pk, row in [*here.items(), *there.items()]}
    first, last = sorted([view.on, view.today])
    between = [row for row in successions if first < row.effective_from <= last]
    found: dict[int, list[str]] = {}
    for pk, row in here.items():
        says = found.setdefault(pk, [])
        then = there.get(pk)
        if then is None:
            says += [_("mới thành lập")] if view.other < view.shown else _endings(pk, between)
            continue
        if then.name != row.name:
            says.append(
                (_("trước là %(name)s") if view.other < view.shown else _("nay là %(name)s")) % {"name": then.name}
            )
        if then.parent_id != row.parent_id:
            above = names.get(then.parent_id, "—") if then.parent_id else "—"
            says.append(
                (_("trước thuộc %(name)s") if view.other < view.shown else _("nay thuộc %(name)s")) % {"name": above}
            )
    if view.other < view.shown:
        for one in between:
            if one.successor_id in here:
                found[one.successor_id].append(_("nhận việc của %(name)s") % {"name": one.predecessor.name})
    return {pk: " · ".join(says) for pk, says in found.items() if says}


def _endings(unit: int, between: Iterable[UnitSuccession]) -> list[str]:
    rows = [row for row in between if row.predecessor_id == unit]
    if not rows:
        return [_("nay không còn, không có kế thừa")]
    names = ", ".join(row.successor.name for row in rows)
    return [_("nay không còn, việc chuyển cho %(names)s") % {"names": names}]


def tree(
    standing: Iterable[Standing],
    *,
    words: str,
    kind: str,
    aliases: Mapping[int, str],
    marks: Mapping[int, str] | None = None,
) -> Tree:
    """Units below their parents; a search keeps those above what it finds, so that one sees where it hangs."""
    units = {row.unit_id: row for row in standing}
    children: dict[int | None, list[int]] = {}
    counts: dict[str, int] = {}
    for pk, unit in units.items():
        children.setdefault(unit.parent_id if unit.parent_id in units else None, []).append(pk)
        counts[unit.kind] = counts.get(unit.kind, 0) + 1
    for below in children.values():
        below.sort(key=lambda pk: (units[pk].kind not in OFFICE_FIRST, pk))
    wanted = fold(words).split()
    kinds = {str(one) for one in FACILITIES} if kind == FACILITIES_FILTER else {kind} if kind else set(counts)

    def matches(unit: Standing) -> bool:
        text = fold(f"{unit.name} {unit.short_name} {unit.code}") + " " + aliases.get(unit.unit_id, "")
        return unit.kind in kinds and all(word in text for word in wanted)

    rows: list[Row] = []
    found = 0
    waiting = [(pk, 0) for pk in reversed(children.get(None, []))]
    while waiting:
        pk, depth = waiting.pop()
        unit = units[pk]
        below = children.get(pk, [])
        good = matches(unit)
        found += good
        icon = KIND_ICONS[UnitKind(unit.kind)]
        name_of_kind = str(KIND_NAMES[UnitKind(unit.kind)])
        mark = (marks or {}).get(pk, "")
        rows.append(Row(unit.code, unit.name, name_of_kind, icon, depth, below=len(below), found=good, mark=mark))
        waiting += [(child, depth + 1) for child in reversed(below)]
    return Tree(_kept(rows), counts, found)


def _kept(rows: list[Row]) -> list[Row]:
    """The rows found and those above them."""
    kept: list[Row] = []
    needed = 0  # rows of a smaller depth than this stand above a kept one
    for row in reversed(rows):
        if row.found or row.depth < needed:
            kept.append(row)
            needed = row.depth
    return kept[::-1]


def tree_figures(tree: Tree, changes: Sequence[UnitVersion], *, on: datetime.date, query: str) -> list[Figure]:
    """How the sector stands: units, facilities, changes."""
    hospitals, centres, stations = (tree.of(kind) for kind in FACILITIES)
    said = [
        ngettext("%(n)s bệnh viện", "%(n)s bệnh viện", hospitals) % {"n": count(hospitals)},
        ngettext("%(n)s trung tâm", "%(n)s trung tâm", centres) % {"n": count(centres)},
        ngettext("%(n)s trạm y tế", "%(n)s trạm y tế", stations) % {"n": count(stations)},
    ]
    coming = sum(1 for change in changes if change.effective_from > on)
    waiting = ngettext("%(n)s sắp có hiệu lực", "%(n)s sắp có hiệu lực", coming) % {"n": count(coming)}
    past = len(changes) - coming
    return [
        Figure(_("Đơn vị đang mở"), tree.total, ngettext("đơn vị", "đơn vị", tree.total), as_of=on, url=f"?{query}"),
        Figure(
            _("Bệnh viện, trung tâm, trạm"),
            tree.of(*FACILITIES),
            ngettext("cơ sở", "cơ sở", tree.of(*FACILITIES)),
            note=", ".join(said),
            url=f"?{query}&kind={FACILITIES_FILTER}",
        ),
        Figure(
            _("Thay đổi trong 12 tháng"),
            past,
            ngettext("quyết định", "quyết định", past),
            note=waiting if coming else _("không có thay đổi sắp tới"),
            url="#changes",
        ),
    ]


def kind_tabs(tree: Tree, *, chosen: str, query: str) -> list[Tab]:
    """One tab for each kind there is."""
    tabs = [Tab(_("Tất cả"), f"?{query}", current=not chosen, count=tree.total)]
    for kind in UnitKind:
        if number := tree.of(kind):
            tabs.append(Tab(str(KIND_NAMES[kind]), f"?{query}&kind={kind}", current=chosen == kind, count=number))
    return tabs


def no_units(words: str) -> EmptyState:
    """What an empty tree says."""
    if words:
        return EmptyState(
            _("Không có đơn vị nào khớp “%(words)s”.") % {"words": words},
            _("Thử ít chữ hơn, gõ không dấu cũng được, hoặc xem cây đơn vị ở ngày khác."),
            icon="search",
        )
    return EmptyState(
        _("Cây đơn vị sẽ hiện ở đây."), _("Ngày này chưa có đơn vị nào được thành lập."), icon="building-community"
    )


@dataclass(frozen=True)
class Decision:
    """What one decision did on one day, to one unit or many (một quyết định)."""

    on: datetime.date
    what: str
    icon: str
    decision: str
    units: Sequence[Unit]
    coming: bool
    heirs: Sequence[Unit] = ()

    @property
    def more(self) -> int:
        return len(self.units) - NAMED

    @property
    def named(self) -> Sequence[Unit]:
        return self.units[:NAMED]


def decisions(changes: Iterable[UnitVersion], *, today: datetime.date) -> list[Decision]:
    """Changes of the same day and kind by the same decision, told once."""
    groups: dict[tuple[datetime.date, str, str], list[UnitVersion]] = {}
    for change in changes:
        groups.setdefault((change.effective_from, change.decision, how_of(change)), []).append(change)
    return [
        Decision(
            on=on,
            what=how,
            icon=CHANGE_ICONS[group[0].change],
            decision=decision,
            units=[change.unit for change in group],
            coming=on > today,
            heirs=list(dict.fromkeys(row.successor for change in group for row in handed_on(change))),
        )
        for (on, decision, how), group in groups.items()
    ]


def handed_on(change: UnitVersion) -> list[UnitSuccession]:
    """Who took over by this change of a unit; the successions of the unit are at hand (`with_successions`)."""
    if change.change != UnitVersion.CLOSED:
        return []
    rows = [row for row in change.unit.successions.all() if row.effective_from == change.effective_from]
    return sorted(rows, key=lambda row: (not row.inherits_work, row.pk))


def how_of(change: UnitVersion) -> str:
    """The word for a change: a unit that ends was merged, split up, or closed."""
    rows = handed_on(change)
    if rows and rows[0].how != UnitSuccession.TAKEN_OVER:
        return rows[0].get_how_display()
    return change.get_change_display()
