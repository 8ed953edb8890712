"""Inspections as pages show them: the rate of units visited, the findings and what became of them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.orgs.models import Person, Unit, UnitQuerySet
from caicach.orgs.permissions import scope_of
from caicach.orgs.rules import ROLES_OVER_THE_TREE, UnitKind
from caicach.plans import faces, sheet
from caicach.plans.models import Finding, FindingQuerySet, Inspection, Task
from caicach.ui import wording
from caicach.ui.parts import Because, Citation, Figure, Grid, GridColumn, GridRow, Step, Tone

PRACTICE: dict[str, str] = yaml.safe_load((Path(__file__).parents[1] / "practice.yaml").read_text())["inspected_units"]
NAMES = ("unit", "planned_on")


def office_of(person: Person) -> Unit | None:
    """The highest unit whose inspections the person sees as a whole."""
    return Unit.objects.under(scope_of(person).paths(*ROLES_OVER_THE_TREE)).open_now().order_by("path").first()


def inspectable(office: Unit) -> UnitQuerySet:
    """The units an office may visit: the open ones below it, without divisions, which are parts of a unit."""
    return Unit.objects.under([office.path]).open_now().exclude(pk=office.pk).exclude(kind=UnitKind.DIVISION)


@dataclass(frozen=True)
class FindingRow:
    """A finding with how it stands."""

    finding: Finding
    state: str
    tone: Tone
    task: faces.TaskRow | None


def finding_rows(findings: "QuerySet[Finding]", person: Person, now: datetime.datetime) -> list[FindingRow]:
    """Findings with their tasks; those not handled first."""
    found = list(findings.select_related("inspection__unit", "task__plan", "task__lead"))
    seen = set(Task.objects.visible_to(person).filter(finding__in=found).values_list("pk", flat=True))
    rows = {row.task.pk: row for row in faces.rows((one.task for one in found if one.task_id in seen), now)}  # type: ignore[misc]
    shown = [FindingRow(one, *finding_words(one), rows.get(one.task_id or 0)) for one in found]
    return sorted(shown, key=lambda row: row.finding.is_handled)


def finding_words(finding: Finding) -> tuple[str, Tone]:
    """Where a finding stands."""
    if finding.closed_on is not None:
        return _("kết thúc, có lý do"), "done"
    if finding.is_handled:
        return _("đã khắc phục"), "ok"
    if finding.task_id is not None:
        return _("đang khắc phục"), "info"
    return _("chưa giao khắc phục"), "late"


def with_counts(inspections: "QuerySet[Inspection]") -> "QuerySet[Inspection]":
    """Visits with `found` and `mended`: how many findings there are, and how many were handled."""
    return inspections.select_related("office", "unit").annotate(
        found=Count("findings"),
        mended=Count("findings", filter=Q(findings__in=Finding.objects.handled().values("pk"))),
    )


def visit_words(inspection: Inspection, today: datetime.date) -> tuple[str, Tone]:
    """Where a visit stands."""
    if inspection.made_on is not None:
        return _("đã kiểm tra"), "ok"
    if inspection.planned_on < today:
        return _("quá ngày dự kiến"), "late"
    return _("chưa đến ngày"), "none"


@dataclass(frozen=True)
class VisitRow:
    """A visit in the list."""

    visit: Any
    state: str
    tone: Tone


def visit_rows(inspections: "QuerySet[Inspection]", today: datetime.date) -> list[VisitRow]:
    return [VisitRow(one, *visit_words(one, today)) for one in with_counts(inspections)]


def figures(office: Unit | None, visits: Sequence[VisitRow], findings: FindingQuerySet, year: int) -> list[Figure]:
    """The figures over a year's inspections; the rate is of the units an office may visit."""
    told = []
    if office is not None:
        told.append(_rate(office, visits, year))
    made = sum(row.visit.made_on is not None for row in visits)
    told.append(
        Figure(
            _("Đã kiểm tra"),
            made,
            _("cuộc"),
            counted=made,
            of=len(visits),
            counted_says=_("đã kiểm tra"),
            of_says=_("cuộc trong kế hoạch năm"),
            note=_("trên %(count)d cuộc trong kế hoạch") % {"count": len(visits)},
            url="#lich",
        )
    )
    handled, total = findings.handled().count(), findings.count()
    told.append(
        Figure(
            _("Vấn đề đã xử lý"),
            Decimal(handled) / total if total else "—",
            share=bool(total),
            counted=handled,
            of=total,
            counted_says=_("đã xử lý"),
            of_says=_("vấn đề phát hiện trong năm"),
            tone="none" if handled == total else "soon",
            url="#van-de",
        )
    )
    return told


