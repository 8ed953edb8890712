import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caicach.orgs.choosing import UnitField, UnitsField
from caicach.orgs.models import Person
from caicach.plans.models import Evidence, Plan, ProgressReport, Task
from caicach.plans.rules import FIELDS, WORKING_YEARS, Period
from caicach.plans.statement import periods
from caicach.ui.wording import is_english

DAY = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
OUT_OF_YEARS = _("Năm phải từ 1990 đến 2200.")


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


class DayField(forms.DateField):
    """A day as the office writes it, in a year that work can have: later sums with it stay days."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=DAY))
        kwargs.setdefault("error_messages", {"required": _("Hãy ghi ngày, dạng dd/mm/yyyy.")})
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value.year not in WORKING_YEARS:
            raise forms.ValidationError(OUT_OF_YEARS)


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
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        field_classes = {"done_on": DayField}
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

    due_on = DayField(label=_("Hạn mới"), required=False)
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
        field_classes = {"starts_on": DayField, "ends_on": DayField}
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


class TargetForm(forms.Form):
    """A target of a plan: its words, and for each year of the plan its milestone and what was reached."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Chỉ tiêu"), max_length=300, error_messages={"required": _("Hãy ghi chỉ tiêu cần đạt.")}
    )
    comparator = forms.ChoiceField(
        label=_("So sánh"), choices=[("gte", _("≥ ít nhất")), ("lte", _("≤ nhiều nhất")), ("eq", _("= đúng bằng"))]
    )
    unit_of_measure = forms.CharField(label=_("Đơn vị tính"), max_length=40, required=False)
    unit = UnitField(label=_("Đơn vị chịu trách nhiệm"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], words_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = list(years)
        number: dict[str, Any] = {"required": False, "max_digits": 18, "decimal_places": 4}
        for year in self.years:
            said = {"year": year}
            self.fields[f"value_{year}"] = NumberField(label=_("Mốc %(year)d") % said, **number)
            self.fields[f"reached_{year}"] = NumberField(label=_("Đạt được %(year)d") % said, **number)
            self.fields[f"words_{year}"] = forms.CharField(
                label=_("Ghi chú %(year)d") % said, max_length=300, required=False
            )
            for name in ("value", "reached"):
                self.fields[f"{name}_{year}"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if words_only:
            for name in ("text", "comparator", "unit_of_measure", "unit", *(f"value_{year}" for year in self.years)):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for year in self.years:
            value_there = f"value_{year}" not in self.fields or typed.get(f"value_{year}") is not None
            if typed.get(f"reached_{year}") is not None and not value_there and f"value_{year}" not in self.errors:
                self.add_error(f"value_{year}", _("Hãy ghi mốc của năm này trước khi ghi số đạt được."))
        return typed

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each year, side by side."""
        names = ("value", "reached", "words")
        return [[self[f"{name}_{year}"] for name in names if f"{name}_{year}" in self.fields] for year in self.years]


class PeriodForm(forms.Form):
    """A period of reporting: one of the list, by calendar or cut-off, or two days of one's own."""

    DAYS = "days"

    period = forms.CharField(required=False)
    cutoff = forms.CharField(required=False)
    first = DayField(label=_("Từ ngày"), required=False)
    last = DayField(label=_("Đến ngày"), required=False)
    chosen: Period

    @classmethod
    def of(cls, asked: QueryDict, today: datetime.date) -> "PeriodForm":
        """The form as an address fills it; `chosen` is its period, the last quarter where it names none."""
        said = {name: asked.get(name, "").replace("\x00", "") for name in ("period", "cutoff", "first", "last")}
        code, at, cut_off = said["period"].partition("@")
        if at:
            said |= {"period": code, "cutoff": cut_off}
        if ".." in code and not said["first"]:
            days = [f"{day[8:10]}/{day[5:7]}/{day[:4]}" for day in code.split("..")]
            said |= {"period": cls.DAYS, "first": days[0], "last": days[1]}
        fallback = periods.last_quarter(today)
        form = cls(said | {"period": said["period"] or fallback})
        form.chosen = periods.parse(fallback)
        form.is_valid()
        return form

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("period") == self.DAYS:
            self._two_days(typed)
            return typed
        try:
            cut_off = periods.CUT_OFF if typed.get("cutoff") else ""
            self.chosen = periods.parse(f"{typed.get('period', '')}{cut_off}")
        except periods.NoSuchPeriod as trouble:
            self.add_error("period", gettext(str(trouble)))
        return typed

    def _two_days(self, typed: dict[str, Any]) -> None:
        for name in ("first", "last"):
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _("Hãy ghi ngày, dạng dd/mm/yyyy."))
        if self.errors:
            return
        try:
            self.chosen = periods.between(typed["first"], typed["last"])
        except periods.NoSuchPeriod as trouble:
            self.add_error("last", gettext(str(trouble)))


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
    due_on = DayField(label=_("Hạn"), required=False)
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=field_choices)
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=300)


def typed_deadline(due_on: datetime.date | None) -> dict[str, Any] | None:
    """A day typed by hand as a deadline of the one form they all have."""
    return {"kind": "date", "date": due_on.isoformat(), "comparator": "by"} if due_on else None
