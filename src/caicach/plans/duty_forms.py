"""Forms of what hangs on a task: how a duty comes round, that it stops, the event a deadline waits for."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from caicach.plans import counting, recurring
from caicach.plans.actions import Rhythm
from caicach.plans.forms import DayField
from caicach.plans.models import Recurrence, Task
from caicach.plans.recurring import Every

EVERY_NAMES = {
    Every.WEEK: _("hằng tuần"),
    Every.MONTH: _("hằng tháng"),
    Every.QUARTER: _("hằng quý"),
    Every.HALF_YEAR: _("6 tháng một lần"),
    Every.NINE_MONTHS: _("9 tháng"),
    Every.YEAR: _("hằng năm"),
}
SOONER = gettext_noop("sớm hơn tháng cuối kỳ %(months)d tháng")


def month_choices() -> list[tuple[str, str]]:
    """In which month, seen from a period's last one, the work is due."""
    named = [("0", str(_("của tháng cuối kỳ"))), ("1", str(_("của tháng sau kỳ")))]
    named.append(("2", str(_("của tháng thứ hai sau kỳ"))))
    return [*named, *((str(-n), str(_(SOONER)) % {"months": n}) for n in range(1, 12))]


class RecurrenceForm(forms.Form):
    """How a duty comes round."""

    every = forms.ChoiceField(label=_("Chu kỳ"), choices=lambda: [("", "…"), *RecurrenceForm.every_choices()])
    due_day = forms.IntegerField(
        label=_("Nộp chậm nhất ngày"),
        min_value=1,
        max_value=31,
        help_text=_("31 là ngày cuối tháng; với tuần: 1 là thứ Hai, 5 là thứ Sáu"),
    )
    due_months_after = forms.TypedChoiceField(label=_("Ngày đó"), choices=month_choices, coerce=int, initial="0")
    cutoff_day = forms.IntegerField(
        label=_("Chốt số liệu ngày (nếu có)"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("của tháng cuối kỳ, ví dụ 14"),
    )
    is_estimate = forms.BooleanField(label=_("Số liệu ước thực hiện"), required=False)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến ngày"))

    @staticmethod
    def every_choices() -> list[tuple[str, Any]]:
        return [(str(every), EVERY_NAMES[every]) for every in Every]

    @classmethod
    def of(cls, task: Task, today: datetime.date) -> "RecurrenceForm":
        """The rhythm as it is, else as the document's words propose it."""
        kept: Recurrence | None = getattr(task, "recurrence", None)
        if kept is not None:
            return cls(initial={name: getattr(kept, name) for name in cls.base_fields})
        first = task.deadline_entries.order_by("number").first()
        found = recurring.proposed(first.typed if first else None)
        initial: dict[str, Any] = {
            "starts_on": max(today, localdate(task.assigned_at)),
            "ends_on": max(today, task.plan.ends_on),
        }
        if found is not None:
            initial |= {"every": found.every, "due_day": found.due_day, "due_months_after": found.due_months_after}
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if self.errors or typed["cutoff_day"] is None or typed["is_estimate"]:
            return typed
        code = {Every.WEEK: "2026-W36", Every.MONTH: "2026-03", Every.QUARTER: "2026-Q3"}.get(
            Every(typed["every"]), "2026"
        )
        period = recurring.period_of(code, typed["due_day"], typed["due_months_after"], typed["cutoff_day"])
        if period.cutoff_on is not None and period.cutoff_on > period.due_on:
            self.add_error(
                "is_estimate",
                _("Hạn nộp trước ngày chốt nên số liệu phải ước. Hãy đánh dấu ô này hoặc sửa ngày."),
            )
        return typed

    def rhythm(self) -> Rhythm:
        """What was typed, as `set_recurrence` takes it."""
        return Rhythm(**(self.cleaned_data | {"every": Every(self.cleaned_data["every"])}))


class StopForm(forms.Form):
    """That no turn begins after a day, and why."""

    last_on = DayField(label=_("Không mở kỳ mới sau ngày"))
    reason = forms.CharField(
        label=_("Lý do dừng"), max_length=300, error_messages={"required": _("Hãy ghi lý do dừng định kỳ.")}
    )


class EventForm(forms.Form):
    """That the event has happened from which a deadline counts."""

    words = forms.CharField(
        label=_("Sự kiện đã xảy ra"),
        max_length=300,
        error_messages={"required": _("Hãy ghi sự kiện đã xảy ra, ví dụ: Nghị định số … được ban hành.")},
    )
    happened_on = DayField(label=_("Ngày xảy ra"))
    happened_at = forms.TimeField(
        label=_("Giờ xảy ra"), widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "14:30"})
    )
    due_on = DayField(label=_("Hạn (bỏ trống nếu chưa định được)"), required=False)

    def __init__(self, deadline: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount = counting.amount_of(deadline)
        if amount is None or amount[0] != "hours":
            del self.fields["happened_at"]
        if amount is not None:
            del self.fields["due_on"]


class TakeBackForm(forms.Form):
    """Why a part is taken back."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=300, error_messages={"required": _("Hãy ghi lý do thu hồi.")}
    )
