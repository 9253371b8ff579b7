"""The map's tables as Django sees them: the deployment guide's, made and adopted by :mod:`adoption`, not by Django.

Geometry columns are of whatever system the table was made in; readers go through :mod:`queries`.
"""

from __future__ import annotations

from django.contrib.gis.db import models


class Feature(models.Model):
    """What all layers' tables have; ``origin`` and ``origin_key`` say what was imported from where."""

    ogc_fid = models.AutoField(primary_key=True)
    level = models.FloatField(null=True)
    origin = models.TextField(null=True)
    origin_key = models.TextField(null=True)
    wkb_geometry = models.GeometryField(null=True)

    class Meta:
        abstract = True


class RoomPoint(Feature):
    """A room: a name at a point of a level."""

    text = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "room_points"

    def __str__(self) -> str:
        return self.text or f"room {self.pk}"


class BaseFloorFeature(Feature):
    """A piece of a drawing: linework or lettering."""

    layer = models.TextField(null=True)
    paperspace = models.BooleanField(null=True)
    subclasses = models.TextField(null=True)
    linetype = models.TextField(null=True)
    entityhandle = models.TextField(null=True)
    text = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "base_floor"

    def __str__(self) -> str:
        return f"{self.layer} {self.entityhandle or self.pk}"


class NavigationEdge(Feature):
    """A walkable line between two nodes."""

    source = models.IntegerField(null=True)
    target = models.IntegerField(null=True)
    cost = models.FloatField(null=True)

    class Meta:
        managed = False
        db_table = "nav_edges_final"

    def __str__(self) -> str:
        return f"{self.source} - {self.target}"


class LayerVersion(models.Model):
    """How often a layer's table has changed; counted by its triggers."""

    layer = models.TextField(primary_key=True)
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "layer_version"

    def __str__(self) -> str:
        return f"{self.layer} {self.version}"


class ImportTally(models.Model):
    """How many imports ended in ``result``, and how the last of them went; ``last_seconds`` is how long it took."""

    result = models.TextField(primary_key=True)
    runs = models.BigIntegerField()
    last_seconds = models.FloatField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "import_tally"

    def __str__(self) -> str:
        return f"{self.result} {self.runs}"
