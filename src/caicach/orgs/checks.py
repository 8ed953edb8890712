"""What `verify` promises of units: they stand and hand on their work as their decisions say, told in the trail."""

import datetime
from collections.abc import Iterator

from django.utils.timezone import localdate

from caicach.audit.actions import stream_of
from caicach.audit.models import Line
from caicach.orgs import rules
from caicach.orgs.models import Delegation, Post, Unit, UnitSuccession, UnitVersion, tree_on

DECISIONS = (
    "orgs.unit_opened",
    "orgs.unit_renamed",
    "orgs.unit_moved",
    "orgs.unit_closed",
    "orgs.unit_merged",
    "orgs.unit_divided",
    "orgs.unit_split",
)


def faults(*, on: datetime.date | None = None) -> Iterator[str]:
    """Everything about units that does not hold today (đơn vị bị sai lệch)."""
    today = on or localdate()
    yield from _standing_faults(today)
    yield from _path_faults()
    yield from _circles(today)
    yield from _posts_in_closed_units(today)
    yield from _succession_faults()
    yield from _delegation_faults()
    yield from _trail_faults()


def _standing_faults(today: datetime.date) -> Iterator[str]:
    """Each unit is exactly what its version of today says, open if it has one."""
    standing = {row.unit_id: row for row in tree_on(today)}
    for unit in Unit.objects.all():
        row = standing.get(unit.pk)
        if unit.is_open != (row is not None):
            yield f"{unit.code}: {'đang mở' if unit.is_open else 'không mở'}, khác với các quyết định đã ghi."
        if row is None:
            continue
        if (unit.name, unit.short_name, unit.kind) != (row.name, row.short_name, row.kind):
            yield f"{unit.code}: tên hoặc loại “{unit.name}” khác với quyết định đang có hiệu lực “{row.name}”."
        if unit.parent_id != row.parent_id:
            yield f"{unit.code}: đơn vị cấp trên khác với quyết định đang có hiệu lực."


def _path_faults() -> Iterator[str]:
    """The path of each unit is that of its parent and its own number."""
    units = dict(Unit.objects.values_list("pk", "parent_id"))
    try:
        paths = rules.paths_of(units)
    except rules.CircularTree:
        yield "Cây đơn vị có vòng: một đơn vị trực thuộc chính đơn vị cấp dưới của nó."
        return
    for pk, code, path in Unit.objects.values_list("pk", "code", "path"):
        if path != paths[pk]:
            yield f"{code}: đường dẫn trong cây không khớp với đơn vị cấp trên."


def _circles(today: datetime.date) -> Iterator[str]:
    """Decisions still to come leave a tree without circles and without units below closed ones."""
    days = UnitVersion.objects.filter(effective_from__gt=today).values_list("effective_from", flat=True).distinct()
    for day in [today, *days.order_by("effective_from")]:
        standing = {row.unit_id: row for row in tree_on(day)}
        for row in standing.values():
            if row.parent_id is not None and row.parent_id not in standing:
                yield f"{row.code}: ngày {day:%d/%m/%Y} trực thuộc một đơn vị không mở."
        try:
            rules.paths_of({pk: row.parent_id if row.parent_id in standing else None for pk, row in standing.items()})
        except rules.CircularTree:
            yield f"Ngày {day:%d/%m/%Y} cây đơn vị có vòng."


def _posts_in_closed_units(today: datetime.date) -> Iterator[str]:
    closed = UnitVersion.objects.filter(change=UnitVersion.CLOSED, effective_from__lte=today).values("unit")
    for post in Post.objects.held(on=today).filter(unit__in=closed).select_related("person", "unit"):
        # A post that began on the closing day or later keeps its first day as its last.
        if post.until != post.since:
            yield f"{post.unit.code}: đã giải thể nhưng {post.person.username} còn giữ vị trí."


