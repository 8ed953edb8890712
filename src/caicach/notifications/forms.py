from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caicach.notifications.channels import CHANNELS
from caicach.notifications.models import Contact
from caicach.notifications.rules import Channel, phone_of

NOT_YET = _("Cơ quan chưa nối kênh này; chọn trước được, tin đến khi nối xong.")


class ContactForm(forms.Form):
    """How a person wants to be told."""

    by_email = forms.BooleanField(label=_("Bản tin trong ngày qua thư điện tử"), required=False)
    phone = forms.CharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=30,
        help_text=_("Dùng cho SMS và Zalo, ví dụ 0912 345 678."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    by_sms = forms.BooleanField(label=_("Việc gấp qua tin nhắn SMS"), required=False)
    by_zalo = forms.BooleanField(label=_("Việc gấp qua Zalo"), required=False)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        chosen = {name: getattr(contact, name) for name in ("by_email", "phone", "by_sms", "by_zalo")}
        kwargs["initial"] = chosen
        super().__init__(*args, **kwargs)
        email = contact.person.email
        self.fields["by_email"].help_text = (
            _("Gửi tới %(email)s, mỗi ngày nhiều nhất một thư.") % {"email": email}
            if email
            else _("Tài khoản chưa có địa chỉ thư. Hãy nhờ quản trị viên ghi vào.")
        )
        for channel, name in ((Channel.SMS, "by_sms"), (Channel.ZALO, "by_zalo")):
            if not CHANNELS[channel].is_ready():
                self.fields[name].help_text = NOT_YET

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        number = phone_of(typed)
        if typed and not number:
            raise forms.ValidationError(_("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0, ví dụ 0912 345 678."))
        return number

    def clean(self) -> dict[str, Any]:
        wants = self.cleaned_data["by_sms"] or self.cleaned_data["by_zalo"]
        if wants and "phone" in self.cleaned_data and not self.cleaned_data["phone"]:
            self.add_error("phone", _("Hãy ghi số điện thoại để nhận SMS hoặc Zalo, hoặc bỏ chọn hai kênh đó."))
        return self.cleaned_data
