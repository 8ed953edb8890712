"""A request with an access token is its person's; without one it is whoever signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.orgs.actions import note_use
from caicach.orgs.models import AccessToken
from caicach.orgs.permissions import token_of

PREFIX = "/api/"


class TokenMiddleware:
    """Who shows a token under /api/ acts as its person; a wrong one is refused before anything is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            at = timezone.now()
            token = token_of(secret.strip(), AccessToken.API, on=timezone.localdate(at))
            if token is None:
                return refusal(_("Mã truy cập sai, hết hạn hoặc đã thu hồi. Hãy tạo mã mới."))
            if token.used_on != timezone.localdate(at):
                note_use(token=token, actor=token.person, at=at)
            request.user, request.token = token.person, token  # type: ignore[attr-defined]
        elif not request.user.is_authenticated and not _reads_pages(request):
            return refusal(_("Thiếu mã truy cập. Hãy gửi kèm “Authorization: Bearer …”."))
        return self.get_response(request)


def _reads_pages(request: HttpRequest) -> bool:
    """A browser is led to the sign-in as on every page."""
    accepted = request.headers.get("Accept", "")
    return not accepted or "text/html" in accepted


def refusal(says: str) -> JsonResponse:
    """No token, no answer."""
    answer = JsonResponse({"error": says, "code": "no_token"}, status=401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
