"""Every task given before gets its label and its line in the plan it was given in."""

from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Cast


def place(apps: Any, schema_editor: Any) -> None:
    Task, PlanLine = apps.get_model("plans", "Task"), apps.get_model("plans", "PlanLine")
    Task.objects.filter(label="").update(label=Cast(F("number"), models.CharField()))
    tasks = Task.objects.filter(parent__isnull=True, lines__isnull=True).order_by("pk")
    lines = (
        PlanLine(
            plan_id=task.plan_id,
            task=task,
            number=task.number,
            field=task.field,
            source_id=task.source_id,
            placed_at=task.assigned_at,
        )
        for task in tasks.iterator(chunk_size=2000)
    )
    PlanLine.objects.bulk_create(list(lines), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_tasks_in_several_plans")]

    operations = [
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.AlterField("task", "label", models.CharField(max_length=40)),
    ]
