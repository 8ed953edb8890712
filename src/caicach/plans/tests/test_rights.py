"""Who of the cast may do which verb; whoever may not changes nothing."""

from datetime import date

import pytest

from caicach.documents import actions as documents
from caicach.documents.tests.factories import last_line, taken_in
from caicach.notifications.models import Notice
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed
from caicach.orgs.rules import Role
from caicach.orgs.tests.factories import OPENED
from caicach.plans import actions, permissions
from caicach.plans.actions import Assignment
from caicach.plans.models import ProgressReport
from caicach.plans.rules import PlanLevel
from caicach.plans.tests.factories import a_plan, a_report, a_task, department_of, moment, nothing_happens

pytestmark = pytest.mark.django_db

AT = moment(date(2026, 3, 2))
NAMES = ("hanh", "hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai")


class Stage:
    """A plan of the department with one task of the hospital, and every verb with what it needs."""

    def __init__(self, house):
        self.house = house
        self.plan = a_plan(department=department_of(house))
        self.task = a_task(plan=self.plan, lead=house.unit.bvdk, coop=[house.unit.ttyt], by=house.hanh)

    def report(self, state):
        """The hospital's report as far as it has come."""
        report = a_report(task=self.task, by=self.house.phuc, at=AT)
        if state in ("with_head", "sent"):
            report = actions.submit_report(report=report, actor=self.house.phuc, at=AT)
        if state == "sent":
            report = actions.send_report(report=report, actor=self.house.de, at=AT)
        return report

    def deed(self, verb):
        """The verb as a function of who does it."""
        a_row = Assignment(text="Việc mới", field="tthc", lead=self.house.unit.bvdk)
        match verb:
            case "open_plan":
                said = {"code": "1/KH", "title": "Kế hoạch", "level": PlanLevel.UNIT, "unit": self.house.unit.syt}
                days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
                return lambda actor: actions.open_plan(actor=actor, at=AT, **said, **days)
            case "add_task":
                return lambda actor: actions.add_task(plan=self.plan, assignment=a_row, actor=actor, at=AT)
            case "add_tasks":
                return lambda actor: actions.add_tasks(plan=self.plan, assignments=[a_row], actor=actor, at=AT)
            case "confirm":
                document = taken_in(self.house)
                one = document.proposals.get(number=1)
                return lambda actor: actions.confirm_proposals(
                    plan=self.plan, proposals=[(one, one.revision)], actor=actor, at=AT
                )
            case "plan_of":
                document = taken_in(self.house)
                return lambda actor: actions.plan_of(document=document, actor=actor, at=AT)
            case "change_deadline":
                return lambda actor: actions.change_deadline(
                    task=self.task, due_on=date(2026, 7, 1), reason="Chờ hướng dẫn.", actor=actor, at=AT
                )
            case "write":
                return lambda actor: actions.write_report(task=self.task, words="Xong.", actor=actor, at=AT)
            case "return_unsent":
                report = self.report("with_head")
                return lambda actor: actions.return_report(report=report, reason="Thiếu.", actor=actor, at=AT)
            case "return":
                report = self.report("sent")
                return lambda actor: actions.return_report(report=report, reason="Thiếu.", actor=actor, at=AT)
        before, act = {
            "submit": ("draft", actions.submit_report),
            "take_back": ("with_head", actions.take_back_report),
            "send": ("with_head", actions.send_report),
            "accept": ("sent", actions.accept_report),
        }[verb]
        report = self.report(before)
        return lambda actor: act(report=report, actor=actor, at=AT)


MAY = {
    "open_plan": {"hanh"},
    "plan_of": {"hanh"},
    "add_task": {"hanh"},
    "add_tasks": {"hanh"},
    "confirm": {"hanh"},
    "change_deadline": {"hanh"},
    "write": {"phuc", "de"},
    "submit": {"phuc", "de"},
    "take_back": {"phuc", "de"},
    "send": {"de", "hoa"},
    "return_unsent": {"de", "hoa"},
    "accept": {"hanh", "hoa"},
    "return": {"hanh", "hoa"},
}


