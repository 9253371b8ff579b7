"""The collections of IMDF 1.0.0: the geometries of their features, and the properties that the map keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from interactive_maps.importing.rules.contact_fields import CONTACT_FIELDS
from interactive_maps.importing.rules.space_fields import SPACE_FIELDS


class Shape(Flag):
    """The parts of a geometry."""

    POINT = auto()
    LINE = auto()
    AREA = auto()


ANY = Shape.POINT | Shape.LINE | Shape.AREA


@dataclass(frozen=True, slots=True)
class Schema:
    """A collection; if geometry is ``required``, features without a usable one are skipped.

    ``kept`` properties reach the map, ``ignored`` ones are defined by IMDF but do not affect it; all others are
    reported.
    """

    shapes: Shape
    required: bool
    kept: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTACTS = frozenset(field.imdf for field in CONTACT_FIELDS)
SCHEMAS = {
    "address": Schema(ANY, required=False),
    "venue": Schema(Shape.AREA, False, _words("category name"), _words("display_point")),
    "building": Schema(Shape.AREA, False, _words("category name"), _words("display_point")),
    "footprint": Schema(Shape.AREA, True, _words("category building_ids"), _words("name")),
    "level": Schema(
        Shape.AREA,
        False,
        _words("ordinal name short_name building_ids"),
        _words("category display_point outdoor"),
    ),
    "unit": Schema(
        Shape.AREA,
        True,
        _words("category restriction accessibility name alt_name level_id display_point")
        | {field.imdf for field in SPACE_FIELDS},
    ),
    "opening": Schema(
        Shape.LINE | Shape.POINT,
        True,
        _words("category accessibility access_control door name level_id"),
        _words("display_point"),
    ),
    "fixture": Schema(ANY, True, _words("category level_id"), _words("display_point")),
    "detail": Schema(ANY, True, _words("category level_id")),
    "section": Schema(ANY, True, _words("category level_id"), _words("display_point correlation_id")),
    "geofence": Schema(ANY, True, _words("category level_ids"), _words("display_point building_ids parents")),
    "kiosk": Schema(ANY, True, _words("name level_id display_point"), _words("anchor_id")),
    "amenity": Schema(ANY, True, _words("category name hours accessibility unit_ids") | _CONTACTS),
    "anchor": Schema(ANY, True, _words("unit_id")),
    "occupant": Schema(ANY, False, _words("category name hours anchor_id") | _CONTACTS),
    "relationship": Schema(ANY, False, _words("category direction origin intermediary destination")),
}

UNIT_CATEGORIES = _words(
    """
    auditorium brick classroom column concrete conferenceroom drywall elevator escalator fieldofplay firstaid
    fitnessroom foodservice footbridge glass huddleroom kitchen laboratory library lobby lounge mailroom mothersroom
    movietheater movingwalkway nonpublic office opentobelow parking phoneroom platform privatelounge ramp recreation
    restroom restroom.family restroom.female restroom.female.wheelchair restroom.male restroom.male.wheelchair
    restroom.transgender restroom.transgender.wheelchair restroom.unisex restroom.unisex.wheelchair
    restroom.wheelchair road room serverroom shower smokingarea stairs steps storage structure terrace theater
    unenclosedarea unspecified vegetation waitingroom walkway walkway.island wood
    """
)
RESTRICTIONS = _words("employeesonly restricted")
