import threading
from types import SimpleNamespace

import pytest

from caicach.notifications.simulator import Desk, open_desk
from caicach.orgs.tests.factories import build_house


@pytest.fixture
def house(db):
    return build_house()


@pytest.fixture
def desk(settings):
    """A provider of SMS and Zalo on this machine; `desk.moods` says how it answers."""
    desk = Desk(late=1.5)
    server = open_desk(desk)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    here = SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}/tin", key="khoa-bi-mat")
    settings.PROVIDERS = {"sms": here, "zalo": here}
    settings.PROVIDER_SECONDS = 0.5
    yield desk
    server.shutdown()
    server.server_close()
    serving.join(5)
