"""Telling people: notices with the deed, one digest a day, messages by the outbox."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caicach.audit.actions import record
from caicach.notifications.channels import CHANNELS
from caicach.notifications.channels.letter import Letter
from caicach.notifications.models import Contact, Digest, Message, MessageQuerySet, Notice, contact_of, digest_key
from caicach.notifications.quiet import next_opening
from caicach.notifications.rules import (
    FRESH,
    TRIES,
    Channel,
    DigestLine,
    Outcome,
    State,
    Trouble,
    next_try,
    urgent_first,
)
from caicach.orgs.models import Person
from caicach.orgs.permissions import require_administrator
from caicach.ui.wording import count
from caicach.ui.wording import day as day_in_words

LEASE = timedelta(minutes=10)  # a message in hands is nobody else's so long; far above any adapter's own limit
A_RUN = 200  # messages handed over in one run at most
PATIENCE = 3  # failures in a row after which a channel is left alone until the next run
PHONE_CHANNELS = (Channel.SMS, Channel.ZALO)


class NotWaiting(ValueError):
    """The message is sent or stopped already: nothing is left to try."""


@transaction.atomic
def notify(
    *,
    people: Iterable[Person],
    kind: str,
    text: str,
    link: str,
    once_key: str,
    actor: Person | None,
    at: datetime,
) -> None:
    """Tell each person once; `once_key` names the deed, so that a repeat tells nobody twice. The actor is not told."""
    notices = [
        Notice(
            to=person,
            channel=Channel.IN_APP,
            kind=kind,
            text=text[:500],
            link=link,
            at=at,
            once_key=f"{once_key}:{person.pk}",
        )
        for person in people
        if actor is None or person.pk != actor.pk
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


@transaction.atomic
def lead_elsewhere(*, link: str, to: str, actor: Person | None, at: datetime) -> int:
    """What notices led to is gone: from now on they lead to another page; returns how many did."""
    return Notice.objects.filter(link=link).update(link=to)


@transaction.atomic
def mark_read(*, actor: Person, at: datetime, notice: Notice | None = None) -> int:
    """The receiver has seen one notice, or all of them; returns how many were new."""
    mine = Notice.objects.visible_to(actor).unread()
    if notice is not None:
        mine = mine.filter(pk=notice.pk)
    return mine.update(read_at=at)


@transaction.atomic
def digest(
    *, person: Person, day: date, lines: Sequence[DigestLine], at: datetime, actor: Person | None = None
) -> Digest | None:
    """Tell a person everything of a day at once (bản tin trong ngày): a second call on that day tells nothing more.

    In the program always; by e-mail if they take it; by SMS and Zalo only if something is urgent and they take it.
    """
    if not lines or not person.is_active:
        return None
    told = urgent_first(lines)
    with translation.override(settings.LANGUAGE_CODE):  # whoever calls: nobody's own language is kept yet
        return _digest(person=person, day=day, told=told, actor=actor, at=at)


@transaction.atomic
def queue_message(
    *,
    to: Person,
    channel: Channel,
    address: str,
    kind: str,
    subject: str,
    body: str,
    link: str,
    once_key: str,
    actor: Person | None,
    at: datetime,
    not_before: datetime | None = None,
    good_for: timedelta | None = None,
) -> None:
    """Lay a message in the outbox (xếp vào hộp gửi đi), for the first office hour from `not_before` on, once.

    With `good_for` it is dropped when that much time has passed since then, instead of arriving late.
    """
    first = next_opening(max(at, not_before or at))
    message = Message(
        to=to,
        channel=channel,
        address=address,
        kind=kind,
        subject=subject[:200],
        body=body,
        link=link,
        once_key=once_key,
        queued_at=at,
        not_before=first,
        good_until=first + good_for if good_for else None,
        next_try_at=first,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def send_due(*, at: datetime, actor: Person | None = None) -> int:
    """Hand over what is due, outside quiet hours, channel by channel; returns how many went (gửi tin đến giờ).

    No transaction is open while the other side is talked to: a message is taken, handed over, and what came of it
    written down. Whoever dies in between leaves it in hands until `LEASE` is over; it then goes with the same key.
    """
    if next_opening(at) > at:
        return 0
    open_channels = [channel for channel, adapter in CHANNELS.items() if adapter.is_ready()]
    failures = dict.fromkeys(open_channels, 0)
    sent = 0
    for _n in range(A_RUN):
        message = _take(channels=open_channels, at=at)
        if message is None:
            break
        channel = Channel(message.channel)
        letter = Letter(_key_of(message), message.address, message.subject, message.body)
        outcome = CHANNELS[channel].send(letter)
        _write_down(message=message, outcome=outcome, at=at)
        sent += outcome.is_sent
        failures[channel] = 0 if outcome.is_sent or outcome.is_final else failures[channel] + 1
        if outcome.trouble is Trouble.BUSY or failures[channel] >= PATIENCE:
            open_channels.remove(channel)
    return sent


@transaction.atomic
def retry(*, messages: MessageQuerySet, actor: Person, at: datetime) -> int:
    """Try messages again from the beginning, at the next office hour (thử lại); returns how many.

    To the address the receiver has now: mostly the old one was wrong. A channel the receiver turned off stays off.
    """
    require_administrator(actor)
    found = list(messages.to_retry(at=at).select_related("to").select_for_update(of=("self",)))
    if not found:
        raise NotWaiting(_("Không có tin nào để thử lại: tin đã gửi xong, đang chờ gửi lần đầu hoặc đang gửi."))
    first = next_opening(at)
    for message in found:
        record("notifications.message_retried", message, actor=actor, at=at, attempts=message.attempts)
        message.address = contact_of(message.to).address_on(Channel(message.channel)) or message.address
        message.state, message.attempts, message.next_try_at, message.handed_at = State.QUEUED, 0, first, None
        message.save(update_fields=["address", "state", "attempts", "next_try_at", "handed_at"])
    return len(found)


@transaction.atomic
def stop(*, message: Message, actor: Person, at: datetime) -> Message:
    """Do not try a message any more (thôi gửi)."""
    require_administrator(actor)
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state in (State.SENT, State.STOPPED):
        raise NotWaiting(_("Tin này đã gửi xong hoặc đã thôi gửi."))
    if message.is_in_hands(at=at):
        raise NotWaiting(_("Tin này đang được gửi. Hãy xem lại sau ít phút."))
    record("notifications.message_stopped", message, actor=actor, at=at, state=message.state)
    _end(message, State.STOPPED, Trouble.STOPPED)
    return message


@transaction.atomic
def choose_contact(*, by_email: bool, by_sms: bool, by_zalo: bool, phone: str, actor: Person, at: datetime) -> Contact:
    """A person says how they want to be told (cách nhận tin); what waits on a channel turned off is stopped."""
    contact, _made = Contact.objects.select_for_update().get_or_create(person=actor)
    chosen = {"by_email": by_email, "by_sms": by_sms, "by_zalo": by_zalo, "phone": phone}
    changes = {name: {"before": getattr(contact, name), "after": value} for name, value in chosen.items()}
    contact.by_email, contact.by_sms, contact.by_zalo, contact.phone = by_email, by_sms, by_zalo, phone
    contact.save()
    record("notifications.contact_chosen", contact, actor=actor, at=at, **changes)
    off = [channel for channel in CHANNELS if not contact.address_on(channel)]
    for message in Message.objects.waiting().filter(to=actor, channel__in=off).select_for_update():
        _end(message, State.STOPPED, Trouble.NOT_WANTED)
    return contact


def _digest(*, person: Person, day: date, told: Sequence[DigestLine], at: datetime, actor: Person | None) -> Digest:
    """The digest's row, its notice, its messages: once for a person and a day."""
    made, is_new = Digest.objects.get_or_create(
        person=person, day=day, defaults={"lines": [line.as_json() for line in told], "at": at}
    )
    if not is_new:
        return made
    urgent = sum(line.urgent for line in told)
    says, link, key = _digest_says(len(told), urgent), f"/notices/digest/{made.pk}/", digest_key(person, day)
    notify(people=[person], kind="digest", text=says, link=link, once_key=key, actor=None, at=at)
    contact = contact_of(person)
    letters = {Channel.EMAIL: _digest_letter(person, told, link)}
    if urgent:
        letters |= dict.fromkeys(PHONE_CHANNELS, f"Cải Cách: {says} {settings.ADDRESS}{link}")
    for channel, body in letters.items():
        if address := contact.address_on(channel):
            queue_message(
                to=person,
                channel=channel,
                address=address,
                kind="digest",
                subject=_("Việc ngày %(day)s: %(says)s") % {"day": day_in_words(day), "says": says},
                body=body,
                link=link,
                once_key=f"{key}:{channel}",
                good_for=FRESH,
                actor=actor,
                at=at,
            )
    return made


