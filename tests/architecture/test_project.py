"""What must hold of the running project: pages ask for a sign-in, migrations form one line, imports point down."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.tree import ROOT

# Pages anybody may open without signing in, and why.
PUBLIC = {
    "account_login": "signing in",
    "account_logout": "signing out",
    "account_reset_password": "a lost password",
    "account_reset_password_done": "a lost password",
    "account_reset_password_from_key": "a lost password",
    "account_reset_password_from_key_done": "a lost password",
    "account_signup": "answers that accounts are given by the administrator",
    "account_inactive": "says that an account is closed",
    "account_confirm_email": "a link in a letter",
    "account_email_verification_sent": "says that a letter was sent",
    "account_confirm_login_code": "signing in",
    "mfa_authenticate": "signing in: the second step",
    "not_offered": "pages of the sign-in library that answer as absent",
    "set_language": "the language of the sign-in page",
    "feed": "a calendar on a phone: the address is the key",
}
DUMMIES = {"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12, "path": "x"}


def routes(patterns, prefix=""):
    """Every route of the project: address with dummy values, name, view."""
    for entry in patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.name, entry.callback


def with_dummies(address):
    """An address one may ask for, with made-up values for its parts."""
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: DUMMIES.get(found.group(1) or "str", "x"), address)
    filled = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "x", filled)
    return "/" + re.sub(r"[\^$\\]", "", filled)


ROUTES = list(routes(get_resolver().url_patterns))


def public(view):
    """Whether a view lets in someone who has not signed in."""
    return not getattr(view, "login_required", True)


@pytest.mark.once
def test_only_listed_pages_are_public():
    found = {name for _, name, view in ROUTES if public(view)}

    assert sorted(set(found)) == sorted(PUBLIC)


@pytest.mark.once
def test_a_page_marked_public_would_be_seen():
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert not public(page)
    assert public(login_not_required(page))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "name"), [(with_dummies(address), name) for address, name, view in ROUTES if name not in PUBLIC]
)
def test_a_visitor_is_asked_to_sign_in(address, name):
    answer = Client(raise_request_exception=True).get(address)

    assert answer.status_code in (302, 404, 405), f"{address} answered {answer.status_code}"
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(("/account/login/", "/account/reauthenticate/"))


@pytest.mark.once
def test_every_page_is_asked_for():
    assert len(ROUTES) > 20
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def forks(loader):
    """Packages whose migrations end in more than one head."""
    heads = [label for label, _ in loader.graph.leaf_nodes()]
    return sorted({label for label in heads if heads.count(label) > 1})


def test_migrations_form_one_line():
    loader = MigrationLoader(None)

    assert forks(loader) == []
    for (label, name), node in loader.graph.node_map.items():
        own = [parent for parent in node.parents if parent.key[0] == label]
        assert len(own) <= 1, f"{label} {name} has {len(own)} parents"


def test_two_heads_would_be_seen():
    loader = MigrationLoader(None)
    first = loader.graph.root_nodes("audit")[0]
    loader.graph.add_node(("audit", "9999_other_head"), None)
    loader.graph.add_dependency("9999", ("audit", "9999_other_head"), first, skip_validation=True)

    assert forks(loader) == ["audit"]


def contracts_hold(folder: Path) -> bool:
    """Whether the import contracts hold for the source in a folder."""
    linter = Path(sys.executable).parent / "lint-imports"
    run = [str(linter), "--no-cache", "--config", str(folder / "pyproject.toml")]
    places = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(run, capture_output=True, text=True, cwd=folder, env=places).returncode == 0


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("orgs/rules.py", "import caicach.plans.models"),  # up, across packages
        ("orgs/models.py", "import caicach.orgs.actions"),  # up, inside a package
        ("orgs/rules.py", "import django.db"),  # a rule that knows Django
    ],
)
def test_an_import_that_points_up_would_be_seen(tmp_path, module, line):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "tests", "static"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    assert contracts_hold(tmp_path)

    with (tmp_path / "src/caicach" / module).open("a") as file:
        file.write(f"\n{line}\n")

    assert not contracts_hold(tmp_path)
