"""Cô Hạnh points at words of the paper and says what they are."""

import pytest

from caicach.audit.models import Line
from caicach.documents import actions
from caicach.documents.actions import ChangedMeanwhile, NothingToTakeBack, Unclear
from caicach.documents.tests.factories import AT, last_line, nothing_happens, taken_in
from caicach.orgs import actions as orgs
from caicach.orgs.permissions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(house):
    return taken_in(house)


@pytest.fixture
def point(house, document):
    """Point at words where they first stand on the paper: `point(3, "lead", "Phòng Nghiệp vụ Y")`."""

    def at(number, kind, words, *, actor=house.hanh, revision=None, **more):
        proposal = document.proposals.get(number=number)
        lines = document.reading.page["lines"]
        line, text = next((n, text) for n, text in enumerate(lines, 1) if words in text)
        start = text.index(words)
        return actions.point_at(
            proposal=proposal,
            revision=proposal.revision if revision is None else revision,
            kind=kind,
            first=(line, start),
            last=(line, start + len(words)),
            actor=actor,
            at=AT,
            **more,
        )

    return at


def test_the_lead_is_taken_with_its_reason_its_place_and_a_line_in_the_trail(house, document, point):
    point(3, "lead", "Trung tâm Y tế Long Khê")

    three = document.proposals.get(number=3)
    assert (three.lead, three.lead_words, three.revision) == (house.unit.ttyt, ["Trung tâm Y tế Long Khê"], 1)
    assert three.because_codes[-1] == "pointed_lead" and "no_lead" not in three.because_codes
    assert three.because[-1] == "Người xử lý chỉ đơn vị chủ trì trên văn bản: “Trung tâm Y tế Long Khê”."
    assert three.because_en[-1] == "A person pointed at the lead on the paper: “Trung tâm Y tế Long Khê”."
    ((line, start, end),) = three.marks["lead"]
    assert document.reading.page["lines"][line - 1][start:end] == "Trung tâm Y tế Long Khê"
    said = last_line(document)
    assert (said.kind, said.actor_name) == ("documents.proposal_pointed", "Nguyễn Thị Hạnh")
    assert (said.changes["part"], said.changes["words"]) == ("lead", "Trung tâm Y tế Long Khê")


def test_a_helper_is_added_and_a_deadline_gets_its_typed_value(house, document, point):
    point(3, "coop", "Trung tâm Y tế Long Khê")
    point(3, "coop", "Bệnh viện Đa khoa Bình Minh")
    point(3, "deadline", "tháng 9 năm 2026")

    three = document.proposals.get(number=3)
    assert set(three.coop.all()) == {house.unit.ttyt, house.unit.bvdk}
    assert three.deadline == {"kind": "period", "unit": "month", "from": "2026-09-01", "to": "2026-09-30"}
    assert three.deadline_phrase == "tháng 9 năm 2026"
    assert not any(code.startswith("time_") for code in three.because_codes)
    assert (len(three.marks["coop"]), len(three.marks["deadline"])) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "words", "sentence"),
    [
        ("lead", "bệnh án điện tử", "Không có đơn vị nào đang mở mang tên “bệnh án điện tử”"),
        ("lead", "Triển khai bệnh án điện tử tại các cơ sở", "Không có đơn vị nào"),
        ("coop", "viên chức", "Không có đơn vị nào đang mở mang tên “viên chức”"),
        ("deadline", "kỹ năng số", "Không đọc được thời hạn trong “kỹ năng số”"),
        ("target", "kỹ năng số", "Không đọc được chỉ tiêu mới"),
        ("product", "kỹ năng số", "Hãy chọn lại"),
    ],
)
def test_words_that_do_not_say_it_change_nothing_and_one_sentence_says_so(point, kind, words, sentence):
    with nothing_happens(), pytest.raises(Unclear, match=sentence):
        point(4, kind, words)


