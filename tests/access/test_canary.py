"""A word that stands only in one unit's papers never reaches those of another unit, on any page."""

import pytest
from django.urls import reverse

from tests.access.table import PUBLIC, TABLE
from tests.access.world import CANARY, PLACES

pytestmark = pytest.mark.django_db

OTHERS = ("phuc", "lan", "minh", "thu")
ENTITLED = ("hanh", "hoa", "son")


def pages(world):
    """Every page without a thing of its own, searches for the word itself, and every unit and plan by its address."""
    for name, row in TABLE.items():
        if row.get is not None and row.get != PUBLIC and not row.kind:
            yield reverse(name.split()[0], kwargs=dict(row.args)) + row.query
    for word in (CANARY, CANARY.lower(), "domdom7319", "ra soat", "nguoi", "ke hoach", "bien ban"):
        for address in ("/", "/search/", "/plans/", "/documents/", "/units/", "/units/people/"):
            yield f"{address}?q={word}"
    for kind, name in (
        ("unit", "orgs:unit"),
        ("plan", "plans:plan"),
        ("task", "plans:task"),
        ("document", "plans:review"),
    ):
        for place in PLACES:
            yield reverse(name, kwargs=world.things[kind][place])
    shared = world.shared_plan
    yield reverse("plans:plan", args=[shared])
    yield reverse("plans:statement", args=[shared, "2026-Q3", "docx"])
    yield reverse("plans:statement", args=[shared, "2026-Q3", "xlsx"])


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def holds(answer, asked_for_it):
    """Whether the word is told; a page may repeat what was typed into its search, which is no telling."""
    text = content_of(answer).decode("utf-8", "replace")
    if asked_for_it:
        return (
            f"Rà soát thủ tục {CANARY}" in text
            or f"Người {CANARY}" in text
            or f"của Trung tâm Y tế Long Khê {CANARY}" in text
        )
    return CANARY in text


@pytest.mark.parametrize("who", OTHERS)
def test_the_word_reaches_nobody_of_another_unit(world, who):
    told = [path for path in pages(world) if holds(world.clients[who].get(path), CANARY in path)]

    assert told == []


@pytest.mark.parametrize("who", ENTITLED)
def test_the_word_reaches_those_it_is_for(world, who):
    told = {path for path in pages(world) if holds(world.clients[who].get(path), CANARY in path)}

    assert "/documents/" in told
    assert f"/search/?q={CANARY}" in told
    assert reverse("plans:plan", args=[world.shared_plan]) in told
