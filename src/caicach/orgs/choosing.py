"""Choosing a unit by typing: its name, short name, code or alias, without accents if one likes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.models import Unit, UnitAlias
from caicach.orgs.rules import fold


def find_unit(text: str) -> Unit | None:
    """The one open unit a text names; None where none or several do."""
    wanted = fold(text)
    units = Unit.objects.open_now()
    exact = [unit for unit in units if wanted in {fold(unit.name), fold(unit.short_name), fold(unit.code)}]
    if len(exact) == 1:
        return exact[0]
    named = set(UnitAlias.objects.filter(folded=wanted, unit__is_open=True).values_list("unit", flat=True))
    by_alias = [unit for unit in units if unit.pk in named]
    if len(by_alias) == 1:
        return by_alias[0]
    part = [unit for unit in units if wanted in unit.folded]
    return part[0] if len(part) == 1 and not exact else None


class UnitField(forms.CharField):
    """One unit, typed; a list of suggestions stands in the page under the id `units`."""

    default_error_messages = {
        "unknown": _("Không có đơn vị nào tên “%(text)s”, hoặc có nhiều đơn vị khớp. Hãy chọn trong danh sách gợi ý."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        unit = find_unit(text)
        if unit is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        return unit


class UnitsField(forms.CharField):
    """Several units, parted by semicolons."""

    default_error_messages = UnitField.default_error_messages

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(unit.name for unit in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        units = []
        for name in (part.strip() for part in text.split(";")):
            if not name:
                continue
            unit = find_unit(name)
            if unit is None:
                raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"text": name})
            units.append(unit)
        return units
