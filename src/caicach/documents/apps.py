from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caicach.documents"
    label = "documents"
