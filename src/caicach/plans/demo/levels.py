"""Plans of every level over the same work: ten and five years, what the Government gave, a hospital's own plan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db.models import Q

from caicach.documents.demo import Days, at_work
from caicach.documents.demo.days import workdays_after
from caicach.orgs.demo import House
from caicach.plans import actions
from caicach.plans.actions import Reached
from caicach.plans.models import Plan, Task
from caicach.plans.rules import Assigner, PlanLevel
from caicach.plans.statement import periods

Deed = tuple[datetime, Callable[[datetime], None]]
# Invented: text, first milestone, yearly step, and how far above it the years gone by came.
TARGETS = (
    ("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hẹn", Decimal(90), Decimal(1), Decimal("1.5")),
    ("Mức độ hài lòng của người dân đối với dịch vụ y tế công", Decimal(82), Decimal(1), Decimal("0.6")),
)
PART = Q(parts__unit__code="BVDK")


@dataclass(frozen=True)
class _Said:
    """A plan as it is opened."""

    code: str
    title: str
    level: PlanLevel
    starts_on: date
    ends_on: date
    above: str = ""
    unit: str = "SYT"
    assigned_by: Assigner = Assigner.OWN


class Levels:
    """The plans above, beside and below those of `Story`; their tasks are given there and only placed here."""

    def __init__(self, *, days: Days, house: House, plans: dict[str, Plan]) -> None:
        self.days, self.house, self.plans = days, house, plans
        year = days.today.year
        ten, five = year - (year - 1) % 10, year - (year - 1) % 5
        province, sector = "cải cách hành chính tỉnh Bình Minh", "ngành y tế tỉnh Bình Minh"
        self.said = {
            "ten": _Said(f"CCHC-{ten}-{ten + 9}", f"Kế hoạch {province} giai đoạn {ten} - {ten + 9}",
                         PlanLevel.TEN_YEAR, date(ten, 1, 1), date(ten + 9, 12, 31),
                         assigned_by=Assigner.PEOPLES_COMMITTEE),
            "five": _Said(f"CCHC-{five}-{five + 4}", f"Kế hoạch {province} giai đoạn {five} - {five + 4}",
                          PlanLevel.FIVE_YEAR, date(five, 1, 1), date(five + 4, 12, 31), "ten",
                          assigned_by=Assigner.PEOPLES_COMMITTEE),
            "government": _Said(f"CP-{year}", f"Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao {sector} năm {year}",
                                PlanLevel.THEMATIC, date(year, 1, 1), date(year, 12, 31),
                                assigned_by=Assigner.GOVERNMENT),
            "hospital": _Said(f"BVDK-{year}", f"Kế hoạch cải cách hành chính năm {year} của {house.units['BVDK'].name}",
                              PlanLevel.UNIT, date(year, 1, 1), date(year, 12, 31), "year", unit="BVDK"),
        }  # fmt: skip

    def deeds(self) -> Iterator[Deed]:
        """The opening of the plans, their tasks, and what was issued for the last quarter."""
        begun = workdays_after(self.days.installed_at.date(), 1)
        year = self.days.plans["year"].issued_on
        five = max(begun, workdays_after(date(self.said["five"].starts_on.year - 1, 12, 15), 0))
        opened = {"ten": at_work(begun, 7, 10), "five": at_work(five, 7, 20)}
        opened |= {key: at_work(workdays_after(year, 3), 8, 30 + n) for n, key in enumerate(("government", "hospital"))}
        for key, moment in opened.items():
            yield self._past(moment), partial(self._open, key)
        placed_on = workdays_after(max(year, self.days.plans["digital"].issued_on), 4)
        for n, key in enumerate(self.said):
            yield self._past(at_work(placed_on, 16, n)), partial(self._place, key)
        for n, key in enumerate(("ten", "five")):
            yield self._past(at_work(workdays_after(year, 4), 8, 30 + n)), partial(self._set_targets, key)
        quarter = periods.parse(periods.last_quarter(self.days.today))
        yield self._past(at_work(workdays_after(quarter.last_day, 3), 16, 10)), self._issue

    def _past(self, moment: datetime) -> datetime:
        return min(moment, self.days.at - timedelta(minutes=15))

    def _open(self, key: str, at: datetime) -> None:
        said = self.said[key]
        self.plans[key] = actions.open_plan(
            code=said.code,
            title=said.title,
            level=said.level,
            unit=self.house.units[said.unit],
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            above=self.plans.get(said.above),
            assigned_by=said.assigned_by,
            synthetic=True,
            actor=self.house.people["hanh"],
            at=at,
        )

    def _place(self, key: str, at: datetime) -> None:
        """Put some of the year's tasks under the plan as well; the hospital words its own."""
        found = Task.objects.filter(plan__in=[self.plans[name] for name in ("year", "digital") if name in self.plans])
        match key:
            case "ten":
                chosen = list(found.order_by("plan", "number")[::16])
            case "five":
                chosen = list(found.order_by("plan", "number")[::7])
            case "government":
                chosen = list(found.order_by("plan", "number")[3::21])
            case _:
                chosen = list(found.filter(PART).distinct().order_by("plan", "number"))
        for task in chosen:
            wording = f"Tại bệnh viện: {task.text[:1].lower()}{task.text[1:]}" if key == "hospital" else ""
            actions.place_task(
                task=task,
                plan=self.plans[key],
                field=task.field,
                wording=wording,
                actor=self.house.people["hanh"],
                at=at,
            )

    def _set_targets(self, key: str, at: datetime) -> None:
        """Targets with a milestone a year; the years gone by have a number, the last one only for one of them."""
        said, hanh, today = self.said[key], self.house.people["hanh"], self.days.today
        years = range(said.starts_on.year, said.ends_on.year + 1)
        for text, first, step, gap in TARGETS:
            values = {year: min(Decimal(100), first + step * n) for n, year in enumerate(years)}
            target = actions.set_target(
                plan=self.plans[key],
                text=text,
                comparator="gte",
                unit_of_measure="%",
                unit=self.house.units["VP"],
                milestones=values,
                actor=hanh,
                at=at,
            )
            known = [year for year in years if year < today.year]
            reached = {year: Reached(values[year] + gap - Decimal(year % 3)) for year in known}
            actions.say_reached(target=target, years=reached, actor=hanh, at=at)

    def _issue(self, at: datetime) -> None:
        """Cô Hạnh issues how the tasks of all levels stood at the end of the last quarter."""
        actions.issue_classification(
            unit=self.house.units["SYT"],
            tier=None,
            period=periods.parse(periods.last_quarter(self.days.today)),
            actor=self.house.people["hanh"],
            at=at,
        )
