"""Fields of the office: words, days."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


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
