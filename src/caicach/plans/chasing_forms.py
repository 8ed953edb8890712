"""What is typed about chasing: a ladder, a round of urging letters, a signature, an answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.models import Unit
from caicach.plans.forms import DAY
from caicach.plans.ladder import FARTHEST, Ladder, Rung, Told
from caicach.plans.urging import LateUnit

SPARE = 2  # empty rungs below those a ladder has
TOLD_NAMES = {
    Told.REPORTER: _("đầu mối đơn vị"),
    Told.HEAD: _("lãnh đạo đơn vị"),
    Told.SUPERIOR: _("lãnh đạo cấp trên"),
    Told.KEEPER: _("chuyên viên giữ kế hoạch"),
}
BEFORE, AFTER = "before", "after"


class RungForm(forms.Form):
    """One rung: so many working days before or after the last day, and who is told."""

    days = forms.IntegerField(
        min_value=0,
        max_value=FARTHEST,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "aria-label": _("Số ngày làm việc")}
        ),
    )
    when = forms.ChoiceField(
        choices=[(BEFORE, _("trước hạn")), (AFTER, _("sau hạn"))],
        required=False,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Trước hay sau hạn")}),
    )
    to = forms.MultipleChoiceField(
        choices=[(who.value, TOLD_NAMES[who]) for who in Told],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def rung(self) -> Rung | None:
        """The rung, or None for a line left empty."""
        days = self.cleaned_data.get("days")
        if days is None:
            return None
        told = tuple(Told(who) for who in self.cleaned_data["to"])
        return Rung(-days if self.cleaned_data["when"] == BEFORE else days, told)


RungSet: Any = forms.formset_factory(RungForm, extra=SPARE, max_num=12, absolute_max=20)


def rungs_as_typed(ladder: Ladder) -> list[dict[str, Any]]:
    """A ladder as its form shows it at first."""
    return [
        {"days": abs(rung.days), "when": BEFORE if rung.days <= 0 else AFTER, "to": [str(who) for who in rung.to]}
        for rung in ladder
    ]


class UrgeForm(forms.Form):
    """Which units get a letter, and by when they are to answer."""

    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        label=_("Đơn vị"),
        error_messages={"required": _("Hãy chọn ít nhất một đơn vị.")},
    )
    answer_by = forms.DateField(
        label=_("Trả lời trước ngày"),
        widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY),
        error_messages={"required": _("Hãy ghi ngày trả lời, dạng dd/mm/yyyy.")},
    )

    def __init__(self, *args: Any, late: Iterable[LateUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        units.queryset = Unit.objects.filter(pk__in=[one.unit.pk for one in late])

    @property
    def chosen(self) -> set[str]:
        """The units ticked on the page; all of them at first."""
        if self.is_bound:
            return set(self.data.getlist("units"))  # type: ignore[attr-defined]
        return {str(pk) for pk in self.initial.get("units", ())}


class SignForm(forms.Form):
    """The letter is signed: its number, if it has one already, and the day."""

    number = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ 512/SYT-VP. Để trống thì lấy số tiếp theo của sổ văn bản đi."),
    )
    signed_on = forms.DateField(
        label=_("Ngày ký"),
        widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY),
        error_messages={"required": _("Hãy ghi ngày ký, dạng dd/mm/yyyy.")},
    )


class AnswerForm(forms.Form):
    """The unit has the letter, and what it answers."""

    answer = forms.CharField(
        label=_("Trả lời (nếu có)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nguyên nhân, thời gian hoàn thành từng nhiệm vụ."),
    )
