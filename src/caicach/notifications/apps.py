from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "caicach.notifications"
    label = "notifications"
