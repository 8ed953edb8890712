"""A department with its cast (design section 2), a plan, tasks and reports: each made by the real actions."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware

from caicach.documents import actions as documents
from caicach.documents.models import Document
from caicach.documents.rules import Direction
from caicach.documents.tests.factories import nothing_happens as documents_unchanged
from caicach.orgs import actions as orgs
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import Role, UnitKind, fold
from caicach.orgs.tests.factories import House
from caicach.plans import actions
from caicach.plans.actions import Assignment
from caicach.plans.models import (
    DeadlineEntry,
    Evidence,
    ExtensionRequest,
    Plan,
    PlanLine,
    ProgressReport,
    Task,
    TaskUnit,
)
from caicach.plans.rules import PlanLevel

FOUNDED = date(2020, 1, 1)
DECISION = "Quyết định số 01/QĐ-UBND ngày 01 tháng 01 năm 2020"
YEAR = 2026


def moment(day: date, hour: int = 9) -> datetime:
    """A moment of a day on the office's clock."""
    return make_aware(datetime.combine(day, time(hour)))


GIVEN_AT = moment(date(YEAR, 1, 5))


@dataclass(frozen=True)
class Department:
    """Sở Y tế tỉnh Bình Minh (fictional), two units below it, and who works there."""

    unit: Unit
    hospital: Unit
    centre: Unit
    hanh: Person
    """Office specialist of the department: keeps the plans."""
    hoa: Person
    """Head of the department."""
    mai: Person
    """Administrator."""
    phuc: Person
    """Reporter of the hospital."""
    son: Person
    """Reporter of the centre: another unit."""


def a_unit(*, name: str, code: str, kind: UnitKind = UnitKind.HOSPITAL, parent: Unit | None = None) -> Unit:
    """A unit opened on FOUNDED."""
    return orgs.open_unit(
        code=code, name=name, kind=kind, parent=parent, on=FOUNDED, decision=DECISION, actor=None, at=moment(FOUNDED)
    )


def a_person(*, name: str, unit: Unit, role: Role, called: str = "", title: str = "") -> Person:
    """Somebody with a post since FOUNDED; the sign-in is the name without blanks and accents."""
    username = fold(name).replace(" ", ".")
    person = orgs.add_person(
        username=username, full_name=name, password=None, called=called, actor=None, at=moment(FOUNDED)
    )
    orgs.give_post(person=person, unit=unit, role=role, since=FOUNDED, title=title, actor=None, at=moment(FOUNDED))
    return person


def a_department() -> Department:
    """The department, its hospital and its centre, with the cast."""
    unit = a_unit(name="Sở Y tế tỉnh Bình Minh", code="SYT", kind=UnitKind.DEPARTMENT)
    hospital = a_unit(name="Bệnh viện Đa khoa tỉnh Bình Minh", code="BVDK", parent=unit)
    centre = a_unit(name="Trung tâm Kiểm soát bệnh tật", code="CDC", kind=UnitKind.CENTRE, parent=unit)
    return Department(
        unit=unit,
        hospital=hospital,
        centre=centre,
        hanh=a_person(name="Nguyễn Thị Hạnh", called="cô Hạnh", unit=unit, role=Role.OFFICE_SPECIALIST),
        hoa=a_person(name="Trần Thị Hoa", called="bà Hoa", unit=unit, role=Role.HEAD, title="Giám đốc"),
        mai=a_person(name="Lê Thị Mai", called="cô Mai", unit=unit, role=Role.ADMINISTRATOR),
        phuc=a_person(name="Phạm Văn Phúc", called="anh Phúc", unit=hospital, role=Role.REPORTER),
        son=a_person(name="Vũ Văn Sơn", called="anh Sơn", unit=centre, role=Role.REPORTER),
    )


def a_document(*, department: Department, **components: Any) -> Document:
    """The outgoing plan of the department, in its register."""
    said: dict[str, Any] = {
        "type_code": "KH",
        "number": "62/KH-SYT",
        "issued_on": date(YEAR - 1, 12, 31),
        "issuer": department.unit.name,
        "place": "Bình Minh",
        "subject": "Cải cách hành chính năm 2026",
        "synthetic": True,
    }
    return documents.register(
        unit=department.unit,
        direction=Direction.OUTGOING,
        actor=department.hanh,
        at=GIVEN_AT,
        **(said | components),
    )


