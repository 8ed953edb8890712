from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language


@login_not_required
def not_offered(request: HttpRequest, **parts: str) -> HttpResponse:
    """What the sign-in library brings and an office does not want: the administrator gives accounts and mends them."""
    raise Http404


urlpatterns = [
    path("", include("caicach.office.urls")),
    path("plans/", include("caicach.plans.urls")),
    path("documents/", include("caicach.documents.urls")),
    path("units/", include("caicach.orgs.urls")),
    path("notices/", include("caicach.notifications.urls")),
    path("api/", include("caicach.api.urls")),
    path("account/signup/", not_offered, name="not_offered"),
    path("account/email/", not_offered, name="not_offered"),
    path("account/confirm-email/", not_offered, name="not_offered"),
    path("account/confirm-email/<str:key>/", not_offered, name="not_offered"),
    path("account/password/reset/", not_offered, name="not_offered"),
    path("account/password/reset/done/", not_offered, name="not_offered"),
    path("account/password/reset/key/<str:key>/", not_offered, name="not_offered"),
    path("account/password/reset/key/done/", not_offered, name="not_offered"),
    path("account/password/set/", not_offered, name="not_offered"),
    path("account/", include("allauth.urls")),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
]
