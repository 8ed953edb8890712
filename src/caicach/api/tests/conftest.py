"""The fixtures these tests share with those of the packages below."""

from caicach.documents.tests.fixtures import as_, folder, house

__all__ = ["as_", "folder", "house"]
