"""One heir has a closed unit's open work; a post is delegated while its holder is absent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def first_successor_inherits(apps, schema_editor):
    """Of several successors the one named first has the open work, as the office entered them."""
    given = set()
    for row in apps.get_model("orgs", "UnitSuccession").objects.order_by("pk"):
        if row.predecessor_id not in given:
            given.add(row.predecessor_id)
            row.inherits_work = True
            row.save(update_fields=["inherits_work"])


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_temporary_password_and_search")]

    operations = [
        migrations.AddField(
            "unitsuccession",
            "how",
            models.CharField(
                choices=[
                    ("merged", "Sáp nhập"),
                    ("split", "Chia tách"),
                    ("taken_over", "Giải thể, có kế thừa"),
                ],
                default="taken_over",
                max_length=10,
            ),
        ),
        migrations.AddField("unitsuccession", "inherits_work", models.BooleanField(default=False)),
        migrations.RunPython(first_successor_inherits, migrations.RunPython.noop),
        migrations.RemoveConstraint("unitsuccession", "orgs_one_succession_a_pair"),
        migrations.AddConstraint(
            "unitsuccession",
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_from"], name="orgs_one_succession_a_pair_and_day"
            ),
        ),
        migrations.AddConstraint(
            "unitsuccession",
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(inherits_work=True), name="orgs_one_heir_of_open_work"
            ),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("words", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delegations", to="orgs.post"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegated",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(until__gte=F("since")), name="orgs_delegation_ends_after_it_begins"
                    )
                ],
            },
        ),
    ]
