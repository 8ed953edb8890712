"""Work done on the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.config import jobs
from caicach.orgs import actions
from caicach.orgs.rules import UnitKind

NOON = datetime(2026, 1, 1, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_a_decision_of_tomorrow_takes_effect_when_its_day_has_come():
    at = now()
    tomorrow = localdate(at) + timedelta(days=1)
    unit = actions.open_unit(
        code="TTYT", name="Trung tâm Y tế Long Khê", kind=UnitKind.CENTRE, parent=None, on=tomorrow,
        decision="Quyết định số 9/QĐ-UBND", actor=None, at=at,
    )  # fmt: skip
    assert not unit.is_open

    jobs.do_due(at=at + timedelta(days=1), last={})

    unit.refresh_from_db()
    assert unit.is_open
    assert Line.objects.of(f"orgs.unit:{unit.pk}").count() == 2


def test_one_failing_job_does_not_stop_the_others(monkeypatch):
    done = []

    def fails(*, at):
        raise OSError("đĩa đầy")

    monkeypatch.setattr(jobs, "JOBS", [("fails", fails, 1), ("works", lambda *, at: done.append(at), 1)])

    jobs.do_due(at=NOON, last={})

    assert done == [NOON]


def test_each_job_comes_back_after_its_own_time(monkeypatch):
    done, moments = [], iter(NOON + timedelta(seconds=2 * turn) for turn in range(61))
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    seldom, often = (lambda *, at: done.append("seldom")), (lambda *, at: done.append("often"))
    monkeypatch.setattr(jobs, "JOBS", [("seldom", seldom, 60), ("often", often, 2)])

    with pytest.raises(StopIteration):
        jobs.keep_doing(clock=lambda: next(moments), wait=lambda seconds: None)

    assert (done.count("seldom"), done.count("often")) == (3, 61)
