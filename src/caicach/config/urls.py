from django.urls import include, path

urlpatterns = [
    path("", include("caicach.office.urls")),
    path("plans/", include("caicach.plans.urls")),
    path("documents/", include("caicach.documents.urls")),
    path("units/", include("caicach.orgs.urls")),
    path("notices/", include("caicach.notifications.urls")),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
