"""A program reads and reports as the person whose token it shows: no more than that person, and told in the trail."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from caicach.audit.models import Line
from caicach.orgs import actions as orgs
from caicach.orgs.models import AccessToken
from caicach.plans import actions
from caicach.plans.models import ProgressReport
from caicach.plans.tests.factories import GIVEN_AT, a_plan, a_report, a_task, department_of, nothing_happens

DUE = date(2026, 12, 1)
JSON = "application/json"


@pytest.fixture
def task(house):
    plan = a_plan(department=department_of(house))
    a_task(plan=plan, lead=house.unit.ttyt, by=house.hanh, due_on=DUE, text="Việc của trung tâm")
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE, coop=[house.unit.nvy])


def program(person, *scopes, days=30):
    """A program with a token of somebody's."""
    now = timezone.now()
    _token, secret = orgs.make_token(
        kind=AccessToken.API,
        name="Phần mềm bệnh viện",
        scopes=scopes or ("read",),
        expires_on=timezone.localdate(now) + timedelta(days=days),
        actor=person,
        at=now,
    )
    return Client(headers={"authorization": f"Bearer {secret}", "accept": JSON})


def test_a_program_sees_exactly_what_its_person_sees(house, task):
    found = program(house.phuc).get("/api/tasks").json()

    assert found["count"] == 1
    assert found["items"][0]["id"] == task.pk
    assert found["items"][0]["lead"] == {"code": "BVDK-BM", "name": "Bệnh viện Đa khoa Bình Minh"}
    assert program(house.hanh).get("/api/tasks").json()["count"] == 2
    assert program(house.lan).get("/api/tasks").json()["count"] == 0
    assert program(house.hanh).get("/api/plans").json()["items"][0]["code"] == "62/KH-SYT"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("lead=BVDK-BM", 1),
        ("class=not_begun", 2),
        ("class=overdue", 0),
        ("due_to=2026-11-30", 0),
        ("q=viec+cua+trung+tam", 1),
        ("changed_since=2030-01-01T00:00:00Z", 0),
        ("page_size=1&page=2", 2),
    ],
)
def test_tasks_are_asked_for_by_filters(house, task, asked, count):
    assert program(house.hanh).get(f"/api/tasks?{asked}").json()["count"] == count


def test_one_task_comes_with_its_ledger_lines_and_the_reports_one_may_see(house, task):
    actions.change_deadline(task=task, due_on=DUE + timedelta(9), reason="Chờ", actor=house.hanh, at=GIVEN_AT)
    a_report(task=task, by=house.phuc, at=GIVEN_AT, words="Bản nháp của bệnh viện")

    mine = program(house.phuc).get(f"/api/tasks/{task.pk}").json()
    office = program(house.hanh).get(f"/api/tasks/{task.pk}").json()

    assert [entry["due_on"] for entry in mine["deadlines"]] == ["2026-12-01", "2026-12-10"]
    assert [line["plan"]["code"] for line in office["lines"]] == ["62/KH-SYT"]
    assert [unit["code"] for unit in mine["coop"]] == ["SYT-NVY"]
    assert [report["words"] for report in mine["reports"]] == ["Bản nháp của bệnh viện"]
    assert office["reports"] == []


def test_a_program_reports_and_lays_it_before_the_head(house, task):
    said = {"words": "Đã rà soát xong", "figure": "98.5", "figure_unit": "%", "submit": True}

    answer = program(house.phuc, "read", "report").post(f"/api/tasks/{task.pk}/reports", said, content_type=JSON)

    assert answer.status_code == 201, answer.content
    assert (answer.json()["state"], answer.json()["figure"]) == ("with_head", "98.5000")
    report = ProgressReport.objects.get()
    assert (report.written_by, report.state) == (house.phuc, "with_head")
    line = Line.objects.of(f"plans.task:{task.pk}").filter(kind="plans.report_with_head").get()
    assert line.actor_name == "Lê Văn Phúc"


