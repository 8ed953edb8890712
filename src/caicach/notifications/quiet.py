"""When the office may be disturbed (giờ yên tĩnh): its own working calendar and hours, as published."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.timezone import localtime

from caicach.notifications.rules import next_open
from caicach.regulations import packs
from caicach.regulations.models import NotInForce, office_profile, working_calendar
from caicach.regulations.rules.calendar import ORDINARY_WEEK, CalendarUnknown, OfficeHours

DEFAULT = ""  # no unit has this code: the hours of the installation


def next_opening(at: datetime) -> datetime:
    """The first moment from `at` on at which messages may go out."""
    moment = localtime(at)
    hours = hours_on(moment.date())
    return next_open(moment, opens=hours.opens, closes=hours.closes, is_working=_is_working(moment.date()))


def hours_on(day: date) -> OfficeHours:
    """The office hours of the installation on a day; those on file where none is published."""
    try:
        return office_profile(DEFAULT, on=day).hours
    except NotInForce:
        return packs.office_profile().hours


def _is_working(known_on: date) -> Callable[[date], bool]:
    """Whether a day is worked, as known today; years without a calendar count as ordinary weeks."""
    try:
        days = working_calendar().known(known_on)
    except NotInForce:
        return lambda day: ORDINARY_WEEK[day.weekday()]

    def is_working(day: date) -> bool:
        try:
            return days.is_working(day)
        except CalendarUnknown:
            return ORDINARY_WEEK[day.weekday()]

    return is_working


def hours_in_words(day: date) -> str:
    """When messages go out: 07:30–16:30."""
    hours = hours_on(day)
    return "–".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (hours.opens, hours.closes))
