"""What a task's page lets nobody do unseen: unsent or newer words, half a deed, a day lost by mistake."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.plans import actions
from caicach.plans.models import ProgressReport
from caicach.plans.rules import WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_report_in, a_task, department_of, nothing_happens

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(house):
    return a_plan(department=department_of(house))


@pytest.fixture
def task(house, plan):
    return a_task(plan=plan, lead=house.unit.bvdk, by=house.hanh, due_on=localdate() + timedelta(days=20), at=now())


def seen(report, **said):
    """What a page drawn now posts with a verb."""
    report.refresh_from_db()
    return {"revision": report.revision} | said


def test_the_head_sends_only_the_words_they_have_read(house, as_, task):
    report = actions.submit_report(report=a_report(task=task, by=house.phuc, at=now()), actor=house.phuc, at=now())
    de = as_(house.de)
    old = seen(report)
    assert f'name="revision" value="{old["revision"]}"' in de.get(f"/plans/tasks/{task.pk}/").content.decode()
    report = actions.take_back_report(report=report, actor=house.phuc, at=now())
    actions.submit_report(
        report=a_report(task=task, by=house.phuc, at=now(), words="Lời khác."), actor=house.phuc, at=now()
    )

    for content in (old, {}, {"revision": "9" * 5000}):
        for verb in ("send", "return"):
            with nothing_happens():
                answer = de.post(f"/plans/reports/{report.pk}/{verb}/", content | {"reason": "Thiếu."})
            assert answer.status_code == 302
            assert "Hãy đọc lại bản mới rồi thao tác." in de.get(f"/plans/tasks/{task.pk}/").content.decode()

    de.post(f"/plans/reports/{report.pk}/send/", seen(report))
    assert ProgressReport.objects.get().state == "sent"


@pytest.mark.parametrize("state", ["draft", "with_head", "returned"])
def test_an_unsent_report_is_not_read_by_other_units_or_the_office(house, as_, plan, state):
    task = a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh, at=now())
    file = a_report_in(house, task, state).evidence.get()

    for name in ("son", "hanh", "mai", "phuc", "de", "hoa"):
        client, own = as_(house.cast[name]), name in ("phuc", "de", "hoa")
        page = client.get(f"/plans/tasks/{task.pk}/").content.decode()
        assert ("Lời chưa gửi." in page) == own, name
        assert ("Ghi kết quả thực hiện" in page) == own, name
        assert ("Lý do kín." in page) == (own and state == "returned"), name
        assert "Giao nhiệm vụ" in page
        assert client.get(f"/plans/evidence/{file.pk}/").status_code == (200 if own else 404), name


def test_a_report_that_cannot_be_submitted_is_not_written_either(house, as_, task, monkeypatch):
    def refuse(**_):
        raise WrongState("Không trình được.")

    monkeypatch.setattr(actions, "submit_report", refuse)
    with nothing_happens():
        answer = as_(house.phuc).post(
            f"/plans/tasks/{task.pk}/report/", {"words": "Đã rà soát.", "revision": "0", "submit": "1"}
        )

    assert answer.status_code == 422
    assert "Không trình được." in answer.content.decode()


def test_an_emptied_day_is_asked_about_before_a_deadline_goes(house, as_, task):
    client, address = as_(house.hanh), f"/plans/tasks/{task.pk}/deadline/"
    form = client.get(f"/plans/tasks/{task.pk}/").context["deadline_form"]
    assert form["due_on"].value() == task.due_on

    with nothing_happens():
        answer = client.post(address, {"due_on": "", "reason": "Gia hạn."})
    assert answer.status_code == 422
    assert "due_on" in answer.context["deadline_form"].errors

    client.post(address, {"due_on": f"{task.due_on:%d/%m/%Y}", "no_due": "on", "reason": "Việc thường xuyên."})
    task.refresh_from_db()
    assert task.due_on is None