@pytest.mark.parametrize("verb", MAY)
def test_a_verb_is_for_those_it_is_for(house, verb):
    deed = Stage(house).deed(verb)

    for name in NAMES:
        if name not in MAY[verb]:
            with nothing_happens(), pytest.raises(NotAllowed):
                deed(house.cast[name])


@pytest.mark.parametrize(("verb", "name"), [(verb, name) for verb, names in MAY.items() for name in sorted(names)])
def test_whoever_may_leaves_their_name(house, verb, name):
    made = Stage(house).deed(verb)(house.cast[name])

    made = made[0] if isinstance(made, list) else made
    about = made.task if isinstance(made, ProgressReport) else made
    assert last_line(about).actor_name == house.cast[name].full_name


def test_nobody_decides_on_a_report_they_sent(house):
    stage = Stage(house)
    orgs.give_post(person=house.hoa, unit=house.unit.syt, role=Role.OFFICE_SPECIALIST, since=OPENED, actor=None, at=AT)
    report = actions.submit_report(report=a_report(task=stage.task, by=house.phuc, at=AT), actor=house.phuc, at=AT)
    report = actions.send_report(report=report, actor=house.hoa, at=AT)

    assert not permissions.can_decide(house.hoa, report)
    for verb in ("accept", "return"):
        with nothing_happens(), pytest.raises(NotAllowed):
            if verb == "accept":
                actions.accept_report(report=report, actor=house.hoa, at=AT)
            else:
                actions.return_report(report=report, reason="Thiếu.", actor=house.hoa, at=AT)

    assert actions.accept_report(report=report, actor=house.hanh, at=AT).decided_by == house.hanh


def test_nobody_decides_on_a_report_they_wrote(house):
    orgs.give_post(person=house.hanh, unit=house.unit.bvdk, role=Role.REPORTER, since=OPENED, actor=None, at=AT)
    report = a_report(task=Stage(house).task, by=house.hanh, at=AT, sent_by=house.de)

    with nothing_happens(), pytest.raises(NotAllowed):
        actions.accept_report(report=report, actor=house.hanh, at=AT)


def test_what_the_only_keeper_wrote_is_decided_by_the_head_of_the_plans_unit(house):
    stage = Stage(house)
    task = a_task(plan=stage.plan, lead=house.unit.syt, by=house.hanh)
    orgs.give_post(person=house.minh, unit=house.unit.syt, role=Role.HEAD, since=OPENED, actor=None, at=AT)
    minh = type(house.minh).objects.get(pk=house.minh.pk)
    report = a_report(task=task, by=house.hanh, at=AT, sent_by=house.hoa)

    assert [permissions.can_decide(one, report) for one in (house.hanh, house.hoa, minh)] == [False, False, True]
    assert permissions.without_keeper([report]) == [report]
    assert Notice.objects.filter(to=minh, kind="plans.report_send").exists()
    assert actions.accept_report(report=report, actor=minh, at=AT).decided_by == minh


def test_a_post_that_has_ended_gives_no_right(house):
    stage = Stage(house)
    post = house.phuc.posts.get()
    orgs.end_post(post=post, until=OPENED, actor=house.mai, at=AT)
    stranger = type(house.phuc).objects.get(pk=house.phuc.pk)

    with nothing_happens(), pytest.raises(NotAllowed):
        stage.deed("write")(stranger)


@pytest.mark.parametrize("verb", ["correct", "drop", "restore", "assign"])
def test_only_the_keeper_of_the_register_works_on_proposals(house, verb):
    document = taken_in(house)
    proposal = document.proposals.get(number=3)
    if verb == "restore":
        proposal = documents.drop_proposal(proposal=proposal, revision=0, actor=house.hanh, at=AT)
    known = {"proposal": proposal, "revision": proposal.revision, "at": AT}

    for name in NAMES[1:]:
        with nothing_happens(), pytest.raises(NotAllowed):
            match verb:
                case "correct":
                    documents.correct_proposal(**known, text="Khác", actor=house.cast[name])
                case "drop":
                    documents.drop_proposal(**known, actor=house.cast[name])
                case "restore":
                    documents.restore_proposal(**known, actor=house.cast[name])
                case "assign":
                    documents.assign_lead(
                        document=document, under="II", lead=house.unit.bvdk, actor=house.cast[name], at=AT
                    )
