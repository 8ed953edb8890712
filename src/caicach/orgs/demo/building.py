"""Opening the units, giving people their posts, all through the ordinary actions."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from caicach.orgs import actions
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import Role, UnitKind, fold, is_under

DATA = Path(__file__).resolve().parents[1] / "demo_data"
FIRST_DAY = date(2026, 1, 1)  # the province's last change of units took effect in the autumn of 2025
POSTS_BEGIN = date(2021, 3, 1)
REPORTER, HEAD = "dm", "ld"  # usernames: bvmat.dm is the reporter (đầu mối), bvmat.ld the head (lãnh đạo)


@dataclass
class House:
    """The units by code and the people by username, as later parts of the demo take them."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    opened_on: dict[str, date] = field(default_factory=dict)

    def reporter(self, code: str) -> Person:
        """Who writes the unit's reports."""
        return self.people["phuc"] if code == "BVDK" else self.people[_username(code, REPORTER)]

    def head(self, code: str) -> Person:
        """Who sends them: the unit's head, or bà Hoa where the unit has none."""
        return self.people.get(_username(code, HEAD), self.people["hoa"])

    def codes(self, kind: UnitKind) -> list[str]:
        """The open units of a kind below the department."""
        root = self.units["SYT"]
        below = [unit for unit in self.units.values() if is_under(unit.path, root.path) and unit != root]
        return [unit.code for unit in below if unit.kind == kind and unit.is_open]


def build(*, at: datetime, installed_at: datetime, random: Random, password: str) -> House:
    """Make the province; everything was entered when the software was installed, later changes on their day."""
    house = House()
    units = yaml.safe_load((DATA / "units.yaml").read_text())
    people = yaml.safe_load((DATA / "people.yaml").read_text())
    steps = [*units["opened"], *_stations(units["stations"]), *units["changed"]]
    steps.sort(key=lambda step: max(step["from"], localdate(installed_at)))
    _open_root(house, steps.pop(0), people["cast"], installed_at)
    for step in steps:
        _take(house, step, max(installed_at, _morning(step["from"])))
    actions.apply_due_changes(on=localdate(at))
    house.units = {unit.code: unit for unit in Unit.objects.order_by("pk")}
    for one in people["cast"]:
        _cast(house, one, installed_at)
    _others(house, people, installed_at, random)
    # For the demo alone: hashing a password takes a tenth of a second by design, so one hash serves everyone.
    Person.objects.filter(pk__in=[person.pk for person in house.people.values()]).update(
        password=make_password(password)
    )
    return house


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)


def _username(code: str, who: str) -> str:
    return f"{fold(code)}.{who}"


def _stations(group: dict[str, Any]) -> list[dict[str, Any]]:
    made = []
    for above, places in group["under"].items():
        for number, place in enumerate(places, start=1):
            made.append(
                {
                    "code": f"TYT{above.removeprefix('TTYT')}{number}",
                    "name": f"Trạm Y tế {place}",
                    "short": f"TYT {place}",
                    "kind": "station",
                    "under": above,
                    "from": group["from"],
                    "decision": group["decision"],
                }
            )
    return made


def _open_root(house: House, step: dict[str, Any], cast: list[dict[str, Any]], at: datetime) -> None:
    """The department and its administrator, entered by the installation itself; she enters everything else."""
    _take(house, step, at)
    mai = next(one for one in cast if one["username"] == "mai")
    _cast(house, mai, at)


def _take(house: House, step: dict[str, Any], at: datetime) -> None:
    mai = house.people.get("mai")
    said = {"on": step["from"], "decision": step["decision"], "at": at}
    if "do" not in step:
        parent = house.units.get(step.get("under", ""))
        house.units[step["code"]] = actions.open_unit(
            code=step["code"],
            name=step["name"],
            short_name=step.get("short", ""),
            kind=UnitKind(step["kind"]),
            parent=parent,
            aliases=step.get("aliases", ()),
            actor=mai,
            **said,
        )
        house.opened_on[step["code"]] = step["from"]
        return
    assert mai is not None
    unit = house.units[step["unit"]]
    match step["do"]:
        case "rename":
            actions.rename_unit(unit=unit, name=step["name"], short_name=step["short"], actor=mai, **said)
        case "move":
            actions.move_unit(unit=unit, parent=house.units[step["to"]], actor=mai, **said)
        case "merge":
            actions.merge_units(units=[unit], into=house.units[step["to"]], actor=mai, **said)
        case "close":
            actions.close_unit(unit=unit, successors=[house.units[code] for code in step["to"]], actor=mai, **said)


def _cast(house: House, one: dict[str, Any], at: datetime) -> None:
    if one["username"] in house.people:
        return
    mai = house.people.get("mai")
    person = actions.add_person(
        username=one["username"],
        full_name=one["full_name"],
        called=one["called"],
        email=_email(one["username"], one["posts"][0]["unit"]),
        password=None,
        actor=mai,
        at=at,
    )
    house.people[person.username] = person
    for post in one["posts"]:
        actions.give_post(
            person=person,
            unit=house.units[post["unit"]],
            role=Role(post["role"]),
            title=post["title"],
            since=post["since"],
            actor=mai,
            at=max(at, _morning(post["since"])),
        )


def _email(username: str, code: str) -> str:
    """An address at a domain that never is one (RFC 2606)."""
    return f"{username}@{fold(code).replace(' ', '-')}.binhminh.example"


def _others(house: House, people: dict[str, Any], at: datetime, random: Random) -> None:
    """A reporter and a head for every other open unit, none with the name of another."""
    taken = {fold(one["full_name"]).split()[-1] for one in people["cast"]}
    names: set[str] = set()
    for code, unit in house.units.items():
        if not unit.is_open or code in people["no_one_else"]:
            continue
        head_title, reporter_title = people["titles"][unit.kind]
        wanted = [(REPORTER, Role.REPORTER, f"{reporter_title}, đầu mối cải cách hành chính")] if code != "BVDK" else []
        wanted += [(HEAD, Role.HEAD, head_title)] if code not in people["headless"] else []
        for who, role, title in wanted:
            joined = max(at, _morning(house.opened_on[code]))
            person = actions.add_person(
                username=_username(code, who),
                full_name=_name(people, random, names, taken),
                email=_email(_username(code, who), code),
                password=None,
                actor=house.people["mai"],
                at=joined,
            )
            house.people[person.username] = person
            actions.give_post(
                person=person,
                unit=unit,
                role=role,
                title=title,
                since=max(POSTS_BEGIN, house.opened_on[code]) + timedelta(days=random.randrange(0, 20)),
                actor=house.people["mai"],
                at=joined + timedelta(minutes=2),
            )


def _name(people: dict[str, Any], random: Random, names: set[str], taken: set[str]) -> str:
    while True:
        kind = people[random.choice(["women", "men"])]
        given = random.choice(kind["givens"])
        name = f"{random.choice(people['families'])} {random.choice(kind['middles'])} {given}"
        if name not in names and fold(given) not in taken:
            names.add(name)
            return name
