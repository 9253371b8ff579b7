"""Layer queries as typed, hashable values, independent of HTTP. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field

from interactive_maps.geo.bbox import Bbox
from interactive_maps.mapdata.schema.layer import Layer

DIGEST_BYTES = 6
_BARE = frozenset({"rooms", "base-floor"})  # whose unfiltered streams have ids without a digest
WIDE_ZOOM = 12  # from this zoom on a tile is less than ten kilometres wide


@dataclass(frozen=True, slots=True)
class LayerQuery:
    """The requested part of a layer and the languages; hashable, because it identifies a stream."""

    layer: Layer = field(hash=False)
    level: float | None = None
    bbox: Bbox | None = None
    q: str | None = None
    building: int | None = None
    category: str | None = None
    languages: tuple[str, ...] = ()
    key: int | None = None

    @property
    def asks_only_for_words(self) -> bool:
        """Return whether ``q`` is the only filter."""
        return (self.level, self.bbox, self.building, self.category, self.key) == (None,) * 5

    @property
    def depends_on_language(self) -> bool:
        """Return whether the layer has names by language, so that ``languages`` matter."""
        return "lang" in self.layer.filters

    @property
    def digest(self) -> str:
        """Digest that distinguishes this stream from all others of the same version, on every server.

        It is "" for unfiltered streams of rooms and base floor, whose ids have no digest.
        """
        if self.layer.name in _BARE and self == LayerQuery(self.layer):
            return ""
        bbox = None if self.bbox is None else astuple(self.bbox)
        filters = (self.level, bbox, self.q, self.building, self.category, self.languages, self.key)
        text = json.dumps([self.layer.name, filters])
        return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class LevelPosition:
    """A point in degrees on the level of an ordinal."""

    longitude: float
    latitude: float
    level: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the Web Mercator pyramid: ``x`` counts from the west, ``y`` from the north."""

    zoom: int
    x: int
    y: int

    @property
    def is_wide(self) -> bool:
        """Return whether the tile shows whole towns, so that all rows of a layer may have to be read."""
        return self.zoom < WIDE_ZOOM


@dataclass(frozen=True, slots=True)
class Page:
    """At most ``limit`` items with a key greater than ``after``, or after the first ``offset`` ones."""

    limit: int
    after: int | None = None
    offset: int | None = None