def _rate(office: Unit, visits: Sequence[VisitRow], year: int) -> Figure:
    units = set(inspectable(office).values_list("pk", flat=True))
    chosen = {row.visit.unit_id for row in visits if row.visit.office_id == office.pk} & units
    share = Decimal(len(chosen)) / len(units) if units else None
    asked, english = Decimal(PRACTICE["share"]), wording.is_english()
    source = PRACTICE["source_en" if english else "source"]
    counts = {"chosen": len(chosen), "total": len(units)}
    because = Because(
        _("Vì sao so với %(share)s?") % {"share": wording.percent(asked, 0)},
        [
            Step(_("%(chosen)d đơn vị có trong kế hoạch kiểm tra, trên %(total)d đơn vị trực thuộc.") % counts),
            Step(_("Không tính phòng, ban: phòng, ban là một phần của đơn vị.")),
            Step(
                _("Nơi khác đặt mức ít nhất %(share)s số đơn vị một năm.") % {"share": wording.percent(asked, 0)},
                [Citation(source)],
            ),
        ],
        label=_("vì sao?"),
        warning=PRACTICE["status_en" if english else "status"],
        id="vi-sao-ty-le",
    )
    return Figure(
        _("Đơn vị trong kế hoạch kiểm tra %(year)d") % {"year": year},
        share if share is not None else "—",
        share=share is not None,
        counted=len(chosen),
        of=len(units),
        counted_says=_("trong kế hoạch"),
        of_says=_("đơn vị trực thuộc"),
        tone="none" if share is None else "ok" if share >= asked else "soon",
        note=_("so với %(share)s một tỉnh đặt cho cấp xã, không phải luật") % {"share": wording.percent(asked, 0)},
        because=because,
        url="#lich",
    )


def grid(rows: Sequence[GridRow], office: Unit) -> Grid:
    """Units to visit and days, typed or pasted from Excel."""
    names = list(inspectable(office).in_tree_order().values_list("name", flat=True))
    return Grid(
        columns=[
            GridColumn("unit", _("Đơn vị được kiểm tra"), suggestions=names, required=True, width=420),
            GridColumn("planned_on", _("Ngày dự kiến"), "date", required=True, width=160, help="dd/mm/yyyy"),
        ],
        rows=rows,
        post_url="",
        submit=_("Đưa vào kế hoạch kiểm tra"),
        spare=max(3, 8 - len(rows)),
        title=_("Đơn vị và ngày kiểm tra"),
    )


def read(content: Mapping[str, Any], office: Unit) -> tuple[list[GridRow], list[tuple[Unit, datetime.date]]]:
    """The sheet as posted: its rows to show again, and the visits where nothing is wrong."""
    shown: list[GridRow] = []
    visits: list[tuple[Unit, datetime.date]] = []
    known = set(Inspection.objects.filter(office=office).values_list("unit", "planned_on"))
    for values in sheet.cells(content, NAMES):
        if not any(values.values()):
            continue
        errors = sheet.Errors()
        unit = sheet.unit_in(values.get("unit", ""), "unit", errors)
        day = _day(values.get("planned_on", ""), errors)
        if unit is None and "unit" not in errors:
            errors["unit"] = _("Hãy chọn đơn vị được kiểm tra.")
        if unit is not None and unit.pk == office.pk:
            errors["unit"] = _("Cơ quan không kiểm tra chính mình. Hãy chọn đơn vị khác.")
        if unit is not None and day is not None:
            if (unit.pk, day) in known:
                errors["planned_on"] = _("Đơn vị đã nằm trong kế hoạch đúng ngày đó. Hãy chọn ngày khác.")
            known.add((unit.pk, day))
            visits.append((unit, day))
        shown.append(GridRow(values, errors))
    return shown, [] if any(row.errors for row in shown) else visits


def _day(text: str, errors: sheet.Errors) -> datetime.date | None:
    told = sheet.Errors()
    day: datetime.date | None = sheet.day_in(text, told)
    if told or day is None:
        errors["planned_on"] = told.get("due_on") or _("Hãy ghi ngày dự kiến, dạng dd/mm/yyyy.")
    return day


def years(inspections: "QuerySet[Inspection]", today: datetime.date) -> list[int]:
    """The years there are visits in, and this one."""
    found = set(inspections.order_by().values_list("year", flat=True).distinct())
    return sorted(found | {today.year}, reverse=True)


def page_of_year(year: int) -> str:
    return f"{reverse('plans:inspections')}?year={year}"
