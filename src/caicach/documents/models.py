from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from caicach.documents import freezing
from caicach.documents.rules import (
    COMPONENTS,
    OTHER_TYPES,
    TYPES,
    UNREAD,
    Direction,
    FileState,
    LinkKind,
    ProposalState,
    seen_mark,
)
from caicach.orgs.models import Person, Unit
from caicach.orgs.permissions import units_in_reach
from caicach.orgs.rules import fold

TYPE_CHOICES = [(code, names[0]) for code, names in (TYPES | OTHER_TYPES).items()]
DIRECTION_NAMES = {Direction.INCOMING: _("Văn bản đến"), Direction.OUTGOING: _("Văn bản đi")}
LINK_NAMES = {
    LinkKind.REPLACES: _("Thay thế"),
    LinkKind.AMENDS: _("Sửa đổi, bổ sung"),
    LinkKind.BASED_ON: _("Căn cứ"),
    LinkKind.IMPLEMENTS: _("Triển khai"),
}


BACKWARD_NAMES = {
    LinkKind.REPLACES: _("Bị thay thế bởi"),
    LinkKind.AMENDS: _("Được sửa đổi bởi"),
    LinkKind.BASED_ON: _("Là căn cứ của"),
    LinkKind.IMPLEMENTS: _("Được triển khai bởi"),
}


class StoredFile(models.Model):
    """A file kept once by its hash (tệp): bytes stand in the data folder, never change and are never overwritten."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="documents_file_is_not_empty")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Book(models.Model):
    """A register of one year (sổ đăng ký văn bản): its numbers start at 1 each calendar year, without gaps."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="books")
    direction = models.CharField(max_length=10, choices=[(kind, DIRECTION_NAMES[kind]) for kind in Direction])
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "direction", "year"], name="documents_one_book_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.year}, {self.unit}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, person: Person) -> "DocumentQuerySet":
        """Documents in the registers of the units the person reaches, and those handed to such a unit."""
        reach = units_in_reach(person).values("pk")
        handed = HandOut.objects.filter(unit__in=reach).values("document")
        return self.filter(Q(unit__in=reach) | Q(pk__in=handed))

    def matching(self, words: str) -> "DocumentQuerySet":
        """Documents that hold every word, whatever their accents, case or đ."""
        found = self
        for word in fold(words).split()[:8]:
            found = found.filter(folded__contains=word)
        return found

    def with_proposal_counts(self) -> Any:
        """With `listed`, `confirmed` and `waiting`: how many proposals stand, are tasks, wait for a person."""
        state = "proposals__state"
        return self.annotate(
            listed=Count("proposals", filter=~Q(**{state: ProposalState.DROPPED})),
            confirmed=Count("proposals", filter=Q(**{state: ProposalState.CONFIRMED})),
            waiting=Count("proposals", filter=Q(**{state: ProposalState.PROPOSED})),
        )

    def newest_first(self) -> "DocumentQuerySet":
        return self.order_by("-registered_at", "-pk")


class Document(models.Model):
    """An entry in a register of official documents (văn bản), with the components Decree 30/2020 asks for."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="documents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    number_in_book = models.PositiveIntegerField()
    type_code = models.CharField("Tên loại", max_length=10, choices=TYPE_CHOICES)
    number = models.CharField("Số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("Ngày ban hành", null=True, blank=True)
    issuer = models.CharField("Cơ quan ban hành", max_length=200, blank=True)
    place = models.CharField("Địa danh", max_length=100, blank=True)
    subject = models.CharField("Trích yếu", max_length=500)
    signer = models.CharField("Người ký", max_length=120, blank=True)
    signer_authority = models.CharField("Chức vụ người ký", max_length=200, blank=True)
    recipients = models.JSONField("Nơi nhận", default=list, blank=True)
    arrived_on = models.DateField("Ngày đến", null=True, blank=True)
    synthetic = models.BooleanField(default=False)
    registered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    folded = models.TextField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number_in_book"], name="documents_number_once_in_book"),
        ]
        indexes = [models.Index(fields=["unit", "registered_at"], name="documents_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_type_code_display()} {self.number or _('(chưa có số)')}"

    @property
    def title(self) -> str:
        """What a list calls it: type and number; the subject stands beside it."""
        return f"{self.get_type_code_display()} {self.number or _('(chưa có số)')}"

    @property
    def seen_mark(self) -> str:
        """The mark of what the entry says now; a page of correction carries it."""
        return seen_mark({name: getattr(self, name) for name in COMPONENTS})

    def folded_text(self) -> str:
        """What a search looks through: number, subject, issuer, signer."""
        return fold(" ".join([self.get_type_code_display(), self.number, self.subject, self.issuer, self.signer]))


class HandOut(models.Model):
    """A document handed to a unit (chuyển văn bản), which may then read it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="hand_outs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "unit"], name="documents_handed_once")]


