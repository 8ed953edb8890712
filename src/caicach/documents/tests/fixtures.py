"""A house to test in: the cast, somebody signed in, a data folder of the test's own."""

from collections.abc import Callable

import pytest
from django.test import Client

from caicach.documents import storage
from caicach.orgs.models import Person
from caicach.orgs.tests.factories import House, build_house


@pytest.fixture
def house(db: None) -> House:
    return build_house()


@pytest.fixture
def as_() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in: `as_(house.hanh).get("/documents/")`."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """A data folder of the test's own."""
    settings.DATA = tmp_path
    return storage.folder()
