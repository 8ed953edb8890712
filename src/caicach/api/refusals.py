"""Every refusal is one sentence and a code; what may not be seen answers as what is not there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from caicach.documents.actions import ChangedMeanwhile
from caicach.orgs.permissions import NotAllowed
from caicach.plans.actions import NothingSaid
from caicach.plans.rules import WrongState


def install(api: NinjaAPI) -> None:
    """Answer each kind of refusal in the one form."""

    def answer(request: HttpRequest, says: str, code: str, status: int) -> HttpResponse:
        return api.create_response(request, {"error": says, "code": code}, status=status)

    def absent(request: HttpRequest, trouble: Any) -> HttpResponse:
        return answer(request, _("Không có, hoặc không thuộc phạm vi của anh/chị."), "absent", 404)

    def invalid(request: HttpRequest, trouble: Any) -> HttpResponse:
        wrong = ", ".join(sorted({".".join(str(part) for part in one["loc"][1:]) for one in trouble.errors}))
        return answer(request, _("Dữ liệu gửi lên sai ở: %(fields)s.") % {"fields": wrong}, "invalid", 422)

    def unsaid(request: HttpRequest, trouble: Any) -> HttpResponse:
        return answer(request, _(str(trouble)), "invalid", 422)

    def conflict(request: HttpRequest, trouble: Any) -> HttpResponse:
        return answer(request, _(str(trouble)), "changed" if isinstance(trouble, ChangedMeanwhile) else "state", 409)

    def refused(request: HttpRequest, trouble: Any) -> HttpResponse:
        return answer(request, str(trouble), "bad_request", trouble.status_code)

    api.add_exception_handler(Http404, absent)
    api.add_exception_handler(NotAllowed, absent)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(NothingSaid, unsaid)
    api.add_exception_handler(WrongState, conflict)
    api.add_exception_handler(ChangedMeanwhile, conflict)
    api.add_exception_handler(HttpError, refused)
