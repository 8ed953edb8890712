"""How the outbox and a digest look on a page: plain values for the parts of `ui`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.notifications.channels import CHANNELS
from caicach.notifications.models import CHANNEL_NAMES, STATE_NAMES, Digest, Message
from caicach.notifications.rules import TRIES, WAITING, Channel, State
from caicach.ui.parts import Action, EmptyState, Figure, Tab, Tone
from caicach.ui.wording import count, moment

TONES: dict[State, Tone] = {
    State.QUEUED: "waiting",
    State.FAILED: "soon",
    State.SENT: "done",
    State.GIVEN_UP: "late",
    State.STOPPED: "none",
}
ICONS = {Channel.EMAIL: "send", Channel.SMS: "phone", Channel.ZALO: "message-2"}
SHOWN = (State.GIVEN_UP, State.FAILED, State.QUEUED, State.SENT, State.STOPPED)
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Row:
    """One message as the administrator sees it: never what it says."""

    pk: int
    to: str
    address: str
    icon: str
    channel: str
    kind: str
    says: str  # its state in a word
    tone: Tone
    about: str
    error: str
    acts: list[Action]


@dataclass(frozen=True)
class Way:
    """One channel: whether it is set up, and what waits on it."""

    name: str
    icon: str
    says: str
    tone: Tone
    note: str


def row(message: Message, *, at: datetime) -> Row:
    """A message with what can be done about it."""
    state = State(message.state)
    in_hands = message.is_in_hands(at=at)
    return Row(
        pk=message.pk,
        to=message.to.full_name,
        address=message.address,
        icon=ICONS[Channel(message.channel)],
        channel=message.get_channel_display(),
        kind=message.kind_name,
        says=_("Đang gửi") if in_hands else str(STATE_NAMES[state]),
        tone=TONES[state],
        about=_about(message, state),
        error="" if in_hands or state is State.SENT else message.last_error,
        acts=[] if in_hands else _acts(message, state, at),
    )


def figures(counts: Counts, *, sent_today: int, at: datetime) -> list[Figure]:
    """How the outbox stands, in three numbers."""
    waiting = sum(_of(counts, state) for state in WAITING)
    again, broken = _of(counts, State.FAILED), _of(counts, State.GIVEN_UP)
    note = ngettext("%(n)s tin gửi lại", "%(n)s tin gửi lại", again) % {"n": count(again)} if again else ""
    unit, asked = _("tin"), _("cần quyết định") if broken else ""
    return [
        Figure(_("Chờ gửi"), waiting, unit, tone="waiting" if waiting else "none", note=note, as_of=at),
        Figure(_("Đã gửi hôm nay"), sent_today, unit, url=f"?state={State.SENT}"),
        Figure(_("Hỏng"), broken, unit, tone="late" if broken else "none", note=asked, url=f"?state={State.GIVEN_UP}"),
    ]


def tabs(counts: Counts, *, state: str, channel: str) -> list[Tab]:
    """The states, each with how many there are on the chosen channel."""
    here = {key: n for key, n in counts.items() if not channel or key[1] == channel}
    known = [("", _("Tất cả"))] + [(str(one), str(STATE_NAMES[one])) for one in SHOWN]
    return [
        Tab(
            name,
            "?" + urlencode({"state": value, "channel": channel}),
            current=value == state,
            count=_of(here, value),
            tone=TONES[State(value)] if value and _of(here, value) else "none",
        )
        for value, name in known
    ]


def channel_choices(chosen: str) -> list[tuple[str, str, bool]]:
    """The channels one may look at alone."""
    known = [("", _("Mọi kênh"))] + [(str(one), str(CHANNEL_NAMES[one])) for one in CHANNELS]
    return [(value, name, value == chosen) for value, name in known]


def ways(counts: Counts) -> list[Way]:
    """Each channel, and what to do where it is not set up."""
    found = []
    for channel, adapter in CHANNELS.items():
        waiting = sum(counts.get((state, channel), 0) for state in WAITING)
        waits = ngettext("%(n)s tin đang chờ.", "%(n)s tin đang chờ.", waiting) % {"n": count(waiting)}
        if adapter.is_ready():
            said: tuple[str, Tone, str] = (_("Đã nối"), "ok", waits if waiting else _("Không có tin chờ."))
        else:
            setting = "CAICACH_SMTP" if channel is Channel.EMAIL else f"CAICACH_{channel.upper()}"
            how = _("Đặt biến %(setting)s rồi khởi động lại; trước đó tin nằm chờ.") % {"setting": setting}
            said = (_("Chưa nối"), "soon" if waiting else "none", f"{waits} {how}" if waiting else how)
        found.append(Way(str(CHANNEL_NAMES[channel]), ICONS[channel], *said))
    return found


def retry_all(broken: int) -> Action | None:
    """Try all broken messages again."""
    if not broken:
        return None
    words = {"n": count(broken)}
    return Action(
        ngettext("Thử lại %(n)s tin hỏng", "Thử lại %(n)s tin hỏng", broken) % words,
        reverse("notifications:retry_all"),
        icon="refresh",
        primary=True,
        post=True,
        ask=ngettext("Gửi lại %(n)s tin hỏng từ đầu?", "Gửi lại %(n)s tin hỏng từ đầu?", broken) % words,
    )


def nothing_here(narrowed: bool) -> EmptyState:
    """What will stand in the outbox."""
    if narrowed:
        return EmptyState(_("Không có tin nào như vậy."), _("Chọn trạng thái hoặc kênh khác."), icon="filter")
    says = _("Thư điện tử, SMS và Zalo gửi cho cán bộ sẽ hiện ở đây: đã gửi, chờ gửi và hỏng.")
    return EmptyState(_("Chưa có tin nào rời phần mềm."), says, icon="send")


def digest_figures(digest: Digest) -> list[Figure]:
    """How many things a day held."""
    lines: list[dict[str, Any]] = digest.lines
    urgent = sum(bool(line["urgent"]) for line in lines)
    return [
        Figure(_("Cần xem"), len(lines), _("việc"), as_of=digest.at),
        Figure(_("Gấp"), urgent, _("việc"), tone="late" if urgent else "none"),
    ]


def _about(message: Message, state: State) -> str:
    """When it was laid in, how often tried, and what comes next."""
    tried = _("lần thử %(n)s/%(most)s") % {"n": message.attempts, "most": TRIES}
    if state is State.SENT and message.sent_at:
        return _("gửi xong %(at)s") % {"at": moment(message.sent_at, short=True)} + (
            f" · {tried}" if message.attempts > 1 else ""
        )
    said = [_("xếp %(at)s") % {"at": moment(message.queued_at, short=True)}]
    if message.attempts:
        said.append(tried)
    if message.next_try_at:
        word = _("gửi lại %(at)s") if message.attempts else _("gửi từ %(at)s")
        said.append(word % {"at": moment(message.next_try_at, short=True)})
    return " · ".join(said)


def _acts(message: Message, state: State, at: datetime) -> list[Action]:
    acts = []
    if message.may_be_retried(at=at):
        acts.append(Action(_("Thử lại"), reverse("notifications:retry", args=[message.pk]), post=True))
    if state in (*WAITING, State.GIVEN_UP):
        ask = _("Thôi gửi tin này cho %(name)s?") % {"name": message.to.full_name}
        acts.append(Action(_("Thôi gửi"), reverse("notifications:stop", args=[message.pk]), post=True, ask=ask))
    return acts


def _of(counts: Counts, state: str) -> int:
    return sum(n for (one, _channel), n in counts.items() if not state or one == state)
