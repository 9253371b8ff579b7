"""Which end of a connector is up, and what is told where its source does not say."""

import pytest
from shapely import LineString, Point

from interactive_maps.importing.network import rules
from interactive_maps.mapdata.edits.features import Connector
from tests.unit.importing.network.maps import build, earth, room, says

HALLS = [room("below", 0, 0, 10, 4), room("above", 0, 0, 10, 4, level=1.0)]
WEST_BELOW = [room("below", 0, 0, 4, 4), room("above", 6, 0, 10, 4, level=1.0)]
LINE = earth(LineString([(2, 2), (8, 2)]))


def escalate(spaces, direction="forward", incline=None, geometry=LINE, levels=(0.0, 1.0), kind="escalator"):
    """Return the draft with one connector, and its edge from level to level."""
    connector = Connector("c", kind, levels, geometry, direction=direction, incline=incline)
    draft = build(spaces, [], [connector])
    return draft, next((edge for edge in draft.edges if edge.target_level is not None), None)


def test_where_nothing_tells_which_end_is_up_it_is_told():
    draft, edge = escalate(HALLS, "both")
    assert edge.target_level == 1
    assert says(draft, rules.UNKNOWN_INCLINE.says)


@pytest.mark.parametrize("incline", ["up", "down", "10%", "-10%"])
def test_an_incline_tells(incline):
    draft, _ = escalate(HALLS, "both", incline)
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []


def test_the_spaces_at_its_ends_tell():
    draft, edge = escalate(WEST_BELOW, "both")
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []
    assert (edge.level, edge.target_level) == (0, 1)
    downwards = escalate(WEST_BELOW, geometry=earth(LineString([(8, 2), (2, 2)])))[1]
    assert (downwards.level, downwards.target_level) == (1, 0)


def test_what_moves_forward_rises_unless_something_tells_otherwise():
    draft, edge = escalate(HALLS)
    assert says(draft, rules.UNKNOWN_INCLINE.says) == []
    assert (edge.level, edge.target_level, edge.one_way) == (0, 1, True)


@pytest.mark.parametrize("direction", ["reversible", "unknown"])
def test_a_direction_that_is_not_known_is_both_and_told(direction):
    draft, edge = escalate(HALLS, direction, "up")
    assert says(draft, rules.UNKNOWN_DIRECTION.says)
    assert not edge.one_way


def test_a_connector_of_one_level_leads_nowhere_and_is_told():
    draft, edge = escalate(HALLS, "both", levels=(0.0,))
    assert edge is None
    assert says(draft, rules.UNKNOWN_LEVELS.says)


def test_a_connector_far_from_any_space_is_told_for_that_level():
    lift = earth(Point(10.9, 2))
    assert says(escalate(HALLS, "both", geometry=lift, kind="elevator")[0], rules.LOOSE_CONNECTOR.says) == []
    far = earth(Point(11.1, 2))
    assert (
        len(says(escalate(HALLS, "both", geometry=far, kind="elevator")[0], rules.LOOSE_CONNECTOR.says)) == 2
    )
