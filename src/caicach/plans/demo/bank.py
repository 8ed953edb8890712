"""The bank of task wordings, and the choice of a plan's tasks from it (ngân hàng câu nhiệm vụ)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from caicach.orgs.demo import House
from caicach.orgs.models import tree_on
from caicach.orgs.rules import UnitKind

DATA = Path(__file__).resolve().parents[1] / "demo_data"
GROUPS = {"hospitals": UnitKind.HOSPITAL, "stations": UnitKind.STATION, "agencies": UnitKind.AGENCY}
TWO_TIERS_FROM = date(2025, 7, 1)
OF_TWO_TIERS = ("khu vực", "hai cấp", "sắp xếp", "cấp huyện", "VNeID", "xã, phường", "Quản lý hành nghề và")
DATED = ("date", "before", "month", "quarter", "date")
PHUC = "BVDK"


@dataclass(frozen=True)
class Wording:
    """A task as a plan of a year may word it, for one unit."""

    text: str
    field: str
    lead: str
    coop: tuple[str, ...]
    product: str
    done: str
    numbers: tuple[int, int] | None
    target: dict[str, Any] | None
    citation: dict[str, Any] | None
    kinds: tuple[str, ...]
    place: float | None  # where in the plan's time it belongs, from 0 to 1; None anywhere
    template: str


@dataclass
class Wanted:
    """What a plan takes from the bank."""

    bank: str
    count: int
    issued_on: date
    year: int
    of_phuc: int = 0


def choose(wanted: Wanted, house: House, random: Random) -> list[Wording]:
    """So many different tasks, spread over wordings and units; those of anh Phúc's hospital first."""
    names = {row.code: row.name for row in tree_on(wanted.issued_on)}
    found = [one for row in _rows(wanted.bank) for one in _wordings(row, wanted, house, names)]
    random.shuffle(found)
    found.sort(key=lambda one: one.place is None or one.place < 0.2)  # the quarters of a series stay together
    by_template: Counter[str] = Counter()
    by_lead: Counter[str] = Counter()
    chosen: list[Wording] = []
    mine = [one for one in found if one.lead == PHUC and one.place is None and one.kinds[0] in DATED]
    chosen += mine[: wanted.of_phuc]
    others = [one for one in found if one.lead != PHUC]
    for most in range(2, 60):
        for one in others:
            if len(chosen) == wanted.count:
                return chosen
            series = one.place is not None and one.place >= 0.2
            if one in chosen or (by_template[one.template] >= most and not series) or by_lead[one.lead] >= 3 * most:
                continue
            by_template[one.template] += 1
            by_lead[one.lead] += 1
            chosen.append(one)
    raise ValueError(f"the bank {wanted.bank} holds only {len(chosen)} tasks")


@cache
def _rows(bank: str) -> list[dict[str, Any]]:
    rows = []
    for path in sorted((DATA / "bank").glob("*.yaml")):
        sheet = yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
        for number, row in enumerate(sheet["tasks"]):
            rows.append({"field": sheet["field"], "bank": sheet["bank"], "template": f"{path.stem}:{number}"} | row)
    return [row for row in rows if row["bank"] == bank]


def _wordings(row: dict[str, Any], wanted: Wanted, house: House, names: dict[str, str]) -> list[Wording]:
    leads = [code for who in row["who"] for code in _codes(who, house)]
    objects: list[str] = row.get("x", [])
    if not objects:
        pairs = [(code, "") for code in leads]
    elif len(leads) == 1:
        pairs = [(leads[0], thing) for thing in objects]
    else:
        pairs = list(zip(leads, objects, strict=True))
    made = []
    for number, (code, thing) in enumerate(pairs):
        text = row["text"].replace("{x}", thing).replace("{Y}", str(wanted.year))
        if wanted.issued_on < TWO_TIERS_FROM and any(word in text for word in OF_TWO_TIERS):
            continue
        if code not in names:
            continue
        place = 0.06 if row.get("early") else (number + 1) / len(objects) if row.get("ordered") else None
        citation = row.get("citation")
        if citation and citation["date"] > wanted.issued_on:
            citation = None
        made.append(
            Wording(
                text=text.replace("{u}", names[code]),
                field=row["field"],
                lead=code,
                coop=tuple(one for one in row.get("coop", ()) if one != code and one in names),
                product=row.get("product", "Báo cáo kết quả thực hiện"),
                done=row["done"],
                numbers=tuple(row["n"]) if "n" in row else None,
                target=_target(row["target"]) if "target" in row else None,
                citation=citation | {"date": citation["date"].isoformat()} if citation else None,
                kinds=tuple(row.get("when", DATED)),
                place=place,
                template=row["template"],
            )
        )
    return made


def _codes(who: str, house: House) -> list[str]:
    if who in GROUPS:
        return house.codes(GROUPS[who])
    if who in ("ttyt", "centres"):
        return [code for code in house.codes(UnitKind.CENTRE) if code.startswith("TTYT") == (who == "ttyt")]
    return [who]


def _target(text: str) -> dict[str, Any]:
    """A target written `gte 98 % | of what | in words`."""
    sum_, of, words = (part.strip() for part in text.split("|"))
    comparator, value, unit = sum_.split(" ", 2)
    return {
        "text": words,
        "of": of,
        "comparator": comparator,
        "value": int(value),
        "value_to": None,
        "unit": unit,
        "direction": "decrease" if "giảm" in words else None,
        "by_when": None,
    }
