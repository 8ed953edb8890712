"""Sign-in and account pages in both languages; nothing that the office does not offer is linked."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

PASSWORD = "mot cau dai de nho"
OPEN_PAGES = ["login/", "inactive/", "signup/", "password/reset/"]
OWN_PAGES = ["password/change/", "2fa/", "sessions/", "reauthenticate/", "logout/", "email/"]
NOT_OFFERED = ["/account/signup", "/account/password/reset", "/account/email"]


@pytest.fixture
def hanh(db):
    person = get_user_model().objects.create(
        username="hanh", full_name="Nguyễn Thị Hạnh", date_joined=datetime(2026, 1, 5, tzinfo=UTC)
    )
    person.set_password(PASSWORD)
    person.save()
    return person


def page(client: Client, path: str, language: str = "vi") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(f"/account/{path}", follow=True).content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.S).split())


def test_the_house_templates_stand_before_those_of_the_sign_in_library():
    apps = settings.INSTALLED_APPS

    assert apps.index("caicach.ui") < apps.index("allauth")


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_an_open_page_is_plain_and_ours(client, db, path):
    html = page(client, path)

    assert 'class="plain-main' in html
    assert html.count("<h1>") == 1
    assert [address for address in NOT_OFFERED if f'href="{address}' in html] == []


@pytest.mark.parametrize("path", OWN_PAGES)
def test_an_own_page_is_ours_and_links_nothing_that_is_not_offered(client, hanh, path):
    client.force_login(hanh)

    html = page(client, path)

    assert html.count("<h1>") == 1
    assert [address for address in NOT_OFFERED if f'href="{address}' in html] == []


def test_a_wrong_password_is_told_in_vietnamese_and_in_english(client, hanh):
    for language, said in (("vi", "Tên đăng nhập hoặc mật khẩu không đúng."), ("en", "password you specified are not")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

        html = client.post("/account/login/", {"login": "hanh", "password": "sai"}).content.decode()

        assert said in words(html)


def test_a_weak_new_password_is_told_in_vietnamese(client, hanh):
    client.force_login(hanh)

    html = client.post(
        "/account/password/change/", {"oldpassword": "sai", "password1": "12345", "password2": "12345"}
    ).content.decode()

    assert "Nhập đúng mật khẩu hiện tại." in words(html)
    assert "Mật khẩu quá ngắn, cần ít nhất 12 ký tự." in words(html)


def test_signing_in_leads_on_and_the_session_is_listed(client, hanh):
    answer = client.post("/account/login/", {"login": "hanh", "password": PASSWORD})

    assert answer.status_code == 302
    assert "máy này" in words(page(client, "sessions/"))


def test_the_language_can_be_switched_before_signing_in(client, db):
    answer = client.post("/language/setlang/", {"language": "en", "next": "/account/login/"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/login/"
    assert "Sign in" in words(client.get("/account/login/").content.decode())
