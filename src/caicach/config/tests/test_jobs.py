"""Work done on the clock."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.config import jobs
from caicach.orgs import actions
from caicach.orgs.rules import UnitKind


@pytest.mark.django_db
def test_a_decision_of_tomorrow_takes_effect_when_its_day_has_come():
    at = now()
    tomorrow = localdate(at) + timedelta(days=1)
    unit = actions.open_unit(
        code="TTYT", name="Trung tâm Y tế Long Khê", kind=UnitKind.CENTRE, parent=None, on=tomorrow,
        decision="Quyết định số 9/QĐ-UBND", actor=None, at=at,
    )  # fmt: skip
    assert not unit.is_open

    jobs.do_all(at=at + timedelta(days=1))

    unit.refresh_from_db()
    assert unit.is_open
    assert Line.objects.of(f"orgs.unit:{unit.pk}").count() == 2


def test_one_failing_job_does_not_stop_the_others(monkeypatch):
    done = []

    def fails(*, at):
        raise OSError("đĩa đầy")

    monkeypatch.setattr(jobs, "JOBS", [("fails", fails, 60), ("works", lambda *, at: done.append(at), 60)])

    jobs.do_all(at=date(2026, 1, 1))

    assert done == [date(2026, 1, 1)]


def test_each_job_comes_back_as_often_as_the_list_says(monkeypatch):
    start, waited, done = now(), [], {"often": 0, "seldom": 0}

    def job(name):
        def count(*, at):
            done[name] += 1

        return count

    def wait(seconds):
        waited.append(seconds)
        if len(waited) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "JOBS", [("often", job("often"), jobs.TICK), ("seldom", job("seldom"), 4 * jobs.TICK)])
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)

    with pytest.raises(KeyboardInterrupt):
        jobs.do_on_the_clock(clock=lambda: start + timedelta(seconds=sum(waited)), wait=wait)

    assert waited == [jobs.TICK] * 5
    assert done == {"often": 5, "seldom": 2}
