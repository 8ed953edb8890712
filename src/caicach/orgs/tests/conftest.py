from collections.abc import Callable

import pytest
from django.test import Client

from caicach.orgs.models import Person
from caicach.orgs.tests.factories import House, build_house


@pytest.fixture
def house(db: None) -> House:
    return build_house()


@pytest.fixture
def as_() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in: `as_(house.mai).get("/units/")`."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
