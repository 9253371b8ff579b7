"""The lines to walk: one connected network through the building that no wall crosses."""

from itertools import pairwise

import shapely
from hypothesis import given, settings
from shapely import LineString, STRtree

from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.building import Level
from interactive_maps.demo.design.walls import merge_walls
from tests.unit.demo.buildings import briefs, build

few = settings(max_examples=15)
Node = tuple[int, int, int]


class Islands:
    """A union-find over nodes (level, x, y)."""

    def __init__(self) -> None:
        self._parents: dict[Node, Node] = {}

    def find(self, node: Node) -> Node:
        while (parent := self._parents.setdefault(node, node)) != node:
            self._parents[node] = node = self._parents[parent]
        return node

    def join(self, a: Node, b: Node) -> None:
        self._parents[self.find(a)] = self.find(b)

    def count(self) -> int:
        return len({self.find(node) for node in list(self._parents)})


def connect(levels: tuple[Level, ...]) -> Islands:
    """Join the lines by equal coordinates on a level, and stairs and lifts by equal coordinates between levels."""
    islands = Islands()
    for level in levels:
        for path in level.paths:
            for a, b in pairwise(path.points):
                islands.join((level.ordinal, *a), (level.ordinal, *b))
    for below, above in pairwise(levels):
        stops = [
            {path.points[-1] for path in level.paths if path.kind in ("stair", "lift")}
            for level in (below, above)
        ]
        for place in stops[0] & stops[1]:
            islands.join((below.ordinal, *place), (above.ordinal, *place))
    return islands


@given(briefs())
@few
def test_every_room_stair_and_lift_is_reached_from_every_other(brief: Brief) -> None:
    levels = build(brief)
    islands = connect(levels)
    assert islands.count() == 1
    start = islands.find((levels[0].ordinal, *levels[0].rooms[0].label))
    for level in levels:
        places = [room.label for room in level.rooms] + [door.middle for door in level.doors]
        places += [stair.landing for stair in level.stairs] + [lift.middle for lift in level.lifts]
        for place in places:
            assert islands.find((level.ordinal, *place)) == start


@given(briefs())
@few
def test_no_line_crosses_a_wall(brief: Brief) -> None:
    for level in build(brief):
        lines = shapely.multilinestrings([shapely.linestrings(path.points) for path in level.paths])
        assert not merge_walls(level).intersects(lines)


def test_lines_meet_only_in_points_that_both_have() -> None:
    for level in build(Brief(2, 120, seed=3)):
        segments = [
            LineString(ends)
            for path in level.paths
            for ends in pairwise(path.points)
        ]  # fmt: skip
        tree = STRtree(segments)
        for first, second in tree.query(segments, predicate="intersects").T:
            if first < second:
                meeting = segments[first].intersection(segments[second])
                ends = set(segments[first].coords) & set(segments[second].coords)
                assert meeting.geom_type == "Point"
                assert (meeting.x, meeting.y) in ends


def test_the_way_in_starts_outside() -> None:
    ground = next(level for level in build(Brief()) if level.ordinal == 0)
    footprint = shapely.union_all([shapely.box(*bar) for bar in ground.bars])
    (entrance,) = (path for path in ground.paths if path.kind == "entrance")
    assert not footprint.contains(shapely.Point(entrance.points[-1]))
    assert footprint.contains(shapely.Point(entrance.points[0]))
