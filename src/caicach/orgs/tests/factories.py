"""The cast and its units (docs: design, section 2), as tests put them on the stage."""

import datetime
from dataclasses import dataclass
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from caicach.orgs import actions
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import Role, UnitKind

OPENED = datetime.date(2025, 7, 1)
DECISION = "Quyết định 118/QĐ-UBND ngày 30/6/2025"
AT = datetime.datetime(2025, 7, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PASSWORD = "lúa chín vàng đồng Bình Minh"


@dataclass
class House:
    """The sector of Bình Minh: `house.unit.syt`, `house.hanh`."""

    unit: SimpleNamespace
    hanh: Person  # specialist of the department's office
    hoa: Person  # head of the department
    phuc: Person  # reporter of the hospital
    de: Person  # head of the hospital
    minh: Person  # processing officer of a division
    lan: Person  # one-stop desk, another tree
    son: Person  # reporter of a centre beside the hospital
    thu: Person  # appraiser, another tree
    mai: Person  # administrator

    @property
    def cast(self) -> dict[str, Person]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


UNITS = [
    ("syt", "SYT", "Sở Y tế Bình Minh", "Sở Y tế", UnitKind.DEPARTMENT, None),
    ("nvy", "SYT-NVY", "Phòng Nghiệp vụ Y", "", UnitKind.DIVISION, "syt"),
    ("bvdk", "BVDK-BM", "Bệnh viện Đa khoa Bình Minh", "BVĐK Bình Minh", UnitKind.HOSPITAL, "syt"),
    ("khth", "BVDK-BM-KHTH", "Phòng Kế hoạch tổng hợp", "", UnitKind.DIVISION, "bvdk"),
    ("ttyt", "TTYT-LK", "Trung tâm Y tế Long Khê", "TTYT Long Khê", UnitKind.CENTRE, "syt"),
    ("tram", "TYT-DA", "Trạm Y tế xã Đông An", "", UnitKind.STATION, "ttyt"),
    ("snv", "SNV", "Sở Nội vụ Bình Minh", "Sở Nội vụ", UnitKind.DEPARTMENT, None),
    ("hcc", "TTPVHCC", "Trung tâm Phục vụ hành chính công", "", UnitKind.CENTRE, None),
]
PEOPLE = [
    ("hanh", "Nguyễn Thị Hạnh", "cô Hạnh", "syt", Role.OFFICE_SPECIALIST, "Văn phòng Sở, đầu mối cải cách hành chính"),
    ("hoa", "Trần Thị Hoa", "bà Hoa", "syt", Role.HEAD, "Phó Giám đốc"),
    ("phuc", "Lê Văn Phúc", "anh Phúc", "bvdk", Role.REPORTER, "Phòng Kế hoạch tổng hợp"),
    ("de", "Nguyễn Văn Đệ", "ông Đệ", "bvdk", Role.HEAD, "Giám đốc"),
    ("minh", "Phạm Quang Minh", "Minh", "nvy", Role.PROCESSING_OFFICER, "Chuyên viên"),
    ("lan", "Đỗ Thị Lan", "Lan", "hcc", Role.ONE_STOP_DESK, ""),
    ("son", "Vũ Hồng Sơn", "anh Sơn", "ttyt", Role.REPORTER, ""),
    ("thu", "Bùi Thị Thu", "cô Thu", "snv", Role.APPRAISER, "Phòng Cải cách hành chính"),
    ("mai", "Hoàng Thị Mai", "cô Mai", "syt", Role.ADMINISTRATOR, "Công nghệ thông tin"),
]


def build_house() -> House:
    """Open the units and give everybody their post."""
    units: dict[str, Unit] = {}
    for name, code, full, short, kind, above in UNITS:
        units[name] = actions.open_unit(
            code=code,
            name=full,
            short_name=short,
            kind=kind,
            parent=units[above] if above else None,
            on=OPENED,
            decision=DECISION,
            actor=None,
            at=AT,
        )
    people = {}
    for username, full_name, called, unit, role, title in PEOPLE:
        person = actions.add_person(
            username=username, full_name=full_name, called=called, password=PASSWORD, actor=None, at=AT
        )
        actions.give_post(person=person, unit=units[unit], role=role, title=title, since=OPENED, actor=None, at=AT)
        people[username] = person
    return House(unit=SimpleNamespace(**units), **people)


def fresh(person: Person) -> Person:
    """The same person read anew, as a request would: rights are read once and kept."""
    return Person.objects.get(pk=person.pk)