@transaction.atomic
def _take(*, channels: Sequence[Channel], at: datetime) -> Message | None:
    """Take the longest waiting message into hands, so that no other run takes it; it counts as a try from now on."""
    while True:
        due = Message.objects.due(at=at).filter(channel__in=channels).select_related("to")
        message = due.select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        if not message.to.is_active:
            _end(message, State.STOPPED, Trouble.LEFT)
        elif message.is_outdated(at=at):
            _end(message, State.STOPPED, Trouble.OUTDATED)
        elif message.attempts >= TRIES:
            _end(message, State.GIVEN_UP, Trouble.INTERRUPTED)
        else:
            message.attempts += 1
            message.handed_at, message.next_try_at, message.trouble = at, at + LEASE, Trouble.INTERRUPTED
            message.detail = ""
            message.save(update_fields=["attempts", "handed_at", "next_try_at", "trouble", "detail"])
            return message


@transaction.atomic
def _write_down(*, message: Message, outcome: Outcome, at: datetime) -> None:
    """Keep what the other side said. That it has the message is true whatever happened meanwhile; a failure is
    told only by who still has the message in hands."""
    now = Message.objects.select_for_update().get(pk=message.pk)
    if now.state == State.SENT:
        return
    if outcome.is_sent:
        now.sent_at, now.provider_id = at, outcome.provider_id
        _end(now, State.SENT, Trouble.NONE)
        return
    if now.state not in (State.QUEUED, State.FAILED) or now.attempts != message.attempts:
        return
    again = None if outcome.is_final else next_try(attempts=now.attempts, at=at, rest=outcome.rest)
    if again is None:
        _end(now, State.GIVEN_UP, outcome.trouble, outcome.detail)
        return
    now.state, now.trouble, now.detail, now.handed_at = State.FAILED, outcome.trouble, outcome.detail[:200], None
    now.next_try_at = next_opening(again)
    now.save(update_fields=["state", "trouble", "detail", "handed_at", "next_try_at"])


