"""Who signs in with a password given by the administrator changes it before anything else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

OPEN = frozenset({"account_change_password", "account_logout", "account_reauthenticate", "set_language"})


class TemporaryPasswordMiddleware:
    """A temporary password (mật khẩu tạm) opens nothing but the page that replaces it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not getattr(request.user, "password_is_temporary", False) or (match and match.url_name in OPEN):
            return None
        messages.warning(request, _("Mật khẩu đang dùng là mật khẩu tạm. Hãy đổi mật khẩu để bắt đầu làm việc."))
        return redirect("account_change_password")
