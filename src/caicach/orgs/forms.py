"""What an administrator types about units and people."""

import datetime
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.actions.standing import OutOfOrder, UnitNotOpen, require_in_order, require_no_children
from caicach.orgs.choosing import UnitField
from caicach.orgs.models import KIND_NAMES, ROLE_NAMES, Person, Post, Unit, UnitAlias
from caicach.orgs.rules import Role, UnitKind, fold


class Words(forms.CharField):
    """Words in one Unicode form and without doubled blanks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Hãy điền mục này.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", " ".join(str(super().to_python(value)).split()))


class Day(forms.DateField):
    """A day as the office writes it: dd/mm/yyyy."""

    narrow = True

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attributes))
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d"])
        kwargs.setdefault(
            "error_messages",
            {"required": _("Hãy ghi ngày, ví dụ 01/07/2026."), "invalid": _("Ghi ngày dạng 01/07/2026.")},
        )
        super().__init__(**kwargs)


class OpenUnitForm(forms.Form):
    """A new unit."""

    name = Words(label=_("Tên đơn vị"), max_length=200)
    short_name = Words(label=_("Tên viết tắt"), max_length=80, required=False)
    code = forms.RegexField(
        label=_("Mã đơn vị"),
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
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

    RESERVED = frozenset({"open", "people"})  # words that stand in addresses where a code does

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.lower() in self.RESERVED or Unit.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Mã “%(code)s” đã dùng. Hãy chọn mã khác."), params={"code": code})
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


class CloseForm(DecisionForm):
    heir_1 = UnitField(label=_("Đơn vị kế thừa"), required=False, help_text=_("Đơn vị nhận lại việc và hồ sơ."))
    heir_2 = UnitField(label=_("Đơn vị kế thừa thứ hai"), required=False)
    heir_3 = UnitField(label=_("Đơn vị kế thừa thứ ba"), required=False)

    def heirs(self) -> list[Unit]:
        """Who takes over, each once."""
        named: Iterable[Unit | None] = (self.cleaned_data.get(f"heir_{n}") for n in (1, 2, 3))
        return list({unit.pk: unit for unit in named if unit is not None}.values())

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        if self.unit in self.heirs():
            self.add_error("heir_1", _("Đơn vị không thể kế thừa chính nó."))
        if "on" in self.cleaned_data:
            try:
                require_no_children(self.unit, self.cleaned_data["on"])
            except UnitNotOpen as trouble:
                self.add_error(None, str(trouble))
        return typed


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


class PersonForm(forms.Form):
    """Somebody who is to sign in."""

    full_name = Words(label=_("Họ và tên"), max_length=120)
    called = Words(
        label=_("Cách gọi"), max_length=60, required=False, help_text=_("Hiện trên đầu trang, ví dụ: cô Hạnh.")
    )
    username = forms.RegexField(
        label=_("Tên đăng nhập"),
        regex=r"^[a-z0-9][a-z0-9._-]{2,59}$",
        help_text=_("Chữ thường không dấu, số, dấu chấm, từ 3 ký tự, ví dụ: hanh.nt."),
        error_messages={"invalid": _("Tên đăng nhập gồm chữ thường không dấu, số, dấu chấm, từ 3 ký tự.")},
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)

    RESERVED = frozenset({"add"})

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if username in self.RESERVED or Person.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(
                _("Tên đăng nhập “%(name)s” đã có người dùng. Hãy thêm chữ đầu của họ hoặc một số."),
                params={"name": username},
            )
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email and Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Thư điện tử này đã thuộc về người khác."))
        return email


class PostForm(forms.Form):
    """A place in a unit with one role."""

    unit = UnitField(label=_("Đơn vị"), help_text=_("Tên hoặc mã, gõ không dấu được."))
    role = forms.ChoiceField(label=_("Vai trò"), choices=[(role, ROLE_NAMES[role]) for role in Role])
    title = Words(label=_("Chức danh"), max_length=120, required=False, help_text=_("Ví dụ: Phó Chánh Văn phòng."))
    since = Day(label=_("Từ ngày"))


class EndPostForm(forms.Form):
    """The last day of a post."""

    until = Day(label=_("Ngày cuối giữ vị trí"))

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post

    def clean_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["until"]
        if until < self.post.since:
            raise forms.ValidationError(
                _("Ngày cuối không được trước ngày bắt đầu %(day)s."), params={"day": f"{self.post.since:%d/%m/%Y}"}
            )
        return until


class TreeForm(forms.Form):
    """On which day, and which units."""

    q = forms.CharField(label=_("Tìm đơn vị"), required=False, strip=True, max_length=100)
    on = Day(label=_("Cây đơn vị ngày"), required=False)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
