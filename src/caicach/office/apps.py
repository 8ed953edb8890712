from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "caicach.office"
    label = "office"
