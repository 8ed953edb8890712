"""What goes in and out of the API, as JSON."""

import datetime
from decimal import Decimal
from typing import Literal

from ninja import Field, Schema


class UnitOut(Schema):
    code: str
    name: str


class PlanName(Schema):
    id: int
    code: str


class PlanOut(PlanName):
    """A plan (kế hoạch)."""

    title: str
    level: str
    assigned_by: str
    unit: UnitOut
    starts_on: datetime.date
    ends_on: datetime.date


class TaskOut(Schema):
    """A task (nhiệm vụ); `due_on` is the deadline in force, `first_due_on` the first one given."""

    id: int
    label: str
    text: str
    field: str
    plan: PlanName
    lead: UnitOut
    product: str
    state: str
    due_on: datetime.date | None
    first_due_on: datetime.date | None
    done_on: datetime.date | None
    parent_id: int | None
    bond: str
    period: str
    changed_at: datetime.datetime


class DeadlineOut(Schema):
    """A line in the ledger of a deadline (sổ hạn)."""

    number: int
    kind: str
    phrase: str
    due_on: datetime.date | None
    because: list[str]
    reason: str
    at: datetime.datetime


class LineOut(Schema):
    """A task's place in a plan."""

    plan: PlanName
    number: int
    field: str
    wording: str


class ReportOut(Schema):
    """A progress report (báo cáo tiến độ); a figure is exact, so it comes as text."""

    number: int
    state: str
    unit: UnitOut
    words: str
    figure: Decimal | None
    figure_unit: str
    says_done: bool
    done_on: datetime.date | None
    written_by: str = Field(alias="written_by.full_name")
    written_at: datetime.datetime
    sent_at: datetime.datetime | None
    reason: str
    revision: int


class TaskFull(TaskOut):
    """A task with its ledger, its places in plans, its parts and occurrences, and its reports."""

    coop: list[UnitOut]
    deadlines: list[DeadlineOut]
    lines: list[LineOut]
    children: list[TaskOut]
    reports: list[ReportOut]


class ReportIn(Schema):
    """What a unit says it has done; `revision` is the one of the open report its writer saw, 0 for a new one."""

    words: str = Field(max_length=20_000)
    figure: Decimal | None = Field(None, max_digits=18, decimal_places=4)
    figure_unit: str = Field("", max_length=40)
    says_done: bool = False
    done_on: datetime.date | None = None
    revision: int = Field(0, ge=0)
    submit: bool = False


class Refusal(Schema):
    """Every refusal: one sentence for a person, one code for a program."""

    error: str
    code: str


TaskClass = Literal["done_on_time", "done_late", "in_progress", "not_begun", "overdue", "suspended", "cancelled"]


class TaskFilter(Schema):
    """Which tasks are asked for; all of what is given must hold."""

    plan: int | None = None
    lead: str | None = Field(None, description="code of the lead unit")
    field: str | None = None
    of_class: TaskClass | None = Field(None, alias="class")
    due_from: datetime.date | None = None
    due_to: datetime.date | None = None
    changed_since: datetime.datetime | None = None
    q: str | None = Field(None, max_length=200, description="words, accents may lack")
