"""How units and people look on a page: plain values for the parts of `ui`."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.audit.actions import stream_of
from caicach.audit.faces import told
from caicach.audit.models import Line
from caicach.orgs.models import KIND_NAMES, ROLE_NAMES, Person, Post, Unit, UnitVersion
from caicach.orgs.rules import Role, Standing, UnitKind, fold
from caicach.ui.parts import EmptyState, Figure, Tab, Tone, TrailLine
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


@dataclass(frozen=True)
class Tree:
    """The units of one day, in order, with how many there are of each kind."""

    rows: Sequence[Row]
    counts: Mapping[str, int]
    found: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, *kinds: UnitKind) -> int:
        return sum(self.counts.get(kind, 0) for kind in kinds)


def tree(standing: Iterable[Standing], *, words: str, kind: str, aliases: Mapping[int, str]) -> Tree:
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
        rows.append(Row(unit.code, unit.name, name_of_kind, icon, depth, below=len(below), found=good))
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
        groups.setdefault((change.effective_from, change.decision, change.change), []).append(change)
    return [
        Decision(
            on=on,
            what=group[0].get_change_display(),
            icon=CHANGE_ICONS[kind],
            decision=decision,
            units=[change.unit for change in group],
            coming=on > today,
        )
        for (on, decision, kind), group in groups.items()
    ]


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
    """The life of a unit, newest first."""
    moments: list[Moment] = []
    before: UnitVersion | None = None
    for version in unit.versions.select_related("parent").order_by("effective_from"):
        moment = Moment(
            version.effective_from,
            version.get_change_display(),
            CHANGE_ICONS[version.change],
            _said(version, before),
            version.decision,
            coming=version.effective_from > on,
        )
        moments.append(moment)
        before = version
    return moments[::-1]


def _said(version: UnitVersion, before: UnitVersion | None) -> str:
    place = {"name": version.name, "parent": version.parent or ""}
    if version.change == UnitVersion.OPENED:
        return _("%(name)s, trực thuộc %(parent)s") % place if version.parent else version.name
    if version.change == UnitVersion.RENAMED and before is not None:
        return _("%(before)s thành %(name)s") % {"before": before.name, "name": version.name}
    if version.change == UnitVersion.MOVED:
        start = before.parent if before is not None else None
        return _("từ %(start)s sang %(end)s") % {"start": start or "—", "end": version.parent or "—"}
    return version.name


def unit_figures(unit: Unit, *, below: int, holders: int | None, changes: int) -> list[Figure]:
    """How a unit stands: what is below it, who works in it, how often it changed."""
    figures = [Figure(_("Đơn vị cấp dưới"), below, ngettext("đơn vị", "đơn vị", below), url="#below")]
    if holders is not None:
        figures.append(Figure(_("Người giữ vị trí"), holders, ngettext("người", "người", holders), url="#people"))
    figures.append(Figure(_("Quyết định về đơn vị"), changes, ngettext("lần", "lần", changes), url="#history"))
    return figures


def state_of(person: Person, posts: Sequence[Post]) -> tuple[str, Tone]:
    """How a person's sign-in stands, in a word."""
    if not person.is_active:
        return _("Đã khóa"), "none"
    if not posts:
        return _("Chưa có vị trí"), "soon"
    if person.last_login is None:
        return _("Chưa đăng nhập"), "waiting"
    return _("Đang dùng"), "ok"


def people_figures(counts: Mapping[str, int]) -> list[Figure]:
    """How the sign-ins stand."""
    without = counts["without-post"]

    def people(number: int) -> str:
        return ngettext("người", "người", number)

    return [
        Figure(_("Tài khoản đang dùng"), counts[""], people(counts[""]), url="?"),
        Figure(
            _("Chưa có vị trí"),
            without,
            people(without),
            tone="soon" if without else "none",
            note=_("chưa làm được việc gì") if without else "",
            url="?show=without-post",
        ),
        Figure(_("Đã khóa"), counts["locked"], people(counts["locked"]), url="?show=locked"),
    ]