def test_a_name_two_units_bear_is_asked_about_and_the_answer_holds(house, document, point):
    orgs.add_alias(unit=house.unit.ttyt, text="cơ sở khám chữa bệnh", actor=house.mai, at=AT)
    orgs.add_alias(unit=house.unit.bvdk, text="cơ sở khám chữa bệnh", actor=house.mai, at=AT)

    with nothing_happens(), pytest.raises(Unclear, match="có thể là nhiều đơn vị") as asked:
        point(3, "lead", "cơ sở khám chữa bệnh")
    assert set(asked.value.choices) == {house.unit.ttyt, house.unit.bvdk}

    point(3, "lead", "cơ sở khám chữa bệnh", unit=house.unit.bvdk)
    assert document.proposals.get(number=3).lead == house.unit.bvdk


def test_who_comes_second_or_may_not_changes_nothing(house, document, point):
    point(3, "lead", "Trung tâm Y tế Long Khê")

    with nothing_happens(), pytest.raises(ChangedMeanwhile):
        point(3, "lead", "Bệnh viện Đa khoa Bình Minh", revision=0)
    with nothing_happens(), pytest.raises(NotAllowed):
        point(4, "lead", "Trung tâm Y tế Long Khê", actor=house.phuc)


def undone(house, document, number):
    proposal = document.proposals.get(number=number)
    return actions.take_back_correction(proposal=proposal, revision=proposal.revision, actor=house.hanh, at=AT)


def seen(document):
    """What the reader and the person made of the clauses, as far as a correction may change it."""
    rows = document.proposals.order_by("number").values(
        "number", "text", "line", "lead", "lead_words", "deadline", "deadline_phrase", "targets", "because",
        "because_en", "because_codes", "marks", "state",
    )  # fmt: skip
    return list(rows), sorted(document.proposals.filter(coop__isnull=False).values_list("number", "coop"))


CORRECTIONS = {
    "a lead pointed at": lambda house, one, point: point(one.number, "lead", "Trung tâm Y tế Long Khê"),
    "a correction by hand": lambda house, one, point: actions.correct_proposal(
        proposal=one, revision=0, text="Khác.", deadline=None, coop=[house.unit.nvy], actor=house.hanh, at=AT
    ),
    "a heading given to a unit": lambda house, one, point: actions.assign_lead(
        document=one.document, under="II.2", lead=house.unit.nvy, actor=house.hanh, at=AT
    ),
    "a join": lambda house, one, point: actions.join_proposals(
        proposal=one, revision=0, other=one.document.proposals.get(number=4), actor=house.hanh, at=AT
    ),
}


@pytest.mark.parametrize("what", CORRECTIONS)
def test_a_correction_is_taken_back_and_all_stands_as_before(house, document, point, what):
    before = seen(document)
    CORRECTIONS[what](house, document.proposals.get(number=3), point)
    assert seen(document) != before

    undone(house, document, 3)
    if what == "a heading given to a unit":
        undone(house, document, 4)

    assert seen(document) == before
    assert last_line(document).kind == "documents.correction_taken_back"
    with nothing_happens(), pytest.raises(NothingToTakeBack):
        undone(house, document, 3)


def test_a_split_is_taken_back_unless_somebody_went_on_with_a_piece(house, document):
    for number in (1, 2):
        one = document.proposals.get(number=number)
        actions.split_proposal(proposal=one, revision=0, texts=["Một.", "Hai."], actor=house.hanh, at=AT)
    five, six = document.proposals.filter(number__gt=4)
    actions.correct_proposal(proposal=six, revision=0, text="Sửa.", actor=house.hanh, at=AT)

    undone(house, document, 1)
    with nothing_happens(), pytest.raises(ChangedMeanwhile, match="Một phần đã tách ra"):
        undone(house, document, 2)

    assert document.proposals.get(number=1).text.endswith("trước ngày 30/6/2026.")
    assert document.proposals.get(pk=five.pk).state == "dropped"
    assert Line.objects.filter(kind="documents.correction_taken_back").count() == 1


def test_the_reader_keeps_its_reasons_in_both_languages(document):
    one = document.proposals.get(number=1)

    assert len(one.because) == len(one.because_en) == len(one.because_codes) > 1
    assert "names the lead" in " ".join(one.because_en)
