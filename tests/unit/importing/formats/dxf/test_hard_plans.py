"""Plans drawn otherwise than most, from the file to the floor that one walks on: each with its right answer."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
import shapely
from shapely.affinity import scale

from benchmarks.drafting import NOISES, Style
from benchmarks.drafting.draughtsman import draw_building
from benchmarks.drafting.styles import Names
from interactive_maps.geo.plane import Plane
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.network import make_network
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.recognition.buildings import STYLE, make_floor, save_dxf

PLAIN = STYLE["plain"]
STYLES = (
    replace(PLAIN, name="bare gaps instead of doors", doors="gap"),
    replace(PLAIN, name="without labels", labels="none"),
    replace(PLAIN, name="everything on layer 0", names=Names.all_on("0"), exploded=True),
    replace(PLAIN, name="at 37 degrees", rotation=37.0),
    replace(PLAIN, name="in feet without a header", unit="ft", header=False),
    replace(PLAIN, name="mirrored", mirrored=True),
)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_room_and_every_door_is_right(tmp_path, style: Style):
    drawing, truth = draw_building(make_floor(), style, NOISES[0])
    insunits = {"mm": 4}.get(style.unit, 0)
    path = save_dxf(drawing, tmp_path / "plan.dxf", insunits=insunits)
    draft = read_plan(path, ReadOptions())
    assert draft.report.metres_per_unit == pytest.approx(truth.metres_per_unit)

    areas = [shapely.transform(space.geometry, Plane(0.0, 0.0).to_metres) for space in draft.spaces]
    homes = {}
    for room in truth.rooms:
        area = scale(room.area, truth.metres_per_unit, truth.metres_per_unit, origin=(0, 0))
        rated = [area.intersection(other).area / area.union(other).area for other in areas]
        best = max(range(len(areas)), key=lambda index: rated[index])
        assert rated[best] >= 0.8, room.number
        homes[room.kind] = draft.spaces[best]
        if style.labels != "none":
            assert (draft.spaces[best].ref, draft.spaces[best].names[""]) == (room.number, room.name)
    assert len(areas) == len(truth.rooms)

    corridor = homes["walkway"].key
    joined = {frozenset(opening.spaces) for opening in draft.openings}
    rooms = {space.key for space in draft.spaces} - {corridor}
    assert joined == {frozenset({corridor}), *(frozenset({key, corridor}) for key in rooms)}

    make_network(draft)
    graph: nx.Graph[str] = nx.Graph((edge.source, edge.target) for edge in draft.edges)
    places = {node.key: node.space for node in draft.nodes if node.space}
    start = next(key for key, space in places.items() if space == corridor)
    reached = {places[key] for key in nx.node_connected_component(graph, start) if key in places}
    assert reached == {space.key for space in draft.spaces}
