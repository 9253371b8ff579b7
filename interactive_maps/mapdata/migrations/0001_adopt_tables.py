from django.contrib.gis.db import models
from django.contrib.gis.db.models import GeometryField
from django.db import migrations

from interactive_maps.mapdata.provisioning import provision_tables


def adopt(apps, schema_editor):
    # The migrate command reports failed steps, which it retries at its end.
    with schema_editor.connection.cursor() as cursor:
        provision_tables(cursor)


ORIGIN = [
    ("level", models.FloatField(null=True)),
    ("origin", models.TextField(null=True)),
    ("origin_key", models.TextField(null=True)),
    ("wkb_geometry", GeometryField(null=True, srid=4326)),
]


class Migration(migrations.Migration):
    """The models are unmanaged: provisioning creates or adopts their tables."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "RoomPoint",
            [
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("text", models.TextField(null=True)),
                *ORIGIN,
            ],
            {"db_table": "room_points", "managed": False},
        ),
        migrations.CreateModel(
            "BaseFloorFeature",
            [
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("layer", models.TextField(null=True)),
                ("paperspace", models.BooleanField(null=True)),
                ("subclasses", models.TextField(null=True)),
                ("linetype", models.TextField(null=True)),
                ("entityhandle", models.TextField(null=True)),
                ("text", models.TextField(null=True)),
                *ORIGIN,
            ],
            {"db_table": "base_floor", "managed": False},
        ),
        migrations.CreateModel(
            "NavigationEdge",
            [
                ("ogc_fid", models.AutoField(primary_key=True, serialize=False)),
                ("source", models.IntegerField(null=True)),
                ("target", models.IntegerField(null=True)),
                ("cost", models.FloatField(null=True)),
                *ORIGIN,
            ],
            {"db_table": "nav_edges_final", "managed": False},
        ),
        migrations.CreateModel(
            "LayerVersion",
            [
                ("layer", models.TextField(primary_key=True, serialize=False)),
                ("version", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            {"db_table": "layer_version", "managed": False},
        ),
        migrations.RunPython(adopt, migrations.RunPython.noop),
    ]
