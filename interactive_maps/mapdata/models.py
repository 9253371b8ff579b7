"""The tables that Django's own parts read: closures, which people edit in the administration, and tallies of imports.

The layers' tables are declared in :mod:`~interactive_maps.mapdata.schema.layers` and made by
:mod:`~interactive_maps.mapdata.provisioning`, not by Django; a layer that needs no form has no model.
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
