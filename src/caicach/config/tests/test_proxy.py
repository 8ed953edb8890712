"""Sign-in limits count by the visitor, also behind the office's own proxy."""

import os
import subprocess
import sys

import pytest

from caicach.config.places import ROOT


@pytest.mark.once
@pytest.mark.parametrize(("production", "trusted"), [("1", "1"), ("", "0")])
def test_one_proxy_is_trusted_in_production_and_none_elsewhere(production, trusted, tmp_path):
    places = {"PYTHONPATH": str(ROOT / "src"), "CAICACH_DATA": str(tmp_path), "CAICACH_HOSTS": "cchc.example.vn"}
    asked = "from caicach.config import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"

    said = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **places, "CAICACH_PRODUCTION": production},
    )

    assert said.stdout.strip() == trusted
