"""A kept question has the length its words have in an address, where a letter with an accent takes nine signs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_meetings_and_merits")]

    operations = [migrations.AlterField("savedview", "query", models.TextField())]