def _end(message: Message, state: State, trouble: Trouble, detail: str = "") -> None:
    """The message waits for nothing any more."""
    message.state, message.trouble, message.detail = state, trouble, detail[:200]
    message.next_try_at = message.handed_at = None
    message.save(update_fields=["state", "trouble", "detail", "next_try_at", "handed_at", "sent_at", "provider_id"])


def _key_of(message: Message) -> str:
    """The message's name towards other sides: same at every try and after a restore, unlike another office's."""
    return salted_hmac("caicach.notifications.message", message.once_key).hexdigest()


def _digest_says(lines: int, urgent: int) -> str:
    """How many things wait, in a sentence."""
    says = ngettext("%(n)s việc cần xem", "%(n)s việc cần xem", lines) % {"n": count(lines)}
    if not urgent:
        return f"{says}."
    return says + ngettext(", %(n)s việc gấp.", ", %(n)s việc gấp.", urgent) % {"n": count(urgent)}


def _digest_letter(person: Person, lines: Sequence[DigestLine], link: str) -> str:
    """The e-mail of a digest: every line with its own address."""
    said = [_("Kính gửi %(name)s,") % {"name": person.full_name}, ""]
    for line in lines:
        said += [f"- {_('GẤP')}: {line.text}" if line.urgent else f"- {line.text}", f"  {settings.ADDRESS}{line.link}"]
    said += ["", _("Xem tất cả: %(link)s") % {"link": f"{settings.ADDRESS}{link}"}]
    said += [_("Đổi cách nhận tin: %(link)s") % {"link": f"{settings.ADDRESS}/notices/settings/"}]
    return "\n".join(said) + "\n"
