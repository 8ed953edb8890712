from django.urls import path

from caicach.api import views
from caicach.api.endpoints import api

urlpatterns = [
    path("tokens/", views.tokens, name="api_tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="api_revoke"),
    path("", api.urls),
]
