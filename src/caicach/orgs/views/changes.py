from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caicach.orgs import actions, questions
from caicach.orgs.current import person_of
from caicach.orgs.forms import AliasForm, CloseForm, MergeForm, MoveForm, OpenUnitForm, RenameForm, SplitForm
from caicach.orgs.models import Unit
from caicach.orgs.permissions import require_administrator
from caicach.orgs.rules import PostsGo, UnitKind
from caicach.orgs.views.asking import ask, by, done, in_address
from caicach.orgs.views.units import unit_page


def open_unit(request: HttpRequest) -> HttpResponse:
    """Open a new unit by a decision."""
    require_administrator(person_of(request))
    above = Unit.objects.filter(code=request.GET.get("parent", "").replace("\x00", "")).first()
    form = OpenUnitForm(request.POST or None, initial=questions.opening(above, timezone.localdate()))
    opened: list[Unit] = []

    def deed() -> None:
        typed = form.cleaned_data | {"kind": UnitKind(form.cleaned_data["kind"])}
        opened.append(actions.open_unit(**typed, **by(request)))

    if done(request, form, deed):
        return _told(request, opened[0], _("Đã thành lập đơn vị."))
    return ask(request, form, questions.open_unit(form))


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit another name by a decision."""
    unit = _to_change(request, code)
    form = RenameForm(request.POST or None, unit=unit, initial=questions.renaming(unit, timezone.localdate()))
    if done(request, form, lambda: actions.rename_unit(unit=unit, **form.cleaned_data, **by(request))):
        return _told(request, unit, _("Đã ghi quyết định đổi tên."))
    return ask(request, form, questions.rename(form))


def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a unit under another one by a decision."""
    unit = _to_change(request, code)
    form = MoveForm(request.POST or None, unit=unit, initial={"on": timezone.localdate()})
    if done(request, form, lambda: actions.move_unit(unit=unit, **form.cleaned_data, **by(request))):
        return _told(request, unit, _("Đã ghi quyết định chuyển đơn vị."))
    return ask(request, form, questions.move(form))


def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit by a decision, naming who takes over."""
    unit = _to_change(request, code)
    form = CloseForm(request.POST or None, unit=unit, initial={"on": timezone.localdate()})

    def deed() -> None:
        on, decision = form.cleaned_data["on"], form.cleaned_data["decision"]
        nobody = form.cleaned_data["without_heir"]
        actions.close_unit(
            unit=unit, on=on, decision=decision, successors=form.heirs(), without_heir=nobody, **by(request)
        )

    if done(request, form, deed):
        return _told(request, unit, _("Đã ghi quyết định giải thể."))
    return ask(request, form, questions.close(form))


def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Merge a unit, and others, into one that is there or a new one."""
    unit = _to_change(request, code)
    form = MergeForm(request.POST or None, unit=unit, initial={"on": timezone.localdate(), "kind": unit.kind})

    def deed() -> None:
        typed = form.cleaned_data
        said = {"on": typed["on"], "decision": typed["decision"], "posts": PostsGo(typed["posts"])}
        actions.merge_units(units=form.units(), into=form.target(), **said, **by(request))

    if done(request, form, deed):
        return _told(request, unit, _("Đã ghi quyết định sáp nhập."))
    return ask(request, form, questions.merge(form))


def split(request: HttpRequest, code: str) -> HttpResponse:
    """Split a unit, or a part of it, to others."""
    unit = _to_change(request, code)
    form = SplitForm(request.POST or None, unit=unit, initial={"on": timezone.localdate()})

    def deed() -> None:
        typed = form.cleaned_data
        said = {"on": typed["on"], "decision": typed["decision"], "posts": PostsGo(typed["posts"])}
        receivers, heir, keeps = form.receivers(), form.default_heir(), typed["keeps_open"]
        actions.split_unit(unit=unit, into=receivers, keeps_open=keeps, default_heir=heir, **said, **by(request))

    if done(request, form, deed):
        return _told(request, unit, _("Đã ghi quyết định chia tách."))
    return ask(request, form, questions.split(form))


@require_POST
def add_alias(request: HttpRequest, code: str) -> HttpResponse:
    """Remember another way documents write the unit's name."""
    unit = _to_change(request, code)
    form = AliasForm(request.POST, unit=unit)
    if not form.is_valid():
        return unit_page(request, unit, alias_form=form)
    actions.add_alias(unit=unit, text=form.cleaned_data["text"], **by(request))
    return _told(request, unit, _("Đã thêm tên gọi khác."))


def _to_change(request: HttpRequest, code: str) -> Unit:
    require_administrator(person_of(request))
    return get_object_or_404(Unit, code=in_address(code))


def _told(request: HttpRequest, unit: Unit, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("orgs:unit", unit.code)
