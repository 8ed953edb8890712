"""What is typed to extend, stop, correct, hand over and help with a task."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caicach.documents.models import Document
from caicach.orgs.choosing import UnitField, UnitsField, suggestion
from caicach.orgs.models import Person, Post
from caicach.plans.forms import DayField, OnRevision, field_choices
from caicach.plans.models import ExtensionRequest, Task, TaskUnit


class ReasonField(forms.CharField):
    """A few lines that say why."""

    def __init__(self, *, required_says: Any, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": required_says})
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AskForm(forms.Form):
    """Until when a unit asks for more time, and why."""

    prefix = "ask"

    until = DayField(label=_("Đề nghị đến ngày"))
    reason = ReasonField(
        label=_("Lý do"),
        help_text=_("Vì sao cần thêm thời gian, việc đã làm, văn bản hoặc minh chứng nếu có."),
        required_says=_("Hãy ghi lý do đề nghị gia hạn."),
    )


class DecideForm(forms.Form):
    """The day given, and words to the unit."""

    prefix = "decide"

    until = DayField(label=_("Cho gia hạn đến ngày"))
    words = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        help_text=_("Cần có khi không đồng ý."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, request: ExtensionRequest) -> "DecideForm":
        """The form with the day the unit asked for."""
        return cls(initial={"until": request.until})


class SuspendForm(forms.Form):
    """Why a task waits."""

    prefix = "suspend"

    reason = ReasonField(label=_("Lý do tạm dừng"), max_length=300, required_says=_("Hãy ghi lý do tạm dừng."))


class ResumeForm(forms.Form):
    """Until when a task goes on, and why."""

    prefix = "resume"

    due_on = DayField(label=_("Hạn sau khi tiếp tục"), required=False, help_text=_("Giữ nguyên nếu hạn cũ còn đúng."))
    reason = ReasonField(
        label=_("Lý do cho tiếp tục"), max_length=300, required_says=_("Hãy ghi lý do cho tiếp tục."), rows=2
    )

    @classmethod
    def of(cls, task: Task) -> "ResumeForm":
        """The form with the day as it stood."""
        return cls(initial={"due_on": task.due_on})


class CancelForm(forms.Form):
    """By which document a task is no longer to be done, and why."""

    prefix = "cancel"

    document = forms.CharField(
        label=_("Văn bản quyết định hủy"),
        max_length=200,
        help_text=_("Số, ký hiệu hoặc trích yếu; văn bản phải có trong sổ."),
        error_messages={"required": _("Hãy ghi số, ký hiệu văn bản quyết định hủy.")},
    )
    reason = ReasonField(label=_("Lý do hủy"), max_length=300, required_says=_("Hãy ghi lý do hủy."), rows=2)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_document(self) -> Document:
        words = self.cleaned_data["document"].strip()
        visible = Document.objects.visible_to(self.person).newest_first()
        found = list(visible.filter(number__iexact=words)[:4]) or list(visible.matching(words)[:4])
        if not found:
            says = _("Không có văn bản nào khớp “%(words)s” trong sổ anh/chị xem được. Hãy đăng ký văn bản trước.")
            raise forms.ValidationError(says, params={"words": words})
        if len(found) > 1:
            names = "; ".join(f"{one.title}, {one.subject[:60]}" for one in found[:3])
            raise forms.ValidationError(_("Có nhiều văn bản khớp, hãy ghi rõ số: %(names)s."), params={"names": names})
        return found[0]


class PartForm(forms.Form):
    """What a unit that helps did."""

    prefix = "part"

    said = ReasonField(
        label=_("Phần việc đơn vị đã làm"), required_says=_("Hãy ghi phần việc đơn vị đã phối hợp."), rows=3
    )
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, part: TaskUnit) -> "PartForm":
        """The form with the words as they stand, and when they were confirmed."""
        return cls(initial={"said": part.said, "seen_at": seen_mark(part)})


def seen_mark(part: TaskUnit) -> str:
    """The moment of a confirmation, as a form carries it."""
    return part.confirmed_at.isoformat() if part.confirmed_at is not None else ""


class TaskForm(OnRevision, forms.Form):
    """A task as its keeper corrects it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = ReasonField(label=_("Nội dung"), required_says=_("Hãy ghi nội dung nhiệm vụ."), rows=5)
    field = forms.ChoiceField(label=_("Lĩnh vực"), choices=field_choices)
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=300)
    lead = UnitField(label=_("Chủ trì"))
    coop = UnitsField(label=_("Phối hợp"), required=False, help_text=_("Nhiều đơn vị cách nhau bằng dấu chấm phẩy."))
    person = forms.ModelChoiceField(
        label=_("Người làm"),
        required=False,
        queryset=Person.objects.none(),
        empty_label=_("đơn vị tự phân công"),
    )
    reason = forms.CharField(
        label=_("Lý do đổi đơn vị chủ trì"),
        required=False,
        max_length=300,
        help_text=_("Chỉ cần khi đổi đơn vị chủ trì; hai đơn vị đều được báo."),
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = workers(task)

    @classmethod
    def of(cls, task: Task) -> "TaskForm":
        """The form with the task as it stands."""
        coop = [part.unit for part in task.parts.filter(part=TaskUnit.COOP).select_related("unit")]
        stands = {name: getattr(task, name) for name in ("revision", "text", "field", "product", "lead", "person")}
        return cls(task=task, initial=stands | {"coop": coop})

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        moves = "lead" in typed and typed["lead"] != self.task.lead
        if moves and not typed.get("reason", "").strip():
            self.add_error("reason", _("Hãy ghi lý do đổi đơn vị chủ trì."))
        return typed

    def says(self) -> dict[str, str]:
        """What was typed, each as the trail of the task writes it."""
        typed = self.cleaned_data
        person = typed["person"]
        return {
            "text": typed["text"].strip(),
            "field": typed["field"],
            "product": typed["product"].strip(),
            "led_by": suggestion(typed["lead"]),
            "helped_by": "; ".join(suggestion(unit) for unit in sorted(typed["coop"], key=lambda unit: unit.path)),
            "done_by": person.full_name if person is not None else "",
        }


def workers(task: Task) -> "QuerySet[Person]":
    """Who has a post in the unit that leads a task."""
    posts = Post.objects.held(on=timezone.localdate()).filter(unit=task.lead)
    return Person.objects.filter(pk__in=posts.values("person"), is_active=True).order_by("full_name", "pk")


class HandOverForm(forms.Form):
    """Which unit has the work of one that is closed."""

    lead = UnitField(label=_("Đơn vị nhận"), help_text=_("Tên hoặc mã, gõ không dấu được."))
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, error_messages={"required": _("Hãy ghi lý do giao lại.")}
    )
