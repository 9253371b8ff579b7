"""Models for Django's own parts: closures, which the administration edits, and statistics.

The layers' tables are declared in :mod:`~interactive_maps.mapdata.schema.layers` and created by
:mod:`~interactive_maps.mapdata.provisioning`, not by Django; a layer without a form has no model.
"""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class Feature(models.Model):
    """Columns common to all layers' tables.

    ``origin`` and ``origin_key`` are the import source and the feature's key there, ``origin_part`` its building
    there.
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
    """A closure: ``kind`` is edge, opening, connector, space, level or node; for a level, ``level`` is the target.

    In force from ``starts_at`` (None: always so far) until just before ``ends_at``, for ``profiles`` (None or empty:
    all).
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
    """The number of imports that ended in ``result``; ``last_seconds`` is the duration of the last one."""

    result = models.TextField(primary_key=True)
    runs = models.BigIntegerField()
    last_seconds = models.FloatField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "import_tally"

    def __str__(self) -> str:
        return f"{self.result} {self.runs}"


class SignUse(models.Model):
    """How often the sign with this code was used, and when last."""

    code = models.TextField(primary_key=True)
    uses = models.BigIntegerField()
    last_used_at = models.DateTimeField()

    class Meta:
        db_table = "sign_uses"

    def __str__(self) -> str:
        return f"{self.code} {self.uses}"