def _succession_faults() -> Iterator[str]:
    """Who takes over stands on that day; a unit that ends to successors gives its open work to one; no circle."""
    versions = list(UnitVersion.objects.values_list("unit_id", "effective_from", "change"))
    opened = {unit: day for unit, day, _change in sorted(versions, key=lambda row: row[1], reverse=True)}
    closed = {unit: day for unit, day, change in versions if change == UnitVersion.CLOSED}
    rows = list(UnitSuccession.objects.select_related("predecessor", "successor").order_by("pk"))
    heirs: dict[Unit, int] = {}
    for row in rows:
        day, code, other = row.effective_from, row.predecessor.code, row.successor.code
        ends = closed.get(row.predecessor_id) == day
        if not ends and (row.inherits_work or row.how != UnitSuccession.SPLIT):
            yield f"{code}: ghi {other} kế thừa từ {day:%d/%m/%Y} nhưng đơn vị không kết thúc ngày ấy."
        if opened[row.successor_id] > day or closed.get(row.successor_id, day) < day:
            yield f"{other}: nhận việc của {code} ngày {day:%d/%m/%Y} khi không mở."
        if ends:
            heirs[row.predecessor] = heirs.get(row.predecessor, 0) + row.inherits_work
    for unit, number in heirs.items():
        if number != 1:
            yield f"{unit.code}: kết thúc với {number} đơn vị nhận việc đang làm, phải đúng một."
    followed = rules.last_heirs({row.predecessor_id: row.successor_id for row in rows if row.inherits_work})
    if any(row.inherits_work and row.predecessor_id not in followed for row in rows):
        yield "Các đơn vị kế thừa nhau thành vòng."


def _delegation_faults() -> Iterator[str]:
    """A post is lent by its holder to another, to one at a time, never a post that gives rights; the trail tells it."""
    told = {
        (line.stream, str(line.changes["to"]), str(line.changes["since"]))
        for line in Line.objects.filter(kind="orgs.post_delegated")
    }
    before: Delegation | None = None
    for one in Delegation.objects.select_related("post__person", "to").order_by("post", "since", "pk"):
        holder = one.post.person.username
        if one.until < one.since or (one.ended_at is not None and one.ended_at < one.at):
            yield f"{holder}: ủy quyền từ {one.since:%d/%m/%Y} kết thúc trước khi bắt đầu."
        if one.to_id == one.post.person_id or one.post.role in rules.NOT_DELEGATED:
            yield f"{holder}: ủy quyền từ {one.since:%d/%m/%Y} cho {one.to.username} không được phép."
        if (stream_of(one.post.person), stream_of(one.to), one.since.isoformat()) not in told:
            yield f"{holder}: ủy quyền từ {one.since:%d/%m/%Y} không có trong nhật ký."
        if one.ended_at is not None:
            continue
        if before is not None and before.post_id == one.post_id and before.until >= one.since:
            yield f"{holder}: hai người cùng được ủy quyền một vị trí từ {one.since:%d/%m/%Y}."
        before = one


def _trail_faults() -> Iterator[str]:
    """Each version of a unit has its line, each line its version."""
    prefix = f"{Unit._meta.label_lower}:"
    told = {
        (int(line.stream.removeprefix(prefix)), str(line.changes["on"]))
        for line in Line.objects.filter(kind__in=DECISIONS, stream__startswith=prefix)
    }
    written = {
        (pk, day.isoformat())
        for pk, day in UnitSuccession.objects.filter(how=UnitSuccession.SPLIT).values_list(
            "predecessor_id", "effective_from"
        )
    }
    for unit_id, code, day in UnitVersion.objects.values_list("unit_id", "unit__code", "effective_from"):
        written.add((unit_id, day.isoformat()))
        if (unit_id, day.isoformat()) not in told:
            yield f"{code}: thay đổi ngày {day:%d/%m/%Y} không có trong nhật ký."
    for unit_id, text in sorted(told - written):
        yield f"{prefix}{unit_id}: nhật ký ghi thay đổi ngày {text} nhưng đơn vị không có thay đổi đó."
