import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caicach.orgs import rules
from caicach.orgs.models.units import Unit
from caicach.orgs.rules import Role

ROLE_NAMES = {
    Role.OFFICE_SPECIALIST: _("Chuyên viên Văn phòng"),
    Role.REPORTER: _("Đầu mối đơn vị"),
    Role.ONE_STOP_DESK: _("Cán bộ một cửa"),
    Role.PROCESSING_OFFICER: _("Chuyên viên thụ lý"),
    Role.HEAD: _("Lãnh đạo"),
    Role.APPRAISER: _("Thẩm định"),
    Role.ADMINISTRATOR: _("Quản trị"),
}


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)

    def matching(self, words: str) -> "models.QuerySet[Person]":
        """People whose name, call name or sign-in holds every word, whatever the accents."""
        found = self.get_queryset()
        for word in rules.fold(words).split()[:8]:
            found = found.filter(folded__contains=word)
        return found


class Person(AbstractBaseUser):
    """Someone who signs in (người dùng); what they may do comes from their posts."""

    username = models.CharField("Tên đăng nhập", max_length=60, unique=True)
    email = models.EmailField("Thư điện tử", blank=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    called = models.CharField("Cách gọi", max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField()
    password_is_temporary = models.BooleanField(default=False)
    folded = models.CharField(max_length=250, blank=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = rules.fold(f"{self.full_name} {self.called} {self.username}")[:250]
        super().save(*args, **kwargs)

    def set_password(self, raw_password: str | None) -> None:
        """A password set by its owner; the administrator's actions mark theirs as temporary afterwards."""
        super().set_password(raw_password)
        self.password_is_temporary = False

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.called or self.full_name

    @property
    def initial(self) -> str:
        return rules.initials(self.full_name.split())

    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Rights come from posts (`orgs.permissions`), never from Django's own tables."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, *, on: datetime.date) -> "PostQuerySet":
        """The posts somebody holds on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)

    def held_after(self, day: datetime.date) -> "PostQuerySet":
        """The posts held at some time after a day, begun or not."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day))

    def acted_in_by(self, person: Person, *, on: datetime.date) -> "PostQuerySet":
        """The posts a person acts in on a day: their own, and those of absent people delegated to them."""
        delegated = Delegation.objects.running(on=on).filter(to=person).values("post")
        return self.held(on=on).filter(Q(person=person) | Q(pk__in=delegated, person__is_active=True))


class Post(models.Model):
    """A person's place in a unit with one role, from a day on (vị trí công tác)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(role, ROLE_NAMES[role]) for role in Role])
    title = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role", "since"], name="orgs_post_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="orgs_post_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.unit}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def running(self, *, on: datetime.date) -> "DelegationQuerySet":
        """The delegations in force on a day, none that was taken back."""
        return self.filter(since__lte=on, until__gte=on, ended_at__isnull=True)

    def not_over(self, *, on: datetime.date) -> "DelegationQuerySet":
        """Those in force on a day or later."""
        return self.filter(until__gte=on, ended_at__isnull=True)


class Delegation(models.Model):
    """Somebody acts in another's post while its holder is absent (ủy quyền khi vắng mặt), from a day to a day.

    It hangs on the post: it ends with it, and who acts by it has no post to delegate further.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="delegations")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegated")
    since = models.DateField()
    until = models.DateField()
    words = models.CharField(max_length=300)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="orgs_delegation_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class Draft(models.Model):
    """What a person has typed and not yet sent (bản nháp), kept on the server until it is."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=120)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="orgs_one_draft_a_place")]
