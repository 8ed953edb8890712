"""The tests of the house: what must really hold of the source. `test_bite.py` shows that each can fail."""

import pytest

from tests.architecture import code_checks, text_checks
from tests.architecture.tree import tree

pytestmark = pytest.mark.once

CHECKS = [
    text_checks.long_files,
    text_checks.drawers,
    text_checks.addresses,
    text_checks.undocumented_settings,
    text_checks.packs_without_cases,
    code_checks.hidden_mechanics,
    code_checks.hidden_imports,
    code_checks.floats_in_rules,
    code_checks.unlike_actions,
    code_checks.writes_elsewhere,
    code_checks.wordless,
]


@pytest.fixture(scope="module")
def source():
    return tree()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_holds(check, source):
    if faults := check(source):
        pytest.fail("\n  ".join([check.__doc__, *faults]), pytrace=False)
