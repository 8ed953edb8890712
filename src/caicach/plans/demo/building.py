"""Opening the plans, giving their tasks, and letting two years pass in the order of the days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db.models import F

from caicach.documents import actions as documents
from caicach.documents.demo import Days, Register, at_work
from caicach.documents.demo.days import TASKS, workdays_after
from caicach.documents.models import Proposal
from caicach.notifications.models import Notice
from caicach.orgs.demo import House
from caicach.plans import actions
from caicach.plans.actions import Assignment
from caicach.plans.demo.chasing import plan_chasing
from caicach.plans.demo.gatherings import Gatherings
from caicach.plans.demo.levels import Levels
from caicach.plans.demo.life import Life, progress, tell
from caicach.plans.demo.schedule import Planned, schedule
from caicach.plans.models import Plan
from caicach.plans.rules import PlanLevel

LEVELS = {"prev": PlanLevel.YEARLY, "year": PlanLevel.YEARLY}
CODES = {"prev": "CCHC-{Y}", "year": "CCHC-{Y}", "inspection": "KT-{Y}", "digital": "CĐS-{Y}", "thematic": "{number}"}
NEWS_DAYS = 3  # what happened on the last working days is still unread
Happenings = list[tuple[datetime, int, Callable[[datetime], None]]]


class Story:
    """The plans while they are lived: deeds wait in `happenings` until their moment."""

    def __init__(self, *, days: Days, house: House, register: Register, random: Random) -> None:
        self.days, self.house, self.register, self.random = days, house, register, random
        self.plans: dict[str, Plan] = {}
        self.happenings: Happenings = []

    def plan_deeds(self) -> None:
        """Everything that will happen, from the opening of the first plan to this morning."""
        by_plan: dict[str, list[Planned]] = {}
        for planned in schedule(self.days, self.house, self.random):
            by_plan.setdefault(planned.plan, []).append(planned)
        for key, tasks in by_plan.items():
            opened_at = at_work(workdays_after(self.days.plans[key].issued_on, 1), 7, 35)
            self._will(opened_at, partial(self._open_plan, key))
            for number, planned in enumerate(tasks):
                given_at = opened_at + timedelta(minutes=5 + 3 * number)
                life = self._life(planned.wording.lead, planned.wording.product)
                self._will(given_at, partial(self._give, planned, life))
                life.last = given_at
                tell(planned, life)
                for moment, act in life.deeds:
                    self._will(moment, act)
        self._plan_thematic()
        for moment, act in Gatherings(days=self.days, house=self.house, random=Random(len(self.happenings))).deeds():
            self._will(moment, act)
        for moment, act in Levels(days=self.days, house=self.house, plans=self.plans).deeds():
            self._will(moment, act)
        plan_chasing(self.days, self.house, self._will)

    def happen(self) -> None:
        """Let it happen, in the order of time."""
        for moment, _, act in sorted(self.happenings, key=lambda one: one[:2]):
            act(moment)

    def _will(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        self.happenings.append((moment, len(self.happenings), act))

    def _life(self, lead: str, product: str) -> Life:
        return Life(lead=lead, product=product, house=self.house, days=self.days, random=self.random)

    def _open_plan(self, key: str, at: datetime) -> None:
        document, plan = self.register.plan(key), self.days.plans[key]
        self.plans[key] = actions.open_plan(
            code=CODES[key].format(Y=plan.starts_on.year, number=document.number),
            title=document.subject,
            level=LEVELS.get(key, PlanLevel.THEMATIC),
            unit=self.house.units["SYT"],
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            above=self.plans.get("five") if key == "year" else None,
            document=document,
            synthetic=True,
            actor=self.house.people["hanh"],
            at=at,
        )

    def _give(self, planned: Planned, life: Life, at: datetime) -> None:
        wording, units = planned.wording, self.house.units
        life.task = actions.add_task(
            plan=self.plans[planned.plan],
            assignment=Assignment(
                text=wording.text,
                field=wording.field,
                lead=units[wording.lead],
                coop=[units[code] for code in dict.fromkeys([*wording.coop, *planned.coop])],
                product=wording.product,
                targets=[wording.target] if wording.target else [],
                citations=[wording.citation] if wording.citation else [],
                deadline_phrase=planned.deadline.phrase,
                deadline=planned.deadline.typed,
            ),
            actor=self.house.people["hanh"],
            at=at,
        )

    def _plan_thematic(self) -> None:
        """The newest plan was read by the machine; cô Hạnh has confirmed some of its proposals and dropped one."""
        issued_on = self.days.plans["thematic"].issued_on
        opened_at = at_work(workdays_after(issued_on, 2), 8, 5)
        lives: dict[int, Life] = {}
        self._will(opened_at, partial(self._open_plan, "thematic"))
        for half in (0, 1):
            self._will(opened_at + timedelta(minutes=10 + 25 * half), partial(self._confirm, lives, half))
        self._will(opened_at + timedelta(minutes=50), self._correct_and_drop)
        for number in (0, 3):
            self._will(at_work(workdays_after(issued_on, 4), 9, 10 + number), partial(self._begin, lives, number))

    def _proposals(self) -> list[Proposal]:
        document = self.register.plan("thematic")
        return list(document.proposals.open().select_related("lead"))

    def _confirm(self, lives: dict[int, Life], half: int, at: datetime) -> None:
        """Confirm half of what is to be confirmed: the clearest proposals first, as the page offers them."""
        wanted = TASKS["thematic"] // 2
        clear = [one for one in self._proposals() if one.lead is not None and one.lead.code != "SYT"][:wanted]
        made = actions.confirm_proposals(
            plan=self.plans["thematic"],
            proposals=[(one, one.revision) for one in clear],
            actor=self.house.people["hanh"],
            at=at,
        )
        for task in made:
            life = self._life(task.lead.code, "Báo cáo kết quả thực hiện")
            life.task = task
            lives[len(lives)] = life

    def _correct_and_drop(self, at: datetime) -> None:
        """One proposal gets its product from a person; one without a deadline is no task of its own."""
        left, hanh = self._proposals(), self.house.people["hanh"]
        if len(left) < 3:
            return
        documents.correct_proposal(
            proposal=left[0],
            revision=left[0].revision,
            lead=left[0].lead,
            product="Báo cáo kết quả, danh sách kèm theo",
            actor=hanh,
            at=at,
        )
        vague = next((one for one in reversed(left) if not one.deadline_phrase), left[-1])
        documents.drop_proposal(proposal=vague, revision=vague.revision, actor=hanh, at=at + timedelta(minutes=3))

    def _begin(self, lives: dict[int, Life], number: int, at: datetime) -> None:
        """A unit begins at once and says so; its head sends it, cô Hạnh accepts."""
        life = lives[number]
        life.write(progress(life.product, self.random), at)
        for minutes, act in ((20, life.submit), (60, life.send), (180, life.accept)):
            act(min(at + timedelta(minutes=minutes), self.days.at - timedelta(minutes=10 - minutes // 30)))


def build(*, days: Days, house: House, register: Register, random: Random) -> dict[str, Plan]:
    """Live the plans; afterwards what is older than some working days has been read by those it was for."""
    story = Story(days=days, house=house, register=register, random=random)
    story.plan_deeds()
    story.happen()
    news_from = at_work(workdays_after(days.today, -NEWS_DAYS), 0)
    old = Notice.objects.filter(at__lt=news_from, read_at__isnull=True)
    old.update(read_at=F("at") + timedelta(hours=2))
    return story.plans
