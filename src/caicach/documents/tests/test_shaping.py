"""Proposals are split and joined."""

import pytest
from django.utils.timezone import now

from caicach.audit.models import Line
from caicach.documents import actions
from caicach.documents.actions import ChangedMeanwhile, NothingToSplit
from caicach.documents.models import Proposal
from caicach.documents.rules import Direction, ProposalState
from caicach.orgs.permissions import NotAllowed
from caicach.plans.tests.factories import a_department

pytestmark = pytest.mark.django_db
PAPER = """\
SỞ Y TẾ TỈNH BÌNH MINH

Số: 9/KH-SYT

Bình Minh, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Nâng cao chất lượng phục vụ năm 2026

II. NHIỆM VỤ

1. Trung tâm Kiểm soát bệnh tật công khai lịch tiêm chủng trước ngày 30/6/2026.

2. Bệnh viện Đa khoa tỉnh Bình Minh niêm yết giá dịch vụ; phối hợp Trung tâm Kiểm soát bệnh tật.

3. Trung tâm Kiểm soát bệnh tật tập huấn cho trạm y tế trong quý III năm 2026.
"""


@pytest.fixture
def house():
    department = a_department()
    stored = actions.keep_file(chunks=[PAPER.encode()], actor=department.hanh, at=now())
    document = actions.take_in(
        stored=stored,
        name="kh.txt",
        unit=department.unit,
        direction=Direction.OUTGOING,
        actor=department.hanh,
        at=now(),
    )
    return department, list(document.proposals.in_paper_order())


def test_hanh_makes_two_tasks_of_one_clause(house):
    department, (first, second, third) = house

    actions.split_proposal(
        proposal=second,
        revision=0,
        texts=["Niêm yết giá dịch vụ", "Phối hợp kiểm tra"],
        actor=department.hanh,
        at=now(),
    )

    shown = list(second.document.proposals.in_paper_order())
    assert [one.text for one in shown[1:3]] == ["Niêm yết giá dịch vụ", "Phối hợp kiểm tra"]
    assert [one.number for one in shown] == [first.number, second.number, 4, third.number]
    assert shown[2].lead == second.lead
    assert list(shown[2].coop.all()) == list(second.coop.all())
    assert Line.objects.filter(kind="documents.proposal_split").count() == 1


def test_one_piece_is_not_split(house):
    department, proposals = house

    with pytest.raises(NothingToSplit, match="dòng trống"):
        actions.split_proposal(proposal=proposals[0], revision=0, texts=["Một việc"], actor=department.hanh, at=now())

    assert Proposal.objects.count() == 3


def test_hanh_joins_two_clauses(house):
    department, (first, second, third) = house

    joined = actions.join_proposals(proposal=first, revision=0, other=third, actor=department.hanh, at=now())

    third.refresh_from_db()
    assert third.state == ProposalState.DROPPED
    assert joined.text.startswith("Trung tâm Kiểm soát bệnh tật công khai")
    assert joined.text.endswith("quý III năm 2026.")
    assert joined.deadline == first.deadline
    assert Line.objects.filter(kind="documents.proposal_joined").count() == 1


def test_what_was_decided_meanwhile_is_not_joined(house):
    department, (first, second, _) = house
    actions.drop_proposal(proposal=second, revision=0, actor=department.hanh, at=now())

    with pytest.raises(ChangedMeanwhile):
        actions.join_proposals(proposal=first, revision=0, other=second, actor=department.hanh, at=now())

    first.refresh_from_db()
    assert first.revision == 0


def test_phuc_shapes_nothing(house):
    department, (first, second, _) = house

    with pytest.raises(NotAllowed):
        actions.split_proposal(proposal=first, revision=0, texts=["a", "b"], actor=department.phuc, at=now())
    with pytest.raises(NotAllowed):
        actions.join_proposals(proposal=first, revision=0, other=second, actor=department.phuc, at=now())

    assert Proposal.objects.count() == 3
    assert not Line.objects.filter(kind__in=["documents.proposal_split", "documents.proposal_joined"]).exists()


def test_a_name_once_taught_is_known_from_then_on(house):
    department, (first, second, third) = house
    Proposal.objects.update(lead=None, lead_words=["TT CDC tỉnh"])
    Proposal.objects.filter(pk=second.pk).update(lead_words=["Bệnh viện tuyến tỉnh"])

    count = actions.remember_name(
        proposal=Proposal.objects.get(pk=first.pk), lead=department.centre, actor=department.hanh, at=now()
    )

    assert count == 2
    assert set(Proposal.objects.filter(lead=department.centre).values_list("number", flat=True)) == {1, 3}
    assert department.centre.aliases.filter(text="TT CDC tỉnh").count() == 1
    assert Line.objects.filter(kind="orgs.alias_added").count() == 1


def test_phuc_teaches_no_names(house):
    department, (first, *_) = house

    with pytest.raises(NotAllowed):
        actions.remember_name(proposal=first, lead=department.centre, actor=department.phuc, at=now())

    assert not department.centre.aliases.exists()
