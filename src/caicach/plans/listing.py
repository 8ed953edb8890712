"""The list of tasks over all plans: its figures, its shapes, what it may be narrowed by, and the views people keep."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Person
from caicach.plans.asking import DONE, LATE, OPEN, RISK, SETTLED, Wanted, at_risk, class_names
from caicach.plans.forms import field_choices
from caicach.plans.models import ASSIGNER_NAMES, LEVEL_NAMES, Plan, SavedView, Task, TaskQuerySet, classes
from caicach.plans.rules import LATE_SOON_DAYS
from caicach.ui import wording
from caicach.ui.parts import Figure, Tab, Tone

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list: a choice among names."""

    name: str
    says: str  # also what "any" is called: "Mọi kế hoạch"
    choices: Choices
    chosen: str


@dataclass(frozen=True)
class Head:
    """A head of the table, and the way it is sorted by now."""

    says: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Kept:
    """A kept view with how many tasks it finds for its reader today."""

    view: SavedView
    url: str
    count: int
    current: bool
    mine: bool


def shapes() -> dict[str, str]:
    """The shapes the list can take, in the order of their tabs; the table is the list itself."""
    return {
        "": _("Bảng"),
        "heat": _("Bảng nhiệt"),
        "tree": _("Cây"),
        "board": _("Theo cột"),
        "calendar": _("Lịch"),
        "timeline": _("Tiến trình"),
        "load": _("Khối lượng"),
        "risk": _("Sẽ trễ"),
        "week": _("Thay đổi"),
    }


def shape_tabs(shape: str, wanted: Wanted) -> list[Tab]:
    """The shapes as tabs that keep the question."""
    return [Tab(says, address(name, wanted), current=name == shape) for name, says in shapes().items()]


def address(shape: str, wanted: Wanted) -> str:
    """Where a shape answers a question."""
    page = reverse("plans:shape", args=[shape]) if shape else reverse("plans:tasks")
    return f"{page}?{wanted.query}" if wanted.query else page


def counts_of(tasks: TaskQuerySet, today: datetime.date) -> dict[str, int]:
    """How many tasks stand in each class, in all, and how many will probably be late."""
    filters = {name: Count("pk", filter=condition) for name, condition in classes(today).items()}
    risk = Count("pk", filter=at_risk(today))
    return dict(tasks.order_by().aggregate(total=Count("pk"), risk=risk, **filters))


def class_tabs(counts: dict[str, int], wanted: Wanted) -> list[Tab]:
    """The classes as tabs over the list, each with its count."""
    counts = counts | {
        OPEN: counts["in_progress"] + counts["not_begun"] + counts["overdue"],
        DONE: counts["done_on_time"] + counts["done_late"],
    }
    names = class_names()
    shown: list[tuple[str, str, Tone, int]] = [
        ("", _("Tất cả"), "none", counts["total"]),
        (OPEN, _("Đang mở"), "none", counts[OPEN]),
        ("overdue", *names["overdue"], counts["overdue"]),
        ("in_progress", *names["in_progress"], counts["in_progress"]),
        ("not_begun", *names["not_begun"], counts["not_begun"]),
        (DONE, _("Đã hoàn thành"), "ok", counts[DONE]),
        *((name, *names[name], counts[name]) for name in ("suspended", "cancelled") if counts[name]),
    ]
    return [
        Tab(says, wanted.but(of_class=name), current=wanted.of_class == name, count=number, tone=tone)
        for name, says, tone, number in shown
    ]


def figures(counts: dict[str, int], wanted: Wanted) -> list[Figure]:
    """How the tasks asked for stand, in three figures; each opens its tasks."""
    unit, page = _("nhiệm vụ"), reverse("plans:tasks")
    of = counts["total"] - counts["cancelled"] - counts["suspended"]
    done = counts["done_on_time"] + counts["done_late"]
    says = _("trên %(of)s nhiệm vụ đang theo dõi") % {"of": wording.count(of)}
    return [
        Figure(
            _("Quá hạn, chưa xong"),
            counts["overdue"],
            unit,
            tone="late" if counts["overdue"] else "none",
            note=says,
            url=page + wanted.but(of_class="overdue"),
        ),
        Figure(
            _("Sẽ trễ trong %(days)d ngày") % {"days": LATE_SOON_DAYS},
            counts["risk"],
            unit,
            tone="soon" if counts["risk"] else "none",
            note=_("chưa bắt đầu, bị trả lại hoặc còn dưới 3 ngày"),
            url=page + wanted.but(of_class="", due=RISK),
        ),
        Figure(
            _("Đã hoàn thành"),
            done,
            unit,
            tone="ok" if done else "none",
            note=_("%(late)s xong quá hạn") % {"late": wording.count(counts["done_late"])},
            url=page + wanted.but(of_class=DONE),
        ),
    ]


