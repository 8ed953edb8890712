"""Inspections: a yearly plan of visits, a conclusion, and findings followed to their end."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from caicach.audit.models import Line
from caicach.documents.models import Document
from caicach.documents.tests.factories import PLAN_TEXT
from caicach.orgs.permissions import NotAllowed
from caicach.plans import actions, checks
from caicach.plans.models import Finding, Inspection, Task
from caicach.plans.rules import PlanSource, WrongState
from caicach.plans.tests.factories import a_report, nothing_happens

pytestmark = pytest.mark.django_db


def soon(days):
    return localdate() + timedelta(days=days)


@pytest.fixture
def visit(house):
    return a_visit(house, house.unit.bvdk)


def a_visit(house, unit, days=-3):
    [visit] = actions.plan_visits(office=house.unit.syt, visits=[(unit, soon(days))], actor=house.hanh, at=now())
    return visit


def found(house, visit, *texts):
    actions.make_visit(inspection=visit, made_on=soon(-2), actor=house.hanh, at=now())
    return actions.add_findings(inspection=visit, texts=texts, actor=house.hanh, at=now())


def followed(house, finding, days=10):
    return actions.follow_finding(
        finding=finding, text=finding.text, field="tthc", due_on=soon(days), actor=house.hanh, at=now()
    )


def kinds(visit):
    return [line.kind for line in Line.objects.of(f"plans.inspection:{visit.pk}")]


def test_a_finding_becomes_a_task_of_the_inspected_unit_and_closes_when_it_is_accepted(house, visit):
    [finding] = found(house, visit, "Niêm yết thủ tục chưa đủ.")

    finding = followed(house, finding)

    task = Task.objects.get()
    assert (task.lead, task.due_on, task.plan.kept_from) == (house.unit.bvdk, soon(10), PlanSource.INSPECTION)
    assert not Finding.objects.handled().exists()
    a_report(task=task, by=house.phuc, at=now(), done_on=localdate(), sent_by=house.de, accepted_by=house.hanh)
    assert Finding.objects.handled().get() == finding
    assert Finding.objects.get().is_handled
    assert kinds(visit) == [
        "plans.visit_planned",
        "plans.visit_made",
        "plans.finding_written",
        "plans.finding_followed",
    ]
    assert list(checks.faults()) == []


def test_a_finding_is_closed_with_a_reason_and_then_stands(house, visit):
    [finding] = found(house, visit, "Sổ theo dõi ghi chưa đủ cột.")

    with pytest.raises(actions.NoWords, match="lý do"):
        actions.close_finding(finding=finding, reason="  ", actor=house.hanh, at=now())
    actions.close_finding(finding=finding, reason="Đã sửa ngay khi kiểm tra.", actor=house.hanh, at=now())

    assert Finding.objects.handled().count() == 1
    assert kinds(visit)[-1] == "plans.finding_closed"
    with pytest.raises(WrongState):
        followed(house, finding)
    assert not Task.objects.exists()


def test_a_finding_gets_one_task(house, visit):
    [finding] = found(house, visit, "Niêm yết thủ tục chưa đủ.")
    followed(house, finding)

    with pytest.raises(WrongState, match="đã có nhiệm vụ"):
        followed(house, finding)

    assert Task.objects.count() == 1


def test_findings_wait_for_the_visit_and_a_made_visit_stays(house, visit):
    with pytest.raises(WrongState, match="ngày đã kiểm tra trước"):
        actions.add_findings(inspection=visit, texts=["Chậm."], actor=house.hanh, at=now())
    with pytest.raises(actions.VisitRefused, match="sau hôm nay"):
        actions.make_visit(inspection=visit, made_on=soon(1), actor=house.hanh, at=now())
    found(house, visit, "Chậm.")

    with pytest.raises(WrongState):
        actions.move_visit(inspection=visit, planned_on=soon(5), actor=house.hanh, at=now())
    with pytest.raises(WrongState):
        actions.drop_visit(inspection=visit, actor=house.hanh, at=now())
    assert Inspection.objects.get().planned_on == soon(-3)


def test_a_visit_is_moved_or_dropped_before_it_is_made(house, visit):
    actions.move_visit(inspection=visit, planned_on=soon(5), actor=house.hanh, at=now())
    assert Inspection.objects.get().planned_on == soon(5)

    actions.drop_visit(inspection=visit, actor=house.hanh, at=now())

    assert not Inspection.objects.exists()
    assert kinds(visit) == ["plans.visit_planned", "plans.visit_moved", "plans.visit_dropped"]


def test_nobody_inspects_themselves_and_a_plan_with_one_wrong_row_is_not_made(house):
    syt = house.unit.syt

    with pytest.raises(actions.VisitRefused):
        actions.plan_visits(office=syt, visits=[(house.unit.bvdk, soon(1)), (syt, soon(2))], actor=house.hanh, at=now())

    assert not Inspection.objects.exists()


def test_only_the_keeper_plans_and_follows(house, visit):
    [finding] = found(house, visit, "Chậm.")
    count = Line.objects.count()

    given = {"finding": finding, "due_on": soon(1), "field": "khac", "text": "x"}
    deeds: list[tuple[Any, dict[str, Any]]] = [
        (actions.plan_visits, {"office": house.unit.syt, "visits": []}),
        (actions.make_visit, {"inspection": visit, "made_on": soon(-1)}),
        (actions.add_findings, {"inspection": visit, "texts": ["x"]}),
        (actions.attach_conclusion, {"inspection": visit, "document": None}),
        (actions.close_finding, {"finding": finding, "reason": "x"}),
        (actions.follow_finding, given),
    ]
    for person in (house.hoa, house.phuc, house.son, house.mai):
        for deed, words in deeds:
            with pytest.raises(NotAllowed):
                deed(**words, actor=person, at=now())

    assert (Line.objects.count(), Task.objects.count(), Finding.objects.handled().count()) == (count, 0, 0)


def test_the_unit_sees_its_own_visit_and_anh_son_does_not(house, as_, visit):
    found(house, visit, "CHIM HOÀNG YẾN")
    address = f"/plans/inspections/{visit.pk}/"

    assert "CHIM" in as_(house.phuc).get(address).content.decode()
    assert "CHIM" in as_(house.phuc).get(f"/plans/inspections/?year={visit.year}").content.decode()
    assert "CHIM" not in as_(house.son).get(f"/plans/inspections/?year={visit.year}").content.decode()
    assert as_(house.son).get(address).status_code == 404


def test_the_conclusion_is_read_handed_to_the_unit_and_its_tasks_go_to_the_plan_of_the_visit(house, as_, visit):
    actions.make_visit(inspection=visit, made_on=soon(-1), actor=house.hanh, at=now())
    client = as_(house.hanh)
    sent = {"file": SimpleUploadedFile("kl-7.txt", PLAN_TEXT.encode()), "direction": "outgoing"}

    answer = client.post(f"/plans/inspections/{visit.pk}/conclusion/", sent)

    visit.refresh_from_db()
    document = Document.objects.get()
    assert answer.headers["Location"] == f"/plans/review/{document.pk}/"
    assert (visit.conclusion, visit.plan.document) == (document, document)
    assert Document.objects.visible_to(house.phuc).get() == document
    proposal = document.proposals.open().exclude(lead=None).first()
    client.post(f"/plans/review/{document.pk}/{proposal.number}/confirm/", {"revision": proposal.revision})
    assert Task.objects.get().plan == visit.plan


def test_the_rate_counts_units_once_and_opens_what_it_counts(house, as_, visit):
    a_visit(house, house.unit.bvdk, 0)
    client = as_(house.hanh)

    page = client.get(f"/plans/inspections/?year={visit.year}")

    rate, made, handled = page.context["figures"]
    assert (rate.counted, rate.of) == (1, 3)  # the hospital, of three units; divisions are parts of a unit
    assert (made.counted, made.of, handled.of) == (0, 2, 0)
    text = page.content.decode()
    assert "không phải luật" in text
    assert "QD11" in text
    assert as_(house.phuc).get(f"/plans/inspections/?year={visit.year}").context["figures"][0].counted == 0


def test_units_and_days_are_pasted_and_one_wrong_cell_stops_all(house, as_):
    client = as_(house.hanh)
    day = f"{soon(9):%d/%m/%Y}"
    cells = {"row-0-unit": "BVĐK Bình Minh", "row-0-planned_on": day, "row-1-unit": "TTYT Long Khê"}

    with nothing_happens():
        page = client.post("/plans/inspections/plan/", cells | {"row-1-planned_on": "32/1/2026"})
        empty = client.post("/plans/inspections/plan/", {"rows": "0"})
    assert (page.status_code, empty.status_code, Inspection.objects.count()) == (422, 422, 0)
    assert "32/1/2026" in page.content.decode()

    answer = client.post("/plans/inspections/plan/", cells | {"row-1-planned_on": day})
    assert answer.headers["Location"] == f"/plans/inspections/?year={soon(9).year}"
    assert {one.unit for one in Inspection.objects.all()} == {house.unit.bvdk, house.unit.ttyt}


def test_a_visit_is_worked_through_on_its_page(house, as_, visit):
    client, address = as_(house.hanh), f"/plans/inspections/{visit.pk}"

    wrong = client.post(f"{address}/made/", {"made-day": f"{soon(4):%d/%m/%Y}"})
    assert (wrong.status_code, "sau hôm nay" in wrong.content.decode()) == (422, True)
    client.post(f"{address}/made/", {"made-day": f"{soon(-1):%d/%m/%Y}"})
    client.post(f"{address}/findings/", {"texts": "Niêm yết chưa đủ.\n\nSổ chưa ghi."})
    first, second = Finding.objects.all()
    follow = {f"follow-{first.pk}-text": "Niêm yết đủ.", f"follow-{first.pk}-field": "tthc"}
    missing = client.post(f"/plans/findings/{first.pk}/follow/", follow)
    assert (missing.status_code, "Niêm yết đủ." in missing.content.decode()) == (422, True)
    client.post(f"/plans/findings/{first.pk}/follow/", follow | {f"follow-{first.pk}-due_on": f"{soon(9):%d/%m/%Y}"})
    client.post(f"/plans/findings/{second.pk}/close/", {f"close-{second.pk}-reason": "Đã sửa ngay."})

    assert Task.objects.get().text == "Niêm yết đủ."
    assert [one.is_handled for one in Finding.objects.all()] == [False, True]
    text = client.get(f"{address}/").content.decode()
    assert "đang khắc phục" in text
    assert "Đã sửa ngay." in text


def test_the_pages_ask_the_same_however_many_findings_there_are(house, as_, visit):
    def asked(address):
        client = as_(house.hanh)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    counts = []
    for texts in (["a"], ["b", "c", "d", "e"]):
        for finding in found(house, visit, *texts):
            followed(house, finding)
        counts.append([asked(f"/plans/inspections/{visit.pk}/"), asked(f"/plans/inspections/?year={visit.year}")])

    assert counts[0] == counts[1]
