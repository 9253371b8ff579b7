"""A campus of two buildings with something of every kind, to publish."""

from __future__ import annotations

import shapely
from shapely.geometry import LineString, Point

from interactive_maps.mapdata.edits.features import (
    Building,
    Connector,
    Level,
    Occupant,
    Opening,
    PointOfInterest,
    Space,
    UnmappedFeature,
    Venue,
)
from interactive_maps.mapdata.edits.rows import EdgeRow, LineRow, Mode, NodeRow, RoomRow, SourceRows
from interactive_maps.mapdata.schema.layers import LAYERS

WEST, SOUTH = 13.0, 51.0
STEP = 1e-4  # degrees: 7 m by 11 m


def make_box(column, row, width=1, height=1):
    """Return the rectangle of so many steps that begins in that column and row."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(west, south, west + width * STEP, south + height * STEP)


def make_space(key, column, ordinal=0.0, *, row=0, building="A", **values):
    """Return an office, named in two languages, in a column of one row."""
    shape = make_box(column, row)
    names = {"de": f"Zimmer {key}", "en": f"Room {key}"}
    usual = {"category": "office", "names": names, "ref": key, "building": building, "level": f"L{ordinal:g}"}
    return Space(key=key, ordinal=ordinal, geometry=shape, display_point=shape.centroid, **(usual | values))


def list_spaces():
    """Return the spaces: three on the ground floor, one above, and one of the other building."""
    return [
        make_space("101", 0),
        make_space("102", 1, category="restroom", aliases=("WC", "old 7"), step_free=True, capacity=12),
        make_space("103", 2, access="private", opening_hours="Mo-Fr 08:00-18:00", names={"": "Store"}),
        make_space("201", 0, 1.0),
        make_space("B1", 5, building="B"),
    ]


def list_features(spaces=None):
    """Return something of every kind, by layer."""
    spaces = list_spaces() if spaces is None else spaces
    levels = [
        Level("L0", 0.0, {"de": "Erdgeschoss", "en": "Ground floor"}, {"de": "EG"}, ("A", "B"), 110.5),
        Level("L1", 1.0, {"de": "Obergeschoss"}, {}, ("A",), None, make_box(0, 0, 3)),
    ]
    door = LineString([(WEST + STEP, SOUTH + STEP / 3), (WEST + STEP, SOUTH + STEP / 2)])
    stairs = Connector("st", "stairs", (0.0, 1.0), make_box(3, 0), {"en": "Stairs"}, spaces=("101", "201"))
    places = [(space.key, space.display_point) for space in spaces]
    nodes = [NodeRow(f"n{key}", 0.0, place.x, place.y, key) for key, place in places[:2]]
    walk = LineString([place for _, place in places[:2]])
    return {
        "venues": [Venue("V", {"de": "Klinikum", "en": "Hospital"}, "hospital", make_box(-1, -1, 9, 3))],
        "buildings": [
            Building("A", {"de": "Haus A"}, "V", "healthcarefacility", make_box(0, 0, 4)),
            Building("B", {"en": "House B"}, "V", None, make_box(5, 0)),
        ],
        "levels": levels,
        "spaces": spaces,
        "openings": [
            Opening("d1", 0.0, door, ("101", "102"), "hinged", 0.9, True, step_free=True),
            Opening(
                "d2", 0.0, Point(WEST + 2 * STEP, SOUTH + STEP / 2), ("102", "103"), category="pedestrian"
            ),
        ],
        "connectors": [stairs],
        "points": [PointOfInterest("p1", "atm", {"en": "Cash"}, 0.0, spaces[0].display_point, ("101",))],
        "occupants": [Occupant("o1", "clinic", {"de": "Augenklinik"}, "201")],
        "source-features": [UnmappedFeature("x1", "fixture", {"a": 1}, 0.0, make_box(0, 0))],
        "rooms": [
            RoomRow(space.key, f"Room {space.key}", space.ordinal, *space.display_point.coords[0])
            for space in spaces
        ],
        "base-floor": [
            LineRow(f"unit/{space.key}", "A-WALL", space.ordinal, space.geometry.exterior) for space in spaces
        ],
        "nav-nodes": nodes,
        "nav-edges": [EdgeRow("e1", "n101", "n102", walk, 7.0, 0.0, space="101", opening="d1")],
    }


def make_campus(features=None, *, mode=Mode.REPLACE, part=None):
    """Return the campus as one source publishes it."""
    features = list_features() if features is None else features
    parts = {space.key: space.building for space in features.get("spaces", ())}
    return SourceRows("campus", features, parts, mode, part)


def fetch_keys(cursor):
    """Return the ids of all rows by layer and key."""
    keys = {}
    for name, layer in LAYERS.items():
        cursor.execute(f"SELECT origin_key, ogc_fid FROM {layer.table}")
        keys |= {(name, key): number for key, number in cursor.fetchall()}
    return keys