def filters(person: Person, wanted: Wanted) -> tuple[list[Filter], list[Filter]]:
    """What the list may be narrowed by: the common ways, and those behind "more"."""
    seen = Task.objects.visible_to(person).order_by()
    plans = Plan.objects.visible_to(person).order_by("-starts_on", "code").values_list("pk", "code", "title")
    units = sorted(set(seen.values_list("lead__path", "lead__code", "lead__name")))
    people = sorted(set(seen.filter(person__isnull=False).values_list("person__full_name", "person__username")))
    within = [(days, _("đến hạn trong %(days)s ngày") % {"days": days}) for days in ("7", "14", "30")]
    due = [*within, (RISK, _("sẽ trễ trong 14 ngày")), ("none", _("không có hạn"))]
    if wanted.due and wanted.due not in dict(due):
        due.append((wanted.due, period_name(wanted.due)))
    changed = [
        ("any", _("có thay đổi")),
        ("given", _("mới giao")),
        ("done", _("mới hoàn thành")),
        ("moved", _("đổi hạn")),
        ("fell", _("mới quá hạn")),
        ("stopped", _("tạm dừng, hủy")),
    ]
    reports = [
        ("waiting", _("chờ gửi hoặc chờ xác nhận")),
        ("with_head", _("chờ lãnh đạo đơn vị gửi")),
        ("sent", _("chờ Văn phòng xác nhận")),
        ("returned", _("bị trả lại")),
    ]
    common = [
        Filter("unit", _("Mọi đơn vị"), [(code, name) for _path, code, name in units], wanted.unit),
        Filter(
            "plan", _("Mọi kế hoạch"), [(str(pk), f"{code} {title}"[:80]) for pk, code, title in plans], wanted.plan
        ),
        Filter("due", _("Mọi thời hạn"), due, wanted.due),
    ]
    more = [
        Filter("field", _("Mọi lĩnh vực"), field_choices(), wanted.field),
        Filter("level", _("Mọi cấp kế hoạch"), [(key, str(name)) for key, name in LEVEL_NAMES.items()], wanted.level),
        Filter("assigner", _("Mọi cơ quan giao"), [(k, str(v)) for k, v in ASSIGNER_NAMES.items()], wanted.assigner),
        Filter("changed", _("Thay đổi trong 7 ngày qua"), changed, wanted.changed),
        Filter("report", _("Mọi tình trạng báo cáo"), reports, wanted.report),
    ]
    if people:
        more.append(Filter("person", _("Mọi người làm"), [(key, name) for name, key in people], wanted.person))
    return common, more


def period_name(code: str) -> str:
    """Tháng 9/2026, quý III/2026, or 05/09/2026."""
    if len(code) == len("2026-09-05"):
        return _("đến hạn ngày %(day)s") % {"day": wording.day(datetime.date.fromisoformat(code))}
    year, _sign, part = code.partition("-")
    if part.startswith("Q"):
        return _("đến hạn trong quý %(quarter)s/%(year)s") % {
            "quarter": ("I", "II", "III", "IV")[int(part[1]) - 1],
            "year": year,
        }
    return _("đến hạn trong tháng %(month)d/%(year)s") % {"month": int(part), "year": year}


def kept_views(person: Person, wanted: Wanted, today: datetime.date) -> list[Kept]:
    """The person's views and those shared with their units, each counted; one question for all of them."""
    views = list(SavedView.objects.visible_to(person).select_related("person", "shared_with").distinct()[:40])
    if not views:
        return []
    asked = {view.pk: Wanted.read(dict(parse_qsl(view.query))) for view in views}
    whole, work = Q(parent__isnull=True), Q(recurrence__isnull=True)
    counted = {
        f"view_{pk}": Count("pk", filter=(work if one.items else whole) & one.condition(person, today))
        for pk, one in asked.items()
    }
    found = Task.objects.visible_to(person).order_by().aggregate(**counted)
    here = replace(wanted, sort="").query
    return [
        Kept(
            view,
            address("", asked[view.pk]),
            found[f"view_{view.pk}"],
            replace(asked[view.pk], sort="").query == here,
            view.person_id == person.pk,
        )
        for view in views
    ]


def heads(wanted: Wanted) -> list[Head]:
    """The heads of the table, each sorting it."""
    names = [("plan", _("Nhiệm vụ")), ("unit", _("Đơn vị chủ trì")), ("due", _("Hạn")), ("state", _("Tình trạng"))]
    names.append(("changed", _("Thay đổi")))
    return [
        Head(
            says,
            wanted.but(sort=f"-{name}" if wanted.sort == name else name),
            {name: "up", f"-{name}": "down"}.get(wanted.sort, ""),
        )
        for name, says in names
    ]


def with_said(wanted: Wanted, said: Mapping[str, str]) -> Wanted:
    """A question with what a cell adds to it; a unit in a cell is that very unit."""
    changes = {"of_class" if name == "class" else name: value for name, value in said.items()}
    return replace(wanted, **changes, **({"below": ""} if "unit" in said else {}))


def whole_question(wanted: Wanted) -> Wanted:
    """The question without the class, which the tabs choose."""
    return replace(wanted, of_class="")


def group_names() -> dict[str, str]:
    """The groups of classes in words."""
    return {
        DONE: _("Đã hoàn thành"),
        OPEN: _("Đang mở"),
        LATE: _("Hoàn thành quá hạn hoặc đang quá hạn"),
        SETTLED: _("Đã hoàn thành hoặc quá hạn"),
    }
