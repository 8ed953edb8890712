from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "caicach.api"
    verbose_name = "API"
