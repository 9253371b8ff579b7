import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Buildings with levels, spaces and doors, as unmanaged models; provisioning creates the tables."""

    dependencies = [
        ("mapdata", "0002_import_tally"),
    ]

    operations = [
        migrations.CreateModel(
            name="Building",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("category", models.TextField(null=True)),
                ("venue_id", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "buildings",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Connector",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("kind", models.TextField(null=True)),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), null=True, size=None
                    ),
                ),
                ("direction", models.TextField(null=True)),
                ("incline", models.TextField(null=True)),
                ("step_free", models.BooleanField(null=True)),
                ("access", models.TextField(null=True)),
                (
                    "space_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "db_table": "connectors",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("short_names", models.JSONField(null=True)),
                ("elevation", models.FloatField(null=True)),
                (
                    "building_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "db_table": "levels",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="NavigationNode",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("space_id", models.IntegerField(null=True)),
                ("opening_id", models.IntegerField(null=True)),
                ("connector_id", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "nav_nodes",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Occupant",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("category", models.TextField(null=True)),
                ("opening_hours", models.TextField(null=True)),
                ("space_id", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "occupants",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("kind", models.TextField(null=True)),
                ("category", models.TextField(null=True)),
                ("width", models.FloatField(null=True)),
                ("automatic", models.BooleanField(null=True)),
                ("access", models.TextField(null=True)),
                ("step_free", models.BooleanField(null=True)),
                (
                    "space_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "db_table": "openings",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="PointOfInterest",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("category", models.TextField(null=True)),
                ("access", models.TextField(null=True)),
                ("step_free", models.BooleanField(null=True)),
                ("opening_hours", models.TextField(null=True)),
                (
                    "space_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "db_table": "points_of_interest",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="SourceFeature",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("kind", models.TextField(null=True)),
                ("properties", models.JSONField(null=True)),
            ],
            options={
                "db_table": "source_features",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("category", models.TextField(null=True)),
                ("ref", models.TextField(null=True)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True, size=None
                    ),
                ),
                ("access", models.TextField(null=True)),
                ("step_free", models.BooleanField(null=True)),
                ("opening_hours", models.TextField(null=True)),
                ("display_point", django.contrib.gis.db.models.fields.PointField(null=True, srid=4326)),
                ("level_id", models.IntegerField(null=True)),
                ("building_id", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "spaces",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("level", models.FloatField(null=True)),
                ("origin", models.TextField(null=True)),
                ("origin_key", models.TextField(null=True)),
                ("origin_part", models.TextField(null=True)),
                ("wkb_geometry", django.contrib.gis.db.models.fields.GeometryField(null=True, srid=4326)),
                ("names", models.JSONField(null=True)),
                ("properties", models.JSONField(null=True)),
                ("category", models.TextField(null=True)),
            ],
            options={
                "db_table": "venues",
                "managed": False,
            },
        ),
    ]
