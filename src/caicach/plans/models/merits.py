from django.db import models
from django.db.models import Q

from caicach.orgs.models import Person, Unit
from caicach.plans.meriting import MeritLimits


class MeritRule(models.Model):
    """What an office holds against results before it proposes names (tiêu chí đề xuất khen thưởng, xem xét).

    The office's own, not law; an office without a row uses the first ones of `meriting.MeritLimits`.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="merit_rule")
    least_tasks = models.PositiveSmallIntegerField()
    praise_share = models.DecimalField(max_digits=5, decimal_places=4)
    praise_returned = models.PositiveSmallIntegerField()
    answer_overdue = models.PositiveSmallIntegerField()
    answer_share = models.DecimalField(max_digits=5, decimal_places=4)
    revision = models.PositiveIntegerField(default=0)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(praise_share__range=(0, 1), answer_share__range=(0, 1))
                & Q(answer_share__lte=models.F("praise_share")),
                name="plans_nobody_is_praised_and_asked_by_one_share",
            ),
            models.CheckConstraint(condition=Q(answer_overdue__gt=0), name="plans_asked_from_one_overdue_on"),
        ]

    @property
    def limits(self) -> MeritLimits:
        """The limits as the rule takes them."""
        return MeritLimits(
            least_tasks=self.least_tasks,
            praise_share=self.praise_share,
            praise_returned=self.praise_returned,
            answer_overdue=self.answer_overdue,
            answer_share=self.answer_share,
        )
