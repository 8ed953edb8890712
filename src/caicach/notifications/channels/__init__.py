"""The ways out (kênh gửi tin): an adapter a channel. A new one: a module with `is_ready` and `send`, a line here."""

from typing import Protocol

from caicach.notifications.channels.letter import Letter
from caicach.notifications.channels.mail import Mail
from caicach.notifications.channels.provider import Provider
from caicach.notifications.rules import Channel, Outcome


class Adapter(Protocol):
    """One way out; it says what became of a letter and never raises for what the other side does."""

    def is_ready(self) -> bool: ...

    def send(self, letter: Letter) -> Outcome: ...


CHANNELS: dict[Channel, Adapter] = {
    Channel.EMAIL: Mail(),
    Channel.SMS: Provider("sms"),
    Channel.ZALO: Provider("zalo"),
}