def test_absent_and_forbidden_answer_alike_and_nothing_happens(house, task):
    said = {"words": "Không phải việc của tôi"}
    reader, other = program(house.phuc), program(house.son, "read", "report")
    office = program(house.hanh, "read", "report")
    reader.get("/api/tasks"), other.get("/api/tasks"), office.get("/api/tasks")
    with nothing_happens():
        answers = [
            reader.post(f"/api/tasks/{task.pk}/reports", said, content_type=JSON),  # a token that only reads
            other.post(f"/api/tasks/{task.pk}/reports", said, content_type=JSON),  # another unit's task
            other.post("/api/tasks/999999/reports", said, content_type=JSON),
            other.get(f"/api/tasks/{task.pk}"),
            other.get("/api/tasks/999999"),
            office.post(f"/api/tasks/{task.pk}/reports", said, content_type=JSON),
        ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[-2].content)}
    assert answers[0].json()["code"] == "absent"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"words": " "}, 422, "invalid"),
        ({"figure": "nhiều", "words": "x"}, 422, "invalid"),
        ({"words": "Xong", "says_done": True}, 422, "invalid"),
        ({"words": "Xong", "says_done": True, "done_on": "2999-01-01"}, 422, "invalid"),
        ({"words": "Lời khác", "revision": 7}, 409, "changed"),
    ],
)
def test_a_refusal_is_one_sentence_and_a_code(house, task, said, status, code):
    a_report(task=task, by=house.phuc, at=GIVEN_AT)
    machine = program(house.phuc, "read", "report")

    with nothing_happens():
        answer = machine.post(f"/api/tasks/{task.pk}/reports", {"revision": 1} | said, content_type=JSON)

    assert answer.status_code == status and answer.json()["code"] == code
    assert answer.json()["error"].endswith(".")


def test_a_page_reads_but_never_writes_without_a_token(house, as_, task):
    browser = as_(house.phuc)

    assert browser.get(f"/api/tasks/{task.pk}").status_code == 200
    assert browser.get("/api/openapi.json").json()["info"]["title"] == "Cải Cách"
    with nothing_happens():
        answer = browser.post(f"/api/tasks/{task.pk}/reports", {"words": "Lén"}, content_type=JSON)
    assert answer.status_code == 404


def test_without_a_good_token_there_is_no_answer(house, task):
    machine = program(house.phuc)
    wrong = Client(headers={"authorization": "Bearer sai", "accept": JSON})

    assert wrong.get("/api/tasks").status_code == 401
    assert Client(headers={"accept": "*/*"}).get("/api/tasks").json()["code"] == "no_token"
    assert machine.get("/plans/").status_code == 302  # a token opens the API alone
    AccessToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert machine.get("/api/tasks").status_code == 401
    AccessToken.objects.update(expires_on=timezone.localdate())
    assert machine.get("/api/tasks").status_code == 200
    house.phuc.refresh_from_db()
    orgs.deactivate_person(person=house.phuc, actor=house.mai, at=timezone.now())
    assert machine.get("/api/tasks").status_code == 401


def test_phuc_makes_a_token_sees_it_once_and_revokes_it(house, as_):
    browser = as_(house.phuc)

    page = browser.post("/api/tokens/", {"name": "HIS", "days": "30", "may_report": "on"})
    secret = page.context["secret"]

    token = AccessToken.objects.get()
    assert secret in page.content.decode() and secret not in browser.get("/api/tokens/").content.decode()
    assert (token.scopes, token.expires_on) == (["read", "report"], timezone.localdate() + timedelta(days=30))
    assert token.hashed != secret
    machine = Client(headers={"authorization": f"Bearer {secret}"})
    assert machine.get("/api/tasks").status_code == 200
    assert as_(house.son).post(f"/api/tokens/{token.pk}/revoke/").status_code == 404
    browser.post(f"/api/tokens/{token.pk}/revoke/")
    assert machine.get("/api/tasks").status_code == 401
    kinds = list(Line.objects.of(f"orgs.person:{house.phuc.pk}").values_list("kind", flat=True))
    assert "orgs.token_made" in kinds and "orgs.token_revoked" in kinds


def test_many_tasks_cost_as_many_questions_as_few(house, task, django_assert_max_num_queries):
    for _n in range(40):
        a_task(plan=task.plan, lead=house.unit.bvdk, by=house.hanh, due_on=DUE)
    machine = program(house.phuc)
    machine.get("/api/tasks")

    with django_assert_max_num_queries(6):
        assert len(machine.get("/api/tasks").json()["items"]) == 41
    with django_assert_max_num_queries(12):
        machine.get(f"/api/tasks/{task.pk}")
