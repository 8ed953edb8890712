import datetime
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from caicach.orgs import faces
from caicach.orgs.current import person_of
from caicach.orgs.forms import AliasForm, TreeForm
from caicach.orgs.models import Delegation, Post, Unit, UnitAlias, UnitSuccession, UnitVersion, heir_of, tree_on
from caicach.orgs.permissions import can_see_people, is_administrator
from caicach.orgs.rules import UnitKind
from caicach.orgs.views.asking import in_address

YEAR = datetime.timedelta(days=365)
DECISIONS = 20


def units(request: HttpRequest) -> HttpResponse:
    """The tree of units as it stands today, or as it stood on a day."""
    form = TreeForm(request.GET)
    form.is_valid()
    typed, today = form.cleaned_data, timezone.localdate()
    on, words, kind = typed.get("on") or today, typed.get("q", ""), typed.get("kind", "")
    view = faces.View(on, today, as_now=typed.get("by") == "now" and on != today)
    shown = tree_on(view.shown)
    marks = faces.marks(view, shown, tree_on(view.other), _successions()) if on != today else {}
    tree = faces.tree(shown, words=words, kind=kind, aliases=_aliases(words, view.shown), marks=marks)
    changes = list(_changes(on, today))
    asked = {"q": words, "on": f"{on:%d/%m/%Y}" if on != today else ""}
    query = urlencode(asked | {"by": "now"} if view.as_now else asked)
    context = {
        "form": form,
        "tree": tree,
        "on": on,
        "view": view,
        "days": view.tabs(urlencode(asked | {"kind": kind})),
        "searched": bool(words or kind),
        "figures": faces.tree_figures(tree, changes, on=view.shown, query=query),
        "tabs": faces.kind_tabs(tree, chosen=kind, query=query),
        "empty": faces.no_units(words),
        "decisions": faces.decisions(changes, today=today)[:DECISIONS],
        "may_change": is_administrator(person_of(request)),
    }
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"orgs/units.html{part}", context)


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: where it hangs, its life by decisions, who works in it, and its trail."""
    return unit_page(request, get_object_or_404(Unit, code=in_address(code)))


def unit_page(request: HttpRequest, unit: Unit, *, alias_form: Form | None = None) -> HttpResponse:
    """The page of a unit; with the form of an alias that was refused, if there is one."""
    person, today = person_of(request), timezone.localdate()
    prefetch_related_objects([unit], *faces.WITH_LIFE)
    posts = _posts(unit, today) if can_see_people(person, unit) else None
    history = faces.history(unit, on=today)
    below = Unit.objects.open_now().under([unit.path]).exclude(pk=unit.pk)
    may_change = is_administrator(person)
    context = {
        "unit": unit,
        "kind_icon": faces.KIND_ICONS[UnitKind(unit.kind)],
        "above": _above(unit),
        "children": below.filter(parent=unit).in_tree_order(),
        "posts": posts,
        "history": history,
        "coming": [moment for moment in history if moment.coming],
        "aliases": unit.aliases.order_by("folded"),
        "heirs": unit.successions.all(),
        "heir": heir_of(unit, today) if not unit.is_open else None,
        "took_over": unit.predecessions.all(),
        "figures": faces.unit_figures(
            unit,
            below=below.count(),
            holders=len({post.person_id for post in posts}) if posts is not None else None,
            changes=len(history),
        ),
        "may_change": may_change,
        "trail": faces.trail(unit) if may_change else None,
        "alias_form": alias_form or AliasForm(unit=unit),
    }
    return render(request, "orgs/unit.html", context, status=422 if alias_form else 200)


def _successions() -> list[UnitSuccession]:
    return list(UnitSuccession.objects.select_related("predecessor", "successor").order_by("pk"))


def _aliases(words: str, on: datetime.date) -> dict[int, str]:
    aliases: dict[int, str] = {}
    known = UnitAlias.objects.filter(effective_from__lte=on).values_list("unit_id", "folded")
    for unit_id, folded in known if words else ():
        aliases[unit_id] = f"{aliases.get(unit_id, '')} {folded}"
    return aliases


def _changes(on: datetime.date, today: datetime.date) -> "QuerySet[UnitVersion]":
    changes = UnitVersion.objects.filter(effective_from__gt=on - YEAR)
    if on < today:
        changes = changes.filter(effective_from__lte=on)
    successions = Prefetch("unit__successions", UnitSuccession.objects.select_related("successor"))
    changed = changes.select_related("unit").prefetch_related(successions)
    return changed.order_by("-effective_from", "unit__path")


def _above(unit: Unit) -> list[Unit]:
    """The units above, the highest first."""
    steps = range(4, len(unit.path), 4)
    return list(Unit.objects.filter(path__in=[unit.path[:step] for step in steps]).order_by("path"))


def _posts(unit: Unit, today: datetime.date) -> list[Post]:
    running = Delegation.objects.running(on=today).select_related("to")
    held = Post.objects.held(on=today).filter(unit=unit).select_related("person")
    held = held.prefetch_related(Prefetch("delegations", running, to_attr="lent"))
    return list(held.order_by("since", "pk"))
