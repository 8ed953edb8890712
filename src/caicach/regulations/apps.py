from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "caicach.regulations"
    label = "regulations"
