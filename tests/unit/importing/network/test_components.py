"""What hangs together, however it is linked, and how much of a map that is."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.network.components import find_components
from interactive_maps.importing.network.reach import measure_reach
from tests.unit.importing.network.maps import build, door, room, says

name = st.sampled_from("abcdefghij")


@given(st.lists(st.tuples(name, name), max_size=15))
def test_two_nodes_have_one_name_where_a_way_joins_them(links):
    found = find_components(links)
    parts = list(nx.connected_components(nx.Graph(links)))
    assert set(found) == {node for part in parts for node in part}
    assert [{found[node] for node in part} for part in parts] == [{found[min(part)]} for part in parts]
    assert len(set(found.values())) == len(parts)


def wings():
    """Return a corridor with two rooms, and apart from these two rooms that open into each other."""
    spaces = [room("hall", 0, 0, 6, 2), room("a", 0, 2, 3, 6), room("b", 3, 2, 6, 6)]
    spaces += [room("x", 20, 0, 24, 4), room("y", 24, 0, 28, 4)]
    return spaces, [door("da", 1, 2), door("db", 4, 2), door("xy", 24, 2)]


def test_the_smaller_part_of_a_building_is_told():
    draft = build(*wings())
    told = " ".join(says(draft, "building"))
    assert "x" in told
    assert "hall" not in told


def test_what_is_reached_is_what_hangs_together_with_the_entrance():
    spaces, doors = wings()
    for one in spaces:
        one.names["en"] = one.key.upper()
    for entrance, reached, apart in (
        (door("in", 0, 1), 3, ("X", "Y")),
        (door("in", 20, 1), 2, ("HALL", "A", "B")),
    ):
        reach = measure_reach([build(spaces, [*doors, entrance])])
        assert (reach.spaces, reach.named, reach.reached, reach.entrances) == (5, 5, reached, 1)
        assert reach.apart == apart
        assert reach.closed == 0
        assert reach.share == reached / 5


def test_without_an_entrance_most_of_a_building_counts_as_reached():
    spaces, doors = wings()
    spaces[0].names["en"] = "Hall"
    spaces[3].names["en"] = "Attic"
    reach = measure_reach([build([*spaces, room("z", 40, 0, 44, 4)], doors)])
    assert (reach.named, reach.reached, reach.entrances, reach.closed) == (2, 1, 0, 1)
    assert reach.apart == ("Attic",)
    assert measure_reach([]).share == 1.0
