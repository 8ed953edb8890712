"""The shared sample documents, against labels made by hand (which hold no text of them)."""

import json
import os
from pathlib import Path

import pytest

from caicach.documents.reading import read_file
from caicach.documents.reading.measure import calibration, floors, labels, scores, short_name

SHARED = Path(os.environ.get("CAICACH_SHARED", Path(__file__).parents[6] / "shared")) / "samples" / "documents"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")]
LEAST = {"tasks": 0.95, "lead": 0.95, "deadline": 0.95, "citations": 0.99, "targets": 0.93, "objectives": 0.93}


@pytest.mark.parametrize("label", labels(), ids=short_name)
def test_a_labelled_document_is_read_no_worse_than_before(label):
    floor = floors()[short_name(label)]
    for score in scores(read_file(SHARED / label["document"]), label):
        assert score.precision >= floor[score.attribute][0], score
        assert score.recall >= floor[score.attribute][1], score
        if floor["by"] == "author":
            assert min(score.precision, score.recall) >= LEAST[score.attribute], score


@pytest.mark.parametrize("name", ["y03-syn-kh-benhvien", "y04-syn-kh-kiemtra"])
def test_the_two_gold_readings_are_met(name):
    gold = json.loads((SHARED / f"{name}.gold.json").read_text(encoding="utf-8"))

    reading = read_file(SHARED / f"{name}.txt")

    assert reading.document.issuer == gold["doc"]["issuer"]
    assert reading.document.signer == gold["doc"]["signer"]
    assert len(reading.tasks) == len(gold["tasks"])
    for task, row in zip(reading.tasks, gold["tasks"], strict=True):
        assert (task.line, task.label, task.path, task.where) == (row["line"], row["label"], row["path"], row["where"])
        assert task.text.startswith(row["text60"][:40])
        assert list(task.lead) == ([row["lead"]] if row["lead"] else [])
        assert list(task.coop) == (row["coop"] or [])
        assert task.deadline_phrase == row["deadline_phrase"]
        assert {**(task.deadline or {}), "comparator": ""} == {**(row["deadline_norm"] or {}), "comparator": ""}
        assert task.field in [row["field"], *row.get("field_alt", [])]
        assert [(found.comparator, found.value) for found in task.targets] == [
            (target["comparator"], target["value"]) for target in row["targets"]
        ]


def test_what_is_given_as_sure_is_right():
    found = calibration((read_file(SHARED / label["document"]), label) for label in labels())

    assert found.given > 100
    assert found.share >= 0.97


def test_an_article_about_results_orders_nothing():
    assert read_file(next(SHARED.glob("d3-*.txt"))).tasks == ()


def test_a_report_orders_only_in_its_outlook():
    assert {task.path for task in read_file(next(SHARED.glob("y05-*.txt"))).tasks} == {"IV.1", "IV.2"}
