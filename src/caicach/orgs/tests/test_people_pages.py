"""The pages of people, as the administrator and the others meet them."""

import datetime
import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from caicach.orgs import actions
from caicach.orgs.models import Person, Post
from caicach.orgs.tests.factories import fresh


def text_of(answer):
    return answer.content.decode()


def password_on(answer):
    return re.findall(r'class="secret"[^>]*>([^<]+)<', text_of(answer))[0]


def today():
    return f"{timezone.localdate():%d/%m/%Y}"


def test_mai_finds_people_without_accents(house, as_):
    answer = as_(house.mai).get("/units/people/", {"q": "nguyen de"})

    assert [row[0].username for row in answer.context["rows"]] == ["de"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/units/people/?q=%00", 200),
        ("/units/people/?show=%00&page=%00", 200),
        (f"/units/people/?page={'9' * 5000}", 200),
        ("/units/?q=%00&kind=%00&on=%00", 200),
        ("/units/open/?parent=%00", 200),
        ("/units/%00/", 404),
        ("/units/SYT%00/", 404),
        ("/units/%00/rename/", 404),
        ("/units/people/mai%00/", 404),
        ("/units/people/mai%00/posts/give/", 404),
    ],
)
def test_a_letter_no_keyboard_has_names_nothing_and_breaks_nothing(house, as_, address, status):
    assert as_(house.mai).get(address).status_code == status


def test_the_list_says_who_cannot_do_anything_yet(house, as_):
    actions.add_person(username="moi", full_name="Người Mới", password=None, actor=fresh(house.mai), at=timezone.now())

    answer = as_(house.mai).get("/units/people/", {"show": "without-post"})

    assert [row[0].username for row in answer.context["rows"]] == ["moi"]
    assert [figure.value for figure in answer.context["figures"]] == [10, 1, 0]


def test_mai_gives_a_sign_in_and_sees_the_password_once(house, as_):
    mai = as_(house.mai)
    typed = {"full_name": "Đào Thị Hiền", "username": "hien.dt", "called": "", "email": ""}
    assert "Cấp tài khoản “hien.dt” cho Đào Thị Hiền." in text_of(mai.post("/units/people/add/", typed))
    assert not Person.objects.filter(username="hien.dt").exists()

    answer = mai.post("/units/people/add/", typed | {"confirmed": "1"})

    person, password = Person.objects.get(username="hien.dt"), password_on(answer)
    validate_password(password, person)
    assert person.check_password(password)
    assert answer.headers["Cache-Control"] == "no-store"
    assert password not in text_of(mai.get("/units/people/hien.dt/"))
    assert not any(password in str(session.get_decoded()) for session in Session.objects.all())


@pytest.mark.parametrize("username", ["phuc", "Phúc", "ab", "add", "hạnh", "a b c", "-dau"])
def test_a_sign_in_that_cannot_be_is_refused_and_the_rest_stays_typed(house, as_, username):
    answer = as_(house.mai).post(
        "/units/people/add/", {"full_name": "Đào Thị Hiền", "username": username, "confirmed": "1"}
    )

    assert answer.status_code == 422
    assert 'value="Đào Thị Hiền"' in text_of(answer)
    assert Person.objects.count() == 9


def test_mai_gives_a_post_and_ends_it(house, as_):
    mai = as_(house.mai)
    typed = {"unit": "so noi vu", "role": "appraiser", "title": "", "since": today()}
    assert "giữ vai trò Thẩm định tại “Sở Nội vụ Bình Minh”" in text_of(
        mai.post("/units/people/phuc/posts/give/", typed)
    )
    mai.post("/units/people/phuc/posts/give/", typed | {"confirmed": "1"})
    post = Post.objects.get(person=house.phuc, unit=house.unit.snv)

    mai.post(f"/units/people/phuc/posts/{post.pk}/end/", {"until": today(), "confirmed": "1"})

    post.refresh_from_db()
    assert (post.role, post.until) == ("appraiser", timezone.localdate())


def test_a_post_of_somebody_else_is_not_ended_from_this_page(house, as_):
    post = Post.objects.get(person=house.son)

    answer = as_(house.mai).post(f"/units/people/phuc/posts/{post.pk}/end/", {"until": today(), "confirmed": "1"})

    assert answer.status_code == 404
    assert Post.objects.get(pk=post.pk).until is None


def test_who_is_closed_out_is_out_with_the_next_request_and_stays_out(house, as_):
    phuc, mai = as_(house.phuc), as_(house.mai)
    assert phuc.get("/units/").status_code == 200

    assert "Mọi phiên đang mở kết thúc ngay." in text_of(mai.get("/units/people/phuc/deactivate/"))
    mai.post("/units/people/phuc/deactivate/", {"confirmed": "1"})
    assert phuc.get("/units/").status_code == 302

    mai.post("/units/people/phuc/reactivate/", {"confirmed": "1"})
    assert fresh(house.phuc).is_active
    assert phuc.get("/units/").status_code == 302


def test_asking_for_the_page_alone_closes_nobody_out(house, as_):
    mai = as_(house.mai)

    mai.get("/units/people/phuc/deactivate/")
    mai.post("/units/people/phuc/deactivate/")

    assert fresh(house.phuc).is_active


def test_a_reset_ends_open_sessions_and_shows_the_new_password_once(house, as_):
    phuc, mai = as_(house.phuc), as_(house.mai)

    answer = mai.post("/units/people/phuc/reset-password/", {"confirmed": "1"})

    assert phuc.get("/units/").status_code == 302
    assert fresh(house.phuc).check_password(password_on(answer))


def test_the_last_administrator_is_told_why_she_stays(house, as_):
    answer = as_(house.mai).post("/units/people/mai/deactivate/", {"confirmed": "1"})

    assert answer.status_code == 422
    assert "Đây là quản trị viên cuối cùng." in text_of(answer)
    assert fresh(house.mai).is_active


def test_the_page_of_a_person_tells_posts_and_trail(house, as_):
    post = Post.objects.get(person=house.phuc)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    actions.end_post(post=post, until=yesterday, actor=fresh(house.mai), at=timezone.now())

    answer = as_(house.mai).get("/units/people/phuc/")

    assert [says for _, says, *_ in answer.context["posts"]] == ["Đã kết thúc"]
    assert [line.what for line in answer.context["trail"]] == ["kết thúc vị trí", "giao vị trí", "cấp tài khoản"]


def test_a_form_without_its_token_is_refused(house):
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.mai)

    assert client.post("/units/people/phuc/deactivate/", {"confirmed": "1"}).status_code == 403
    assert fresh(house.phuc).is_active
