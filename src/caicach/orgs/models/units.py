import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caicach.orgs import rules
from caicach.orgs.rules import UnitKind

KIND_NAMES = {
    UnitKind.MINISTRY: _("Bộ"),
    UnitKind.DEPARTMENT: _("Sở"),
    UnitKind.DIVISION: _("Phòng"),
    UnitKind.AGENCY: _("Chi cục"),
    UnitKind.HOSPITAL: _("Bệnh viện"),
    UnitKind.CENTRE: _("Trung tâm"),
    UnitKind.STATION: _("Trạm y tế"),
    UnitKind.OTHER: _("Đơn vị khác"),
}


class UnitQuerySet(models.QuerySet["Unit"]):
    def open_now(self) -> "UnitQuerySet":
        return self.filter(is_open=True)

    def under(self, paths: list[str]) -> "UnitQuerySet":
        """The units at or below any of these paths; none for no path."""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

    def in_tree_order(self) -> "UnitQuerySet":
        return self.order_by("path")

    def named(self, words: str) -> "UnitQuerySet":
        """The units a person may mean: by code, else by a whole name or alias, else by every word; accents may lack."""
        code = words.rpartition("(")[2].rstrip(") ") if words.endswith(")") else words
        if (exact := self.filter(code__iexact=code.strip())).exists():
            return exact
        whole = rules.fold(words)
        aliased = UnitAlias.objects.filter(folded=whole, effective_from__lte=timezone.localdate()).values("unit")
        if (known := self.filter(Q(folded=whole) | Q(folded__startswith=f"{whole} ") | Q(pk__in=aliased))).exists():
            named = [
                unit.pk for unit in known if rules.fold(unit.name) == whole or rules.fold(unit.short_name) == whole
            ]
            return self.filter(pk__in=named) if named else known
        found = self
        for word in whole.split()[:8]:
            found = found.filter(folded__contains=word)
        return found


class Unit(models.Model):
    """An organisation or a part of one (đơn vị), from the day it is opened to the day it is closed.

    Name, parent, kind and path are those of today, written from `UnitVersion` by the same action;
    ask `tree_on(day)` for any other day.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind, KIND_NAMES[kind]) for kind in UnitKind])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, db_index=True)
    folded = models.CharField(max_length=300)
    is_open = models.BooleanField(default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="orgs_unit_has_code")]

    def __str__(self) -> str:
        return self.name


class UnitVersion(models.Model):
    """How a unit stands from a day on (thay đổi của đơn vị): opened, renamed, moved or closed, by a decision.

    There is no last day: the next version ends this one.
    """

    OPENED, RENAMED, MOVED, CLOSED = "opened", "renamed", "moved", "closed"
    CHANGES = [(OPENED, _("Thành lập")), (RENAMED, _("Đổi tên")), (MOVED, _("Chuyển")), (CLOSED, _("Giải thể"))]

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    effective_from = models.DateField()
    change = models.CharField(max_length=10, choices=CHANGES)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind, KIND_NAMES[kind]) for kind in UnitKind])
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "effective_from"], name="orgs_one_version_a_day")]
        ordering = ["effective_from"]

    def __str__(self) -> str:
        return f"{self.name} ({self.effective_from:%d/%m/%Y})"


class UnitSuccession(models.Model):
    """A unit whose work another took over on a day (kế thừa): one row for each pair, so merging and splitting fit.

    Of those who take over from a closed unit exactly one has its open work (đơn vị nhận việc đang làm).
    """

    MERGED, SPLIT, TAKEN_OVER = "merged", "split", "taken_over"
    HOW = [(MERGED, _("Sáp nhập")), (SPLIT, _("Chia tách")), (TAKEN_OVER, _("Giải thể, có kế thừa"))]

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    effective_from = models.DateField()
    decision = models.CharField(max_length=300)
    how = models.CharField(max_length=10, choices=HOW, default=TAKEN_OVER)
    inherits_work = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_from"], name="orgs_one_succession_a_pair_and_day"
            ),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(inherits_work=True), name="orgs_one_heir_of_open_work"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="orgs_no_self_succession"),
        ]


class UnitAlias(models.Model):
    """Another way documents write a unit's name (tên gọi khác, viết tắt), from a day on."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    effective_from = models.DateField(default=datetime.date(1900, 1, 1))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "folded"], name="orgs_alias_once")]

    def __str__(self) -> str:
        return self.text


