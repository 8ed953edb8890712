"""What a part's template needs, worked out from what the part was fed with."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from caicach.ui import drawing, parts, wording

TONE_ICONS: dict[str, str] = {
    "ok": "circle-check",
    "soon": "clock",
    "late": "alert-triangle",
    "waiting": "hourglass",
    "done": "check",
    "info": "info-circle",
    "none": "circle-dashed",
}
FILE_ICONS = {
    "pdf": "file-type-pdf",
    "doc": "file-type-doc",
    "docx": "file-type-doc",
    "xls": "file-spreadsheet",
    "xlsx": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "png": "photo",
    "jpg": "photo",
    "jpeg": "photo",
}
STEP_ICONS = {"done": "circle-check", "now": "circle-dot", "later": "circle-dashed"}
Number = int | Decimal | float | str | None


def exact(value: Number) -> int | Decimal | None:
    """The number as given, or None where it is none."""
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def figure_values(figure: parts.Figure) -> dict[str, Any]:
    value = figure.value
    if figure.share and not isinstance(value, str):
        shown = wording.percent(Decimal(value))
    else:
        shown = value if isinstance(value, str) else wording.count(value)
    part = None
    if figure.counted is not None and figure.of:
        part = max(0, min(100, round(100 * Decimal(figure.counted) / Decimal(figure.of))))
    points = drawing.spark_points(figure.series) if len(figure.series) > 1 else []
    rest = None if figure.counted is None or figure.of is None else figure.of - figure.counted
    return {
        "figure": figure,
        "shown": shown.removesuffix("%").rstrip(),
        "sign": "%" if shown.endswith("%") else "",
        "part": part,
        "rest": rest,
        "as_of": wording.as_of(figure.as_of) if figure.as_of else "",
        "line": " ".join(f"{x},{y}" for x, y in points),
        "last": points[-1] if points else None,
    }


def clock_values(clock: parts.Clock) -> dict[str, Any]:
    due_says = clock.due_says or (wording.due_on(clock.due) if clock.due else _("chưa có hạn"))
    return {"clock": clock, "due_says": due_says, "used": drawing.used_percent(clock), "icon": TONE_ICONS[clock.tone]}


def nothing_mark(kind: str) -> str:
    return {"not_applicable": "—", "not_scored": _("chưa chấm"), "not_sent": _("chưa gửi")}[kind]


def nothing_meaning(kind: str) -> str:
    return {
        "not_applicable": _("không áp dụng"),
        "not_scored": _("có phiếu nhưng chưa tính điểm"),
        "not_sent": _("đơn vị chưa nộp số liệu"),
        "zero": _("đã nộp: không phát sinh"),
    }[kind]


def used_of(step: parts.ProcessStep) -> int:
    if step.used is None:
        return 100 if step.state == "done" else 0
    return max(0, min(100, round(step.used * 100)))


def large_clock_values(clock: parts.Clock) -> dict[str, Any]:
    """The bar with its labels, each on its level."""
    plan = drawing.clock_drawing(clock)
    above = 36 * plan.levels if plan else 0
    return {
        **clock_values(clock),
        "plan": plan,
        "above": above,
        "height": above + 52,
        "rows": [(mark, above - 36 * mark.level - 22, above - 36 * mark.level - 7) for mark in plan.marks]
        if plan
        else [],
        "hatch": f"hatch-{id(clock)}",
    }