def a_plan(
    *,
    department: Department,
    code: str = "62/KH-SYT",
    title: str = "Kế hoạch cải cách hành chính năm 2026",
    document: Document | None = None,
    synthetic: bool = True,
) -> Plan:
    """A plan of the year, kept by cô Hạnh."""
    return actions.open_plan(
        code=code,
        title=title,
        level=PlanLevel.YEARLY,
        unit=department.unit,
        starts_on=date(YEAR, 1, 1),
        ends_on=date(YEAR, 12, 31),
        document=document,
        synthetic=synthetic,
        actor=department.hanh,
        at=GIVEN_AT,
    )


def a_task(
    *,
    plan: Plan,
    lead: Unit,
    by: Person,
    text: str = "Rà soát, đơn giản hóa thủ tục hành chính thuộc lĩnh vực được giao.",
    field: str = "tthc",
    due_on: date | None = None,
    phrase: str = "",
    coop: Iterable[Unit] = (),
    at: datetime = GIVEN_AT,
) -> Task:
    """A task in time up to and with `due_on`; without one, a continuous duty in the words of `phrase`."""
    deadline = {"kind": "date", "date": due_on.isoformat(), "comparator": "by"} if due_on else {"kind": "continuous"}
    assignment = Assignment(
        text=text, field=field, lead=lead, coop=tuple(coop), deadline=deadline, deadline_phrase=phrase
    )
    return actions.add_task(plan=plan, assignment=assignment, actor=by, at=at)


def a_report(
    *,
    task: Task,
    by: Person,
    at: datetime,
    words: str = "Đã rà soát xong và gửi kết quả về Văn phòng Sở.",
    done_on: date | None = None,
    evidence: Sequence[str] = (),
    sent_by: Person | None = None,
    accepted_by: Person | None = None,
    returned_by: Person | None = None,
    reason: str = "Chưa có minh chứng kèm theo.",
    decided_at: datetime | None = None,
) -> ProgressReport:
    """A report on a task, as far as it has come: written by `by`, sent, accepted or returned by those named."""
    pieces = [(documents.keep_file(chunks=[name.encode()], actor=by, at=at), name) for name in evidence]
    before = task.reports.exclude(state="accepted").last()
    report = actions.write_report(
        task=task,
        words=words,
        says_done=done_on is not None,
        done_on=done_on,
        evidence=pieces,
        revision=before.revision if before else 0,
        actor=by,
        at=at,
    )
    if sent_by is None:
        return report
    report = actions.submit_report(report=report, actor=by, at=at)
    report = actions.send_report(report=report, actor=sent_by, at=at)
    if accepted_by is not None:
        report = actions.accept_report(report=report, actor=accepted_by, at=decided_at or at)
    if returned_by is not None:
        report = actions.return_report(report=report, reason=reason, actor=returned_by, at=decided_at or at)
    return report


def a_report_in(house: House, task: Task, state: str, words: str = "Lời chưa gửi.") -> ProgressReport:
    """The hospital's report as far as it has come: draft, with_head, returned (unsent), sent, sent and returned."""
    at = GIVEN_AT
    if state.startswith("sent"):
        returned_by = house.hanh if state == "sent and returned" else None
        return a_report(task=task, by=house.phuc, at=at, words=words, sent_by=house.de, returned_by=returned_by)
    report = a_report(task=task, by=house.phuc, at=at, words=words, evidence=["nhap.txt"])
    if state != "draft":
        report = actions.submit_report(report=report, actor=house.phuc, at=at)
    if state == "returned":
        report = actions.return_report(report=report, reason="Lý do kín.", actor=house.de, at=at)
    return report


PLAN_TABLES = (Plan, PlanLine, Task, TaskUnit, DeadlineEntry, ExtensionRequest, ProgressReport, Evidence)


def department_of(house: House) -> Department:
    """The cast of `orgs` as this module's own functions take it: `a_plan(department=department_of(house))`."""
    return Department(
        unit=house.unit.syt,
        hospital=house.unit.bvdk,
        centre=house.unit.ttyt,
        hanh=house.hanh,
        hoa=house.hoa,
        mai=house.mai,
        phuc=house.phuc,
        son=house.son,
    )


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Whatever is done inside leaves plans, tasks, reports, documents, trail and notices as they were."""
    with documents_unchanged(*PLAN_TABLES):
        yield
