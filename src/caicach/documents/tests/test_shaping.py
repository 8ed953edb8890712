"""Proposals are split and joined."""

import pytest
from django.utils.timezone import now

from caicach.audit.models import Line
from caicach.documents import actions
from caicach.documents.actions import ChangedMeanwhile, NothingToSplit
from caicach.documents.models import Proposal
from caicach.documents.rules import ProposalState
from caicach.documents.tests.factories import House, taken_in
from caicach.orgs.permissions import NotAllowed

pytestmark = pytest.mark.django_db
PAPER = """\
SỞ Y TẾ TỈNH BÌNH MINH

Số: 9/KH-SYT

Bình Minh, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2026

II. NHIỆM VỤ

1. Trung tâm Y tế Long Khê công khai lịch tiêm chủng trước ngày 30/6/2026.

2. Bệnh viện Đa khoa Bình Minh niêm yết giá dịch vụ; phối hợp Trung tâm Y tế Long Khê.

3. Trung tâm Y tế Long Khê tập huấn cho trạm y tế trong quý III năm 2026.
"""


@pytest.fixture
def paper(house: House):
    """The house, and the three proposals of its paper."""
    return house, list(taken_in(house, text=PAPER).proposals.in_paper_order())


def test_hanh_makes_two_tasks_of_one_clause(paper):
    house, (first, second, third) = paper

    actions.split_proposal(
        proposal=second,
        revision=0,
        texts=["Niêm yết giá dịch vụ", "Phối hợp kiểm tra"],
        actor=house.hanh,
        at=now(),
    )

    shown = list(second.document.proposals.in_paper_order())
    assert [one.text for one in shown[1:3]] == ["Niêm yết giá dịch vụ", "Phối hợp kiểm tra"]
    assert [one.number for one in shown] == [first.number, second.number, 4, third.number]
    assert shown[2].lead == second.lead
    assert list(shown[2].coop.all()) == list(second.coop.all())
    assert Line.objects.filter(kind="documents.proposal_split").count() == 1


def test_one_piece_is_not_split(paper):
    house, proposals = paper

    with pytest.raises(NothingToSplit, match="dòng trống"):
        actions.split_proposal(proposal=proposals[0], revision=0, texts=["Một việc"], actor=house.hanh, at=now())

    assert Proposal.objects.count() == 3


def test_hanh_joins_two_clauses(paper):
    house, (first, second, third) = paper

    joined = actions.join_proposals(proposal=first, revision=0, other=third, actor=house.hanh, at=now())

    third.refresh_from_db()
    assert third.state == ProposalState.DROPPED
    assert joined.text.startswith("Trung tâm Y tế Long Khê công khai")
    assert joined.text.endswith("quý III năm 2026.")
    assert joined.deadline == first.deadline
    assert Line.objects.filter(kind="documents.proposal_joined").count() == 1


def test_what_was_decided_meanwhile_is_not_joined(paper):
    house, (first, second, _) = paper
    actions.drop_proposal(proposal=second, revision=0, actor=house.hanh, at=now())

    with pytest.raises(ChangedMeanwhile):
        actions.join_proposals(proposal=first, revision=0, other=second, actor=house.hanh, at=now())

    first.refresh_from_db()
    assert first.revision == 0


def test_phuc_shapes_nothing(paper):
    house, (first, second, _) = paper

    with pytest.raises(NotAllowed):
        actions.split_proposal(proposal=first, revision=0, texts=["a", "b"], actor=house.phuc, at=now())
    with pytest.raises(NotAllowed):
        actions.join_proposals(proposal=first, revision=0, other=second, actor=house.phuc, at=now())

    assert Proposal.objects.count() == 3
    assert not Line.objects.filter(kind__in=["documents.proposal_split", "documents.proposal_joined"]).exists()


def test_a_name_once_taught_is_known_from_then_on(paper):
    house, (first, second, third) = paper
    Proposal.objects.update(lead=None, lead_words=["TT CDC tỉnh"])
    Proposal.objects.filter(pk=second.pk).update(lead_words=["Bệnh viện tuyến tỉnh"])

    count = actions.remember_name(
        proposal=Proposal.objects.get(pk=first.pk), lead=house.unit.ttyt, actor=house.hanh, at=now()
    )

    assert count == 2
    assert set(Proposal.objects.filter(lead=house.unit.ttyt).values_list("number", flat=True)) == {1, 3}
    assert house.unit.ttyt.aliases.filter(text="TT CDC tỉnh").count() == 1
    assert Line.objects.filter(kind="orgs.alias_added").count() == 1


def test_phuc_teaches_no_names(paper):
    house, (first, *_) = paper

    with pytest.raises(NotAllowed):
        actions.remember_name(proposal=first, lead=house.unit.ttyt, actor=house.phuc, at=now())

    assert not house.unit.ttyt.aliases.exists()
