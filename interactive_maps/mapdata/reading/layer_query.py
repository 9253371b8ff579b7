"""What is read of a layer: typed values, hashable, that know nothing of HTTP. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field

from interactive_maps.geo.bbox import Bbox
from interactive_maps.mapdata.schema.layer import Layer

DIGEST_BYTES = 6
_BARE = frozenset({"rooms", "base-floor"})  # whose whole streams have ids without a digest
WIDE_ZOOM = 12  # from which on a tile is less than ten kilometres wide


@dataclass(frozen=True, slots=True)
class LayerQuery:
    """What part of which layer is asked for, in which languages; hashable, because a stream is known by it."""

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
        """Whether ``q`` alone says which items are wanted."""
        return (self.level, self.bbox, self.building, self.category, self.key) == (None,) * 5

    @property
    def depends_on_language(self) -> bool:
        """Whether the layer has names by language, so that ``languages`` choose among them."""
        return "lang" in self.layer.filters

    @property
    def digest(self) -> str:
        """What tells this stream from all others of the same version, on every server.

        The ids of the streams that need no filter to be told, whole rooms and base floor, go without: "".
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
        """Whether whole towns are on it, a building is a dot, and all rows of a layer may have to be looked at."""
        return self.zoom < WIDE_ZOOM


@dataclass(frozen=True, slots=True)
class Page:
    """At most ``limit`` items whose key is greater than ``after``, or behind the first ``offset`` ones."""

    limit: int
    after: int | None = None
    offset: int | None = None
