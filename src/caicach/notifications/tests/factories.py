"""Messages and choices, as tests lay them out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caicach.notifications import actions
from caicach.notifications.rules import Channel, DigestLine

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = MONDAY.date()
LINES = [
    DigestLine("Nhiệm vụ 7 còn 2 ngày làm việc.", "/plans/tasks/7/", "plans.due"),
    DigestLine("Nhiệm vụ 3 quá hạn 4 ngày.", "/plans/tasks/3/", "plans.overdue", urgent=True),
]


def takes(person, *, email="", **wanted):
    """The person's address and choices."""
    person.email = email
    person.save()
    chosen = {"by_email": True, "by_sms": False, "by_zalo": False, "phone": ""} | wanted
    actions.choose_contact(**chosen, actor=person, at=MONDAY)


def lay(person, n=1, *, channel=Channel.SMS, at=MONDAY, key="x"):
    for number in range(n):
        actions.queue_message(
            to=person, channel=channel, address=f"+849{number:08}" if channel != Channel.EMAIL else "phuc@example.vn",
            kind="x", subject="Việc", body=f"Tin {number}", link="/", once_key=f"{key}:{number}", actor=None, at=at,
        )  # fmt: skip
