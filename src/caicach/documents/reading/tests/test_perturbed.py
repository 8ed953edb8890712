"""The same paper numbered, broken and lettered otherwise gives the same tasks: no sample is learnt by heart."""

import pytest

from caicach.documents.reading import read_lines
from caicach.documents.reading.measure import essence
from caicach.documents.reading.tests.inventions import inventions
from caicach.documents.reading.tests.perturb import WAYS, renamed
from caicach.documents.reading.tests.raise_floors import SHARED

NAMES = {"other names"}
# What may differ, and why. Nothing else.
TOLERATED = {
    ("s06", "unwrapped"): "one task of the money heading",
    ("s06", "other names"): "it is unwrapped first",
    ("s08", "wrapped at 60"): "one sentence broken behind a semicolon over a blank line",
    ("s10", "wrapped at 60"): "cells of a table that fell apart, broken a second time",
    ("s10", "wrapped at 80"): "cells of a table that fell apart, broken a second time",
}
CASES = [(path, way) for path in sorted(SHARED.glob("[dsy]*.txt")) for way in WAYS]


def name_of(case):
    return case[0].name.split("-")[0], case[1]


def same(lines, way):
    before, after = read_lines(lines), read_lines(WAYS[way](lines))
    rename = (lambda name: renamed([name])[0]) if way in NAMES else str
    return essence(before, rename) == essence(after)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("invention", inventions(), ids=lambda invention: invention.name)
def test_an_invented_document_reads_the_same(invention, way):
    assert same(list(invention.lines), way)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "way"),
    [pair for pair in CASES if name_of(pair) not in TOLERATED],
    ids=lambda part: getattr(part, "stem", part),
)
def test_a_sample_reads_the_same(path, way):
    assert same(path.read_text(encoding="utf-8").splitlines(), way)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "way"),
    [pair for pair in CASES if name_of(pair) in TOLERATED],
    ids=lambda part: getattr(part, "stem", part),
)
def test_nothing_is_tolerated_that_no_longer_differs(path, way):
    assert not same(path.read_text(encoding="utf-8").splitlines(), way)
