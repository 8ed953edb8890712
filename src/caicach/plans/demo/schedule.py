"""What becomes of each task: when it is due, whether it is done, where it waits (số phận từng nhiệm vụ)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from caicach.documents.demo import Days, PlanDays, workday
from caicach.documents.demo.days import TASKS, next_workday, workdays_after
from caicach.orgs.demo import House
from caicach.plans import rules
from caicach.plans.demo.bank import DATED, PHUC, Wanted, Wording, choose
from caicach.plans.demo.deadlines import ENDLESS, Deadline, worded

LATE_SHARE = 0.14
OVERDUE = {"year": 3, "inspection": 2, "digital": 3}  # and one of anh Phúc's
TODAY = {"year": 1, "digital": 2}
THIS_WEEK = {"year": 2, "inspection": 1, "digital": 2}
SLOW = ("ATTP", "TTYTLK", "KHTC", "TTYTPT", "BVKVPL")  # the units known to be behind
HEADLESS = ("VP", "NVD")


@dataclass
class Planned:
    """A task with its fate: `fate` names the last thing that happened to it."""

    plan: str
    wording: Wording
    fate: str
    deadline: Deadline
    due_on: date | None = None  # the last day in force: that of the deadline unless it was put off
    done_on: date | None = None
    coop: list[str] = field(default_factory=list)

    @property
    def put_off(self) -> bool:
        """Whether the last day in force is a later one than the plan's."""
        return self.due_on != self.deadline.due_on


def schedule(days: Days, house: House, random: Random) -> list[Planned]:
    """Every task of the four plans written by hand, in the order it stands in its plan."""
    found: list[Planned] = []
    for key, bank in (("prev", "reform"), ("year", "reform"), ("inspection", "inspection"), ("digital", "digital")):
        plan = days.plans[key]
        of_phuc = {"prev": 1, "year": 1, "inspection": 1, "digital": 5}[key]
        wanted = Wanted(bank, TASKS[key], plan.issued_on, plan.starts_on.year, of_phuc)
        found += _of_plan(key, plan, choose(wanted, house, random), days, random)
    _wait(found, random)
    _be_late(found, days, random)
    _change_deadlines(found, days, random)
    helped = [one for one in found if one.plan == "year" and one.wording.lead in ("KHTC", "NVY", "TCCB", "QLHN")]
    in_time = [one for one in helped if one.fate != "completed" and one.due_on and one.due_on > days.today]
    (in_time or helped)[0].coop.append(PHUC)
    random.shuffle(found)
    order = list(TASKS)
    return sorted(found, key=lambda one: (order.index(one.plan), list(rules.FIELDS).index(one.wording.field)))


def _of_plan(key: str, plan: PlanDays, wordings: list[Wording], days: Days, random: Random) -> list[Planned]:
    """Spread the tasks over the plan's time: the completed ones up to today, the others after it."""
    mine = [one for one in wordings if one.lead == PHUC]
    tasks = _of_phuc(key, mine, days, random)
    completed = days.completed[key] - sum(one.fate == "completed" for one in tasks)
    share = days.completed[key] / TASKS[key]
    elapsed = min(0.99, max(0.01, (days.today - plan.starts_on).days / (plan.ends_on - plan.starts_on).days))
    others = [one for one in wordings if one.lead != PHUC]
    others.sort(key=lambda one: _place(one, share, elapsed, random))
    open_ones = others[completed:]
    tasks += [
        _completed(key, one, number / completed, plan, days, random) for number, one in enumerate(others[:completed])
    ]
    return tasks + _open(key, open_ones, plan, days, random)


def _place(one: Wording, share: float, elapsed: float, random: Random) -> float:
    """Where in the order of a plan a task comes: a series by its time, an endless duty last, any other by chance."""
    if one.place is not None:
        return one.place / elapsed * share if one.place < elapsed else share + (one.place - elapsed) * (1 - share)
    if one.kinds[0] not in DATED and all(kind in ENDLESS for kind in one.kinds):
        return 0.9 + random.random() / 5
    return random.random()


def _of_phuc(key: str, mine: list[Wording], days: Days, random: Random) -> list[Planned]:
    """Anh Phúc's page: something of each kind, one overdue, one due in two working days, one returned."""
    today, inspected_from = days.today, days.plans["inspection"].starts_on
    fates = {
        "prev": [("completed", workday(days.plans["prev"].starts_on + timedelta(days=150)))],
        "year": [("assigned", workday(today + timedelta(days=24)))],
        "inspection": [("completed", workdays_after(max(inspected_from, today - timedelta(days=60)), 9))],
        "digital": [
            ("late", workday(today - timedelta(days=48))),
            ("progress", workdays_after(today, -4)),
            ("draft", workdays_after(today, 2)),
            ("returned", workdays_after(today, 8)),
            ("sent", workdays_after(today, 5)),
        ],
    }
    made = []
    for one, (fate, due_on) in zip(mine, fates[key], strict=True):
        deadline = worded(random.choice(("date", "before")), due_on, days.plans[key])
        task = Planned(key, one, "completed" if fate == "late" else fate, deadline, deadline.due_on)
        if task.fate == "completed":
            task.done_on = workday(due_on + timedelta(days=9 if fate == "late" else -3))
        made.append(task)
    return made


