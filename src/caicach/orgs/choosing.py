"""Choosing a unit or a person by typing: a name, short name, code, alias, sign-in, without accents if one likes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.models import Person, Unit


def find_unit(text: str) -> Unit | None:
    """The one open unit a text names; None where none or several do."""
    found = Unit.objects.open_now().named(text)[:2]
    return found[0] if len(found) == 1 else None


def suggestion(unit: Unit) -> str:
    """How a unit is offered where its name alone may not do: its name and, in brackets, its code."""
    return f"{unit.name} ({unit.code})"


class UnitField(forms.CharField):
    """One unit, typed; a list of suggestions stands in the page under the id `units`."""

    default_error_messages = {
        "required": _("Hãy ghi tên hoặc mã một đơn vị."),
        "unknown": _("Không có đơn vị nào đang mở khớp “%(text)s”. Hãy chọn trong danh sách gợi ý."),
        "many": _("Có nhiều đơn vị khớp, hãy chọn một: %(names)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "units", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return suggestion(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(Unit.objects.open_now().named(text)[:4])
        if len(found) > 1:
            names = "; ".join(suggestion(unit) for unit in found[:3])
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"names": names})
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        return found[0]


class UnitsField(forms.CharField):
    """Several units, parted by semicolons."""

    default_error_messages = {
        "unknown": _("Không có đơn vị nào tên “%(text)s”, hoặc có nhiều đơn vị khớp. Hãy chọn trong danh sách gợi ý."),
    }

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(suggestion(unit) for unit in value) if isinstance(value, list) else value

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


class PersonField(forms.CharField):
    """One of some people, typed; a list of suggestions stands in the page under the id `people`."""

    default_error_messages = {
        "required": _("Hãy ghi tên một người."),
        "unknown": _("Không có ai phù hợp tên “%(text)s”. Hãy chọn trong danh sách gợi ý."),
        "many": _("Có nhiều người khớp, hãy chọn một: %(names)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}), **kwargs)
        self.among = Person.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        username = text.rpartition("(")[2].rstrip(") ")
        exact = self.among.filter(username=username.lower())
        found = list(exact or self.among.filter(pk__in=Person.objects.matching(text).values("pk"))[:4])
        if len(found) > 1:
            names = "; ".join(f"{person} ({person.username})" for person in found[:3])
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"names": names})
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        return found[0]
