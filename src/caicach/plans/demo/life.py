"""One task's life: given, put off, reported, sent, returned, accepted, each by the right person at its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import yaml

from caicach.documents import actions as documents
from caicach.documents.demo import Days, day_text, plain_docx
from caicach.documents.demo.days import office_moment, workdays_after
from caicach.documents.models import StoredFile
from caicach.orgs.demo import House
from caicach.orgs.models import Person
from caicach.orgs.rules import fold
from caicach.plans import actions
from caicach.plans.demo.schedule import Planned
from caicach.plans.models import ProgressReport, Task

DATA = Path(__file__).resolve().parents[1] / "demo_data"
PHRASES: dict[str, list[str]] = yaml.safe_load((DATA / "phrases.yaml").read_text())


@dataclass
class Said:
    """What a report is going to say."""

    words: str
    done_on: date | None = None
    figure: Decimal | None = None
    evidence: bool = False


class Life:
    """Follows one task; its methods are deeds to be done at their moment."""

    def __init__(self, *, lead: str, product: str, house: House, days: Days, random: Random) -> None:
        self.lead, self.product = lead, product
        self.house, self.days, self.random = house, days, random
        self.task: Task | None = None
        self.report: ProgressReport | None = None
        self.deeds: list[tuple[datetime, Callable[[datetime], None]]] = []
        self.last = days.installed_at

    def at(self, day: date, act: Callable[[datetime], None]) -> None:
        """Plan a deed on a day: after the one before it, and never after now."""
        moment = office_moment(day, self.random)
        earliest = self.last + timedelta(minutes=11)
        latest = self.days.at - timedelta(minutes=20)
        self.last = max(earliest, min(moment, latest))
        self.deeds.append((self.last, act))

    def later(self, workdays: int, act: Callable[[datetime], None]) -> None:
        """Plan a deed so many working days after the one before it."""
        day = self.last.date()
        self.at(workdays_after(day, workdays) if workdays else day, act)

    def chain(self, day: date, said: Said, *, until: str = "accept", returns: str = "") -> None:
        """A report from its writing to its acceptance, or as far as it came; `returns` names who sent it back once."""
        steps = ["write", "submit", "send", "accept"]
        if returns == "head":
            steps[2:2] = ["head_return", "write", "submit"]
        if returns == "office":
            steps[3:3] = ["return", "write", "submit", "send"]
        steps = steps[: len(steps) - steps[::-1].index(until)]
        lags = {"write": (1,), "submit": (0, 0, 1), "send": (0, 0, 1), "accept": (0, 1, 1, 2), "return": (1, 2)}
        for number, step in enumerate(steps):
            act = self.step(step, said)
            if number == 0:
                self.at(day, act)
            else:
                self.later(self.random.choice(lags.get(step, (0,))), act)

    def step(self, step: str, said: Said) -> Callable[[datetime], None]:
        """The deed behind the name of a step."""
        match step:
            case "write":
                return lambda at: self.write(said, at)
            case "submit":
                return self.submit
            case "send":
                return self.send
            case "accept":
                return self.accept
            case "return":
                return lambda at: self.give_back(self.house.people["hanh"], self.random.choice(PHRASES["returned"]), at)
            case _:
                reason = self.random.choice(PHRASES["head_returned"])
                return lambda at: self.give_back(self.house.head(self.lead), reason, at)

    def write(self, said: Said, at: datetime) -> None:
        assert self.task is not None
        again = self.report is not None and self.report.state == "returned"
        words = said.words + (" Đã bổ sung theo ý kiến trả lại." if again else "")
        self.report = actions.write_report(
            task=self.task,
            words=words,
            actor=self.house.reporter(self.lead),
            at=at,
            revision=self.report.revision if again and self.report else 0,
            figure=said.figure,
            figure_unit="%" if said.figure is not None else "",
            says_done=said.done_on is not None,
            done_on=said.done_on,
            evidence=self._evidence(words, at, again=again) if said.evidence or again else (),
        )

    def submit(self, at: datetime) -> None:
        assert self.report is not None
        self.report = actions.submit_report(report=self.report, actor=self.house.reporter(self.lead), at=at)

    def send(self, at: datetime) -> None:
        assert self.report is not None
        self.report = actions.send_report(report=self.report, actor=self.house.head(self.lead), at=at)

    def accept(self, at: datetime) -> None:
        assert self.report is not None
        actions.accept_report(report=self.report, actor=self.house.people["hanh"], at=at)
        self.report = None

    def give_back(self, actor: Person, reason: str, at: datetime) -> None:
        assert self.report is not None
        self.report = actions.return_report(report=self.report, reason=reason, actor=actor, at=at)

    def put_off(self, due_on: date, at: datetime) -> None:
        assert self.task is not None
        reason = self.random.choice(PHRASES["put_off"])
        hanh = self.house.people["hanh"]
        phrase = f"đến hết ngày {day_text(due_on)}"
        self.task = actions.change_deadline(
            task=self.task, due_on=due_on, reason=reason, phrase=phrase, actor=hanh, at=at
        )

    def _evidence(self, words: str, at: datetime, *, again: bool) -> list[tuple[StoredFile, str]]:
        """A small paper that shows what is said: Word, and now and then plain text."""
        assert self.task is not None
        unit, actor = self.house.units[self.lead], self.house.reporter(self.lead)
        lines = [
            f"{unit.name} báo cáo nhiệm vụ số {self.task.number} của {self.task.plan.title}.",
            f"Nội dung: {self.task.text}",
            f"Kết quả: {words}",
            f"Ngày {at:%d/%m/%Y}. Người lập: {actor.full_name}. Dữ liệu trình diễn, không có giá trị pháp lý.",
        ]
        stem = fold(f"{self.product} {unit.short_name or unit.code}").replace("/", " ").replace(",", "")
        name = "-".join([*stem.split(), *(["bo-sung"] if again else [])])[-80:]
        if self.random.random() < 0.2:
            content, name = "\n".join([self.product, *lines]).encode(), f"{name}.txt"
        else:
            content, name = plain_docx(self.product, lines), f"{name}.docx"
        return [(documents.keep_file(chunks=[content], actor=actor, at=at), name)]


def tell(planned: Planned, life: Life) -> None:
    """Plan what happens to a task after it was given, by its fate."""
    _put_off(planned, life)
    random, days, done_on = life.random, life.days, planned.done_on
    today = days.today
    if planned.fate == "completed":
        assert done_on is not None
        begun = life.last.date()
        if (done_on - begun).days > 45 and random.random() < 0.18:
            life.chain(begun + (done_on - begun) / 2, progress(planned.wording.product, random))
        returns = "" if (today - done_on).days < 32 else random.choices(("", "office", "head"), (86, 10, 4))[0]
        life.chain(
            workdays_after(done_on, random.choice((0, 0, 0, 1))), _finished(planned, done_on, random), returns=returns
        )
        return
    overdue = planned.due_on is not None and planned.due_on < today
    said = progress(planned.wording.product, random, slow=overdue)
    recently = workdays_after(today, -random.choice((1, 1, 2)))
    match planned.fate:
        case "progress" if planned.wording.lead == "BVDK":
            life.chain(workdays_after(today, -4), said)
        case "progress" if (days_ago := (today - life.last.date()).days - 13) > 0:
            life.chain(life.last.date() + timedelta(days=1 + random.randrange(days_ago // 3, days_ago + 1)), said)
        case "draft":
            life.at(recently, lambda at: life.write(said, at))
        case "with_head":
            life.chain(recently, said if random.random() < 0.5 else _claimed(planned, life, recently), until="submit")
        case "sent":
            life.chain(recently, said if random.random() < 0.35 else _claimed(planned, life, recently), until="send")
        case "returned":
            written_on = workdays_after(today, -5)
            life.chain(written_on, _claimed(planned, life, written_on), until="send")
            life.at(workdays_after(today, -1), life.step("return", said))


def progress(product: str, random: Random, *, slow: bool = False) -> Said:
    """A word on work that goes on."""
    share = random.randrange(20, 60, 5) if slow else random.randrange(30, 90, 5)
    sentence = random.choice(PHRASES["slow" if slow else "progress"])
    return Said(sentence.format(p=share, s=product[0].lower() + product[1:]), evidence=random.random() < 0.2)


def _finished(planned: Planned, done_on: date, random: Random) -> Said:
    wording = planned.wording
    number = f"{random.randint(*wording.numbers):,}".replace(",", ".") if wording.numbers else ""
    words = wording.done.format(n=number) + random.choice(PHRASES["closing"])
    target, figure = wording.target, None
    if target is not None and target["unit"] == "%":
        figure = Decimal(random.randint(target["value"] * 10, 1000)) / 10
    return Said(words, done_on, figure, evidence="kèm" in words or random.random() < 0.55)


def _claimed(planned: Planned, life: Life, day: date) -> Said:
    """A report that says done and still waits to be believed, where the plan has begun by then."""
    begun = life.days.plans[planned.plan].starts_on
    if begun >= day or life.last.date() >= day:
        return progress(planned.wording.product, life.random)
    return _finished(planned, workdays_after(day, -1) if begun < workdays_after(day, -1) else day, life.random)


def _put_off(planned: Planned, life: Life) -> None:
    if not planned.put_off or planned.due_on is None or planned.deadline.due_on is None:
        return
    last = planned.due_on
    asked_on = planned.deadline.due_on - timedelta(days=life.random.choice((2, 3, 5)))
    if planned.wording.lead == "BVDK":
        asked_on = workdays_after(life.days.today, -1)
    life.at(max(workdays_after(life.last.date(), 1), asked_on), lambda at: life.put_off(last, at))
