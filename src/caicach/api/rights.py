"""What a request may do, decided before its content is read."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from caicach.orgs.current import person_of
from caicach.orgs.models import AccessToken, Person
from caicach.orgs.permissions import NotAllowed


class MayRead(HttpBearer):
    """A token that reads, or a page's sign-in."""

    def __call__(self, request: HttpRequest) -> Person:
        token: AccessToken | None = getattr(request, "token", None)
        if token is not None and AccessToken.READ not in token.scopes:
            raise NotAllowed("Mã truy cập không có quyền đọc.")
        return person_of(request)

    def authenticate(self, request: HttpRequest, token: str) -> Person:
        return self(request)


class MayReport(MayRead):
    """A token made for reporting: a page's sign-in never writes here."""

    def __call__(self, request: HttpRequest) -> Person:
        token: AccessToken | None = getattr(request, "token", None)
        if token is None or AccessToken.REPORT not in token.scopes:
            raise NotAllowed("Ghi qua API cần mã truy cập được báo cáo.")
        return person_of(request)
