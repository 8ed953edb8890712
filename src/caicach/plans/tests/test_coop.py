"""Units that help say what they did."""

from datetime import date

import pytest

from caicach.documents.actions import ChangedMeanwhile
from caicach.documents.tests.factories import last_line
from caicach.notifications.models import Notice
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.rules import WrongState
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 5, 4))


@pytest.fixture
def part(house):
    plan = a_plan(department=department_of(house))
    task = a_task(plan=plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh)
    return task.parts.get(part="coop")


def test_a_unit_that_helps_says_what_it_did_and_the_lead_is_told(house, part):
    part = actions.confirm_part(part=part, said="Đã gửi số liệu.", actor=house.son, at=AT)

    assert (part.said, part.confirmed_by, part.confirmed_at) == ("Đã gửi số liệu.", house.son, AT)
    assert last_line(part.task).kind == "plans.part_confirmed"
    assert Notice.objects.filter(to=house.phuc, kind="plans.part_confirmed").count() == 1
    assert list(checks.faults()) == []


def test_it_may_change_its_words_until_the_task_is_done(house, part):
    part = actions.confirm_part(part=part, said="Đã gửi số liệu.", actor=house.son, at=AT)
    later = moment(date(2026, 5, 5))
    with nothing_happens(), pytest.raises(ChangedMeanwhile):
        actions.confirm_part(part=part, said="Gửi lại.", actor=house.son, at=later)

    part = actions.confirm_part(part=part, said="Đã gửi lại.", seen_at=AT, actor=house.son, at=later)

    assert last_line(part.task).changes["said"] == {"before": "Đã gửi số liệu.", "after": "Đã gửi lại."}
    done = date(2026, 5, 5)
    a_report(task=part.task, by=house.phuc, at=later, done_on=done, sent_by=house.de, accepted_by=house.hanh)
    with nothing_happens(), pytest.raises(WrongState):
        actions.confirm_part(part=part, said="Sửa.", seen_at=later, actor=house.son, at=later)


def test_only_the_unit_that_helps_speaks_for_itself(house, part):
    for name in ("hanh", "hoa", "phuc", "de", "minh", "lan", "mai"):
        with nothing_happens(), pytest.raises(NotAllowed):
            actions.confirm_part(part=part, said="Xong.", actor=house.cast[name], at=AT)
    lead = part.task.parts.get(part="lead")
    with nothing_happens(), pytest.raises(NotAllowed):
        actions.confirm_part(part=lead, said="Xong.", actor=house.phuc, at=AT)
    with nothing_happens(), pytest.raises(actions.NoWords):
        actions.confirm_part(part=part, said=" ", actor=house.son, at=AT)
