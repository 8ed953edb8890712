"""The last days of the demo's chasing: digests each working morning, and one round of urging letters (hư cấu)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from caicach.documents.demo import Days, at_work
from caicach.documents.demo.days import workdays_after
from caicach.orgs.demo import House
from caicach.orgs.permissions import people_with
from caicach.orgs.rules import Role
from caicach.plans import actions, urging

CHASED_DAYS = 6  # working days before today of which digests are kept
ROUND_DAYS = 3  # working days ago the letters were written
URGED = 3  # units
ANSWER = "Đơn vị đã nhận. Việc chậm do chờ số liệu của các khoa; sẽ hoàn thành và báo cáo trong tháng."

Will = Callable[[datetime, Callable[[datetime], None]], None]


def plan_chasing(days: Days, house: House, will: Will) -> None:
    """Put the mornings' digests and the round of letters among the things that will happen."""
    mornings = [at_work(workdays_after(days.today, -ago), 7, 32) for ago in range(CHASED_DAYS + 1)]
    for morning in mornings:
        if morning < days.at:
            will(morning, _digests)
    will(at_work(workdays_after(days.today, -ROUND_DAYS), 9, 40), lambda at: _urge(house, at))


def _digests(at: datetime) -> None:
    actions.chase(at=at)


def _urge(house: House, at: datetime) -> None:
    """Cô Hạnh writes to the units with most late tasks: one answers, one letter is signed, one lies unread."""
    office, hanh = house.units["SYT"], house.people["hanh"]
    late = urging.late_units(office, localdate(at))[:URGED]
    if not late:
        return
    letters = actions.prepare_letters(
        office=office,
        units=[one.unit for one in late],
        answer_by=urging.answer_day(localdate(at)),
        actor=hanh,
        at=at,
    )
    for letter in letters[:2]:
        later = at + timedelta(minutes=50)
        actions.sign_letter(letter=letter, number="", signed_on=localdate(at), actor=hanh, at=later)
    readers = people_with(letters[0].to, Role.REPORTER, Role.HEAD)
    if readers:
        actions.acknowledge_letter(letter=letters[0], answer=ANSWER, actor=readers[0], at=at + timedelta(hours=4))
