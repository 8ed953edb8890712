"""The trail of units and people in words."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from caicach.audit.actions import stream_of
from caicach.audit.faces import told
from caicach.audit.models import Line
from caicach.orgs.models import ROLE_NAMES, Delegation, Person, Unit
from caicach.orgs.rules import Role
from caicach.ui.parts import TrailLine
from caicach.ui.wording import day


def trail(record: Unit | Person) -> list[TrailLine]:
    """The trail of a unit or a person in words; units it mentions by their names of today."""
    lines = list(Line.objects.of(stream_of(record)))
    names = _names_in(lines)
    kinds = {
        "orgs.unit_opened": _("thành lập đơn vị"),
        "orgs.unit_renamed": _("đổi tên đơn vị"),
        "orgs.unit_moved": _("chuyển đơn vị"),
        "orgs.unit_closed": _("giải thể đơn vị"),
        "orgs.unit_merged": _("sáp nhập đơn vị"),
        "orgs.unit_divided": _("chia đơn vị"),
        "orgs.unit_split": _("tách một phần việc của đơn vị"),
        "orgs.work_taken_over": _("nhận việc của đơn vị khác"),
        "orgs.decision_took_effect": _("quyết định có hiệu lực"),
        "orgs.alias_added": _("thêm tên gọi khác"),
        "orgs.person_added": _("cấp tài khoản"),
        "orgs.person_deactivated": _("khóa tài khoản"),
        "orgs.person_reactivated": _("mở khóa tài khoản, cấp mật khẩu tạm"),
        "orgs.password_reset": _("cấp lại mật khẩu tạm"),
        "orgs.post_given": _("giao vị trí"),
        "orgs.post_ended": _("kết thúc vị trí"),
        "orgs.post_delegated": _("ủy quyền khi vắng mặt"),
        "orgs.delegation_ended": _("chấm dứt ủy quyền"),
        "orgs.stands_in": _("được ủy quyền"),
        "orgs.token_made": _("tạo mã truy cập"),
        "orgs.token_revoked": _("thu hồi mã truy cập"),
        "orgs.stands_in_no_more": _("thôi được ủy quyền"),
    }
    fields = {
        "name": _("Tên"),
        "parent": _("Trực thuộc"),
        "on": _("Từ ngày"),
        "decision": _("Quyết định"),
        "successors": _("Kế thừa"),
        "heir": _("Nhận việc đang làm"),
        "predecessors": _("Nhận từ"),
        "to": _("Người được ủy quyền"),
        "holder": _("Làm thay"),
        "words": _("Lý do"),
        "text": _("Tên gọi"),
        "unit": _("Đơn vị"),
        "role": _("Vai trò"),
        "since": _("Từ ngày"),
        "until": _("Đến ngày"),
        "username": _("Tên đăng nhập"),
    }
    return told(lines, kinds, fields, lambda name, value: _shown(name, value, names), acting_for(lines))


def acting_for(lines: Iterable[Line]) -> dict[int, str]:
    """For each line whose actor stood in for absent people at that moment: for whom (làm thay ai), by one query."""
    lines = [line for line in lines if line.actor_id is not None]
    lent: dict[int, list[Delegation]] = {}
    for one in Delegation.objects.filter(to__in={line.actor_id for line in lines}).select_related("post__person"):
        lent.setdefault(one.to_id, []).append(one)
    said: dict[int, str] = {}
    for line in lines:
        day = localdate(line.at)
        for one in lent.get(int(line.actor_id or 0), []):
            taken_back = one.ended_at is not None and one.ended_at <= line.at
            if one.since <= day <= one.until and one.at <= line.at and not taken_back:
                said[line.pk] = _("khi được ủy quyền của %(name)s") % {"name": one.post.person}
    return said


def _names_in(lines: Iterable[Line]) -> dict[str, str]:
    """The units and people the lines mention, by their names of today."""
    mentioned = {word for line in lines for word in _texts(line.changes)}
    names: dict[str, str] = {}
    for model, name in ((Unit, "name"), (Person, "full_name")):
        prefix = f"{model._meta.label_lower}:"
        ids = [int(word.removeprefix(prefix)) for word in mentioned if word.startswith(prefix)]
        found = model._default_manager.filter(pk__in=ids).values_list("pk", name) if ids else ()
        names |= {f"{prefix}{pk}": str(said) for pk, said in found}
    return names


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)


def _shown(name: str, value: Any, units: Mapping[str, str]) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(name, item, units) for item in value)
    if name in ("on", "since", "until"):
        return day(datetime.date.fromisoformat(str(value)))
    if name == "role":
        return str(ROLE_NAMES[Role(value)])
    return units.get(str(value), str(value))
