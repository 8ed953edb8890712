"""One search over everything a person may see."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from caicach.documents.models import Document
from caicach.orgs.models import Person, Unit
from caicach.orgs.rules import fold
from caicach.plans.models import Plan, Task

LIMIT = 12


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    name: str
    says: str
    url: str


@dataclass(frozen=True)
class Hits:
    """Things of one kind, and where to see the rest."""

    kind: str
    icon: str
    hits: list[Hit]


def search(person: Person, words: str) -> list[Hits]:
    """Tasks, documents, plans and units that hold every word, accents or not."""
    if not fold(words):
        return []
    tasks = Task.objects.visible_to(person).matching(words).select_related("plan", "lead").order_by("-changed_at")
    documents = Document.objects.visible_to(person).matching(words).newest_first()
    plans = [plan for plan in Plan.objects.visible_to(person) if _holds(f"{plan.code} {plan.title}", words)]
    units = Unit.objects.open_now().in_tree_order()
    for word in fold(words).split()[:8]:
        units = units.filter(folded__contains=word)
    found = [
        Hits(
            _("Nhiệm vụ"),
            "clipboard-list",
            [Hit(task.title, f"{task} · {task.lead}", reverse("plans:task", args=[task.pk])) for task in tasks[:LIMIT]],
        ),
        Hits(
            _("Văn bản"),
            "file-text",
            [
                Hit(document.title, document.subject, reverse("documents:detail", args=[document.pk]))
                for document in documents[:LIMIT]
            ],
        ),
        Hits(
            _("Kế hoạch"),
            "stack-2",
            [Hit(plan.code, plan.title, reverse("plans:plan", args=[plan.pk])) for plan in plans[:LIMIT]],
        ),
        Hits(
            _("Đơn vị"),
            "building-community",
            [Hit(unit.name, unit.code, reverse("orgs:unit", args=[unit.code])) for unit in units[:LIMIT]],
        ),
    ]
    return [group for group in found if group.hits]


def _holds(text: str, words: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in fold(words).split())
