"""The Head's page (toàn cảnh): what is late, what will be, where, and what waits for a signature."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.office.items import Item
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import Role
from caicach.plans import heats, listing, loads, risks, rules, shapes
from caicach.plans.asking import CHANGES, SETTLED, Wanted, at_risk, end_of, was_at_risk
from caicach.plans.loads import Load
from caicach.plans.models import ProgressReport, TaskQuerySet, classes
from caicach.plans.overview import quarter_name
from caicach.plans.risks import RiskRow
from caicach.plans.rules import LATE_SOON_DAYS, ReportState
from caicach.ui import wording
from caicach.ui.parts import Figure, Heat, Tab, Tendency

WEEKS, QUARTERS = 8, 6  # points of a small line
LISTED, UNITS, LOADS = 6, 8, 8
FULL = Decimal(100)


@dataclass(frozen=True)
class Happened:
    """How many tasks something happened to this week."""

    says: str
    icon: str
    count: int
    url: str


@dataclass(frozen=True)
class Overview:
    """Everything on the Head's page."""

    unit: Unit
    quarter: rules.Period
    quarter_name: str
    total: int
    figures: list[Figure]
    heat: Heat | None
    units: int
    heat_url: str
    at_risk: list[RiskRow]
    risk_count: int
    risk_url: str
    week: list[Happened]
    loads: list[Load]
    load_url: str
    week_url: str


def headed_unit(person: Person) -> Unit | None:
    """The unit whose whole a head looks at: the highest one they head."""
    headed = Unit.objects.filter(pk__in=scope_of(person).unit_ids(Role.HEAD))
    return min(headed, key=lambda unit: (len(unit.path), unit.path), default=None)


def head_tabs(person: Person, asks: Sequence[Item], *, here: str) -> list[Tab]:
    """The two first pages of a head; for everybody else there is only the desk."""
    if not scope_of(person).has(Role.HEAD):
        return []
    return [
        Tab(_("Toàn cảnh"), reverse("office:my_work"), current=here == "overview"),
        Tab(_("Việc của tôi"), reverse("office:desk"), current=here == "desk", count=len(asks) or None, tone="late"),
    ]


def overview_of(person: Person, unit: Unit, now: datetime.datetime, order: str = "") -> Overview:
    """The whole of a unit and those below it, asked in a fixed number of questions."""
    today = timezone.localdate(now)
    wanted = Wanted(unit=unit.code, below="1")
    tasks = wanted.tasks(person, today)
    counts = _counts(tasks, today)
    quarter = rules.quarter_of(today)

    def address(**said: str) -> str:
        if "order" in said:
            return f"?order={said['order']}"
        return listing.address("", listing.with_said(wanted, said))

    shown = tasks.filter(at_risk(today)).select_related("lead", "plan").order_by("due_on", "pk")[:LISTED]
    by_unit = list(tasks.tallied(*heats.UNIT, on=today))
    return Overview(
        unit=unit,
        quarter=quarter,
        quarter_name=quarter_name(quarter),
        total=counts["all"],
        figures=[
            _overdue(counts, by_unit, wanted),
            _risk(counts, wanted),
            _on_time(counts, wanted, quarter),
            _waiting(person, unit, wanted, now),
        ],
        heat=heats.by_month(tasks, today, address, heats.Order(address, order), most=UNITS),
        units=len(by_unit),
        heat_url=listing.address("heat", wanted),
        at_risk=risks.risk_rows(shown, now),
        risk_count=counts["risk_0"],
        risk_url=listing.address("risk", wanted),
        week=_week(counts, wanted),
        loads=loads.by_unit(by_unit, wanted, LOADS),
        week_url=listing.address("week", wanted),
        load_url=listing.address("load", wanted),
    )


def _counts(tasks: TaskQuerySet, today: datetime.date) -> dict[str, int]:
    """All counts over tasks at once: today, the weeks before, the quarters, what happened this week."""
    asked = {"all": ~classes(today)["suspended"] & ~classes(today)["cancelled"], "risk_0": at_risk(today)}
    for week in range(WEEKS):
        day = today - datetime.timedelta(days=7 * week)
        asked[f"overdue_{week}"] = classes(day)["overdue"] & Q(assigned_at__lt=end_of(day))
        if week:
            asked[f"risk_{week}"] = was_at_risk(day)
    known = classes(today)
    for number, period in enumerate(_quarters(today)):
        due = Q(due_on__range=(period.first_day, period.last_day))
        asked[f"on_time_{number}"] = due & known["done_on_time"]
        asked[f"settled_{number}"] = due & heats.either(known, SETTLED)
    for change in CHANGES[1:]:
        asked[change] = Wanted(changed=change).changes(today)
    return dict(tasks.order_by().aggregate(**{name: Count("pk", filter=one) for name, one in asked.items()}))


def _quarters(today: datetime.date) -> list[rules.Period]:
    """This quarter and those before it, newest first."""
    found = [rules.quarter_of(today)]
    while len(found) < QUARTERS:
        found.append(rules.quarter_of(found[-1].first_day - datetime.timedelta(days=1)))
    return found


def _weekly(counts: dict[str, int], name: str) -> list[int]:
    return [counts[f"{name}_{week}"] for week in reversed(range(WEEKS))]