def tree_on(day: datetime.date) -> list[rules.Standing]:
    """The units as they stood on a day, by one query (cây đơn vị tại một ngày)."""
    latest = (
        UnitVersion.objects.filter(unit=models.OuterRef("unit"), effective_from__lte=day)
        .order_by("-effective_from")
        .values("pk")[:1]
    )
    rows = (
        UnitVersion.objects.filter(pk=models.Subquery(latest))
        .exclude(change=UnitVersion.CLOSED)
        .values_list("unit_id", "unit__code", "name", "short_name", "kind", "parent_id", "effective_from")
        .order_by("unit_id")
    )
    return [rules.Standing(*row) for row in rows]


def names_on(day: datetime.date) -> dict[str, tuple[str, ...]]:
    """Every way documents may write the units that stood on a day → the codes of the units that bear it.

    Names, short names and aliases (tên, viết tắt, tên gọi khác); a name two units share keeps both codes.
    """
    standing = {row.unit_id: row for row in tree_on(day)}
    names: dict[str, tuple[str, ...]] = {}
    for row in standing.values():
        for name in filter(None, (row.name, row.short_name)):
            names[name] = (*names.get(name, ()), row.code)
    aliases = UnitAlias.objects.filter(effective_from__lte=day).values_list("unit_id", "text")
    for unit, text in aliases:
        if unit in standing and standing[unit].code not in names.get(text, ()):
            names[text] = (*names.get(text, ()), standing[unit].code)
    return names


def heirs_on(day: datetime.date) -> dict[int, int]:
    """Each unit closed by a day → the open unit that has its open work then (đơn vị nhận việc), by one query.

    Chains are followed to their end; a chain that ends at a unit closed without an heir leads nowhere and is left out.
    """
    closed = UnitVersion.objects.filter(
        unit=models.OuterRef("successor"), change=UnitVersion.CLOSED, effective_from__lte=day
    )
    rows = list(
        UnitSuccession.objects.filter(inherits_work=True, effective_from__lte=day)
        .annotate(successor_closed=models.Exists(closed))
        .values_list("predecessor_id", "successor_id", "successor_closed")
    )
    gone = {successor for _predecessor, successor, is_closed in rows if is_closed}
    last = rules.last_heirs({predecessor: successor for predecessor, successor, _is_closed in rows})
    return {unit: heir for unit, heir in last.items() if heir not in gone}


def heir_of(unit: Unit, on: datetime.date) -> Unit | None:
    """Who has a closed unit's open work on a day, the end of its chain of heirs; None for nobody."""
    heir = heirs_on(on).get(unit.pk)
    return Unit.objects.get(pk=heir) if heir is not None else None


def closed_without_heir(day: datetime.date) -> UnitQuerySet:
    """The units closed by a day whose decision gave their open work to nobody (giải thể không có kế thừa)."""
    closed = UnitVersion.objects.filter(change=UnitVersion.CLOSED, effective_from__lte=day).values("unit")
    followed = UnitSuccession.objects.filter(inherits_work=True, effective_from__lte=day).values("predecessor")
    return Unit.objects.filter(pk__in=closed).exclude(pk__in=followed)


def units_by_code(day: datetime.date) -> dict[str, Unit]:
    """Every code a document may name → the unit open today that answers to it: itself, or the heir of its work."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    heirs = heirs_on(day)
    answering = {unit.code: unit if unit.is_open else units.get(heirs.get(pk, pk)) for pk, unit in units.items()}
    return {code: unit for code, unit in answering.items() if unit is not None and unit.is_open}
