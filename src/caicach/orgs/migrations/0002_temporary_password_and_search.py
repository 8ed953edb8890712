"""A password given by the administrator is marked until its owner changes it; people are found without accents."""

from django.db import migrations, models

from caicach.orgs.rules import fold


def fill(apps, schema_editor):
    for person in apps.get_model("orgs", "Person").objects.all():
        person.folded = fold(f"{person.full_name} {person.called} {person.username}")[:250]
        person.save(update_fields=["folded"])


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = [
        migrations.AddField("person", "folded", models.CharField(blank=True, editable=False, max_length=250)),
        migrations.AddField("person", "password_is_temporary", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