def _completed(key: str, one: Wording, rank: float, plan: PlanDays, days: Days, random: Random) -> Planned:
    first = min(plan.starts_on + timedelta(days=20), days.today - timedelta(days=12))
    last = min(plan.ends_on, days.today + timedelta(days=12))
    ideal = first + (last - first) * rank
    deadline = worded(random.choice(one.kinds), workday(ideal), plan)
    task = Planned(key, one, "completed", deadline, deadline.due_on)
    latest = min(days.today - timedelta(days=11), plan.ends_on + timedelta(days=12))
    if task.due_on is None:
        task.done_on = workday(min(latest, plan.ends_on - timedelta(days=random.randrange(2, 16))))
    else:
        task.done_on = workday(min(latest, task.due_on) - timedelta(days=random.choice((0, 0, 1, 1, 2, 3, 5, 8, 13))))
    task.done_on = max(task.done_on, workdays_after(plan.starts_on, 1))
    return task


def _open(key: str, wordings: list[Wording], plan: PlanDays, days: Days, random: Random) -> list[Planned]:
    """The tasks not done yet: the slow units' overdue ones, those due today and this week, the rest until the end."""
    today = days.today
    room = (today - plan.starts_on).days > 30
    dated = [one for one in wordings if any(kind in DATED for kind in one.kinds) and key != "prev"]
    dated.sort(key=lambda one: (one.lead not in SLOW, one.place is not None))
    cuts = {"overdue": OVERDUE.get(key, 0) if room else 0, "today": TODAY.get(key, 0), "week": THIS_WEEK.get(key, 0)}
    if plan.ends_on <= today:
        cuts |= {"today": 0, "week": 0}
    tasks, taken = [], set()
    for name, count in cuts.items():
        if name == "today":
            dated.sort(key=lambda one: (one.lead != "VP", one.lead in SLOW))
        for number, one in enumerate([one for one in dated if one.text not in taken][:count]):
            taken.add(one.text)
            away = {"overdue": -((number * 11 + 3) % 30) - 1, "today": 0, "week": number % 3 + 1}[name]
            deadline = worded(random.choice(("date", "before")), workdays_after(today, away), plan)
            tasks.append(Planned(key, one, "open", deadline, deadline.due_on))
    rest = [one for one in wordings if one.text not in taken]
    last = max(plan.ends_on, today + timedelta(days=25))
    for number, one in enumerate(rest):
        ideal = today + timedelta(days=8) + (last - today - timedelta(days=8)) * (number / len(rest))
        kind = random.choice(one.kinds) if key != "prev" else "continuous"
        deadline = worded(kind, next_workday(ideal), plan)
        tasks.append(Planned(key, one, "open", deadline, deadline.due_on))
    return tasks


def _wait(found: list[Planned], random: Random) -> None:
    """Say of each open task how far it came: waiting for bà Hoa, for cô Hạnh, returned, begun or not."""
    waiting = {"with_head": 6, "sent": 6, "returned": 2, "draft": 3}
    open_ones = [one for one in found if one.fate == "open"]
    headless = [one for one in open_ones if one.wording.lead in HEADLESS and one.due_on is not None]
    for one in headless[:4]:
        one.fate = "with_head"
        waiting["with_head"] -= 1
    rest = [one for one in open_ones if one.fate == "open"]
    random.shuffle(rest)
    rest.sort(key=lambda one: one.due_on is None)
    for name, count in waiting.items():
        free = [one for one in rest if one.fate == "open" and one.wording.lead not in HEADLESS]
        for one in free[:count]:
            one.fate = name
    for one in rest:
        if one.fate == "open":
            one.fate = "progress" if random.random() < 0.55 else "assigned"


def _be_late(found: list[Planned], days: Days, random: Random) -> None:
    """Some were completed after their last day: about one in seven."""
    dated = [one for one in found if one.fate == "completed" and one.due_on is not None]
    able = [
        one for one in dated if one.due_on and one.due_on < days.today - timedelta(days=42) and one.wording.lead != PHUC
    ]
    random.shuffle(able)
    able.sort(key=lambda one: one.wording.lead not in SLOW and random.random() < 0.4)
    for one in able[: round(LATE_SHARE * len(dated)) - 1]:
        assert one.due_on is not None
        one.done_on = workdays_after(one.due_on, random.choice((1, 1, 2, 3, 4, 6, 9, 14, 18)))


def _change_deadlines(found: list[Planned], days: Days, random: Random) -> None:
    """A deadline in twenty was put off, with a reason; the first one stays in the ledger."""
    able = [
        one
        for one in found
        if one.deadline.kind in ("date", "before")
        and one.due_on is not None
        and one.wording.lead != PHUC
        and (one.done_on or one.due_on) > days.plans[one.plan].issued_on + timedelta(days=75)
    ]
    for one in random.sample(able, min(18, len(able))):
        assert one.due_on is not None
        first = workday(one.due_on - timedelta(days=random.choice((15, 20, 30))))
        if first - timedelta(days=6) < days.today and (one.done_on is None or first < one.done_on):
            one.deadline = worded("date", first, days.plans[one.plan])
    mine = next(one for one in found if one.wording.lead == PHUC and one.fate == "assigned")
    assert mine.due_on is not None
    mine.due_on = workday(mine.due_on + timedelta(days=12))
