from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "caicach.config"
    label = "config"
