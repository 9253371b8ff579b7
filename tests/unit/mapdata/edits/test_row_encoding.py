"""Features become the columns of their layer's table."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.mapdata.edits.features import (
    Building,
    Connector,
    Level,
    Occupant,
    Opening,
    PointOfInterest,
    Space,
    Venue,
)
from interactive_maps.mapdata.edits.row_encoding import list_columns, list_records
from interactive_maps.mapdata.edits.rows import EdgeRow, LineRow, NodeRow, RoomRow, SourceRows
from interactive_maps.mapdata.schema.layers import LAYERS

SQUARE, MIDDLE = shapely.box(8, 47, 8.2, 47.2), shapely.Point(8.1, 47.1)
LINE = shapely.LineString([(8, 47), (8.1, 47.1)])
ROOM = Space("way/1", "room", {}, 2.0, SQUARE, MIDDLE, level="L2", building="B")


def encode(layer, feature, *spaces, parts=None):
    """Return the columns of a feature by their names, and its geometry."""
    features = {"spaces": spaces, layer: [feature]} if layer != "spaces" else {"spaces": [feature]}
    (record,) = list_records(LAYERS[layer], SourceRows("plan.osm", features, parts or {}))
    source, key, *values, geometry = record
    assert (source, key) == ("plan.osm", feature.key)
    read = dict(zip(list_columns(LAYERS[layer]), values, strict=True))
    return read, None if geometry is None else shapely.from_wkb(geometry)


def test_the_columns_are_the_tables_own_and_the_shared_ones_besides_the_key():
    columns = list_columns(LAYERS["nav-nodes"])
    assert {"space_id", "level", "origin_part"} <= columns.keys()
    assert columns.keys().isdisjoint({"origin", "origin_key", "id"})


def test_a_source_without_features_of_a_layer_has_no_records():
    assert not list(list_records(LAYERS["points"], SourceRows("plan.osm", {"spaces": [ROOM]})))


@pytest.mark.parametrize(
    ("key", "part"), [("way/1", "B"), ("unit/way/1", "C"), ("unit/1", "C"), ("1", "C"), ("2", None)]
)
def test_a_row_is_of_the_building_of_its_key_or_of_what_the_key_ends_in(key, part):
    read, _ = encode("rooms", RoomRow(key, "A", 0, 8, 47), parts={"way/1": "B", "1": "C"})
    assert read["origin_part"] == part


def test_a_room_is_a_point_in_its_space_and_its_building():
    row = RoomRow("1", "Aula", 1.5, 8.25, 47.5, category="auditorium")
    read, geometry = encode("rooms", row, ROOM)
    assert (read["text"], read["category"], read["level"]) == ("Aula", "auditorium", 1.5)
    assert (read["space_id"], read["building_id"]) == ("1", None)
    assert geometry == shapely.Point(8.25, 47.5)


@pytest.mark.parametrize(("own", "expected"), [(None, "B"), ("C", "C")])
def test_a_room_has_its_own_building_or_that_of_its_space(own, expected):
    read, _ = encode("rooms", RoomRow("1", "Aula", 1.5, 8, 47, building=own, space="way/1"), ROOM)
    assert (read["space_id"], read["building_id"]) == ("way/1", expected)


def test_a_line_has_the_columns_of_ogr2ogr():
    row = LineRow("page/1/AF", "WALLS", 0.0, LINE, True, "AcDbLine", "DASHED", "text")
    read, geometry = encode("base-floor", row)
    assert (read["layer"], read["paperspace"], read["subclasses"]) == ("WALLS", True, "AcDbLine")
    assert (read["linetype"], read["text"], read["level"]) == ("DASHED", "text", 0.0)
    assert read["entityhandle"] == "AF"
    assert geometry == LINE


def test_a_node_is_a_point_at_its_places():
    read, geometry = encode("nav-nodes", NodeRow("n", -1.0, 8.5, 47.5, "way/1", "door", "lift"))
    assert (read["space_id"], read["opening_id"], read["connector_id"]) == ("way/1", "door", "lift")
    assert read["level"] == -1
    assert geometry == shapely.Point(8.5, 47.5)


def test_an_edge_costs_its_length():
    row = EdgeRow("e", "a", "b", LINE, 12.5, 0, 1, "stairs", True, 2, 0.5, "steps", step_free=False)
    read, geometry = encode("nav-edges", row)
    names = ("source", "target", "cost", "level", "target_level", "kind", "one_way", "width", "slope", "name")
    assert [read[name] for name in names] == ["a", "b", 12.5, 0, 1, "stairs", True, 2, 0.5, "steps"]
    assert read["step_free"] is False
    assert geometry == LINE


def test_a_building_and_a_level_refer_to_what_they_are_in():
    assert encode("buildings", Building("b", {"": "House"}, venue="v"))[0]["venue_id"] == "v"
    level, geometry = encode("levels", Level("l", 1.0, {"en": "First"}, {"en": "1"}, ("b", "c"), 3.5))
    assert geometry is None
    assert (level["level"], level["elevation"], level["building_ids"]) == (1.0, 3.5, ["b", "c"])
    assert json.loads(level["names"]) == {"en": "First"}
    assert json.loads(level["short_names"]) == {"en": "1"}


def test_a_space_refers_to_its_level_and_keeps_where_its_label_is():
    read, geometry = encode("spaces", ROOM)
    assert (read["level"], read["level_id"], read["building_id"]) == (2.0, "L2", "B")
    assert (read["aliases"], read["properties"]) == ([], None)
    assert isinstance(read["display_point"], str)  # as PostGIS writes it
    display = shapely.from_wkb(read["display_point"])
    assert (display, shapely.get_srid(display)) == (MIDDLE, 4326)
    assert geometry == SQUARE


def test_a_door_refers_to_the_spaces_on_both_sides():
    read, _ = encode("openings", Opening("d", 0.0, MIDDLE, ("a", "b"), width=0.9, guessed=True))
    assert (read["space_ids"], read["width"], read["guessed"]) == (["a", "b"], 0.9, True)


@pytest.mark.parametrize(("ordinals", "lowest"), [((-1.0, 0.0, 2.0), -1.0), ((), None)])
def test_a_connector_is_on_the_first_of_its_levels(ordinals, lowest):
    read, _ = encode("connectors", Connector("c", "stairs", ordinals, MIDDLE, spaces=("a",)))
    assert (read["levels"], read["level"], read["space_ids"]) == (list(ordinals), lowest, ["a"])


@pytest.mark.parametrize(
    ("own", "spaces", "expected"),
    [
        ((None, None), ("way/1",), ("L2", "B")),
        ((None, None), ("way/9", "way/1"), ("L2", "B")),
        (("L0", "C"), ("way/1",), ("L0", "C")),
        (("L0", None), (), ("L0", None)),
        ((None, None), ("way/9",), (None, None)),
    ],
)
def test_a_point_of_interest_is_where_it_says_or_where_its_space_is(own, spaces, expected):
    level, building = own
    point = PointOfInterest("p", "kiosk", {}, 2.0, MIDDLE, spaces, level=level, building=building)
    read, geometry = encode("points", point, ROOM)
    assert (read["level_id"], read["building_id"]) == expected
    assert (read["space_ids"], read["level"]) == (list(spaces), 2.0)
    assert geometry == MIDDLE


def test_an_occupant_is_where_it_says_or_where_its_space_has_its_label():
    elsewhere = shapely.Point(8.15, 47.15)
    read, geometry = encode("occupants", Occupant("o", None, {}, "way/1"), ROOM)
    assert (read["space_id"], read["level"], geometry) == ("way/1", 2.0, MIDDLE)
    assert encode("occupants", Occupant("o", None, {}, "way/1", elsewhere), ROOM)[1] == elsewhere
    read, geometry = encode("occupants", Occupant("o", None, {}, None), ROOM)
    assert (read["space_id"], read["level"], geometry) == (None, None, None)


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_texts_stay_as_they_are_apart_from_nul(properties):
    def clean(value):
        return [clean(one) for one in value] if isinstance(value, list) else value.replace("\0", "")

    read, _ = encode("venues", Venue("v", {}, properties=properties))
    if properties:
        kept = {clean(name): clean(value) for name, value in properties.items()}
        assert json.loads(read["properties"]) == kept
    else:
        assert read["properties"] is None


def test_letters_are_not_escaped():
    read, _ = encode("venues", Venue("v", {"de": "Zürich 東"}))
    assert "Zürich 東" in read["names"]
