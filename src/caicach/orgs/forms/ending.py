"""What is typed when units end or hand on a part of their work."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.actions import NewUnit
from caicach.orgs.actions.standing import OutOfOrder, UnitNotOpen, require_in_order, require_no_children
from caicach.orgs.choosing import UnitField, UnitsField
from caicach.orgs.forms.fields import Words
from caicach.orgs.forms.units import CODE, DecisionForm, require_free_code
from caicach.orgs.models import KIND_NAMES, Unit
from caicach.orgs.rules import PostsGo, UnitKind, fold

POSTS_GO = [
    (PostsGo.ALL, _("Chuyển hết sang đơn vị nhận việc")),
    (PostsGo.BUT_HEADS, _("Chuyển, trừ lãnh đạo")),
    (PostsGo.NONE, _("Không chuyển, sẽ giao vị trí mới sau")),
]


def _posts() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Người đang giữ vị trí"), choices=POSTS_GO, initial=PostsGo.ALL, widget=forms.RadioSelect
    )


class CloseForm(DecisionForm):
    heir_1 = UnitField(
        label=_("Đơn vị kế thừa"), required=False, help_text=_("Đơn vị này nhận việc đang làm và hồ sơ.")
    )
    heir_2 = UnitField(label=_("Đơn vị kế thừa thứ hai"), required=False)
    heir_3 = UnitField(label=_("Đơn vị kế thừa thứ ba"), required=False)
    without_heir = forms.BooleanField(
        label=_("Quyết định không giao việc cho đơn vị nào"),
        required=False,
        help_text=_("Việc đang làm của đơn vị sẽ không có ai nhận."),
    )

    def heirs(self) -> list[Unit]:
        """Who takes over, each once."""
        named: Iterable[Unit | None] = (self.cleaned_data.get(f"heir_{n}") for n in (1, 2, 3))
        return list({unit.pk: unit for unit in named if unit is not None}.values())

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        heirs, without = self.heirs(), self.cleaned_data.get("without_heir", False)
        if self.unit in heirs:
            self.add_error("heir_1", _("Đơn vị không thể kế thừa chính nó."))
        if not heirs and not without and "heir_1" not in self.errors:
            self.add_error("heir_1", _("Hãy ghi đơn vị kế thừa, hoặc đánh dấu rằng quyết định không giao cho ai."))
        if heirs and without:
            self.add_error("without_heir", _("Đã ghi đơn vị kế thừa thì không đánh dấu mục này."))
        if "on" in self.cleaned_data:
            try:
                require_no_children(self.unit, self.cleaned_data["on"])
            except UnitNotOpen as trouble:
                self.add_error(None, str(trouble))
        return typed


class MergeForm(DecisionForm):
    """The unit and others end; one that is there, or a new one, has their work."""

    others = UnitsField(
        label=_("Các đơn vị cùng sáp nhập"),
        required=False,
        help_text=_("Ngoài đơn vị đang xem; cách nhau bằng dấu chấm phẩy."),
    )
    into = UnitField(
        label=_("Sáp nhập vào đơn vị đang có"),
        required=False,
        help_text=_("Ghi đơn vị này, hoặc ghi tên và mã đơn vị mới ở dưới; chỉ một trong hai."),
    )
    name = Words(label=_("Hoặc hợp nhất thành đơn vị mới, tên là"), max_length=200, required=False)
    short_name = Words(label=_("Tên viết tắt của đơn vị mới"), max_length=80, required=False)
    code = forms.CharField(label=_("Mã đơn vị mới"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Loại của đơn vị mới"), choices=[(kind, KIND_NAMES[kind]) for kind in UnitKind])
    posts = _posts()
    field_order = ["others", "into", "name", "short_name", "code", "kind", "posts", "on", "decision"]

    def units(self) -> list[Unit]:
        """Who ends, each once."""
        return list({unit.pk: unit for unit in [self.unit, *self.cleaned_data["others"]]}.values())

    def target(self) -> Unit | NewUnit:
        """Who has the work: a new unit stands where this one stood."""
        typed = self.cleaned_data
        if typed["into"] is not None:
            return typed["into"]  # type: ignore[no-any-return]
        kind = UnitKind(typed["kind"])
        return NewUnit(typed["code"], typed["name"], kind, self.unit.parent, typed["short_name"])

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        into, name, code = (self.cleaned_data.get(one) for one in ("into", "name", "code"))
        if "into" not in self.errors and bool(into) == bool(name):
            self.add_error("into", _("Hãy ghi một đơn vị đang có, hoặc tên một đơn vị mới, chỉ một trong hai."))
        if name:
            _require_code(self, "code", code or "")
        if into and "others" in self.cleaned_data and into in self.units():
            self.add_error("into", _("Đơn vị không thể sáp nhập vào chính nó."))
        for other in self.cleaned_data.get("others", []) if "on" in self.cleaned_data else []:
            try:
                require_in_order(other, self.cleaned_data["on"])
            except (OutOfOrder, UnitNotOpen) as trouble:
                self.add_error("others", f"{other}: {trouble}")
        return typed


class SplitForm(DecisionForm):
    """The unit hands its work, or a part of it, to others."""

    into = UnitsField(
        label=_("Chuyển việc cho các đơn vị đang có"), required=False, help_text=_("Cách nhau bằng dấu chấm phẩy.")
    )
    made = forms.CharField(
        label=_("Lập đơn vị mới"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một đơn vị: mã, dấu phẩy, tên. Ví dụ: TTYT-DX, Trung tâm Y tế Đồng Xuyên."),
    )
    keeps_open = forms.BooleanField(
        label=_("Đơn vị này còn hoạt động"),
        required=False,
        help_text=_("Tách một phần: đơn vị giữ tên, người và việc đang làm của mình."),
    )
    heir = Words(
        label=_("Đơn vị nhận việc đang làm"),
        max_length=200,
        required=False,
        help_text=_("Mã hoặc tên một đơn vị nhận. Để trống: đơn vị ghi đầu tiên. Chia hết thì mới cần."),
    )
    posts = _posts()
    field_order = ["into", "made", "keeps_open", "heir", "posts", "on", "decision"]

    def clean_made(self) -> list[NewUnit]:
        units = []
        for line in filter(None, (Words().to_python(one) for one in self.cleaned_data["made"].splitlines())):
            code, _comma, name = (part.strip() for part in line.partition(","))
            if not name:
                raise forms.ValidationError(_("Dòng “%(line)s” cần mã, dấu phẩy rồi tên."), params={"line": line})
            _require_code(self, "made", code)
            units.append(NewUnit(code, name[:200], UnitKind(self.unit.kind), self.unit.parent))
        if len({unit.code.lower() for unit in units}) < len(units):
            raise forms.ValidationError(_("Hai đơn vị mới trùng mã."))
        return units

    def receivers(self) -> list[Unit | NewUnit]:
        """Who takes over, in the order typed."""
        return [*self.cleaned_data.get("into", []), *self.cleaned_data.get("made", [])]

    def default_heir(self) -> Unit | NewUnit | None:
        """Who has the open work: nobody else while the unit stays."""
        if self.cleaned_data["keeps_open"]:
            return None
        words = fold(self.cleaned_data["heir"])
        named = [one for one in self.receivers() if words in (fold(one.code), fold(one.name))]
        return named[0] if named else None if words else self.receivers()[0]

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        if self.errors:
            return typed
        keeps, receivers = self.cleaned_data["keeps_open"], self.receivers()
        if self.unit in receivers:
            self.add_error("into", _("Đơn vị không thể nhận việc của chính nó."))
        elif len(receivers) < (1 if keeps else 2):
            self.add_error(
                "into", _("Hãy ghi từ hai đơn vị nhận việc; nếu chỉ tách một phần, đánh dấu đơn vị còn hoạt động.")
            )
        elif keeps and self.cleaned_data["heir"]:
            self.add_error("heir", _("Đơn vị còn hoạt động giữ việc đang làm của mình. Hãy để trống mục này."))
        elif not keeps and self.default_heir() is None:
            self.add_error("heir", _("Không có đơn vị này trong các đơn vị nhận."))
        return typed


def _require_code(form: forms.Form, field: str, code: str) -> None:
    if not CODE.match(code):
        form.add_error(field, _("Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch nối."))
        return
    try:
        require_free_code(code)
    except forms.ValidationError as trouble:
        form.add_error(field, trouble)
