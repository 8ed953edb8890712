"""Entering the documents of two years in the department's registers, and reading the newest plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.utils.timezone import localdate

from caicach.documents import actions, storage
from caicach.documents.demo.days import ROMAN, Days, next_workday, office_moment, quarter_of, workday
from caicach.documents.demo.paper import plain_docx, plan_docx
from caicach.documents.models import Document, Reading
from caicach.documents.reading import UnitIndex, read_file
from caicach.documents.rules import TYPES, Direction, LinkKind
from caicach.notifications.actions import notify
from caicach.orgs.demo import House
from caicach.orgs.models import Unit, names_on
from caicach.orgs.rules import UnitKind

DATA = Path(__file__).resolve().parents[1] / "demo_data"
PLAN_SUBJECTS = {
    "prev": "Cải cách hành chính nhà nước năm {Y} của ngành Y tế tỉnh Bình Minh",
    "year": "Cải cách hành chính nhà nước năm {Y} của ngành Y tế tỉnh Bình Minh",
    "inspection": "Kiểm tra công tác cải cách hành chính năm {Y} tại các đơn vị trực thuộc Sở Y tế",
    "digital": "Chuyển đổi số ngành Y tế tỉnh Bình Minh giai đoạn {Y} - {Z}",
    "thematic": "Khắc phục tồn tại, nâng cao Chỉ số cải cách hành chính của Sở Y tế năm {Y}",
}
BASED_ON = {
    "prev": "ubnd_prev",
    "year": "ubnd_year",
    "inspection": "ubnd_kiemtra",
    "digital": "ubnd_cds",
    "thematic": "ubnd_khacphuc",
}
KINDS = {
    "divisions": [UnitKind.DIVISION],
    "agencies": [UnitKind.AGENCY],
    "hospitals": [UnitKind.HOSPITAL],
    "centres": [UnitKind.CENTRE],
    "all": [UnitKind.DIVISION, UnitKind.AGENCY, UnitKind.HOSPITAL, UnitKind.CENTRE, UnitKind.STATION, UnitKind.OTHER],
}
TOLD = {"minh": "NVY", "lan": "PVHCC", "thu": "SNV"}  # of the cast: who learns of what is handed to which unit
READS_AFTER = timedelta(days=1, hours=1)


@dataclass
class Register:
    """The documents by key, the moments they were entered, and what was read of the newest plan."""

    documents: dict[str, Document] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    reading: Reading | None = None

    def plan(self, key: str) -> Document:
        """The document a plan was issued as."""
        return self.documents[f"plan.{key}"]


@dataclass(frozen=True)
class Entry:
    """A document about to be entered."""

    key: str
    issued_on: date
    arrived_on: date | None
    says: dict[str, Any]

    @property
    def entered_on(self) -> date:
        return self.arrived_on or self.issued_on


def build(*, days: Days, house: House, random: Random) -> Register:
    """Enter everything in the order of its day, each linked to what it rests on and handed to its units."""
    register = Register()
    for entry in sorted(_entries(days), key=lambda entry: entry.entered_on):
        _enter(entry, days, house, register, random)
    _read_thematic(house, register)
    return register


def full_title(document: Document) -> str:
    """A document as another cites it for the first time: type, number, date."""
    return f"{TYPES[document.type_code][0]} số {document.number} ngày {day_text(document.issued_on)}"


def day_text(day: date | None) -> str:
    """A date as Decree 30/2020 writes it: days below ten and the months one and two with a leading zero."""
    assert day is not None
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"


def _entries(days: Days) -> Iterator[Entry]:
    for row in yaml.safe_load((DATA / "register.yaml").read_text()):
        if "plan" in row:
            plan = days.plans[row["plan"]]
            words = _words(plan.issued_on) | {"Y": plan.starts_on.year, "Z": plan.ends_on.year}
            subject = PLAN_SUBJECTS[row["plan"]].format(**words)
            says = {"dir": "out", "type": "KH", "subject": subject, "to": ["all", "SNV"], "plan": row["plan"]}
            says["links"] = [{"kind": "implements", "other": BASED_ON[row["plan"]]}]
            yield Entry(f"plan.{row['plan']}", plan.issued_on, None, says)
            continue
        issued_on, year = _day(row["day"], days)
        words = _words(issued_on) | {"Y": year}
        arrived_on = next_workday(issued_on + timedelta(days=1)) if row["dir"] == "in" else None
        if (arrived_on or issued_on) < days.today:
            yield Entry(row["key"], issued_on, arrived_on, row | {"subject": row["subject"].format(**words)})


def _day(day: int | str, days: Days) -> tuple[date, int]:
    """The day of an entry, and the year of the plan it goes with."""
    if isinstance(day, int):
        found = workday(days.today - timedelta(days=day))
        return found, found.year
    name, sign, number = day.partition("+") if "+" in day else day.partition("-")
    plan = days.plans[name]
    shift = timedelta(days=int(number)) * (1 if sign == "+" else -1)
    return workday(plan.issued_on + shift), plan.starts_on.year


def _words(day: date) -> dict[str, Any]:
    year, quarter = quarter_of(day)
    before = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    month = f"{day.month - 1}/{day.year}" if day.month > 1 else f"12/{day.year - 1}"
    return {"y": day.year, "py": day.year - 1, "q": f"{ROMAN[before[1] - 1]}/{before[0]}", "m": f"tháng {month}"}


def _enter(entry: Entry, days: Days, house: House, register: Register, random: Random) -> None:
    says, hanh = entry.says, house.people["hanh"]
    outgoing = says["dir"] == "out"
    moment = min(office_moment(entry.entered_on, random), days.at - timedelta(hours=2))
    document = actions.register(
        unit=house.units["SYT"],
        direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
        type_code=says["type"],
        subject=says["subject"],
        number=says.get("number", ""),
        issued_on=entry.issued_on,
        arrived_on=entry.arrived_on,
        issuer="Sở Y tế tỉnh Bình Minh" if outgoing else says["issuer"],
        place=says.get("place", "Bình Minh"),
        signer=house.people["hoa"].full_name if outgoing else says["signer"],
        signer_authority="GIÁM ĐỐC" if outgoing else says["authority"],
        recipients=["UBND tỉnh (b/c)", "Ban Giám đốc Sở", "Các đơn vị liên quan", "Lưu: VT, VP"]
        if outgoing
        else ["Sở Y tế"],
        synthetic=True,
        actor=hanh,
        at=moment,
    )
    register.documents[entry.key], register.moments[entry.key] = document, moment
    _file(entry, document, house, register, moment)
    for link in says.get("links", ()):
        other = register.documents.get(link.get("other", ""))
        cited = link.get("cited") or (f"{full_title(other)} của {other.issuer}" if other else "")
        if cited:
            kind = LinkKind(link["kind"])
            actions.link(document=document, kind=kind, cited=cited, other=other, actor=hanh, at=moment)
    units = _units(says["to"], house)
    handed_at = moment + timedelta(minutes=5)
    actions.hand_out(document=document, units=units, actor=hanh, at=handed_at)
    codes = {unit.code for unit in units}
    told = [name for name, code in TOLD.items() if code in codes]
    notify(
        people=[house.people[name] for name in [*told, *says.get("tell", ())]],
        kind="documents.handed_out",
        text=f"{document.title} được chuyển đến đơn vị: {document.subject}",
        link=f"/documents/{document.pk}/",
        once_key=f"handed:{document.pk}",
        actor=hanh,
        at=handed_at,
    )


def _file(entry: Entry, document: Document, house: House, register: Register, moment: datetime) -> None:
    hanh = house.people["hanh"]
    if entry.key == "plan.thematic":
        content = _thematic_docx(document, house, register)
    else:
        content = plain_docx(
            f"{TYPES[document.type_code][0].upper()} số {document.number}",
            [
                f"{document.place}, ngày {day_text(document.issued_on)}. Cơ quan ban hành: {document.issuer}.",
                f"Trích yếu: {document.subject}.",
                entry.says.get("says", "Nhiệm vụ, đơn vị chủ trì và thời hạn của từng nhiệm vụ có trong phần mềm."),
                f"{document.signer_authority}: {document.signer}. Văn bản hư cấu, dùng để trình diễn phần mềm.",
            ],
        )
    stored = actions.keep_file(chunks=[content], actor=hanh, at=moment)
    name = f"{document.number.replace('/', '-')}.docx"
    actions.attach(document=document, stored=stored, name=name, actor=hanh, at=moment)


def _units(names: list[str], house: House) -> list[Unit]:
    codes: list[str] = []
    for name in names:
        codes += [code for kind in KINDS[name] for code in house.codes(kind)] if name in KINDS else [name]
    return [house.units[code] for code in dict.fromkeys(codes)]


def _thematic_docx(document: Document, house: House, register: Register) -> bytes:
    data = yaml.safe_load((DATA / "thematic.yaml").read_text())
    issued_on = document.issued_on
    assert issued_on is not None
    after = {n: next_workday(issued_on + timedelta(days=n)) for n in (12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90)}
    year, quarter = quarter_of(issued_on + timedelta(days=60))
    next_month = (issued_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    words: dict[str, Any] = {f"d{n}": day_text(day) for n, day in after.items()}
    words |= {"Y": issued_on.year, "q": f"quý {ROMAN[quarter - 1]} năm {year}"}
    words |= {"m1": f"tháng {next_month.month:02d} năm {next_month.year}" if next_month.month < 3 else ""}
    words["m1"] = words["m1"] or f"tháng {next_month.month} năm {next_month.year}"
    words["can_cu"] = full_title(register.documents["ubnd_khacphuc"])
    month = f"{issued_on.month:02d}" if issued_on.month < 3 else str(issued_on.month)
    return plan_docx(
        number=document.number,
        place_and_day=f"Bình Minh, ngày {issued_on.day:02d} tháng {month} năm {issued_on.year}",
        subject=[line.format(**words) for line in data["subject"]],
        lines=[line.format(**words) for line in data["lines"]],
        recipients=data["recipients"],
        signer=house.people["hoa"].full_name,
    )


def _read_thematic(house: House, register: Register) -> None:
    document = register.plan("thematic")
    at = register.moments["plan.thematic"] + READS_AFTER
    file = document.files.get()
    names = UnitIndex(names_on(document.issued_on or localdate(at)))
    found = read_file(storage.path_of(file.stored.sha256), name=file.name, units=names)
    hanh = house.people["hanh"]
    register.reading = actions.keep_reading(document=document, file=file, found=found, names=names, actor=hanh, at=at)
