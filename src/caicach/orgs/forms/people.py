"""What is typed about people and their posts."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from caicach.orgs.choosing import PersonField, UnitField
from caicach.orgs.forms.fields import Day, Words
from caicach.orgs.models import ROLE_NAMES, Person, Post
from caicach.orgs.rules import Role


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


class DelegationForm(forms.Form):
    """Who acts in a post while its holder is absent, from when to when, and by what words."""

    to = PersonField(label=_("Người được ủy quyền"), help_text=_("Họ tên hoặc tên đăng nhập, gõ không dấu được."))
    since = Day(label=_("Từ ngày"))
    until = Day(label=_("Đến hết ngày"))
    words = Words(
        label=_("Lý do hoặc văn bản ủy quyền"), max_length=300, help_text=_("Ví dụ: đi công tác, Giấy ủy quyền 12/GUQ.")
    )

    def __init__(self, *args: Any, colleagues: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        field = self.fields["to"]
        assert isinstance(field, PersonField)
        field.among = colleagues

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error(
                "until", _("Ngày cuối không được trước ngày bắt đầu %(day)s.") % {"day": f"{since:%d/%m/%Y}"}
            )
        return typed
