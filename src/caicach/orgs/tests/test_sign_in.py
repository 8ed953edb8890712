"""Signing in: passwords, the second step, recovery codes, sessions; through the pages themselves."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from caicach.orgs import actions
from caicach.orgs.tests.factories import PASSWORD, fresh

TEMPORARY = "kd7m-x3qp-9rtb-hv4w"
HALF_MINUTE = 59_000_000  # the clock of the telephone and of the office stands still


@pytest.fixture(autouse=True)
def _no_tries_counted_before():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, username, password=PASSWORD):
    return client.post("/account/login/", {"login": username, "password": password})


def is_in(client):
    return client.get("/units/").status_code == 200


def code_for(secret):
    """The six digits a telephone shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, HALF_MINUTE))


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def phuc_with_totp(house, monkeypatch):
    """anh Phúc, who has turned on the second step and written down his recovery codes."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))
    client = Client()
    sign_in(client, "phuc")
    assert client.get("/account/2fa/totp/activate/").headers["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    assert client.post("/account/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    codes = re.findall(r"\b[0-9a-f]{8}\b", text_of(client.get("/account/2fa/recovery-codes/download/")))
    cache.clear()
    return secret, codes


def test_phuc_signs_in_with_name_and_password_and_out_again(house):
    client = Client()

    assert sign_in(client, "phuc").status_code == 302
    assert is_in(client)

    client.post("/account/logout/")
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(house):
    wrong, unknown = (sign_in(Client(), name, "sai mật khẩu rồi") for name in ("phuc", "khong.co.ai"))

    token = re.compile(r'value="[^"]*"|[A-Za-z0-9]{64}')
    assert wrong.status_code == unknown.status_code == 200
    assert token.sub("", text_of(wrong)) == token.sub("", text_of(unknown))


def test_guessing_is_stopped_before_it_gets_far(house):
    client = Client()
    for n in range(12):
        sign_in(client, "phuc", f"đoán lần thứ {n}")

    sign_in(client, "phuc")

    assert not is_in(client)


def test_a_new_session_begins_with_every_sign_in(house):
    client = Client()
    client.get("/account/login/")
    before = client.cookies.get("sessionid")

    sign_in(client, "phuc")

    assert before is None or before.value != client.cookies["sessionid"].value
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize(
    "password", ["ngắn quá", "password1234", "123456654321", "levanphuc2026", "phuc"], ids=lambda text: text[:12]
)
def test_a_short_common_or_personal_password_is_refused(house, password):
    house.phuc.username = "levanphuc"

    with pytest.raises(ValidationError):
        validate_password(password, house.phuc)


@pytest.mark.parametrize("password", [PASSWORD, "kỳ 3 năm 2026 mưa nhiều", "a" * 6 + "b" * 6 + "c7-đ", TEMPORARY])
def test_a_long_password_needs_no_signs_or_capitals(house, password):
    validate_password(password, house.phuc)


def test_phuc_changes_his_password_and_his_other_sessions_end(house):
    here, elsewhere = Client(), Client()
    sign_in(here, "phuc")
    sign_in(elsewhere, "phuc")
    new = "một mật khẩu khác hẳn"

    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert fresh(house.phuc).check_password(new)
    assert not is_in(elsewhere)


def test_a_temporary_password_opens_only_the_page_that_replaces_it(house, settings):
    settings.MIDDLEWARE = list(
        dict.fromkeys([*settings.MIDDLEWARE, "caicach.orgs.middleware.TemporaryPasswordMiddleware"])
    )
    actions.reset_password(person=house.phuc, password=TEMPORARY, actor=fresh(house.mai), at=timezone.now())
    client, new = Client(), "từ nay tôi dùng câu này"
    sign_in(client, "phuc", TEMPORARY)
    assert client.get("/units/").headers["Location"] == "/account/password/change/"

    client.post("/account/password/change/", {"oldpassword": TEMPORARY, "password1": new, "password2": new})

    assert is_in(client)


def test_nobody_makes_a_sign_in_for_themselves(house):
    typed = {"username": "la", "password1": PASSWORD, "password2": PASSWORD}

    Client().post("/account/signup/", typed)

    assert not type(house.phuc).objects.filter(username="la").exists()


def test_with_the_second_step_the_password_alone_opens_nothing(phuc_with_totp):
    client = Client()

    assert sign_in(client, "phuc").headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not is_in(client)


def test_the_code_of_the_telephone_opens_once(phuc_with_totp):
    secret, _ = phuc_with_totp
    first, second = Client(), Client()
    code = code_for(secret)
    sign_in(first, "phuc")
    sign_in(second, "phuc")

    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_opens_once(phuc_with_totp):
    _, codes = phuc_with_totp
    first, second = Client(), Client()
    assert len(codes) == 10
    sign_in(first, "phuc")
    sign_in(second, "phuc")

    first.post("/account/2fa/authenticate/", {"code": codes[0]})
    second.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_in(first)
    assert not is_in(second)

    second.post("/account/2fa/authenticate/", {"code": codes[1]})
    assert is_in(second)


def test_a_reset_by_the_administrator_does_not_go_around_the_second_step(house, phuc_with_totp):
    actions.reset_password(person=house.phuc, password=TEMPORARY, actor=fresh(house.mai), at=timezone.now())
    client = Client()

    answer = sign_in(client, "phuc", TEMPORARY)

    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)


def test_phuc_sees_his_sessions_and_ends_the_other_one(house):
    here, elsewhere = Client(headers={"user-agent": "Máy ở cơ quan"}), Client(headers={"user-agent": "Máy ở nhà"})
    sign_in(here, "phuc")
    sign_in(elsewhere, "phuc")
    said = text_of(here.get("/account/sessions/"))
    assert "Máy ở cơ quan" in said
    assert "Máy ở nhà" in said

    here.post("/account/sessions/")

    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_closed_sign_in_does_not_open_with_its_old_password(house):
    actions.deactivate_person(person=house.phuc, actor=fresh(house.mai), at=timezone.now())
    client = Client()

    sign_in(client, "phuc")

    assert not is_in(client)
