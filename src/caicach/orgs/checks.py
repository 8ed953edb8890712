"""What `verify` promises of units: they stand as their decisions say, and every decision has its line in the trail."""

import datetime
from collections.abc import Iterator

from django.utils.timezone import localdate

from caicach.audit.models import Line
from caicach.orgs import rules
from caicach.orgs.models import Post, Unit, UnitVersion, tree_on

DECISIONS = ("orgs.unit_opened", "orgs.unit_renamed", "orgs.unit_moved", "orgs.unit_closed")


def faults(*, on: datetime.date | None = None) -> Iterator[str]:
    """Everything about units that does not hold today (đơn vị bị sai lệch)."""
    today = on or localdate()
    yield from _standing_faults(today)
    yield from _path_faults()
    yield from _circles(today)
    yield from _posts_in_closed_units(today)
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


def _trail_faults() -> Iterator[str]:
    """Each version of a unit has its line, each line its version."""
    prefix = f"{Unit._meta.label_lower}:"
    told = {
        (int(line.stream.removeprefix(prefix)), str(line.changes["on"]))
        for line in Line.objects.filter(kind__in=DECISIONS, stream__startswith=prefix)
    }
    written = set()
    for unit_id, code, day in UnitVersion.objects.values_list("unit_id", "unit__code", "effective_from"):
        written.add((unit_id, day.isoformat()))
        if (unit_id, day.isoformat()) not in told:
            yield f"{code}: thay đổi ngày {day:%d/%m/%Y} không có trong nhật ký."
    for unit_id, text in sorted(told - written):
        yield f"{prefix}{unit_id}: nhật ký ghi thay đổi ngày {text} nhưng đơn vị không có thay đổi đó."