def _moved(now: int, before: int) -> Tendency:
    """How a number that should be small moved since last week."""
    since = _("so với tuần trước")
    if now == before:
        return Tendency("flat", _("không đổi"), since)
    return Tendency("up" if now > before else "down", wording.count(abs(now - before)), since, good=now < before)


def _overdue(counts: dict[str, int], by_unit: Sequence[dict[str, int | str]], wanted: Wanted) -> Figure:
    late = counts["overdue_0"]
    worst = max(by_unit, key=lambda row: int(row["overdue"]), default=None)
    note = ""
    if worst is not None and late:
        note = _("%(count)s của %(unit)s") % {
            "count": wording.count(int(worst["overdue"])),
            "unit": heats.unit_name(worst),
        }
    return Figure(
        _("Nhiệm vụ quá hạn"),
        late,
        _("trên %(of)s") % {"of": wording.count(counts["all"])},
        tone="late" if late else "ok",
        tendency=_moved(late, counts["overdue_1"]),
        note=note or _("không có việc nào quá hạn"),
        url=listing.address("", replace(wanted, of_class="overdue")),
        series=_weekly(counts, "overdue"),
    )


def _risk(counts: dict[str, int], wanted: Wanted) -> Figure:
    number = counts["risk_0"]
    return Figure(
        _("Sẽ trễ trong %(days)d ngày") % {"days": LATE_SOON_DAYS},
        number,
        _("nhiệm vụ"),
        tone="soon" if number else "ok",
        tendency=_moved(number, counts["risk_1"]),
        url=listing.address("risk", wanted),
        because=risks.because(),
        series=_weekly(counts, "risk"),
    )


def _on_time(counts: dict[str, int], wanted: Wanted, quarter: rules.Period) -> Figure:
    shares = [
        Decimal(counts[f"on_time_{n}"]) / counts[f"settled_{n}"] if counts[f"settled_{n}"] else None
        for n in range(QUARTERS)
    ]
    now, before = shares[0], shares[1]
    tendency = None
    if now is not None and before is not None:
        moved = ((now - before) * FULL).quantize(Decimal("0.1"))
        says = _("%(points)s điểm %%") % {"points": wording.count(abs(moved))}
        tendency = Tendency(
            "up" if moved > 0 else "down" if moved else "flat",
            says,
            _("so với quý trước"),
            good=moved > 0 if moved else None,
        )
    return Figure(
        _("Hoàn thành đúng hạn quý này"),
        "—" if now is None else now,
        "",
        share=now is not None,
        tone="none" if now is None else "ok",
        tendency=tendency,
        note=_("%(part)s/%(of)s việc đến hạn trong quý")
        % {"part": wording.count(counts["on_time_0"]), "of": wording.count(counts["settled_0"])}
        if now is not None
        else _("chưa có việc đến hạn trong quý"),
        url=listing.address("", replace(wanted, due=quarter.code, of_class=SETTLED)),
        series=[share for share in reversed(shares) if share is not None],
    )


def _waiting(person: Person, unit: Unit, wanted: Wanted, now: datetime.datetime) -> Figure:
    """Reports on their way: laid before a head, or sent and not yet decided on."""
    reports = ProgressReport.objects.visible_to(person).filter(task__lead__path__startswith=unit.path)
    reports = reports.filter(task__parent__isnull=True)
    asked_of = ~Q(task__state__in=rules.STOPPED)
    with_head, sent = asked_of & Q(state=ReportState.WITH_HEAD), asked_of & Q(state=ReportState.SENT)
    went = Q(state__in=[ReportState.WITH_HEAD, ReportState.SENT, ReportState.ACCEPTED])
    asked = {
        "with_head": Count("task", filter=with_head, distinct=True),
        "sent": Count("task", filter=sent, distinct=True),
        "waiting": Count("task", filter=with_head | sent, distinct=True),
    }
    for week in range(1, WEEKS):
        day = timezone.localdate(now) - datetime.timedelta(days=7 * week)
        end, asked_then = end_of(day), Q(task__stopped_on__isnull=True) | Q(task__stopped_on__gt=day)
        open_then = went & asked_then & Q(written_at__lt=end) & (Q(decided_at__isnull=True) | Q(decided_at__gte=end))
        asked[f"week_{week}"] = Count("task", filter=open_then, distinct=True)
    counts = reports.order_by().aggregate(**asked)
    said = {"head": wording.count(counts["with_head"]), "office": wording.count(counts["sent"])}
    return Figure(
        _("Báo cáo đang chờ"),
        counts["waiting"],
        _("báo cáo"),
        tone="waiting" if counts["waiting"] else "none",
        tendency=_moved(counts["waiting"], counts["week_1"]),
        note=_("%(head)s chờ gửi, %(office)s chờ duyệt") % said,
        url=listing.address("", replace(wanted, report="waiting")),
        series=[*(counts[f"week_{week}"] for week in range(WEEKS - 1, 0, -1)), counts["waiting"]],
    )


def _week(counts: dict[str, int], wanted: Wanted) -> list[Happened]:
    return [
        Happened(says, icon, counts[name], listing.address("", replace(wanted, changed=name)))
        for name, (says, icon, _tone) in shapes.change_words().items()
    ]
