"""The map's tables as Django sees them: the deployment guide's, made and adopted by :mod:`adoption`, not by Django.

Geometry columns are of whatever system the table was made in; readers go through :mod:`queries`.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class Feature(models.Model):
    """What all layers' tables have.

    ``origin`` and ``origin_key`` say what was imported from where, ``origin_part`` in which building it is there.
    """

    ogc_fid = models.AutoField(primary_key=True)
    level = models.FloatField(null=True)
    origin = models.TextField(null=True)
    origin_key = models.TextField(null=True)
    origin_part = models.TextField(null=True)
    wkb_geometry = models.GeometryField(null=True)

    class Meta:
        abstract = True


class RoomPoint(Feature):
    """A room: a name at a point of a level."""

    text = models.TextField(null=True)
    building_id = models.IntegerField(null=True)
    space_id = models.IntegerField(null=True)

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
    target_level = models.FloatField(null=True)
    kind = models.TextField(null=True)
    one_way = models.BooleanField(null=True)
    width = models.FloatField(null=True)
    slope = models.FloatField(null=True)
    name = models.TextField(null=True)
    space_id = models.IntegerField(null=True)
    opening_id = models.IntegerField(null=True)
    connector_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "nav_edges_final"

    def __str__(self) -> str:
        return f"{self.source} - {self.target}"


class NamedFeature(Feature):
    """What has names by BCP 47 language (``""``: unknown); ``properties`` are the source's own."""

    names = models.JSONField(null=True)
    properties = models.JSONField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return next(iter((self.names or {}).values()), f"{self._meta.verbose_name} {self.pk}")


class Venue(NamedFeature):
    """A place with buildings."""

    category = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "venues"


class Building(NamedFeature):
    """A building; its geometry is the footprint."""

    category = models.TextField(null=True)
    venue_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "buildings"


class Level(NamedFeature):
    """A floor; ``level`` is its ordinal, ``elevation`` in metres."""

    short_names = models.JSONField(null=True)
    elevation = models.FloatField(null=True)
    building_ids = ArrayField(models.IntegerField(), null=True)

    class Meta:
        managed = False
        db_table = "levels"


class Space(NamedFeature):
    """A room, corridor or area of one level, as a polygon."""

    category = models.TextField(null=True)
    ref = models.TextField(null=True)
    aliases = ArrayField(models.TextField(), null=True)
    access = models.TextField(null=True)
    step_free = models.BooleanField(null=True)
    opening_hours = models.TextField(null=True)
    display_point = models.PointField(null=True)
    level_id = models.IntegerField(null=True)
    building_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "spaces"


class Opening(NamedFeature):
    """A door or passage; ``width`` is the clear one, in metres."""

    kind = models.TextField(null=True)
    category = models.TextField(null=True)
    width = models.FloatField(null=True)
    automatic = models.BooleanField(null=True)
    access = models.TextField(null=True)
    step_free = models.BooleanField(null=True)
    space_ids = ArrayField(models.IntegerField(), null=True)

    class Meta:
        managed = False
        db_table = "openings"


class Connector(NamedFeature):
    """Stairs, lift, escalator, ramp or moving walkway; ``levels`` are the ordinals that it serves."""

    kind = models.TextField(null=True)
    levels = ArrayField(models.FloatField(), null=True)
    direction = models.TextField(null=True)
    incline = models.TextField(null=True)
    step_free = models.BooleanField(null=True)
    access = models.TextField(null=True)
    space_ids = ArrayField(models.IntegerField(), null=True)

    class Meta:
        managed = False
        db_table = "connectors"


class PointOfInterest(NamedFeature):
    """Something to go to that is no room."""

    category = models.TextField(null=True)
    access = models.TextField(null=True)
    step_free = models.BooleanField(null=True)
    opening_hours = models.TextField(null=True)
    space_ids = ArrayField(models.IntegerField(), null=True)

    class Meta:
        managed = False
        db_table = "points_of_interest"


class Occupant(NamedFeature):
    """Who is in a space."""

    category = models.TextField(null=True)
    opening_hours = models.TextField(null=True)
    space_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "occupants"


class NavigationNode(Feature):
    """A place where walks meet or end."""

    space_id = models.IntegerField(null=True)
    opening_id = models.IntegerField(null=True)
    connector_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = "nav_nodes"

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class SourceFeature(Feature):
    """What a format has and the map has no use for, kept to be given back."""

    kind = models.TextField(null=True)
    properties = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "source_features"

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Closure(Feature):
    """What is shut: ``kind`` is edge, opening, connector, space, level or node; of a level ``level`` is the target.

    From ``starts_at`` (None: always has been) until just before ``ends_at``, for ``profiles`` (None or empty: all).
    """

    kind = models.TextField(null=True)
    target_id = models.BigIntegerField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    profiles = ArrayField(models.TextField(), null=True)
    reason = models.TextField(null=True)
    created_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "closures"

    def __str__(self) -> str:
        return f"{self.kind} {self.level if self.kind == 'level' else self.target_id}"


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