def nobody_found(words: str) -> EmptyState:
    """What an empty list of people says."""
    if words:
        return EmptyState(
            _("Không có ai khớp “%(words)s”.") % {"words": words},
            _("Tìm theo họ tên, cách gọi hoặc tên đăng nhập, gõ không dấu cũng được."),
            icon="search",
        )
    return EmptyState(_("Không có ai ở mục này."), icon="users")


def post_state(post: Post, today: datetime.date) -> tuple[str, Tone]:
    """How a post stands, in a word."""
    if post.since > today:
        return _("Sắp bắt đầu"), "waiting"
    if post.until is not None and post.until < today:
        return _("Đã kết thúc"), "none"
    return _("Đang giữ"), "ok"


def person_figures(person: Person, *, held: int, posts: int) -> list[Figure]:
    """How a person stands: posts held, posts in all, last sign-in."""
    last = day(person.last_login) if person.last_login else _("chưa có")
    return [
        Figure(
            _("Vị trí đang giữ"),
            held,
            ngettext("vị trí", "vị trí", held),
            tone="none" if held else "soon",
            url="#posts",
        ),
        Figure(_("Vị trí từ trước đến nay"), posts, ngettext("vị trí", "vị trí", posts), url="#posts"),
        Figure(_("Đăng nhập gần nhất"), last),
    ]


def people_tabs(chosen: str, words: str) -> list[Tab]:
    names = [("", _("Đang dùng")), ("without-post", _("Chưa có vị trí")), ("locked", _("Đã khóa"))]
    return [Tab(name, "?" + urlencode({"q": words, "show": value}), current=value == chosen) for value, name in names]


def trail(record: Unit | Person) -> list[TrailLine]:
    """The trail of a unit or a person in words; units it mentions by their names of today."""
    lines = list(Line.objects.of(stream_of(record)))
    names = _names_in(lines)
    kinds = {
        "orgs.unit_opened": _("thành lập đơn vị"),
        "orgs.unit_renamed": _("đổi tên đơn vị"),
        "orgs.unit_moved": _("chuyển đơn vị"),
        "orgs.unit_closed": _("giải thể đơn vị"),
        "orgs.decision_took_effect": _("quyết định có hiệu lực"),
        "orgs.alias_added": _("thêm tên gọi khác"),
        "orgs.person_added": _("cấp tài khoản"),
        "orgs.person_deactivated": _("khóa tài khoản"),
        "orgs.person_reactivated": _("mở khóa tài khoản, cấp mật khẩu tạm"),
        "orgs.password_reset": _("cấp lại mật khẩu tạm"),
        "orgs.post_given": _("giao vị trí"),
        "orgs.post_ended": _("kết thúc vị trí"),
    }
    fields = {
        "name": _("Tên"),
        "parent": _("Trực thuộc"),
        "on": _("Từ ngày"),
        "decision": _("Quyết định"),
        "successors": _("Kế thừa"),
        "text": _("Tên gọi"),
        "unit": _("Đơn vị"),
        "role": _("Vai trò"),
        "since": _("Từ ngày"),
        "until": _("Đến ngày"),
        "username": _("Tên đăng nhập"),
    }
    return told(lines, kinds, fields, lambda name, value: _shown(name, value, names))


def _names_in(lines: Iterable[Line]) -> dict[str, str]:
    prefix = f"{Unit._meta.label_lower}:"
    mentioned: set[str] = set()
    for line in lines:
        mentioned |= {word for word in _texts(line.changes) if word.startswith(prefix)}
    ids = [int(word.removeprefix(prefix)) for word in mentioned]
    return {f"{prefix}{pk}": name for pk, name in Unit.objects.filter(pk__in=ids).values_list("pk", "name")}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


def _shown(name: str, value: Any, units: Mapping[str, str]) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(name, item, units) for item in value)
    if name in ("on", "since", "until"):
        return day(datetime.date.fromisoformat(str(value)))
    if name == "role":
        return str(ROLE_NAMES[Role(value)])
    return units.get(str(value), str(value))