class DocumentFile(models.Model):
    """A file of a document under the name it came with (tệp đính kèm)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "stored"], name="documents_file_once")]

    def __str__(self) -> str:
        return self.name


class DocumentLink(models.Model):
    """How a document stands to another, which may not be in the register (liên kết văn bản)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=[(kind, LINK_NAMES[kind]) for kind in LinkKind])
    other = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="linked_from")
    cited = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "cited"], name="documents_link_once"),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("document")), name="documents_no_link_to_itself"
            ),
        ]

    @property
    def backward(self) -> str:
        """How the link reads from the other end."""
        return str(BACKWARD_NAMES[LinkKind(self.kind)])


class Reading(models.Model):
    """What the reader understood of a document's file (kết quả đọc): the lines of the paper and what they say."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="+")
    result = models.JSONField()
    page = models.JSONField()
    read_at = models.DateTimeField()


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(state=ProposalState.PROPOSED)

    def in_paper_order(self) -> "ProposalQuerySet":
        """As the clauses stand on the paper; a proposal that was split keeps its pieces together."""
        return self.order_by("line", "number")


class Proposal(models.Model):
    """A clause the reader takes for a task (nhiệm vụ đề xuất), waiting for a person to confirm, correct or drop it.

    `revision` counts corrections: who decides on an older one is told, and loses nothing. `marks` are the places on the
    paper a person pointed at, by kind; `before` is what the last correction wrote over, until it is taken back.
    """

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="proposals")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=60, blank=True)
    line = models.PositiveIntegerField()
    line_end = models.PositiveIntegerField()
    text = models.TextField()
    field = models.CharField(max_length=20)
    lead_words = models.JSONField(default=list)
    coop_words = models.JSONField(default=list)
    lead = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    coop = models.ManyToManyField(Unit, related_name="+")
    deadline_phrase = models.CharField(max_length=300, blank=True)
    deadline = models.JSONField(null=True)
    targets = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    product = models.CharField(max_length=300, blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2)
    because = models.JSONField(default=list)
    because_en = models.JSONField(default=list)
    because_codes = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ProposalState])
    revision = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="documents_proposal_number_once"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED) | Q(decided_at__isnull=False),
                name="documents_decision_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Batch(models.Model):
    """Files sent together to one register (đợt tải lên), read one after another beside the pages."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=[(kind, DIRECTION_NAMES[kind]) for kind in Direction])
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_direction_display()}, {self.unit}"


class BatchFileQuerySet(models.QuerySet["BatchFile"]):
    def unread(self) -> "BatchFileQuerySet":
        """Files still to be read, also those whose reading was broken off."""
        return self.filter(state__in=UNREAD)


class BatchFile(models.Model):
    """One file of a batch (tệp trong đợt) and what became of it; `stored` is absent where no bytes could be kept."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in FileState])
    tries = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    says = models.TextField(blank=True)
    says_en = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    objects = BatchFileQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="documents_batch_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["entered", "known"], document__isnull=False, done_at__isnull=False)
                | Q(state="refused", document__isnull=True, done_at__isnull=False) & ~Q(says="")
                | Q(
                    state__in=["waiting", "reading"],
                    document__isnull=True,
                    done_at__isnull=True,
                    stored__isnull=False,
                ),
                name="documents_batch_file_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=Q(state__in=["waiting", "reading"]), name="documents_unread"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FrozenIssueQuerySet(models.QuerySet["FrozenIssue"]):
    def visible_to(self, person: Person) -> "FrozenIssueQuerySet":
        """Issues of the units the person reaches."""
        return self.filter(unit__in=units_in_reach(person).values("pk"))

    def of(self, kind: str, key: str) -> "FrozenIssueQuerySet":
        """The issues of one key, newest first."""
        return self.filter(kind=kind, key=key).order_by("-number")

    def without_payload(self) -> "FrozenIssueQuerySet":
        """For lists and stamps: everything but the content, which may be long."""
        return self.defer("payload")


class FrozenIssue(models.Model):
    """A report or sheet as it was sent (bản đã chốt): figures, the records behind them, its files; never changed.

    A correction is the next number of the same kind and key. `payload` is the content exactly as it was hashed. The
    database refuses change and removal (triggers in migration 0003); the trail's line says the same once more.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="frozen_issues")
    title = models.CharField(max_length=300)
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    because = models.CharField(max_length=500, blank=True)

    objects = FrozenIssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="documents_frozen_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, previous__isnull=True) | Q(number__gt=1, previous__isnull=False),
                name="documents_frozen_first_has_none_before",
            ),
        ]
        indexes = [models.Index(fields=["unit", "issued_at"], name="documents_frozen_by_unit")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @cached_property
    def content(self) -> freezing.Payload:
        """What was frozen, read back."""
        return freezing.read(self.payload)


class FrozenFile(models.Model):
    """A file as it was issued with a frozen content (tệp phát hành): Word, Excel; the bytes are kept by hash."""

    issue = models.ForeignKey(FrozenIssue, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "name"], name="documents_frozen_file_once")]

    def __str__(self) -> str:
        return self.name
