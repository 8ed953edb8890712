"""Every pattern of the vocabulary carries an example, and the example is understood."""

import pytest

from caicach.documents.reading.deadlines import find_deadlines, patterns
from caicach.documents.reading.normalise import fold, lower
from caicach.documents.reading.reform import field_of_heading
from caicach.documents.reading.sections import heading_role
from caicach.documents.reading.words import lexicon

DEADLINES = lexicon("deadlines")["patterns"]


@pytest.mark.parametrize("number", range(len(DEADLINES)))
def test_every_form_of_a_time_limit_reads_its_own_example(number):
    entry = DEADLINES[number]
    before = "báo cáo " if "(?<=cáo" in entry["form"] else "thời gian: " if entry["where"] == "label" else ""
    text = before + entry["example"]
    behind = ": " if entry["form"].endswith("(?= ?:)") else ""  # a form that stands before a colon
    low = lower(fold(text + behind))

    found = find_deadlines(text, low, 0, len(low), year=2027, field=entry["where"] == "field")

    assert patterns()[number].form.search(low), entry["example"]
    assert len(found) == 1
    assert (found[0].start, found[0].end) == (len(text) - len(entry["example"]), len(text))


@pytest.mark.parametrize("entry", lexicon("sections")["roles"], ids=lambda entry: entry["example"])
def test_every_kind_of_heading_gives_its_role(entry):
    assert heading_role(lower(entry["example"])) == entry["role"]


@pytest.mark.parametrize("entry", lexicon("fields")["headings"], ids=lambda entry: entry["example"])
def test_every_heading_of_reform_names_its_field(entry):
    assert field_of_heading(lower(entry["example"])) == entry["field"]


def test_every_refusal_has_a_sentence_in_both_languages():
    for vietnamese, english in lexicon("refusals").values():
        assert vietnamese.endswith(".") and english.endswith(".")
        assert "{name}" in vietnamese and "{name}" in english
