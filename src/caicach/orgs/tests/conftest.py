import pytest

from caicach.orgs.tests.factories import House, build_house


@pytest.fixture
def house(db: None) -> House:
    return build_house()
