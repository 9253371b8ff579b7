from typing import get_args

import pytest

from interactive_maps.demo.design.frame import Frame
from interactive_maps.demo.design.furnishing import Floor, furnish
from interactive_maps.demo.design.programme import Furnishing
from interactive_maps.demo.drafting.blocks import FURNITURE

STREET = Frame((0, 0), (1, 0), (0, 1))


@pytest.mark.parametrize("furnishing", get_args(Furnishing))
@pytest.mark.parametrize("width", [1650, 3000, 8000, 20_000])
def test_furniture_stands_on_the_floor_of_its_room(furnishing: Furnishing, width: int) -> None:
    floor = Floor(STREET, 0, 0, width, 5600)
    things = list(furnish(furnishing, floor))
    assert things
    for thing in things:
        u, v = thing.placement.point
        assert thing.block in FURNITURE
        assert 0 <= u <= width
        assert 0 <= v <= 5600
