"""A draft that is moved takes everything along."""

import numpy as np
from shapely import LineString, Point

from interactive_maps.importing.alignment import move_draft
from interactive_maps.importing.draft.drawn_layer import DrawnLayer
from interactive_maps.importing.network import make_network
from interactive_maps.mapdata.edits.features import Level, Opening
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from tests.unit.importing.alignment.storeys import PLANE, make_draft, make_rooms


def list_places(draft):
    """Return all places of a draft by what they are of, in metres."""
    import shapely

    found = {}
    for name in ("lines", "network", "edges", "openings", "levels", "spaces"):
        rows = [row.geometry for row in getattr(draft, name)]
        found[name] = shapely.get_coordinates(rows)
    found["points"] = shapely.get_coordinates([space.display_point for space in draft.spaces])
    for name in ("rooms", "nodes"):
        found[name] = np.array([(row.longitude, row.latitude) for row in getattr(draft, name)])
    found["drawn"] = np.concatenate([layer.segments.reshape(-1, 2) for layer in draft.drawn])
    return {name: PLANE.to_metres(places) for name, places in found.items()}


def test_everything_moves_by_the_same_step():
    draft = make_draft(0, make_rooms())
    line = LineString(PLANE.to_degrees(np.array([(0.0, 0), (5, 5)])))
    draft.lines = [LineRow("L", "0", 0.0, line)]
    draft.levels = [Level("level", 0.0, {}, geometry=line.buffer(1e-5))]
    draft.rooms = [RoomRow("R", "1", 0.0, 1e-5, 2e-5)]
    draft.openings = [Opening("O", 0.0, Point(1e-5, 1e-5), ("S0", "S6"))]
    draft.drawn = [DrawnLayer("0", np.array([[0.0, 0, 1e-5, 1e-5]]))]
    make_network(draft)
    draft.network = [LineRow("N", "X-NETWORK", 0.0, line)]
    before = list_places(draft)
    move_draft(draft, PLANE, (12.5, -3.25))
    for name, places in list_places(draft).items():
        assert len(places), name
        assert np.allclose(places - before[name], (12.5, -3.25), atol=1e-3), name
