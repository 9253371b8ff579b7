from django.db import migrations, models


class Migration(migrations.Migration):
    """Import statistics in a table, because the importing process ends before metrics are scraped."""

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
