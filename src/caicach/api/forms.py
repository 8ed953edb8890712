import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.orgs.models import AccessToken

DAYS = (30, 90, 180, 365)


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Dùng cho phần mềm nào"),
        max_length=80,
        error_messages={"required": _("Hãy ghi mã này dùng cho phần mềm nào.")},
    )
    may_report = forms.BooleanField(label=_("Được ghi và trình báo cáo tiến độ"), required=False)
    days = forms.TypedChoiceField(
        label=_("Hết hạn sau"),
        coerce=int,
        choices=lambda: [(days, _("%(count)d ngày") % {"count": days}) for days in DAYS],
        initial=90,
    )

    def scopes(self) -> list[str]:
        """Every token reads; some also report."""
        report = [AccessToken.REPORT] if self.cleaned_data["may_report"] else []
        return [AccessToken.READ, *report]

    def expires_on(self, today: datetime.date) -> datetime.date:
        """The last day it works."""
        return today + datetime.timedelta(days=self.cleaned_data["days"])
