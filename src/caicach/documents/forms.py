from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from caicach.documents import unpacking
from caicach.documents.actions import Sent
from caicach.documents.models import DIRECTION_NAMES, LINK_NAMES, TYPE_CHOICES, Document
from caicach.documents.reading import CannotRead
from caicach.documents.rules import Direction, LinkKind, is_leftover
from caicach.documents.uploads import room
from caicach.orgs.models import Unit, UnitQuerySet

TOO_LARGE = _("Tệp lớn hơn %(limit)d MB. Hãy tách nhỏ hoặc nén ảnh trong tệp rồi tải lên lại.")

TOO_MUCH = _("Mỗi tệp được đến %(limit)d MB, một lần tải lên được đến %(room)d MB. Hãy chia thành nhiều lần.")
TOO_MANY = _("Một lần tải lên được đến %(most)d tệp. Hãy chia thư mục thành nhiều lần.")
NOT_UNPACKED = {
    "damaged": _("Tệp nén “%(name)s” bị hỏng hoặc bị cắt cụt. Hãy nén lại rồi tải lên."),
    "password": _("Tệp nén “%(name)s” có mật khẩu. Hãy nén lại không mật khẩu rồi tải lên."),
    "nothing": _("Tệp nén “%(name)s” không có tệp nào. Hãy nén lại rồi tải lên."),
    "too_many": _("Tệp nén “%(name)s” có hơn %(most)d tệp. Hãy chia thành nhiều tệp nén."),
    "too_much": _("Tệp nén “%(name)s” mở ra lớn hơn %(room)d MB. Hãy chia thành nhiều tệp nén."),
}


def limits() -> dict[str, int]:
    """What one file, one sending and one batch may be, for the sentences."""
    megabyte = 1024 * 1024
    return {
        "limit": settings.MAX_UPLOAD_BYTES // megabyte,
        "room": room() // megabyte,
        "most": settings.MAX_BATCH_FILES,
    }


def too_large() -> str:
    """The sentence for a file past the limit."""
    return str(TOO_LARGE) % {"limit": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [file for file in files.getlist(name) if not is_leftover(file.name or "")]


class SeveralFiles(forms.FileField):
    """One file or many; a single one is looked at here, of many each gets its own line later."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data if len(data) > 1 else [super().clean(data[0] if data else None, initial)]


class UploadForm(forms.Form):
    """A document's file, many of them, a folder or an archive, and the register they go to."""

    file = SeveralFiles(
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

    def clean_file(self) -> list[Any]:
        """The files that came; those of an archive in its place."""
        found: list[Any] = []
        for file in self.cleaned_data["file"]:
            if (file.name or "").lower().endswith(".zip"):
                found += self._members(file)
            else:
                found.append(file)
        if len(found) > settings.MAX_BATCH_FILES:
            raise forms.ValidationError(TOO_MANY % limits())
        return found

    def _members(self, file: Any) -> list[unpacking.Member]:
        try:
            return unpacking.members(file, most=settings.MAX_BATCH_FILES, room=room())
        except unpacking.CannotUnpack as trouble:
            raise forms.ValidationError(NOT_UNPACKED[str(trouble)] % (limits() | {"name": file.name})) from None

    def refuse_what_did_not_arrive(self, meta: Mapping[str, Any]) -> None:
        """Say why the sending was stopped; it is the only thing wrong, not "choose a file" too."""
        told = ""
        if meta.get("too_many"):
            told = TOO_MANY % limits()
        elif meta.get("too_much"):
            told = TOO_MUCH % limits()
        elif meta.get("too_large") and not self.files.getlist("file"):
            told = too_large()
        if told:
            self.errors["file"] = self.error_class([told])

    def is_batch(self, meta: Mapping[str, Any]) -> bool:
        """Whether more than one file was sent, also when only one of them arrived."""
        files = self.cleaned_data["file"]
        return len(files) + len(meta.get("passed_over", ())) > 1 or isinstance(files[0], unpacking.Member)

    def sent(self, meta: Mapping[str, Any]) -> list[Sent]:
        """The files of a batch in the order of their names, with those that were passed over for their size."""
        files = [Sent(file.name or "van-ban", file.chunks) for file in self.cleaned_data["file"]]
        files += [Sent(name, _too_big(name)) for name in meta.get("passed_over", ())]
        return sorted(files, key=lambda file: file.name)


def _too_big(name: str) -> Any:
    def chunks() -> Any:
        raise CannotRead("too_big", name)

    return chunks


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
