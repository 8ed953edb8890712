from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from caicach.documents.models import DIRECTION_NAMES, LINK_NAMES, TYPE_CHOICES, Document
from caicach.documents.rules import Direction, LinkKind
from caicach.orgs.models import Unit, UnitQuerySet

TOO_LARGE = _("Tệp lớn hơn %(limit)d MB. Hãy tách nhỏ hoặc nén ảnh trong tệp rồi tải lên lại.")


def too_large() -> str:
    """The sentence for a file past the limit."""
    return str(TOO_LARGE) % {"limit": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}


class UploadForm(forms.Form):
    """A document's file, and the register it goes to."""

    file = forms.FileField(
        label=_("Tệp văn bản"),
        error_messages={
            "required": _("Hãy chọn tệp .docx, .pdf hoặc .txt."),
            "empty": _("Tệp rỗng. Hãy kiểm tra lại tệp rồi tải lên lại."),
        },
    )
    direction = forms.ChoiceField(label=_("Sổ"), choices=[(kind, DIRECTION_NAMES[kind]) for kind in Direction])
    unit = forms.ModelChoiceField(label=_("Đơn vị giữ sổ"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        field.empty_label = None
        field.initial = units.first()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(too_large())
        return file


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The components of an entry, to be corrected by hand."""

    recipients_text = forms.CharField(label=_("Nơi nhận"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    class Meta:
        model = Document
        fields = ["type_code", "number", "issued_on", "issuer", "place", "subject", "signer", "signer_authority"]
        labels = {
            "type_code": _("Tên loại"),
            "number": _("Số, ký hiệu"),
            "issued_on": _("Ngày ban hành"),
            "issuer": _("Cơ quan ban hành"),
            "place": _("Địa danh"),
            "subject": _("Trích yếu"),
            "signer": _("Người ký"),
            "signer_authority": _("Chức vụ người ký"),
        }
        widgets = {
            "issued_on": forms.DateInput(
                format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
            ),
            "subject": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients_text"].initial = "\n".join(self.instance.recipients)

    def components(self) -> dict[str, Any]:
        """What was typed, as `correct_entry` takes it."""
        typed = {name: self.cleaned_data[name] for name in self.Meta.fields}
        lines = self.cleaned_data["recipients_text"].splitlines()
        return typed | {"recipients": [line.strip() for line in lines if line.strip()]}


class LinkForm(forms.Form):
    """How this document stands to another one, named by its number."""

    kind = forms.ChoiceField(label=_("Quan hệ"), choices=[(kind, LINK_NAMES[kind]) for kind in LinkKind])
    cited = forms.CharField(label=_("Số, ký hiệu văn bản kia"), max_length=200)


TYPE_FILTER = [("", _("Mọi loại")), *TYPE_CHOICES]
