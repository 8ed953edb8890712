from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caicach.notifications.rules import WAITING, Channel, State, Trouble
from caicach.orgs.models import Person
from caicach.orgs.permissions import is_administrator

CHANNEL_NAMES = {
    Channel.IN_APP: _("Trên phần mềm"),
    Channel.EMAIL: _("Thư điện tử"),
    Channel.SMS: _("Tin nhắn SMS"),
    Channel.ZALO: "Zalo",
}
STATE_NAMES = {
    State.QUEUED: _("Chờ gửi"),
    State.FAILED: _("Đang gửi lại"),
    State.SENT: _("Đã gửi"),
    State.GIVEN_UP: _("Hỏng"),
    State.STOPPED: _("Thôi gửi"),
}
TROUBLES = {
    Trouble.NONE: "",
    Trouble.UNANSWERED: _("Bên nhận không trả lời kịp."),
    Trouble.UNREACHABLE: _("Không kết nối được tới bên nhận."),
    Trouble.CUT_OFF: _("Kết nối bị ngắt giữa chừng."),
    Trouble.BUSY: _("Bên nhận đang quá tải, hẹn gửi lại sau."),
    Trouble.FAULTY: _("Bên nhận báo lỗi của chính họ."),
    Trouble.UNREADABLE: _("Bên nhận trả lời sai quy ước, không biết tin đã đến hay chưa."),
    Trouble.KEY_REFUSED: _("Bên nhận không chấp nhận khóa hoặc tài khoản gửi. Hãy xem lại cấu hình kênh."),
    Trouble.REFUSED: _("Bên nhận từ chối địa chỉ hoặc nội dung này, gửi lại cũng không được. Hãy sửa địa chỉ."),
    Trouble.INTERRUPTED: _("Phần mềm dừng giữa lúc gửi."),
    Trouble.NOT_WANTED: _("Người nhận đã tắt kênh này."),
    Trouble.LEFT: _("Tài khoản người nhận đã khóa."),
    Trouble.OUTDATED: _("Tin đã cũ, không còn đáng gửi."),
    Trouble.STOPPED: _("Quản trị viên thôi gửi."),
}
TO_RETRY = (State.FAILED, State.GIVEN_UP, State.STOPPED)
KIND_NAMES = {"digest": _("Bản tin trong ngày")}


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> "NoticeQuerySet":
        """A notice is its receiver's alone."""
        return self.filter(to=person)

    def unread_first(self) -> "NoticeQuerySet":
        is_read = models.Q(read_at__isnull=False)
        return self.annotate(is_read=models.ExpressionWrapper(is_read, models.BooleanField())).order_by(
            "is_read", "-at", "-pk"
        )

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Something a person should know (thông báo), written in the transaction of the deed it tells of."""

    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    once_key = models.CharField(max_length=120, unique=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="notices_unread")]

    def __str__(self) -> str:
        return self.text


class Contact(models.Model):
    """How a person wants to be told (cách nhận tin); without a row, what the fields say at first."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    phone = models.CharField(max_length=20, blank=True)
    by_email = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=False)
    by_zalo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by_sms=False, by_zalo=False) | ~Q(phone=""), name="contact_phone_for_phone_channels"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def address_on(self, channel: Channel) -> str:
        """Where this channel reaches the person; empty where they do not take it or it is not known."""
        wanted = {Channel.EMAIL: self.by_email, Channel.SMS: self.by_sms, Channel.ZALO: self.by_zalo}
        if not wanted.get(channel):
            return ""
        return self.person.email if channel is Channel.EMAIL else self.phone


def contact_of(person: Person) -> Contact:
    """The person's choices, or the first ones (not saved) where they never chose."""
    return Contact.objects.filter(person=person).first() or Contact(person=person)


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, person: Person) -> "DigestQuerySet":
        """A digest is its receiver's alone."""
        return self.filter(person=person)


class Digest(models.Model):
    """What a person was told on one day, all together (bản tin trong ngày)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    lines = models.JSONField()
    at = models.DateTimeField()

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.day:%d/%m/%Y}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> "MessageQuerySet":
        """The outbox is the administrator's to watch."""
        return self.all() if is_administrator(person) else self.none()

    def shown(self, *, state: str, channel: str) -> "MessageQuerySet":
        """Those in one state, on one channel; words that name none choose all."""
        found = self.filter(state=state) if state in set(State) else self
        return found.filter(channel=channel) if channel in set(Channel) else found

    def waiting(self) -> "MessageQuerySet":
        return self.filter(state__in=WAITING)

    def given_up(self) -> "MessageQuerySet":
        return self.filter(state=State.GIVEN_UP)

    def sent_since(self, moment: datetime) -> "MessageQuerySet":
        return self.filter(sent_at__gte=moment)

    def to_retry(self, *, at: datetime) -> "MessageQuerySet":
        """What an administrator may try again: not sent, still worth it, not refused by its receiver, in no hands."""
        ended = self.filter(state__in=TO_RETRY).exclude(trouble=Trouble.NOT_WANTED)
        return ended.exclude(handed_at__isnull=False, next_try_at__gt=at).exclude(good_until__lt=at)

    def due(self, *, at: datetime) -> "MessageQuerySet":
        """Whose next try has come, the longest waiting first."""
        return self.waiting().filter(next_try_at__lte=at).order_by("next_try_at", "pk")


class Message(models.Model):
    """A message on its way out of the program (tin gửi đi): sent only when the other side has said so."""

    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=10, choices=[(channel, CHANNEL_NAMES[channel]) for channel in Channel])
    address = models.CharField(max_length=254)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300)
    once_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=10, choices=[(state, STATE_NAMES[state]) for state in State], default=State.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    good_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True)
    trouble = models.CharField(max_length=20, blank=True, choices=[(one, TROUBLES[one]) for one in Trouble])
    detail = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, next_try_at__isnull=False)
                | (~Q(state__in=WAITING) & Q(next_try_at__isnull=True)),
                name="message_waits_for_a_moment",
            ),
            models.CheckConstraint(condition=~Q(channel=Channel.IN_APP), name="message_goes_out"),
            models.CheckConstraint(condition=~Q(address=""), name="message_has_address"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=WAITING), name="message_due"),
            models.Index(fields=["state", "channel"], name="message_state"),
            models.Index(fields=["sent_at"], name="message_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.address}"

    def is_in_hands(self, *, at: datetime) -> bool:
        """Whether a run is handing it over, or did so moments ago and has not said how it went."""
        return self.handed_at is not None and self.next_try_at is not None and self.next_try_at > at

    def may_be_retried(self, *, at: datetime) -> bool:
        """The same of one message as `to_retry` asks of all."""
        may = self.state in TO_RETRY and self.trouble != Trouble.NOT_WANTED and not self.is_in_hands(at=at)
        return may and not self.is_outdated(at=at)

    def is_outdated(self, *, at: datetime) -> bool:
        """Whether it is no longer worth sending."""
        return self.good_until is not None and self.good_until < at

    @property
    def last_error(self) -> str:
        """What went wrong the last time, in a sentence."""
        said = gettext(str(TROUBLES[Trouble(self.trouble)])) if self.trouble else ""
        return f"{said} ({self.detail})" if said and self.detail else said

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES.get(self.kind, self.kind))


def digest_key(person: Person, day: date) -> str:
    """The name of a person's digest of a day, by which a repeat is known."""
    return f"digest:{person.pk}:{day.isoformat()}"
