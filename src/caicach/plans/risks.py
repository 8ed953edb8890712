"""Tasks that will probably be late, each with its reason (sẽ trễ), and how much is on whose hands."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.plans import faces, rules
from caicach.plans.models import ProgressReport, Task, TaskQuerySet
from caicach.plans.rules import ReportState, Risk, TaskState
from caicach.ui.parts import Because, Clock


@dataclass(frozen=True)
class RiskRow:
    """A task that will probably be late."""

    task: Task
    why: str
    clock: Clock


def risk_rows(tasks: TaskQuerySet, now: datetime.datetime) -> list[RiskRow]:
    """Why each of these tasks will probably be late; those that will not are left out."""
    today, calendar = timezone.localdate(now), faces.calendar_in_use()
    returned = ProgressReport.objects.filter(
        task=OuterRef("pk"), state=ReportState.RETURNED, first_sent_at__isnull=False
    )
    shown: Iterable[Any] = tasks.annotate(came_back=Exists(returned))
    rows = []
    for task in shown:
        state = TaskState(task.state)
        why = rules.risk(state=state, due_on=task.due_on, returned=task.came_back, on=today)
        if why is not None:
            rows.append(RiskRow(task, words(why), faces.clock(task, now, calendar)))
    return rows


def words(why: Risk) -> str:
    """Why a task will probably be late."""
    return {
        Risk.RETURNED: _("báo cáo bị trả lại, chưa gửi lại"),
        Risk.NOT_BEGUN: _("chưa báo cáo lần nào"),
        Risk.LAST_DAYS: _("sắp hết hạn, chưa báo hoàn thành"),
    }[why]


def because() -> Because:
    """The rule itself, as anybody may read it."""
    steps = [
        _("Nhiệm vụ đang mở, hạn trong %(days)d ngày tới.") % {"days": rules.LATE_SOON_DAYS},
        _(
            "Và có một trong ba điều: chưa báo cáo lần nào; báo cáo gần nhất bị trả lại; hạn còn dưới %(days)d ngày mà "
            "chưa báo hoàn thành."
        )
        % {"days": rules.LAST_DAYS},
        _("Các tuần trước tính lại theo những báo cáo còn lưu và hạn đang áp dụng."),
    ]
    return Because(_("Vì sao gọi là sẽ trễ?"), steps, id="se-tre")
