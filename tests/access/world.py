"""One stage for the whole matrix: each unit has a plan, a task, a report with evidence, a document, a person."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from caicach.documents import actions as documents
from caicach.documents.freezing import Cell, Payload, Record
from caicach.documents.rules import Direction
from caicach.documents.tests.factories import PLAN_TEXT
from caicach.notifications.actions import digest, notify
from caicach.notifications.models import Message, Notice
from caicach.notifications.rules import DigestLine
from caicach.orgs import actions as orgs
from caicach.orgs.models import Delegation, Person, Post, Unit
from caicach.orgs.permissions import main_post
from caicach.orgs.rules import Role, UnitKind, is_under
from caicach.orgs.tests.factories import OPENED, PASSWORD, House, build_house, fresh
from caicach.plans import actions as plans
from caicach.plans.actions import Assignment
from caicach.plans.models import Plan
from caicach.plans.rules import PlanLevel
from caicach.plans.tests.factories import GIVEN_AT, a_report
from tests.access.table import CAST

PLACES = ("syt", "nvy", "bvdk", "khth", "ttyt", "snv", "hcc")
TREE = {"syt", "nvy", "bvdk", "khth", "ttyt"}
MET_ON = date(2026, 1, 12)
CANARY = "Đomđóm7319"


@dataclass
class World:
    """The stage, its things by kind and place, and a signed-in browser for each of the cast."""

    house: House
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    shared_plan: int = 0  # kept by the department, with a task for each unit of its tree

    def relation(self, name: str, kind: str, place: str) -> str:
        """How a thing's unit stands to somebody's own; what somebody is told is one's own or another's."""
        if kind in ("notice", "digest", "message", "token", "view"):
            return "own" if name == place else "other"
        mine, its = self.units[name], self.units[place]
        if its.pk == mine.pk:
            return "own"
        if is_under(its.path, mine.path):
            return "below"
        if is_under(mine.path, its.path):
            return "above"
        return "sibling" if its.path[:4] == mine.path[:4] else "other"


ABSENT: dict[str, dict[str, Any]] = {
    "unit": {"code": "KHONG-CO"},
    "person": {"username": "khong.co"},
    "post": {"username": "khong.co", "pk": 2**31 - 1},
}
NO_SUCH_NUMBER = {"pk": 2**31 - 1}


def build_world() -> World:
    """Set the stage."""
    world = World(build_house())
    house = world.house
    world.units = {place: getattr(house.unit, place) for place in PLACES}
    for name in CAST:
        post = main_post(fresh(getattr(house, name)))
        assert post is not None
        world.units[name] = post.unit
        client = Client()
        client.force_login(getattr(house, name))
        world.clients[name] = client
    world.units["visited"] = orgs.open_unit(
        code="KHAC",
        name="Đơn vị ngoài ngành",
        kind=UnitKind.OTHER,
        parent=None,
        on=OPENED,
        decision="x",
        actor=None,
        at=GIVEN_AT,
    )
    hands = {place: _hand(world, place) for place in PLACES}
    shared = _plan("CHUNG", world.units["syt"], house.hanh)
    world.shared_plan = shared.pk
    for place in PLACES:
        plan = shared if place in TREE else _plan(f"CHUNG-{place}", world.units[place], hands[place])
        _things_of(world, place, hands[place], plan, house.hanh if place in TREE else hands[place])
    for name in CAST:
        notify(
            people=[getattr(house, name)],
            kind="x",
            text=f"Việc của {name}" + (f" {CANARY}" if name == "son" else ""),
            link="/units/",
            once_key=f"matrix:{name}",
            actor=None,
            at=GIVEN_AT,
        )
        _put(world, "notice", name, pk=Notice.objects.get(to=getattr(house, name), once_key__startswith="matrix").pk)
        _told(world, name)
        view = plans.keep_view(
            name=f"Bộ lọc của {name}" + (f" {CANARY}" if name == "son" else ""),
            query="class=overdue",
            actor=getattr(house, name),
            at=GIVEN_AT,
        )
        _put(world, "view", name, pk=view.pk)
    return world


def _told(world: World, name: str) -> None:
    """A digest of a day and its e-mail, still waiting."""
    person = fresh(getattr(world.house, name))
    person.email = f"{name}@binhminh.example"
    person.save()
    mark = f" {CANARY}" if name == "son" else ""
    lines = [DigestLine(f"Việc của {name}{mark}", "/units/", "x")]
    told = digest(person=person, day=GIVEN_AT.date(), lines=lines, at=GIVEN_AT)
    assert told is not None
    _put(world, "digest", name, pk=told.pk)
    _put(world, "message", name, pk=Message.objects.get(to=person).pk)
    now = timezone.now()
    ends = timezone.localdate(now) + timedelta(days=30)
    token, _secret = orgs.make_token(kind="api", name=f"HIS{mark}", expires_on=ends, actor=person, at=now)
    _put(world, "token", name, pk=token.pk)


def _put(world: World, kind: str, place: str, **args: Any) -> None:
    world.things.setdefault(kind, {})[place] = args


def _hand(world: World, place: str) -> Person:
    """Somebody in the unit who keeps its books and heads it; not one of the cast."""
    mark = f" {CANARY}" if place == "ttyt" else ""
    person = orgs.add_person(
        username=f"nguoi.{place}", full_name=f"Người{mark} {place}", password=PASSWORD, actor=None, at=GIVEN_AT
    )
    for role in (Role.OFFICE_SPECIALIST, Role.HEAD):
        orgs.give_post(person=person, unit=world.units[place], role=role, since=OPENED, actor=None, at=GIVEN_AT)
    return fresh(person)


def _plan(code: str, unit: Unit, keeper: Person) -> Plan:
    return plans.open_plan(
        code=code,
        title=f"Kế hoạch của {unit}",
        level=PlanLevel.UNIT,
        unit=unit,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        actor=fresh(keeper),
        at=GIVEN_AT,
    )


def _things_of(world: World, place: str, hand: Person, plan: Plan, keeper: Person) -> None:
    unit = world.units[place]
    mark = f" {CANARY}" if place == "ttyt" else ""
    _put(world, "unit", place, code=unit.code)
    _put(world, "person", place, username=hand.username)
    _put(world, "post", place, username=hand.username, pk=Post.objects.filter(person=hand).first().pk)
    lent = Delegation.objects.create(  # for days nobody of the matrix lives to see: it gives no rights
        post=Post.objects.filter(person=hand)[0],
        to=world.house.de,
        since=date(2098, 1, 1),
        until=date(2098, 1, 2),
        words="Đi công tác",
        created_by=hand,
        at=GIVEN_AT,
    )
    _put(world, "delegation", place, pk=lent.pk)
    own_plan = _plan(f"KH-{place}{mark}", unit, hand)
    _put(world, "plan", place, pk=own_plan.pk)
    target = plans.set_target(
        plan=own_plan,
        text=f"Hồ sơ đúng hẹn{mark}",
        comparator="gte",
        unit_of_measure="%",
        unit=unit,
        milestones={2026: Decimal(98)},
        actor=fresh(hand),
        at=GIVEN_AT,
    )
    _put(world, "target", place, pk=target.pk)
    plan.refresh_from_db()
    task = plans.add_task(
        plan=plan,
        assignment=Assignment(text=f"Rà soát thủ tục{mark}", field="tthc", lead=unit, deadline={"kind": "continuous"}),
        actor=fresh(keeper),
        at=GIVEN_AT,
    )
    _put(world, "task", place, pk=task.pk)
    line = plans.place_task(task=task, plan=own_plan, field="tthc", actor=fresh(hand), at=GIVEN_AT)
    _put(world, "line", place, pk=line.pk)
    late = {"kind": "date", "date": GIVEN_AT.date().isoformat(), "comparator": "before"}
    plans.add_task(
        plan=own_plan,
        assignment=Assignment(text=f"Việc trễ{mark}", field="tthc", lead=unit, deadline=late),
        actor=fresh(hand),
        at=GIVEN_AT,
    )
    letters = plans.prepare_letters(
        office=unit, units=[unit], answer_by=GIVEN_AT.date() + timedelta(days=9), actor=fresh(hand), at=GIVEN_AT
    )
    _put(world, "letter", place, pk=letters[0].pk)
    # In the other trees one hand does all: the report stays unsent, as nobody decides on what they sent themselves.
    report = a_report(
        task=task,
        by=fresh(hand),
        at=GIVEN_AT,
        words=f"Đã xong{mark}.",
        evidence=[f"bien-ban-{place}{mark}.txt"],
        sent_by=fresh(hand),
    )
    _put(world, "report", place, pk=report.pk)
    _put(world, "evidence", place, pk=report.evidence.get().pk)
    sheet = documents.keep_file(chunks=[f"bảng {place}{mark}".encode()], actor=hand, at=GIVEN_AT)
    said = [plans.Said(row=1, task=task, stamp="", words=f"Đã xong{mark}.")]
    update = plans.keep_update(stored=sheet, name=f"bang{mark}.xlsx", said=said, actor=fresh(hand), at=GIVEN_AT)
    _put(world, "sheet_update", place, pk=update.pk)
    meeting = plans.call_meeting(
        unit=unit, title=f"Giao ban{mark}", on=MET_ON, until=MET_ON, actor=fresh(hand), at=GIVEN_AT
    )
    _put(world, "meeting", place, pk=meeting.pk)
    [visit] = plans.plan_visits(office=unit, visits=[(world.units["visited"], MET_ON)], actor=fresh(hand), at=GIVEN_AT)
    plans.make_visit(inspection=visit, made_on=GIVEN_AT.date(), actor=fresh(hand), at=GIVEN_AT)
    [found] = plans.add_findings(inspection=visit, texts=[f"Niêm yết chậm{mark}"], actor=fresh(hand), at=GIVEN_AT)
    _put(world, "inspection", place, pk=visit.pk)
    _put(world, "finding", place, pk=found.pk)
    _asked_and_helped(world, place, hand, plan, keeper)
    stored = documents.keep_file(chunks=[f"{PLAN_TEXT}{mark}\n{place}".encode()], actor=hand, at=GIVEN_AT)
    document = documents.take_in(
        stored=stored,
        name=f"ke-hoach-{place}{mark}.txt",
        unit=unit,
        direction=Direction.OUTGOING,
        actor=fresh(hand),
        at=GIVEN_AT,
    )
    documents.correct_entry(document=document, subject=f"Kế hoạch của {unit}{mark}", actor=fresh(hand), at=GIVEN_AT)
    _put(world, "document", place, pk=document.pk)
    _put(world, "file", place, pk=document.files.get().pk)
    batch = documents.open_batch(
        unit=unit,
        direction=Direction.OUTGOING,
        files=[documents.Sent(f"tep{mark}-{place}.txt", lambda: [b"abc"])],
        actor=fresh(hand),
        at=GIVEN_AT,
    )
    _put(world, "batch", place, pk=batch.pk)
    issue = documents.freeze(
        kind="matrix",
        key=place,
        unit=unit,
        title=f"Bản chốt của {unit}{mark}",
        payload=Payload((Cell("total", "Tổng số", 1, records=("x:1",)),), (Record("x:1", f"Bản ghi{mark}"),)),
        files={f"ban-chot-{place}{mark}.docx": f"{place}{mark}".encode()},
        actor=fresh(hand),
        at=GIVEN_AT,
    )
    _put(world, "frozen", place, pk=issue.pk)
    _put(world, "frozen_file", place, pk=issue.files.get().pk)


def _asked_and_helped(world: World, place: str, hand: Person, plan: Plan, keeper: Person) -> None:
    """A request of the unit for more time, and its part in a task of another unit."""
    unit, due = world.units[place], {"kind": "date", "date": "2098-01-01", "comparator": "by"}
    another = world.units["bvdk" if place == "nvy" else "nvy"] if place in TREE else world.units["snv"]
    own = plans.add_task(
        plan=plan,
        assignment=Assignment(text="Công khai thủ tục", field="tthc", lead=unit, deadline=due),
        actor=fresh(keeper),
        at=GIVEN_AT,
    )
    asked = plans.ask_extension(
        task=own, until=date(2098, 6, 1), reason="Chờ hướng dẫn.", actor=fresh(hand), at=GIVEN_AT
    )
    _put(world, "extension", place, pk=asked.pk)
    lead, coop = (another, [unit]) if another.pk != unit.pk else (world.units["hcc"], [unit])
    helped = plans.add_task(
        plan=plan,
        assignment=Assignment(text="Tập huấn kỹ năng số", field="chinh_quyen_so", lead=lead, coop=coop, deadline=due),
        actor=fresh(keeper),
        at=GIVEN_AT,
    )
    _put(world, "part", place, pk=helped.parts.get(unit=unit).pk)
