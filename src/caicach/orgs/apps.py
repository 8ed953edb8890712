from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "caicach.orgs"
    label = "orgs"
