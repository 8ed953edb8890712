from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.documents.forms import too_large
from caicach.documents.models import DIRECTION_NAMES
from caicach.documents.rules import Direction
from caicach.orgs.models import Person, Unit, UnitQuerySet
from caicach.orgs.permissions import scope_of
from caicach.plans.forms import DAY, field_choices
from caicach.plans.meriting import MeritLimits
from caicach.plans.permissions import KEEPER


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day as offices write it."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY), initial=None
    )


def kept_units(person: Person) -> UnitQuerySet:
    """The units for which the person keeps plans, hence calls meetings and inspects."""
    return Unit.objects.under(scope_of(person).paths(KEEPER)).open_now().in_tree_order()


class MeetingForm(forms.Form):
    """When somebody meets, and how far the agenda looks ahead."""

    unit = forms.ModelChoiceField(label=_("Đơn vị họp"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(
        label=_("Tên cuộc họp"), max_length=200, error_messages={"required": _("Hãy ghi tên cuộc họp.")}
    )
    on = day_field(_("Ngày họp"))
    until = day_field(_("Xét việc đến hạn chậm nhất ngày"))

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = units

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        on, until = typed.get("on"), typed.get("until")
        if on and until and until < on:
            self.add_error("until", _("Ngày này không thể trước ngày họp (%(day)s).") % {"day": f"{on:%d/%m/%Y}"})
        return typed


class PaperForm(forms.Form):
    """The file of minutes or of a conclusion, and the register it goes to."""

    file = forms.FileField(
        label=_("Tệp văn bản"),
        error_messages={
            "required": _("Hãy chọn tệp .docx, .pdf hoặc .txt."),
            "empty": _("Tệp rỗng. Hãy kiểm tra lại tệp rồi tải lên lại."),
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )
    direction = forms.ChoiceField(
        label=_("Sổ"),
        choices=[(kind, DIRECTION_NAMES[kind]) for kind in (Direction.OUTGOING, Direction.INCOMING)],
    )

    def arrived(self, meta: Mapping[str, Any]) -> bool:
        """Whether a file came that can be taken; one past the limit was passed over while it arrived."""
        if meta.get("too_large"):
            self.errors["file"] = self.error_class([too_large()])
        return self.is_valid()


class DayForm(forms.Form):
    """The day a visit is planned for, or was made."""

    day = day_field(_("Ngày"))


class FindingsForm(forms.Form):
    """What a visit found, a line each."""

    texts = forms.CharField(
        label=_("Vấn đề phát hiện"),
        help_text=_("Mỗi dòng một vấn đề."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy ghi ít nhất một vấn đề, mỗi vấn đề một dòng.")},
    )


class FollowForm(forms.Form):
    """The task that mends a finding."""

    text = forms.CharField(
        label=_("Việc phải làm"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi nội dung nhiệm vụ.")},
    )
    due_on = day_field(_("Hạn"))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=field_choices)


class CloseForm(forms.Form):
    """Why a finding needs no more following."""

    reason = forms.CharField(
        label=_("Lý do kết thúc theo dõi"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do kết thúc theo dõi vấn đề này.")},
    )


class LimitsForm(forms.Form):
    """An office's own limits; shares are typed in per cent."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    least_tasks = forms.IntegerField(label=_("Ít nhất bao nhiêu nhiệm vụ đến hạn"), min_value=1, max_value=1000)
    praise_share = forms.IntegerField(label=_("Khen thưởng: đúng hạn từ (%)"), min_value=0, max_value=100)
    praise_returned = forms.IntegerField(
        label=_("Khen thưởng: nhiều nhất bao nhiêu báo cáo bị trả lại"), min_value=0, max_value=1000
    )
    answer_overdue = forms.IntegerField(
        label=_("Xem xét: từ bao nhiêu nhiệm vụ quá hạn chưa xong"), min_value=1, max_value=1000
    )
    answer_share = forms.IntegerField(label=_("Xem xét: đúng hạn dưới (%)"), min_value=0, max_value=100)

    @classmethod
    def of(cls, limits: MeritLimits, revision: int) -> "LimitsForm":
        """The form with the limits as they stand."""
        said = asdict(limits)
        shares = {name: int(100 * said[name]) for name in ("praise_share", "answer_share")}
        return cls(initial=said | shares | {"revision": revision})

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        praise, answer = typed.get("praise_share"), typed.get("answer_share")
        if praise is not None and answer is not None and answer > praise:
            self.add_error("answer_share", _("Mức xem xét không thể cao hơn mức khen thưởng."))
        return typed

    def limits(self) -> MeritLimits:
        """What was typed, as the rule takes it."""
        typed = self.cleaned_data
        return MeritLimits(
            least_tasks=typed["least_tasks"],
            praise_share=Decimal(typed["praise_share"]) / 100,
            praise_returned=typed["praise_returned"],
            answer_overdue=typed["answer_overdue"],
            answer_share=Decimal(typed["answer_share"]) / 100,
        )
