from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the administrator, never taken by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        raise PermissionError("Tài khoản do quản trị viên cấp.")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent: the administrator resets passwords, never a mail that others might read."""
