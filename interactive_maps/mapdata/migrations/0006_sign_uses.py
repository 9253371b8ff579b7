from django.db import migrations, models


class Migration(migrations.Migration):
    """How often signs were used, apart from the map: counting must not change the map's versions."""

    dependencies = [("mapdata", "0005_only_models_with_forms")]
    operations = [
        migrations.CreateModel(
            "SignUse",
            [
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("uses", models.BigIntegerField()),
                ("last_used_at", models.DateTimeField()),
            ],
            {"db_table": "sign_uses"},
        ),
    ]
