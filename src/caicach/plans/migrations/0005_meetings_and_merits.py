"""An agenda knows when it was made and how far it looks ahead; an office keeps its own limits of merit."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

WHY = [
    ("before", "Kết luận lần trước"),
    ("late", "Quá hạn"),
    ("due", "Sắp đến hạn"),
    ("report", "Báo cáo chờ duyệt"),
    ("other", "Khác"),
]


def look_ahead(apps: Any, schema_editor: Any) -> None:
    """A meeting called before looks no further than its own day."""
    apps.get_model("plans", "Meeting").objects.update(until=F("on"), agenda_at=F("called_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
        ("plans", "0004_due_before_the_last_month"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("meeting", "until", models.DateField(null=True)),
        migrations.AddField("meeting", "agenda_at", models.DateTimeField(null=True)),
        migrations.AddField("meeting", "revision", models.PositiveIntegerField(default=0)),
        migrations.RunPython(look_ahead, migrations.RunPython.noop),
        migrations.AlterField("meeting", "until", models.DateField()),
        migrations.AlterField("meeting", "agenda_at", models.DateTimeField()),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="plans_agenda_looks_ahead"),
        ),
        migrations.AddField("meetingitem", "due_on", models.DateField(null=True)),
        migrations.AddField(
            "meetingitem",
            "lead",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"),
        ),
        migrations.AddField("meetingitem", "standing", models.CharField(blank=True, max_length=15)),
        migrations.AlterField("meetingitem", "why", models.CharField(choices=WHY, max_length=10)),
        migrations.CreateModel(
            name="MeritRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("least_tasks", models.PositiveSmallIntegerField()),
                ("praise_share", models.DecimalField(decimal_places=4, max_digits=5)),
                ("praise_returned", models.PositiveSmallIntegerField()),
                ("answer_overdue", models.PositiveSmallIntegerField()),
                ("answer_share", models.DecimalField(decimal_places=4, max_digits=5)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merit_rule", to="orgs.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(praise_share__range=(0, 1), answer_share__range=(0, 1))
                        & Q(answer_share__lte=F("praise_share")),
                        name="plans_nobody_is_praised_and_asked_by_one_share",
                    ),
                    models.CheckConstraint(condition=Q(answer_overdue__gt=0), name="plans_asked_from_one_overdue_on"),
                ],
            },
        ),
    ]
