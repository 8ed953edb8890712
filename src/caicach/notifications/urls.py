from django.urls import path

from caicach.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("read-all/", views.read_all, name="read_all"),
    path("digest/<int:pk>/", views.digest, name="digest"),
    path("settings/", views.contact, name="settings"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/retry/", views.retry_all, name="retry_all"),
    path("outbox/<int:pk>/retry/", views.retry, name="retry"),
    path("outbox/<int:pk>/stop/", views.stop, name="stop"),
]
