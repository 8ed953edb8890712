"""Urging letters on a desk: those to acknowledge, and those a unit leaves lying."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from caicach.office.items import LIMIT, WRITERS, Item
from caicach.orgs.permissions import Scope
from caicach.orgs.rules import Role
from caicach.plans import urging
from caicach.plans.models import UrgingLetter
from caicach.ui import wording


def letters(scope: Scope, now: datetime.datetime) -> list[Item]:
    """Urging letters this unit has not acknowledged; for the office, those a unit leaves lying."""
    today = timezone.localdate(now)
    mine = UrgingLetter.objects.filter(to__in=scope.unit_ids(*WRITERS), acknowledged_at__isnull=True)
    got = list(mine.select_related("to", "office").order_by("on", "pk")[:LIMIT])
    left = urging.not_acknowledged(scope.unit_ids(Role.OFFICE_SPECIALIST), today)
    listed = {letter.pk for letter in got}
    faces_of = urging.letter_faces([*got, *(one for one in left if one.pk not in listed)], today)
    return [
        Item(
            _("Công văn đôn đốc của %(office)s") % {"office": face.letter.office.name}
            if face.letter.pk in listed
            else _("Công văn đôn đốc %(unit)s") % {"unit": face.letter.to.name},
            _("%(count)d nhiệm vụ quá hạn, lập ngày %(day)s")
            % {"count": face.count, "day": wording.day(face.letter.on)},
            urging.letter_url(face.letter),
            _("Xem và nhận") if face.letter.pk in listed else _("Xem"),
            "file-text",
            says=face.state if face.letter.pk not in listed else _("chờ anh/chị nhận"),
            tone="waiting",
        )
        for face in faces_of
    ]
