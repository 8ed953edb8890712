"""What is typed about units."""

import datetime
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.actions.standing import OutOfOrder, UnitNotOpen, require_in_order
from caicach.orgs.choosing import UnitField
from caicach.orgs.forms.fields import Day, Words
from caicach.orgs.models import KIND_NAMES, Unit, UnitAlias
from caicach.orgs.rules import UnitKind, fold

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
RESERVED = frozenset({"open", "people", "absence", "delegations"})  # words that stand in addresses where a code does


def require_free_code(code: str) -> None:
    """A code is nobody's yet, and no word of the addresses."""
    if code.lower() in RESERVED or Unit.objects.filter(code__iexact=code).exists():
        raise forms.ValidationError(_("Mã “%(code)s” đã dùng. Hãy chọn mã khác."), params={"code": code})


class OpenUnitForm(forms.Form):
    """A new unit."""

    name = Words(label=_("Tên đơn vị"), max_length=200)
    short_name = Words(label=_("Tên viết tắt"), max_length=80, required=False)
    code = forms.RegexField(
        label=_("Mã đơn vị"),
        regex=CODE,
        max_length=40,
        help_text=_("Chữ không dấu, số, dấu chấm và gạch nối, ví dụ BVDK-BM. Mã không đổi về sau."),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch nối.")},
    )
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=[(kind, KIND_NAMES[kind]) for kind in UnitKind])
    parent = UnitField(
        label=_("Trực thuộc"), required=False, help_text=_("Để trống nếu là cơ quan đứng đầu một cây đơn vị.")
    )
    aliases = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một cách viết trong văn bản, để phần mềm nhận ra đơn vị khi đọc."),
    )
    on = Day(label=_("Thành lập từ ngày"))
    decision = Words(label=_("Quyết định"), max_length=200, help_text=_("Số, ngày và cơ quan ban hành."))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        require_free_code(code)
        return code

    def clean_aliases(self) -> list[str]:
        lines = (Words().to_python(line)[:200] for line in self.cleaned_data["aliases"].splitlines())
        return list({fold(line): line for line in lines if line}.values())


class DecisionForm(forms.Form):
    """A change of a unit by a decision, from a day on; decisions are written in the order they take effect."""

    on = Day(label=_("Có hiệu lực từ ngày"))
    decision = Words(label=_("Quyết định"), max_length=200, help_text=_("Số, ngày và cơ quan ban hành."))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["on"]
        try:
            require_in_order(self.unit, on)
        except (OutOfOrder, UnitNotOpen) as trouble:
            raise forms.ValidationError(str(trouble)) from trouble
        return on


class RenameForm(DecisionForm):
    name = Words(label=_("Tên mới"), max_length=200)
    short_name = Words(label=_("Tên viết tắt"), max_length=80, required=False)
    field_order = ["name", "short_name", "on", "decision"]

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        same = (self.unit.name, self.unit.short_name) == (
            self.cleaned_data.get("name"),
            self.cleaned_data.get("short_name"),
        )
        if same:
            self.add_error("name", _("Tên mới trùng với tên đang dùng."))
        return typed


class MoveForm(DecisionForm):
    parent = UnitField(
        label=_("Chuyển sang trực thuộc"),
        required=False,
        help_text=_("Tên hoặc mã, gõ không dấu được. Để trống nếu trở thành cơ quan đứng đầu một cây đơn vị."),
    )
    field_order = ["parent", "on", "decision"]

    def clean_parent(self) -> Unit | None:
        parent: Unit | None = self.cleaned_data["parent"]
        if parent is not None and parent.path.startswith(self.unit.path):
            raise forms.ValidationError(_("Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị cấp dưới của nó."))
        if (parent.pk if parent else None) == self.unit.parent_id:
            raise forms.ValidationError(_("Đơn vị đang trực thuộc nơi này."))
        return parent


class AliasForm(forms.Form):
    """Another way documents write a unit's name."""

    text = Words(label=_("Thêm một cách viết"), max_length=200)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if UnitAlias.objects.filter(unit=self.unit, folded=fold(text)).exists():
            raise forms.ValidationError(_("Đơn vị đã có tên gọi này."))
        return text


class TreeForm(forms.Form):
    """On which day, and which units."""

    q = forms.CharField(label=_("Tìm đơn vị"), required=False, strip=True, max_length=100)
    on = Day(label=_("Cây đơn vị ngày"), required=False)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    by = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)  # `now`: the tree as it is today
