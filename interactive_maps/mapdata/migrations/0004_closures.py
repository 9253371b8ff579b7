import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Closures, as an unmanaged model; provisioning creates the table."""

    dependencies = [
        ("mapdata", "0003_buildings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("kind", models.TextField(null=True)),
                ("target_id", models.BigIntegerField(null=True)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "profiles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True, size=None
                    ),
                ),
                ("reason", models.TextField(null=True)),
                ("created_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "closures",
                "managed": False,
            },
        ),
    ]
