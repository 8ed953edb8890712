import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from caicach.orgs.choosing import UnitField, UnitsField
from caicach.orgs.models import Person
from caicach.plans.models import Evidence, Plan, ProgressReport, Task
from caicach.plans.rules import FIELDS
from caicach.ui.wording import is_english

DAY = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}


def field_choices() -> list[tuple[str, str]]:
    """Fields of reform in the language of the page."""
    return [(code, names[1 if is_english() else 0]) for code, names in FIELDS.items()]


def plain_number(typed: str, decimal_sign: str) -> str:
    """A number as an office types it, as a machine reads it: 1.234,5 → 1234.5; a point that parts no thousand stays."""
    thousands = "." if decimal_sign == "," else ","
    whole, sign, part = "".join(typed.split()).partition(decimal_sign)
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}([{thousands}]\d{{3}})+", whole):
        whole = whole.replace(thousands, "")
    return f"{whole}.{part}" if sign else whole


class NumberField(forms.DecimalField):
    """A number in the writing of the page's language."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value, "." if is_english() else ",") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        plain = f"{value.normalize():f}"
        return plain if is_english() else plain.replace(".", ",")


class OnRevision(forms.BaseForm):
    """A form that knows which revision its writer saw."""

    def now_on(self, revision: int) -> None:
        """The writer has been told of a newer revision: saving once more is their decision."""
        typed: Any = self.data
        typed = typed.copy()
        typed["revision"] = str(revision)
        self.data = typed


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each within the limit."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data]
        kept = [super(FilesField, self).clean(file, initial) for file in files if file]
        for file in kept:
            if file.size > settings.MAX_UPLOAD_BYTES:
                limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
                raise forms.ValidationError(
                    _("Tệp %(name)s lớn hơn %(limit)d MB. Hãy tách nhỏ rồi đính kèm lại."),
                    params={"name": file.name, "limit": limit},
                )
        return kept


class ReportForm(OnRevision, forms.ModelForm):  # type: ignore[type-arg]
    """What a unit says it has done."""

    figure = NumberField(
        label=_("Số liệu (nếu có)"),
        required=False,
        max_digits=18,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    evidence = FilesField(label=_("Minh chứng"), required=False, widget=ManyFiles)
    without = forms.ModelMultipleChoiceField(
        label=_("Bỏ tệp đã đính kèm"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attached = Evidence.objects.filter(report=self.instance) if self.instance.pk else Evidence.objects.none()
        without = self.fields["without"]
        assert isinstance(without, forms.ModelMultipleChoiceField)
        without.queryset = attached
        if not attached.exists():
            del self.fields["without"]

    class Meta:
        model = ProgressReport
        fields = ["words", "figure", "figure_unit", "says_done", "done_on"]
        labels = {
            "words": _("Kết quả thực hiện"),
            "figure_unit": _("Đơn vị tính"),
            "says_done": _("Nhiệm vụ đã hoàn thành"),
            "done_on": _("Ngày hoàn thành"),
        }
        widgets = {
            "words": forms.Textarea(attrs={"rows": 5}),
            "done_on": forms.DateInput(format="%d/%m/%Y", attrs=DAY),
        }
        error_messages = {"words": {"required": _("Hãy ghi kết quả thực hiện.")}}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("says_done") and not typed.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", _("Hãy ghi ngày hoàn thành, dạng dd/mm/yyyy."))
        return typed

    def said(self) -> dict[str, Any]:
        """What was typed, as `write_report` takes it; files apart."""
        names = [*self.Meta.fields, "revision"]
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"without": list(self.cleaned_data.get("without", []))}


class ReturnForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(
        label=_("Lý do trả lại"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do trả lại để đơn vị biết cần làm gì.")},
    )


class DeadlineForm(forms.Form):
    """Another last day, and why."""

    due_on = forms.DateField(label=_("Hạn mới"), required=False, widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY))
    no_due = forms.BooleanField(label=_("Bỏ hạn"), required=False)
    reason = forms.CharField(
        label=_("Lý do sửa hạn"), max_length=300, error_messages={"required": _("Hãy ghi lý do sửa hạn.")}
    )

    @classmethod
    def of(cls, task: Task) -> "DeadlineForm":
        """The form with the day as it stands, so that only what is typed over changes it."""
        return cls(initial={"due_on": task.due_on})

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("no_due"):
            typed["due_on"] = None
        elif not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Hãy ghi hạn mới, hoặc đánh dấu “Bỏ hạn”."))
        return typed


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """A plan as its keeper opens or corrects it."""

    unit = UnitField(label=_("Đơn vị giữ kế hoạch"))

    class Meta:
        model = Plan
        fields = ["code", "title", "level", "assigned_by", "above", "starts_on", "ends_on"]
        labels = {
            "code": _("Số, ký hiệu hoặc mã"),
            "title": _("Tên kế hoạch"),
            "level": _("Cấp kế hoạch"),
            "assigned_by": _("Cơ quan giao"),
            "above": _("Thực hiện kế hoạch cấp trên"),
            "starts_on": _("Từ ngày"),
            "ends_on": _("Đến ngày"),
        }
        widgets = {
            "starts_on": forms.DateInput(format="%d/%m/%Y", attrs=DAY),
            "ends_on": forms.DateInput(format="%d/%m/%Y", attrs=DAY),
        }
        error_messages = {"code": {"unique": _("Đã có kế hoạch mang số, ký hiệu này.")}}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.fields["above"]
        assert isinstance(above, forms.ModelChoiceField)
        above.queryset = Plan.objects.visible_to(person).exclude(pk=self.instance.pk)
        above.empty_label = _("không, hoặc chưa có trong hệ thống")
        if self.instance.pk:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("starts_on"), typed.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày cuối không thể trước ngày đầu (%(day)s).") % {"day": f"{first:%d/%m/%Y}"})
        return typed


class PlaceForm(forms.Form):
    """Where else a task stands, and in which words."""

    plan = forms.ModelChoiceField(
        label=_("Kế hoạch"),
        queryset=Plan.objects.none(),
        empty_label=_("chọn kế hoạch"),
        error_messages={"required": _("Hãy chọn kế hoạch.")},
    )
    field = forms.ChoiceField(label=_("Lĩnh vực trong kế hoạch đó"), choices=field_choices)
    wording = forms.CharField(
        label=_("Cách ghi trong kế hoạch đó"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, plans: "QuerySet[Plan]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["plan"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = plans


class LineForm(forms.Form):
    """A task's line in a plan: its words and field there."""

    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=field_choices)
    wording = forms.CharField(
        label=_("Cách ghi trong kế hoạch"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ProposalForm(OnRevision, forms.Form):
    """A proposal as a person corrects it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Nội dung"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy ghi nội dung nhiệm vụ.")},
    )
    lead = UnitField(label=_("Chủ trì"), required=False)
    coop = UnitsField(label=_("Phối hợp"), required=False)
    due_on = forms.DateField(label=_("Hạn"), required=False, widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY))
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=field_choices)
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=300)


def typed_deadline(due_on: datetime.date | None) -> dict[str, Any] | None:
    """A day typed by hand as a deadline of the one form they all have."""
    return {"kind": "date", "date": due_on.isoformat(), "comparator": "by"} if due_on else None
