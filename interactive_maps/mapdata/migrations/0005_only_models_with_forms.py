from django.db import migrations


class Migration(migrations.Migration):
    """Removes unused models; their unmanaged tables stay."""

    dependencies = [
        ("mapdata", "0004_closures"),
    ]

    operations = [
        migrations.DeleteModel(
            name="BaseFloorFeature",
        ),
        migrations.DeleteModel(
            name="Building",
        ),
        migrations.DeleteModel(
            name="Connector",
        ),
        migrations.DeleteModel(
            name="LayerVersion",
        ),
        migrations.DeleteModel(
            name="Level",
        ),
        migrations.DeleteModel(
            name="NavigationEdge",
        ),
        migrations.DeleteModel(
            name="NavigationNode",
        ),
        migrations.DeleteModel(
            name="Occupant",
        ),
        migrations.DeleteModel(
            name="Opening",
        ),
        migrations.DeleteModel(
            name="PointOfInterest",
        ),
        migrations.DeleteModel(
            name="RoomPoint",
        ),
        migrations.DeleteModel(
            name="SourceFeature",
        ),
        migrations.DeleteModel(
            name="Space",
        ),
        migrations.DeleteModel(
            name="Venue",
        ),
    ]
