"""Fields of spaces that every format says in one property of its own, and that nothing else depends on.

Declared here, a field is read from OpenStreetMap, IMDF and GeoJSON, and given back by the IMDF export. It needs a
column and a member in :mod:`~interactive_maps.mapdata.schema.layers`, and an attribute of
:class:`~interactive_maps.mapdata.edits.features.Space`, both of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from interactive_maps.importing.values.numbers import read_count

_MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class SpaceField:
    """A field by the names that it has in formats; ``read`` returns None for a value that says nothing.

    ``imdf`` is an extension: IMDF has no such property of units, and allows more than it has. ``geojson`` are the
    names that count without a rule file, in small letters.
    """

    name: str
    osm: str
    imdf: str
    geojson: tuple[str, ...]
    read: Callable[[Any], Any]


SPACE_FIELDS = (
    SpaceField(
        "capacity",
        osm="capacity",
        imdf="capacity",
        geojson=("capacity", "seats", "persons", "occupancy"),
        read=lambda value: read_count(value, _MOST_PEOPLE),
    ),
)


def read_osm_fields(tags: Mapping[str, str]) -> dict[str, Any]:
    """Return what the tags of an element say, by the names of the fields."""
    return {field.name: field.read(tags.get(field.osm)) for field in SPACE_FIELDS}


def read_imdf_fields(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the properties of a unit say, by the names of the fields."""
    return {field.name: field.read(properties.get(field.imdf)) for field in SPACE_FIELDS}


def read_geojson_fields(
    properties: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Return what properties, their names in small letters, say; the first of a field's ``names`` counts."""
    return {
        field.name: next(
            (said for name in names[field.name] if (said := field.read(properties.get(name))) is not None),
            None,
        )
        for field in SPACE_FIELDS
    }


def make_imdf_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a unit that a space's values make; those that are not known are left out."""
    return {field.imdf: values[field.name] for field in SPACE_FIELDS if values[field.name] is not None}
