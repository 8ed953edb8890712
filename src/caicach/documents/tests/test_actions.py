"""The registers: entering, correcting, linking, handing out, taking in, and what a person makes of proposals."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from caicach.audit.models import Line
from caicach.documents import actions
from caicach.documents.models import Book, Document, DocumentLink, StoredFile
from caicach.documents.reading import CannotRead
from caicach.documents.rules import Direction, LinkKind, ProposalState, WrongState
from caicach.documents.tests.factories import (
    AT,
    PLAN_TEXT,
    SUBJECT,
    entered,
    kept,
    last_line,
    nothing_happens,
    taken_in,
)
from caicach.orgs.permissions import NotAllowed

pytestmark = pytest.mark.django_db

OTHERS = ("hoa", "phuc", "de", "minh", "lan", "son", "thu", "mai")


def test_each_register_counts_from_one_each_year(house):
    first = entered(house, arrived_on=date(2025, 12, 31))
    second = entered(house, arrived_on=date(2026, 1, 2))
    third = entered(house, arrived_on=date(2026, 1, 5))
    sent = entered(house, direction=Direction.OUTGOING, issued_on=date(2026, 1, 5))
    other = entered(house, unit=house.unit.bvdk)

    assert [one.number_in_book for one in (first, second, third, sent, other)] == [1, 1, 2, 1, 1]
    assert Book.objects.count() == 4
    line = last_line(third)
    assert (line.kind, line.actor_name, line.changes["number_in_book"]) == (
        "documents.registered",
        "Nguyễn Thị Hạnh",
        2,
    )


def test_an_outgoing_document_without_a_number_gets_the_registers_own(house):
    plan = entered(house, direction=Direction.OUTGOING, type_code="KH")
    numbered = entered(house, direction=Direction.OUTGOING, type_code="KH", number="62/KH-SYT")
    came = entered(house, type_code="KH")

    assert (plan.number, numbered.number, came.number) == ("01/KH-SYT", "62/KH-SYT", "")


def test_a_register_never_gives_a_number_some_paper_bears_already(house):
    outgoing = {"direction": Direction.OUTGOING, "type_code": "KH"}
    entered(house, **outgoing, number="02/KH-SYT")
    second, third = entered(house, **outgoing), entered(house, **outgoing)
    other_year = entered(house, **outgoing, issued_on=date(2025, 3, 1))
    other_unit = entered(house, unit=house.unit.bvdk, **outgoing)

    assert (second.number_in_book, second.number) == (2, "03/KH-SYT")
    assert (third.number_in_book, third.number) == (3, "04/KH-SYT")
    assert other_year.number == "01/KH-SYT"
    assert other_unit.number == "01/KH-BVDK-BM"


def test_who_corrects_what_somebody_changed_meanwhile_is_told_and_changes_nothing(house):
    document = entered(house)
    seen = document.seen_mark
    actions.correct_entry(document=document, seen=seen, signer="Trần Thị Hoa", actor=house.hanh, at=AT)

    with nothing_happens(), pytest.raises(actions.ChangedMeanwhile, match="vừa sửa thông tin"):
        actions.correct_entry(document=document, seen=seen, signer="", place="Huế", actor=house.hanh, at=AT)
    with nothing_happens():  # the same click twice
        actions.correct_entry(document=document, seen=seen, signer="Trần Thị Hoa", actor=house.hanh, at=AT)


def test_correcting_an_entry_changes_what_was_said_and_what_a_search_finds(house):
    document = entered(house, number="7883/SYT-VP")

    actions.correct_entry(document=document, subject="Rà soát thủ tục", actor=house.hanh, at=AT)

    assert list(Document.objects.matching("ra soat")) == [document]
    assert not Document.objects.matching("don doc").exists()
    assert last_line(document).changes == {"subject": {"before": SUBJECT, "after": "Rà soát thủ tục"}}


@pytest.mark.parametrize("words", ["7883/SYT-VP", "7883 / syt-vp", "don doc", "ĐÔN ĐỐC", "cong van 7883", "so y te"])
def test_a_document_is_found_by_number_subject_type_or_issuer(house, words):
    document = entered(house, number="7883/SYT-VP", issuer="Sở Y tế")
    entered(house, number="78/SYT-TC", subject="Lịch trực", issuer="Cục A")

    assert list(Document.objects.matching(words)) == [document]


def test_only_the_keeper_of_a_register_writes_in_it(house):
    document = entered(house)
    stored = kept("Phụ lục", house.hanh)
    deeds = [
        lambda who: actions.register(
            unit=house.unit.syt, direction=Direction.INCOMING, type_code="CV", subject="X", actor=who, at=AT
        ),
        lambda who: actions.correct_entry(document=document, subject="X", actor=who, at=AT),
        lambda who: actions.attach(document=document, stored=stored, name="a.txt", actor=who, at=AT),
        lambda who: actions.link(document=document, kind=LinkKind.BASED_ON, cited="1/QĐ", actor=who, at=AT),
        lambda who: actions.hand_out(document=document, units=[house.unit.bvdk], actor=who, at=AT),
        lambda who: actions.take_in(
            stored=stored, name="a.txt", unit=house.unit.syt, direction=Direction.INCOMING, actor=who, at=AT
        ),
    ]

    for deed in deeds:
        for name in OTHERS:
            with nothing_happens(), pytest.raises(NotAllowed):
                deed(house.cast[name])


def test_the_same_bytes_are_one_file_and_one_line(house):
    first, again, other = (kept(text, house.phuc) for text in ("Biên bản", "Biên bản", "Biên bản khác"))

    assert first == again != other
    assert StoredFile.objects.count() == 2
    assert Line.objects.filter(kind="documents.file_kept").count() == 2
    assert last_line(first).actor_name == "Lê Văn Phúc"


def test_a_file_is_attached_once(house):
    document, stored = entered(house), kept("Phụ lục", house.hanh)
    actions.attach(document=document, stored=stored, name="phu-luc.txt", actor=house.hanh, at=AT)

    with nothing_happens():
        actions.attach(document=document, stored=stored, name="khac.txt", actor=house.hanh, at=AT)

    assert document.files.get().name == "phu-luc.txt"
    assert last_line(document).kind == "documents.file_attached"


def test_links_between_documents_stand_once_and_never_to_themselves(house):
    document, other = entered(house), entered(house, number="1/QĐ-UBND")
    actions.link(document=document, kind=LinkKind.IMPLEMENTS, cited="1/QĐ-UBND", other=other, actor=house.hanh, at=AT)

    assert last_line(document).kind == "documents.linked"
    assert other.linked_from.get().document == document
    again = {"document": document, "actor": house.hanh, "at": AT}
    for kind, cited, to in ((LinkKind.IMPLEMENTS, "1/QĐ-UBND", other), (LinkKind.AMENDS, "chính nó", document)):
        with nothing_happens(), pytest.raises(IntegrityError), transaction.atomic():
            actions.link(kind=kind, cited=cited, other=to, **again)
    assert DocumentLink.objects.count() == 1


def test_a_unit_reads_what_was_handed_to_it(house):
    document = entered(house)
    assert not Document.objects.visible_to(house.phuc).exists()

    actions.hand_out(document=document, units=[house.unit.bvdk], actor=house.hanh, at=AT)
    with nothing_happens():
        actions.hand_out(document=document, units=[house.unit.bvdk], actor=house.hanh, at=AT)

    assert list(Document.objects.visible_to(house.phuc)) == [document]
    assert not Document.objects.visible_to(house.son).exists()
    assert last_line(document).kind == "documents.handed_out"


def test_a_plan_is_entered_by_its_own_header_and_its_clauses_are_proposed(house):
    document = taken_in(house)

    assert (document.type_code, document.number, document.issued_on) == ("KH", "62/KH-SYT", date(2025, 12, 31))
    assert (document.subject, document.signer) == ("Cải cách hành chính năm 2026", "Trần Thị Hoa")
    assert document.book.year == 2025
    assert document.recipients == ["UBND tỉnh (để b/c)", "Các đơn vị trực thuộc", "Lưu: VT"]
    proposals = list(document.proposals.all())
    assert [one.path for one in proposals] == ["II.1.a", "II.1.b", "II.2.a", "II.2.b"]
    assert [one.lead and one.lead.code for one in proposals] == ["BVDK-BM", "TTYT-LK", None, None]
    assert [unit.code for unit in proposals[0].coop.all()] == ["TTYT-LK"]
    assert proposals[2].targets[0]["value"] == 90
    assert proposals[0].confidence > Decimal("0.9")
    assert {one.state for one in proposals} == {ProposalState.PROPOSED}
    kinds = Line.objects.of(f"documents.document:{document.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["documents.registered", "documents.file_attached", "documents.read"]


def test_the_same_file_is_entered_once_in_a_register(house):
    document = taken_in(house)

    with nothing_happens():
        assert taken_in(house) == document

    assert taken_in(house, direction=Direction.INCOMING) != document


def test_a_file_that_cannot_be_read_leaves_no_entry(house):
    with pytest.raises(CannotRead, match=r"“ke-hoach\.docx” có đuôi"):
        taken_in(house, name="ke-hoach.docx")  # text in a file that is called Word

    assert Document.objects.count() == Book.objects.count() == 0


def test_a_correction_is_kept_with_what_stood_before(house):
    proposal = taken_in(house).proposals.get(number=3)

    corrected = actions.correct_proposal(
        proposal=proposal,
        revision=0,
        text="Bệnh án điện tử.",
        lead=house.unit.bvdk,
        coop=[house.unit.ttyt],
        actor=house.hanh,
        at=AT,
    )

    assert (corrected.revision, corrected.text, corrected.lead) == (1, "Bệnh án điện tử.", house.unit.bvdk)
    changes = last_line(proposal.document).changes
    assert changes["proposal"] == 3
    assert changes["lead"] == {"before": None, "after": house.unit.bvdk.pk}
    assert changes["coop"] == {"before": [], "after": [house.unit.ttyt.pk]}
    assert changes["text"]["after"] == "Bệnh án điện tử."


def test_what_is_not_a_persons_to_correct_is_refused(house):
    proposal = taken_in(house).proposals.get(number=1)

    with nothing_happens(), pytest.raises(TypeError, match="confidence"):
        actions.correct_proposal(proposal=proposal, revision=0, confidence=1, actor=house.hanh, at=AT)


def test_a_proposal_is_dropped_and_taken_back(house):
    proposal = taken_in(house).proposals.get(number=1)

    dropped = actions.drop_proposal(proposal=proposal, revision=0, actor=house.hanh, at=AT)
    assert (dropped.state, dropped.decided_by) == ("dropped", house.hanh)
    assert last_line(proposal.document).kind == "documents.proposal_dropped"

    back = actions.restore_proposal(proposal=proposal, revision=1, actor=house.hanh, at=AT)
    assert (back.state, back.decided_by, back.decided_at, back.revision) == ("proposed", None, None, 2)


def test_who_decides_on_an_old_page_is_told_and_changes_nothing(house):
    proposal = taken_in(house).proposals.get(number=1)
    actions.correct_proposal(proposal=proposal, revision=0, text="Khác", actor=house.hanh, at=AT)
    old = {"proposal": proposal, "revision": 0, "actor": house.hanh, "at": AT}

    for act in (actions.drop_proposal, actions.confirm_proposal, actions.correct_proposal):
        with nothing_happens(), pytest.raises(actions.ChangedMeanwhile, match="vừa sửa"):
            act(**old)


def test_a_decided_proposal_is_not_decided_again(house):
    proposal = taken_in(house).proposals.get(number=1)
    actions.drop_proposal(proposal=proposal, revision=0, actor=house.hanh, at=AT)
    now = {"proposal": proposal, "revision": 1, "actor": house.hanh, "at": AT}

    for act in (actions.drop_proposal, actions.confirm_proposal, actions.correct_proposal):
        with nothing_happens(), pytest.raises(WrongState):
            act(**now)


def test_a_heading_is_given_to_one_unit(house):
    document = taken_in(house, text=PLAN_TEXT.replace("2. Chính quyền số", "21. Chính quyền số"))
    under = {"document": document, "lead": house.unit.nvy, "actor": house.hanh, "at": AT}

    with nothing_happens():
        assert actions.assign_lead(under="II.2", **under) == 0  # II.21 is another heading
    assert actions.assign_lead(under="II.21", **under) == 2

    assert list(document.proposals.values_list("lead__code", "revision")) == [
        ("BVDK-BM", 0),
        ("TTYT-LK", 0),
        ("SYT-NVY", 1),
        ("SYT-NVY", 1),
    ]
    assert last_line(document).changes["proposals"] == [3, 4]
