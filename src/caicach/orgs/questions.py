"""What is asked before units, people and posts are changed: one sentence, and what it touches."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.orgs.forms import (
    CloseForm,
    DelegationForm,
    EndPostForm,
    MergeForm,
    MoveForm,
    OpenUnitForm,
    PersonForm,
    PostForm,
    RenameForm,
    SplitForm,
)
from caicach.orgs.models import KIND_NAMES, ROLE_NAMES, Delegation, Person, Post, Unit, tree_on
from caicach.orgs.rules import ROLES_OVER_THE_TREE, PostsGo, Role, UnitKind
from caicach.ui.wording import count, day


@dataclass(frozen=True)
class Question:
    """What a page asks: its heading, where it hangs, the sentence before the deed, what is touched, its verb."""

    heading: str
    verb: str
    above: list[tuple[str, str]]
    back: str
    sentence: str = ""
    touched: list[str] | None = None


def opening(above: Unit | None, today: datetime.date) -> dict[str, Any]:
    """What stands in the form of a new unit at first."""
    return {"parent": above, "on": today, "kind": UnitKind.DIVISION}


def renaming(unit: Unit, today: datetime.date) -> dict[str, Any]:
    """What stands in the form of a new name at first."""
    return {"name": unit.name, "short_name": unit.short_name, "on": today}


def open_unit(form: OpenUnitForm) -> Question:
    sentence = ""
    touched = []
    if ready(form):
        typed = form.cleaned_data
        kind = str(KIND_NAMES[UnitKind(typed["kind"])]).lower()
        words = {"name": typed["name"], "kind": kind, "on": day(typed["on"]), "decision": typed["decision"]}
        if typed["parent"]:
            words["parent"] = typed["parent"].name
            sentence = (
                _("Thành lập “%(name)s” (%(kind)s), trực thuộc “%(parent)s”, từ %(on)s theo %(decision)s.") % words
            )
        else:
            sentence = (
                _("Thành lập “%(name)s” (%(kind)s), đứng đầu một cây đơn vị riêng, từ %(on)s theo %(decision)s.")
                % words
            )
        touched = [_("Mã %(code)s không đổi được về sau.") % {"code": typed["code"]}, *_later(typed["on"])]
    return Question(_("Thành lập đơn vị"), _("Thành lập"), _units(), reverse("orgs:units"), sentence, touched)


def rename(form: RenameForm) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed = form.cleaned_data
        words = {"before": form.unit.name, "name": typed["name"], "on": day(typed["on"]), "why": typed["decision"]}
        sentence = _("Đổi tên “%(before)s” thành “%(name)s” từ %(on)s theo %(why)s.") % words
        touched = [
            _("Tên cũ được giữ làm tên gọi khác, văn bản cũ vẫn tìm thấy."),
            _("%(people)s và %(units)s thấy tên mới.") % _touched(form.unit),
            *_later(typed["on"]),
        ]
    return _about(form.unit, _("Đổi tên đơn vị"), _("Đổi tên"), sentence, touched)


def move(form: MoveForm) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed, unit = form.cleaned_data, form.unit
        words = {"name": unit.name, "on": day(typed["on"]), "why": typed["decision"]}
        words |= {"start": unit.parent.name if unit.parent else "—"}
        if typed["parent"]:
            words["end"] = typed["parent"].name
            sentence = _("Chuyển “%(name)s” từ “%(start)s” sang “%(end)s” từ %(on)s theo %(why)s.") % words
        else:
            sentence = _("Đưa “%(name)s” ra khỏi “%(start)s”, đứng đầu một cây riêng, từ %(on)s theo %(why)s.") % words
        touched = [
            _("%(people)s và %(units)s đi cùng, giữ nguyên vị trí và việc đang làm.") % _touched(unit),
            _("Lãnh đạo và văn phòng cấp trên cũ thôi thấy việc của đơn vị, cấp trên mới bắt đầu thấy."),
            *_later(typed["on"]),
        ]
    return _about(form.unit, _("Chuyển đơn vị"), _("Chuyển"), sentence, touched)


def close(form: CloseForm) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed, unit = form.cleaned_data, form.unit
        words = {"name": unit.name, "on": day(typed["on"]), "why": typed["decision"]}
        sentence = _("Giải thể “%(name)s” từ %(on)s theo %(why)s.") % words
        heirs = ", ".join(heir.name for heir in form.heirs())
        last_day = typed["on"] - datetime.timedelta(days=1)
        posts = Post.objects.held_after(last_day).filter(unit=unit).count()
        ending = ngettext(
            "%(n)s vị trí công tác kết thúc vào %(day)s.", "%(n)s vị trí công tác kết thúc vào %(day)s.", posts
        ) % {"n": count(posts), "day": day(last_day)}
        touched = [
            *([ending] if posts else []),
            _("Kế thừa: %(heirs)s.") % {"heirs": heirs} if heirs else _("Không có đơn vị kế thừa."),
            *([_gets_work(form.heirs()[0].name)] if form.heirs() else []),
            _("Việc này không hoàn tác được; lịch sử và hồ sơ của đơn vị vẫn giữ."),
            *_later(typed["on"]),
        ]
    return _about(form.unit, _("Giải thể đơn vị"), _("Giải thể"), sentence, touched)


def merge(form: MergeForm) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed, units, into = form.cleaned_data, form.units(), form.target()
        words = {"units": _and([unit.name for unit in units]), "into": into.name, "on": day(typed["on"])}
        words["why"] = typed["decision"]
        if isinstance(into, Unit):
            sentence = _("Sáp nhập “%(units)s” vào “%(into)s” từ %(on)s theo %(why)s.") % words
        else:
            sentence = _("Hợp nhất “%(units)s” thành đơn vị mới “%(into)s” từ %(on)s theo %(why)s.") % words
        touched = [*_handed_on(units, into.name, typed["on"], PostsGo(typed["posts"])), *_later(typed["on"])]
    return _about(form.unit, _("Sáp nhập đơn vị"), _("Sáp nhập"), sentence, touched)


def split(form: SplitForm) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed, heir = form.cleaned_data, form.default_heir()
        words = {"name": form.unit.name, "on": day(typed["on"]), "why": typed["decision"]}
        words["into"] = _and([one.name for one in form.receivers()])
        if heir is None:
            sentence = _("Tách một phần việc của “%(name)s” cho “%(into)s” từ %(on)s theo %(why)s.") % words
            touched = [_("“%(name)s” còn hoạt động, giữ tên, người, đơn vị cấp dưới và việc đang làm.") % words]
        else:
            sentence = _("Chia “%(name)s” thành “%(into)s” từ %(on)s theo %(why)s.") % words
            touched = _handed_on([form.unit], heir.name, typed["on"], PostsGo(typed["posts"]))
        touched += _later(typed["on"])
    return _about(form.unit, _("Chia tách đơn vị"), _("Chia tách"), sentence, touched)


def add_person(form: PersonForm) -> Question:
    sentence = ""
    if ready(form):
        typed = form.cleaned_data
        words = {"name": typed["full_name"], "username": typed["username"]}
        sentence = _("Cấp tài khoản “%(username)s” cho %(name)s.") % words
    touched = [
        _("Mật khẩu tạm hiện một lần ở trang sau; người dùng đổi ngay lần đăng nhập đầu."),
        _("Chưa giao vị trí thì tài khoản chưa thấy việc nào."),
    ]
    people = (_("Người dùng"), reverse("orgs:people"))
    return Question(_("Cấp tài khoản"), _("Cấp tài khoản"), [people], people[1], sentence, touched)


def give_post(form: PostForm, person: Person) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed = form.cleaned_data
        role = Role(typed["role"])
        words = {"name": person.full_name, "role": ROLE_NAMES[role], "unit": typed["unit"], "day": day(typed["since"])}
        sentence = _("%(name)s giữ vai trò %(role)s tại “%(unit)s” từ %(day)s.") % words
        if role in ROLES_OVER_THE_TREE:
            touched = [_("Thấy việc của đơn vị và của %(units)s bên dưới.") % _touched(typed["unit"])]
        else:
            touched = [_("Chỉ thấy việc của chính đơn vị này.")]
        if role == Role.ADMINISTRATOR:
            touched.append(_("Được thay đổi mọi đơn vị, người dùng và quyền."))
    return _of(person, _("Giao vị trí"), _("Giao vị trí"), sentence, touched)


def end_post(form: EndPostForm) -> Question:
    sentence, touched = "", []
    post = form.post
    if ready(form):
        words = {"name": post.person.full_name, "role": post.get_role_display(), "unit": post.unit}
        words["day"] = day(form.cleaned_data["until"])
        sentence = _("%(name)s thôi vai trò %(role)s tại “%(unit)s” sau ngày %(day)s.") % words
        touched = [_("Từ hôm sau không còn thấy việc của đơn vị qua vị trí này; việc đã làm vẫn giữ tên.")]
    return _of(post.person, _("Kết thúc vị trí"), _("Kết thúc vị trí"), sentence, touched)


def delegate(form: DelegationForm, post: Post, *, own: bool) -> Question:
    sentence, touched = "", []
    if ready(form):
        typed = form.cleaned_data
        words = {"holder": post.person.full_name, "to": typed["to"].full_name, "role": post.get_role_display()}
        words |= {"unit": post.unit.name, "since": day(typed["since"]), "until": day(typed["until"])}
        sentence = (
            _("%(to)s làm thay %(holder)s trong vai trò %(role)s tại “%(unit)s” từ %(since)s đến hết %(until)s.")
            % words
        )
        touched = [
            _("%(to)s thấy và làm được mọi việc của vị trí này; nhật ký ghi tên %(to)s.") % words,
            _("%(holder)s vẫn giữ vị trí, chấm dứt ủy quyền lúc nào cũng được.") % words,
            _("Người được ủy quyền không ủy quyền tiếp cho người khác."),
        ]
    return _absence(post, own, _("Ủy quyền khi vắng mặt"), _("Ủy quyền"), sentence, touched)


def end_delegation(delegation: Delegation, *, own: bool) -> Question:
    words = {"to": delegation.to.full_name, "holder": delegation.post.person.full_name}
    sentence = _("%(to)s thôi làm thay %(holder)s ngay từ bây giờ.") % words
    touched = [_("Việc đã làm vẫn giữ tên người làm.")]
    return _absence(delegation.post, own, _("Chấm dứt ủy quyền"), _("Chấm dứt"), sentence, touched)


def deactivate(person: Person) -> Question:
    held = Post.objects.held(on=timezone.localdate()).filter(person=person).count()
    touched = [
        _("Mọi phiên đang mở kết thúc ngay."),
        ngettext(
            "%(n)s vị trí vẫn ghi tên nhưng không dùng được cho đến khi mở khóa.",
            "%(n)s vị trí vẫn ghi tên nhưng không dùng được cho đến khi mở khóa.",
            held,
        )
        % {"n": count(held)},
    ]
    sentence = _("Khóa tài khoản của %(name)s.") % {"name": person.full_name}
    return _of(person, _("Khóa tài khoản"), _("Khóa tài khoản"), sentence, touched)


def reactivate(person: Person) -> Question:
    touched = [_("Mật khẩu tạm mới hiện một lần ở trang sau. Vị trí đang giữ dùng được trở lại.")]
    sentence = _("Mở khóa tài khoản của %(name)s.") % {"name": person.full_name}
    return _of(person, _("Mở khóa tài khoản"), _("Mở khóa"), sentence, touched)


def reset_password(person: Person) -> Question:
    touched = [
        _("Mật khẩu cũ hết hiệu lực, mọi phiên đang mở kết thúc ngay."),
        _("Mật khẩu tạm mới hiện một lần ở trang sau. Xác thực hai bước, nếu có, vẫn giữ."),
    ]
    sentence = _("Cấp lại mật khẩu cho %(name)s.") % {"name": person.full_name}
    return _of(person, _("Cấp lại mật khẩu"), _("Cấp lại mật khẩu"), sentence, touched)


def ready(form: Form) -> bool:
    """Whether what was typed can be told in a sentence."""
    return form.is_bound and form.is_valid()


def _units() -> list[tuple[str, str]]:
    return [(_("Cây đơn vị"), reverse("orgs:units"))]


def _about(unit: Unit, heading: str, verb: str, sentence: str, touched: list[str]) -> Question:
    address = reverse("orgs:unit", args=[unit.code])
    return Question(heading, verb, [*_units(), (unit.name, address)], address, sentence, touched)


def _of(person: Person, heading: str, verb: str, sentence: str, touched: list[str]) -> Question:
    address = reverse("orgs:person", args=[person.username])
    above = [(_("Người dùng"), reverse("orgs:people")), (person.full_name, address)]
    return Question(heading, verb, above, address, sentence, touched)


def _absence(post: Post, own: bool, heading: str, verb: str, sentence: str, touched: list[str]) -> Question:
    if not own:
        return _of(post.person, heading, verb, sentence, touched)
    address = reverse("orgs:absence")
    return Question(heading, verb, [(_("Ủy quyền khi vắng mặt"), address)], address, sentence, touched)


def _and(names: list[str]) -> str:
    return _("”, “").join(names)


def _gets_work(name: str) -> str:
    return _("Việc đang làm chuyển cho “%(name)s”; văn bản viết tên cũ từ ngày ấy cũng hiểu là đơn vị này.") % {
        "name": name
    }


def _handed_on(units: list[Unit], heir: str, on: datetime.date, go: PostsGo) -> list[str]:
    """What moves along when units end: people, units below, work and names."""
    ending = {unit.pk for unit in units}
    below = sum(1 for row in tree_on(on) if row.parent_id in ending and row.unit_id not in ending)
    last_day = on - datetime.timedelta(days=1)
    posts = Post.objects.held_after(last_day).filter(unit__in=ending)
    going = posts.none() if go == PostsGo.NONE else posts.exclude(role=Role.HEAD) if go == PostsGo.BUT_HEADS else posts
    moving, people = going.values("person").distinct().count(), posts.values("person").distinct().count()
    words = {"heir": heir, "below": count(below), "moving": count(moving), "people": count(people)}
    words["day"] = day(last_day)
    return [
        _gets_work(heir),
        *(
            [
                ngettext(
                    "%(people)s người thôi vị trí cũ sau ngày %(day)s; %(moving)s người giữ vai trò ấy ở đơn vị nhận.",
                    "%(people)s người thôi vị trí cũ sau ngày %(day)s; %(moving)s người giữ vai trò ấy ở đơn vị nhận.",
                    people,
                )
                % words
            ]
            if people
            else []
        ),
        *(
            [
                ngettext(
                    "%(below)s đơn vị cấp dưới chuyển sang trực thuộc “%(heir)s”.",
                    "%(below)s đơn vị cấp dưới chuyển sang trực thuộc “%(heir)s”.",
                    below,
                )
                % words
            ]
            if below
            else []
        ),
        _("Việc này không hoàn tác được; lịch sử và hồ sơ của đơn vị vẫn giữ."),
    ]


def _later(on: datetime.date) -> list[str]:
    """A word on decisions whose day is not today."""
    today = timezone.localdate()
    if on > today:
        return [_("Đến %(day)s mới có hiệu lực; trước ngày đó mọi trang vẫn như cũ.") % {"day": day(on)}]
    if on < today:
        return [_("Ngày này đã qua: cây đơn vị và quyền thay đổi ngay hôm nay.")]
    return []


def _touched(unit: Unit) -> dict[str, str]:
    """How many people and units a change of this unit concerns."""
    under = Unit.objects.open_now().under([unit.path])
    people = Post.objects.held(on=timezone.localdate()).filter(unit__in=under).values("person").distinct().count()
    units = under.exclude(pk=unit.pk).count()
    return {
        "people": ngettext("%(n)s người", "%(n)s người", people) % {"n": count(people)},
        "units": ngettext("%(n)s đơn vị cấp dưới", "%(n)s đơn vị cấp dưới", units) % {"n": count(units)},
    }
