from django.db import migrations, models


class Migration(migrations.Migration):
    """How imports went is counted in a table, because the command that runs them is gone before anybody asks."""

    dependencies = [("mapdata", "0001_adopt_tables")]
    operations = [
        migrations.CreateModel(
            "ImportTally",
            [
                ("result", models.TextField(primary_key=True, serialize=False)),
                ("runs", models.BigIntegerField()),
                ("last_seconds", models.FloatField()),
                ("last_at", models.DateTimeField()),
            ],
            {"db_table": "import_tally"},
        ),
    ]
